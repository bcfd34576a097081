"""The steps of a plan for timesheets."""

import datetime as dt

from attrs import evolve, frozen

from bridge.plan import Kind, Plan
from bridge.timesheets.snapshot import DayKey
from runn_client.models import ActualInput


@frozen(kw_only=True)
class TimesheetStep:
    """What would be done with one person's minutes on one project and day."""

    kind: Kind
    reason: str
    date: dt.date
    person: str
    project: str
    role: str = ""
    minutes: int
    """What it would be."""
    present: int = 0
    """What it is now."""
    write: ActualInput | None = None
    """What would be sent."""

    @property
    def key(self) -> DayKey | None:
        """What belongs together: steps of one key are applied together or not at all."""
        write = self.write
        return None if write is None else (write.date, write.person_id, write.project_id)

    def skipped(self, reason: str) -> "TimesheetStep":
        """The same, but not to be done."""
        return evolve(self, kind="skip", reason=reason, write=None)


@frozen
class Timesheets(Plan[TimesheetStep]):
    """A plan for timesheets.

    Attributes:
        actions: The steps.
        unchanged: How many days of a person on a project are right as they are.
        seconds: What the source has in all.
    """

    unchanged: int = 0
    seconds: int = 0
