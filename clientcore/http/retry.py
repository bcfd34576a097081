"""RetryPolicy: a pure decision, (operation, attempt, outcome) -> wait or give up."""

from attrs import field as attrs_field
from attrs import frozen, validators

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

    attempts: int = attrs_field(default=5, validator=validators.ge(1))
    base: float = attrs_field(default=0.5, validator=validators.ge(0))
    cap: float = attrs_field(default=20.0, validator=validators.ge(0))
    max_wait: float = attrs_field(default=120.0, validator=validators.ge(0))
    deadline: float | None = attrs_field(default=600.0)

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
