"""Bytes that are no good requests: a served sandbox answers in its own way, and says nothing."""

import re
import socket

import pytest

from tests.clientcore.sandbox.test_command_line import PACKAGES, ended_by_ctrl_c
from tests.served import Server, served

DEEP = 200_000
CHUNKED = "Transfer-Encoding: chunked"


def get(target: bytes, *lines: str) -> bytes:
    return message(b"GET " + target, *lines)


def post(content: bytes, *lines: str) -> bytes:
    """A client that is to be added; how long its body is stands in a line, or is in the body."""
    return message(b"POST {}/clients", "Content-Type: application/json", *lines) + content


def sized(content: bytes) -> bytes:
    return post(content, f"Content-Length: {len(content)}")


def message(start: bytes, *lines: str) -> bytes:
    head = [start + b" HTTP/1.1", b"Host: sandbox", b"{headers}", *(s.encode() for s in lines)]
    return b"\r\n".join([*head, b"Connection: close", b"", b""])


PIPELINED = get(b"{}/clients").replace(b"Connection: close\r\n", b"")

REQUESTS: list[tuple[bytes, list[int]]] = [
    # Request lines
    (b"\x00\xff\xfe\r\n\r\n", [400]),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [400]),  # somebody tries TLS
    (b"GET /clients\r\n\r\n", [400]),
    (b"G@T / HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
    (get(b"/cli ents"), [400]),
    (get(b"{}/\xff\xfe"), [400]),
    (get(b"{}/nothing/%ff%00%zz"), [404]),
    (get(b"?"), [404]),
    (get(b"http://["), [404]),
    (get(b"//[/"), [404]),
    (get(b"/" + b"a" * 100_000), [404]),
    (message(b"OPTIONS *"), [404]),
    (message(b"CONNECT x:443"), [404]),
    (message(b"get {}/clients"), [404]),
    (get(b"{}/clients?page=&&=&a=%ff%00"), [200]),
    (get(b"{}/clients?" + b"a=1&" * 9_000), [200]),
    # Headers
    (b"GET / HTTP/1.1\r\n\r\n", [400]),  # no host
    (get(b"/", "no colon"), [400]),
    (get(b"/", "X: a\0b"), [400]),
    (get(b"{}/clients", "X: \xe9\u20ac"), [200]),
    (get(b"{}/clients", *(f"X-{number}: x" for number in range(2_000))), [200]),
    (get(b"{}/clients", "Upgrade: websocket", "Sec-WebSocket-Version: 13"), [200]),
    # Lengths
    (post(b"{}", "Content-Length: -1"), [400]),
    (post(b"{}", "Content-Length: x"), [400]),
    (post(b"{}", f"Content-Length: {10**30}"), [400]),
    (post(b"{}", "Content-Length: 2", "Content-Length: 3"), [400]),
    (post(b'{"name": "x"}', "Content-Length: 5"), [400]),
    (post(b'{"name": "x"}', "Content-Length: 50"), []),  # the rest never comes
    (post(b"2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: gzip"), [400]),
    (post(b"2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: gzip, chunked"), [400]),
    (post(b"2\r\n{}\r\n0\r\n\r\n", CHUNKED, CHUNKED), [400]),
    (post(b"zz\r\n{}\r\n0\r\n\r\n", CHUNKED), [400]),
    (post(b"ff\r\n{}", CHUNKED), []),
    (post(b'd;a=b\r\n{"name": "x"}\r\n0\r\nX: y\r\n\r\n', CHUNKED), [201]),
    (post(b'd\r\n{"name": "y"}\r\n0\r\n\r\n', "Content-Length: 4", CHUNKED), [201]),
    (post(b'{"name": "z"}', "Content-Length: 13", "Expect: 100-continue"), [100, 201]),
    # Bodies
    (sized(b"<client/>"), [400]),
    (sized('{"name": "UTF-16"}'.encode("utf-16")), [400]),
    (sized('{"name": "BOM"}'.encode("utf-8-sig")), [201]),
    (sized(b"[" * DEEP + b"]" * DEEP), [400]),
    (sized(b'{"a":' * DEEP + b"1" + b"}" * DEEP), [400]),
    (get(b"{}/clients", "Content-Length: 3") + b"{{{", [200]),
    # Several at once
    (PIPELINED * 3 + get(b"{}/clients"), [200, 200, 200, 200]),
    (PIPELINED + b"\x00\r\n\r\n", [200, 400]),
]


def answers(server: Server, request: bytes, *, to_the_end: bool) -> list[int]:
    """The statuses with which something is answered."""
    headers = "\r\n".join(f"{name}: {value}" for name, value in server.headers.items())
    prefix = b"/api/v1.0" if server.address.endswith("/api/v1.0") else b""
    sent = request.replace(b"{headers}", headers.encode()).replace(b" {}/", b" " + prefix + b"/")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(sent)
        if not to_the_end:
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as stream:
            return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", stream.read())]


@pytest.mark.parametrize("package", PACKAGES)
def test_whatever_bytes_come_they_are_answered_without_a_word(package: str) -> None:
    with served(package, "--no-limit") as server:
        found = [
            (request, answers(server, request, to_the_end=bool(expected)))
            for request, expected in REQUESTS
        ]
        assert ended_by_ctrl_c(server) == (0, "", "")
    wrong = [
        (request[:100], statuses, expected)
        for (request, statuses), (_, expected) in zip(found, REQUESTS, strict=True)
        if statuses != expected
    ]
    assert wrong == []
