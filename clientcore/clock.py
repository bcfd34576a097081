"""Time as the clients see it, replaceable so that no test has to wait."""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

import anyio


class Clock(Protocol):
    """What waiting and measuring stand on."""

    def time(self) -> float:
        """Seconds on a clock that never jumps."""
        ...

    def now(self) -> datetime:
        """The date and time of day, with its zone. It may be wrong, as people's clocks are."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def jitter(self, upper: float) -> float:
        """A number from 0 to `upper`, at random."""
        ...


class SystemClock:
    """The machine's own clock.

    Args:
        ahead: How far the date and time of day are ahead of it.
    """

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def time(self) -> float:
        """Seconds on a clock that never jumps."""
        return time.monotonic()

    def now(self) -> datetime:
        """The date and time of day in UTC."""
        return datetime.now(UTC) + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Wait, under asyncio and under trio."""
        await anyio.sleep(seconds)

    def jitter(self, upper: float) -> float:
        """A number from 0 to `upper`, at random."""
        return random.uniform(0, upper)


class FakeClock:
    """A clock for tests: sleeping moves it on and returns at once.

    Attributes:
        start: The moment at which it stands in the beginning.
        slept: Every wait so far, in seconds.
    """

    def __init__(self, start: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)) -> None:
        self.start = start
        self.slept: list[float] = []
        self._elapsed = 0.0

    def time(self) -> float:
        """Seconds since it was made."""
        return self._elapsed

    def now(self) -> datetime:
        """`start`, and what has passed since."""
        return self.start + timedelta(seconds=self._elapsed)

    async def sleep(self, seconds: float) -> None:
        """Move on at once, and let other tasks run."""
        self.slept.append(seconds)
        self.advance(seconds)
        await anyio.lowlevel.checkpoint()

    def advance(self, seconds: float) -> None:
        """Move on by hand."""
        self._elapsed += seconds

    def jitter(self, upper: float) -> float:
        """Half of `upper`, always: tests can foretell it."""
        return upper / 2
