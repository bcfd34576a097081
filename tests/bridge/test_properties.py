"""What holds for every plan, tried on worlds made at random."""

import random
from collections import Counter
from typing import Any, cast

import pytest
from attrs import evolve

from bridge.timesheets import RunrunitTime
from bridge.timesheets.days import minutes_of
from bridge.timesheets.owners import Owners
from bridge.timesheets.recorded import Recorded
from bridge.timesheets.source import Worked
from clientcore.sandbox import Call, Row
from runn_client.models import Actual
from runrunit_client.resources.reports import Reports
from tests.bridge.world import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, World

WEEK = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
ROLES = ("Developer", "Lead", "Tester")
SEEDS = range(8)

Key = tuple[str, int, int]
"""A day, a person in Runn and a project in Runn."""


def random_world(seed: int) -> World:
    """A week with everything in it that a week can have, some of it twice."""
    dice = random.Random(seed)
    world = World()
    workers = [world.worker(f"W{n}", dice.choice((*ROLES, None))) for n in range(4)]
    workers.append(world.worker("Again", also=workers[0]))
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {},
        {"pricing_model": "nb"},
        {"is_confirmed": False},
        {"is_archived": True},
    )
    jobs = [world.job(f"J{n}", **fields) for n, fields in enumerate(kinds)]
    jobs.append(world.job("Again", also=jobs[0]))
    if dice.random() < 0.5:
        world.runn.lock_timesheets(jobs[1].project, dice.choice(WEEK))
    for worker in workers:
        for job in jobs:
            world.member(worker, job, *dice.sample(ROLES, dice.choice((0, 0, 1, 2))))
            if dice.random() < 0.3:
                first, last = sorted(dice.sample(WEEK, 2))
                fields = {"is_billable": dice.random() < 0.5}
                world.assign(worker, job, dice.choice(ROLES), first, last, **fields)
            for day in WEEK:
                for _ in range(dice.choice((0, 0, 1, 3))):
                    world.work(worker, job, day, dice.choice((1, 20, 29, 30, 90, 3600, 5000)))
    for worker in workers[:4]:
        for job in jobs[:5]:
            for day in WEEK:
                for role in dice.sample(ROLES, dice.choice((0, 0, 1, 2))):
                    billable, other = dice.choice(((60, 0), (0, 30), (15, 15), (0, 0)))
                    if job is jobs[2]:
                        billable, other = 0, billable + other
                    by = dice.choice((world.record, world.wrote, world.wrote))
                    row = by(worker, job, day, billable, other, role=role)
                    if by == world.wrote and dice.random() < 0.2:  # and somebody edits it
                        world.runn.state.actuals.change(row.id, nonbillable_minutes=other + 7)
    return world


def partial(world: World, seed: int) -> None:
    """Let the report leave out what it likes, and say so or not."""
    dice = random.Random(seed)
    gone = dice.sample(list(world.runrunit.state.users), 2)

    def answer(call: Call) -> object:
        report: Any = world.runrunit.usual(call)
        chance = dice.choice((0.0, 0.5, 1.0))
        kept = [row for row in report["result"] if row["user_id"] not in gone]
        report["result"] = [row for row in kept if dice.random() >= chance]
        if dice.random() < 0.5:
            report["others"] = [{"date": dice.choice(WEEK), "time": 60}]
        return report

    world.runrunit.handle(Reports.time_worked, answer)


def minutes_in_runn(world: World) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for row in world.runn.state.actuals.values():
        found[row.date.isoformat(), row.person_id, row.project_id] += row.minutes
    return found


def of_people(world: World) -> list[Actual]:
    """The actuals that people typed or edited."""
    owners = Owners("Runrun.it")
    rows = world.runn.state.actuals.values()
    return [row for row in rows if owners.of(Recorded.of(row)) in ("edited", "foreign")]


def key_of(row: Row) -> Key:
    return row["date"], row["personId"], row["projectId"]


