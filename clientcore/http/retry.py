"""RetryPolicy: a pure decision, (operation, attempt, outcome) -> wait or give up."""

from typing import Any, cast

from attrs import Attribute, frozen
from attrs import field as attrs_field

from clientcore.errors import ArgumentError
from clientcore.operation import Operation


@frozen
class Attempt:
    """What one attempt came to."""

    status: int | None = None
    """The HTTP status; None where no answer came."""
    never_sent: bool = False
    """The request certainly did not reach the server."""
    broken: bool = False
    """An answer came, but cut short or not in the format that it claims."""
    asked_wait: float | None = None
    """Seconds that the server asked to wait."""


def _whole_number(_: object, attribute: "Attribute[int]", value: object) -> None:
    if type(value) is not int or value < 1:
        raise ArgumentError(f"{attribute.name} must be a whole number from 1, not {value!r}")


def _seconds(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if type(value) not in (int, float) or not cast("float", value) >= 0:  # nan is not either
        raise ArgumentError(f"{attribute.name} must be a number of seconds from 0, not {value!r}")


def _seconds_or_none(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if value is not None:
        _seconds(_, attribute, value)


@frozen(kw_only=True)
class RetryPolicy:
    """When to try again, and after how long.

    - 429, and connections that never came about: every operation.
    - 5xx, time-outs, broken answers: only operations that do no harm when repeated.
    - Everything else: never.

    The wait doubles from `base` up to `cap` seconds, with full jitter, and is never shorter than
    what the server asked for. It gives up after `attempts` tries, when the server asks for more
    than `max_wait` seconds, or when `deadline` seconds after the first try would be passed.
    """

    attempts: int = attrs_field(default=5, validator=_whole_number)
    base: float = attrs_field(default=0.5, validator=_seconds)
    cap: float = attrs_field(default=20.0, validator=_seconds)
    max_wait: float = attrs_field(default=120.0, validator=_seconds)
    deadline: float | None = attrs_field(default=600.0, validator=_seconds_or_none)

    def decide(
        self, operation: Operation[object], attempt: int, outcome: Attempt, jitter: float
    ) -> float | None:
        """How many seconds to wait before the next attempt; None to give up.

        Args:
            operation: What was tried.
            attempt: Which attempt this was, from 1.
            outcome: What it came to.
            jitter: From 0 to 1: how much of the backoff to wait.
        """
        if attempt >= self.attempts or not self._worth_repeating(operation, outcome):
            return None
        asked = outcome.asked_wait or 0.0
        if asked > self.max_wait:
            return None
        doubled = self.base * 2.0 ** min(attempt - 1, 60)
        backoff = min(self.cap, self.max_wait, doubled) * jitter
        return max(asked, backoff)

    @staticmethod
    def _worth_repeating(operation: Operation[object], outcome: Attempt) -> bool:
        if outcome.status == 429 or outcome.never_sent:
            return True
        failed = outcome.broken or outcome.status is None or outcome.status >= 500
        return failed and operation.idempotent
