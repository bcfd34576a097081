"""What may happen to those who stand in line: pauses, cancellation, another event loop."""

import asyncio
import math
import random
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import pytest

from clientcore import ArgumentError, EventLoopError, FakeClock, RateLimit, SlidingWindow
from tests.support import LiveClock, settle


class Waiting:
    """People in line, and when and with what each left it."""

    def __init__(
        self, limiter: SlidingWindow, clock: FakeClock, group: anyio.abc.TaskGroup
    ) -> None:
        self.left: dict[str, tuple[float, float | None]] = {}
        self._limiter = limiter
        self._clock = clock
        self._group = group

    async def join(self, name: str, max_pause: float) -> None:
        async def wait() -> None:
            pause = await self._limiter.acquire(max_pause)
            self.left[name] = self._clock.time(), pause

        self._group.start_soon(wait)
        await settle()


async def full(clock: FakeClock) -> SlidingWindow:
    limiter = SlidingWindow(1, 60.0, clock)
    assert await limiter.acquire(0) is None
    return limiter


async def paused(clock: FakeClock) -> SlidingWindow:
    limiter = SlidingWindow(1, 60.0, clock)
    await limiter.pause(70)
    return limiter


async def lately_full(clock: FakeClock) -> SlidingWindow:
    limiter = await full(clock)
    await limiter.release(None)
    return limiter


