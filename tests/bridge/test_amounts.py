import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from runn_client.models import Reference
from runrunit_client.resources.projects import Projects
from runrunit_client.resources.users import Users
from tests.bridge.world import FRIDAY, HOUR, MONDAY, TUESDAY, World, reference, said


@pytest.mark.parametrize(
    ("tasks", "minutes"),
    [
        ((HOUR,), 60),
        ((HOUR, HOUR // 2), 90),
        ((20, 20, 20), 1),
        ((45, 50), 2),
        ((29, 29, 29), 1),
        ((29, 31, 29), 1),
        ((30,), 1),
        ((89,), 1),
        ((90,), 2),
        ((24 * HOUR,), 1440),
    ],
)
async def test_the_seconds_of_all_tasks_are_summed_before_they_are_rounded(
    world: World, tasks: tuple[int, ...], minutes: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    for seconds in tasks:
        world.work(anna, moon, MONDAY, seconds)
    await world.sync()
    assert world.recorded() == [f"11-16 Anna, Moon, Developer: {minutes}+0"]


async def test_two_projects_that_are_one_in_runn_are_summed_before_rounding(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    annex = world.job("Annex", also=moon)
    world.work(anna, moon, MONDAY, 45)
    world.work(anna, annex, MONDAY, 50)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 2+0"]


async def test_two_users_who_are_one_person_are_summed_before_rounding(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    freelancer = world.worker("Anna Freelancing", also=anna)
    world.work(anna, moon, MONDAY, 45)
    world.work(freelancer, moon, MONDAY, 50)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 2+0"]


async def test_two_users_on_two_projects_can_be_one_actual(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    freelancer, annex = world.worker("Anna Freelancing", also=anna), world.job("Annex", also=moon)
    for user in (anna, freelancer):
        for job in (moon, annex):
            world.work(user, job, MONDAY, 20)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 1+0"]


async def test_days_people_and_projects_stay_apart(world: World) -> None:
    anna, bea = world.worker("Anna"), world.worker("Bea")
    moon, site = world.job("Moon"), world.job("Site")
    world.work(anna, moon, MONDAY, HOUR)
    world.work(anna, moon, TUESDAY, 2 * HOUR)
    world.work(anna, site, MONDAY, 3 * HOUR)
    world.work(bea, moon, MONDAY, 4 * HOUR)
    plan = await world.sync()
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 60+0",
        "11-16 Anna, Site, Developer: 180+0",
        "11-16 Bea, Moon, Developer: 240+0",
        "11-17 Anna, Moon, Developer: 120+0",
    ]
    assert plan.totals["Runrun.it has"] == "10 h 00 min 00 s"


@pytest.mark.parametrize("seconds", [1, 29])
async def test_less_than_half_a_minute_is_listed_and_not_written(
    world: World, seconds: int
) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, seconds)
    plan = await world.sync()
    assert said(plan) == ["skip: less than half a minute"]
    assert world.recorded() == []


@pytest.mark.parametrize(
    ("before", "after", "minutes", "reason"),
    [
        (HOUR, 2 * HOUR, 120, "update: Runrun.it has more"),
        (HOUR, HOUR // 2, 30, "reduce: Runrun.it has less"),
        (HOUR, 29, 0, "reduce: rounds to 0 minutes"),
    ],
)
async def test_what_was_changed_at_the_source_is_overwritten(
    world: World, before: int, after: int, minutes: int, reason: str
) -> None:
    entry = world.work(world.worker("Anna"), world.job("Moon"), MONDAY, before)
    await world.sync()
    world.runrunit.state.manual_work_periods.change(entry, seconds=after)
    assert said(await world.sync()) == [reason]
    assert world.recorded() == [f"11-16 Anna, Moon, Developer: {minutes}+0"]


async def test_a_change_of_seconds_within_the_minute_changes_nothing(world: World) -> None:
    entry = world.work(world.worker("Anna"), world.job("Moon"), MONDAY, 60)
    await world.sync()
    world.runrunit.state.manual_work_periods.change(entry, seconds=89)
    plan = await world.plan()
    assert (plan.steps, plan.unchanged) == ((), 1)


async def test_what_was_removed_at_the_source_is_set_to_0(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    entry = world.work(anna, moon, MONDAY, HOUR)
    world.work(anna, moon, TUESDAY, HOUR)
    await world.sync()
    world.unwork(entry)
    assert said(await world.sync(prune=True)) == ["clear: no longer in Runrun.it"]
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 0+0",
        "11-17 Anna, Moon, Developer: 60+0",
    ]


async def test_all_roles_of_a_removed_day_are_set_to_0(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60)
    world.wrote(anna, moon, MONDAY, 0, 30, role="Designer")
    world.wrote(anna, moon, MONDAY, 0, role="Tester")
    world.work(anna, moon, TUESDAY, HOUR)
    plan = await world.sync(prune=True)
    assert len(plan.of("clear")) == 2
    assert world.recorded()[:3] == [
        "11-16 Anna, Moon, Designer: 0+0",
        "11-16 Anna, Moon, Developer: 0+0",
        "11-16 Anna, Moon, Tester: 0+0",
    ]


async def test_when_one_of_two_tasks_is_removed_the_other_stays(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    entry = world.work(anna, moon, MONDAY, HOUR)
    world.work(anna, moon, MONDAY, 2 * HOUR)
    await world.sync()
    world.unwork(entry)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 120+0"]


@pytest.mark.parametrize("hidden", ["user", "project"])
async def test_what_the_token_cannot_see_is_not_set_to_0(world: World, hidden: str) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    entry = world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    world.unwork(entry)
    if hidden == "user":
        world.runrunit.state.users.remove(anna.user)
    else:
        world.runrunit.state.projects.remove(moon.source)
    plan = await world.plan()
    assert plan.steps == ()


@pytest.mark.parametrize("method", [Users.list, Projects.list], ids=["user", "project"])
async def test_what_the_report_tells_of_is_updated_though_a_list_leaves_it_out(
    world: World, method: Callable[..., object]
) -> None:
    entry = world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    await world.sync()
    world.runrunit.handle(method, lambda call: [])
    world.runrunit.state.manual_work_periods.change(entry, seconds=HOUR // 2)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 30+0"]


@pytest.mark.parametrize("table", ["people", "projects"])
@pytest.mark.parametrize("references", [[], [Reference(reference_name="Toggl", external_id="1")]])
async def test_actuals_of_unlinked_people_and_projects_are_never_touched(
    world: World, table: str, references: list[Reference]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 60)
    state = world.runn.state
    if table == "people":
        state.people.change(anna.person, references=references)
    else:
        state.projects.change(moon.project, references=references)
    plan = await world.plan()
    assert plan.steps == ()


@pytest.mark.parametrize("days", [-1, 5])
async def test_days_outside_the_period_are_neither_written_nor_set_to_0(
    world: World, days: int
) -> None:
    anna, bea, moon = world.worker("Anna"), world.worker("Bea"), world.job("Moon")
    outside = MONDAY + dt.timedelta(days=days)
    world.record(anna, moon, outside, 60)
    world.work(bea, moon, outside, HOUR)
    plan = await world.plan()
    assert plan.steps == ()


async def test_the_first_and_the_last_day_are_in_the_period(world: World) -> None:
    anna, bea, moon = world.worker("Anna"), world.worker("Bea"), world.job("Moon")
    world.work(anna, moon, TUESDAY, HOUR)
    for day in (MONDAY, FRIDAY):
        world.wrote(anna, moon, day, 60)
        world.work(bea, moon, day, HOUR)
    await world.sync(prune=True)
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 0+0",
        "11-16 Bea, Moon, Developer: 60+0",
        "11-17 Anna, Moon, Developer: 60+0",
        "11-20 Anna, Moon, Developer: 0+0",
        "11-20 Bea, Moon, Developer: 60+0",
    ]


async def test_what_is_right_already_is_counted_and_left_alone(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, HOUR)
    plan = await world.plan()
    assert (plan.steps, plan.unchanged) == ((), 1)


async def test_a_zero_that_runn_filled_in_is_overwritten(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 0)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


async def test_zeros_that_stay_zeros_are_neither_written_nor_counted(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.member(anna, moon, "Developer")
    world.record(anna, moon, MONDAY, 0)
    world.record(anna, moon, TUESDAY, 0, role="Tester")
    world.work(anna, moon, TUESDAY, HOUR)
    plan = await world.sync()
    assert (said(plan), plan.unchanged) == (["create: not in Runn yet"], 0)


@pytest.mark.parametrize(
    "other", [{"role": "Designer"}, {"workstream_id": 7}], ids=["roles", "workstreams"]
)
async def test_a_split_day_with_the_right_sum_is_left_alone(
    world: World, other: dict[str, Any]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.member(anna, moon, "Developer")
    world.record(anna, moon, MONDAY, 40)
    world.record(anna, moon, MONDAY, 20, **other)
    world.work(anna, moon, MONDAY, HOUR)
    plan = await world.plan()
    assert (plan.steps, plan.unchanged) == ((), 1)


@pytest.mark.parametrize("seconds", [2 * HOUR, HOUR // 2, 0])
async def test_notes_phase_and_workstream_of_what_is_overwritten_are_kept(
    world: World, seconds: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    kept: dict[str, Any] = {"nonbillable_note": "Tea", "phase_id": 5, "workstream_id": 7}
    world.wrote(anna, moon, MONDAY, 60, billable_note="Airlock", **kept)
    world.work(anna, moon, TUESDAY, HOUR)
    if seconds:
        world.work(anna, moon, MONDAY, seconds)
    await world.sync(prune=True)
    row = world.table()[0]
    assert row["billable_minutes"] == seconds // 60
    assert row["billable_note"] == f"Airlock [Runrun.it {seconds // 60}+0]"
    assert {name: row[name] for name in kept} == kept


async def test_only_references_of_runrunit_count_for_setting_to_0(world: World) -> None:
    anna, moon, site = world.worker("Anna"), world.job("Moon"), world.job("Site")
    world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, site, TUESDAY, HOUR)
    projects = world.runn.state.projects
    other = Reference(reference_name="Harvest", external_id=str(moon.source))
    projects.change(moon.project, references=[other])
    assert (await world.plan()).of("clear") == ()
    projects.change(moon.project, references=[other, reference(moon.source)])
    plan = await world.sync(prune=True)
    assert [step.reason for step in plan.of("clear")] == ["no longer in Runrun.it"]
