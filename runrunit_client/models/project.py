"""Projects."""

import datetime as dt
from collections.abc import Mapping

from clientcore.model import Model, model


@model
class Project(Model):
    """A project of one client."""

    id: int
    name: str
    start_date: dt.datetime | None
    close_date: dt.datetime | None
    is_closed: bool
    client_id: int
    project_group_id: int
    project_sub_group_id: int
    budgeted_cost: float
    """In units of the account's currency."""
    desired_date: dt.datetime | None
    """The day by which it is wanted."""
    created_at: dt.datetime
    is_public: bool
    is_shared: bool
    sharing_details: tuple[str, ...]
    use_new_permissions: bool
    board_stage_id: int | None
    client_name: str
    project_group_name: str
    project_group_is_default: bool
    project_sub_group_name: str
    project_sub_group_is_default: bool
    tasks_count: int
    tasks_count_progress: float
    tasks_not_assigned_count: int
    tasks_queued_count: int
    tasks_working_on_count: int
    tasks_closed_count: int
    task_points_sum: int
    task_points_progress: float | None
    task_points_not_assigned_sum: int
    task_points_queued_sum: int
    task_points_working_on_sum: int
    task_points_closed_sum: int
    time_worked: int
    """Seconds."""
    time_pending: int
    """Seconds."""
    time_pending_not_assigned: int
    """Seconds."""
    time_pending_queued: int
    """Seconds."""
    time_total: int
    """Seconds."""
    time_progress: float
    overdue: str
    cost_worked: float
    cost_pending: float
    extra_costs: float
    cost_total: float
    cost_progress: float | None = None
    over_budget: str
    activities_6_days_ago: int
    activities_5_days_ago: int
    activities_4_days_ago: int
    activities_3_days_ago: int
    activities_2_days_ago: int
    activities_1_days_ago: int
    activities_0_days_ago: int
    """Seconds worked today; likewise below for earlier days."""
    activities: int
    """Seconds worked today and in the last six days."""
    estimated_delivery_date: dt.datetime | None
    board_stage_name: str | None
    board_stage_color: str | None
    activities_7_days_ago: int
    time_pending_backlog: int
    """Superseded by `time_pending_not_assigned`."""
    tasks_backlog_count: int
    """Superseded by `tasks_not_assigned_count`."""
    is_active: bool
    """The opposite of `is_closed`."""
    permissions: tuple[Mapping[str, object], ...] | None = None
