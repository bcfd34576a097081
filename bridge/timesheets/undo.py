"""Taking back what a run wrote, by the file in which it noted what there was before."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from bridge.accounts import Accounts
from bridge.plan import Kind, Plan, step_from_json
from bridge.timesheets.recorded import ActualKey, Recorded
from bridge.timesheets.steps import COLUMNS, TimesheetStep
from bridge.timesheets.writer import ActualsWriter
from clientcore import ArgumentError


@frozen(kw_only=True)
class Since:
    """What Runn has now of what a run wrote."""

    actuals: Mapping[ActualKey, Recorded]
    account: str
    read_at: dt.datetime


class Undo:
    """What was written goes back to what it was, unless somebody changed it since: a workflow.

    Args:
        steps: The steps that were written, in their order.
    """

    step = TimesheetStep

    def __init__(self, steps: Sequence[TimesheetStep]) -> None:
        self._steps: dict[ActualKey, TimesheetStep] = {}
        for step in steps:
            if row := step.after or step.before:
                first = self._steps.get(row.key, step)
                self._steps[row.key] = evolve(step, before=first.before)

    async def read(self, accounts: Accounts) -> Since:
        """Read the days of these steps."""
        read_at = await accounts.now()
        days = [key[0] for key in self._steps]
        actuals: dict[ActualKey, Recorded] = {}
        if days:
            listed = accounts.runn.actuals.list(min_date=min(days), max_date=max(days))
            actuals = {(row := Recorded.of(actual)).key: row async for actual in listed}
        return Since(actuals=actuals, account=accounts.described, read_at=read_at)

    def plan(self, facts: Since) -> Plan[TimesheetStep]:
        """Turn each step round."""
        pairs = [(step, facts.actuals.get(key)) for key, step in self._steps.items()]
        steps = [_back(step, now) for step, now in pairs if now != step.before]
        return Plan(
            account=facts.account,
            read_at=facts.read_at,
            columns=COLUMNS,
            steps=tuple(steps),
            unchanged=len(pairs) - len(steps),
        )

    def writer(self, accounts: Accounts, plan: Plan[TimesheetStep]) -> ActualsWriter:
        """Overwrites the actuals, and deletes those that were new."""
        return ActualsWriter(accounts, plan.read_at)


def read_journal(text: str) -> list[TimesheetStep]:
    """The steps that an undo file tells of.

    Raises:
        ArgumentError: It is no such file.
    """
    try:
        lines = [json.loads(line) for line in text.splitlines()]
    except ValueError:
        raise ArgumentError("this is not an undo file") from None
    return [step_from_json(line, TimesheetStep) for line in lines]


def _back(step: TimesheetStep, now: Recorded | None) -> TimesheetStep:
    present, minutes = (row.minutes if row else 0 for row in (now, step.before))
    turned = evolve(step, minutes=minutes, present=present)
    if now != step.after:
        return turned.left("conflict", f"changed since: it was written as {step.minutes}")
    kind: Kind = "update" if minutes >= present else "reduce" if step.before else "clear"
    return evolve(
        turned, kind=kind, reason="as it was before", before=step.after, after=step.before
    )
