"""Applying a plan for timesheets: in bulks, and good rows go even where others are refused."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from attrs import field, frozen

from bridge.timesheets.steps import Timesheets, TimesheetStep
from clientcore import InvalidRequestError
from clientcore.operation import operation_of
from runn_client import RunnClient
from runn_client.resources.actuals import Actuals
from runn_client.service import RUNN

Group = tuple[TimesheetStep, ...]
"""The steps of one person, project and day: written together or not at all."""

BULK = operation_of(Actuals.create_bulk, RUNN).bulk or 1
"""How many actuals go in one request."""
_ROW = re.compile(r"(?:^|[{,])\s*actuals\[(\d+)\]\s*:\s*")


@frozen
class Refusal:
    """A step that Runn refused, and its reason."""

    step: TimesheetStep
    reason: str


@frozen
class Outcome:
    """What became of a plan."""

    written: list[TimesheetStep] = field(factory=list[TimesheetStep])
    refused: list[Refusal] = field(factory=list[Refusal])


async def apply_timesheets(
    runn: RunnClient,
    plan: Timesheets,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Write what the plan changes.

    Wherever it stops, each day is either as it was or as planned: an actual is overwritten, what
    belongs together goes in one bulk, and a bulk is written whole or not at all. Run again after
    that, planning finds what is left to do.

    Args:
        runn: Where to write.
        plan: What.
        on_progress: Called with the number of steps dealt with and of all.

    Raises:
        SDKError: Runn failed otherwise than by refusing rows; what was written stays written.
    """
    outcome = Outcome()
    total = len(plan.changes)
    for groups in _bulks(plan.changes):
        await _write(runn, groups, outcome)
        on_progress(len(outcome.written) + len(outcome.refused), total)
    return outcome


def _bulks(steps: Sequence[TimesheetStep]) -> Iterator[list[Group]]:
    """As few bulks as the limit allows, none of which takes apart what belongs together."""
    most = BULK
    bulk: list[Group] = []
    size = 0
    for _, found in groupby(steps, key=lambda step: step.key):
        group = tuple(found)
        if size + len(group) > most:
            yield bulk
            bulk, size = [], 0
        bulk.append(group)
        size += len(group)
    if bulk:
        yield bulk


async def _write(runn: RunnClient, groups: list[Group], outcome: Outcome) -> None:
    """Write the groups, without those that Runn names as wrong; in halves if it names none."""
    while groups:
        steps = [step for group in groups for step in group]
        refused = await _try(runn, steps)
        if refused is None:
            outcome.written.extend(steps)
            return
        if not refused.reasons and len(groups) > 1:
            middle = len(groups) // 2
            await _write(runn, groups[:middle], outcome)
            groups = groups[middle:]
            continue
        good: list[Group] = []
        index = 0
        for group in groups:
            reasons = [refused.reasons.get(index + offset, "") for offset in range(len(group))]
            index += len(group)
            if any(reasons) or not refused.reasons:
                outcome.refused.extend(_refusals(group, reasons, refused.message))
            else:
                good.append(group)
        groups = good


@frozen
class _Refused:
    message: str
    reasons: dict[int, str]


async def _try(runn: RunnClient, steps: Sequence[TimesheetStep]) -> _Refused | None:
    """Write one bulk; None if it was taken."""
    try:
        await runn.actuals.create_bulk([step.write for step in steps if step.write])
    except InvalidRequestError as error:
        reasons = _row_reasons(error.message)
        known = {index: reason for index, reason in reasons.items() if index < len(steps)}
        return _Refused(error.message, known)
    return None


def _row_reasons(message: str) -> dict[int, str]:
    """Runn's `{ actuals[0]: 'reason', actuals[3]: 'reason' }`, which is one text and no JSON."""
    marks = list(_ROW.finditer(message))
    ends = [mark.start() for mark in marks[1:]] + [len(message)]
    reasons: dict[int, str] = {}
    for mark, end in zip(marks, ends, strict=False):
        text = message[mark.end() : end].rstrip(" ,}\n")
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
        reasons[int(mark[1])] = (text[1:-1] if quoted else text) or "refused"
    return reasons


def _refusals(group: Group, reasons: Sequence[str], message: str) -> Iterator[Refusal]:
    own = next((reason for reason in reasons if reason), message)
    for step, reason in zip(group, reasons, strict=True):
        yield Refusal(step, reason or own)
