"""The sandbox over loopback, for any client in any language."""

import argparse
import socket
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.faults import Unreachable
from clientcore.sandbox.wire import WireRequest

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

HOST = "127.0.0.1"


def serve(
    title: str,
    make: Callable[[bool, float | None], Sandbox],
    describe: Callable[[str, Sandbox], Mapping[str, str]],
) -> None:
    """Run a sandbox until it is interrupted, as the command line says.

    Args:
        title: What it is, for people.
        make: Makes the sandbox: (enforce the limit, its window in seconds or None) -> sandbox.
        describe: What to tell at the start: (address, sandbox) -> names and values.
    """
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--port", type=int, default=0, help="a free one unless given")
    parser.add_argument("--no-limit", action="store_true", help="serve as many as come")
    parser.add_argument(
        "--period", type=float, help="the limit's window in seconds, 60 unless given"
    )
    arguments = parser.parse_args()
    try:
        import uvicorn
    except ImportError:
        parser.error("serving needs an extra: pip install 'runn-runrunit-sdk[sandbox]'")
    sandbox = make(not arguments.no_limit, arguments.period)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, arguments.port))
    except OSError as error:
        parser.error(f"port {arguments.port} cannot be had: {error.strerror}")
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    lines = [title, *(f"  {name:<12}{value}" for name, value in describe(address, sandbox).items())]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        asgi_app(sandbox),
        lifespan="off",
        log_level="critical",
        date_header=False,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


def asgi_app(sandbox: Sandbox) -> "ASGIApp":
    """The sandbox as an ASGI application."""
    from starlette.requests import Request
    from starlette.responses import Response

    async def app(scope: "Scope", receive: "Receive", send: "Send") -> None:
        request = Request(scope, receive)
        wire = WireRequest(
            request.method,
            scope["raw_path"].decode(),
            dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
            {name.lower(): value for name, value in request.headers.items()},
            await request.body(),
        )
        try:
            answer = await sandbox.answer(wire)
        except Unreachable:
            # Less than was promised: the server closes the connection over it
            response = Response(b"", 200, {"content-length": "1"})
        else:
            response = Response(answer.content, answer.status, dict(answer.headers))
        await response(scope, receive, send)

    return app
