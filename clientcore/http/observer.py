"""What an observer is told of each attempt: the hook for metrics and traces."""

import logging
from collections.abc import Callable

from attrs import frozen


@frozen
class AttemptRecord:
    """One attempt, for metrics and traces. Nothing secret is in it: no value, header or body."""

    service: str
    operation: str
    """The dotted path of the method: `people.list`."""
    method: str
    path: str
    """The path as documented, without the values in it."""
    attempt: int
    """From 1."""
    status: int | None
    """The HTTP status; None where no answer came."""
    seconds: float
    """From the sending to the answer or the failure."""
    slept: float
    """Seconds before it: in line for a slot, or between two attempts."""


OnAttempt = Callable[[AttemptRecord], object]
"""Told of each attempt when it is over; it should be quick, for the call waits for it."""

_log = logging.getLogger("clientcore.http.transport")


def is_told(observer: OnAttempt | None) -> bool:
    """Whether anybody wants to know of attempts."""
    return observer is not None or _log.isEnabledFor(logging.DEBUG)


def tell(observer: OnAttempt | None, record: AttemptRecord) -> None:
    """One line in the log, and one call of the observer, whose failure is not the call's."""
    _log.debug(
        "%s %s: %s, attempt %d, %.3f s",
        record.method,
        record.path,
        record.status or "no answer",
        record.attempt,
        record.seconds,
    )
    if observer is not None:
        try:
            observer(record)
        except Exception:  # noqa: BLE001 - whatever it is, it is not the call's
            _log.exception("on_attempt failed; the call goes on")
