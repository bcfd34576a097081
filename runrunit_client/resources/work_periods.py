"""Work periods: time that the timer measured."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.work_period import WorkPeriod
from runrunit_client.service import ONLY_2022, PAGES_OF_100, PageOf100


class WorkPeriods(Resource):
    """Work periods: time that the timer measured. No longer documented, but still in use."""

    @operation("GET", "/work_periods", pages=PAGES_OF_100, editions=ONLY_2022)
    def list(
        self,
        *,
        task_id: int | Unset = UNSET,
        user_id: str | Unset = UNSET,
        starting_from: dt.date | dt.datetime | Unset = UNSET,
        starting_before: dt.date | dt.datetime | Unset = UNSET,
        ending_from: dt.date | dt.datetime | Unset = UNSET,
        ending_before: dt.date | dt.datetime | Unset = UNSET,
        page_size: PageOf100 = UNSET,
    ) -> Pager[WorkPeriod]:
        """Work periods; those of the last month if no times are given.

        Args:
            task_id: On this task.
            user_id: Of this user.
            starting_from: Begun then or later.
            starting_before: Begun before.
            ending_from: Ended then or later.
            ending_before: Ended before.
            page_size: Periods per request, 1 to 100.
        """
        ...

    @operation("GET", "/work_periods/:id", editions=ONLY_2022)
    async def get(self, work_period_id: int) -> WorkPeriod:
        """One work period.

        Args:
            work_period_id: The work period's id.
        """
        ...
