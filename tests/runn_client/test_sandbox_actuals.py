import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from clientcore import FakeClock, InvalidRequestError, NotFoundError
from runn_client.models import ActualInput, TimesheetLock
from tests.runn_client.account import DAY, TODAY, Account, make, said_to


async def test_an_actual_overwrites_its_day(account: Account) -> None:
    create = account.runn.actuals.create
    first = await create(**account.key(), billable_minutes=60, billable_note="a", phase_id=1)
    second = await create(**account.key(), nonbillable_minutes=15)
    assert second.id == first.id
    assert (second.billable_minutes, second.nonbillable_minutes) == (0, 15)
    assert (second.billable_note, second.phase_id) == (None, None)
    assert await account.actuals() == [second]


async def test_time_is_added_to_its_day(account: Account) -> None:
    add = account.runn.actuals.add_time
    first = await add(**account.key(), billable_minutes=60, billable_note="a", phase_id=1)
    second = await add(**account.key(), billable_minutes=30, nonbillable_minutes=15)
    assert second.id == first.id
    assert (second.billable_minutes, second.nonbillable_minutes) == (90, 15)
    assert (second.billable_note, second.phase_id) == ("a", 1)
    assert (await add(**account.key(), phase_id=None)).phase_id is None
    assert [actual.minutes for actual in await account.actuals()] == [105]


@pytest.mark.parametrize("name", ["create", "add_time"])
@pytest.mark.parametrize(
    ("field", "rows"),
    [
        ("date", 2),
        ("person_id", 2),
        ("project_id", 2),
        ("role_id", 2),
        ("workstream_id", 2),
        ("phase_id", 1),
        ("billable_note", 1),
    ],
)
async def test_the_key_of_an_actual(account: Account, name: str, field: str, rows: int) -> None:
    others: dict[str, Any] = {
        "date": TODAY - DAY,
        "person_id": account.sandbox.add_person("Bob", "Dylan"),
        "project_id": account.sandbox.add_project("iCar Website", account.client),
        "role_id": account.sandbox.add_role("Designer"),
        "workstream_id": 5,
        "phase_id": 6,
        "billable_note": "other",
    }
    write = getattr(account.runn.actuals, name)
    await write(**account.key(), billable_minutes=60)
    await write(**account.key(**{field: others[field]}), billable_minutes=60)
    assert len(await account.actuals()) == rows


async def test_a_bulk_overwrites_too_and_its_last_row_wins(account: Account) -> None:
    present = await account.runn.actuals.create(**account.key(), billable_minutes=60)
    written = await account.runn.actuals.create_bulk(
        [
            ActualInput(**account.key(date=TODAY - DAY), billable_minutes=10),
            ActualInput(**account.key(), billable_minutes=20),
            ActualInput(**account.key(), billable_minutes=30),
        ]
    )
    assert [actual.date for actual in written] == [TODAY - DAY, TODAY, TODAY]
    assert written[2].id == present.id
    assert sorted(a.billable_minutes for a in await account.actuals()) == [10, 30]


async def test_a_bulk_is_refused_whole_with_every_reason_in_one_text(account: Account) -> None:
    tentative = account.sandbox.add_project("Maybe", account.client, is_confirmed=False)
    bulk = [
        ActualInput(**account.key(project_id=834099), billable_minutes=1),
        ActualInput(**account.key(), billable_minutes=1),
        ActualInput(**account.key(project_id=tentative), billable_minutes=1),
    ]
    with pytest.raises(InvalidRequestError) as caught:
        await account.runn.actuals.create_bulk(bulk)
    assert caught.value.message == (
        "{ actuals[0]: 'Project with id 834099 not found.', "
        "actuals[2]: 'Actuals cannot be on a tentative project.' }"
    )
    assert await account.actuals() == []


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [
        (0, 400, "body/actuals must NOT have fewer than 1 items"),
        (1, 200, ""),
        (100, 200, ""),
        (101, 400, "body/actuals must NOT have more than 100 items"),
    ],
)
async def test_a_bulk_has_1_to_100_rows(
    account: Account, size: int, status: int, said: str
) -> None:
    row = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    body = {"actuals": [{**row, "roleId": account.role}] * size}
    answered = await said_to(account.sandbox, "POST", "/actuals/bulk/", json=body)
    assert answered == (status, said)


@pytest.mark.parametrize("pricing_model", ["tm", "nb"])
@pytest.mark.parametrize("path", ["/actuals/", "/actuals/time-entry", "/actuals/bulk/"])
async def test_minutes_that_are_left_out_are_none(
    account: Account, path: str, pricing_model: str
) -> None:
    account.sandbox.state.projects.change(account.project, pricing_model=pricing_model)
    row = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    row |= {"roleId": account.role}
    body = {"actuals": [row]} if "bulk" in path else row
    answered = await said_to(account.sandbox, "POST", path, json=body)
    assert answered == (200 if "bulk" in path else 201, "")
    [actual] = await account.actuals()
    assert (actual.billable_minutes, actual.nonbillable_minutes) == (0, 0)


def _tentative(account: Account) -> dict[str, Any]:
    account.sandbox.state.projects.change(account.project, is_confirmed=False)
    return account.key(billable_minutes=1)


def _non_billable(account: Account) -> dict[str, Any]:
    account.sandbox.state.projects.change(account.project, pricing_model="nb")
    return account.key(billable_minutes=1)


def _locked(account: Account) -> dict[str, Any]:
    account.sandbox.lock_timesheets(account.project, TODAY)
    return account.key(billable_minutes=1)


