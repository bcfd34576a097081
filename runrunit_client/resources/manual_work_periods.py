"""Manual work periods: time that somebody entered by hand."""

import datetime as dt
from types import NoneType

from clientcore.operation import LinkPages, Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.manual_work_period import ManualWorkPeriod
from runrunit_client.service import BOTH, PAGE

_WRAP = "manual_work_period"

LIST = Operation(
    "manual_work_periods.list",
    "GET",
    "/manual_work_periods",
    ManualWorkPeriod,
    pages=LinkPages(PAGE),
    editions=BOTH,
)
GET = Operation(
    "manual_work_periods.get", "GET", "/manual_work_periods/:id", ManualWorkPeriod, editions=BOTH
)
CREATE = Operation(
    "manual_work_periods.create",
    "POST",
    "/manual_work_periods",
    ManualWorkPeriod,
    wrap=_WRAP,
    editions=BOTH,
)
UPDATE = Operation(
    "manual_work_periods.update",
    "PUT",
    "/manual_work_periods/:id",
    ManualWorkPeriod,
    wrap=_WRAP,
    editions=BOTH,
    idempotent=True,
)
DELETE = Operation(
    "manual_work_periods.delete", "DELETE", "/manual_work_periods/:id", NoneType, editions=BOTH
)


class ManualWorkPeriods(Resource):
    """Manual work periods: time that somebody entered by hand."""

    def list(
        self,
        *,
        task_id: int | Unset = UNSET,
        user_id: str | Unset = UNSET,
        from_: dt.date | dt.datetime | Unset = UNSET,
        before: dt.date | dt.datetime | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[ManualWorkPeriod]:
        """Manual work periods; those of one month if no times are given.

        Args:
            task_id: On this task.
            user_id: Of this user.
            from_: Then or later.
            before: Before then.
            page_size: Periods per request, 1 to 100.

        Source: `GET /manual_work_periods`
        """
        query = {"task_id": task_id, "user_id": user_id, "from_": from_, "before": before}
        return self._list(LIST, query=query, page_size=page_size)

    async def get(self, manual_work_period_id: int) -> ManualWorkPeriod:
        """One manual work period.

        Args:
            manual_work_period_id: Its id.

        Raises:
            NotFoundError: There is none.

        Source: `GET /manual_work_periods/:id`
        """
        return await self._call(GET, manual_work_period_id)

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

        Raises:
            InvalidRequestError: Runrun.it finds a value wrong.

        Source: `POST /manual_work_periods`
        """
        body = {
            "task_id": task_id,
            "date_to_apply": date_to_apply,
            "seconds": seconds,
            "board_stage_id": board_stage_id,
        }
        return await self._call(CREATE, body=body)

    async def update(self, manual_work_period_id: int, *, seconds: int) -> ManualWorkPeriod:
        """Change how long the work was; nothing else of it can be changed.

        Args:
            manual_work_period_id: Its id.
            seconds: How long it was, in seconds.

        Raises:
            NotFoundError: There is none.

        Source: `PUT /manual_work_periods/:id`
        """
        return await self._call(UPDATE, manual_work_period_id, body={"seconds": seconds})

    async def delete(self, manual_work_period_id: int) -> None:
        """Delete a manual work period.

        Args:
            manual_work_period_id: Its id.

        Raises:
            NotFoundError: There is none.

        Source: `DELETE /manual_work_periods/:id`
        """
        await self._call(DELETE, manual_work_period_id)
