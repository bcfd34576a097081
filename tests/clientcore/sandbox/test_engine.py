import math

import pytest

from clientcore import ArgumentError, FakeClock, Operation
from clientcore.sandbox.router import Router
from clientcore.sandbox.window import LONGEST_PERIOD, FixedWindow
from tests.clientcore.sandbox.orders import ShopSandbox

THINGS = [
    Operation("things.get", "GET", "/things/{thingId}/", object, editions=()),
    Operation("things.list", "GET", "/things/", object, editions=()),
    Operation("things.current", "GET", "/things/current", object, editions=()),
    Operation("things.create", "POST", "/things/", object, editions=()),
    Operation("parts.get", "GET", "/things/:thing_id/parts/:id", object, editions=()),
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
        ("HEAD", "/v1/things/5", "things.get", ("5",)),
        ("get", "/v1/things", None, ()),
    ],
)
def test_routes(method: str, path: str, name: str | None, values: tuple[str, ...]) -> None:
    found = Router(THINGS, ("/v1",)).find(method, path)
    assert (found and (found.fitting(None).name, found.values)) == (name and (name, values))


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


@pytest.mark.parametrize("period", [0, -1, 1e300, math.inf, math.nan, LONGEST_PERIOD + 1])
def test_a_window_that_cannot_be_is_refused(period: float) -> None:
    with pytest.raises(ArgumentError) as caught:
        ShopSandbox(period=period)
    said = f"a number of seconds above 0, {LONGEST_PERIOD} at most, not {period}"
    assert str(caught.value) == f"period must be {said}"
