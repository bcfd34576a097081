from typing import Any

import pytest
from attrs import evolve

from clientcore import ServerError
from clientcore.sandbox import Status
from tests.bridge.world import FRIDAY, HOUR, MONDAY, TUESDAY, WEDNESDAY, World, said

LOCK = "projects.get_timesheet_lock"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_confirmed": False}, "skip: the project is tentative in Runn"),
        ({"is_archived": True}, "skip: the project is archived in Runn"),
    ],
)
async def test_on_such_a_project_nothing_is_written(
    world: World, fields: dict[str, Any], reason: str
) -> None:
    world.work(world.worker("Anna"), world.job("Moon", **fields), MONDAY, HOUR)
    assert said(await world.sync()) == [reason]
    assert world.recorded() == []


@pytest.mark.parametrize("fields", [{"is_confirmed": False}, {"is_archived": True}])
async def test_on_such_a_project_nothing_is_set_to_0(world: World, fields: dict[str, Any]) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon", **fields)
    world.wrote(anna, moon, MONDAY, 60)
    plan = await world.sync(prune=True)
    assert [(step.kind, step.minutes, step.present) for step in plan.steps] == [("skip", 0, 60)]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


@pytest.mark.parametrize("fields", [{"is_confirmed": False}, {"is_archived": True}])
async def test_what_is_right_already_is_not_listed_though_it_could_not_be_written(
    world: World, fields: dict[str, Any]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon", **fields)
    world.record(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, HOUR)
    assert (await world.plan()).steps == ()


async def test_minutes_on_a_nonbillable_project_are_nonbillable(world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon", pricing_model="nb"), MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 0+60"]


@pytest.mark.parametrize(
    ("planned", "minutes"),
    [
        pytest.param([], "60+0", id="nothing planned"),
        pytest.param([(MONDAY, FRIDAY, True)], "60+0", id="billable"),
        pytest.param([(MONDAY, FRIDAY, False)], "0+60", id="non-billable"),
        pytest.param([(MONDAY, FRIDAY, False), (MONDAY, MONDAY, False)], "0+60", id="all of two"),
        pytest.param([(MONDAY, FRIDAY, False), (MONDAY, MONDAY, True)], "60+0", id="one of two"),
        pytest.param([(TUESDAY, FRIDAY, False)], "60+0", id="non-billable on other days"),
    ],
)
async def test_minutes_are_nonbillable_where_all_that_is_planned_that_day_is(
    world: World, planned: list[tuple[Any, Any, bool]], minutes: str
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    for first, last, billable in planned:
        world.assign(anna, moon, "Developer", first, last, is_billable=billable)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == [f"11-16 Anna, Moon, Developer: {minutes}"]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_template": True}])
async def test_assignments_that_are_not_real_do_not_count(
    world: World, fields: dict[str, Any]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.assign(anna, moon, "Tester", MONDAY, FRIDAY, is_billable=False, **fields)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


@pytest.mark.parametrize(
    ("wrote", "seconds", "minutes"),
    [
        pytest.param((60, 0), 90 * 60, "90+0", id="more is billable"),
        pytest.param((60, 15), 90 * 60, "75+15", id="beside what is not"),
        pytest.param((0, 60), 90 * 60, "90+0", id="what we wrote before it was planned so"),
        pytest.param((0, 60), 60 * 60, "60+0", id="though its sum is right"),
        pytest.param((360, 120), 120 * 60, "90+30", id="less is taken from both"),
        pytest.param((60, 30), 45 * 60, "30+15", id="in proportion"),
        pytest.param((60, 1), 30 * 60, "29+1", id="and nothing goes to nothing"),
        pytest.param((1, 1), 60, "1+0", id="unless it is too little for two"),
    ],
)
async def test_billable_minutes_and_others_stay_what_they_are(
    world: World, wrote: tuple[int, int], seconds: int, minutes: str
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, *wrote)
    world.work(anna, moon, MONDAY, seconds)
    await world.sync()
    assert world.recorded() == [f"11-16 Anna, Moon, Developer: {minutes}"]


@pytest.mark.parametrize(("seconds", "minutes"), [(60 * 60, "60+0"), (90 * 60, "60+30")])
async def test_billable_minutes_stay_so_though_the_time_is_planned_as_nonbillable_now(
    world: World, seconds: int, minutes: str
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.assign(anna, moon, "Developer", MONDAY, MONDAY, is_billable=False)
    world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, seconds)
    await world.sync()
    assert world.recorded() == [f"11-16 Anna, Moon, Developer: {minutes}"]


async def test_billable_minutes_on_a_project_that_is_nonbillable_now_are_for_people(
    world: World,
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon", pricing_model="nb")
    world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, 2 * HOUR)
    assert said(await world.sync()) == [
        "conflict: the project is non-billable in Runn, but 60 are recorded as billable"
    ]


async def test_nonbillable_minutes_with_the_right_sum_are_left_alone(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 15, 45)
    world.work(anna, moon, MONDAY, HOUR)
    assert (await world.plan()).steps == ()


async def test_nonbillable_minutes_are_set_to_0_too(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon", pricing_model="nb")
    world.wrote(anna, moon, MONDAY, 0, 60)
    world.work(anna, moon, TUESDAY, HOUR)
    await world.sync(prune=True)
    world.runn.state.actuals.remove(world.of(TUESDAY).id)
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 0+0"]


async def test_days_up_to_a_lock_are_skipped_and_later_ones_written(world: World) -> None:
    anna, moon, site = world.worker("Anna"), world.job("Moon"), world.job("Site")
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        world.work(anna, moon, day, HOUR)
    world.work(anna, site, MONDAY, HOUR)
    world.runn.lock_timesheets(moon.project, TUESDAY)
    plan = await world.sync()
    reason = "timesheets of the project are locked until 2026-11-17"
    assert [step.date for step in plan.of("skip")] == [MONDAY, TUESDAY]
    assert {step.reason for step in plan.of("skip")} == {reason}
    assert world.recorded() == [
        "11-16 Anna, Site, Developer: 60+0",
        "11-18 Anna, Moon, Developer: 60+0",
    ]


async def test_a_locked_day_is_not_set_to_0(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, TUESDAY, HOUR)
    world.runn.lock_timesheets(moon.project, MONDAY)
    plan = await world.plan(prune=True)
    await world.apply(plan)
    world.runn.state.actuals.remove(world.of(TUESDAY).id)
    assert [step.kind for step in plan.steps] == ["skip", "create"]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


async def test_a_lock_stops_all_of_a_split(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60)
    world.wrote(anna, moon, MONDAY, 60, role="Designer")
    world.work(anna, moon, MONDAY, HOUR)
    world.runn.lock_timesheets(moon.project, MONDAY)
    plan = await world.sync()
    assert [(step.kind, step.present) for step in plan.steps] == [("skip", 120)]


async def test_an_unlocked_timesheet_is_not_locked(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, MONDAY, HOUR)
    world.runn.lock_timesheets(moon.project, FRIDAY)
    locks = world.runn.state.locks
    locks[moon.project] = evolve(locks[moon.project], status="UNLOCKED")
    assert [step.kind for step in (await world.plan()).steps] == ["create"]


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_where_there_are_no_locks_nothing_is_locked(world: World, status: int) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    world.runn.inject(Status(status), operation=LOCK, times=2)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


async def test_a_failure_to_read_a_lock_is_not_taken_for_unlocked(world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    world.runn.inject(Status(500), operation=LOCK, times=5)
    with pytest.raises(ServerError):
        await world.plan()


async def test_only_projects_with_changes_are_asked_for_their_lock(world: World) -> None:
    anna, moon, site = world.worker("Anna"), world.job("Moon"), world.job("Site")
    world.job("Idle")
    for day in (MONDAY, TUESDAY):
        world.work(anna, moon, day, HOUR)
        world.work(anna, site, day, HOUR)
        world.record(anna, site, day, 60)
    await world.plan()
    assert [call.operation for call in world.runn.calls].count(LOCK) == 1


@pytest.mark.parametrize(("missing", "asked"), [(3, 3), (2, 6)])
async def test_when_the_first_answers_say_that_there_are_no_locks_nobody_asks_on(
    world: World, missing: int, asked: int
) -> None:
    anna = world.worker("Anna")
    for number in range(6):
        world.work(anna, world.job(f"Job {number}"), MONDAY, 60)
    world.runn.inject(Status(404), operation=LOCK, times=missing)
    await world.plan()
    assert [call.operation for call in world.runn.calls].count(LOCK) == asked
