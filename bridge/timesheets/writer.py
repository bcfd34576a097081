"""Writing actuals: in bulks, and not over what somebody changed since it was read."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from bridge.accounts import Accounts
from bridge.timesheets.recorded import ActualKey, Recorded
from bridge.timesheets.steps import TimesheetStep
from bridge.workflow import Refused
from clientcore import UNSET, InvalidRequestError
from clientcore.operation import operation_of
from runn_client.resources.actuals import Actuals
from runn_client.service import RUNN

BULK = operation_of(Actuals.create_bulk, RUNN).bulk or 1
"""How many actuals go in one request."""
_ROW = re.compile(r"(?:^|[{,])\s*actuals\[(\d+)\]\s*:\s*")


class ActualsWriter:
    """Writes the steps of a plan for timesheets.

    Args:
        accounts: Where.
        read_at: When what the plan stands on was read, by Runn's clock.
    """

    def __init__(self, accounts: Accounts, read_at: dt.datetime) -> None:
        self.most = BULK
        self._accounts = accounts
        self._seen = read_at

    async def changed(self, steps: Sequence[TimesheetStep]) -> Mapping[int, str]:
        """What others changed since it was read, by the place of a step.

        Runn does not tell of actuals that were deleted: these are written again.
        """
        rows = [row for step in steps if (row := step.after or step.before)]
        projects = {row.project_id for row in rows}
        days, known = {row.day for row in rows}, {row.key for row in rows}
        seen, self._seen = self._seen, await self._accounts.now()
        found: dict[ActualKey, Recorded] = {}
        added: set[tuple[object, ...]] = set()
        async for actual in self._accounts.runn.actuals.list(
            min_date=min(row.date for row in rows),
            max_date=max(row.date for row in rows),
            project_id=projects.pop() if len(projects) == 1 else UNSET,
            # Moments are compared to the second
            modified_after=seen.replace(microsecond=0) - dt.timedelta(seconds=1),
        ):
            row = Recorded.of(actual)
            found[row.key] = row
            if row.key not in known and row.day in days and actual.created_at > seen:
                added.add(row.day)
        reasons: dict[int, str] = {}
        for at, (step, row) in enumerate(zip(steps, rows, strict=True)):
            now = found.get(row.key)
            if now and now not in (step.before, step.after):
                was = step.before.minutes if step.before else 0
                reasons[at] = f"changed meanwhile: it was {was} and is {now.minutes}"
            elif row.day in added:
                reasons[at] = "changed meanwhile: time was added to the day"
        return reasons

    async def write(self, steps: Sequence[TimesheetStep]) -> None:
        """Write all of them, or raise Refused and have written none."""
        inputs = [step.after.over(step.before) for step in steps if step.after]
        try:
            if inputs:
                await self._accounts.runn.actuals.create_bulk(inputs)
        except InvalidRequestError as error:
            # What is removed is not among the rows that Runn counts
            places = [at for at, step in enumerate(steps) if step.after]
            reasons = _row_reasons(error.message)
            known = {places[row]: said for row, said in reasons.items() if row < len(places)}
            raise Refused(error.message, known) from error
        for step in steps:
            if step.before and not step.after:
                await self._remove(step.before)

    async def _remove(self, row: Recorded) -> None:
        actuals = self._accounts.runn.actuals
        async for actual in actuals.list(
            min_date=row.date, max_date=row.date, person_id=row.person_id, project_id=row.project_id
        ):
            if Recorded.of(actual).key == row.key:
                await actuals.delete(actual.id)


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
