"""Cancelled at any step, by asyncio itself or by a scope: slots are given back, and once only."""

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import pytest
import redis

from clientcore.limits.headers import RateLimit
from clientcore.limits.redis import RedisWindow
from clientcore.limits.threads import finish
from tests.clientcore.limits.redis.conftest import CLOSE, Night, Server

CALLS = 300


def ends_of_slots(server: Server) -> list[float]:
    """Seconds from now on for which the slots are taken."""
    seconds, _ = server.redis.time()
    keys = [key for key in server.stored() if key.endswith(":slots")]
    return [
        score / 1000 - seconds
        for key in keys
        for _, score in server.redis.zrange(key, 0, -1, withscores=True)
    ]


class Calls:
    """Calls as the transport makes them, on a Redis that answers now at once and now later."""

    def __init__(
        self, client: redis.Redis, monkeypatch: pytest.MonkeyPatch, seed: int, limit: int
    ) -> None:
        self.dice = random.Random(seed)
        self.took = 0
        self.cancelled = 0
        self.given_back: list[Any] = []
        self._limiter = RedisWindow(client, "agency", limit)
        evalsha, zrem = client.evalsha, client.zrem
        dice, pause = random.Random(seed), threading.Event()

        def slow_evalsha(*args: Any) -> Any:
            pause.wait(dice.choice([0, 0.0005, 0.001]))
            result = evalsha(*args)
            pause.wait(dice.choice([0, 0.0005, 0.001]))
            return result

        def noted_zrem(key: Any, member: Any) -> Any:
            self.given_back.append(member)
            return zrem(key, member)

        monkeypatch.setattr(client, "evalsha", slow_evalsha)
        monkeypatch.setattr(client, "zrem", noted_zrem)

    async def call(self) -> None:
        try:
            assert await self._limiter.acquire(0) is None
            self.took += 1
            try:
                await self.some_steps(5)
            finally:
                await self._limiter.release(RateLimit(remaining=None))
        except anyio.get_cancelled_exc_class():
            self.cancelled += 1
            raise

    async def some_steps(self, most: int) -> None:
        for _ in range(self.dice.randrange(most)):
            await anyio.lowlevel.checkpoint()

    def check(self, server: Server) -> None:
        finish()
        assert self.cancelled > CALLS / 10
        assert self.took > CALLS / 10
        ends = ends_of_slots(server)
        assert len(ends) == self.took
        assert max(ends) < 60 + CLOSE  # each as answered, and none as of a lost process
        assert len(self.given_back) == len(set(self.given_back))


@pytest.mark.parametrize("seed", range(3))
def test_asyncio_itself_cancels_hundreds_of_calls(
    client: redis.Redis, server: Server, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    calls = Calls(client, monkeypatch, seed, CALLS)

    async def main() -> None:
        tasks = list[asyncio.Task[None]]()
        async with asyncio.timeout(30):
            for _ in range(CALLS):
                tasks.append(asyncio.create_task(calls.call()))
                await calls.some_steps(60)
                calls.dice.choice(tasks[-5:]).cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(main())
    calls.check(server)


def test_asyncio_times_out_hundreds_of_calls(
    client: redis.Redis, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(client, monkeypatch, 1, CALLS)

    async def timed() -> None:
        async with asyncio.timeout(calls.dice.uniform(0, 0.02)):
            await calls.call()

    async def main() -> None:
        async with asyncio.timeout(30):
            for _ in range(CALLS // 10):
                await asyncio.gather(*(timed() for _ in range(10)), return_exceptions=True)

    asyncio.run(main())
    calls.check(server)


@pytest.mark.parametrize("seed", range(3))
async def test_scopes_cancel_hundreds_of_calls(
    client: redis.Redis, server: Server, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    calls = Calls(client, monkeypatch, seed, CALLS)
    scopes = [anyio.CancelScope() for _ in range(CALLS)]

    async def scoped(scope: anyio.CancelScope) -> None:
        with scope:
            await calls.call()

    with anyio.fail_after(30):
        async with anyio.create_task_group() as group:
            for number in range(CALLS):
                group.start_soon(scoped, scopes[number])
                await calls.some_steps(60)
                calls.dice.choice(scopes[max(0, number - 4) : number + 1]).cancel()
    calls.check(server)


def natively(start: Callable[[], Coroutine[Any, Any, object]], go: Callable[[], None]) -> None:
    async def main() -> None:
        task = asyncio.create_task(start())
        await asyncio.sleep(0)
        go()
        task.cancel()
        async with asyncio.timeout(5):
            await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(main())


def by_a_scope(backend: str) -> Any:
    def run(start: Callable[[], Coroutine[Any, Any, object]], go: Callable[[], None]) -> None:
        async def main() -> None:
            with anyio.fail_after(5):
                async with anyio.create_task_group() as group:
                    group.start_soon(start)
                    for _ in range(3):
                        await anyio.lowlevel.checkpoint()
                    go()
                    group.cancel_scope.cancel()

        anyio.run(main, backend=backend)

    return run


@pytest.mark.parametrize(
    "cancelled",
    [natively, by_a_scope("asyncio"), by_a_scope("trio")],
    ids=["natively", "by a scope of asyncio", "by a scope of trio"],
)
@pytest.mark.parametrize("moment", ["before Redis has it", "before it answers", "answered"])
def test_cancelled_while_redis_is_asked_takes_no_slot(
    client: redis.Redis,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    cancelled: Any,
    moment: str,
) -> None:
    """And the cancelled call does not wait for Redis."""
    limiter, hang = RedisWindow(client, "agency", 1), threading.Event()
    asked, answered = threading.Event(), threading.Event()
    evalsha = client.evalsha

    def slow_evalsha(*args: Any) -> Any:
        asked.set()
        if moment == "before Redis has it":
            assert hang.wait(5)
        result = evalsha(*args)
        answered.set()
        if moment != "before Redis has it":
            assert hang.wait(5)
        return result

    def reached() -> None:
        """In the event loop's own thread: nobody there has looked at the answer."""
        if moment == "before Redis has it":
            assert asked.wait(5)
        elif moment == "before it answers":
            assert answered.wait(5)
        else:
            hang.set()
            finish()

    async def loaded() -> None:
        await RedisWindow(client, "another", 1).acquire(0)

    anyio.run(loaded)  # the script: what is asked now is asked but once
    server.redis.delete(*server.stored())
    monkeypatch.setattr(client, "evalsha", slow_evalsha)
    cancelled(lambda: limiter.acquire(0), reached)
    hang.set()
    finish()
    assert ends_of_slots(server) == []


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_before_it_begins_a_slot_is_given_back_all_the_same(
    client: redis.Redis, server: Server, backend: str
) -> None:
    limiter = RedisWindow(client, "agency", 1)

    async def main() -> None:
        await limiter.acquire(0)
        with anyio.CancelScope() as scope:
            scope.cancel()
            await limiter.release(None)

    anyio.run(main, backend=backend)
    finish()
    (end,) = ends_of_slots(server)
    assert end < 60 + CLOSE


async def test_cancelled_in_the_line_takes_no_slot(
    client: redis.Redis, window: Callable[[int], RedisWindow], server: Server
) -> None:
    await window(1).acquire(0)
    night = Night()
    limiter = RedisWindow(client, "agency", 1, clock=night)
    async with anyio.create_task_group() as group:
        group.start_soon(limiter.acquire, 0)
        group.start_soon(limiter.acquire, 0)
        await night.fallen.wait()
        group.cancel_scope.cancel()
    assert server.slots() == 1
    server.advance(361)
    assert await limiter.acquire(0) is None  # nor is the line blocked
