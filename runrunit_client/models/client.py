"""Clients: the companies that projects are for."""

import datetime as dt

from clientcore.model import Model, model


@model
class ProjectGroup(Model):
    """A group of projects of one client."""

    id: int
    name: str | None
    client_id: int
    is_default: bool
    created_at: dt.datetime
    updated_at: dt.datetime


@model
class Client(Model):
    """A company that projects are for."""

    id: int
    name: str
    custom_field: str | None
    is_visible: bool
    budgeted_hours_month: float
    budgeted_cost_month: float
    projects_count: int
    time_worked: int
    """Seconds."""
    time_pending_not_assigned: int
    """Seconds."""
    time_pending_queued: int
    """Seconds."""
    time_pending: int
    """Seconds."""
    time_total: int
    """Seconds."""
    time_progress: float
    cost_worked: float
    cost_pending: float
    cost_total: float
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
    time_pending_backlog: int
    """Superseded by `time_pending_not_assigned`."""
    project_groups: tuple[ProjectGroup, ...]
    project_ids: tuple[int, ...]
