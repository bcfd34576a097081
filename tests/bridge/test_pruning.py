"""What the source does not tell of is not gone: when something is cleared, and when it is not."""

from typing import Any, cast

import pytest

from clientcore.sandbox import Row
from runrunit_client.resources.reports import Reports
from tests.bridge.world import (
    FRIDAY,
    HOUR,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    Job,
    Worker,
    World,
    reference,
    said,
)

GONE = "no longer in Runrun.it"


def fill(world: World) -> tuple[Worker, Job]:
    """A day that we wrote and that is gone, and one that is there."""
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 480)
    world.work(anna, moon, TUESDAY, HOUR)
    world.wrote(anna, moon, TUESDAY, 60)
    return anna, moon


def change_report(world: World, **fields: Any) -> None:
    """Let the report say something else in these fields."""
    world.runrunit.handle(
        Reports.time_worked, lambda call: {**cast("Row", world.runrunit.usual(call)), **fields}
    )


async def test_what_is_gone_is_cleared_where_that_is_wanted(world: World) -> None:
    fill(world)
    assert said(await world.plan()) == [f"skip: {GONE}: --prune clears it"]
    assert said(await world.sync(prune=True)) == [f"clear: {GONE}"]
    assert world.recorded()[0] == "11-16 Anna, Moon, Developer: 0+0"
    assert world.table()[0]["billable_note"] == "[Runrun.it 0+0]"


async def test_nothing_is_cleared_when_the_source_is_empty(world: World) -> None:
    fill(world)
    change_report(world, result=[])
    plan = await world.sync(prune=True)
    reason = f"skip: {GONE}: not cleared, since Runrun.it tells of no time at all"
    assert said(plan) == [reason, reason]


async def test_nothing_is_cleared_of_people_of_whom_the_source_tells_nothing(world: World) -> None:
    _, moon = fill(world)
    world.wrote(world.worker("Bea"), moon, MONDAY, 480)
    plan = await world.sync(prune=True)
    assert said(plan) == [
        f"clear: {GONE}",
        f"skip: {GONE}: not cleared, since Runrun.it tells nothing of this person in these days",
    ]


async def test_nothing_is_cleared_by_one_who_may_not_see_everybodys_time(world: World) -> None:
    fill(world)
    world.runrunit.state.users.change("administrator", is_master=False)
    plan = await world.sync(prune=True)
    assert said(plan) == [
        f"skip: {GONE}: not cleared, since the user of Runrun.it may not see everybody's time"
    ]


@pytest.mark.parametrize("seconds", [0, HOUR])
async def test_nothing_is_lowered_on_days_of_which_something_was_left_out(
    world: World, seconds: int
) -> None:
    anna, moon = fill(world)
    if seconds:
        world.work(anna, moon, MONDAY, seconds)
    change_report(world, others=[{"date": "2026-11-16", "time": 60}])
    plan = await world.sync(prune=True)
    assert [step.kind for step in plan.steps] == ["skip"]
    assert plan.steps[0].reason.endswith("Runrun.it left out 60 s of that day")
    assert plan.totals["Runrun.it left out"] == "0 h 01 min 00 s"


async def test_time_that_moved_to_an_unlinked_project_is_not_said_to_be_gone(world: World) -> None:
    anna, _ = fill(world)
    site = world.job("Site")
    world.runn.state.projects.change(site.project, references=[])
    world.work(anna, site, MONDAY, 8 * HOUR)
    plan = await world.sync(prune=True)
    assert said(plan) == [
        "conflict: no longer on this project in Runrun.it, but on what is not linked: Site",
        f"conflict: no project in Runn refers to {site.source}",
    ]
    assert world.recorded()[0] == "11-16 Anna, Moon, Developer: 480+0"


async def test_rows_outside_the_period_are_listed_and_not_planned(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = {"date": "2026-11-09", "user_id": anna.user, "project_id": moon.source, "time": 3600}
    world.source = world.runrunit.client(strict=False)
    change_report(world, result=[row])
    assert said(await world.sync()) == ["conflict: not of the days that were asked for"]
    assert world.recorded() == []


# A project that is linked anew


def link_anew(world: World) -> None:
    """What was written on one project is now referred to by another."""
    anna, moon = world.worker("Anna"), world.job("Moon")
    for day in (MONDAY, TUESDAY):
        world.work(anna, moon, day, HOUR)
        world.wrote(anna, moon, day, 60)
    projects = world.runn.state.projects
    projects.change(moon.project, references=[])
    projects.change(world.runn_project("New", None), references=[reference(moon.source)])


async def test_a_project_that_is_linked_anew_does_not_count_its_days_twice(world: World) -> None:
    link_anew(world)
    before = world.recorded()
    plan = await world.sync()
    assert {step.kind for step in plan.steps} == {"conflict"}
    assert plan.steps[0].reason == "60 of that day are on Moon, which is no longer linked"
    assert world.recorded() == before


async def test_where_that_is_wanted_the_days_move_to_the_new_one(world: World) -> None:
    link_anew(world)
    await world.sync(prune=True)
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 0+0",
        "11-16 Anna, New, Developer: 60+0",
        "11-17 Anna, Moon, Developer: 0+0",
        "11-17 Anna, New, Developer: 60+0",
    ]


# Planned, and not worked


async def test_planned_days_without_work_are_zeros_if_that_is_wanted(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.assign(anna, moon, "Developer", MONDAY, FRIDAY)
    world.work(anna, moon, TUESDAY, HOUR)
    world.record(anna, moon, WEDNESDAY, 45)
    assert len((await world.plan()).changes) == 1
    await world.sync(zeros=True)
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 0+0",
        "11-17 Anna, Moon, Developer: 60+0",
        "11-18 Anna, Moon, Developer: 45+0",
        "11-19 Anna, Moon, Developer: 0+0",
        "11-20 Anna, Moon, Developer: 0+0",
    ]
    assert world.of(MONDAY).billable_note == "[Runrun.it 0+0]"
    world.work(anna, moon, MONDAY, HOUR)  # it is ours like any other
    await world.sync(zeros=True)
    assert world.recorded()[0] == "11-16 Anna, Moon, Developer: 60+0"


@pytest.mark.parametrize("why", ["left out", "empty", "unconfirmed", "may not see"])
async def test_there_are_no_zeros_where_the_source_does_not_cover_the_day(
    world: World, why: str
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon", is_confirmed=why != "unconfirmed")
    world.assign(anna, moon, "Developer", MONDAY, MONDAY)
    if why != "empty":
        world.work(anna, None, TUESDAY, HOUR)
    if why == "left out":
        change_report(world, others=[{"date": "2026-11-16", "time": 60}])
    if why == "may not see":
        world.runrunit.state.users.change("administrator", is_master=False)
    assert (await world.plan(zeros=True)).changes == ()
