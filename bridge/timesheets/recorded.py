"""What an actual of Runn says, and the mark by which the bridge knows its own."""

import datetime as dt
import re
from functools import cache
from typing import TypeVar

from attrs import evolve, frozen

from clientcore import UNSET, Unset
from runn_client.models import Actual, ActualInput

T = TypeVar("T")
DayKey = tuple[dt.date, int, int]
"""A day, a person's id and a project's id: roles and workstreams are below this."""
ActualKey = tuple[dt.date, int, int, int, int | None]
"""What an actual is overwritten by: a day, a person, a project, a role and a workstream."""


@frozen(kw_only=True)
class Recorded:
    """An actual's key, minutes and notes, without what Runn adds."""

    date: dt.date
    person_id: int
    project_id: int
    role_id: int
    workstream_id: int | None = None
    phase_id: int | None = None
    billable: int = 0
    nonbillable: int = 0
    billable_note: str | None = None
    nonbillable_note: str | None = None

    @classmethod
    def of(cls, actual: Actual) -> "Recorded":
        """What an actual says."""
        return cls(
            date=actual.date,
            person_id=actual.person_id,
            project_id=actual.project_id,
            role_id=actual.role_id,
            workstream_id=actual.workstream_id,
            phase_id=actual.phase_id,
            billable=actual.billable_minutes,
            nonbillable=actual.nonbillable_minutes,
            billable_note=actual.billable_note or None,
            nonbillable_note=actual.nonbillable_note or None,
        )

    @property
    def key(self) -> ActualKey:
        """What it is overwritten by."""
        return self.date, self.person_id, self.project_id, self.role_id, self.workstream_id

    @property
    def day(self) -> DayKey:
        """The day, person and project."""
        return self.date, self.person_id, self.project_id

    @property
    def minutes(self) -> int:
        """Billable and non-billable together."""
        return self.billable + self.nonbillable

    @property
    def parts(self) -> tuple[int, int]:
        """Billable minutes, and the others."""
        return self.billable, self.nonbillable

    @property
    def notes(self) -> str:
        """Both notes together."""
        return " ".join(filter(None, (self.billable_note, self.nonbillable_note)))

    def over(self, before: "Recorded | None") -> ActualInput:
        """What to send to write it over what is there."""
        was = before or self

        def note(wanted: str | None, there: str | None) -> str | Unset:
            return wanted or ("" if there else UNSET)

        def kept(value: T | None) -> T | Unset:
            return UNSET if value is None else value

        return ActualInput(
            date=self.date,
            person_id=self.person_id,
            project_id=self.project_id,
            role_id=self.role_id,
            billable_minutes=self.billable,
            nonbillable_minutes=self.nonbillable,
            billable_note=note(self.billable_note, was.billable_note),
            nonbillable_note=note(self.nonbillable_note, was.nonbillable_note),
            phase_id=kept(self.phase_id),
            workstream_id=kept(self.workstream_id),
        )


def marks(row: Recorded, source: str) -> list[tuple[int, int]]:
    """The minutes, billable and not, that marks of this source in the row's notes tell of."""
    return [(int(found[1]), int(found[2])) for found in _mark(source).finditer(row.notes)]


def marked(row: Recorded, source: str) -> Recorded:
    """The row with a mark of what it has, behind whatever a person noted there."""

    def without(note: str | None) -> str:
        return _mark(source).sub("", note).strip() if note else ""

    billable, other = without(row.billable_note), without(row.nonbillable_note)
    mark = f"[{source} {row.billable}+{row.nonbillable}]"
    # With the minutes that it tells of: whether Runn keeps a note on no minutes is not known
    if row.nonbillable and not row.billable:
        other = f"{other} {mark}".strip()
    else:
        billable = f"{billable} {mark}".strip()
    return evolve(row, billable_note=billable or None, nonbillable_note=other or None)


@cache
def _mark(source: str) -> re.Pattern[str]:
    return re.compile(rf"\s*\[{re.escape(source)} (\d+)\+(\d+)\]")
