"""What the marks need of Runn's notes, tried on a test account with rows of its own."""

import datetime as dt
from collections.abc import AsyncGenerator, Callable

from clientcore import UNSET, ArgumentError, SDKError, Unset
from runn_client import RunnClient
from runn_client.models import Actual, ActualInput

DAY = dt.date(2001, 1, 1)
"""Long before anybody's work; the days after it are used too."""
MARK = "kept [Runrun.it 7+0]"

Answer = tuple[str, str, bool]
"""A question, what was found, and whether that is what the marks need."""


async def verify(runn: RunnClient) -> AsyncGenerator[Answer, None]:
    """Write, read and remove a few actuals; what was found, one by one.

    Args:
        runn: A test account.

    Raises:
        ArgumentError: It is no test account, or there is nothing in it to write on.
        SDKError: Runn failed.
    """
    if not runn.test_account:
        raise ArgumentError("this is tried on a test account only, whose token begins with TEST_")
    trial = await _Trial.begin(runn)
    try:
        now = await trial.write(7, MARK)
        yield (
            "a note comes back as it was written",
            f"{now.billable_note!r}",
            (now.billable_note == MARK),
        )
        now = await trial.write(8, MARK)
        yield (
            "a day is overwritten, note and all",
            f"{now.minutes} minutes",
            (now.minutes == 8 and now.billable_note == MARK),
        )
        now = await trial.write(0, MARK)
        yield "a note stays on no minutes", f"{now.billable_note!r}", now.billable_note == MARK
        now = await trial.write(9)
        lost = "kept" if now.billable_note else "lost"
        yield "a note that is left out may be either", lost, True
        now = await trial.write(9, "")
        yield "an empty note clears it", f"{now.billable_note!r}", not now.billable_note
        listed = await runn.actuals.list(
            min_date=DAY, max_date=DAY, modified_after=now.updated_at - dt.timedelta(seconds=2)
        ).collect()
        yield "what changed is told", f"{len(listed)} rows", now.id in {row.id for row in listed}
    finally:
        await trial.end()
    there = await runn.actuals.list(min_date=DAY, max_date=DAY).collect()
    left = [row for row in there if row.id == now.id]
    yield "an actual can be removed", f"{len(left)} left", not left


class _Trial:
    def __init__(
        self, runn: RunnClient, input_of: Callable[[int, str | Unset], ActualInput]
    ) -> None:
        self._runn = runn
        self._input_of = input_of
        self._written: set[int] = set()

    @classmethod
    async def begin(cls, runn: RunnClient) -> "_Trial":
        """Find somebody and something to write on, where nothing is recorded."""
        taken = [a async for a in runn.actuals.list(min_date=DAY, max_date=DAY)]
        projects = [p async for p in runn.projects.list()]
        project = next(
            (
                p
                for p in projects
                if p.is_confirmed and not (p.is_archived or p.is_template)
                if p.pricing_model != "nb" and p.id not in {a.project_id for a in taken}
            ),
            None,
        )
        contract = await runn.contracts.list().first()
        if project is None or contract is None:
            raise ArgumentError("the test account needs a confirmed project and somebody at work")
        person_id, role_id, project_id = contract.person_id, contract.role_id, project.id

        def input_of(minutes: int, note: str | Unset) -> ActualInput:
            return ActualInput(
                date=DAY,
                person_id=person_id,
                project_id=project_id,
                role_id=role_id,
                billable_minutes=minutes,
                billable_note=note,
            )

        return cls(runn, input_of)

    async def write(self, minutes: int, note: str | Unset = UNSET) -> Actual:
        """Write it, and read it again."""
        answered = await self._runn.actuals.create_bulk([self._input_of(minutes, note)])
        self._written |= {row.id for row in answered}
        listed = self._runn.actuals.list(min_date=DAY, max_date=DAY)
        async for row in listed:
            if row.id in self._written:
                return row
        raise SDKError("what was written is not in the list of actuals")

    async def end(self) -> None:
        """Remove what was written."""
        for actual_id in self._written:
            await self._runn.actuals.delete(actual_id)
