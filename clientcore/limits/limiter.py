"""The limiter of one credential: asked before every attempt, told of every answer."""

import math
from collections import deque
from typing import Protocol

from clientcore.clock import Clock, SystemClock
from clientcore.errors import ArgumentError
from clientcore.limits.headers import RateLimit
from clientcore.limits.line import Line


class Limiter(Protocol):
    """What a client asks of its limiter. One limiter serves one credential."""

    async def acquire(self, max_pause: float) -> float | None:
        """Wait for a slot and take it.

        Args:
            max_pause: The longest pause (see `pause`) in seconds that is worth waiting for.

        Returns:
            None with a slot taken, or the seconds of a longer pause, with no slot taken. A pause
            that begins while one waits is told at once too.

        Raises:
            LimiterError: It cannot be known whether a slot is free; none was taken.
            EventLoopError: The limiter is in use in another event loop.
        """
        ...

    async def release(self, rate_limit: RateLimit | None) -> None:
        """The answer to a request that took a slot has arrived, or never will.

        It is told of cancelled calls too, so the slot must be given back before the first await.
        It raises nothing of its own: an answer must not be lost for it.

        Args:
            rate_limit: What the answer's headers said.
        """
        ...

    async def pause(self, seconds: float) -> None:
        """Let nobody send for so long: the server answered 429.

        It raises nothing of its own: the error that the 429 becomes must not be lost for it.
        """
        ...


def check_window(limit: float, **seconds: float) -> None:
    """Check what a limiter is made with.

    Args:
        limit: Requests per window.
        seconds: Spans of time, by their names.

    Raises:
        ArgumentError: Nobody could ever send, or it would be no limit.
    """
    if not isinstance(limit, int) or limit < 1:
        raise ArgumentError(f"limit must be a whole number above 0, not {limit}")
    for name, value in seconds.items():
        if not 0 < value < math.inf:
            raise ArgumentError(f"{name} must be a number of seconds above 0, not {value}")


class SlidingWindow:
    """At most `limit` requests in any `period` seconds, counted in this process's memory.

    A slot is counted until `period` after its answer arrived. Counted from the sending, the next
    window would open one latency too early, and a client alone on its key would meet 429.
    Where the headers say that less is left than this count has it, somebody else uses the key too,
    and the headers are believed until their window ends.

    Args:
        limit: Requests per window.
        period: The window in seconds.
        clock: For tests.

    Raises:
        ArgumentError: The limit or the period is none.
    """

    def __init__(self, limit: int, period: float = 60.0, clock: Clock | None = None) -> None:
        check_window(limit, period=period)
        self.limit: int = limit
        self._most = limit
        self.period: float = period
        self._clock = clock or SystemClock()
        self._line = Line(self._clock)
        self._in_flight = 0
        self._freed_at: deque[float] = deque()
        self._foreign = 0
        self._foreign_until = 0.0

    async def acquire(self, max_pause: float) -> float | None:
        """Wait in line for a slot; see `Limiter.acquire`."""
        if self._line.enter():
            # What never came back in the event loop before never will
            while self._in_flight:
                self._free()
        if self._line.is_empty and self._line.pause_left() <= 0 and self._wait() <= 0:
            self._in_flight += 1  # nobody to stand behind, and nothing to wait for
            return None
        return await self._line.stand(max_pause, self._take)

    async def release(self, rate_limit: RateLimit | None) -> None:
        """Start the slot's period; see `Limiter.release`."""
        if self._in_flight:  # an event loop that came to life again is not counted twice
            self._free()
        if rate_limit is not None:
            self._believe(rate_limit)
        self._line.answered()

    async def pause(self, seconds: float) -> None:
        """Stop the line; see `Limiter.pause`."""
        self._line.pause(seconds)

    async def _take(self) -> float | None:
        """A slot if one is free, else the seconds until one is."""
        wait = max(self._line.pause_left(), self._wait())
        if wait > 0:
            return wait
        self._in_flight += 1
        return None

    def _free(self) -> None:
        """Start the period of a slot whose answer is there."""
        self._in_flight -= 1
        self._freed_at.append(self._clock.time() + self.period)

    def _believe(self, rate_limit: RateLimit) -> None:
        now = self._clock.time()
        self._forget(now)
        if rate_limit.limit and rate_limit.limit > 0:
            self.limit = min(self._most, rate_limit.limit)
        if rate_limit.remaining is not None:
            ours = self._in_flight + len(self._freed_at)
            foreign = self.limit - rate_limit.remaining - ours
            if foreign > 0:
                self._foreign = foreign
                # No window is longer than its period, whatever the headers say
                reset = (
                    self.period if rate_limit.reset is None else min(self.period, rate_limit.reset)
                )
                self._foreign_until = now + reset

    def _forget(self, now: float) -> None:
        """Drop the slots that are free by now."""
        while self._freed_at and self._freed_at[0] <= now:
            self._freed_at.popleft()

    def _wait(self) -> float:
        """Seconds until a slot is free; infinite where an answer has to arrive first."""
        now = self._clock.time()
        self._forget(now)
        if self._foreign_until <= now:
            self._foreign = 0
        if self._in_flight + len(self._freed_at) + self._foreign < self.limit:
            return 0.0
        slot_free = self._freed_at[0] if self._freed_at else math.inf
        foreign_gone = self._foreign_until if self._foreign else math.inf
        return min(slot_free, foreign_gone) - now
