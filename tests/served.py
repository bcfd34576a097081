"""The sandboxes as processes of their own, started as a user starts them."""

import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from attrs import field, frozen

ROOT = Path(__file__).parents[1]


@frozen
class Server:
    """A served sandbox, and what it printed when it began."""

    process: "subprocess.Popen[str]"
    said: list[str] = field(factory=list[str])

    @property
    def variables(self) -> dict[str, str]:
        """What a shell has after the lines that it offers."""
        words = (shlex.split(line) for line in self.said)
        return dict(word[1].split("=") for word in words if word[:1] == ["export"])

    @property
    def address(self) -> str:
        [address] = (value for name, value in self.variables.items() if name.endswith("BASE_URL"))
        return address

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def curl(self) -> list[str]:
        """The address that the offered curl asks for, and its headers."""
        _, address, *rest = shlex.split(self.said[-1])
        assert set(rest[::2]) == {"-H"}
        return [address, *rest[1::2]]

    @property
    def headers(self) -> dict[str, str]:
        return dict(header.split(": ") for header in self.curl[1:])

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None
    ) -> tuple[int, HTTPResponse, bytes]:
        parts = urlsplit(self.address)
        connection = HTTPConnection(parts.netloc, timeout=10)
        content = None if body is None else json.dumps(body)
        try:
            given = dict(self.headers if headers is None else headers)
            if body is not None:
                given["Content-Type"] = "application/json"
            connection.request(method, parts.path + path, content, given)
            answer = connection.getresponse()
            return answer.status, answer, answer.read()
        finally:
            connection.close()

    def post(self, path: str, body: object) -> tuple[int, bytes]:
        """The status and the body with which it is answered, at the root of the host."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            connection.request("POST", path, json.dumps(body))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def served(package: str, *options: str) -> Generator[Server]:
    """The sandbox of a package, in a process of its own."""
    command = [sys.executable, "-m", f"{package}.sandbox", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        server = Server(process)
        try:
            for line in process.stdout:
                server.said.append(line)
                if line.startswith("curl "):
                    break
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=10)
            finally:
                process.kill()
