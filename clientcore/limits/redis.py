"""A limiter whose count is kept in Redis, for many processes and machines on one credential.

It needs the extra `redis`, and nothing else in the library imports this module.
"""

import hashlib
import logging
import math
import re
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

try:
    import redis
except ImportError:
    raise ImportError("redis is missing: pip install 'runn-runrunit-sdk[redis]'") from None

from clientcore.clock import Clock, SystemClock
from clientcore.errors import LimiterError
from clientcore.limits.headers import RateLimit
from clientcore.limits.limiter import check_window
from clientcore.limits.line import LONGEST_PAUSE, Line
from clientcore.limits.threads import Errand

ANSWER_TIMEOUT = 10.0
"""Seconds until a Redis that hangs counts as failed. The client's own retries take less of it."""

T = TypeVar("T")
_log = logging.getLogger("clientcore.limits.redis")
_USER_INFO = re.compile(r"//\S*@")
_SHOWN = 200
"""How much of Redis' own words an error shows."""

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

    Whatever Redis does is started in a thread before the first await, so that no cancellation
    loses a slot. If Redis fails, `acquire` raises LimiterError for all who stand in line, at once;
    `release` and `pause` only log it, since the answer to a request must not be lost.

    Args:
        client: A client of the caller's, who closes it. It is not asyncio's, but the synchronous
            one, which runs in threads and so under asyncio and trio. Give it a `socket_timeout`,
            for a call that hangs keeps its thread and its connection.
        key: A name for the credential, the same wherever it is used and another for each service.
            Redis sees only a hash of it, so that nothing leaks if it is the token after all.
        limit: Requests per window.
        period: The window in seconds.
        clock: For tests. It sleeps, and keeps in mind how long a pause lasts that Redis told of;
            the time that counts is Redis' own.
        hold: A process that was killed gives its slots back `period + hold` seconds after it took
            them. More than the longest time that an answer can take.

    Raises:
        ArgumentError: The limit, the period or the hold is none.
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
        check_window(limit, period=period, hold=hold)
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        # What is in braces decides where a Redis cluster puts a key; one script needs all of them
        prefix = f"clientcore:{{{name}}}:"
        self._keys = [prefix + part for part in ("slots", "paused", "foreign", "limit")]
        self._window = (limit, _milliseconds(period), _milliseconds(period + hold))
        self._period = period
        self._client = client
        self._line = Line(clock or SystemClock())  # only the first in line asks Redis
        self._in_flight: deque[str] = deque()
        self._acquire: Callable[..., Any] = client.register_script(_ACQUIRE)
        self._release: Callable[..., Any] = client.register_script(_RELEASE)
        self._pause: Callable[..., Any] = client.register_script(_PAUSE)

    async def acquire(self, max_pause: float) -> float | None:
        """Wait in line for a slot; see `Limiter.acquire`."""
        if self._line.enter():
            # What never came back in the event loop before never will
            while self._in_flight:
                self._give_back(RateLimit())
        return await self._line.stand(max_pause, self._take)

    async def release(self, rate_limit: RateLimit | None) -> None:
        """Start the slot's period; see `Limiter.release`."""
        if not self._in_flight:  # an event loop that came to life again is not counted twice
            return
        try:
            await _answer(self._give_back(rate_limit or RateLimit()))
        except LimiterError as error:
            _log.warning("a slot stays taken for up to %d ms: %s", self._window[2], error)

    async def pause(self, seconds: float) -> None:
        """Stop the line of every process; see `Limiter.pause`."""
        if not seconds > 0:
            return
        self._line.pause(seconds)
        args = [_milliseconds(min(seconds, LONGEST_PAUSE))]
        try:
            await _answer(Errand(lambda: self._pause([self._keys[1]], args)))
        except LimiterError as error:
            _log.warning("other processes do not know of a pause of %d ms: %s", args[0], error)

    async def _take(self) -> float | None:
        """A slot if one is free, else the seconds until it is worth asking again."""
        member = uuid.uuid4().hex

        def take() -> tuple[int, int]:
            pause, wait = self._acquire(self._keys, [member, *self._window])
            return pause, wait

        def give_back() -> None:
            with suppress(redis.RedisError):
                self._client.zrem(self._keys[0], member)

        pause, wait = await _answer(Errand(take, give_back))
        if pause:
            self._line.pause(pause / 1000)
        if pause or wait:
            # At most one period: no answer that is still to come frees its slot sooner
            return max(pause, wait) / 1000
        self._in_flight.append(member)
        return None

    def _give_back(self, said: RateLimit) -> Errand[object]:
        # Which slot is whose makes no difference to the count
        member = self._in_flight.popleft()
        # No window is longer than its period, whatever the headers say
        reset = self._period if said.reset is None else min(self._period, said.reset)
        remaining = -1 if said.remaining is None else max(0, said.remaining)
        args = [member, *self._window, said.limit or 0, remaining, _milliseconds(max(0.0, reset))]
        return Errand(lambda: self._release(self._keys, args))


async def _answer(errand: Errand[T]) -> T:
    """Wait for Redis.

    Raises:
        LimiterError: Redis, or the way there, failed.
    """
    try:
        return await errand.result(ANSWER_TIMEOUT)
    except Exception as error:  # noqa: BLE001 - it is the caller's client, and may raise anything
        kind, words = type(error).__name__, _USER_INFO.sub("//", str(error))[:_SHOWN]
    raise LimiterError(
        f"Redis, which counts the requests, failed ({kind}: {words}): "
        "see that it runs and that the limiter's client reaches it"
    )


def _milliseconds(seconds: float) -> int:
    return max(1, math.ceil(seconds * 1000))
