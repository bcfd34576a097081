import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bridge.period import Span, period
from clientcore import ArgumentError
from runrunit_client.resources.users import Users
from runrunit_client.testing import to_json
from tests.bridge.world import FRIDAY, HOUR, MONDAY, TUESDAY, World, said

SATURDAY = dt.date(2026, 11, 21)
LATE_ON_FRIDAY_IN_BRAZIL = dt.datetime(2026, 11, 21, 1, 30, tzinfo=dt.UTC)


async def test_a_day_that_has_not_begun_in_the_accounts_calendar_is_skipped() -> None:
    world = World(now=LATE_ON_FRIDAY_IN_BRAZIL, zone="America/Sao_Paulo")
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, FRIDAY, HOUR)
    world.work(anna, moon, SATURDAY, HOUR)
    plan = await world.sync(FRIDAY, SATURDAY)
    assert said(plan) == ["create: not in Runn yet", "skip: in the future"]
    assert world.recorded() == ["11-20 Anna, Moon, Developer: 60+0"]


async def test_a_day_that_has_begun_in_the_accounts_calendar_only_is_written() -> None:
    friday_night = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
    world = World(now=friday_night, zone="Asia/Tokyo")
    world.work(world.worker("Anna"), world.job("Moon"), SATURDAY, HOUR)
    await world.sync(SATURDAY, SATURDAY)
    assert world.recorded() == ["11-21 Anna, Moon, Developer: 60+0"]


async def test_a_time_zone_that_is_given_decides_instead() -> None:
    world = World(now=LATE_ON_FRIDAY_IN_BRAZIL, zone="America/Sao_Paulo", runn_zone="UTC")
    world.work(world.worker("Anna"), world.job("Moon"), SATURDAY, HOUR)
    assert said(await world.plan(SATURDAY, SATURDAY)) == ["skip: in the future"]
    await world.sync(SATURDAY, SATURDAY, time_zone="UTC")
    assert world.recorded() == ["11-21 Anna, Moon, Developer: 60+0"]


async def test_a_future_day_that_is_recorded_is_not_set_to_0() -> None:
    world = World(now=dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC))
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, TUESDAY, 60)
    assert said(await world.plan()) == ["skip: in the future"]


@pytest.mark.parametrize("name", ["Brasilia", "America/Nowhere", "America", "/etc/passwd"])
async def test_a_time_zone_that_does_not_exist_is_refused(world: World, name: str) -> None:
    with pytest.raises(ArgumentError, match="no time zone"):
        await world.plan(time_zone=name)
    world.runrunit.state.users.change("administrator", time_zone=name)
    with pytest.raises(ArgumentError, match="no time zone"):
        await world.plan()


async def test_a_period_that_ends_before_it_begins_is_refused(world: World) -> None:
    with pytest.raises(ArgumentError, match="2026-11-20, is after the last, 2026-11-16"):
        await world.plan(FRIDAY, MONDAY)
    assert world.runn.calls == world.runrunit.calls == []


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        # 02:30 UTC of the next day
        ("America/Sao_Paulo", dt.datetime(2026, 11, 16, 23, 30), "11-16"),
        ("America/Sao_Paulo", dt.datetime(2026, 11, 17, 0, 0), "11-17"),
        # 15:30 UTC of the day before
        ("Asia/Tokyo", dt.datetime(2026, 11, 17, 0, 30), "11-17"),
        # The clocks of New York went from 2 to 3 on 8 March and from 2 to 1 on 1 November
        ("America/New_York", dt.datetime(2026, 3, 7, 23, 30), "03-07"),
        ("America/New_York", dt.datetime(2026, 3, 8, 1, 59), "03-08"),
        ("America/New_York", dt.datetime(2026, 3, 8, 23, 59), "03-08"),
        ("America/New_York", dt.datetime(2026, 3, 9, 0, 0), "03-09"),
        ("America/New_York", dt.datetime(2026, 11, 1, 0, 0), "11-01"),
        ("America/New_York", dt.datetime(2026, 11, 1, 1, 30), "11-01"),
        ("America/New_York", dt.datetime(2026, 11, 1, 1, 30, fold=1), "11-01"),
        ("America/New_York", dt.datetime(2026, 11, 1, 23, 59), "11-01"),
        ("America/New_York", dt.datetime(2026, 11, 2, 0, 0), "11-02"),
    ],
)
async def test_timed_work_stays_on_the_day_on_which_it_began(
    zone: str, start: dt.datetime, day: str
) -> None:
    world = World(zone=zone)
    world.timer(world.worker("Anna"), world.job("Moon"), start.replace(tzinfo=ZoneInfo(zone)), 60)
    near = start.date() - dt.timedelta(days=2), start.date() + dt.timedelta(days=2)
    await world.sync(*near)
    assert world.recorded() == [f"{day} Anna, Moon, Developer: 1+0"]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2026, 3, 8), 23), (dt.date(2026, 10, 31), 24), (dt.date(2026, 11, 1), 25)],
)
async def test_a_day_has_the_minutes_that_were_worked_however_long_it_is(
    day: dt.date, hours: int
) -> None:
    world = World(zone="America/New_York")
    anna, bea, moon = world.worker("Anna"), world.worker("Bea"), world.job("Moon")
    midnight = dt.datetime.combine(day, dt.time(), ZoneInfo("America/New_York"))
    world.timer(anna, moon, midnight, 8 * HOUR)
    begin = midnight.astimezone(dt.UTC)
    for hour in range(hours):
        world.timer(bea, moon, begin + dt.timedelta(hours=hour), HOUR)
    await world.sync(day, day)
    assert world.recorded() == [
        f"{day:%m-%d} Anna, Moon, Developer: 480+0",
        f"{day:%m-%d} Bea, Moon, Developer: {hours * 60}+0",
    ]


async def test_a_user_without_a_time_zone_needs_one_to_be_given(world: World) -> None:
    world.source = world.runrunit.client(strict=False)
    me: Any = to_json(await world.source.users.me())
    world.runrunit.handle(Users.me, lambda call: {**me, "time_zone": None})
    with pytest.raises(ArgumentError, match="time zone"):
        await world.plan()
    assert (await world.plan(time_zone="UTC")).steps == ()


@pytest.mark.parametrize("day", ["2026-11-20", dt.datetime(2026, 11, 20), None, 20261120])
async def test_what_is_no_day_is_refused(world: World, day: Any) -> None:
    for days in ((day, FRIDAY), (MONDAY, day)):
        with pytest.raises(ArgumentError, match="first and last are days"):
            await world.plan(*days)


@pytest.mark.parametrize(
    ("today", "span", "first", "last"),
    [
        ("2026-11-25", "week", "2026-11-23", "2026-11-24"),
        ("2026-11-24", "week", "2026-11-23", "2026-11-23"),
        ("2026-11-23", "week", "2026-11-16", "2026-11-22"),
        ("2026-11-25", "month", "2026-11-01", "2026-11-24"),
        ("2026-11-01", "month", "2026-10-01", "2026-10-31"),
    ],
)
def test_days_that_are_not_named_end_yesterday(
    today: str, span: Span, first: str, last: str
) -> None:
    days = period(dt.date.fromisoformat(today), span)
    assert [str(day) for day in days] == [first, last]
