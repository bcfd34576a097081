"""Every field that planning stands on: where it is not as documented, nothing is planned."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from clientcore import DecodeError, DriftError, FakeClock
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from tests.bridge.world import FRIDAY, HOUR, MONDAY, TUESDAY, WEDNESDAY, World

Place = Callable[[Any], Iterator[dict[str, Any]]]
"""The objects of an answer in which to break a field."""

MISSING = object()
WRONG: dict[str, object] = {}
REQUIRED = {"missing": MISSING, "null": None, "wrong": WRONG}
OPTIONAL = {"wrong": WRONG}
"""A null, and a field that is not there, both say None: only another type is a surprise."""


def values(answer: Any) -> Iterator[dict[str, Any]]:
    yield from answer["values"]


def array(answer: Any) -> Iterator[dict[str, Any]]:
    yield from answer


def itself(answer: Any) -> Iterator[dict[str, Any]]:
    yield answer


def meta(answer: Any) -> Iterator[dict[str, Any]]:
    yield answer["meta"]


def result(answer: Any) -> Iterator[dict[str, Any]]:
    yield from answer["result"]


def references(answer: Any) -> Iterator[dict[str, Any]]:
    for row in answer["values"]:
        yield from row["references"]


STANDS_ON: list[tuple[str, Place, str, str]] = [
    ("/people/", values, "id firstName lastName isArchived references", "email"),
    ("/people/", references, "referenceName externalId", ""),
    ("/projects/", values, "id name isTemplate isArchived isConfirmed", ""),
    ("/projects/", values, "pricingModel references", ""),
    ("/projects/", references, "referenceName externalId", ""),
    ("/roles/", values, "id", "name"),
    ("/project-members/", values, "personId projectId roleId", ""),
    ("/assignments/", values, "personId projectId roleId startDate endDate", ""),
    ("/assignments/", values, "isActive isTemplate isBillable", ""),
    ("/contracts/", values, "personId roleId startDate", "endDate"),
    ("/actuals/", values, "date personId projectId roleId billableMinutes nonbillableMinutes", ""),
    ("/actuals/", values, "", "billableNote nonbillableNote phaseId workstreamId"),
    ("/timesheet-lock/", itself, "", "status lockedUntil"),
    ("/users", array, "id email", ""),
    ("/projects", array, "id", ""),
    ("/reports/time_worked", itself, "meta result", ""),
    ("/reports/time_worked", meta, "period_start period_end", ""),
    ("/reports/time_worked", result, "date user_id project_id time", "user_name project_name"),
]
"""Answers by the end of their path; required and optional fields of the objects in them."""

CASES = [
    pytest.param(path, place, field, value, id=f"{path} {place.__name__} {field} {how}")
    for path, place, required, optional in STANDS_ON
    for fields, breaks in ((required, REQUIRED), (optional, OPTIONAL))
    for field in fields.split()
    for how, value in breaks.items()
]


def broken(sandbox: RunnSandbox | RunrunitSandbox, change: Callable[[str, Any], None]) -> Any:
    """An HTTP client to a sandbox whose answers are changed on the way."""
    inner = sandbox.http_client()

    async def send(request: httpx.Request) -> httpx.Response:
        answer = await inner.send(request)
        if request.method != "GET":
            return answer
        data = answer.json()
        change(request.url.path, data)
        headers = {
            name: answer.headers[name] for name in answer.headers if name != "content-length"
        }
        return httpx.Response(answer.status_code, headers=headers, content=json.dumps(data))

    return httpx.AsyncClient(transport=httpx.MockTransport(send))


def connect(world: World, change: Callable[[str, Any], None]) -> None:
    clock: FakeClock = world.clock
    world.target = RunnClient(world.runn.token, http_client=broken(world.runn, change), clock=clock)
    world.source = RunrunitClient(
        world.runrunit.app_key,
        world.runrunit.user_token,
        http_client=broken(world.runrunit, change),
        clock=clock,
    )


def fill(world: World) -> None:
    """An account in which each of the fields decides something."""
    moon, annex = world.job("Moon"), world.job("Annex")
    anna = world.worker("Anna")  # found by reference; her role is that of her contract
    world.work(anna, moon, MONDAY, HOUR)
    world.wrote(anna, moon, TUESDAY, 30)  # gone from the source: would be set to 0
    world.work(anna, moon, WEDNESDAY, 2 * HOUR)
    world.wrote(anna, moon, WEDNESDAY, 60, billable_note="kept")
    ben = world.worker("Ben")  # has two roles, and an assignment decides
    world.member(ben, annex, "Developer", "Lead")
    world.assign(ben, annex, "Lead", MONDAY, FRIDAY)
    world.work(ben, annex, MONDAY, HOUR)
    world.runrunit.add_user("Cleo", "cleo@example.com")  # found by e-mail
    world.runn.add_person("Cleo", "", email="cleo@example.com", role_id=world.role("Developer"))
    world.runn.lock_timesheets(annex.project, TUESDAY)


async def test_all_is_planned_where_all_is_as_documented(world: World) -> None:
    fill(world)
    connect(world, lambda path, data: None)
    plan = await world.plan(prune=True)
    assert [(step.date, step.person, step.kind) for step in plan.steps] == [
        (MONDAY, "Anna", "create"),
        (MONDAY, "Ben", "skip"),
        (TUESDAY, "Anna", "clear"),
        (WEDNESDAY, "Anna", "update"),
    ]


@pytest.mark.parametrize(("path", "place", "field", "value"), CASES)
async def test_nothing_is_planned_on_what_is_not_as_documented(
    world: World, path: str, place: Place, field: str, value: object
) -> None:
    fill(world)
    touched: list[dict[str, Any]] = []

    def change(asked: str, data: Any) -> None:
        if not asked.endswith(path):
            return
        for row in place(data):
            touched.append(copy.deepcopy(row))
            if value is MISSING:
                del row[field]
            else:
                row[field] = value

    connect(world, change)
    with pytest.raises(DecodeError) as met:
        await world.apply(await world.plan(prune=True))
    assert touched
    name = re.sub(r"(?=[A-Z])", "_", field).lower()
    if isinstance(met.value, DriftError) and (field, value) != ("meta", WRONG):  # {} is an object
        assert str(met.value).partition(": ")[0].endswith(f".{name}")
    assert world.bulks == []


@pytest.mark.parametrize("path", ["/people/", "/projects/", "/users", "/projects", "/actuals/"])
async def test_a_row_that_is_null_stops_the_planning(world: World, path: str) -> None:
    fill(world)

    def change(asked: str, data: Any) -> None:
        if asked.endswith(path):
            rows = data["values"] if path.endswith("/") else data  # as Runn's paths do
            rows.append(None)

    connect(world, change)
    with pytest.raises(DecodeError):
        await world.plan()
