"""Only one machine writes at a time, where they share a Redis.

It needs the extra `redis`.
"""

import hashlib
import logging
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio
import anyio.to_thread

try:
    import redis
except ImportError:
    raise ImportError("redis is missing: pip install 'runn-runrunit-sdk[redis]'") from None

from clientcore import ArgumentError, SDKError

_log = logging.getLogger("bridge.lease")

HOLD = 3600
"""Seconds after which a machine that was killed holds it no more: longer than any run."""

_STALL = 10.0
"""Seconds that Redis may take to answer."""

# Only whoever took it gives it back
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""


class LeaseTakenError(SDKError):
    """Another machine is writing to these accounts."""


class LeaseUnknownError(SDKError):
    """It could not be found out whether another machine is writing; nothing was written."""


def key_of(accounts: str) -> str:
    """Where Redis keeps the lease.

    Args:
        accounts: A name for the accounts, of which Redis sees a hash.
    """
    return f"bridge:lease:{hashlib.sha256(accounts.encode()).hexdigest()[:32]}"


@asynccontextmanager
async def lease(client: redis.Redis, accounts: str) -> AsyncGenerator[None, None]:
    """Hold the right to write to the accounts.

    Args:
        client: A client of the caller's, not asyncio's but the synchronous one.
        accounts: A name for the accounts, the same wherever they are used.

    Raises:
        LeaseTakenError: Somebody else holds it.
        LeaseUnknownError: Redis cannot be asked.
    """
    key = key_of(accounts)
    mine = uuid.uuid4().hex
    taken, problem = None, ""
    try:
        taken = await _in_thread(lambda: client.set(key, mine, nx=True, ex=HOLD))
    except redis.RedisError as error:
        problem = f"Redis, where machines take turns, failed ({type(error).__name__}: {error})"
    if problem:
        raise LeaseUnknownError(problem)
    if not taken:
        raise LeaseTakenError("another machine is writing to these accounts")
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            try:
                await _in_thread(lambda: client.eval(_RELEASE, 1, key, mine))
            except redis.RedisError as error:
                _log.warning("the lease is held for up to %d s: %s", HOLD, type(error).__name__)


def lease_at(url: str, accounts: str) -> AbstractAsyncContextManager[None]:
    """The same, on the Redis at an address.

    Args:
        url: Such as `redis://localhost:6379/0`.
        accounts: A name for the accounts.

    Raises:
        ArgumentError: That is no such address.
    """
    try:
        client: redis.Redis = redis.Redis.from_url(url, socket_timeout=_STALL)  # pyright: ignore[reportUnknownMemberType] - redis types no options
    except ValueError as error:
        raise ArgumentError(f"the setting redis is no address: {error}") from None
    return lease(client, accounts)


async def _in_thread(ask: Callable[[], object]) -> object:
    return await anyio.to_thread.run_sync(ask)
