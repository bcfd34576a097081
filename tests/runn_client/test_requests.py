import datetime as dt
import inspect
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import httpx
import pytest

from clientcore import UNSET, Operation
from clientcore.registry import operations_of
from runn_client import RunnClient
from runn_client.models import ActualInput, Reference, TagId
from tests.golden import Row, assert_as_in, body_of, request_of
from tests.support import RUNN_URL, TOKEN, ScriptedServer, runn

DAY = dt.date(2026, 11, 23)
LISTS = [operation for operation in operations_of(RunnClient) if operation.pages]
MOMENT = dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)


ACTUAL_ARGUMENTS: dict[str, object] = {
    "date": DAY,
    "person_id": 1,
    "project_id": 2,
    "role_id": 3,
    "billable_minutes": 60,
    "nonbillable_minutes": 15,
    "billable_note": "Wireframes",
    "nonbillable_note": "",
    "phase_id": 4,
    "workstream_id": None,
}
ACTUAL_BODY = {
    "date": "2026-11-23",
    "personId": 1,
    "projectId": 2,
    "roleId": 3,
    "billableMinutes": 60,
    "nonbillableMinutes": 15,
    "billableNote": "Wireframes",
    "nonbillableNote": "",
    "phaseId": 4,
    "workstreamId": None,
}
LIST_ARGUMENTS: dict[str, object] = {
    "modified_after": MOMENT,
    "sort_by": "updatedAt",
    "order": "desc",
    "page_size": 7,
}
LIST_QUERY = {
    "modifiedAfter": "2026-11-01T09:30:00Z",
    "sortBy": "updatedAt",
    "order": "desc",
    "limit": "7",
}
NAMED_LIST = {"name": "Moon & Sons", **LIST_ARGUMENTS}
NAMED_QUERY = {"name": "Moon & Sons", **LIST_QUERY}

GOLDEN = {
    "actuals.list": Row(
        {
            "min_date": DAY,
            "max_date": dt.date(2026, 11, 30),
            "person_id": 1,
            "project_id": 2,
            "role_id": 3,
            "workstream_id": 4,
            **LIST_ARGUMENTS,
        },
        "GET /actuals/",
        {
            "minDate": "2026-11-23",
            "maxDate": "2026-11-30",
            "personId": "1",
            "projectId": "2",
            "roleId": "3",
            "workstreamId": "4",
            **LIST_QUERY,
        },
    ),
    "actuals.create": Row(ACTUAL_ARGUMENTS, "POST /actuals/", body=ACTUAL_BODY),
    "actuals.create_bulk": Row(
        {
            "actuals": [
                ActualInput(date=DAY, person_id=1, project_id=2, role_id=3),
                ActualInput(
                    date=DAY,
                    person_id=1,
                    project_id=2,
                    role_id=3,
                    billable_minutes=60,
                    nonbillable_minutes=15,
                    billable_note="Wireframes",
                    nonbillable_note="",
                    phase_id=4,
                    workstream_id=None,
                ),
            ]
        },
        "POST /actuals/bulk/",
        body={
            "actuals": [
                {
                    "date": "2026-11-23",
                    "personId": 1,
                    "projectId": 2,
                    "roleId": 3,
                    "billableMinutes": 0,
                    "nonbillableMinutes": 0,
                },
                ACTUAL_BODY,
            ]
        },
    ),
    "actuals.add_time": Row(ACTUAL_ARGUMENTS, "POST /actuals/time-entry", body=ACTUAL_BODY),
    "actuals.delete": Row({"actual_id": 5}, "DELETE /actuals/5/"),
    "assignments.list": Row(
        {
            "person_id": 1,
            "project_id": 2,
            "role_id": 3,
            "start_date": DAY,
            "end_date": dt.date(2026, 11, 30),
            **LIST_ARGUMENTS,
        },
        "GET /assignments/",
        {
            "personId": "1",
            "projectId": "2",
            "roleId": "3",
            "startDate": "2026-11-23",
            "endDate": "2026-11-30",
            **LIST_QUERY,
        },
    ),
    "clients.list": Row(NAMED_LIST, "GET /clients/", NAMED_QUERY),
    "clients.get": Row({"client_id": 6}, "GET /clients/6"),
    "clients.create": Row(
        {
            "name": "Lua & Filhos São Paulo",
            "website": "https://example.com",
            "references": [Reference(reference_name="Runrun.it", external_id="101")],
        },
        "POST /clients/",
        body={
            "name": "Lua & Filhos São Paulo",
            "website": "https://example.com",
            "references": [{"referenceName": "Runrun.it", "externalId": "101"}],
        },
    ),
    "contracts.list": Row(LIST_ARGUMENTS, "GET /contracts/", LIST_QUERY),
    "me.get": Row({}, "GET /me/"),
    "people.list": Row(
        {
            "email": "eric+runn@example.com",
            "first_name": "Eric",
            "last_name": "Clapton",
            "external_id": "eric-clapton",
            "include_placeholders": True,
            **LIST_ARGUMENTS,
        },
        "GET /people/",
        {
            "email": "eric+runn@example.com",
            "firstName": "Eric",
            "lastName": "Clapton",
            "externalId": "eric-clapton",
            "includePlaceholders": "true",
            **LIST_QUERY,
        },
    ),
    "people.get": Row({"person_id": 1}, "GET /people/1"),
    "people.list_current_contracts": Row(
        {"modified_after": DAY, "page_size": 500},
        "GET /people/contracts/current",
        {"modifiedAfter": "2026-11-23", "limit": "500"},
    ),
    "project_members.list": Row(
        {"modified_after": DAY, "page_size": 500},
        "GET /project-members/",
        {"modifiedAfter": "2026-11-23", "limit": "500"},
    ),
    "projects.list": Row(
        {"external_id": "101", "include_archived": False, **NAMED_LIST},
        "GET /projects/",
        {"externalId": "101", "includeArchived": "false", **NAMED_QUERY},
    ),
    "projects.get": Row({"project_id": 2}, "GET /projects/2"),
    "projects.update": Row(
        {
            "project_id": 2,
            "name": "Hidden Moon Base",
            "is_confirmed": True,
            "is_archived": False,
            "is_template": False,
            "budget": 1500.5,
            "expenses_budget": 0,
            "client_id": 6,
            "team_id": None,
            "pricing_model": "tm",
            "rate_type": "hours",
            "references": [],
            "tags": [TagId(id=8)],
            "manager_ids": [9, 10],
        },
        "PATCH /projects/2",
        body={
            "name": "Hidden Moon Base",
            "isConfirmed": True,
            "isArchived": False,
            "isTemplate": False,
            "budget": 1500.5,
            "expensesBudget": 0,
            "clientId": 6,
            "teamId": None,
            "pricingModel": "tm",
            "rateType": "hours",
            "references": [],
            "tags": [{"id": 8}],
            "managerIds": [9, 10],
        },
    ),
    "projects.list_people": Row(
        {"project_id": 2, "include_archived": False, "page_size": 200},
        "GET /projects/2/people/",
        {"includeArchived": "false", "limit": "200"},
    ),
    "projects.get_timesheet_lock": Row({"project_id": 2}, "GET /projects/2/timesheet-lock/"),
    "roles.list": Row(NAMED_LIST, "GET /roles/", NAMED_QUERY),
}


