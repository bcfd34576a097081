"""Time worked in a CSV file: columns `date`, `person` (an e-mail address), `project`, `minutes`."""

import csv
import datetime as dt
from pathlib import Path

from bridge.timesheets.source import Covers, TimeEntry, Worked
from clientcore import DecodeError


class CsvTime:
    """A file with a heading and a line for each piece of work.

    Args:
        path: The file.
        reference: The name of the references in Runn that hold what the column `project` has.
    """

    name = "CSV"

    def __init__(self, path: Path, reference: str) -> None:
        self.reference = reference
        self._path = path

    async def time_zone(self) -> str:
        """A file does not say."""
        return ""

    async def read(self, first: dt.date, last: dt.date) -> Worked:
        """See `TimeSource.read`."""
        entries: list[TimeEntry] = []
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                try:
                    entry = TimeEntry(
                        date=dt.date.fromisoformat(row["date"]),
                        user_id=row["person"],
                        user_name=row["person"],
                        email=row["person"],
                        project_id=row["project"] or None,
                        project_name=row["project"] or "without a project",
                        seconds=round(float(row["minutes"]) * 60),
                    )
                except (KeyError, TypeError, ValueError) as error:
                    raise DecodeError(repr(error), f"line {number}", str(self._path)) from None
                if first <= entry.date <= last:
                    entries.append(entry)
        users = {entry.user_id: entry.email for entry in entries}
        projects = {entry.project_id for entry in entries if entry.project_id}
        return Worked(entries, Covers(first=first, last=last, users=users, projects=projects))