REFUSED: list[tuple[Callable[[Account], dict[str, Any]], str]] = [
    (_tentative, "Actuals cannot be on a tentative project."),
    (_non_billable, "Cannot add billable minutes to non-billable project"),
    (_locked, "Timesheets of the project are locked until 2026-11-23"),
    (
        lambda account: account.key(date=TODAY + DAY),
        "Cannot create actual for future date 2026-11-24",
    ),
    (lambda account: account.key(person_id=1), "Person with id 1 not found."),
    (lambda account: account.key(project_id=1), "Project with id 1 not found."),
    (lambda account: account.key(role_id=1), "Role with id 1 not found."),
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED, ids=[message for _, message in REFUSED])
@pytest.mark.parametrize("name", ["create", "add_time"])
async def test_an_actual_is_refused(
    account: Account, name: str, wrong: Callable[[Account], dict[str, Any]], message: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await getattr(account.runn.actuals, name)(**wrong(account))
    assert caught.value.message == message
    assert account.sandbox.state.actuals == {}


async def test_what_an_actual_may_be(account: Account) -> None:
    create = account.runn.actuals.create
    free = account.sandbox.add_project("Free", account.client, pricing_model="nb")
    assert (await create(**account.key(project_id=free), nonbillable_minutes=60)).minutes == 60
    account.sandbox.lock_timesheets(account.project, TODAY - DAY)
    assert (await create(**account.key())).minutes == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"date": None}, "body must have required property 'date'"),
        ({"personId": None}, "body must have required property 'personId'"),
        ({"projectId": None}, "body must have required property 'projectId'"),
        ({"roleId": None}, "body must have required property 'roleId'"),
        ({"date": "2026-11-31"}, 'body/date must match format "date"'),
        ({"billableMinutes": "60"}, "body/billableMinutes must be integer"),
        ({"nonbillableMinutes": 0.5}, "body/nonbillableMinutes must be integer"),
        ({"billableMinutes": -1}, "body/billableMinutes must be >= 0"),
        ({"nonbillableMinutes": -1}, "body/nonbillableMinutes must be >= 0"),
    ],
)
@pytest.mark.parametrize("path", ["/actuals/", "/actuals/time-entry"])
async def test_a_stranger_s_actual_is_checked_too(
    account: Account, path: str, change: dict[str, object], message: str
) -> None:
    body = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    changed = {**body, "roleId": account.role, **change}
    given = {name: value for name, value in changed.items() if value is not None}
    assert await said_to(account.sandbox, "POST", path, json=given) == (400, message)
    assert account.sandbox.state.actuals == {}


@pytest.mark.parametrize(
    ("time_zone", "utc", "today"),
    [
        ("UTC", "2026-11-23T23:59:59", "2026-11-23"),
        ("UTC", "2026-11-24T00:00:00", "2026-11-24"),
        ("America/Sao_Paulo", "2026-11-24T02:59:59", "2026-11-23"),
        ("America/Sao_Paulo", "2026-11-24T03:00:00", "2026-11-24"),
        ("Pacific/Auckland", "2026-11-23T10:59:59", "2026-11-23"),
        ("Pacific/Auckland", "2026-11-23T11:00:00", "2026-11-24"),
    ],
)
async def test_the_future_begins_at_midnight_by_the_account_s_calendar(
    time_zone: str, utc: str, today: str
) -> None:
    now = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    account = make(clock=FakeClock(now), time_zone=time_zone)
    date = dt.date.fromisoformat(today)
    assert (await account.runn.actuals.create(**account.key(date=date))).date == date
    with pytest.raises(InvalidRequestError) as caught:
        await account.runn.actuals.create(**account.key(date=date + DAY))
    assert caught.value.message == f"Cannot create actual for future date {date + DAY}"


async def test_a_deleted_actual_is_gone(account: Account) -> None:
    actual = await account.runn.actuals.create(**account.key())
    await account.runn.actuals.delete(actual.id)
    assert await account.actuals() == []
    with pytest.raises(NotFoundError) as caught:
        await account.runn.actuals.delete(actual.id)
    assert caught.value.message == "Actual not found"


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        ({}, [21, 22, 23]),
        ({"min_date": dt.date(2026, 11, 22)}, [22, 23]),
        ({"max_date": dt.date(2026, 11, 22)}, [21, 22]),
        ({"min_date": dt.date(2026, 11, 22), "max_date": dt.date(2026, 11, 22)}, [22]),
        ({"person_id": 1}, []),
        ({"workstream_id": 5}, [23]),
        ({"order": "desc"}, [23, 22, 21]),
    ],
)
async def test_actuals_by_filters(account: Account, filters: Any, days: list[int]) -> None:
    for day in (21, 22, 23):
        stream = {"workstream_id": 5} if day == 23 else {}
        await account.runn.actuals.create(**account.key(date=dt.date(2026, 11, day), **stream))
    found = await account.runn.actuals.list(**filters).collect()
    assert [actual.date.day for actual in found] == days


async def test_a_timesheet_lock_is_told(account: Account) -> None:
    nothing = TimesheetLock(status=None, locked_until=None, last_updated_by=None, updated_at=None)
    assert await account.runn.projects.get_timesheet_lock(account.project) == nothing
    account.sandbox.lock_timesheets(account.project, TODAY)
    lock = await account.runn.projects.get_timesheet_lock(account.project)
    assert lock.status == "LOCKED"
    assert lock.locked_until == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
