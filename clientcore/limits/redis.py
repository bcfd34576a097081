"""A limiter whose count is kept in Redis, for many processes and machines on one credential.

It needs the extra `redis`, and nothing else in the library imports this module.
"""

import hashlib
import logging
import math
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import anyio

try:
    import redis
except ImportError:
    raise ImportError("redis is missing: pip install 'runn-runrunit-sdk[redis]'") from None

from clientcore.clock import Clock, SystemClock
from clientcore.limits.headers import RateLimit
from clientcore.limits.limiter import RELEASE_TIMEOUT, WAKE_SPREAD

T = TypeVar("T")
_log = logging.getLogger("clientcore.limits.redis")

# One Redis clock instead of many local ones. All times are whole milliseconds. A script runs
# undivided, so no other process sees or changes the count halfway.
_COUNT = """
local slots, paused, foreign, lowered = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local member, own, period, hold = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = math.min(own, tonumber(redis.call('GET', lowered) or own))
redis.call('ZREMRANGEBYSCORE', slots, '-inf', now)
"""

# The ZREM is for a client that repeats a command: the slot of its first try must not be counted.
_ACQUIRE = f"""{_COUNT}
local pause = redis.call('PTTL', paused)
if pause >= 0 then return {{pause + 1, 0}} end
redis.call('ZREM', slots, member)
if redis.call('ZCARD', slots) + tonumber(redis.call('GET', foreign) or 0) < limit then
    redis.call('ZADD', slots, now + hold, member)
    redis.call('PEXPIRE', slots, hold)
    return {{0, 0}}
end
local first = redis.call('ZRANGE', slots, 0, 0, 'WITHSCORES')[2]
local others = redis.call('PTTL', foreign)
local wait = math.min(period, tonumber(first or now + period) - now)
if others >= 0 then wait = math.min(wait, others + 1) end
return {{0, wait}}
"""

_RELEASE = f"""{_COUNT}
local seen, remaining, reset = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
redis.call('ZADD', slots, now + period + 1, member) -- now is rounded down; never free it early
redis.call('PEXPIRE', slots, hold)
if seen > 0 and seen <= limit then
    redis.call('SET', lowered, seen, 'PX', hold)
    limit = seen
end
local others = limit - remaining - redis.call('ZCARD', slots)
if remaining >= 0 and others > 0 then redis.call('SET', foreign, others, 'PX', reset) end
"""

_PAUSE = """
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
    redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
end
"""


class RedisWindow:
    """At most `limit` requests in any `period` seconds, counted in Redis 5 or newer.

    It counts as `SlidingWindow` does: a slot until `period` after its answer arrived, and what
    others use by the headers. A pause or a lower limit that one process meets holds for all.
    Within one process it is first come, first served; between processes it is luck.
    Its keys expire once nobody uses them.

    If Redis fails, `acquire` and `pause` raise the `redis.RedisError`; `release` only logs it,
    since the answer to a request must not be lost.

    Args:
        client: A client of the caller's, who closes it. It is not asyncio's, but the synchronous
            one, which runs in worker threads and so under asyncio and trio. Give it a
            `socket_timeout`.
        key: A name for the credential, the same wherever it is used and another for each service.
            Redis sees only a hash of it, so that nothing leaks if it is the token after all.
        limit: Requests per window.
        period: The window in seconds.
        clock: For tests. It only sleeps; the time that counts is Redis' own.
        hold: A process that was killed gives its slots back `period + hold` seconds after it took
            them. More than the longest time that an answer can take.
    """

    def __init__(
        self,
        client: redis.Redis,
        key: str,
        limit: int,
        period: float = 60.0,
        clock: Clock | None = None,
        hold: float = 300.0,
    ) -> None:
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        # What is in braces decides where a Redis cluster puts a key; one script needs all of them
        prefix = f"clientcore:{{{name}}}:"
        self._keys = [prefix + part for part in ("slots", "paused", "foreign", "limit")]
        self._window = (limit, _milliseconds(period), _milliseconds(period + hold))
        self._client = client
        self._clock = clock or SystemClock()
        self._line = anyio.Lock()  # only the first in line asks Redis
        self._in_flight: deque[str] = deque()
        self._acquire: Callable[..., Any] = client.register_script(_ACQUIRE)
        self._release: Callable[..., Any] = client.register_script(_RELEASE)
        self._pause: Callable[..., Any] = client.register_script(_PAUSE)

    async def acquire(self, max_pause: float) -> float | None:
        """Wait in line for a slot; see `Limiter.acquire`."""
        member = uuid.uuid4().hex
        async with self._line:
            while True:
                pause, wait = await self._take(member)
                if pause:
                    if pause > max_pause:
                        return pause
                    await self._clock.sleep(pause + self._clock.jitter(WAKE_SPREAD))
                elif wait:
                    # At most one period: no answer that is still to come frees its slot sooner
                    await self._clock.sleep(wait)
                else:
                    self._in_flight.append(member)
                    return None

    async def release(self, rate_limit: RateLimit | None) -> None:
        """Start the slot's period; see `Limiter.release`."""
        # Which slot is whose makes no difference to the count
        member = self._in_flight.popleft()
        said = rate_limit or RateLimit()
        period = self._window[1]  # no window is longer, whatever the headers say
        reset = period if said.reset is None else min(period, _milliseconds(said.reset))
        remaining = -1 if said.remaining is None else said.remaining
        args = [member, *self._window, said.limit or 0, remaining, reset]
        with anyio.move_on_after(RELEASE_TIMEOUT, shield=True):
            try:
                await _in_thread(partial(self._release, self._keys, args))
            except redis.RedisError as error:
                kind = type(error).__name__
                _log.warning("a slot stays taken for %d ms: %s", self._window[2], kind)

    async def pause(self, seconds: float) -> None:
        """Stop the line of every process; see `Limiter.pause`."""
        if seconds > 0:
            await _in_thread(partial(self._pause, [self._keys[1]], [_milliseconds(seconds)]))

    async def _take(self, member: str) -> tuple[float, float]:
        """Seconds of a pause and seconds until it is worth asking again; both 0 with a slot."""
        wanted = True

        def give_back() -> None:
            self._client.zrem(self._keys[0], member)

        def take() -> tuple[float, float]:
            pause, wait = self._acquire(self._keys, [member, *self._window])
            if not wanted:
                give_back()
            return pause / 1000, wait / 1000

        try:
            return await _in_thread(take)
        except anyio.get_cancelled_exc_class():
            # The thread may be before or after its look at `wanted`. Before, it gives the slot
            # back; after, Redis had already answered it, and the slot can be given back here.
            wanted = False
            with anyio.move_on_after(RELEASE_TIMEOUT, shield=True), suppress(redis.RedisError):
                await _in_thread(give_back)
            raise


async def _in_thread(function: Callable[[], T]) -> T:
    # Abandoned if cancelled, so that a Redis that hangs does not hang the caller
    return await anyio.to_thread.run_sync(function, abandon_on_cancel=True)


def _milliseconds(seconds: float) -> int:
    return max(1, math.ceil(seconds * 1000))
