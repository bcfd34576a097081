"""A Redis that fails or hangs, and numbers that are none of its business."""

import asyncio
import logging
import math
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest
import redis

from clientcore import ArgumentError, EventLoopError, LimiterError
from clientcore.limits.headers import RateLimit
from clientcore.limits.redis import RedisWindow
from clientcore.limits.threads import finish
from tests.clientcore.limits.redis.conftest import CLOSE, Night, Server, Time


def near(seconds: float) -> Any:
    return pytest.approx(seconds, abs=CLOSE)


class Broken:
    """What a Redis client does when asked: nothing good, from when it is told to."""

    def __init__(self, client: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error: Exception | None = None
        self.asked = 0
        self.hang = threading.Event()
        self.hang.set()
        evalsha = client.evalsha

        def asked(*args: Any) -> Any:
            self.asked += 1
            assert self.hang.wait(5)
            if self.error is not None:
                raise self.error
            return evalsha(*args)

        monkeypatch.setattr(client, "evalsha", asked)


@pytest.fixture
def broken(client: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> Broken:
    return Broken(client, monkeypatch)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (redis.ConnectionError("Error 111 connecting to host:6379."), "Error 111 connecting to"),
        (redis.ConnectionError("redis://user:secret@host is down"), "redis://host is down"),
        (redis.ResponseError("no such command " + "x" * 9999), "no such command"),
        (ValueError("not even an error of Redis"), "not even an error of Redis"),
    ],
)
async def test_a_redis_that_fails_is_an_error_of_the_sdk(
    client: redis.Redis, broken: Broken, error: Exception, told: str
) -> None:
    limiter = RedisWindow(client, "agency", 1)
    broken.error = error
    with pytest.raises(LimiterError) as met:
        await limiter.acquire(0)
    text = str(met.value)
    assert f"Redis, which counts the requests, failed ({type(error).__name__}: {told}" in text
    assert text.endswith(": see that it runs and that the limiter's client reaches it")
    assert "secret" not in text
    assert met.value.__context__ is None  # nor shown with it
    assert len(text) < 400
    broken.error = None
    assert await limiter.acquire(0) is None


