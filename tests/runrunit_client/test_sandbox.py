import datetime as dt
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from clientcore import DecodeError, InvalidRequestError, NotFoundError
from runrunit_client import RunrunitClient
from runrunit_client.resources.clients import Clients
from tests.runrunit_client.account import DAY, TODAY, Account, make, raw

SAO_PAULO = dt.timezone(dt.timedelta(hours=-3))
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=SAO_PAULO)


# Users


async def test_the_token_belongs_to_the_administrator(account: Account) -> None:
    me = await account.runrunit.users.me()
    assert (me.id, me.is_master) == ("administrator", True)
    assert me.time_zone == "America/Sao_Paulo"


async def test_a_user_s_id_is_made_of_the_name(account: Account) -> None:
    twin = account.sandbox.add_user("Eric Clapton", "other@example.com")
    assert (account.user, twin) == ("eric-clapton", "eric-clapton-1")
    assert (await account.runrunit.users.get(twin)).email == "other@example.com"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["administrator", "eric-clapton", "bob-dylan"]),
        ({"ids": ["bob-dylan", "nobody"]}, ["bob-dylan"]),
        ({"ids": ["bob-dylan", "eric-clapton"]}, ["eric-clapton", "bob-dylan"]),
        ({"team_id": 7}, ["bob-dylan"]),
        ({"search_term": "CLAP"}, ["eric-clapton"]),
        ({"search_term": "bob@"}, ["bob-dylan"]),
        ({"search_term": "example.com", "team_id": 8}, []),
    ],
)
async def test_users_by_filters(account: Account, filters: Any, found: list[str]) -> None:
    account.sandbox.add_user("Bob Dylan", "bob@example.com", team_ids=[7])
    assert [user.id async for user in account.runrunit.users.list(**filters)] == found


# Clients and projects


async def test_a_client_is_added(account: Account) -> None:
    added = await account.runrunit.clients.create(
        name="Lua", is_visible=False, budgeted_cost_month=2000.5, custom_field="x"
    )
    assert (added.name, added.is_visible, added.custom_field) == ("Lua", False, "x")
    assert added.budgeted_cost_month == 2000.5
    assert await account.runrunit.clients.get(added.id) == added


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Apple", "Lua"]),
        ({"search_term": "APP"}, ["Apple"]),
        ({"is_visible": True}, ["Apple"]),
        ({"is_visible": False}, ["Lua"]),
    ],
)
async def test_clients_by_filters(account: Account, filters: Any, found: list[str]) -> None:
    await account.runrunit.clients.create(name="Lua", is_visible=False)
    assert [client.name async for client in account.runrunit.clients.list(**filters)] == found


async def test_a_project_is_added(account: Account) -> None:
    added = await account.runrunit.projects.create(
        name="Website", client_id=account.client, start_date=TODAY
    )
    assert (added.name, added.client_name, added.is_closed) == ("Website", "Apple", False)
    assert added.start_date == dt.datetime(2026, 11, 23, tzinfo=SAO_PAULO)
    assert added.desired_date is None
    assert await account.runrunit.projects.get(added.id) == added
    assert added in await account.runrunit.projects.list().collect()


async def test_a_project_s_name_is_unique_among_the_client_s(account: Account) -> None:
    other = account.sandbox.add_client("Lua")
    create = account.runrunit.projects.create
    assert (await create(name="Hidden Moon Base", client_id=other)).client_id == other
    with pytest.raises(InvalidRequestError) as caught:
        await create(name="Hidden Moon Base", client_id=account.client)
    assert json.loads(caught.value.body) == {"errors": {"name": ["has already been taken"]}}


async def test_its_clients_are_strict_unless_told_otherwise(account: Account) -> None:
    account.sandbox.handle(Clients.list, lambda call: [{"id": "surprise"}])
    for client in (account.sandbox.client(), account.sandbox.client(strict=True)):
        with pytest.raises(DecodeError) as caught:
            await client.clients.list()
        assert caught.value.path == "items[0].id"
    [row] = (await account.sandbox.client(strict=False).clients.list()).items
    assert row.extra == {"id": "surprise"}


async def test_fields_outside_their_wrapping_are_taken_too(account: Account) -> None:
    answer = await raw(account.sandbox, "POST", "/clients", json={"name": "Bare"})
    assert (answer.status_code, answer.json()["name"]) == (201, "Bare")


