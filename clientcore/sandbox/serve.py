"""The sandbox as an ASGI application, for any client in any language."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields_dict

from clientcore.codec.scalars import is_object
from clientcore.errors import ArgumentError
from clientcore.sandbox import faults
from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.faults import Fault, Unreachable
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
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import Response

    async def app(scope: "Scope", receive: "Receive", send: "Send") -> None:
        request = Request(scope, receive)
        path = scope["raw_path"].decode("latin-1")  # as it came: whatever it is, it is answered
        query = scope["query_string"].decode("latin-1")
        try:
            content = await request.body()
        except ClientDisconnect:
            return  # nobody waits for an answer
        wire = WireRequest.received(request.method, path, query, request.headers, content)
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
        wanted = _read(content)
        name, operation = wanted.pop("fault", None), wanted.pop("operation", None)
        times = wanted.pop("times", 1)
        if operation is not None and not isinstance(operation, str):
            raise ArgumentError(f"operation must be a name such as people.list, not {operation!r}")
        sandbox.inject(_fault(name, wanted), operation=operation, times=times)
    except ArgumentError as error:
        return WireResponse.of_json(400, {"message": str(error)})
    return WireResponse(204)


def _read(content: bytes) -> dict[str, Any]:
    try:
        wanted: object = json.loads(content)
    except (RecursionError, ValueError):
        wanted = None
    if not is_object(wanted):
        raise ArgumentError("the body must be a JSON object that names a fault")
    return wanted


def _fault(name: object, given: Mapping[str, Any]) -> Fault:
    if not isinstance(name, str) or name not in FAULTS:
        raise ArgumentError(f"fault must be one of {', '.join(FAULTS)}, not {name!r}")
    kind, known = FAULTS[name], fields_dict(FAULTS[name])
    for field in given.keys() - known.keys():
        raise ArgumentError(f"{name} has no {field!r}; it has {', '.join(known) or 'no fields'}")
    for field, attribute in known.items():
        if attribute.default is NOTHING and field not in given:
            raise ArgumentError(f"{name} must be given its {field}")
    return kind(**given)
