"""Work periods: time that the timer measured."""

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from clientcore.codec.codec import extra_field


@frozen(kw_only=True)
class WorkPeriod:
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
    extra: Mapping[str, object] = extra_field()
