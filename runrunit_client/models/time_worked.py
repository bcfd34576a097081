"""The report of time worked."""

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from clientcore.codec.codec import extra_field


@frozen(kw_only=True)
class TimeWorkedRow:
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
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class DayTime:
    """Time of one day."""

    date: dt.date
    time: int
    """Seconds."""
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class TimeWorkedMeta:
    """What the report covers."""

    period_start: dt.date
    period_end: dt.date
    """The last day."""
    unit: str
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class TimeWorked:
    """Time worked, grouped and filtered as asked."""

    meta: TimeWorkedMeta
    result: tuple[TimeWorkedRow, ...]
    others: tuple[DayTime, ...] | None = None
    """Time that the filters left out."""
    capacity: tuple[DayTime, ...] | None = None
    """Time that the users' shifts have."""
    untracked: tuple[DayTime, ...] | None = None
    """Time of the shifts that nobody recorded."""
    extra: Mapping[str, object] = extra_field()
