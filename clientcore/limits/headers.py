"""What the services' headers say about the limit: read with care, for they say it in many ways."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen

_EPOCH = 1e8
"""A reset above this is not a number of seconds to wait (three years) but a moment since 1970."""
_FARTHEST = 31 * 86400.0
"""Seconds. No service counts over more than a month: a reset further ahead is not one."""


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
        reset = _reset(headers.get(prefix + "reset"), headers, now, period)
        if not limit is remaining is reset is None:
            return RateLimit(limit, remaining, reset)
    return None


def asked_wait(headers: Mapping[str, str], now: datetime, period: float) -> float:
    """Seconds to wait after a 429: the longest that the headers ask for, else the whole window.

    `Retry-After` is a request, so it is taken at its word however long it is: who does not want to
    wait so long gives up. A reset only describes a window, so it is believed as far as one reaches.
    What cannot be meant counts as not said, and then the whole window is waited for: too long at
    the worst, and never so short that the next request is refused too.
    """
    seen = read_rate_limit(headers, now, period)
    reset = None if seen is None else seen.reset
    text = headers.get("retry-after")
    seconds = _seconds(text)
    after = _until(_moment(text), headers, now, period) if seconds is None else seconds
    return max((wait for wait in (after, reset) if wait is not None), default=period)


def _reset(
    text: str | None, headers: Mapping[str, str], now: datetime, period: float
) -> float | None:
    """Seconds from a number of seconds, a number of seconds since 1970, an ISO or an HTTP date."""
    wait = _seconds(text)
    if wait is None:
        wait = _until(_moment(text), headers, now, period)
    elif wait >= _EPOCH:
        wait = _until(_since_1970(wait), headers, now, period)
    return None if wait is None or wait > _FARTHEST else wait


def _number(text: str | None) -> float | None:
    # Python reads the digits of every script, and 1_000
    if text is None or not text.isascii() or "_" in text:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _count(text: str | None) -> int | None:
    value = _number(text)
    return None if value is None else max(0, int(value))


def _seconds(text: str | None) -> float | None:
    value = _number(text)
    return None if value is None or value < 0 else value


def _until(
    moment: datetime | None, headers: Mapping[str, str], now: datetime, period: float
) -> float | None:
    """Seconds until a moment, by the server's own clock where it tells its time.

    A moment may be past by a little: the window ended while the answer was made, or two clocks of
    the service differ. Further back than a whole window it belongs to no window that still counts.
    """
    if moment is None:
        return None
    server_now = _moment(headers.get("date"))
    if server_now is not None:
        wait = (moment - server_now).total_seconds()
        return None if wait < -period else max(0.0, wait)
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
    if text is None or not text.isascii():
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
