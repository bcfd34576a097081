"""Whatever stops it, and whenever: a second run ends where an undisturbed one does."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from attrs import frozen

from bridge.run import DONE
from clientcore import Clock, SDKError, TransportError
from clientcore.sandbox import CutBody, Fault, LostAnswer, NoConnection, Row, Status
from clientcore.sandbox.faults import Serve
from clientcore.sandbox.wire import WireResponse
from tests.bridge.test_meanwhile import go, take_back
from tests.bridge.world import (
    BULK,
    FRIDAY,
    HOUR,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    NoFault,
    World,
)

WEEK = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
BULKS = 7
ATTEMPTS = 5
"""How often a request is tried."""


def let_pass(world: World, bulks: int) -> None:
    """The first bulks are written before anything goes wrong."""
    if bulks:
        world.runn.inject(NoFault(), operation=BULK, times=bulks)


@frozen
class Cancelled:
    """From outside, before the request is served or before its answer is there."""

    scope: anyio.CancelScope
    served: bool

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        answer = await serve() if self.served else None
        self.scope.cancel()
        await anyio.lowlevel.checkpoint()
        assert answer
        return answer


class KilledError(Exception):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _small_bulks(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 3)


def busy_week() -> World:
    """New days, changed days, removed days, days that are split, and days that people typed."""
    world = World()
    anna, bea, cleo, dora = (world.worker(name) for name in ("Anna", "Bea", "Cleo", "Dora"))
    moon, site = world.job("Moon"), world.job("Site", pricing_model="nb")
    for number, day in enumerate(WEEK, start=1):
        world.work(anna, moon, day, number * HOUR)
        world.wrote(bea, site, day, 0, 30, nonbillable_note="Tea")
        world.work(bea, site, day, number * 100)
        world.wrote(cleo, moon, day, 45, phase_id=number)
        world.wrote(cleo, moon, day, 300, workstream_id=7)
        if day != FRIDAY:
            world.work(cleo, moon, day, number * HOUR)
        world.record(dora, moon, day, 77, billable_note="Typed")
        world.work(dora, moon, day, number * HOUR)
        world.record(dora, site, day, 0, 15)
    return world


@pytest.fixture(scope="module")
def undisturbed() -> list[Row]:
    """What Runn has after a run that nothing disturbed."""
    world = busy_week()
    anyio.run(partial(world.sync, prune=True))
    return world.table()


async def test_a_busy_week_is_busy(undisturbed: list[Row]) -> None:
    world = busy_week()
    assert world.table() != undisturbed
    plan = await world.sync(prune=True)
    assert [len(plan.of(k)) for k in ("create", "update", "reduce", "clear")] == [5, 0, 13, 2]
    assert len(world.bulks) == BULKS
    assert world.table() == undisturbed


@pytest.mark.parametrize("bulks", [1, 4, BULKS])
async def test_killed_between_two_bulks(bulks: int, undisturbed: list[Row]) -> None:
    world = busy_week()

    def kill(done: int, total: int) -> None:
        if len(world.bulks) == bulks:
            raise KilledError

    with pytest.raises(KilledError):
        await world.apply(await world.plan(prune=True), kill)
    assert len(world.bulks) == bulks
    await world.sync(prune=True)
    assert world.table() == undisturbed


@pytest.mark.parametrize("bulks", [0, 1, 4, BULKS - 1])
@pytest.mark.parametrize("fault", [LostAnswer(), CutBody(), NoConnection(), Status(502)])
async def test_the_connection_is_lost_for_good(
    bulks: int, fault: Fault, undisturbed: list[Row]
) -> None:
    world = busy_week()
    let_pass(world, bulks)
    world.runn.inject(fault, operation=BULK, times=ATTEMPTS)
    plan = await world.plan(prune=True)
    with pytest.raises(SDKError):
        await world.apply(plan)
    await world.sync(prune=True)
    assert world.table() == undisturbed


@pytest.mark.parametrize("bulks", [0, 1, 4, BULKS - 1])
@pytest.mark.parametrize("served", [False, True])
async def test_cancelled_from_outside(bulks: int, served: bool, undisturbed: list[Row]) -> None:
    world = busy_week()
    plan = await world.plan(prune=True)
    with anyio.CancelScope() as scope:
        let_pass(world, bulks)
        world.runn.inject(Cancelled(scope, served), operation=BULK)
        await world.apply(plan)
    assert scope.cancelled_caught
    assert len(world.bulks) == bulks + served
    await world.sync(prune=True)
    assert world.table() == undisturbed


@pytest.mark.parametrize("bulks", [0, 4, BULKS - 1])
async def test_wherever_it_stops_each_day_is_as_it_was_or_as_planned(
    bulks: int, undisturbed: list[Row]
) -> None:
    world = busy_week()
    days_before, days_after = days_of(world.table()), days_of(undisturbed)
    let_pass(world, bulks)
    world.runn.inject(LostAnswer(), operation=BULK, times=ATTEMPTS)
    with pytest.raises(TransportError):
        await world.apply(await world.plan(prune=True))
    for key, rows in days_of(world.table()).items():
        assert rows in (days_before.get(key), days_after[key])


@pytest.mark.parametrize("bulks", [0, 1, 4, BULKS - 1])
@pytest.mark.parametrize("fault", [LostAnswer(), NoConnection()])
async def test_wherever_it_stops_the_undo_file_brings_the_start_back(
    bulks: int, fault: Fault, tmp_path: Path
) -> None:
    world = busy_week()
    before = world.table()
    let_pass(world, bulks)
    world.runn.inject(fault, operation=BULK, times=ATTEMPTS)
    file = tmp_path / "undo.jsonl"
    with suppress(TransportError):
        await go(world, apply=True, prune=True, undo=file)
    assert await take_back(world, file) == DONE
    assert world.table() == before


async def test_what_people_typed_is_not_in_anything_that_is_written(
    undisturbed: list[Row],
) -> None:
    world = busy_week()
    before = [row for row in world.table() if row["billable_note"] == "Typed"]
    await world.sync(prune=True)
    assert [row for row in world.table() if row["billable_note"] == "Typed"] == before
    dora = before[0]["person_id"]
    assert dora not in {row["personId"] for bulk in world.bulks for row in bulk}


def days_of(table: list[Row]) -> dict[object, list[Row]]:
    days: dict[object, list[Row]] = {}
    for row in table:
        days.setdefault((row["date"], row["person_id"], row["project_id"]), []).append(row)
    return days


@pytest.mark.parametrize("fault", [LostAnswer(), CutBody(), NoConnection(), Status(500)])
async def test_a_write_that_is_repeated_does_not_count_twice(
    fault: Fault, undisturbed: list[Row]
) -> None:
    world = busy_week()
    world.runn.inject(fault, operation=BULK, times=ATTEMPTS - 1)
    await world.sync(prune=True)
    assert world.table() == undisturbed


@pytest.mark.parametrize("side", ["runn", "runrunit"])
async def test_nothing_is_planned_from_half_of_what_was_read(
    side: str, undisturbed: list[Row]
) -> None:
    world = busy_week()
    sandbox = world.runn if side == "runn" else world.runrunit
    operation = "actuals.list" if side == "runn" else "reports.time_worked"
    sandbox.inject(NoConnection(), operation=operation, times=ATTEMPTS)
    with pytest.raises(TransportError):
        await world.plan(prune=True)
    await world.sync(prune=True)
    assert world.table() == undisturbed


async def test_two_runs_at_once_end_where_one_does(undisturbed: list[Row]) -> None:
    world = busy_week()
    async with anyio.create_task_group() as both:
        both.start_soon(run_whole, world)
        both.start_soon(run_whole, world)
    assert (await world.plan(prune=True)).changes == ()
    assert world.table() == undisturbed


async def run_whole(world: World) -> None:
    await world.apply(await world.plan(prune=True))
