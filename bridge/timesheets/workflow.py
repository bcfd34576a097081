"""Reading both sides and planning, in one call."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve

from bridge.timesheets.entries import read_runrunit
from bridge.timesheets.planner import plan_entries
from bridge.timesheets.snapshot import read_locks, read_snapshot
from bridge.timesheets.steps import Timesheets, TimesheetStep
from clientcore import ArgumentError, Clock, SystemClock
from runn_client import RunnClient
from runrunit_client import RunrunitClient


async def plan_timesheets(
    runrunit: RunrunitClient,
    runn: RunnClient,
    first: dt.date,
    last: dt.date,
    *,
    time_zone: str | None = None,
    clock: Clock | None = None,
) -> Timesheets:
    """Plan how time worked in Runrun.it becomes actuals in Runn. Nothing is changed.

    Args:
        runrunit: Where the time is.
        runn: Where it is to go.
        first: The first day.
        last: The last day.
        time_zone: Whose calendar tells what is in the future, such as `America/Sao_Paulo`; that
            of the Runrun.it user unless given.
        clock: For tests.

    Raises:
        ArgumentError: `first` is after `last`, or there is no such time zone.
        SDKError: One of the two services did not answer as it should.
    """
    if first > last:
        raise ArgumentError(f"the first day, {first}, is after the last, {last}")
    if not time_zone:
        # A user without one is told what to pass, which says more than that the field is missing
        time_zone = str(getattr(await runrunit.users.me(), "time_zone", ""))
    today = (clock or SystemClock()).now().astimezone(_zone(time_zone)).date()
    entries, visible = await read_runrunit(runrunit, first, last)
    snapshot = await read_snapshot(runn, first, last)
    plan = plan_entries(entries, visible, snapshot, today)
    locks = await read_locks(runn, (step.write.project_id for step in plan.changes if step.write))
    return evolve(plan, actions=tuple(_unless_locked(step, locks) for step in plan.actions))


def _unless_locked(step: TimesheetStep, locks: Mapping[int, dt.date]) -> TimesheetStep:
    until = locks.get(step.write.project_id) if step.write else None
    if until is None or step.date > until:
        return step
    return step.skipped(f"timesheets of the project are locked until {until}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        pass
    raise ArgumentError(f"there is no time zone {name!r}; pass one such as America/Sao_Paulo")