async def test_nothing_is_lost_because_redis_fails(
    client: redis.Redis, broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = RedisWindow(client, "agency", 1)
    await limiter.acquire(0)
    broken.error = redis.ConnectionError("redis://user:secret@host")
    await limiter.release(None)  # the caller has an answer
    await limiter.pause(30)  # or an error that says more
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "a slot stays taken for up to 360000 ms" in caplog.text
    assert "other processes do not know of a pause of 30000 ms" in caplog.text
    assert caplog.text.count("ConnectionError") == 2
    assert "secret" not in caplog.text
    assert await limiter.acquire(10) == near(30)  # here it is known


async def test_all_in_line_fail_at_once_with_the_first(client: redis.Redis, broken: Broken) -> None:
    limiter = RedisWindow(client, "agency", 1)
    broken.error = redis.ConnectionError("down")
    broken.hang.clear()
    failed: list[str] = []

    async def call() -> None:
        with pytest.raises(LimiterError) as met:
            await limiter.acquire(0)
        failed.append(str(met.value))

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(call)
            for _ in range(10):
                await anyio.lowlevel.checkpoint()
            broken.hang.set()
    assert len(failed) == 10
    assert len(set(failed)) == 1
    assert broken.asked == 1


async def test_a_redis_that_hangs_counts_as_failed_after_a_while(
    client: redis.Redis,
    broken: Broken,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    limiter = RedisWindow(client, "agency", 2)
    await limiter.acquire(0)
    monkeypatch.setattr("clientcore.limits.redis.ANSWER_TIMEOUT", 0.01)
    broken.hang.clear()
    with anyio.fail_after(5):
        with pytest.raises(LimiterError, match=r"\(TimeoutError: no answer within 0.01 s\)"):
            await limiter.acquire(0)
        await limiter.release(None)
        await limiter.pause(30)
    assert caplog.text.count("TimeoutError") == 2
    broken.hang.set()
    finish()
    assert server.slots() == 1  # the released one
    assert max(server.redis.pttl(key) for key in server.stored() if "paused" in key) > 0


async def test_whether_a_failed_command_took_a_slot_is_not_left_open(
    client: redis.Redis, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    evalsha = client.evalsha

    def answer_is_lost(*args: Any) -> Any:
        evalsha(*args)
        raise redis.TimeoutError("Timeout reading from socket")

    await RedisWindow(client, "another", 1).acquire(0)
    monkeypatch.setattr(client, "evalsha", answer_is_lost)
    with pytest.raises(LimiterError):
        await RedisWindow(client, "agency", 1).acquire(0)
    finish()
    assert server.slots() == 1


async def test_without_a_thread_nothing_hangs(
    client: redis.Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    limiter = RedisWindow(client, "agency", 2)
    await limiter.acquire(0)
    with monkeypatch.context() as patch, anyio.fail_after(5):
        patch.setattr(threading.Thread, "start", start)
        await limiter.release(None)
        with pytest.raises(LimiterError, match="can't start new thread"):
            await limiter.acquire(0)
    assert "can't start new thread" in caplog.text
    finish()


PROCESS = """
import sys, threading, time, anyio
from clientcore.limits import threads
from clientcore.limits.redis import RedisWindow

class Redis:
    def register_script(self, script):
        def run(keys, args):
            if "ZRANGE" in script:
                return [0, 0]
            asked.set()
            {answer}
            print("given back", flush=True)
        return run

async def main():
    limiter = RedisWindow(Redis(), "agency", 1)
    await limiter.acquire(0)
    async with anyio.create_task_group() as group:
        group.start_soon(limiter.release, None)
        await anyio.to_thread.run_sync(asked.wait)
        group.cancel_scope.cancel()

asked = threading.Event()
threads.AT_EXIT = {at_exit}
anyio.run(main, backend={backend!r})
"""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize(
    ("answer", "at_exit", "printed"),
    [("time.sleep(0.2)", 30, "given back\n"), ("threading.Event().wait()", 0.01, "")],
    ids=["that is slow is waited for", "that hangs is not"],
)
def test_at_the_end_of_the_process_a_redis(
    answer: str, at_exit: float, printed: str, backend: str
) -> None:
    code = PROCESS.format(answer=answer, at_exit=at_exit, backend=backend)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == printed
    assert done.stderr == ""


@pytest.mark.parametrize("seconds", [0, -1, math.nan, -math.inf])
async def test_a_pause_of_nothing_asks_nothing_of_redis(
    client: redis.Redis, broken: Broken, server: Server, seconds: float
) -> None:
    limiter = RedisWindow(client, "agency", 1)
    await limiter.pause(seconds)
    assert broken.asked == 0
    assert server.stored() == []
    assert await limiter.acquire(0) is None


@pytest.mark.parametrize("seconds", [86401, 1e300, math.inf])
async def test_no_pause_is_longer_than_a_day(
    window: Callable[[int], RedisWindow], server: Server, seconds: float
) -> None:
    await window(1).pause(seconds)
    (paused,) = server.stored()
    assert server.redis.pttl(paused) / 1000 == near(86400)
    assert await window(1).acquire(120) == near(86400)


@pytest.mark.parametrize("reset", [math.nan, math.inf, -math.inf, 1e300, -5])
@pytest.mark.parametrize("count", [0, -1, 10**30])
async def test_headers_of_nonsense_do_not_reach_redis(
    client: redis.Redis, server: Server, caplog: pytest.LogCaptureFixture, reset: float, count: int
) -> None:
    limiter = RedisWindow(client, "agency", 2)
    await limiter.acquire(0)
    await limiter.release(RateLimit(limit=count, remaining=count, reset=reset))
    assert caplog.text == ""
    server.advance(60 + CLOSE)
    with anyio.fail_after(5):
        assert await limiter.acquire(0) is None
        assert await limiter.acquire(0) is None


async def test_less_than_nothing_left_is_nothing_left_for_a_window_where_no_end_is_told(
    client: redis.Redis, server: Server
) -> None:
    clock = Time(server)
    limiter = RedisWindow(client, "agency", 2, clock=clock)
    await limiter.acquire(0)
    await limiter.release(RateLimit(remaining=-7, reset=math.nan))
    assert await limiter.acquire(0) is None
    assert clock.elapsed == near(60)


async def test_a_slot_that_cannot_be_given_back_either_is_the_same_error(
    client: redis.Redis, broken: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        undone.set()
        raise redis.ConnectionError("down")

    met, undone = list[object](), threading.Event()
    monkeypatch.setattr(threading, "excepthook", met.append)
    monkeypatch.setattr(client, "zrem", fail)
    broken.error = redis.ConnectionError("down")
    with pytest.raises(LimiterError):
        await RedisWindow(client, "agency", 1).acquire(0)
    finish()
    assert undone.is_set()
    assert met == []


async def test_a_release_without_a_slot_is_none(client: redis.Redis, server: Server) -> None:
    limiter = RedisWindow(client, "agency", 1)
    await limiter.release(None)
    assert server.stored() == []
    assert await limiter.acquire(0) is None


async def test_who_waits_for_the_pause_holds_up_nobody_who_does_not(
    client: redis.Redis, window: Callable[[int], RedisWindow]
) -> None:
    await window(1).pause(70)
    night = Night()
    limiter = RedisWindow(client, "agency", 1, clock=night)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(limiter.acquire, 120)
            await night.fallen.wait()
            assert await limiter.acquire(10) == near(70)
            group.cancel_scope.cancel()


async def test_a_pause_sends_away_at_once_for_whom_it_is_too_long_wherever_he_stands(
    client: redis.Redis,
) -> None:
    night = Night()
    limiter = RedisWindow(client, "agency", 1, clock=night)
    left: dict[str, float | None] = {}
    await limiter.acquire(0)

    async def wait(name: str, max_pause: float) -> None:
        left[name] = await limiter.acquire(max_pause)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(wait, "first", 10)
            await night.fallen.wait()
            group.start_soon(wait, "patient", 120)
            group.start_soon(wait, "last", 99)
            for _ in range(10):
                await anyio.lowlevel.checkpoint()
            await limiter.pause(100)
            while len(left) < 2:
                await anyio.lowlevel.checkpoint()
            assert left == {"first": near(100), "last": near(100)}
            group.cancel_scope.cancel()


@pytest.mark.parametrize("second", ["asyncio", "trio"])
def test_in_the_next_event_loop_calls_that_never_came_back_count_as_answered(
    client: redis.Redis, server: Server, second: str
) -> None:
    class After(Time):
        async def sleep(self, seconds: float) -> None:
            finish()  # what is given back is so now, and not when the time has moved on
            await super().sleep(seconds)

    clock = After(server)
    limiter = RedisWindow(client, "agency", 2, clock=clock)

    async def leave() -> None:
        await limiter.acquire(0)
        await limiter.acquire(0)

    async def go_on() -> None:
        with anyio.fail_after(10):
            assert await limiter.acquire(0) is None
            assert await limiter.acquire(0) is None
            await limiter.release(None)

    anyio.run(leave)
    anyio.run(go_on, backend=second)
    assert clock.elapsed == near(60)


def test_in_a_second_thread_while_the_first_runs_it_is_an_error(client: redis.Redis) -> None:
    limiter = RedisWindow(client, "agency", 2)
    entered, over = threading.Event(), threading.Event()

    async def first() -> None:
        await limiter.acquire(0)
        entered.set()
        await anyio.to_thread.run_sync(over.wait, 5)

    thread = threading.Thread(target=lambda: anyio.run(first))
    thread.start()
    assert entered.wait(5)
    with pytest.raises(EventLoopError, match="make one limiter for each"):
        asyncio.run(limiter.acquire(0))
    over.set()
    thread.join(5)


@pytest.mark.parametrize(
    "wrong",
    [{"limit": 0}, {"limit": 1.5}]
    + [{name: value} for name in ("period", "hold") for value in (0, -1, math.nan, math.inf)],
)
def test_a_window_that_is_none_is_refused(client: redis.Redis, wrong: dict[str, Any]) -> None:
    (name,) = wrong
    options: dict[str, Any] = {"limit": 1, **wrong}
    with pytest.raises(ArgumentError, match=f"^{name} must be"):
        RedisWindow(client, "agency", **options)
