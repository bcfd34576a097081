"""Calls that are cancelled while they wait: for whom ever, no slot is taken and nobody harmed."""

import asyncio
import gc
import socket
import warnings
from collections.abc import Callable

import anyio
import pytest

from clientcore import FakeClock
from tests.faults.accounts import (
    CALLS,
    Call,
    CountedWindow,
    Does,
    Make,
    calls_of,
    unsent_bodies,
    works,
)
from tests.faults.server import Server, answer, send, send_and_stall
from tests.support import Client


class PatientClock(FakeClock):
    """Who sleeps by it sleeps until he is woken by force."""

    asleep = 0

    async def sleep(self, seconds: float) -> None:
        self.asleep += 1
        try:
            await anyio.sleep_forever()
        finally:
            self.asleep -= 1


async def cancelled_when(ready: Callable[[], bool], does: Does, *, native: bool) -> None:
    """Start a call, and cancel it as soon as that holds."""

    async def arrived() -> None:
        with anyio.fail_after(5):
            while not ready():
                await anyio.sleep(0.001)

    if native:
        calling = asyncio.ensure_future(does())
        await arrived()
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
    else:
        async with anyio.create_task_group() as group:
            group.start_soon(does)
            await arrived()
            group.cancel_scope.cancel()


@pytest.fixture
def ways(anyio_backend: str) -> tuple[bool, ...]:
    """Whether asyncio's own way of cancelling is used: there, both are tried."""
    return (False, True) if anyio_backend == "asyncio" else (False,)


@pytest.mark.parametrize("call", CALLS)
async def test_while_hands_are_shaken(
    make: Make, server: Server, call: Call, ways: tuple[bool, ...]
) -> None:
    server.at_first = send_and_stall()
    limiter = CountedWindow(50, clock=FakeClock())
    async with make(f"https://{server.host}", limiter) as client:
        does = calls_of(client)[call]
        with warnings.catch_warnings():
            # httpcore leaves the socket to the garbage collector where a handshake is cancelled
            warnings.simplefilter("ignore", ResourceWarning)
            for native in (*ways, *ways):
                await cancelled_when(lambda: limiter.on_their_way == 1, does, native=native)
            gc.collect()
    assert limiter.on_their_way == 0
    assert server.received == []


@pytest.mark.parametrize("call", CALLS)
async def test_between_two_tries(
    make: Make, server: Server, call: Call, ways: tuple[bool, ...]
) -> None:
    clock = PatientClock()
    limiter = CountedWindow(50, clock=clock)  # where a 429 is waited for
    status = "503 No" if call == "read" else "429 No"
    async with make(server.url, limiter, clock=clock) as client:
        for native in ways:
            server.received.clear()
            server.fault = send(answer(b"{}", status, "retry-after: 5"))
            await cancelled_when(lambda: clock.asleep == 1, calls_of(client)[call], native=native)
            assert (clock.asleep, limiter.on_their_way, len(server.received)) == (0, 0, 1)
            clock.advance(60)
            await works(client, server)


@pytest.mark.parametrize("call", CALLS)
async def test_in_line_for_a_slot(
    make: Make, server: Server, call: Call, ways: tuple[bool, ...]
) -> None:
    limiter = CountedWindow(1, clock=FakeClock())
    server.fault = send_and_stall()
    async with make(server.url, limiter) as client:
        does = calls_of(client)[call]
        async with anyio.create_task_group() as group:
            group.start_soon(calls_of(client)["read"])
            with anyio.fail_after(5):
                while not server.received:
                    await anyio.sleep(0.001)
            for native in ways:
                await cancelled_when(lambda: limiter.in_line == 1, does, native=native)
                assert limiter.in_line == 0
            assert len(server.received) == 1
            group.cancel_scope.cancel()
        await works(client, server)
        assert limiter.on_their_way == 0


async def test_at_the_host_that_a_redirect_led_to(
    client: Client, server: Server, elsewhere: Server, ways: tuple[bool, ...]
) -> None:
    for native in ways:
        elsewhere.received.clear()
        server.fault = send(answer(b"", "302 Found", f"location: {elsewhere.url}/x"))
        elsewhere.fault = send_and_stall(answer()[:-5])
        does = calls_of(client)["read"]
        await cancelled_when(lambda: len(elsewhere.received) == 1, does, native=native)
        await works(client, server)


PHASES = {
    "before the answer": b"",
    "within the head": answer()[:20],
    "within the body": answer()[:-5],
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("sent", PHASES.values(), ids=PHASES)
async def test_while_the_answer_comes(
    client: Client, server: Server, sent: bytes, call: Call, ways: tuple[bool, ...]
) -> None:
    came: list[bytes] = []

    def stall(connection: socket.socket) -> None:
        connection.sendall(sent)
        came.append(sent)
        send_and_stall()(connection)

    for native in ways:
        came.clear()
        server.received.clear()
        server.fault = stall
        await cancelled_when(lambda: came == [sent], calls_of(client)[call], native=native)
        assert len(server.received) == 1
        await works(client, server)


@unsent_bodies
@pytest.mark.parametrize("call", CALLS)
async def test_by_asyncios_own_timeout_again_and_again(
    client: Client, server: Server, call: Call, anyio_backend: str
) -> None:
    server.fault = send_and_stall(answer()[:-5])
    does = calls_of(client)[call]

    async def in_time() -> None:
        if anyio_backend == "asyncio":
            async with asyncio.timeout(0.01):
                await does()
        else:
            with anyio.fail_after(0.01):
                await does()

    for _ in range(5):
        with pytest.raises(TimeoutError):
            await in_time()
    if call == "write":
        gc.collect()
    await works(client, server)
