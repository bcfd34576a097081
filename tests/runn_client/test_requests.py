import datetime as dt
from collections.abc import Mapping

import httpx
import pytest

from clientcore import UNSET, Operation
from clientcore.registry import operations_of
from runn_client import RunnClient
from runn_client.models import ActualInput, Reference, TagId
from tests.golden import Row, assert_as_in, body_of, request_of
from tests.support import RUNN_URL, runn

DAY = dt.date(2026, 11, 23)
LISTS = [operation for operation in operations_of(RunnClient) if operation.pages]
SAO_PAULO = dt.timezone(dt.timedelta(hours=-3))


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

GOLDEN = {
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
    "clients.create": Row(
        {
            "name": "Lua & Filhos São Paulo",
            "references": [Reference(reference_name="Runrun.it", external_id="101")],
        },
        "POST /clients/",
        body={
            "name": "Lua & Filhos São Paulo",
            "references": [{"referenceName": "Runrun.it", "externalId": "101"}],
        },
    ),
    "people.list": Row(
        {
            "email": "eric+runn@example.com",
            "include_placeholders": True,
            "modified_after": dt.datetime(2026, 11, 1, 9, 30, 5, 999, tzinfo=SAO_PAULO),
            "page_size": 7,
        },
        "GET /people/",
        {
            "email": "eric+runn@example.com",
            "includePlaceholders": "true",
            "modifiedAfter": "2026-11-01T12:30:05Z",
            "limit": "7",
        },
    ),
    "projects.update": Row(
        {
            "project_id": 2,
            "budget": 1500.5,
            "expenses_budget": 0,
            "team_id": None,
            "references": [],
            "tags": [TagId(id=8)],
            "manager_ids": (9, 10),
        },
        "PATCH /projects/2",
        body={
            "budget": 1500.5,
            "expensesBudget": 0,
            "teamId": None,
            "references": [],
            "tags": [{"id": 8}],
            "managerIds": [9, 10],
        },
    ),
}
"""What is empty, cleared, nested, escaped or in another zone."""


async def sent(name: str, arguments: Mapping[str, object]) -> httpx.Request:
    return await request_of(runn, name, arguments)


@pytest.mark.parametrize("name", GOLDEN)
async def test_request(name: str) -> None:
    row = GOLDEN[name]
    assert_as_in(row, await sent(name, row.arguments), RUNN_URL)


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
