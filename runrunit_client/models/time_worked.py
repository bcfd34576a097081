"""The report of time worked."""

import datetime as dt

from clientcore.model import Model, model, promised


@model
class TimeWorkedRow(Model):
    """Time worked in one group: the fields that it is not grouped by are None."""

    date: dt.date | None = None
    """The first day of the period unit, in the account's calendar."""
    client_id: int | None = None
    client_name: str | None = None
    project_id: int | None = None
    project_name: str | None = None
    project_group_id: int | None = None
    project_group_name: str | None = None
    project_sub_group_id: int | None = None
    project_sub_group_name: str | None = None
    task_id: int | None = None
    task_title: str | None = None
    type_id: int | None = None
    type_name: str | None = None
    team_id: int | None = None
    team_name: str | None = None
    user_id: str | None = None
    user_name: str | None = None
    automatic_time: int | None = None
    """Seconds that the timer measured."""
    manual_time: int | None = None
    """Seconds that were entered by hand."""
    time: int
    """Seconds, both together."""


@model
class DayTime(Model):
    """Time of one day."""

    date: dt.date
    time: int
    """Seconds."""


@model
class TimeWorkedMeta(Model):
    """What the report covers."""

    period_start: dt.date
    period_end: dt.date
    """The last day."""
    unit: str


@model
class TimeWorked(Model):
    """Time worked, grouped and filtered as asked."""

    meta: TimeWorkedMeta
    result: tuple[TimeWorkedRow, ...] = promised()
    others: tuple[DayTime, ...] | None = None
    """Time that the filters left out."""
    capacity: tuple[DayTime, ...] | None = None
    """Time that the users' shifts have."""
    untracked: tuple[DayTime, ...] | None = None
    """Time of the shifts that nobody recorded."""
