"""Plans age: what others change meanwhile is not overwritten, and too much at once is not done."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from bridge.plan import Plan, Step
from bridge.run import DONE, FAILED, LEFT, LIMITED, Wanted, limit, run
from bridge.timesheets import TimesheetStep, Undo
from bridge.timesheets.undo import read_journal
from bridge.workflow import Outcome
from clientcore import ArgumentError, ServerError
from clientcore.sandbox import Status
from tests.bridge.world import BULK, FRIDAY, HOUR, MONDAY, TUESDAY, NoFault, World


@define
class Told:
    """A report that is kept."""

    plans: list[Plan[Any]] = field(factory=list)
    said: list[str] = field(factory=list)
    outcomes: list[Outcome[Any]] = field(factory=list)

    def plan(self, plan: Plan[Step]) -> None:
        self.plans.append(plan)

    def say(self, text: str) -> None:
        self.said.append(text)

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        pass

    def outcome(self, outcome: Outcome[Any]) -> None:
        self.outcomes.append(outcome)


async def go(world: World, told: Told | None = None, **options: Any) -> int:
    """A run of the whole week, with options of the run and of the workflow."""
    names = ("apply", "max_less", "undo", "lease")
    wanted = Wanted(**{name: options.pop(name) for name in names if name in options})
    kept = options.pop("kept", None)
    workflow = world.timesheets(**options)
    return await run(workflow, world.accounts, wanted, told or Told(), kept)


async def test_a_plan_does_not_overwrite_what_somebody_changed_meanwhile(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.wrote(anna, moon, MONDAY, 60, billable_note="old")
    for day in (MONDAY, TUESDAY):
        world.work(anna, moon, day, 2 * HOUR)
    plan = await world.plan()
    world.clock.advance(60)
    world.runn.state.actuals.change(row.id, billable_minutes=99, billable_note="new")
    outcome = await world.apply(plan)
    assert [(r.step.date, r.reason, r.changed) for r in outcome.refused] == [
        (MONDAY, "changed meanwhile: it was 60 and is 99", True)
    ]
    assert (world.of(MONDAY).billable_minutes, world.of(MONDAY).billable_note) == (99, "new")
    assert world.of(TUESDAY).minutes == 120


async def test_a_note_that_was_added_meanwhile_is_not_lost(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, 2 * HOUR)
    plan = await world.plan()
    world.clock.advance(60)
    world.runn.state.actuals.change(row.id, nonbillable_note="new")
    assert len((await world.apply(plan)).refused) == 1


async def test_time_that_was_added_meanwhile_in_another_role_is_not_counted_twice(
    world: World,
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, MONDAY, 2 * HOUR)
    plan = await world.plan()
    world.clock.advance(60)
    world.record(anna, moon, MONDAY, 120, role="Lead")
    outcome = await world.apply(plan)
    assert [r.reason for r in outcome.refused] == ["changed meanwhile: time was added to the day"]
    assert world.recorded() == ["11-16 Anna, Moon, Lead: 120+0"]


async def test_of_two_machines_the_slower_one_does_not_win(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    entry = world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    world.runrunit.state.manual_work_periods.change(entry, seconds=2 * HOUR)
    slow = await world.plan()
    world.clock.advance(60)
    world.runrunit.state.manual_work_periods.change(entry, seconds=3 * HOUR)
    await world.sync()
    outcome = await world.apply(slow)
    assert outcome.written == []
    assert world.of(MONDAY).minutes == 180


async def test_it_is_seen_before_each_bulk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 1)
    anna, moon = world.worker("Anna"), world.job("Moon")
    rows = {day: world.wrote(anna, moon, day, 60) for day in (MONDAY, TUESDAY, FRIDAY)}
    for day in rows:
        world.work(anna, moon, day, 2 * HOUR)
    plan = await world.plan()

    def edit(done: int, total: int) -> None:
        world.clock.advance(5)
        if done == 1:
            world.runn.state.actuals.change(rows[FRIDAY].id, billable_minutes=7)

    outcome = await world.apply(plan, edit)
    assert [step.date for step in outcome.written] == [MONDAY, TUESDAY]
    assert [r.step.date for r in outcome.refused] == [FRIDAY]


async def test_a_clock_that_is_wrong_by_an_hour_does_no_harm(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, 2 * HOUR)
    ahead = type(world.clock)(world.clock.now() + dt.timedelta(hours=1))
    accounts = world.accounts
    accounts.clock = ahead
    workflow = world.timesheets()
    plan = workflow.plan(await workflow.read(accounts))
    world.clock.advance(60)
    world.runn.state.actuals.change(row.id, billable_minutes=99)
    reasons = await workflow.writer(accounts, plan).changed(plan.changes)
    assert reasons == {0: "changed meanwhile: it was 60 and is 99"}


# Limits


def many(world: World, rows: int, gone: int) -> None:
    """So many rows that we wrote, of which some are gone; one is there in any case."""
    moon = world.job("Moon")
    for number in range(rows):
        worker = world.worker(f"W{number}")
        world.wrote(worker, moon, MONDAY, 480)
        world.work(worker, moon, TUESDAY if number < gone else MONDAY, 8 * HOUR)


@pytest.mark.parametrize(
    ("rows", "gone", "code"),
    [(30, 20, DONE), (30, 21, LIMITED), (150, 30, DONE), (150, 31, LIMITED)],
)
async def test_more_than_a_few_and_a_part_of_all_are_not_cleared_at_once(
    world: World, rows: int, gone: int, code: int
) -> None:
    many(world, rows, gone)
    told = Told()
    assert await go(world, told, apply=True, prune=True) == code
    assert (world.bulks == []) == (code == LIMITED)
    if code == LIMITED:
        assert f"--max-less {gone} allows it" in told.said[0]


@pytest.mark.parametrize(("most", "code"), [(20, LIMITED), (21, DONE), (0, LIMITED)])
async def test_how_much_may_be_lowered_can_be_said(world: World, most: int, code: int) -> None:
    many(world, 30, 21)
    assert await go(world, apply=True, prune=True, max_less=most) == code


async def test_one_wrong_digit_does_not_clear_a_year(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    for number in range(261):
        world.wrote(anna, moon, MONDAY - dt.timedelta(days=number), 480)
    world.work(anna, moon, MONDAY, 8 * HOUR)
    plan = await world.plan(dt.date(2025, 11, 16), prune=True)
    assert len(plan.of("clear")) == 260
    assert limit(plan).startswith("260 of 261 rows would be lowered or cleared")


async def test_what_is_too_much_is_told_though_nothing_is_to_be_written(world: World) -> None:
    many(world, 30, 30)
    told = Told()
    assert await go(world, told, prune=True) == DONE
    assert told.said[0].startswith("30 of 30 rows would be lowered")


# Exit codes


async def test_refused_rows_are_a_failure_and_those_changed_meanwhile_are_for_people(
    world: World,
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, 2 * HOUR)
    plan = await world.plan()
    world.runn.inject(Status(400, "{ actuals[0]: 'no' }"), operation=BULK)
    assert await go(world, apply=True, kept=plan) == FAILED
    world.clock.advance(60)
    world.runn.state.actuals.change(row.id, billable_minutes=7)
    assert await go(world, apply=True, kept=plan) == LEFT


async def test_what_was_done_is_told_whatever_ends_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 1)
    anna, moon = world.worker("Anna"), world.job("Moon")
    for day in (MONDAY, TUESDAY, FRIDAY):
        world.work(anna, moon, day, HOUR)
    world.runn.inject(NoFault(), operation=BULK)
    world.runn.inject(Status(500), operation=BULK, times=5)
    told = Told()
    with pytest.raises(ServerError):
        await go(world, told, apply=True)
    [outcome] = told.outcomes
    assert (len(outcome.written), len(outcome.left)) == (1, 2)


# Plans that are kept


async def test_a_plan_that_was_kept_is_the_same(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60)
    world.record(anna, moon, TUESDAY, 60)
    for day in (MONDAY, TUESDAY, FRIDAY):
        world.work(anna, moon, day, 2 * HOUR)
    plan = await world.plan()
    text = __import__("json").dumps({"plan": plan.to_json()})
    assert Plan.from_json(text, TimesheetStep) == plan


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"plan": {}}', '{"plan": {"steps": 1}}'])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError, match="not a plan"):
        Plan.from_json(text, TimesheetStep)


async def test_an_old_plan_and_one_for_other_accounts_are_refused(world: World) -> None:
    plan = await world.plan()
    accounts = world.accounts
    accounts.described = "another world"
    with pytest.raises(ArgumentError, match="is for a world made for tests"):
        await run(world.timesheets(), accounts, Wanted(), Told(), plan)
    world.clock.advance(25 * 3600)
    with pytest.raises(ArgumentError, match="make a new one"):
        await go(world, kept=plan)


# Taking it back


def busy(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60, phase_id=3)
    world.wrote(anna, moon, TUESDAY, 300)
    world.record(anna, moon, FRIDAY, 45, billable_note="Typed")
    world.work(anna, moon, MONDAY, 2 * HOUR)
    world.work(anna, moon, dt.date(2026, 11, 18), HOUR)


async def take_back(world: World, file: Path) -> int:
    steps = read_journal(file.read_text())
    return await run(Undo(steps), world.accounts, Wanted(apply=True, max_less=99), Told())


async def test_what_was_written_can_be_taken_back(world: World, tmp_path: Path) -> None:
    busy(world)
    before = world.table()
    assert await go(world, apply=True, prune=True, undo=tmp_path / "undo.jsonl") == DONE
    assert world.table() != before
    assert await take_back(world, tmp_path / "undo.jsonl") == DONE
    assert world.table() == before
    assert await take_back(world, tmp_path / "undo.jsonl") == DONE


@pytest.mark.parametrize("bulks", [0, 1, 2])
async def test_what_was_written_before_it_was_cut_off_can_be_taken_back(
    world: World, tmp_path: Path, bulks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 1)
    busy(world)
    before = world.table()
    if bulks:
        world.runn.inject(NoFault(), operation=BULK, times=bulks)
    world.runn.inject(Status(500), operation=BULK, times=5)
    with pytest.raises(ServerError):
        await go(world, apply=True, prune=True, undo=tmp_path / "undo.jsonl")
    assert await take_back(world, tmp_path / "undo.jsonl") == DONE
    assert world.table() == before


async def test_what_was_changed_since_is_not_taken_back(world: World, tmp_path: Path) -> None:
    busy(world)
    await go(world, apply=True, prune=True, undo=tmp_path / "undo.jsonl")
    world.runn.state.actuals.change(world.of(MONDAY).id, billable_minutes=7)
    assert await take_back(world, tmp_path / "undo.jsonl") == LEFT
    assert (world.of(MONDAY).minutes, world.of(TUESDAY).minutes) == (7, 300)


@pytest.mark.parametrize("text", ["{", "{}", '{"plan": 1}', "null"])
def test_what_is_no_undo_file_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError):
        read_journal(text)
