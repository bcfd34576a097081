"""The limiter of one credential: asked before every attempt, told of every answer."""

import math
from collections import deque
from functools import cached_property
from typing import Protocol

import anyio

from clientcore.clock import Clock, SystemClock
from clientcore.limits.headers import RateLimit

WAKE_SPREAD = 1.0
"""After a pause, up to so many seconds more, so that processes on one key do not wake as one."""
RELEASE_TIMEOUT = 5.0
"""Seconds that a limiter may take to get a slot back, whether its call was cancelled or not."""


class Limiter(Protocol):
    """What a client asks of its limiter. One limiter serves one credential."""

    async def acquire(self, max_pause: float) -> float | None:
        """Wait for a slot and take it.

        Args:
            max_pause: The longest pause (see `pause`) in seconds that is worth waiting for.

        Returns:
            None with a slot taken, or the seconds of a longer pause, with no slot taken.
        """
        ...

    async def release(self, rate_limit: RateLimit | None) -> None:
        """The answer to a request that took a slot has arrived, or never will.

        It is told of cancelled calls too: a limiter that has to wait in it shields itself.

        Args:
            rate_limit: What the answer's headers said.
        """
        ...

    async def pause(self, seconds: float) -> None:
        """Let nobody send for so long: the server answered 429."""
        ...


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
    """

    def __init__(self, limit: int, period: float = 60.0, clock: Clock | None = None) -> None:
        self.limit: int = limit
        self._most = limit
        self.period: float = period
        self._clock = clock or SystemClock()
        self._answered: anyio.Event | None = None
        self._in_flight = 0
        self._freed_at: deque[float] = deque()
        self._foreign = 0
        self._foreign_until = 0.0
        self._paused_until = 0.0

    async def acquire(self, max_pause: float) -> float | None:
        """Wait in line for a slot; see `Limiter.acquire`."""
        if not self._line.locked() and not self._is_paused and self._wait() == 0:
            self._in_flight += 1  # nobody is in line, and there is nothing to wait for
            return None
        async with self._line:
            while True:
                if (pause := self._paused_until - self._clock.time()) > 0:
                    if pause > max_pause:
                        return pause
                    await self._clock.sleep(pause + self._clock.jitter(WAKE_SPREAD))
                elif (wait := self._wait()) is None:
                    self._answered = anyio.Event()
                    await self._answered.wait()
                elif wait > 0:
                    await self._clock.sleep(wait)
                else:
                    self._in_flight += 1
                    return None

    async def release(self, rate_limit: RateLimit | None) -> None:
        """Start the slot's period; see `Limiter.release`."""
        now = self._clock.time()
        self._in_flight -= 1
        self._forget(now)
        self._freed_at.append(now + self.period)
        if rate_limit is not None:
            self._believe(rate_limit, now)
        if self._answered is not None:
            self._answered.set()

    async def pause(self, seconds: float) -> None:
        """Stop the line; see `Limiter.pause`."""
        self._paused_until = max(self._paused_until, self._clock.time() + seconds)

    @cached_property
    def _line(self) -> "anyio.Lock":
        """First come, first served: only the first in line watches the time.

        It is made when it is first needed, for making it loads half of anyio.
        """
        return anyio.Lock(fast_acquire=True)

    @property
    def _is_paused(self) -> bool:
        return self._paused_until > self._clock.time()

    def _believe(self, rate_limit: RateLimit, now: float) -> None:
        if rate_limit.limit:
            self.limit = min(self._most, rate_limit.limit)
        if rate_limit.remaining is not None:
            ours = self._in_flight + len(self._freed_at)
            foreign = self.limit - rate_limit.remaining - ours
            if foreign > 0:
                self._foreign = foreign
                # No window is longer than its period, whatever the headers say
                reset = (
                    self.period if rate_limit.reset is None else min(rate_limit.reset, self.period)
                )
                self._foreign_until = now + reset

    def _forget(self, now: float) -> None:
        """Drop the slots that are free by now."""
        while self._freed_at and self._freed_at[0] <= now:
            self._freed_at.popleft()

    def _wait(self) -> float | None:
        """Seconds until a slot is free; 0 for now, None for when an answer arrives."""
        now = self._clock.time()
        self._forget(now)
        if self._foreign_until <= now:
            self._foreign = 0
        if self._in_flight + len(self._freed_at) + self._foreign < self.limit:
            return 0.0
        slot_free = self._freed_at[0] if self._freed_at else math.inf
        foreign_gone = self._foreign_until if self._foreign else math.inf
        soonest = min(slot_free, foreign_gone)
        return None if soonest == math.inf else soonest - now
