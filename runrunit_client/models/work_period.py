"""Work periods: time that the timer measured."""

import datetime as dt

from clientcore.model import Model, model


@model
class WorkPeriod(Model):
    """A stretch of time that the timer measured."""

    id: int
    task_id: int
    start: dt.datetime
    end: dt.datetime | None
    """None while it is running."""
    user_id: str
    """Who did the work."""
    worked_time: int
    """Seconds."""
