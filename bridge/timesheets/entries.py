"""The source: time worked in Runrun.it."""

import datetime as dt
from collections.abc import Mapping, Set

from attrs import frozen

from clientcore import DecodeError
from runrunit_client import RunrunitClient
from runrunit_client.models import TimeWorkedRow


@frozen(kw_only=True)
class TimeEntry:
    """Time of one user on one project and day, as another system has it."""

    date: dt.date
    """By that system's own calendar: a day is never converted between time zones."""
    user_id: str
    user_name: str
    email: str | None
    project_id: str | None
    project_name: str
    seconds: int


@frozen
class Visible:
    """What the source could tell of: what is hidden from the credentials is not gone.

    Attributes:
        users: E-mail addresses (None where there is none) by the users' ids.
        project_ids: Ids of projects.
        first: The first day that it told of.
        last: The last day that it told of.
    """

    users: Mapping[str, str | None]
    project_ids: Set[str]
    first: dt.date
    last: dt.date


async def read_runrunit(
    runrunit: RunrunitClient, first: dt.date, last: dt.date
) -> tuple[list[TimeEntry], Visible]:
    """Time worked by day, project and user, and whom and what the report could cover.

    Args:
        runrunit: Where to read.
        first: The first day.
        last: The last day.

    Raises:
        DecodeError: The report, or a row of it, is not as documented. To leave a row out would
            look as if its time were gone.
    """
    emails = {user.id: user.email async for user in runrunit.users.list()}
    project_ids = {str(project.id) async for project in runrunit.projects.list()}
    report = await runrunit.reports.time_worked(
        group_by=["date", "project_id", "user_id"],
        period_type="custom_range",
        period_start=first,
        period_end=last,
        period_unit="day",
    )
    entries = [_entry(row, f"result[{i}]", emails) for i, row in enumerate(report.result)]
    meta = report.meta
    return entries, Visible(emails, project_ids, meta.period_start, meta.period_end)


def _entry(row: TimeWorkedRow, path: str, emails: Mapping[str, str | None]) -> TimeEntry:
    # What it is not grouped by is None, and so is what is missing: neither may look like no time
    if row.date is None or row.user_id is None:
        raise DecodeError("neither a date nor a user", path)
    if row.project_id is None and row.project_name is not None:
        raise DecodeError("a project without its id", path)
    return TimeEntry(
        date=row.date,
        user_id=row.user_id,
        user_name=row.user_name or row.user_id,
        email=emails.get(row.user_id),
        project_id=None if row.project_id is None else str(row.project_id),
        project_name=row.project_name or "without a project",
        seconds=row.time,
    )
