"""Sandbox: what both fake services do with a request."""

import math
from collections.abc import Callable, Mapping, Sequence
from email.utils import format_datetime
from types import NoneType
from typing import Any, Generic, TypeVar, cast

from clientcore.clock import Clock, SystemClock
from clientcore.errors import ArgumentError
from clientcore.http.connection import HttpClient, in_process_client
from clientcore.http.response import NoResponse, RawResponse
from clientcore.operation import Operation, operation_of
from clientcore.sandbox.account import Account
from clientcore.sandbox.answers import Answers, BadRows
from clientcore.sandbox.dialect import Dialect
from clientcore.sandbox.faults import Fault, FaultQueue, Unreachable
from clientcore.sandbox.paging import cut_page
from clientcore.sandbox.problems import BadRow, Problem
from clientcore.sandbox.reading import inside, read_arguments
from clientcore.sandbox.router import Route, Router
from clientcore.sandbox.rules import Call, Reply
from clientcore.sandbox.values import read_object
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import LoggedCall, Refused, WireRequest, WireResponse
from clientcore.sandbox.writing import Writer

A = TypeVar("A", bound=Account)
Handler = Callable[[Call], object]
AnyOperation = str | Operation[Any] | Callable[..., object]
"""An operation by its record, by its name (`people.list`) or by its method (`People.list`)."""
_WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
_BODILESS = (204, 304)


