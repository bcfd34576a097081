"""The limiter in Redis: against fakeredis, and a real server too where there is one."""

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

import anyio
import anyio.abc
import fakeredis
import pytest
import redis

from clientcore.clock import SystemClock
from clientcore.limiter import Limiter
from clientcore.ratelimit import RateLimit
from clientcore.redis_limiter import RedisWindow

CLOSE = 1.0
"""Seconds. Redis' clock is real and moves a little while a test runs."""


class Server:
    """A Redis whose time a test can move: everything that it stores is moved back instead."""

    def __init__(self, connect: Callable[[bool], redis.Redis]) -> None:
        self.connect = connect
        self.redis = connect(True)
        self.redis.flushall()

    def advance(self, seconds: float) -> None:
        shift = round(seconds * 1000)
        for key in self.keys():
            left = cast(int, self.redis.pttl(key))
            assert left >= 0, f"{key} never expires"
            if key.endswith(":slots"):
                slots = cast(list[tuple[str, float]], self.redis.zrange(key, 0, -1, withscores=True))
                self.redis.zadd(key, {member: score - shift for member, score in slots})
            self.redis.pexpire(key, left - shift)

    def keys(self) -> list[str]:
        return cast(list[str], self.redis.keys())

    def slots(self) -> int:
        return sum(cast(int, self.redis.zcard(k)) for k in self.keys() if k.endswith(":slots"))


class Time(SystemClock):
    """A clock for several tasks: it moves on, and Redis with it, once all of them sleep."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.elapsed = 0.0
        self.slept: list[float] = []
        self._awake = 1
        self._order = count()
        self._sleepers: list[tuple[float, int, anyio.Event]] = []

    def time(self) -> float:
        return self.elapsed

    def jitter(self, upper: float) -> float:
        return upper / 2

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        woken = anyio.Event()
        sleeper = (self.elapsed + seconds, next(self._order), woken)
        heappush(self._sleepers, sleeper)
        self._done()
        try:
            await woken.wait()
        except BaseException:
            self._sleepers.remove(sleeper)
            self._awake += 1
            raise

    def advance(self, seconds: float) -> None:
        self.elapsed += seconds
        self.server.advance(seconds)

    def start(self, group: anyio.abc.TaskGroup, job: Callable[[], Awaitable[object]]) -> None:
        async def run() -> None:
            try:
                await job()
            finally:
                self._done()

        self._awake += 1
        group.start_soon(run)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While the test itself waits for something else than this clock."""
        self._done()
        yield
        self._awake += 1

    def _done(self) -> None:
        self._awake -= 1
        if not self._awake and self._sleepers:
            until, _, woken = heappop(self._sleepers)
            self.advance(until - self.elapsed)
            self._awake += 1
            woken.set()


REAL = shutil.which("redis-server") or shutil.which("valkey-server")


