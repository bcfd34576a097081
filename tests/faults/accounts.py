"""The two clients before a scripted server, and what is asked of them."""

from collections.abc import Callable, Coroutine
from typing import Any, Literal, Protocol

import anyio
import pytest

from clientcore import FakeClock, RateLimit, RetryPolicy, SDKError, SlidingWindow
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.faults.leaks import SECRETS
from tests.faults.server import Server, answer, send
from tests.support import Client

Call = Literal["read", "write", "delete"]
CALLS: tuple[Call, ...] = ("read", "write", "delete")
Does = Callable[[], Coroutine[None, None, object]]
MOST = 2_000_000
unsent_bodies = pytest.mark.filterwarnings(
    "ignore:Async generator 'httpx._content.ByteStream:ResourceWarning"
)
"""For tests in which a body cannot be sent to its end: httpx leaves it to the garbage collector."""


class CountedWindow(SlidingWindow):
    """It knows how many requests are in line and on their way."""

    in_line = on_their_way = 0

    async def acquire(self, max_pause: float) -> float | None:
        self.in_line += 1
        try:
            pause = await super().acquire(max_pause)
        finally:
            self.in_line -= 1
        self.on_their_way += pause is None
        return pause

    async def release(self, rate_limit: RateLimit | None) -> None:
        self.on_their_way -= 1
        await super().release(rate_limit)


class Make(Protocol):
    """Makes a client that has this address."""

    def __call__(self, url: str, limiter: SlidingWindow | None = None, **options: Any) -> Client:
        """It tries twice, on a clock that never waits."""
        ...


def runn(url: str, limiter: SlidingWindow | None = None, **options: Any) -> RunnClient:
    return RunnClient(SECRETS[0], base_url=url, **_options(limiter, options))


def runrunit(url: str, limiter: SlidingWindow | None = None, **options: Any) -> RunrunitClient:
    return RunrunitClient(*SECRETS[1:], base_url=url, **_options(limiter, options))


def _options(limiter: SlidingWindow | None, options: dict[str, Any]) -> dict[str, Any]:
    clock = FakeClock()
    usual = {
        "limiter": limiter or CountedWindow(50, clock=clock),
        "retry": RetryPolicy(attempts=2, max_wait=70),
        "clock": clock,
        "max_answer": MOST,
    }
    return usual | options


def secrets_of(client: Client) -> tuple[str, ...]:
    """What a client must not show."""
    return SECRETS[:1] if isinstance(client, RunnClient) else SECRETS[1:]


def calls_of(client: Client) -> dict[Call, Does]:
    """One of each."""
    if isinstance(client, RunnClient):
        return {
            "read": client.me.get,
            "write": lambda: client.clients.create(name="ACME"),
            "delete": lambda: client.actuals.delete(5),
        }
    return {
        "read": client.users.me,
        "write": lambda: client.clients.create(name="ACME"),
        "delete": lambda: client.manual_work_periods.delete(5),
    }


async def met(does: Does) -> SDKError | None:
    """The error that a call ends in."""
    with anyio.fail_after(10):
        try:
            await does()
        except SDKError as error:
            return error
    return None


async def works(client: Client, server: Server) -> None:
    """After whatever it was: the next answer is the right one."""
    server.fault = send(answer(b'{"id": 2, "name": "Bob"}'))
    free = client.with_options(retry=RetryPolicy(attempts=3, max_wait=120))
    with anyio.fail_after(10):
        found = (
            await free.clients.get(2)
            if isinstance(free, RunrunitClient)
            else await free.people.get(2)
        )
    assert found.id == 2