async def sent(name: str, arguments: Mapping[str, object]) -> httpx.Request:
    return await request_of(runn, name, arguments)


def test_every_operation_has_a_row() -> None:
    assert set(GOLDEN) == {operation.name for operation in operations_of(RunnClient)}


@pytest.mark.parametrize(
    "operation", operations_of(RunnClient), ids=lambda operation: operation.name
)
def test_every_row_gives_every_argument(operation: Operation[object]) -> None:
    method: Any = attrgetter(operation.name)(runn(ScriptedServer()))
    assert set(GOLDEN[operation.name].arguments) == set(inspect.signature(method).parameters)


@pytest.mark.parametrize("name", GOLDEN)
async def test_request(name: str) -> None:
    row = GOLDEN[name]
    request = await sent(name, row.arguments)
    assert_as_in(row, request, RUNN_URL)
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["Accept-Version"] == "1.0.0"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("projects.update", {"project_id": 2}, {}),
        ("projects.update", {"project_id": 2, "team_id": UNSET}, {}),
        ("projects.update", {"project_id": 2, "team_id": None}, {"teamId": None}),
        ("projects.update", {"project_id": 2, "team_id": 5}, {"teamId": 5}),
        ("projects.update", {"project_id": 2, "is_confirmed": False}, {"isConfirmed": False}),
        ("projects.update", {"project_id": 2, "budget": 0}, {"budget": 0}),
        ("projects.update", {"project_id": 2, "references": ()}, {"references": []}),
        ("clients.create", {"name": "Apple"}, {"name": "Apple"}),
    ],
)
async def test_only_what_is_given_is_sent(
    name: str, arguments: dict[str, object], expected: object
) -> None:
    assert body_of(await sent(name, arguments)) == expected


REQUIRED = {name: ACTUAL_ARGUMENTS[name] for name in ("date", "person_id", "project_id", "role_id")}


@pytest.mark.parametrize("name", ["actuals.create", "actuals.add_time"])
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"phase_id": UNSET, "workstream_id": UNSET, "billable_note": UNSET}, {}),
        ({"phase_id": None, "workstream_id": None}, {"phaseId": None, "workstreamId": None}),
        ({"phase_id": 4, "workstream_id": 5}, {"phaseId": 4, "workstreamId": 5}),
        (
            {"billable_note": "", "nonbillable_note": "x"},
            {"billableNote": "", "nonbillableNote": "x"},
        ),
    ],
    ids=["left out", "UNSET", "None", "value", "text"],
)
async def test_an_actual_keeps_clears_or_sets(
    name: str, given: dict[str, object], expected: dict[str, object]
) -> None:
    key = {"date": "2026-11-23", "personId": 1, "projectId": 2, "roleId": 3}
    minutes = {"billableMinutes": 0, "nonbillableMinutes": 0}
    request = await sent(name, {**REQUIRED, **given})
    assert body_of(request) == {**key, **minutes, **expected}


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
async def test_a_list_asks_for_the_largest_page_and_nothing_else(
    operation: Operation[object],
) -> None:
    path = {"project_id": 2} if operation.placeholders else {}
    request = await sent(operation.name, path)
    assert operation.pages is not None
    assert dict(request.url.params) == {"limit": str(operation.pages.maximum)}
