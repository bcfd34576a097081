"""Servers, clients and a clock for the tests."""

from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

import anyio
import anyio.lowlevel
import httpx

from clientcore import FakeClock
from runn_client import RunnClient
from runrunit_client import RunrunitClient

TOKEN = "TEST_t0p-s3cret"
APP_KEY = "app-k3y-s3cret"
USER_TOKEN = "user-t0ken-s3cret"
SECRETS = (TOKEN, APP_KEY, USER_TOKEN)

RUNN_URL = "https://api.runn.io"
RUNRUNIT_URL = "https://runrun.it/api/v1.0"

Handler = (
    Callable[[httpx.Request], httpx.Response]
    | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
)
Client = RunnClient | RunrunitClient
MakeClient = Callable[..., Client]


class ScriptedServer:
    """A server that gives these answers in turn, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert len(self.requests) < 1000, "a call without an end"
        answer = self._answers[min(len(self.requests), len(self._answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def urls(self) -> list[str]:
        return [str(request.url) for request in self.requests]


def mock_http_client(handler: Handler) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(handler))


def runn(handler: Handler, **options: Any) -> RunnClient:
    options.setdefault("clock", FakeClock())
    return RunnClient(TOKEN, http_client=mock_http_client(handler), **options)


def runrunit(handler: Handler, **options: Any) -> RunrunitClient:
    options.setdefault("clock", FakeClock())
    return RunrunitClient(APP_KEY, USER_TOKEN, http_client=mock_http_client(handler), **options)


async def settle() -> None:
    """Let every other task run until it waits for something."""
    for _ in range(300):  # so many that the check below, slow on asyncio, finds all at rest
        await anyio.lowlevel.checkpoint()
    await anyio.wait_all_tasks_blocked()


class LiveClock(FakeClock):
    """A clock on which tasks sleep side by side.

    When none of them can run, it moves on to the moment at which the next one wakes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sleepers: dict[int, tuple[float, anyio.Event]] = {}
        self._numbers = count()
        self._came = anyio.Event()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        number, woken = next(self._numbers), anyio.Event()
        self._sleepers[number] = (self.time() + seconds, woken)
        self._came.set()
        try:
            await woken.wait()
        finally:
            self._sleepers.pop(number, None)

    async def run(self) -> None:
        while True:
            await self._came.wait()
            await settle()
            if not self._sleepers:
                self._came = anyio.Event()
                continue
            self._elapsed = min(wakes for wakes, _ in self._sleepers.values())
            for wakes, woken in list(self._sleepers.values()):
                if wakes <= self._elapsed:
                    woken.set()
