"""Assignments: planned work."""

import datetime as dt

from clientcore.model import Model, model


@model
class Assignment(Model):
    """A person planned on a project, with the same minutes on each working day."""

    id: int
    person_id: int
    project_id: int
    role_id: int
    start_date: dt.date
    end_date: dt.date
    """The last day."""
    minutes_per_day: int
    is_active: bool
    is_billable: bool
    is_non_working_day: bool
    """Planned on a day that is not a working day; such an assignment is one day long."""
    is_template: bool
    """Belongs to a project template: not real work."""
    is_placeholder: bool
    """The person is a placeholder."""
    note: str | None
    phase_id: int | None
    workstream_id: int | None
    created_at: dt.datetime
    updated_at: dt.datetime