# Tasks


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Airlock", "Loose"]),
        ({"is_closed": False}, ["Airlock", "Loose"]),
        ({"is_closed": True}, ["Delivered"]),
        ({"bypass_status_default": True}, ["Airlock", "Delivered", "Loose"]),
        ({"ids": [1, 2]}, ["Airlock"]),
        ({"ids": [1, 2], "bypass_status_default": True}, ["Airlock", "Delivered"]),
        ({"project_id": 1}, ["Airlock"]),
        ({"client_id": 1, "bypass_status_default": True}, ["Airlock", "Delivered"]),
        ({"user_id": "administrator"}, ["Airlock"]),
        ({"board_id": 5}, ["Loose"]),
        ({"board_stage_id": 6}, ["Loose"]),
        ({"type_id": 7}, ["Loose"]),
        ({"type_id": 8}, []),
    ],
)
async def test_tasks_by_filters(account: Account, filters: Any, found: list[str]) -> None:
    account.sandbox.add_task("Delivered", account.project, is_closed=True)
    own = {"board_id": 5, "board_stage_id": 6, "type_id": 7}
    account.sandbox.add_task("Loose", None, user_id=account.user, **own)
    assert [task.title async for task in account.runrunit.tasks.list(**filters)] == found


async def test_a_task_knows_its_project_and_client(account: Account) -> None:
    task = await account.runrunit.tasks.get(account.task)
    assert (task.project_name, task.client_name) == ("Hidden Moon Base", "Apple")
    assert task.created_at == account.clock.now()
    assert task.created_at.utcoffset() == dt.timedelta(hours=-3)
    loose = await account.runrunit.tasks.get(account.sandbox.add_task("Loose", None))
    assert (loose.project_id, loose.client_name) == (None, None)


# Periods


@pytest.mark.parametrize(
    ("filters", "seconds"),
    [
        ({}, [60, 120]),
        ({"task_id": 2}, [120]),
        ({"user_id": "eric-clapton"}, [60]),
        ({"user_id": "nobody"}, []),
        ({"starting_from": dt.date(2026, 1, 1)}, [30, 60, 120]),
        ({"starting_from": NOON}, [60, 120]),
        ({"starting_from": NOON + dt.timedelta(seconds=1)}, [120]),
        ({"starting_before": NOON}, [30]),
        ({"starting_before": NOON.astimezone(dt.UTC) + DAY}, [30, 60, 120]),
        ({"ending_from": NOON + dt.timedelta(seconds=61)}, [120]),
        ({"ending_from": TODAY}, [60, 120]),
        ({"ending_before": TODAY}, [30]),
        ({"starting_from": TODAY, "ending_before": NOON + dt.timedelta(seconds=61)}, [60]),
    ],
)
async def test_work_periods_by_filters(account: Account, filters: Any, seconds: list[int]) -> None:
    other = account.sandbox.add_task("Greenhouse", account.project)
    account.sandbox.add_work(account.task, account.user, NOON - 40 * DAY, 30)
    account.sandbox.add_work(account.task, account.user, NOON, 60)
    account.sandbox.add_work(other, "administrator", NOON + dt.timedelta(hours=1), 120)
    found = await account.runrunit.work_periods.list(**filters).collect()
    assert [period.worked_time for period in found] == seconds


async def test_a_work_period(account: Account) -> None:
    work = account.sandbox.add_work(account.task, account.user, NOON.astimezone(dt.UTC), 90)
    period = await account.runrunit.work_periods.get(work)
    assert (period.start, period.end) == (NOON, NOON + dt.timedelta(seconds=90))
    assert period.start.utcoffset() == dt.timedelta(hours=-3)
    assert (period.user_id, period.worked_time) == (account.user, 90)


