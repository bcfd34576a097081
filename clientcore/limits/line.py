"""The line before a limiter: first come, first served, and a long pause sends people away."""

import math
from collections import deque
from collections.abc import Awaitable, Callable

import anyio

from clientcore.clock import Clock
from clientcore.errors import LimiterError
from clientcore.loops import LoopBound

WAKE_SPREAD = 1.0
"""After a pause, up to so many seconds more, so that processes on one key do not wake as one."""
LONGEST_PAUSE = 86400.0
"""Seconds. No header, however absurd, shuts a limiter for longer than a day."""


class Line:
    """Who waits for a slot. Only the first in line watches the time; all others sleep until called.

    The line belongs to an event loop, since people wait in it; a pause does not.

    Args:
        clock: What the first in line sleeps by.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._loop = LoopBound("limiter")
        self._places: deque[_Place] = deque()
        self._paused_until = 0.0

    def enter(self) -> bool:
        """Use it in the event loop that is running.

        Returns:
            Whether this is another one than before. The line begins anew then.

        Raises:
            EventLoopError: It is still in use in another one.
        """
        if not self._loop.enter():
            return False
        self._places = deque()
        return True

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits."""
        return not self._places

    async def stand(
        self, max_pause: float, take: Callable[[], Awaitable[float | None]]
    ) -> float | None:
        """Wait in line until `take` has a slot.

        Args:
            max_pause: The longest pause in seconds that is worth waiting for.
            take: What the first in line tries: None with a slot taken, or the seconds after which
                to try again, infinite for when an answer arrives; during a pause it takes none. If
                it raises LimiterError, all who stand in line do.

        Returns:
            None with a slot taken, or the seconds of a longer pause.
        """
        places = self._places
        place = _Place(max_pause)
        places.append(place)
        try:
            while (pause := self.pause_left()) <= max_pause:
                if place.failure is not None:
                    raise LimiterError(place.failure)
                if places[0] is not place:
                    await place.wait()
                elif (wait := await self._tried(take)) is None:
                    return None
                elif 0 < (pause := self.pause_left()) <= max_pause:
                    await place.sleep(self._clock, pause + self._clock.jitter(WAKE_SPREAD))
                elif pause <= 0:
                    await (place.wait() if wait == math.inf else place.sleep(self._clock, wait))
            return pause
        finally:
            was_first = places[0] is place
            places.remove(place)
            if was_first and places:
                places[0].call()

    def pause_left(self) -> float:
        """Seconds until the pause is over; 0 or less where there is none."""
        return self._paused_until - self._clock.time()

    def answered(self) -> None:
        """An answer arrived: if the first in line waits for one, let him look again."""
        if self._places and self._places[0].waits:
            self._places[0].call()

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; for whom that is too long, he learns it at once."""
        now = self._clock.time()
        self._paused_until = max(self._paused_until, now + min(seconds, LONGEST_PAUSE))
        for place in self._places:
            if place.max_pause < self._paused_until - now:
                place.call()

    async def _tried(self, take: Callable[[], Awaitable[float | None]]) -> float | None:
        try:
            return await take()
        except LimiterError as error:
            # Who stands behind would meet the same, each after as long a wait for it
            for place in self._places:
                place.failure = str(error)
                place.call()
            raise


class _Place:
    """Somebody in line, who can be called while he waits or sleeps; then he looks again."""

    def __init__(self, max_pause: float) -> None:
        self.max_pause = max_pause
        self.failure: str | None = None
        self.waits = False
        self.call: Callable[[], object] = lambda: None

    async def wait(self) -> None:
        """Wait to be called."""
        called = anyio.Event()
        self.call, self.waits = called.set, True
        await called.wait()

    async def sleep(self, clock: Clock, seconds: float) -> None:
        """Sleep, or be called before."""
        with anyio.CancelScope() as scope:
            self.call, self.waits = scope.cancel, False
            await clock.sleep(seconds)
