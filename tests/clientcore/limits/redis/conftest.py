"""Redis servers for tests, fake and, where there is one, real; and a clock that moves theirs."""

import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Any

import anyio
import anyio.abc
import fakeredis
import pytest
import redis

from clientcore.clock import SystemClock
from clientcore.limits.redis import RedisWindow

CLOSE = 5.0
"""Seconds. Redis' clock is real and moves a little while a test runs, more on a busy machine."""


class Server:
    """A Redis whose time a test can move: everything that it stores is moved back instead."""

    def __init__(self, connect: Callable[[bool], redis.Redis]) -> None:
        self.connect = connect
        self.redis: Any = connect(True)  # typed for the answers of all its commands, and so badly
        self.redis.flushall()

    def advance(self, seconds: float) -> None:
        shift = round(seconds * 1000)
        for key in self.stored():
            left = self.redis.pttl(key)
            assert left != -1, f"{key} never expires"
            if key.endswith(":slots") and (slots := self.redis.zrange(key, 0, -1, withscores=True)):
                self.redis.zadd(key, {member: score - shift for member, score in slots})
            self.redis.pexpire(key, left - shift)

    def stored(self) -> list[str]:
        keys: list[str] = self.redis.keys()
        return keys

    def slots(self) -> int:
        return sum(int(self.redis.zcard(key)) for key in self.stored() if key.endswith(":slots"))


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
        return upper * 20  # so that it shows

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        woken = anyio.Event()
        heappush(self._sleepers, (self.elapsed + seconds, next(self._order), woken))
        self._done()
        await woken.wait()

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
    def waiting(self) -> Generator[None]:
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


class Night(SystemClock):
    """Who sleeps here does not wake."""

    def __init__(self) -> None:
        self.fallen = anyio.Event()

    async def sleep(self, seconds: float) -> None:
        self.fallen.set()
        await anyio.sleep_forever()


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
