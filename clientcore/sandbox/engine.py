"""Sandbox: what both fake services do with a request."""

import json
import math
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from email.utils import format_datetime
from types import NoneType
from typing import Any, cast

import httpx
from attrs import field, frozen

from clientcore.clock import Clock, SystemClock
from clientcore.codec.scalars import is_object
from clientcore.operation import Operation, operation_of
from clientcore.sandbox.faults import Fault, Unreachable
from clientcore.sandbox.paging import cut_page
from clientcore.sandbox.router import Router
from clientcore.sandbox.samples import sample
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import Refused, Row, WireRequest, WireResponse
from clientcore.service import Service


@frozen
class Call:
    """A request for one operation, as a handler gets it."""

    operation: Operation[Any]
    values: tuple[str, ...]
    """What stands in the path's placeholders."""
    query: Mapping[str, str]
    body: Row = field(factory=dict[str, Any])
    """The body, out of its wrapping."""


@frozen
class Reply:
    """An answer with a status of its own choice; a handler can also return bare data."""

    status: int
    data: object = None


@frozen
class LoggedCall:
    """One request that was answered.

    Attributes:
        operation: The operation's name; empty for an unknown route.
        status: What it was answered with.
    """

    operation: str
    status: int


Handler = Callable[[Call], object]


class Sandbox(ABC):
    """A fake service. Subclasses say what is particular to theirs.

    Attributes:
        calls: Every request that was answered, in order.

    Args:
        service: The facts of the service.
        operations: Its operations: these are the routes.
        prefix: What stands before every path.
        enforce_limit: False to serve as many requests as come.
        period: The limit's window in seconds, to be scaled down for tests.
        clock: Whose time it goes by.
    """

    def __init__(
        self,
        service: Service,
        operations: Iterable[Operation[Any]],
        *,
        prefix: str = "",
        enforce_limit: bool = True,
        period: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.calls: list[LoggedCall] = []
        self._service = service
        self._router = Router(operations, prefix)
        self._handlers: dict[str, Handler] = {}
        self._faults: deque[tuple[Fault, str | None]] = deque()
        limit = service.requests if enforce_limit else 0
        self._window = FixedWindow(limit, period or service.period, self.clock)

    def handle(self, operation: Operation[Any] | Callable[..., object], handler: Handler) -> None:
        """Let `handler` answer an operation, or a resource's method such as `People.get`."""
        if not isinstance(operation, Operation):
            operation = operation_of(operation, self._service)
        self._handlers[operation.name] = handler

    def inject(self, fault: Fault, *, operation: str | None = None, times: int = 1) -> None:
        """Let something go wrong with the next requests.

        Args:
            fault: What.
            operation: Only with requests for this operation, such as `people.list`.
            times: With how many of them.
        """
        self._faults.extend([(fault, operation)] * times)

    def http_client(self) -> httpx.AsyncClient:
        """An HTTP client whose every request comes here, without a network."""

        async def send(request: httpx.Request) -> httpx.Response:
            path = request.url.raw_path.decode().partition("?")[0]
            query = request.url.query.decode()
            wire = WireRequest.received(
                request.method, path, query, request.headers, request.content
            )
            try:
                answer = await self.answer(wire)
            except Unreachable as broken:
                error = httpx.ReadError if broken.sent else httpx.ConnectError
                raise error(str(broken), request=request) from None
            return httpx.Response(answer.status, headers=answer.headers, content=answer.content)

        return httpx.AsyncClient(transport=httpx.MockTransport(send))

    async def answer(self, request: WireRequest) -> WireResponse:
        """Do what the service would do with a request, and what a fault adds to it.

        Raises:
            Unreachable: A fault broke the connection.
        """
        found = self._router.find(request.method, request.path)
        name = found[0].name if found else ""

        async def serve() -> WireResponse:
            return self._serve(request, found)

        fault = self._next_fault(name)
        answer = await (fault.strike(serve, self.clock) if fault else serve())
        self.calls.append(LoggedCall(name, answer.status))
        date = {"date": format_datetime(self.clock.now(), usegmt=True)}
        return WireResponse(answer.status, answer.content, {**date, **answer.headers})

    def _next_fault(self, name: str) -> Fault | None:
        for index, (fault, only) in enumerate(self._faults):
            if only in (None, name):
                del self._faults[index]
                return fault
        return None

    def _serve(
        self, request: WireRequest, found: tuple[Operation[Any], tuple[str, ...]] | None
    ) -> WireResponse:
        headers: dict[str, str] = {}
        try:
            if self._window.limit:
                admitted = self._window.admit()
                headers.update(self.limit_headers(self._window, admitted=admitted))
                if not admitted:
                    reset = math.ceil(self._window.reset)
                    raise Refused(429, f"Rate limit exceeded, retry in {reset} seconds")
            self.check_credentials(request)
            if found is None:
                raise Refused(404, f"Route {request.method}:{request.path} not found")
            answer = self._dispatch(request, *found)
        except Refused as refused:
            answer = self.refusal(refused.status, refused.message)
        return WireResponse(answer.status, answer.content, {**headers, **answer.headers})

    def _dispatch(
        self, request: WireRequest, operation: Operation[Any], values: tuple[str, ...]
    ) -> WireResponse:
        body = self._body(request)
        if operation.wrap and operation.wrap in body:  # fields at the top level are taken too
            inner: object = body[operation.wrap]
            if not is_object(inner):
                raise Refused(400, f"{operation.wrap} is not a JSON object")
            body = inner
        call = Call(operation, values, request.query, body)
        handler = self._handlers.get(operation.name)
        result = handler(call) if handler else sample(operation.result, self._service.naming)
        if handler is None and operation.pages is not None:
            result = [result]
        reply = result if isinstance(result, Reply) else Reply(_usual_status(operation), result)
        if operation.pages is not None:
            return cut_page(operation.pages, request, cast("list[Row]", reply.data))
        if operation.result is NoneType:
            return WireResponse(reply.status)
        return WireResponse.of_json(reply.status, reply.data)

    def _body(self, request: WireRequest) -> Row:
        declared = request.headers.get("content-type", "")
        if not request.content:
            if declared.startswith("application/json"):
                self.refuse_empty_body()
            return {}
        try:
            body: object = json.loads(request.content)
        except ValueError:
            body = None
        if not is_object(body):
            raise Refused(400, "Body is not a JSON object")
        return body

    @abstractmethod
    def check_credentials(self, request: WireRequest) -> None:
        """Refuse a request without the right headers."""

    @abstractmethod
    def refusal(self, status: int, message: str) -> WireResponse:
        """An error in the service's own shape."""

    @abstractmethod
    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        """What the service says about the limit."""

    def refuse_empty_body(self) -> None:  # noqa: B027 - most services do not mind
        """A JSON content type without a body: refuse it where the service does."""


def _usual_status(operation: Operation[Any]) -> int:
    if operation.result is NoneType:
        return 204
    return 201 if operation.method == "POST" else 200
