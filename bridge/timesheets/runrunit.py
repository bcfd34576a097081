"""Time worked in Runrun.it."""

import datetime as dt
from collections.abc import Mapping

from bridge.links import RUNRUNIT
from bridge.timesheets.source import Covers, TimeEntry, Worked
from clientcore import DecodeError
from runrunit_client import RunrunitClient
from runrunit_client.models import TimeWorkedRow, User


class RunrunitTime:
    """Runrun.it's report of time worked, by day, project and user.

    Args:
        runrunit: Where to read.
    """

    name = RUNRUNIT
    reference = RUNRUNIT

    def __init__(self, runrunit: RunrunitClient) -> None:
        self._runrunit = runrunit
        self._me: User | None = None

    async def time_zone(self) -> str:
        """That of the token's user."""
        # A user without one is told what to pass, which says more than that the field is missing
        return str(getattr(await self._user(), "time_zone", ""))

    async def read(self, first: dt.date, last: dt.date) -> Worked:
        """See `TimeSource.read`. Only a master of the account is sure to see everybody's time."""
        me = await self._user()
        emails = {user.id: user.email async for user in self._runrunit.users.list()}
        projects = {str(project.id) async for project in self._runrunit.projects.list()}
        report = await self._runrunit.reports.time_worked(
            group_by=["date", "project_id", "user_id"],
            period_type="custom_range",
            period_start=first,
            period_end=last,
            period_unit="day",
        )
        entries = [_entry(row, f"result[{i}]", emails) for i, row in enumerate(report.result)]
        covers = Covers(
            first=report.meta.period_start,
            last=report.meta.period_end,
            users=emails,
            projects=projects,
            left_out={other.date: other.time for other in report.others or () if other.time},
            everybody=getattr(me, "is_master", False),
        )
        return Worked(entries, covers)

    async def _user(self) -> User:
        self._me = self._me or await self._runrunit.users.me()
        return self._me


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
