"""The steps of a plan for timesheets."""

import datetime as dt

from attrs import evolve, frozen

from bridge.plan import Kind, Step
from bridge.timesheets.recorded import Recorded

COLUMNS = ("day", "person", "project", "role", "now", "minutes")


@frozen(kw_only=True)
class TimesheetStep(Step):
    """What would be done with minutes of one person on one project and day.

    Attributes:
        date: The day; the first of several where the time of many days is left out together.
        person: Who worked.
        project: On what.
        role: As what.
        minutes: What it would be.
        present: What it is now.
        before: The actual as it is; None if there is none yet.
        after: The actual as it would be; None if it is not changed, or removed.
    """

    date: dt.date
    person: str
    project: str
    role: str = ""
    minutes: int
    present: int = 0
    before: Recorded | None = None
    after: Recorded | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """By `COLUMNS`."""
        numbers = (str(self.present), str(self.minutes))
        return (str(self.date), self.person, self.project, self.role, *numbers)

    @property
    def key(self) -> tuple[str, ...]:
        """Project, day and person."""
        row = self.after or self.before
        if row is None:
            return (self.project, str(self.date), self.person)
        return (f"{row.project_id:012}", str(row.date), str(row.person_id))

    def left(self, kind: Kind, reason: str) -> "TimesheetStep":
        """The same, but not to be done."""
        return evolve(self, kind=kind, reason=reason, before=None, after=None)
