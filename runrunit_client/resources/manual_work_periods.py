"""Manual work periods: time that somebody entered by hand."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.manual_work_period import ManualWorkPeriod
from runrunit_client.service import PAGES_OF_100, PageOf100


class ManualWorkPeriods(Resource):
    """Manual work periods: time that somebody entered by hand."""

    @operation("GET", "/manual_work_periods", pages=PAGES_OF_100)
    def list(
        self,
        *,
        task_id: int | Unset = UNSET,
        user_id: str | Unset = UNSET,
        from_: dt.date | dt.datetime | Unset = UNSET,
        before: dt.date | dt.datetime | Unset = UNSET,
        page_size: PageOf100 = UNSET,
    ) -> Pager[ManualWorkPeriod]:
        """Manual work periods; those of one month if no times are given.

        Args:
            task_id: On this task.
            user_id: Of this user.
            from_: Then or later.
            before: Before then.
            page_size: Periods per request, 1 to 100.
        """
        ...

    @operation("GET", "/manual_work_periods/:id")
    async def get(self, manual_work_period_id: int) -> ManualWorkPeriod:
        """One manual work period.

        Args:
            manual_work_period_id: Its id.
        """
        ...

    @operation("POST", "/manual_work_periods", wrap="manual_work_period")
    async def create(
        self,
        *,
        task_id: int,
        date_to_apply: dt.date,
        seconds: int,
        board_stage_id: int | Unset = UNSET,
    ) -> ManualWorkPeriod:
        """Enter time for the user whose token the client uses.

        Args:
            task_id: What the work was on.
            date_to_apply: The day of the work.
            seconds: How long it was, in seconds.
            board_stage_id: The stage that the task was on.
        """
        ...

    @operation("PUT", "/manual_work_periods/:id", wrap="manual_work_period", idempotent=True)
    async def update(self, manual_work_period_id: int, *, seconds: int) -> ManualWorkPeriod:
        """Change how long the work was; nothing else of it can be changed.

        Args:
            manual_work_period_id: Its id.
            seconds: How long it was, in seconds.
        """
        ...

    @operation("DELETE", "/manual_work_periods/:id")
    async def delete(self, manual_work_period_id: int) -> None:
        """Delete a manual work period.

        Args:
            manual_work_period_id: Its id.
        """
        ...