async def minutes_at_the_source(world: World) -> Counter[Key]:
    """Whole minutes by the day, the person and the project in Runn that they belong to."""
    worked = await RunrunitTime(world.source).read(MONDAY, FRIDAY)
    state = world.runn.state
    people = {r.external_id: i for i, p in state.people.items() for r in p.references}
    projects = {r.external_id: i for i, p in state.projects.items() for r in p.references}
    seconds: Counter[Key] = Counter()
    for entry in worked.entries:
        assert entry.project_id
        key = (entry.date.isoformat(), people[entry.user_id], projects[entry.project_id])
        seconds[key] += entry.seconds
    return Counter({key: minutes_of(found) for key, found in seconds.items()})


@pytest.mark.parametrize("options", [{}, {"take_over": frozenset({"all"})}], ids=["", "taken over"])
@pytest.mark.parametrize("seed", SEEDS)
async def test_every_day_is_as_at_the_source_or_listed_and_untouched(
    seed: int, options: dict[str, Any]
) -> None:
    world = random_world(seed)
    before, expected = minutes_in_runn(world), await minutes_at_the_source(world)
    plan = await world.sync(prune=True, **options)
    after = minutes_in_runn(world)
    ids = {row.first_name: i for i, row in world.runn.state.people.items()}
    jobs = {row.name: i for i, row in world.runn.state.projects.items()}
    listed = {
        (step.date.isoformat(), ids[step.person], jobs[step.project])
        for step in plan.of("skip", "conflict")
    }
    assert listed
    for key in expected:
        assert after[key] == (before if key in listed else expected)[key], key
    for key in before.keys() - expected.keys():
        assert after[key] <= before[key]
    typed = any("by hand" in step.reason for step in plan.of("conflict"))
    assert typed == (not options)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
async def test_what_people_typed_is_never_changed(seed: int, narrow: bool) -> None:
    world = random_world(seed)
    if narrow:
        partial(world, seed)
    theirs = of_people(world)
    assert theirs
    await world.apply(await world.plan(prune=True))
    actuals = world.runn.state.actuals
    assert [actuals[row.id] for row in theirs] == theirs


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_cleared_on_days_of_which_something_was_left_out(seed: int) -> None:
    world = random_world(seed)
    world.runrunit.handle(
        Reports.time_worked,
        lambda call: {
            **cast("Row", world.runrunit.usual(call)),
            "others": [{"date": day, "time": 1} for day in WEEK],
        },
    )
    before = minutes_in_runn(world)
    plan = await world.plan(prune=True)
    assert plan.changes
    await world.apply(plan)
    after = minutes_in_runn(world)
    assert all(after[key] >= before[key] for key in before)


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_key_of_runn_is_written_twice(seed: int) -> None:
    world = random_world(seed)
    await world.sync()
    keys = [
        (*key_of(row), row["roleId"], row.get("workstreamId"))
        for bulk in world.bulks
        for row in bulk
    ]
    assert len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_nonbillable_projects_have_no_billable_minutes(seed: int) -> None:
    world = random_world(seed)
    await world.sync()
    (nonbillable,) = (
        i for i, row in world.runn.state.projects.items() if row.pricing_model == "nb"
    )
    rows = [r for r in world.runn.state.actuals.values() if r.project_id == nonbillable]
    assert sum(row.billable_minutes for row in rows) == 0
    assert sum(row.nonbillable_minutes for row in rows) > 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_order_in_which_entries_come_makes_no_difference(seed: int) -> None:
    world = random_world(seed)
    workflow = world.timesheets()
    facts = await workflow.read(world.accounts)
    entries = list(facts.worked.entries)
    random.Random(seed).shuffle(entries)
    shuffled = evolve(facts, worked=Worked(entries, facts.worked.covers))
    assert workflow.plan(shuffled) == workflow.plan(facts)


@pytest.mark.parametrize("seed", SEEDS)
async def test_planning_changes_nothing(seed: int) -> None:
    world = random_world(seed)
    before = world.table()
    assert (await world.plan()).changes
    assert (world.table(), world.bulks) == (before, [])


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 0), (1, 0), (29, 0), (30, 1), (59, 1), (60, 1), (89, 1), (90, 2), (3600, 60)],
)
def test_half_a_minute_counts_as_one(seconds: int, minutes: int) -> None:
    assert minutes_of(seconds) == minutes


def test_rounding_is_never_off_by_more_than_half_a_minute() -> None:
    assert all(abs(minutes_of(seconds) * 60 - seconds) <= 30 for seconds in range(100_000))
