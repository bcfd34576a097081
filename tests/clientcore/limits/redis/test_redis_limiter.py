"""The limiter in Redis: against fakeredis, and a real server too where there is one."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import anyio
import anyio.abc
import pytest
import redis

from clientcore.limits.headers import RateLimit
from clientcore.limits.limiter import Limiter
from clientcore.limits.redis import RedisWindow
from tests.clientcore.limits.redis.conftest import CLOSE, Server, Time


def near(seconds: float) -> Any:
    return pytest.approx(seconds, abs=CLOSE)


async def test_two_processes_share_one_quota(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(3), window(3)
    for limiter in (one, one, other):
        assert await limiter.acquire(0) is None
    for limiter in (one, one, other):
        await limiter.release(None)
    assert clock.slept == []
    assert await other.acquire(0) is None
    assert clock.elapsed == near(60)


async def test_a_slot_is_counted_from_its_answer(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)
    clock.advance(20)
    await one.release(None)
    await other.acquire(0)
    assert clock.elapsed == near(80)


async def test_a_slot_does_not_free_early(
    window: Callable[[int], RedisWindow], server: Server
) -> None:
    """By Redis' own clock, to the millisecond."""
    limiter = window(1)
    await limiter.acquire(0)
    seconds, microseconds = server.redis.time()
    await limiter.release(None)
    ((_, frees),) = server.redis.zrange(server.stored()[0], 0, -1, withscores=True)
    assert frees >= (seconds + 60) * 1000 + microseconds / 1000


async def test_while_all_are_in_flight_waiters_wait(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)

    async def answer() -> None:
        await clock.sleep(7)
        await one.release(None)

    with clock.waiting():
        async with anyio.create_task_group() as group:
            clock.start(group, answer)
            clock.start(group, lambda: other.acquire(0))
    assert clock.elapsed == near(67)
    assert len(clock.slept) <= 3  # the answer's own, and no polling


async def test_first_come_first_served_in_one_process(window: Callable[[int], RedisWindow]) -> None:
    limiter = window(1)
    served: list[int] = []

    async def work(number: int) -> None:
        await limiter.acquire(0)
        served.append(number)

    async with anyio.create_task_group() as group:
        for number in range(4):
            group.start_soon(work, number)
            await anyio.lowlevel.checkpoint()  # trio starts in any order what starts at once
    assert served == [0, 1, 2, 3]


async def test_a_pause_stops_every_process(
    window: Callable[[int], RedisWindow], clock: Time, server: Server
) -> None:
    one, other = window(5), window(5)
    await one.pause(10)
    await other.pause(3)  # only ever prolongs
    assert await other.acquire(5) == near(10)
    assert server.slots() == 0
    assert await other.acquire(30) is None
    assert clock.slept == [near(10 + 20)]  # with jitter
    await one.pause(20)
    await other.pause(40)
    assert await one.acquire(30) == near(40)
    await one.pause(0)


async def test_a_pause_holds_for_who_waits_for_a_slot_already(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)
    await one.release(None)

    async def pause() -> None:
        await clock.sleep(50)
        await one.pause(40)

    with clock.waiting():
        async with anyio.create_task_group() as group:
            clock.start(group, pause)
            clock.start(group, lambda: other.acquire(100))
    assert clock.elapsed == near(90 + 20)


