"""The source: time worked in Runrun.it."""

import datetime as dt

from attrs import frozen

from runrunit_client import RunrunitClient


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
    """Whom and what the credentials can see: what is hidden from them is not gone.

    Attributes:
        users: E-mail addresses (None where there is none) by the users' ids.
        project_ids: Ids of projects.
    """

    users: dict[str, str | None]
    project_ids: set[str]


async def read_runrunit(
    runrunit: RunrunitClient, first: dt.date, last: dt.date
) -> tuple[list[TimeEntry], Visible]:
    """Time worked by day, project and user, and whom and what the report could cover.

    Args:
        runrunit: Where to read.
        first: The first day.
        last: The last day.
    """
    users = {user.id: user async for user in runrunit.users.list()}
    project_ids = {str(project.id) async for project in runrunit.projects.list()}
    report = await runrunit.reports.time_worked(
        group_by=["date", "project_id", "user_id"],
        period_type="custom_range",
        period_start=first,
        period_end=last,
        period_unit="day",
    )
    entries = [
        TimeEntry(
            date=row.date,
            user_id=row.user_id,
            user_name=row.user_name or row.user_id,
            email=users[row.user_id].email if row.user_id in users else None,
            project_id=None if row.project_id is None else str(row.project_id),
            project_name=row.project_name or "without a project",
            seconds=row.time,
        )
        for row in report.result
        if row.date is not None and row.user_id is not None
    ]
    return entries, Visible({user.id: user.email for user in users.values()}, project_ids)
