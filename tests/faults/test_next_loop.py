"""A fault in one event loop, and a write in the next: it gets its own answer, once."""

import gc
import threading
import warnings
from functools import partial

import anyio
import pytest

from clientcore import EventLoopError, FakeClock, RetryPolicy
from tests.faults.accounts import CALLS, Call, CountedWindow, Make, calls_of, met, works
from tests.faults.server import (
    Action,
    Server,
    answer,
    send,
    send_and_reset,
    send_and_stall,
)

LOOPS = ("asyncio", "trio")
FAULTS: dict[str, Action] = {
    "none": send(answer()),
    "more than announced": send(answer() + answer(b'{"id": 666, "name": "Forged"}')),
    "a stall": send_and_stall(answer()[:-5]),
    "a reset": send_and_reset(answer()[:20]),
    "a pause": send(answer(b"{}", "429 No", "retry-after: 5")),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("first", LOOPS)
@pytest.mark.parametrize("second", LOOPS)
def test_a_fault_stays_in_its_loop(
    make: Make, server: Server, fault: str, first: str, second: str
) -> None:
    limiter = CountedWindow(50, clock=FakeClock())
    client = make(server.url, limiter, retry=RetryPolicy(attempts=1), timeout=0.1)
    server.fault = FAULTS[fault]

    async def meet() -> None:
        for does in calls_of(client).values():
            with anyio.move_on_after(0.05 if fault == "a stall" else 5):
                await met(does)

    async def work() -> None:
        await works(client, server)
        await client.aclose()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # connections of a loop that is over
        anyio.run(meet, backend=first)
        anyio.run(work, backend=second)
        gc.collect()
    assert limiter.on_their_way == 0


@pytest.mark.parametrize("other", LOOPS)
@pytest.mark.parametrize("call", CALLS)
async def test_a_second_thread_is_sent_away_while_a_call_stalls(
    make: Make, server: Server, call: Call, other: str
) -> None:
    server.fault = send_and_stall()
    async with make(server.url) as client:
        async with anyio.create_task_group() as group:
            group.start_soon(calls_of(client)["read"])
            with anyio.fail_after(5):
                while not server.received:
                    await anyio.sleep(0.001)
            elsewhere = partial(anyio.run, calls_of(client)[call], backend=other)
            with pytest.raises(EventLoopError, match="make one client for each"):
                await anyio.to_thread.run_sync(elsewhere)
            group.cancel_scope.cancel()
        assert len(server.received) == 1
        await works(client, server)


def test_two_threads_at_once_never_hang(make: Make, server: Server) -> None:
    client = make(server.url)
    ends: list[BaseException | None] = []

    async def call_often() -> None:
        for _ in range(10):
            try:
                ends.append(await met(calls_of(client)["write"]))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told below
                ends.append(error)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # connections of a loop that is over
        threads = [
            threading.Thread(target=partial(anyio.run, call_often, backend=loop)) for loop in LOOPS
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in threads)
        anyio.run(client.aclose)
        gc.collect()
    assert {type(end) for end in ends} <= {type(None), EventLoopError}
    assert len(server.received) == ends.count(None)
