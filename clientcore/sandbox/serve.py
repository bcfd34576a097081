"""The sandbox as an ASGI application, for any client in any language."""

import json
from typing import TYPE_CHECKING, Any

from clientcore.errors import ArgumentError
from clientcore.sandbox import faults
from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.faults import Unreachable
from clientcore.sandbox.wire import WireRequest, WireResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

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


def asgi_app(sandbox: Sandbox[Any]) -> "ASGIApp":
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


def _inject(sandbox: Sandbox[Any], content: bytes) -> WireResponse:
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
