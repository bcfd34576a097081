import datetime as dt
import json
from typing import Any

import pytest

from clientcore import FakeClock, InvalidRequestError
from runrunit_client.models import DayTime, TimeWorked, TimeWorkedRow
from tests.runrunit_client.account import DAY, TODAY, Account, make


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


async def report(account: Account, **options: Any) -> TimeWorked:
    """By date unless told otherwise, over as many days as there may be work on."""
    options.setdefault("group_by", ["date"])
    options.setdefault("period_type", "custom_range")
    if options["period_type"] == "custom_range":
        options.setdefault("period_start", dt.date(2020, 1, 1))
        options.setdefault("period_end", dt.date(2030, 1, 1))
    return await account.runrunit.reports.time_worked(**options)


async def test_timers_and_entries_by_hand_are_summed_by_day_person_and_project(
    account: Account,
) -> None:
    other = account.sandbox.add_user("Bob Dylan", "bob@example.com")
    second_task = account.sandbox.add_task("Greenhouse", account.project)
    account.sandbox.add_work(account.task, account.user, utc("2026-11-23T15:00"), 3600)
    account.sandbox.add_work(second_task, account.user, utc("2026-11-23T17:00"), 60)
    account.sandbox.add_time(account.task, account.user, TODAY, 5)
    account.sandbox.add_time(account.task, account.user, TODAY - DAY, 7)
    account.sandbox.add_time(account.task, other, TODAY, 9)
    found = await report(account, group_by=["date", "user_id", "project_id"])
    project: dict[str, Any] = {
        "project_id": account.project,
        "project_name": "Hidden Moon Base",
        "project_group_id": 0,
        "project_sub_group_id": 0,
        "client_id": account.client,
        "client_name": "Apple",
    }
    eric: dict[str, Any] = {"user_id": account.user, "user_name": "Eric Clapton"}
    assert set(found.result) == {
        TimeWorkedRow(date=TODAY, **eric, **project, automatic_time=3660, manual_time=5, time=3665),
        TimeWorkedRow(date=TODAY - DAY, **eric, **project, automatic_time=0, manual_time=7, time=7),
        TimeWorkedRow(
            date=TODAY,
            user_id=other,
            user_name="Bob Dylan",
            **project,
            automatic_time=0,
            manual_time=9,
            time=9,
        ),
    }


@pytest.mark.parametrize(
    ("group_by", "fields"),
    [
        (
            ["project_id"],
            {"project_id", "project_name", "client_id", "client_name"}
            | {"project_group_id", "project_sub_group_id"},
        ),
        (["client_id"], {"client_id", "client_name"}),
        (["task_id"], {"task_id", "task_title"}),
        (["user_id"], {"user_id", "user_name"}),
        (["date"], {"date"}),
        (["date", "user_id"], {"date", "user_id", "user_name"}),
    ],
)
async def test_a_row_tells_what_it_is_grouped_by(
    account: Account, group_by: list[str], fields: set[str]
) -> None:
    account.sandbox.add_time(account.task, account.user, TODAY, 60)
    [row] = (await report(account, group_by=group_by)).result
    told = {name for name in TimeWorkedRow.__annotations__ if getattr(row, name) is not None}
    assert told - {"automatic_time", "manual_time", "time", "extra"} == fields
    assert row.time == 60


