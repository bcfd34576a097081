"""Which days are meant where none are named."""

import datetime as dt
from typing import Literal

Span = Literal["week", "month"]


def period(today: dt.date, span: Span = "week") -> tuple[dt.date, dt.date]:
    """The current week or month up to yesterday; on its first day, all of the one before.

    Args:
        today: The day that is not over yet.
        span: Which of the two.
    """
    last = today - dt.timedelta(days=1)
    first = last.replace(day=1) if span == "month" else last - dt.timedelta(days=last.weekday())
    return first, last
