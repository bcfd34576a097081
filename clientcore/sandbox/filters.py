"""Filters of lists that are met in many tables."""

import datetime as dt
from collections.abc import Callable
from typing import Any

Filter = Callable[[Any, Any], bool]
"""Whether a row passes: (the row, what the request asks for)."""


def containing(*columns: str) -> Filter:
    """What is asked for is part of one of them, in any case of letters."""

    def passes(row: object, wanted: str) -> bool:
        texts: list[str | None] = [getattr(row, column) for column in columns]
        return any(wanted.casefold() in (text or "").casefold() for text in texts)

    return passes


def holding(column: str) -> Filter:
    """What is asked for is among what it holds."""
    return lambda row, wanted: wanted in getattr(row, column)


def equal(column: str) -> Filter:
    """It is what is asked for."""
    return lambda row, wanted: getattr(row, column) == wanted


def since(column: str) -> Filter:
    """On that day or later; an open end is later than any."""
    return lambda row, first: getattr(row, column) is None or getattr(row, column) >= first


def until(column: str) -> Filter:
    """On that day or earlier."""
    return lambda row, last: getattr(row, column) <= last


def unless(column: str) -> Filter:
    """Asked for with False, rows in which it is True are left out."""
    return lambda row, included: included or not getattr(row, column)


def changed_after(row: Any, moment: dt.date) -> bool:
    """Changed after a moment, or after the midnight in UTC at which a day begins."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(), dt.UTC)
    changed: dt.datetime = row.updated_at
    return changed > moment
