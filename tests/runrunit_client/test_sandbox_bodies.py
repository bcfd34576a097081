"""What a stranger's client sends is checked."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.runrunit_client.account import TODAY, Account, make, raw, reason

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
MISSING = object()
PERIOD = {"task_id": 1, "seconds": 5, "date_to_apply": "2026-11-23"}


@pytest.mark.parametrize("body", [5, None, []])
async def test_a_wrapping_holds_an_object(account: Account, body: Any) -> None:
    answer = await raw(account.sandbox, "POST", "/clients", json={"client": body})
    assert reason(answer) == (400, {"error": "client is not a JSON object"})


@pytest.mark.parametrize(
    ("wrap", "change", "said"),
    [
        ("project", {"start_date": "soon"}, "start_date: is invalid"),
        ("project", {"start_date": 5}, "start_date: is invalid"),
        ("project", {"client_id": []}, "client_id: is invalid"),
        ("project", {"client_id": 9}, "client_id: can't be blank"),
        ("manual_work_period", {"task_id": []}, "task_id: is invalid"),
        ("manual_work_period", {"date_to_apply": "soon"}, "date_to_apply: is invalid"),
        ("manual_work_period", {"date_to_apply": None}, "date_to_apply: is invalid"),
        ("manual_work_period", {"date_to_apply": MISSING}, "date_to_apply: can't be blank"),
    ],
)
async def test_the_body_of_a_stranger_is_checked(
    account: Account, wrap: str, change: Any, said: str
) -> None:
    good = {"name": "x", "client_id": 1} if wrap == "project" else PERIOD
    body = {name: value for name, value in {**good, **change}.items() if value is not MISSING}
    answer = await raw(account.sandbox, "POST", f"/{wrap}s", json={wrap: body})
    name, problem = said.split(": ")
    assert reason(answer) == (422, {"errors": {name: [problem]}})


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "must be greater than 0"),
        (-5, "must be greater than 0"),
        (None, "is invalid"),
        ("x", "is invalid"),
        (1.5, "is invalid"),
    ],
)
async def test_a_change_is_checked_like_an_entry(account: Account, seconds: Any, said: str) -> None:
    period = account.sandbox.add_time(account.task, account.user, TODAY, 60)
    body = {"manual_work_period": {"seconds": seconds}}
    answer = await raw(account.sandbox, "PUT", f"/manual_work_periods/{period}", json=body)
    assert reason(answer) == (422, {"errors": {"seconds": [said]}})


@pytest.mark.parametrize(
    "before",
    [
        dt.datetime(2026, 11, 23, tzinfo=SAO_PAULO),
        dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        TODAY,
    ],
)
async def test_before_leaves_the_day_out(account: Account, before: Any) -> None:
    for day in (22, 23):
        account.sandbox.add_time(account.task, account.user, dt.date(2026, 11, day), 60)
    found = account.runrunit.manual_work_periods.list(before=before)
    assert [period.date_to_apply.day async for period in found] == [22]


async def test_work_given_in_local_time_lasts_as_long_as_it_does() -> None:
    account = make(time_zone="America/New_York")
    start = dt.datetime(2026, 3, 8, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    work = account.sandbox.add_work(account.task, account.user, start, 7200)
    period = await account.runrunit.work_periods.get(work)
    assert period.end is not None
    assert period.end - period.start == dt.timedelta(seconds=7200)


@pytest.mark.parametrize(
    "filters",
    [
        {"responsible_id": "x"},
        {"assignee_id": "x"},
        {"follower_id": "x"},
        {"team_id": 9},
        {"is_working_on": True},
    ],
)
async def test_no_filter_of_tasks_is_ignored(account: Account, filters: Any) -> None:
    assert await account.runrunit.tasks.list(**filters).collect() == []


async def test_a_period_type_is_not_ignored(account: Account) -> None:
    account.sandbox.add_time(account.task, account.user, dt.date(2026, 11, 1), 60)
    account.sandbox.add_time(account.task, account.user, dt.date(2026, 10, 31), 120)
    times = {
        period: [
            row.time
            for row in (await account.runrunit.reports.time_worked(period_type=period)).result
        ]
        for period in ("current_week", "current_month", "current_quarter", "last_thirty_days")
    }
    assert times == {
        "current_week": [],
        "current_month": [60],
        "current_quarter": [180],
        "last_thirty_days": [180],
    }


@pytest.mark.parametrize(
    ("unit", "days"),
    [
        ("day", ["2026-11-22", "2026-11-23"]),
        ("week", ["2026-11-16", "2026-11-23"]),
        ("month", ["2026-11-01"]),
        ("year", ["2026-01-01"]),
    ],
)
async def test_dates_are_grouped_by_the_unit(account: Account, unit: Any, days: list[str]) -> None:
    for day in (22, 23):
        account.sandbox.add_time(account.task, account.user, dt.date(2026, 11, day), 60)
    report = await account.runrunit.reports.time_worked(group_by=["date"], period_unit=unit)
    assert [str(row.date) for row in report.result] == days
    assert report.meta.unit == unit


@pytest.mark.parametrize(
    "filters",
    [{"team_id": [9]}, {"tag_list": ["x"]}, {"project_group_id": 9}, {"project_subgroup_id": 9}],
)
async def test_no_filter_of_the_report_is_ignored(account: Account, filters: Any) -> None:
    account.sandbox.add_time(account.task, account.user, TODAY, 60)
    assert (await account.runrunit.reports.time_worked(**filters)).result == ()


async def test_others_can_be_left_out(account: Account) -> None:
    account.sandbox.add_time(account.task, account.user, TODAY, 60)
    report = await account.runrunit.reports.time_worked(user_id=["x"], include_others=False)
    assert report.others is None
