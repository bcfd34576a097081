"""The sandbox over loopback, for any client in any language."""

import argparse
import json
import socket
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from clientcore.errors import ArgumentError
from clientcore.sandbox import faults
from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.faults import Unreachable
from clientcore.sandbox.wire import WireRequest, WireResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

HOST = "127.0.0.1"
FAULTS_PATH = "/sandbox/faults"
FAULTS = {
    kind.__name__: kind
    for kind in (
        faults.CutBody,
        faults.Html,
        faults.LostAnswer,
        faults.NoConnection,
        faults.Redirect,
        faults.Stall,
        faults.Status,
        faults.TooManyRequests,
    )
}


def serve(
    title: str,
    make: Callable[[bool, float | None], Sandbox],
    describe: Callable[[str], Mapping[str, str]],
) -> None:
    """Run a sandbox until it is interrupted, as the command line says.

    Args:
        title: What it is, for people.
        make: Makes the sandbox: (enforce the limit, its window in seconds or None) -> sandbox.
        describe: What to tell at the start: address -> names and values.
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
        listener.listen()  # who reads the address can connect at once
    except OSError as error:
        parser.error(f"port {arguments.port} cannot be had: {error.strerror}")
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    lines = [title, *(f"  {name:<12}{value}" for name, value in describe(address).items())]
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
    """The sandbox as an ASGI application.

    A POST to `/sandbox/faults` with a fault's name, its fields, and `operation` and `times` as
    `Sandbox.inject` takes them lets something go wrong:
    `{"fault": "TooManyRequests", "form": "iso", "operation": "people.list"}`.
    """
    from starlette.requests import Request
    from starlette.responses import Response

    async def app(scope: "Scope", receive: "Receive", send: "Send") -> None:
        request = Request(scope, receive)
        path = scope["raw_path"].decode("latin-1")  # as it came: whatever it is, it is answered
        query = scope["query_string"].decode("latin-1")
        wire = WireRequest.received(
            request.method, path, query, request.headers, await request.body()
        )
        try:
            if (wire.method, wire.path) == ("POST", FAULTS_PATH):
                answer = _inject(sandbox, wire.content)
            else:
                answer = await sandbox.answer(wire)
        except Unreachable:
            # Less than was promised: the server closes the connection over it
            response = Response(b"", 200, {"content-length": "1"})
        else:
            response = Response(answer.content, answer.status, dict(answer.headers))
        await response(scope, receive, send)

    return app


def _inject(sandbox: Sandbox, content: bytes) -> WireResponse:
    try:
        wanted = json.loads(content)
        name, operation = wanted.pop("fault"), wanted.pop("operation", None)
        times = int(wanted.pop("times", 1))
        sandbox.inject(FAULTS[name](**wanted), operation=operation, times=times)
    except ArgumentError as error:
        return WireResponse.of_json(400, {"message": str(error)})
    except (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError):
        said = f"expected an object with a fault ({', '.join(FAULTS)}) and that fault's fields"
        return WireResponse.of_json(400, {"message": said})
    return WireResponse(204)
