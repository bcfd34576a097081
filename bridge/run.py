"""A run of a workflow: read, plan, limit, show, apply. Commands and watchers all take this way."""

import json
import os
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from attrs import field, frozen

from bridge.accounts import Accounts
from bridge.apply import apply
from bridge.plan import TAKES, Plan, Step, step_to_json
from bridge.workflow import Outcome, Workflow
from clientcore import ArgumentError

F = TypeVar("F")
S = TypeVar("S", bound=Step)

DONE, FAILED, MISUSE, LIMITED, LEFT = range(5)
"""Exit codes: done or nothing to do; refused or failed; misuse; stopped by a limit; things left for
people."""

FEW = 20
"""So many rows may be lowered or cleared at once, whatever part of all that is."""
PART = 0.2
"""And this part of all, however many that are."""
KEEPS = timedelta(days=1)
"""So long a plan may be kept."""


class Report(Protocol):
    """Tells people how a run goes."""

    def plan(self, plan: Plan[Step]) -> None:
        """This is what would be done."""
        ...

    def say(self, text: str) -> None:
        """A sentence."""
        ...

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """This is being done; so much of it is."""
        ...

    def outcome(self, outcome: Outcome[Any]) -> None:
        """This is what was done, also where it did not come to an end."""
        ...


@frozen(kw_only=True)
class Wanted:
    """How a run is wanted.

    Attributes:
        apply: Do it; without, it is only shown.
        max_less: How many rows may be lowered or cleared; a few, or a part of all, unless given.
        undo: The file in which to note what there was before.
        lease: Held while writing, so that no other machine writes the same.
    """

    apply: bool = False
    max_less: int | None = None
    undo: Path | None = None
    lease: AbstractAsyncContextManager[object] = field(factory=nullcontext[None])


async def make_plan(workflow: Workflow[F, S], accounts: Accounts) -> Plan[S]:
    """Read both sides and plan. Nothing is changed.

    Args:
        workflow: What is to be planned.
        accounts: Where.

    Raises:
        SDKError: A service did not answer as it should.
    """
    return workflow.plan(await workflow.read(accounts.anew()))


async def run(
    workflow: Workflow[F, S],
    accounts: Accounts,
    wanted: Wanted,
    report: Report,
    kept: Plan[S] | None = None,
) -> int:
    """Plan, show, and if it is wanted apply; the exit code.

    Args:
        workflow: What is to be done.
        accounts: Where.
        wanted: How.
        report: Whom to tell.
        kept: A plan that was made before, to be shown or applied instead of a new one.

    Raises:
        ArgumentError: The plan that was kept is for other accounts, or too old.
        SDKError: A service failed; what was written stays written, and was told of.
    """
    if kept is None:
        report.progress("Reading both sides")
        plan = await make_plan(workflow, accounts)
    else:
        plan = kept
        await _check_age(plan, accounts)
    report.plan(plan)
    code = LEFT if plan.of("conflict") else DONE
    if not plan.changes:
        return code
    if too_much := limit(plan, wanted.max_less):
        report.say(too_much)
        if wanted.apply:
            return LIMITED
    if not wanted.apply:
        report.say("Nothing was changed: add --apply to do it.")
        return code
    outcome = Outcome[S]()
    try:
        async with wanted.lease:
            await apply(
                plan,
                workflow.writer(accounts, plan),
                outcome,
                remember=_Journal(wanted.undo),
                tell=lambda done, total: report.progress("Writing", done, total),
            )
    finally:
        report.outcome(outcome)
    if any(not refusal.changed for refusal in outcome.refused):
        return FAILED
    return LEFT if outcome.refused else code


def limit(plan: Plan[S], max_less: int | None = None) -> str:
    """Why a plan takes too much away to be applied just so; empty if it does not.

    Args:
        plan: The plan.
        max_less: How much it may take away.
    """
    less = len(plan.of(*TAKES))
    there = plan.unchanged + len(plan.of("update", *TAKES))
    allowed = max(FEW, int(there * PART)) if max_less is None else max_less
    if less <= allowed:
        return ""
    said = f"{less} of {there} rows would be lowered or cleared, and {allowed} may be"
    return f"{said}: if that is right, --max-less {less} allows it"


async def _check_age(plan: Plan[S], accounts: Accounts) -> None:
    if plan.account != accounts.described:
        raise ArgumentError(f"the plan is for {plan.account}, and this is {accounts.described}")
    if await accounts.now() - plan.read_at > KEEPS:
        raise ArgumentError(f"the plan stands on what was read at {plan.read_at}: make a new one")


class _Journal:
    """Notes steps in a file before they are written, so that they can be taken back."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __call__(self, steps: Sequence[Step]) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(step_to_json(step)) + "\n" for step in steps)
            file.flush()
            os.fsync(file.fileno())  # there before the change is, also if the machine stops
