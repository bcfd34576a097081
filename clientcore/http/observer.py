"""What an observer is told of each attempt: the hook for metrics and traces."""

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
