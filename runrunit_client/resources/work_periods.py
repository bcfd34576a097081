"""Work periods: time that the timer measured."""

import datetime as dt

from clientcore.operation import LinkPages, Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.work_period import WorkPeriod
from runrunit_client.service import ONLY_2022, PAGE

LIST = Operation(
    "work_periods.list",
    "GET",
    "/work_periods",
    WorkPeriod,
    pages=LinkPages(PAGE),
    editions=ONLY_2022,
)
GET = Operation("work_periods.get", "GET", "/work_periods/:id", WorkPeriod, editions=ONLY_2022)


class WorkPeriods(Resource):
    """Work periods: time that the timer measured. No longer documented, but still in use."""

    def list(
        self,
        *,
        task_id: int | Unset = UNSET,
        user_id: str | Unset = UNSET,
        starting_from: dt.date | dt.datetime | Unset = UNSET,
        starting_before: dt.date | dt.datetime | Unset = UNSET,
        ending_from: dt.date | dt.datetime | Unset = UNSET,
        ending_before: dt.date | dt.datetime | Unset = UNSET,
        page_size: int | Unset = UNSET,
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

        Source: `GET /work_periods`
        """
        query = {
            "task_id": task_id,
            "user_id": user_id,
            "starting_from": starting_from,
            "starting_before": starting_before,
            "ending_from": ending_from,
            "ending_before": ending_before,
        }
        return self._list(LIST, query=query, page_size=page_size)

    async def get(self, work_period_id: int) -> WorkPeriod:
        """One work period.

        Args:
            work_period_id: The work period's id.

        Raises:
            NotFoundError: There is none.

        Source: `GET /work_periods/:id`
        """
        return await self._call(GET, work_period_id)
