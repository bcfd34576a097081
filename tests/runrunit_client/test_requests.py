import datetime as dt
from collections.abc import Mapping

import httpx
import pytest

from clientcore import UNSET, Operation
from clientcore.registry import operations_of
from runrunit_client import RunrunitClient
from tests.golden import Row, assert_as_in, body_of, request_of
from tests.support import RUNRUNIT_URL, runrunit

DAY = dt.date(2026, 11, 23)
LISTS = [operation for operation in operations_of(RunrunitClient) if operation.pages]
SAO_PAULO = dt.timezone(dt.timedelta(hours=-3))
MOMENT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=SAO_PAULO)

GOLDEN = {
    "clients.create": Row(
        {"name": "Lua & Filhos São Paulo", "budgeted_hours_month": 10, "custom_field": None},
        "POST /clients",
        body={
            "client": {
                "name": "Lua & Filhos São Paulo",
                "budgeted_hours_month": 10,
                "custom_field": None,
            }
        },
    ),
    "manual_work_periods.list": Row(
        {"from_": DAY, "before": MOMENT, "page_size": 100},
        "GET /manual_work_periods",
        {"from": "2026-11-23", "before": "2026-11-23T12:30:00Z", "limit": "100"},
    ),
    "reports.time_worked": Row(
        {
            "group_by": ["date", "user_id"],
            "project_id": (101, 102),
            "tag_list": ["a b", "c"],
            "include_others": False,
        },
        "GET /reports/time_worked",
        {
            "group_by": "date,user_id",
            "project_id": "101,102",
            "tag_list": "a b,c",
            "include_others": "false",
        },
    ),
    "users.get": Row({"user_id": "john/snow"}, "GET /users/john%2Fsnow"),
}
"""What is cleared, renamed, joined, escaped or in another zone."""


async def sent(name: str, arguments: Mapping[str, object]) -> httpx.Request:
    return await request_of(runrunit, name, arguments)


@pytest.mark.parametrize("name", GOLDEN)
async def test_request(name: str) -> None:
    row = GOLDEN[name]
    assert_as_in(row, await sent(name, row.arguments), RUNRUNIT_URL)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("clients.create", {}, {}),
        ("clients.create", {"custom_field": UNSET}, {}),
        ("clients.create", {"custom_field": None}, {"custom_field": None}),
        ("clients.create", {"custom_field": "x"}, {"custom_field": "x"}),
        ("clients.create", {"is_visible": False}, {"is_visible": False}),
        ("clients.create", {"budgeted_hours_month": 0}, {"budgeted_hours_month": 0}),
        ("projects.create", {}, {}),
        ("projects.create", {"start_date": UNSET, "desired_date": UNSET}, {}),
        (
            "projects.create",
            {"start_date": None, "desired_date": None},
            {"start_date": None, "desired_date": None},
        ),
        ("projects.create", {"start_date": DAY}, {"start_date": "2026-11-23"}),
    ],
)
async def test_only_what_is_given_is_sent(
    name: str, arguments: dict[str, object], expected: dict[str, object]
) -> None:
    required: dict[str, dict[str, object]] = {
        "clients.create": {"name": "x"},
        "projects.create": {"name": "x", "client_id": 6},
    }
    request = await sent(name, {**required[name], **arguments})
    wrap = name.partition(".")[0].removesuffix("s")
    assert body_of(request) == {wrap: {**required[name], **expected}}


async def test_an_entry_by_hand_says_nothing_of_its_stage_unless_told_to() -> None:
    request = await sent(
        "manual_work_periods.create", {"task_id": 4, "date_to_apply": DAY, "seconds": 60}
    )
    fields = {"task_id": 4, "date_to_apply": "2026-11-23", "seconds": 60}
    assert body_of(request) == {"manual_work_period": fields}


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
async def test_a_list_asks_for_the_largest_page_and_nothing_else(
    operation: Operation[object],
) -> None:
    assert dict((await sent(operation.name, {})).url.params) == {"limit": "100"}


async def test_a_report_asks_for_nothing_unless_told_to() -> None:
    assert not (await sent("reports.time_worked", {})).url.query
