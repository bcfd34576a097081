"""Actuals: work that was done, as in a timesheet."""

import datetime as dt
from collections.abc import Sequence

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.actual import Actual, ActualInput
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_500, PageOf500
from runn_client.values import Minutes


class Actuals(Resource):
    """Actuals: work that was done, as in a timesheet."""

    @operation("GET", "/actuals/", pages=PAGES_OF_500)
    def list(
        self,
        *,
        min_date: dt.date | Unset = UNSET,
        max_date: dt.date | Unset = UNSET,
        person_id: int | Unset = UNSET,
        project_id: int | Unset = UNSET,
        role_id: int | Unset = UNSET,
        workstream_id: int | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf500 = UNSET,
    ) -> Pager[Actual]:
        """Actuals. Where there is none for a day, Runn counts the assigned minutes as worked.

        Args:
            min_date: On this day or later.
            max_date: On this day or earlier.
            person_id: Of this person.
            project_id: On this project.
            role_id: In this role.
            workstream_id: In this workstream.
            modified_after: Changed since then; deletions are not reported.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Actuals per request, 1 to 500.
        """
        ...

    @operation("POST", "/actuals/", idempotent=True)
    async def create(
        self,
        *,
        date: dt.date,
        person_id: int,
        project_id: int,
        role_id: int,
        billable_minutes: Minutes = 0,
        nonbillable_minutes: Minutes = 0,
        billable_note: str | Unset = UNSET,
        nonbillable_note: str | Unset = UNSET,
        phase_id: int | None | Unset = UNSET,
        workstream_id: int | None | Unset = UNSET,
    ) -> Actual:
        """Write the day's total, over any for the same person, project, role and workstream.

        Args:
            date: Not in the future, by the account's calendar.
            person_id: Who worked.
            project_id: On what: a confirmed project.
            role_id: As what.
            billable_minutes: Whole minutes; 0 on a non-billable project.
            nonbillable_minutes: Whole minutes.
            billable_note: A note on the billable minutes.
            nonbillable_note: A note on the others.
            phase_id: The phase; not part of the key.
            workstream_id: The workstream; None for none.

        Raises:
            InvalidRequestError: Runn refuses: a future day, a tentative project, and so on.
        """
        ...

    @operation("DELETE", "/actuals/{actualId}/")
    async def delete(self, actual_id: int) -> None:
        """Delete an actual for good; Runn then counts the assigned minutes as worked again.

        Args:
            actual_id: The actual's id.
        """
        ...

    @operation("POST", "/actuals/bulk/", bulk=100, idempotent=True)
    async def create_bulk(self, actuals: Sequence[ActualInput]) -> tuple[Actual, ...]:
        """Write the totals of many days, as `create` does: all of them or, on an error, none.

        Two with the same key in one call: the last one wins, so sum them before.

        Args:
            actuals: 1 to 100 of them.

        Raises:
            InvalidRequestError: One of them is refused; the message names each with its index.
        """
        ...

    @operation("POST", "/actuals/time-entry")
    async def add_time(
        self,
        *,
        date: dt.date,
        person_id: int,
        project_id: int,
        role_id: int,
        billable_minutes: Minutes = 0,
        nonbillable_minutes: Minutes = 0,
        billable_note: str | Unset = UNSET,
        nonbillable_note: str | Unset = UNSET,
        phase_id: int | None | Unset = UNSET,
        workstream_id: int | None | Unset = UNSET,
    ) -> Actual:
        """Add minutes to the day's actual, or begin it. Not repeated when the answer is lost.

        Args:
            date: Not in the future, by the account's calendar.
            person_id: Who worked.
            project_id: On what: a confirmed project.
            role_id: As what.
            billable_minutes: Whole minutes to add; 0 on a non-billable project.
            nonbillable_minutes: Whole minutes to add.
            billable_note: A note on the billable minutes.
            nonbillable_note: A note on the others.
            phase_id: The phase; None clears it.
            workstream_id: The workstream; None for none.

        Returns:
            The actual with its new total.

        Raises:
            InvalidRequestError: Runn refuses: a future day, a tentative project, and so on.
        """
        ...
