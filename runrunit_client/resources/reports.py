"""Reports."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from clientcore.operation import operation
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.time_worked import TimeWorked

GroupBy = Literal[
    "date",
    "client_id",
    "project_group_id",
    "project_id",
    "project_sub_group_id",
    "task_id",
    "task_status_id",
    "team_id",
    "type_id",
    "user_id",
]
PeriodType = Literal[
    "last_seven_days",
    "current_week",
    "last_fifteen_days",
    "last_thirty_days",
    "current_month",
    "last_ninety_days",
    "current_quarter",
    "last_one_year",
    "custom_range",
]
PeriodUnit = Literal["day", "week", "month", "year"]


class Reports(Resource):
    """Reports."""

    @operation("GET", "/reports/time_worked")
    async def time_worked(
        self,
        *,
        group_by: Sequence[GroupBy] | Unset = UNSET,
        period_type: PeriodType | Unset = UNSET,
        period_start: dt.date | Unset = UNSET,
        period_end: dt.date | Unset = UNSET,
        period_unit: PeriodUnit | Unset = UNSET,
        client_id: Sequence[int] | Unset = UNSET,
        project_id: Sequence[int] | Unset = UNSET,
        project_group_id: int | Unset = UNSET,
        project_subgroup_id: int | Unset = UNSET,
        type_id: Sequence[int] | Unset = UNSET,
        team_id: Sequence[int] | Unset = UNSET,
        user_id: Sequence[str] | Unset = UNSET,
        tag_list: Sequence[str] | Unset = UNSET,
        include_capacity: bool | Unset = UNSET,
        include_untracked: bool | Unset = UNSET,
        include_others: bool | Unset = UNSET,
        expand_others: bool | Unset = UNSET,
    ) -> TimeWorked:
        """Time worked, in seconds, by the days of the account's own calendar.

        Args:
            group_by: What a row stands for; several at once.
            period_type: The last seven days unless given.
            period_start: The first day, with `custom_range` only.
            period_end: The last day, with `custom_range` only.
            period_unit: What `date` groups by; days unless given.
            client_id: Of these clients.
            project_id: Of these projects.
            project_group_id: Of this group of projects.
            project_subgroup_id: Of this subgroup of projects.
            type_id: Of these types of task.
            team_id: Of these teams.
            user_id: Of these users.
            tag_list: Of tasks with these tags.
            include_capacity: Tell the time of the users' shifts as well.
            include_untracked: Tell the time of the shifts that nobody recorded as well.
            include_others: Tell the time that the filters left out; told unless False.
            expand_others: Tell that time group by group.
        """
        ...
