"""Actuals: work that was done, as in a timesheet."""

import datetime as dt

from clientcore.model import Input, Model, model
from clientcore.unset import UNSET, Unset
from runn_client.values import Minutes


@model
class Actual(Model):
    """The minutes of one person, day, project, role and workstream."""

    id: int
    date: dt.date
    person_id: int
    project_id: int
    role_id: int
    billable_minutes: int
    nonbillable_minutes: int
    billable_note: str | None
    nonbillable_note: str | None
    phase_id: int | None
    workstream_id: int | None
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def minutes(self) -> int:
        """Billable and non-billable together."""
        return self.billable_minutes + self.nonbillable_minutes


@model
class ActualInput(Input):
    """The total of one day, to be written. It replaces what is there for the same key.

    The key is the date, person, project, role and workstream; the phase is not part of it.
    """

    date: dt.date
    """Not in the future, by the account's calendar."""
    person_id: int
    project_id: int
    """A confirmed project."""
    role_id: int
    billable_minutes: Minutes = 0
    """Must be 0 on a non-billable project."""
    nonbillable_minutes: Minutes = 0
    billable_note: str | Unset = UNSET
    nonbillable_note: str | Unset = UNSET
    phase_id: int | None | Unset = UNSET
    workstream_id: int | None | Unset = UNSET
