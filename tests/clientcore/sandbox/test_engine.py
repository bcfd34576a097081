from collections.abc import Mapping
from operator import attrgetter
from typing import Any, get_origin

import anyio
import pytest
from attrs import has
from hypothesis import given
from hypothesis import strategies as st

from clientcore import FakeClock, Operation
from clientcore.codec.codec import Codec
from clientcore.registry import operations_of
from clientcore.sandbox import Sandbox
from clientcore.sandbox.router import Router
from clientcore.sandbox.samples import blank, sample
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from runn_client import RunnClient
from runn_client.service import RUNN
from runrunit_client import RunrunitClient
from runrunit_client.service import RUNRUNIT
from tests.strategies import backends, calls, few

THINGS = [
    Operation("things.get", "GET", "/things/{thingId}/", object, editions=()),
    Operation("things.list", "GET", "/things/", object, editions=()),
    Operation("things.current", "GET", "/things/current", object, editions=()),
    Operation("things.create", "POST", "/things/", object, editions=()),
    Operation("parts.get", "GET", "/things/:thing_id/parts/:id", object, editions=()),
]
RESULTS = [
    pytest.param(service, operation, id=f"{service.name} {operation.name}")
    for service, operations in (
        (RUNN, operations_of(RunnClient)),
        (RUNRUNIT, operations_of(RunrunitClient)),
    )
    for operation in operations
]


@pytest.mark.parametrize(
    ("method", "path", "name", "values"),
    [
        ("GET", "/v1/things", "things.list", ()),
        ("GET", "/v1/things/", "things.list", ()),
        ("POST", "/v1/things/", "things.create", ()),
        ("GET", "/v1/things/5", "things.get", ("5",)),
        ("GET", "/v1/things/5/", "things.get", ("5",)),
        ("GET", "/v1/things/current", "things.current", ()),
        ("GET", "/v1/things/a%2Fb%20c", "things.get", ("a/b c",)),
        ("GET", "/v1/things/5/parts/6", "parts.get", ("5", "6")),
        ("GET", "/v1/things/5/parts", None, ()),
        ("GET", "/v1/things//", None, ()),
        ("GET", "/v1/thing", None, ()),
        ("GET", "/v1/things/5/parts/6/7", None, ()),
        ("GET", "/things", None, ()),
        ("GET", "/v2/v1/things", None, ()),
        ("DELETE", "/v1/things/5", None, ()),
        ("get", "/v1/things", None, ()),
    ],
)
def test_routes(method: str, path: str, name: str | None, values: tuple[str, ...]) -> None:
    found = Router(THINGS, "/v1").find(method, path)
    assert (found and (found[0].name, found[1])) == (name and (name, values))


def test_a_window_begins_with_its_first_request_and_counts_the_refused_too() -> None:
    clock = FakeClock()
    window = FixedWindow(2, 60.0, clock)
    assert (window.remaining, window.reset) == (2, 0.0)
    clock.advance(10)
    assert [window.admit() for _ in range(3)] == [True, True, False]
    clock.advance(59.5)
    assert (window.remaining, window.reset) == (0, 0.5)
    assert not window.admit()
    clock.advance(0.5)
    assert window.admit()
    assert (window.remaining, window.reset) == (1, 60.0)


@pytest.mark.parametrize(("service", "operation"), RESULTS)
def test_a_made_up_answer_reads_as_the_result(service: Any, operation: Operation[Any]) -> None:
    codec = Codec(service.naming, strict=True)
    made_up = sample(operation.result, service.naming)
    assert codec.encode(codec.decode(made_up, operation.result)) == made_up
    if has(operation.result):
        codec.decode(blank(operation.result, service.naming), operation.result)


class Bare(Sandbox):
    """A service without any state, or manners."""

    def check_credentials(self, request: WireRequest) -> None:
        pass

    def refusal(self, status: int, message: str) -> WireResponse:
        return WireResponse.of_json(status, {"message": message})

    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        return {}


def bare_runn() -> RunnClient:
    sandbox = Bare(RUNN, operations_of(RunnClient), clock=FakeClock())
    return RunnClient("x", http_client=sandbox.http_client(), clock=sandbox.clock, strict=True)


def bare_runrunit() -> RunrunitClient:
    sandbox = Bare(RUNRUNIT, operations_of(RunrunitClient), prefix="/api/v1.0", clock=FakeClock())
    http = sandbox.http_client()
    return RunrunitClient("x", "y", http_client=http, clock=sandbox.clock, strict=True)


CALLS = [
    *((bare_runn, operation) for operation in operations_of(RunnClient)),
    *((bare_runrunit, operation) for operation in operations_of(RunrunitClient)),
]


@pytest.mark.parametrize(("make", "operation"), CALLS, ids=lambda v: getattr(v, "name", ""))
@few
@given(data=st.data())
def test_an_operation_without_state_answers_with_its_result_type(
    make: Any, operation: Operation[Any], data: st.DataObject
) -> None:
    arguments = data.draw(calls(operation))

    async def answer() -> object:
        called = attrgetter(operation.name)(make())(**arguments)
        if operation.pages is None:
            return await called
        [found] = await called.collect()
        return found

    found = anyio.run(answer, backend=data.draw(backends))
    assert isinstance(found, get_origin(operation.result) or operation.result)