class Still(FakeClock):
    """A clock that only the test moves; who sleeps by it wakes when he is called."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await anyio.sleep_forever()


@pytest.mark.parametrize("make", [full, lately_full], ids=["for an answer", "for a free slot"])
async def test_a_pause_sends_away_at_once_for_whom_it_is_too_long_wherever_he_stands(
    make: Callable[[FakeClock], Coroutine[Any, Any, SlidingWindow]],
) -> None:
    clock = Still()
    limiter = await make(clock)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            line = Waiting(limiter, clock, group)
            for name, max_pause in [("first", 10), ("patient", 120), ("third", 99), ("last", 120)]:
                await line.join(name, max_pause)
            await limiter.pause(100)
            await settle()
            assert line.left == {"first": (0, 100), "third": (0, 100)}
            await limiter.pause(130)
            await settle()
            assert line.left["patient"] == line.left["last"] == (0, 130)


async def test_who_comes_behind_anothers_long_pause_is_told_at_once() -> None:
    clock = Still()
    limiter = await paused(clock)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            line = Waiting(limiter, clock, group)
            await line.join("patient", 120)
            await line.join("impatient", 69)
            assert line.left == {"impatient": (0, 70)}
            group.cancel_scope.cancel()


async def test_who_stays_is_served_in_turn_after_the_pause(live_clock: LiveClock) -> None:
    limiter = await full(live_clock)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            line = Waiting(limiter, live_clock, group)
            for name, max_pause in [("1", 120), ("2", 10), ("3", 120)]:
                await line.join(name, max_pause)
            await limiter.release(None)
            await limiter.pause(100)
            await live_clock.sleep(101)
            await limiter.release(None)
            await live_clock.sleep(60)
            await settle()
            assert line.left == {"2": (0, 100), "1": (100.5, None), "3": (161, None)}


async def test_only_the_first_in_line_watches_the_time(live_clock: LiveClock) -> None:
    limiter = await full(live_clock)

    async def call() -> None:
        assert await limiter.acquire(120) is None
        await limiter.release(RateLimit(limit=1, remaining=0))

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            for _ in range(30):
                group.start_soon(call)
            await settle()
            await limiter.pause(10)
            await settle()
            assert live_clock.slept == []  # he waits for an answer, all others for their turn
            await limiter.release(None)
    assert len(live_clock.slept) == 1 + 30  # the pause, and a period for each


@pytest.mark.parametrize("make", [full, lately_full, paused])
@pytest.mark.parametrize("gone", [(0,), (1,), (0, 1), (1, 2), (0, 1, 2), (2, 1, 0)])
async def test_cancelled_anywhere_in_line_strands_nobody_behind(
    live_clock: LiveClock,
    make: Callable[[FakeClock], Coroutine[Any, Any, SlidingWindow]],
    gone: tuple[int, ...],
) -> None:
    limiter = await make(live_clock)
    scopes = [anyio.CancelScope() for _ in range(4)]
    served: list[int] = []

    async def wait(number: int) -> None:
        with scopes[number]:
            assert await limiter.acquire(120) is None
            served.append(number)
            await limiter.release(None)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            for number in range(4):
                group.start_soon(wait, number)
                await settle_briefly()
            for number in gone:
                scopes[number].cancel()
            if make is full:
                await limiter.release(None)
    assert served == [number for number in range(4) if number not in gone]


async def settle_briefly() -> None:
    for _ in range(10):
        await anyio.lowlevel.checkpoint()


async def count_free(limiter: SlidingWindow) -> int:
    """How many slots there are at once, from a full window that all have left."""
    free = 0
    while free < 100:
        with anyio.move_on_after(0.01) as scope:
            await limiter.acquire(0)
        if scope.cancelled_caught:
            break
        free += 1
    return free


def many_calls(limiter: SlidingWindow, clock: FakeClock, seed: int) -> list[Any]:
    dice = random.Random(seed)

    async def call(steps: int) -> None:
        if await limiter.acquire(dice.choice([0, 5, 120])) is not None:
            return
        try:
            for _ in range(steps):
                await anyio.lowlevel.checkpoint()
            if not dice.randrange(4):
                await limiter.pause(dice.choice([0, 1, 10]))
        finally:
            await limiter.release(RateLimit(4, dice.randrange(-1, 5), dice.choice([None, 0, 9])))

    return [lambda steps=steps: call(steps) for steps in range(60)]


@pytest.mark.parametrize("seed", range(10))
async def test_cancellation_at_random_by_scopes_loses_no_slot_and_no_turn(seed: int) -> None:
    clock, dice = FakeClock(), random.Random(seed)
    limiter = SlidingWindow(4, 60.0, clock)
    scopes = list[anyio.CancelScope]()

    async def scoped(call: Callable[[], Coroutine[Any, Any, None]]) -> None:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            await call()

    with anyio.fail_after(10):
        async with anyio.create_task_group() as group:
            for call in many_calls(limiter, clock, seed):
                group.start_soon(scoped, call)
                for _ in range(dice.randrange(4)):
                    await anyio.lowlevel.checkpoint()
                if scopes and dice.randrange(2):
                    dice.choice(scopes).cancel()
        clock.advance(1000)
        assert await count_free(limiter) == 4


@pytest.mark.parametrize("seed", range(10))
def test_cancellation_at_random_by_asyncio_itself_loses_no_slot_and_no_turn(seed: int) -> None:
    clock, dice = FakeClock(), random.Random(seed)
    limiter = SlidingWindow(4, 60.0, clock)

    async def main() -> None:
        tasks = list[asyncio.Task[None]]()
        for call in many_calls(limiter, clock, seed):
            tasks.append(asyncio.create_task(call()))
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
            if dice.randrange(2):
                dice.choice(tasks).cancel()
        async with asyncio.timeout(10):
            await asyncio.gather(*tasks, return_exceptions=True)
        clock.advance(1000)
        assert await count_free(limiter) == 4

    asyncio.run(main())


@pytest.mark.parametrize("second", ["asyncio", "trio"])
def test_in_the_next_event_loop_calls_that_never_came_back_count_as_answered(second: str) -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)

    async def leave() -> None:
        await limiter.acquire(0)
        await limiter.acquire(0)

    async def go_on() -> None:
        with anyio.fail_after(5):
            assert await limiter.acquire(0) is None
            assert await limiter.acquire(0) is None
        assert clock.slept == [60]
        await limiter.release(None)

    anyio.run(leave)
    anyio.run(go_on, backend=second)


def test_who_stood_in_line_in_an_event_loop_that_was_left_blocks_nobody_in_the_next() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)

    async def stand() -> asyncio.Task[float | None]:
        await limiter.acquire(0)
        waiting = asyncio.create_task(limiter.acquire(0))
        await asyncio.sleep(0)
        return waiting

    async def pass_by() -> None:
        with anyio.fail_after(5):
            assert await limiter.acquire(0) is None
            await limiter.release(None)

    async def wait(for_whom: asyncio.Task[float | None]) -> None:
        for_whom.cancel()
        await asyncio.wait([for_whom])

    left = asyncio.new_event_loop()  # neither run to the end nor closed
    waiting = left.run_until_complete(stand())
    asyncio.run(pass_by())
    left.run_until_complete(wait(waiting))
    left.close()


def test_in_a_second_thread_while_the_first_runs_it_is_an_error() -> None:
    limiter = SlidingWindow(1, 60.0, FakeClock())
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
    ("limit", "period", "named"),
    [(0, 60, "limit"), (-1, 60, "limit"), (2.5, 60, "limit"), (math.inf, 60, "limit")]
    + [(1, period, "period") for period in (0, -1, math.nan, math.inf, -math.inf)],
)
def test_a_window_that_is_none_is_refused(limit: Any, period: float, named: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{named} must be"):
        SlidingWindow(limit, period)


@pytest.mark.parametrize("said", [RateLimit(limit=0), RateLimit(limit=-3), RateLimit(limit=9)])
async def test_a_limit_of_none_or_above_ours_is_not_taken_over(said: RateLimit) -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    with anyio.fail_after(5):
        await limiter.acquire(0)
        await limiter.release(said)
        await limiter.acquire(0)
        assert clock.slept == []
        await limiter.acquire(0)
    assert clock.slept == [60]


@pytest.mark.parametrize("reset", [math.nan, math.inf, 1e300])
async def test_a_reset_of_nonsense_is_a_window(reset: float) -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    with anyio.fail_after(5):
        await limiter.acquire(0)
        await limiter.release(RateLimit(remaining=-7, reset=reset))
        await limiter.acquire(0)
    assert clock.slept == [60]


async def test_a_release_without_a_slot_opens_no_window() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)
    with anyio.fail_after(5):
        await limiter.release(None)
        await limiter.acquire(0)
        await limiter.release(None)
        await limiter.acquire(0)
    assert clock.slept == [60]


@pytest.mark.parametrize(
    ("seconds", "pause"), [(1e300, 86400), (math.inf, 86400), (math.nan, None), (-1, None)]
)
async def test_no_pause_is_longer_than_a_day(seconds: float, pause: float | None) -> None:
    limiter = SlidingWindow(1, 60.0, FakeClock())
    await limiter.pause(seconds)
    assert await limiter.acquire(120) == pause


async def test_on_a_clock_that_stands_still_waiting_can_be_cancelled() -> None:
    class Stuck(FakeClock):
        async def sleep(self, seconds: float) -> None:
            await anyio.lowlevel.checkpoint()

    clock = Stuck()
    limiter = await lately_full(clock)
    for _ in range(2):
        with anyio.move_on_after(0.01) as scope:
            await limiter.acquire(0)
        assert scope.cancelled_caught
    clock.advance(60)
    with anyio.fail_after(5):
        assert await limiter.acquire(0) is None