@pytest.fixture(scope="module", params=["fakeredis", *(["real"] if REAL else [])])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[[bool], redis.Redis]]:
    if request.param == "fakeredis":
        fake = fakeredis.FakeServer()
        yield lambda text: fakeredis.FakeRedis(server=fake, decode_responses=text)
        return
    # A socket in the file system, so that no port has to be guessed; short, for so it must be
    with tempfile.TemporaryDirectory(prefix="redis") as folder:
        path = f"{folder}/s"
        command = [str(REAL), "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert any("ready to accept" in line.lower() for line in process.stdout)
            yield lambda text: redis.Redis(unix_socket_path=path, decode_responses=text)
            process.terminate()


@pytest.fixture
def server(connect: Callable[[bool], redis.Redis]) -> Iterator[Server]:
    clients: list[redis.Redis] = []

    def remembered(text: bool) -> redis.Redis:
        clients.append(connect(text))
        return clients[-1]

    yield Server(remembered)
    for client in clients:
        client.close()


@pytest.fixture
def clock(server: Server) -> Time:
    return Time(server)


@pytest.fixture
def client(server: Server) -> redis.Redis:
    return server.connect(False)


@pytest.fixture
def window(server: Server, clock: Time) -> Callable[[int], RedisWindow]:
    """Make the limiter of a process: its own connection, one key."""
    kinds = count()
    return lambda limit: RedisWindow(
        server.connect(next(kinds) % 2 == 1), "agency", limit, clock=clock
    )


def near(seconds: float) -> Any:
    return pytest.approx(seconds, abs=CLOSE)


async def test_two_processes_share_one_quota(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(3), window(3)
    for limiter in (one, one, other):
        assert await limiter.acquire(0) is None
    for limiter in (one, one, other):
        await limiter.arrived(None)
    assert clock.slept == []
    assert await other.acquire(0) is None
    assert clock.elapsed == near(60)


async def test_a_slot_is_counted_from_its_answer(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)
    clock.advance(20)
    await one.arrived(None)
    await other.acquire(0)
    assert clock.elapsed == near(80)


async def test_a_slot_never_frees_early(server: Server) -> None:
    """By Redis' own clock, to the millisecond."""
    clock = Time(server)
    limiter = RedisWindow(server.connect(True), "agency", 1, period=0.5, clock=clock)
    await limiter.acquire(0)
    await limiter.arrived(None)
    seconds, microseconds = cast(tuple[int, int], server.redis.time())
    ((_, score),) = cast(
        list[tuple[str, float]], server.redis.zrange(server.keys()[0], 0, -1, withscores=True)
    )
    assert score == pytest.approx(seconds * 1000 + microseconds / 1000 + 500, abs=CLOSE * 1000)
    await limiter.acquire(0)
    assert 0.3 < clock.elapsed <= 0.501


async def test_while_all_are_in_flight_waiters_wait(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)

    async def answer() -> None:
        await clock.sleep(7)
        await one.arrived(None)

    with clock.waiting():
        async with anyio.create_task_group() as group:
            clock.start(group, answer)
            clock.start(group, lambda: other.acquire(0))
    assert clock.elapsed == near(67)
    assert len(clock.slept) <= 3  # the answer's own, and no polling


async def test_first_come_first_served_in_one_process(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    limiter = window(1)
    served: list[int] = []

    async def work(number: int) -> None:
        await limiter.acquire(0)
        served.append(number)
        await limiter.arrived(None)

    async with anyio.create_task_group() as group:
        for number in range(4):
            group.start_soon(work, number)
            await anyio.wait_all_tasks_blocked() if number == 99 else None
    assert sorted(served) == [0, 1, 2, 3]
    assert clock.elapsed == near(180)


async def test_a_pause_stops_every_process(
    window: Callable[[int], RedisWindow], clock: Time, server: Server
) -> None:
    one, other = window(5), window(5)
    await one.pause(10)
    await other.pause(3)  # only ever prolongs
    assert await other.acquire(5) == near(10)
    assert server.slots() == 0
    assert await other.acquire(30) is None
    assert clock.slept == [near(10.5)]  # with jitter
    assert clock.slept[0] > 10.4
    await one.pause(20)
    await other.pause(30)
    assert await one.acquire(25) == near(30)
    await one.pause(0)


async def test_a_pause_holds_for_who_waits_for_a_slot_already(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(1), window(1)
    await one.acquire(0)
    await one.arrived(None)

    async def pause() -> None:
        await clock.sleep(50)
        await one.pause(40)

    with clock.waiting():
        async with anyio.create_task_group() as group:
            clock.start(group, pause)
            clock.start(group, lambda: other.acquire(100))
    assert clock.elapsed == near(90.5)


async def test_use_by_others_is_believed_until_its_window_ends(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(5), window(5)
    await one.acquire(0)
    await one.arrived(RateLimit(limit=5, remaining=1, reset=20))
    await other.acquire(0)
    assert clock.elapsed == 0
    for _ in range(3):
        await other.acquire(0)
    assert clock.elapsed == near(20)


@pytest.mark.parametrize("reset", [None, 0.0])
async def test_headers_that_do_not_say_when(
    window: Callable[[int], RedisWindow], clock: Time, reset: float | None
) -> None:
    one, other = window(2), window(2)
    await one.acquire(0)
    await one.arrived(RateLimit(remaining=0, reset=reset))
    await other.acquire(0)
    assert clock.elapsed == near(60 if reset is None else 0)


async def test_a_lower_limit_holds_for_every_process_while_it_is_news(
    window: Callable[[int], RedisWindow], clock: Time
) -> None:
    one, other = window(5), window(5)
    await one.acquire(0)
    await one.arrived(RateLimit(limit=2))
    await one.acquire(0)
    await one.arrived(RateLimit(limit=4))
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
    await one.arrived(None)
    await other.acquire(0)
    assert clock.elapsed == near(460)


async def test_all_keys_expire(
    window: Callable[[int], RedisWindow], clock: Time, server: Server
) -> None:
    limiter = window(2)
    await limiter.acquire(0)
    await limiter.arrived(RateLimit(limit=1, remaining=0, reset=900))
    await limiter.arrived(None) if await limiter.acquire(0) else None
    await limiter.pause(900)
    assert len(server.keys()) == 4
    clock.advance(901)
    assert server.keys() == []


async def test_the_key_itself_is_not_told_to_redis(
    client: redis.Redis, server: Server, clock: Time
) -> None:
    limiter: Limiter = RedisWindow(client, "LIVE_token", 2, clock=clock)
    await limiter.acquire(0)
    assert server.keys()
    assert "LIVE" not in str(server.keys())
    stranger = RedisWindow(client, "another", 1, clock=clock)
    await stranger.acquire(0)
    assert clock.elapsed == 0


async def test_cancelled_in_the_line_takes_no_slot(
    window: Callable[[int], RedisWindow], server: Server
) -> None:
    holder, waiter = window(1), window(1)
    await holder.acquire(0)
    await holder.arrived(None)
    async with anyio.create_task_group() as group:
        group.start_soon(waiter.acquire, 0)
        group.start_soon(waiter.acquire, 0)
        await anyio.lowlevel.checkpoint()
        group.cancel_scope.cancel()
    assert server.slots() == 1
    server.advance(61)
    assert await waiter.acquire(0) is None  # nor is the line blocked


@pytest.mark.parametrize("answered", [False, True])
async def test_cancelled_while_redis_is_asked_takes_no_slot(
    client: redis.Redis, server: Server, monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    """Before Redis has the command as well as when its answer is on the way."""
    limiter = RedisWindow(client, "agency", 1)
    asked, go, finished = threading.Event(), threading.Event(), threading.Event()
    evalsha, zrem = client.evalsha, client.zrem

    def slow(*args: Any) -> Any:
        result = evalsha(*args) if answered else None
        asked.set()
        go.wait(5)
        return result if answered else evalsha(*args)

    def counted(*args: Any) -> Any:
        result = zrem(*args)
        if go.is_set():
            finished.set()
        return result

    monkeypatch.setattr(client, "evalsha", slow)
    monkeypatch.setattr(client, "zrem", counted)
    client.script_load(limiter._acquire.script)  # type: ignore[attr-defined]  # pyright: ignore
    async with anyio.create_task_group() as group:
        group.start_soon(limiter.acquire, 0)
        await anyio.to_thread.run_sync(asked.wait)
        group.cancel_scope.cancel()
    go.set()  # only now: the cancelled call did not wait for Redis
    await anyio.to_thread.run_sync(finished.wait)
    assert server.slots() == 0
