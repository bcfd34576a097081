"""Faults that could not strike are refused when they are asked for, in Python and over HTTP."""

import json
import math
from typing import Any

import httpx
import pytest

from clientcore import ArgumentError
from clientcore.sandbox import Html, Redirect, Stall, Status, TooManyRequests
from clientcore.sandbox.faults import LONGEST, MOST
from clientcore.sandbox.serve import FAULTS, FAULTS_PATH, asgi_app
from clientcore.sandbox.wire import WireRequest
from tests.clientcore.sandbox.orders import ShopSandbox

FAR = f"from 0 to {LONGEST}"
STATUSES = "from 200 to 599"


async def post(sandbox: ShopSandbox, content: str | bytes) -> tuple[int, str]:
    """The status with which the request for a fault is answered, and why."""
    transport = httpx.ASGITransport(asgi_app(sandbox))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as http:
        answer = await http.post(FAULTS_PATH, content=content)
        return answer.status_code, answer.json()["message"] if answer.content else ""


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("Status", {"status": 199}, f"status must be {STATUSES}, not 199"),
        ("Status", {"status": 600}, f"status must be {STATUSES}, not 600"),
        ("Status", {"status": True}, "status must be a whole number, not True (bool)"),
        ("Status", {"status": 500.0}, "status must be a whole number, not 500.0 (float)"),
        ("Status", {"status": "500"}, "status must be a whole number, not '500' (str)"),
        ("Status", {"status": 500, "message": 5}, "message must be text, not 5 (int)"),
        (
            "Status",
            {"status": 500, "message": "x\ud800"},
            "message must be whole characters, not 'x\\ud800'",
        ),
        ("Html", {"status": 1000}, f"status must be {STATUSES}, not 1000"),
        ("Html", {"status": False}, "status must be a whole number, not False (bool)"),
        ("TooManyRequests", {"seconds": 1e300}, f"seconds must be {FAR}, not 1e+300"),
        ("TooManyRequests", {"seconds": -1}, f"seconds must be {FAR}, not -1"),
        ("TooManyRequests", {"seconds": math.nan}, "seconds must be a number, not nan (float)"),
        ("TooManyRequests", {"seconds": True}, "seconds must be a number, not True (bool)"),
        ("TooManyRequests", {"seconds": "3"}, "seconds must be a number, not '3' (str)"),
        ("Stall", {"seconds": math.inf}, "seconds must be a number, not inf (float)"),
        ("Stall", {"seconds": -0.5}, f"seconds must be {FAR}, not -0.5"),
        ("Stall", {"seconds": 1e12}, f"seconds must be {FAR}, not 1000000000000.0"),
        ("Stall", {"seconds": LONGEST + 1}, f"seconds must be {FAR}, not 86401"),
        ("Stall", {"seconds": None}, "seconds must be a number, not None (NoneType)"),
        ("Redirect", {"location": 5}, "location must be text, not 5 (int)"),
        *(
            (
                "Redirect",
                {"location": location},
                f"location must be an address in ASCII without spaces, not {location!r}",
            )
            for location in (
                "",
                "/a\r\nSet-Cookie: b",
                "/a\n",
                "/\x00",
                "/\x7f",
                "/a b",
                "/é",
                "/€",
            )
        ),
    ],
)
async def test_a_field_that_a_fault_could_not_strike_with_is_refused_at_once(
    kind: str, fields: dict[str, Any], said: str
) -> None:
    said = f"{kind}: {said}"
    with pytest.raises(ArgumentError) as caught:
        FAULTS[kind](**fields)
    assert str(caught.value) == said
    sandbox = ShopSandbox()
    assert await post(sandbox, json.dumps({"fault": kind, **fields})) == (400, said)
    assert await post(sandbox, json.dumps({"fault": "NoConnection"})) == (204, "")


async def test_the_form_of_a_wait_is_one_of_those_that_are_met() -> None:
    with pytest.raises(ArgumentError) as caught:
        TooManyRequests("soon")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(caught.value).startswith("TooManyRequests: form must be 'seconds' or 'fraction' or")


def test_what_lies_at_a_limit_is_taken() -> None:
    for seconds in (0, 0.25, LONGEST):
        assert Stall(seconds).seconds == TooManyRequests(seconds=seconds).seconds == seconds
    for status in (200, 599):
        assert Status(status).status == Html(status).status == status
    assert Status(500, "não 😀\n").message == "não 😀\n"
    assert Redirect("https://a.example/?b=%20#c").location == "https://a.example/?b=%20#c"


@pytest.mark.parametrize("status", [204, 304])
@pytest.mark.parametrize("kind", [Status, Html])
async def test_a_status_that_has_no_body_has_none(
    kind: type[Status] | type[Html], status: int
) -> None:
    sandbox = ShopSandbox()
    sandbox.inject(kind(status))
    answer = await sandbox.answer(WireRequest.received("GET", "/orders", "", {}, b""))
    assert (answer.status, answer.content) == (status, b"")


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (0, f"times must be from 1 to {MOST}, not 0"),
        (-1, f"times must be from 1 to {MOST}, not -1"),
        (MOST + 1, f"times must be from 1 to {MOST}, not {MOST + 1}"),
        (10**12, f"times must be from 1 to {MOST}, not 1000000000000"),
        (True, "times must be a whole number, not True (bool)"),
        (2.0, "times must be a whole number, not 2.0 (float)"),
        (math.inf, "times must be a whole number, not inf (float)"),
        ("2", "times must be a whole number, not '2' (str)"),
        (None, "times must be a whole number, not None (NoneType)"),
    ],
)
async def test_times_are_a_whole_number_within_a_bound(times: Any, said: str) -> None:
    sandbox = ShopSandbox()
    with pytest.raises(ArgumentError) as caught:
        sandbox.inject(Status(500), times=times)
    assert str(caught.value) == said
    wanted = json.dumps({"fault": "Status", "status": 500, "times": times})
    assert await post(sandbox, wanted) == (400, said)
    sandbox.inject(Status(500), times=MOST)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the body must be a JSON object that names a fault"),
        (b"\xff", "the body must be a JSON object that names a fault"),
        (b"[]", "the body must be a JSON object that names a fault"),
        (b"[" * 100_000, "the body must be a JSON object that names a fault"),
        (b'{"times": ' + b"9" * 5_000 + b"}", "the body must be a JSON object that names a fault"),
        (b"{}", f"fault must be one of {', '.join(FAULTS)}, not None"),
        (b'{"fault": "Flood"}', f"fault must be one of {', '.join(FAULTS)}, not 'Flood'"),
        (b'{"fault": []}', f"fault must be one of {', '.join(FAULTS)}, not []"),
        (b'{"fault": "Stall"}', "Stall must be given its seconds"),
        (b'{"fault": "CutBody", "seconds": 1}', "CutBody has no 'seconds'; it has no fields"),
        (
            b'{"fault": "Status", "\\ud800": 1}',
            "Status has no '\\ud800'; it has status, message",
        ),
        (
            b'{"fault": "CutBody", "operation": "orders.lst"}',
            "Shop has no operation 'orders.lst'",
        ),
        (
            b'{"fault": "CutBody", "operation": ["orders.list"]}',
            "operation must be a name such as people.list, not ['orders.list']",
        ),
    ],
)  # fmt: skip
async def test_a_request_for_a_fault_that_there_is_not_is_refused(
    content: bytes, said: str
) -> None:
    assert await post(ShopSandbox(), content) == (400, said)