@pytest.mark.parametrize(
    ("filters", "seconds"),
    [
        ({}, [60, 120]),
        ({"task_id": 2}, [120]),
        ({"user_id": "eric-clapton"}, [60]),
        ({"from_": TODAY}, [120]),
        ({"before": TODAY}, [30, 60]),
        ({"from_": TODAY - DAY, "before": TODAY}, [60]),
        ({"from_": dt.date(2026, 1, 1)}, [30, 60, 120]),
        ({"from_": dt.datetime(2026, 11, 23, tzinfo=SAO_PAULO)}, [120]),
    ],
)
async def test_entries_by_hand_by_filters(
    account: Account, filters: Any, seconds: list[int]
) -> None:
    other = account.sandbox.add_task("Greenhouse", account.project)
    account.sandbox.add_time(account.task, account.user, TODAY - 40 * DAY, 30)
    account.sandbox.add_time(account.task, account.user, TODAY - DAY, 60)
    account.sandbox.add_time(other, "administrator", TODAY, 120)
    found = await account.runrunit.manual_work_periods.list(**filters).collect()
    assert [period.seconds for period in found] == seconds


async def test_time_is_entered_changed_and_deleted_in_one_s_own_name(account: Account) -> None:
    periods = account.runrunit.manual_work_periods
    entered = await periods.create(task_id=account.task, date_to_apply=TODAY, seconds=3600)
    assert (entered.user_id, entered.worker_name) == ("administrator", "Administrator")
    assert (entered.task_id, entered.date_to_apply, entered.seconds) == (account.task, TODAY, 3600)
    changed = await periods.update(entered.id, seconds=60)
    assert (changed.id, changed.seconds, changed.date_to_apply) == (entered.id, 60, TODAY)
    assert await periods.get(entered.id) == changed
    await periods.delete(entered.id)
    assert await periods.list().collect() == []


WRONG: list[tuple[Callable[[RunrunitClient], Awaitable[object]], dict[str, list[str]]]] = [
    (lambda rr: rr.clients.create(name=" "), {"name": ["can't be blank"]}),
    (lambda rr: rr.projects.create(name="", client_id=1), {"name": ["can't be blank"]}),
    (lambda rr: rr.projects.create(name="x", client_id=9), {"client_id": ["can't be blank"]}),
    (
        lambda rr: rr.manual_work_periods.create(task_id=9, date_to_apply=TODAY, seconds=1),
        {"task_id": ["can't be blank"]},
    ),
    (
        lambda rr: rr.manual_work_periods.create(task_id=1, date_to_apply=TODAY, seconds=0),
        {"seconds": ["must be greater than 0"]},
    ),
]


@pytest.mark.parametrize(("call", "errors"), WRONG)
async def test_what_is_wrong_is_named_by_field(
    account: Account,
    call: Callable[[RunrunitClient], Awaitable[object]],
    errors: dict[str, list[str]],
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await call(account.runrunit)
    assert caught.value.status == 422
    assert json.loads(caught.value.body) == {"errors": errors}


UNKNOWN: list[Callable[[RunrunitClient], Awaitable[object]]] = [
    lambda rr: rr.users.get("nobody"),
    lambda rr: rr.clients.get(9),
    lambda rr: rr.projects.get(9),
    lambda rr: rr.tasks.get(9),
    lambda rr: rr.work_periods.get(9),
    lambda rr: rr.manual_work_periods.get(9),
    lambda rr: rr.manual_work_periods.update(9, seconds=1),
    lambda rr: rr.manual_work_periods.delete(9),
]


@pytest.mark.parametrize("call", UNKNOWN)
async def test_an_unknown_id_is_an_empty_404(
    account: Account, call: Callable[[RunrunitClient], Awaitable[object]]
) -> None:
    with pytest.raises(NotFoundError) as caught:
        await call(account.runrunit)
    assert caught.value.body == ""
    assert caught.value.headers["content-type"] == "text/html"


@pytest.mark.parametrize("number", ["abc", "1.5", "-", "%00", "9" * 5_000])
@pytest.mark.parametrize("path", ["/tasks", "/clients", "/manual_work_periods"])
async def test_an_id_that_is_no_number_is_not_found_either(
    account: Account, path: str, number: str
) -> None:
    answer = await raw(account.sandbox, "GET", f"{path}/{number}")
    assert (answer.status_code, answer.content) == (404, b"")


async def test_another_account_has_another_calendar() -> None:
    account = make(time_zone="Asia/Tokyo")
    added = await account.runrunit.projects.create(
        name="Tower", client_id=account.client, desired_date=TODAY
    )
    tokyo = dt.timezone(dt.timedelta(hours=9))
    assert added.desired_date == dt.datetime(2026, 11, 23, tzinfo=tokyo)