async def test_use_by_others_is_believed_until_its_window_ends(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(5), window(5)
    await one.acquire(0)
    await one.release(RateLimit(limit=5, remaining=1, reset=20))
    await other.acquire(0)
    assert clock.elapsed == 0
    for _ in range(3):
        await other.acquire(0)
    assert clock.elapsed == near(20)


async def test_headers_free_no_slot(window: Callable[[int], RedisWindow], clock: Time) -> None:
    one, other = window(2), window(2)
    for limiter in (one, other):
        await limiter.acquire(0)
        await limiter.release(RateLimit(limit=9, remaining=2))
    await other.acquire(0)
    assert clock.elapsed == near(60)


@pytest.mark.parametrize("seen", [RateLimit(limit=2), RateLimit(reset=9)])
async def test_headers_that_do_not_say_what_is_left(
    window: Callable[[int], RedisWindow], clock: Time, seen: RateLimit
) -> None:
    one, other = window(2), window(2)
    await one.acquire(0)
    await one.release(seen)
    await other.acquire(0)
    assert clock.slept == []


@pytest.mark.parametrize("reset", [None, 0.0])
async def test_headers_that_do_not_say_when(
    window: Callable[[int], RedisWindow],
    clock: Time,
    caplog: pytest.LogCaptureFixture,
    reset: float | None,
) -> None:
    one, other = window(2), window(2)
    await one.acquire(0)
    await one.release(RateLimit(remaining=0, reset=reset))
    await other.acquire(0)
    assert clock.elapsed == near(60 if reset is None else 0)
    assert caplog.text == ""


async def test_a_lower_limit_holds_for_every_process_while_it_is_news(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(5), window(5)
    await one.acquire(0)
    await one.release(RateLimit(limit=2, remaining=1))
    await other.acquire(0)
    assert clock.elapsed == 0
    await other.release(RateLimit(limit=4))
    await other.acquire(0)
    assert clock.elapsed == near(60)
    clock.advance(400)
    for _ in range(5):
        await other.acquire(0)
    assert clock.elapsed == near(460)


async def test_a_killed_process_holds_its_slot_for_a_while_only(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    await window(1).acquire(0)  # and is never heard of again
    await window(1).acquire(0)
    assert clock.elapsed == near(360)


async def test_an_answer_after_the_hold_is_counted_too(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)
    clock.advance(400)
    await one.release(None)
    await other.acquire(0)
    assert clock.elapsed == near(460)


async def test_all_keys_expire(
    window: Callable[[int], RedisWindow], clock: Time, server: Server
) -> None:
    limiter = window(9)
    await limiter.acquire(0)
    await limiter.release(RateLimit(limit=5, remaining=0, reset=30))
    await limiter.pause(20)
    kinds = {key.rpartition(":")[2] for key in server.stored()}
    assert kinds == {"slots", "paused", "foreign", "limit"}
    clock.advance(361)
    assert server.stored() == []


async def test_the_key_itself_is_not_told_to_redis(
    client: redis.Redis, server: Server, clock: Time
) -> None:
    limiter: Limiter = RedisWindow(client, "LIVE_token", 2, clock=clock)
    await limiter.acquire(0)
    assert server.stored()
    assert "LIVE" not in str(server.stored())
    stranger = RedisWindow(client, "another", 1, clock=clock)
    await stranger.acquire(0)
    assert clock.elapsed == 0


async def test_a_command_that_the_redis_client_repeats_takes_one_slot(
    client: redis.Redis, clock: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    evalsha = client.evalsha

    def twice(*args: Any) -> Any:
        evalsha(*args)
        return evalsha(*args)

    monkeypatch.setattr(client, "evalsha", twice)
    limiter = RedisWindow(client, "agency", 1, clock=clock)
    with anyio.fail_after(5):
        assert await limiter.acquire(0) is None
    await limiter.release(None)
    assert clock.slept == []
    assert server.slots() == 1


class Api:
    """Ten requests in any 60 seconds, counted when they reach it. The way there varies."""

    def __init__(self, clock: Time) -> None:
        self.clock = clock
        self.sent = 0
        self.reached: list[float] = []
        self.refused = 0

    async def answer(self, limiter: RedisWindow) -> None:
        self.sent += 1
        await self.clock.sleep(5 if self.sent <= 10 else 0)
        now = self.clock.time()
        recent = [moment for moment in self.reached if moment > now - 60]
        self.refused += len(recent) >= 10
        self.reached.append(now)
        await self.clock.sleep(10)
        await limiter.release(RateLimit(limit=10, remaining=9 - len(recent)))


async def test_a_burst_of_three_quotas_from_two_processes_meets_no_429(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    api = Api(clock)

    async def process(limiter: RedisWindow, group: anyio.abc.TaskGroup) -> None:
        for _ in range(15):
            await limiter.acquire(0)
            clock.start(group, lambda: api.answer(limiter))

    with clock.waiting():
        async with anyio.create_task_group() as group:
            clock.start(group, lambda: process(window(10), group))
            clock.start(group, lambda: process(window(10), group))
    assert len(api.reached) == 30
    assert api.refused == 0
    assert clock.elapsed == near(155)  # 15 to the last answer, and twice 60 and 10: no time lost


def test_without_its_extra_it_says_which_one_to_install() -> None:
    code = "import sys; sys.modules['redis'] = None; import clientcore.limits.redis"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert last.endswith("pip install 'runn-runrunit-sdk[redis]'")
