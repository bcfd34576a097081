"""What the services' headers say about the limit: read with care, for they say it in many ways."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen

_EPOCH = 1e8
"""A reset above this is not a number of seconds to wait (three years) but a moment since 1970."""


@frozen
class RateLimit:
    """The limit as an answer described it.

    Attributes:
        limit: Requests in one window; None where not said.
        remaining: Requests left in the current window; None where not said.
        reset: Seconds from the answer until the window starts anew; None where not said.
    """

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None


def read_rate_limit(headers: Mapping[str, str], now: datetime, period: float) -> RateLimit | None:
    """Read `X-RateLimit-*` (Runn) or `RateLimit-*` (Runrun.it); None where there are neither.

    Args:
        headers: The answer's headers, names in lower case.
        now: The local date and time, used only where the server does not give its own.
        period: The window's documented length in seconds.
    """
    for prefix in ("x-ratelimit-", "ratelimit-"):
        limit = _count(headers.get(prefix + "limit"))
        remaining = _count(headers.get(prefix + "remaining"))
        reset = _wait(headers.get(prefix + "reset"), headers, now, period)
        if not limit is remaining is reset is None:
            return RateLimit(limit, remaining, reset)
    return None


def asked_wait(headers: Mapping[str, str], now: datetime, period: float) -> float:
    """Seconds to wait after a 429: the longest that the headers ask for, else the whole window."""
    seen = read_rate_limit(headers, now, period)
    reset = None if seen is None else seen.reset
    waits = (_wait(headers.get("retry-after"), headers, now, period), reset)
    return max((wait for wait in waits if wait is not None), default=period)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "nan")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _count(text: str | None) -> int | None:
    value = _number(text)
    return None if value is None else max(0, int(value))


def _wait(
    text: str | None, headers: Mapping[str, str], now: datetime, period: float
) -> float | None:
    """Seconds from a number, an ISO or an HTTP date; never negative."""
    number = _number(text)
    if number is not None and number < _EPOCH:
        return max(0.0, number)
    moment = _moment(text) if number is None else _since_1970(number)
    if moment is None:
        return None
    server_now = _moment(headers.get("date"))
    if server_now is not None:
        return max(0.0, (moment - server_now).total_seconds())
    # Only the local clock is left, and it may be hours wrong. The window is known not to be
    # longer than its period, so anything outside that is the clock's error.
    wait = (moment - now).total_seconds()
    return wait if 0 < wait <= period else period


def _since_1970(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):  # no year that there is
        return None


def _moment(text: str | None) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text or "")
        except (ValueError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