class Sandbox(Dialect, Generic[A]):
    """A fake service. Subclasses say what is particular to theirs: see `Dialect`.

    A request is answered in this order: too many requests, unknown route, credentials, content
    type, body, arguments (held against the operation's signature), what it refers to, rules, and
    at last the rule that answers it, or the table of its resource (see `Account` and `Rules`).

    The `add_...` methods of a subclass fill it; besides what they name they take the other fields
    of the model. They refuse at once what the account could not hold: a field that is unknown or of
    a wrong type, an id of nothing, a name that is taken.

    Attributes:
        calls: Every request that was answered, in order.
        state: The account's tables, to be looked at and changed.

    Args:
        enforce_limit: False to serve as many requests as come.
        period: The limit's window in seconds, above 0, to be scaled down for tests.
        time_zone: The account's calendar, which decides what day it is; the usual one unless given.
        refuse_unknown: Whether a key in a body that the operation does not document is refused.
            What the services do with one is not known, and their documentation does not say. So it
            is ignored unless you ask, and with it a misspelt one.
        clock: Whose time it goes by.
    """

    def __init__(
        self,
        *,
        enforce_limit: bool = True,
        period: float | None = None,
        time_zone: str | None = None,
        refuse_unknown: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.state: A = self.account(self.clock, time_zone or self.time_zone)
        self.calls: list[LoggedCall] = []
        self._operations = {o.name: self.rules.served(o) for o in self.operations}
        self._router = Router(self._operations.values(), self.prefixes, self.aliases)
        self._answers = Answers(self.state, self.rules)
        self._handlers: dict[str, Handler] = {}
        self._faults = FaultQueue()
        self._refuse_unknown = refuse_unknown
        self._writer = Writer(self.service.naming, self.moment_text)
        limit = self.service.requests if enforce_limit else 0
        seconds = self.service.period if period is None else period
        self._window = FixedWindow(limit, seconds, self.clock)

    def handle(self, operation: AnyOperation, handler: Handler) -> None:
        """Let `handler` answer an operation in another way; it can ask `usual` for the usual one.

        Args:
            operation: Such as `People.get`.
            handler: Gets the call; returns rows, JSON or a Reply, or raises Refused.
        """
        self._handlers[self._name_of(operation)] = handler

    def usual(self, call: Call) -> object:
        """What the sandbox would answer a call if no handler did."""
        return self._answers.answer(call)

    def answers(self, operation: AnyOperation) -> bool:
        """Whether an operation is answered; if not, the status is 501."""
        name = self._name_of(operation)
        found = self._answers.find(self._operations[name])
        return name in self._handlers or found is not None

    def inject(
        self, fault: Fault, *, operation: AnyOperation | None = None, times: int = 1
    ) -> None:
        """Let something go wrong with the next requests.

        Args:
            fault: What.
            operation: Only with requests for this operation, such as `People.list` or its name.
            times: With how many of them, 1 to 1,000,000.

        Raises:
            ArgumentError: There is no such operation, or it is not a number of times.
        """
        name = None if operation is None else self._name_of(operation)
        self._faults.add(fault, name, times)

    def _name_of(self, operation: AnyOperation) -> str:
        if isinstance(operation, Operation):
            name = operation.name
        elif isinstance(operation, str):
            name = operation
        else:
            name = operation_of(operation, self.service).name
        if name not in self._operations:
            raise ArgumentError(f"{self.service.name} has no operation {name!r}")
        return name

    def http_client(self) -> HttpClient:
        """An HTTP client whose every request comes here, without a network."""

        async def send(
            method: str, target: str, headers: Mapping[str, str], content: bytes
        ) -> RawResponse | NoResponse:
            path, _, query = target.partition("?")
            try:
                answer = await self.answer(
                    WireRequest.received(method, path, query, headers, content)
                )
            except Unreachable as broken:
                return NoResponse(str(broken), never_sent=not broken.sent)
            return RawResponse(answer.status, dict(answer.headers), answer.content)

        return in_process_client(send)

    async def answer(self, request: WireRequest) -> WireResponse:
        """Do what the service would do with a request, and what a fault adds to it.

        Raises:
            Unreachable: A fault broke the connection.
        """
        route = self._router.find(request.method, request.path)
        body = self._read_body(request)
        operation = route.fitting(body) if route else None
        name, values = (operation.name, route.values) if route and operation else ("", ())

        async def serve() -> WireResponse:
            return self._serve(request, body, route, operation)

        fault = self._faults.next_for(name)
        answer = await (fault.strike(serve, self.clock) if fault else serve())
        told = None if isinstance(body, Refused) else body
        self.calls.append(LoggedCall(name, answer.status, values, request.query, told))
        if request.method == "HEAD" or answer.status in _BODILESS:
            answer = answer.without_body()
        date = {"date": format_datetime(self.clock.now(), usegmt=True)}
        return WireResponse(answer.status, answer.content, {**date, **answer.headers})

    def _read_body(self, request: WireRequest) -> object:
        """What the body says, None for none, or the refusal to answer with in its turn."""
        if not request.content or request.method not in _WITH_BODY:
            return None
        try:
            return self.read_body(request)
        except Refused as refused:
            return refused

    def _serve(
        self,
        request: WireRequest,
        body: object,
        route: Route | None,
        operation: Operation[Any] | None,
    ) -> WireResponse:
        headers: dict[str, str] = {}
        try:
            if self._window.limit:
                admitted = self._window.admit()
                headers.update(self.limit_headers(self._window, admitted=admitted))
                if not admitted:
                    reset = math.ceil(self._window.reset)
                    raise Refused(429, f"Rate limit exceeded, retry in {reset} seconds")
            if route is None or operation is None:
                raise Refused(404, f"Route {request.method}:{request.path} not found")
            self.check_credentials(request)
            if request.method in _WITH_BODY:
                self.check_content_type(request)
            if isinstance(body, Refused):
                raise body
            answer = self._dispatch(request, body, operation, route.values)
        except (Refused, Problem, BadRow, BadRows) as problem:
            answer = self.refusal(self.refused(problem))
        return WireResponse(answer.status, answer.content, {**headers, **answer.headers})

    def _dispatch(
        self,
        request: WireRequest,
        body: object,
        operation: Operation[Any],
        values: tuple[str, ...],
    ) -> WireResponse:
        query = request.query if self.repeated_is_list else request.last()
        given = read_arguments(
            operation,
            values,
            query,
            body,
            self.service.naming,
            refuse_unknown=self._refuse_unknown,
            reads_texts=self.reads_texts,
        )
        inner = inside(read_object({} if body is None else body, ("body",)), operation)
        call = Call(operation, values, request.last(), inner, given)
        result = self._handlers.get(operation.name, self._answers.answer)(call)
        reply = result if isinstance(result, Reply) else Reply(_usual_status(operation), result)
        if operation.pages is not None:
            table = self.state.table_with(operation.result)
            brief = () if table is None else table.brief
            rows = cast("Sequence[object]", reply.data)
            return cut_page(
                operation.pages,
                request,
                rows,
                lambda shown: [self._writer.write(row, brief) for row in shown],
            )
        if operation.result is NoneType:
            return WireResponse(reply.status)
        data = self._writer.write(reply.data)
        return WireResponse.of_json(
            reply.status, {operation.unwrap: data} if operation.unwrap else data
        )


def _usual_status(operation: Operation[Any]) -> int:
    if operation.result is NoneType:
        return 204
    return 201 if operation.method == "POST" and operation.bulk is None else 200
