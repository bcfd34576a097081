"""The service's side of the rate limit: a fixed window per key, begun by its first request."""

import math

from clientcore.clock import Clock
from clientcore.errors import ArgumentError

LONGEST_PERIOD = 86_400
"""The longest window in seconds: a day."""


class FixedWindow:
    """Counts requests.

    Args:
        limit: How many are served in one window.
        period: The window in seconds, above 0 and up to a day.
        clock: Whose time it goes by.

    Raises:
        ArgumentError: There is no such window.
    """

    def __init__(self, limit: int, period: float, clock: Clock) -> None:
        if not 0 < period <= LONGEST_PERIOD:
            said = f"a number of seconds above 0, {LONGEST_PERIOD} at most, not {period}"
            raise ArgumentError(f"period must be {said}")
        self.limit = limit
        self.period = period
        self._clock = clock
        self._used = 0
        self._ends = -math.inf

    def admit(self) -> bool:
        """Count one more request; False if it is one too many."""
        now = self._clock.time()
        if now >= self._ends:
            self._used = 0
            self._ends = now + self.period
        self._used += 1
        return self._used <= self.limit

    @property
    def remaining(self) -> int:
        """How many more the window has room for."""
        return max(0, self.limit - self._used)

    @property
    def reset(self) -> float:
        """Seconds until the window ends."""
        return max(0.0, self._ends - self._clock.time())

    def headers(self, prefix: str, reset: str) -> dict[str, str]:
        """The limit, what remains and when it is reset, as headers of these names."""
        told = {"limit": self.limit, "remaining": self.remaining, "reset": reset}
        return {f"{prefix}-{name}": str(value) for name, value in told.items()}
