import datetime as dt
import inspect
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import httpx
import pytest

from clientcore import UNSET, Operation
from clientcore.registry import operations_of
from runrunit_client import RunrunitClient
from tests.golden import Row, assert_as_in, body_of, request_of
from tests.support import APP_KEY, RUNRUNIT_URL, USER_TOKEN, ScriptedServer, runrunit

DAY = dt.date(2026, 11, 23)
NEXT_DAY = dt.date(2026, 11, 24)
LISTS = [operation for operation in operations_of(RunrunitClient) if operation.pages]
SAO_PAULO = dt.timezone(dt.timedelta(hours=-3))
MOMENT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=SAO_PAULO)


GOLDEN = {
    "clients.list": Row(
        {
            "search_term": "Lua & Filhos",
            "is_visible": True,
            "filter_id": 1,
            "sort": "name",
            "sort_dir": "desc",
            "page_size": 7,
        },
        "GET /clients",
        {
            "search_term": "Lua & Filhos",
            "is_visible": "true",
            "filter_id": "1",
            "sort": "name",
            "sort_dir": "desc",
            "limit": "7",
        },
    ),
    "clients.get": Row({"client_id": 6}, "GET /clients/6"),
    "clients.create": Row(
        {
            "name": "Lua & Filhos São Paulo",
            "is_visible": True,
            "budgeted_hours_month": 10,
            "budgeted_cost_month": 2000.5,
            "custom_field": None,
        },
        "POST /clients",
        body={
            "client": {
                "name": "Lua & Filhos São Paulo",
                "is_visible": True,
                "budgeted_hours_month": 10,
                "budgeted_cost_month": 2000.5,
                "custom_field": None,
            }
        },
    ),
    "manual_work_periods.list": Row(
        {"task_id": 4, "user_id": "john-snow", "from_": DAY, "before": MOMENT, "page_size": 100},
        "GET /manual_work_periods",
        {
            "task_id": "4",
            "user_id": "john-snow",
            "from": "2026-11-23",
            "before": "2026-11-23T12:30:00Z",
            "limit": "100",
        },
    ),
    "manual_work_periods.get": Row({"manual_work_period_id": 5}, "GET /manual_work_periods/5"),
    "manual_work_periods.create": Row(
        {"task_id": 4, "date_to_apply": DAY, "seconds": 3600, "board_stage_id": 2},
        "POST /manual_work_periods",
        body={
            "manual_work_period": {
                "task_id": 4,
                "date_to_apply": "2026-11-23",
                "seconds": 3600,
                "board_stage_id": 2,
            }
        },
    ),
    "manual_work_periods.update": Row(
        {"manual_work_period_id": 5, "seconds": 2000},
        "PUT /manual_work_periods/5",
        body={"manual_work_period": {"seconds": 2000}},
    ),
    "manual_work_periods.delete": Row(
        {"manual_work_period_id": 5}, "DELETE /manual_work_periods/5"
    ),
    "projects.list": Row({"page_size": 7}, "GET /projects", {"limit": "7"}),
    "projects.get": Row({"project_id": 101}, "GET /projects/101"),
    "projects.create": Row(
        {"name": "Base", "client_id": 6, "start_date": DAY, "desired_date": NEXT_DAY},
        "POST /projects/",
        body={
            "project": {
                "name": "Base",
                "client_id": 6,
                "start_date": "2026-11-23",
                "desired_date": "2026-11-24",
            }
        },
    ),
    "reports.time_worked": Row(
        {
            "group_by": ["date", "user_id", "project_id"],
            "period_type": "custom_range",
            "period_start": DAY,
            "period_end": NEXT_DAY,
            "period_unit": "day",
            "client_id": [1],
            "project_id": [101, 102],
            "project_group_id": 3,
            "project_subgroup_id": 4,
            "type_id": [5, 6],
            "team_id": [7],
            "user_id": ["john-snow", "arya-stark"],
            "tag_list": ["a", "b"],
            "include_capacity": True,
            "include_untracked": False,
            "include_others": False,
            "expand_others": True,
        },
        "GET /reports/time_worked",
        {
            "group_by": "date,user_id,project_id",
            "period_type": "custom_range",
            "period_start": "2026-11-23",
            "period_end": "2026-11-24",
            "period_unit": "day",
            "client_id": "1",
            "project_id": "101,102",
            "project_group_id": "3",
            "project_subgroup_id": "4",
            "type_id": "5,6",
            "team_id": "7",
            "user_id": "john-snow,arya-stark",
            "tag_list": "a,b",
            "include_capacity": "true",
            "include_untracked": "false",
            "include_others": "false",
            "expand_others": "true",
        },
    ),
    "tasks.list": Row(
        {
            "ids": [1, 2],
            "user_id": "john-snow",
            "responsible_id": "arya-stark",
            "assignee_id": "sansa-stark",
            "follower_id": "jon-snow-1",
            "team_id": 3,
            "client_id": 4,
            "project_id": 101,
            "board_id": 5,
            "board_stage_id": 6,
            "type_id": 7,
            "filter_id": 8,
            "is_closed": True,
            "is_working_on": False,
            "include_not_assigned": True,
            "bypass_status_default": False,
            "sort": "close_date",
            "sort_dir": "desc",
            "page_size": 50,
        },
        "GET /tasks",
        {
            "ids": "1,2",
            "user_id": "john-snow",
            "responsible_id": "arya-stark",
            "assignee_id": "sansa-stark",
            "follower_id": "jon-snow-1",
            "team_id": "3",
            "client_id": "4",
            "project_id": "101",
            "board_id": "5",
            "board_stage_id": "6",
            "type_id": "7",
            "filter_id": "8",
            "is_closed": "true",
            "is_working_on": "false",
            "include_not_assigned": "true",
            "bypass_status_default": "false",
            "sort": "close_date",
            "sort_dir": "desc",
            "limit": "50",
        },
    ),
    "tasks.get": Row({"task_id": 4}, "GET /tasks/4"),
    "users.list": Row(
        {"ids": ["john-snow", "arya-stark"], "team_id": 3, "search_term": "Stark", "page_size": 7},
        "GET /users",
        {"ids": "john-snow,arya-stark", "team_id": "3", "search_term": "Stark", "limit": "7"},
    ),
    "users.get": Row({"user_id": "john/snow"}, "GET /users/john%2Fsnow"),
    "users.me": Row({}, "GET /users/me"),
    "work_periods.list": Row(
        {
            "task_id": 4,
            "user_id": "john-snow",
            "starting_from": DAY,
            "starting_before": NEXT_DAY,
            "ending_from": MOMENT,
            "ending_before": dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
            "page_size": 7,
        },
        "GET /work_periods",
        {
            "task_id": "4",
            "user_id": "john-snow",
            "starting_from": "2026-11-23",
            "starting_before": "2026-11-24",
            "ending_from": "2026-11-23T12:30:00Z",
            "ending_before": "2026-11-24T00:00:00Z",
            "limit": "7",
        },
    ),
    "work_periods.get": Row({"work_period_id": 9}, "GET /work_periods/9"),
}


async def sent(name: str, arguments: Mapping[str, object]) -> httpx.Request:
    return await request_of(runrunit, name, arguments)


def test_every_operation_has_a_row() -> None:
    assert set(GOLDEN) == {operation.name for operation in operations_of(RunrunitClient)}


@pytest.mark.parametrize(
    "operation", operations_of(RunrunitClient), ids=lambda operation: operation.name
)
def test_every_row_gives_every_argument(operation: Operation[object]) -> None:
    method: Any = attrgetter(operation.name)(runrunit(ScriptedServer()))
    assert set(GOLDEN[operation.name].arguments) == set(inspect.signature(method).parameters)


@pytest.mark.parametrize("name", GOLDEN)
async def test_request(name: str) -> None:
    row = GOLDEN[name]
    request = await sent(name, row.arguments)
    assert_as_in(row, request, RUNRUNIT_URL)
    assert request.headers["App-Key"] == APP_KEY
    assert request.headers["User-Token"] == USER_TOKEN


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