@pytest.mark.parametrize(
    ("time_zone", "start", "seconds", "date"),
    [
        # across midnight in UTC, not in São Paulo
        ("America/Sao_Paulo", "2026-11-23T23:30", 3600, "2026-11-23"),
        ("America/Sao_Paulo", "2026-11-24T02:00", 3599, "2026-11-23"),
        ("America/Sao_Paulo", "2026-11-24T03:00", 60, "2026-11-24"),
        ("UTC", "2026-11-24T02:00", 60, "2026-11-24"),
        # the day that is 25 hours long
        ("America/New_York", "2026-11-01T03:59", 60, "2026-10-31"),
        ("America/New_York", "2026-11-01T04:00", 60, "2026-11-01"),
        ("America/New_York", "2026-11-01T05:30", 7200, "2026-11-01"),
        ("America/New_York", "2026-11-02T04:59", 60, "2026-11-01"),
        ("America/New_York", "2026-11-02T05:00", 60, "2026-11-02"),
        # the day that is 23 hours long
        ("America/New_York", "2026-03-08T05:00", 60, "2026-03-08"),
        ("America/New_York", "2026-03-08T06:30", 7200, "2026-03-08"),
        ("America/New_York", "2026-03-09T03:59", 60, "2026-03-08"),
        ("America/New_York", "2026-03-09T04:00", 60, "2026-03-09"),
    ],
)
async def test_work_counts_on_its_day_by_the_account_s_calendar(
    time_zone: str, start: str, seconds: int, date: str
) -> None:
    account = make(time_zone=time_zone)
    account.sandbox.add_work(account.task, account.user, utc(start), seconds)
    day = dt.date.fromisoformat(date)
    [row] = (await report(account)).result
    assert (row.date, row.automatic_time, row.time) == (day, seconds, seconds)
    [period] = await account.runrunit.work_periods.list(starting_from=day).collect()
    assert period.end is not None
    assert period.end - period.start == dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("filters", "time", "others"),
    [
        ({}, 7, 0),
        ({"user_id": ["eric-clapton"]}, 3, 4),
        ({"user_id": ["eric-clapton", "bob-dylan"]}, 7, 0),
        ({"project_id": [1]}, 5, 2),
        ({"project_id": [1, 2]}, 7, 0),
        ({"client_id": [1]}, 5, 2),
        ({"project_id": [1], "user_id": ["bob-dylan"]}, 4, 3),
        ({"project_id": [9]}, 0, 7),
    ],
)
async def test_what_the_filters_leave_out_is_told_as_others(
    account: Account, filters: dict[str, Any], time: int, others: int
) -> None:
    bob = account.sandbox.add_user("Bob Dylan", "bob@example.com")
    website = account.sandbox.add_project("Website", account.sandbox.add_client("Lua"))
    account.sandbox.add_time(account.task, account.user, TODAY, 1)
    account.sandbox.add_time(account.sandbox.add_task("Page", website), account.user, TODAY, 2)
    account.sandbox.add_time(account.task, bob, TODAY, 4)
    found = await report(account, **filters)
    assert sum(row.time for row in found.result) == time
    assert found.others == ((DayTime(date=TODAY, time=others),) if others else ())


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ({"period_type": "last_seven_days"}, [17, 20, 23]),
        ({"period_start": dt.date(2026, 11, 16), "period_end": dt.date(2026, 11, 17)}, [16, 17]),
        ({"period_start": TODAY, "period_end": TODAY}, [23]),
        ({"period_start": TODAY, "period_end": TODAY - DAY}, []),
    ],
)
async def test_a_period_has_its_first_and_its_last_day(
    account: Account, options: dict[str, Any], days: list[int]
) -> None:
    for day in (16, 17, 20, 23):
        account.sandbox.add_time(account.task, account.user, dt.date(2026, 11, day), 60)
    found = await report(account, **options)
    assert [row.date.day for row in found.result if row.date] == days
    if "period_start" in options:
        assert found.meta.period_start == options["period_start"]
        assert found.meta.period_end == options["period_end"]


async def test_the_last_seven_days_end_today_by_the_account_s_calendar() -> None:
    account = make(clock=FakeClock(utc("2026-11-24T02:00")))
    meta = (await account.runrunit.reports.time_worked()).meta
    assert (meta.period_start, meta.period_end) == (dt.date(2026, 11, 17), TODAY)


@pytest.mark.parametrize(
    ("wrong", "missing"),
    [
        ({"period_type": "custom_range", "period_start": TODAY}, "period_end"),
        ({"period_type": "custom_range"}, "period_start"),
    ],
)
async def test_a_wrong_report_is_refused(
    account: Account, wrong: dict[str, Any], missing: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await account.runrunit.reports.time_worked(**wrong)
    assert caught.value.status == 422
    assert json.loads(caught.value.body) == {"errors": {missing: ["can't be blank"]}}
