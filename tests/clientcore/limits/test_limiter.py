import math
from collections.abc import Callable
from itertools import cycle

import anyio
import anyio.lowlevel
import httpx
import pytest

from clientcore import FakeClock, RateLimit, RateLimitError, RetryPolicy, SDKError, SlidingWindow
from runn_client import RunnClient
from tests.support import LiveClock, ScriptedServer, runn, settle

ME = httpx.Response(200, json={"name": "Ann"})


class FixedWindow:
    """A server that counts as services do: so many requests in a window, then a new window."""

    def __init__(self, clock: LiveClock, limit: int, ends: Callable[[float], float]) -> None:
        self.served: list[float] = []
        self.refused = 0
        self._clock = clock
        self._limit = limit
        self._ends = ends
        self._window_ends = 0.0
        self._used = 0
        # Slow ways there and fast ones: what is sent later may arrive sooner after its sending
        self._latencies = cycle([2.0, 0.05, 0.8, 0.05])

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await self._clock.sleep(next(self._latencies))
        now = self._clock.time()
        if now >= self._window_ends:
            self._window_ends = self._ends(now)
            self._used = 0
        self._used += 1
        if self._used > self._limit:
            self.refused += 1
        else:
            self.served.append(now)
        headers = {
            "x-ratelimit-limit": str(self._limit),
            "x-ratelimit-remaining": str(max(0, self._limit - self._used)),
            "x-ratelimit-reset": str(math.ceil(self._window_ends - now)),
        }
        await self._clock.sleep(0.05)
        status = 429 if self._used > self._limit else 200
        return httpx.Response(status, json={"name": "Ann"}, headers=headers)


WINDOWS: dict[str, Callable[[float], float]] = {
    "from the first request": lambda now: now + 60,
    "from the full minute": lambda now: (now // 60 + 1) * 60,
}


@pytest.mark.parametrize("window", WINDOWS)
async def test_a_burst_of_three_quotas_uses_them_whole_and_meets_no_429(
    live_clock: LiveClock, window: str
) -> None:
    quota = 40
    live_clock.advance(37.0)
    began = live_clock.time()
    server = FixedWindow(live_clock, quota, WINDOWS[window])
    client = runn(server, clock=live_clock, limiter=SlidingWindow(quota, 60.0, live_clock))
    async with anyio.create_task_group() as group:
        for _ in range(3 * quota):
            group.start_soon(client.me.get)
    assert server.refused == 0
    assert len([at for at in server.served if at <= began + 2]) == quota
    assert len(server.served) == 3 * quota
    assert live_clock.time() - began < 2 * (60 + 2.05) + 2.05 + 0.1


async def test_copies_of_a_client_share_its_quota(live_clock: LiveClock) -> None:
    server = FixedWindow(live_clock, 10, WINDOWS["from the first request"])
    client = runn(server, clock=live_clock, limiter=SlidingWindow(10, 60.0, live_clock))
    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(client.with_options(timeout=number + 1).me.get)
    assert server.refused == 0
    assert live_clock.time() > 60


async def test_a_slot_is_counted_from_the_arrival_of_its_answer() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)
    assert await limiter.acquire(120) is None
    clock.advance(5)
    await limiter.release(None)
    clock.advance(10)
    assert await limiter.acquire(120) is None
    assert clock.slept == [50]


async def test_slots_become_free_one_by_one_as_their_answers_age() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    for _ in range(2):
        await limiter.acquire(120)
    await limiter.release(None)
    clock.advance(20)
    await limiter.release(None)
    for _ in range(2):
        await limiter.acquire(120)
    assert clock.slept == [40, 20]


async def test_with_every_slot_in_flight_the_next_waits_for_an_answer(
    live_clock: LiveClock,
) -> None:
    limiter = SlidingWindow(1, 60.0, live_clock)
    await limiter.acquire(120)
    taken: list[float] = []

    async def take() -> None:
        await limiter.acquire(120)
        taken.append(live_clock.time())

    async with anyio.create_task_group() as group:
        group.start_soon(take)
        await live_clock.sleep(500)
        assert taken == []
        await limiter.release(None)
    assert taken == [560]


async def take(limiter: SlidingWindow, number: int) -> None:
    for _ in range(number):
        assert await limiter.acquire(120) is None


async def test_use_by_others_is_believed_until_the_reset() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    await take(limiter, 1)
    await limiter.release(RateLimit(limit=10, remaining=4, reset=30))  # so others used 5
    await take(limiter, 4)
    assert clock.slept == []
    await take(limiter, 1)
    assert clock.slept == [30]
    await take(limiter, 4)
    assert clock.slept == [30]
    await take(limiter, 1)  # now all ten are ours, and the first answer is a minute old at 60
    assert clock.slept == [30, 30]


async def test_use_by_others_is_believed_for_a_window_where_no_reset_is_told() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    await take(limiter, 1)
    clock.advance(1)
    await limiter.release(RateLimit(remaining=0))
    await take(limiter, 1)
    assert clock.slept == [60]


async def test_slots_that_became_free_do_not_hide_use_by_others() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    for _ in range(9):
        await take(limiter, 1)
        await limiter.release(None)
    clock.advance(59)
    await take(limiter, 1)
    clock.advance(2)  # the nine are free by now
    await limiter.release(RateLimit(limit=10, remaining=0, reset=30))
    await take(limiter, 1)
    assert clock.slept == [30]


async def test_a_reset_longer_than_the_window_is_not_believed() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    await take(limiter, 1)
    await limiter.release(RateLimit(limit=10, remaining=0, reset=86400))
    for _ in range(10):
        await take(limiter, 1)
        await limiter.release(None)
    assert clock.slept == [60]


async def test_a_server_that_counts_fewer_does_not_open_the_window_early() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    await take(limiter, 2)
    await limiter.release(RateLimit(limit=100, remaining=99, reset=1))
    await limiter.release(RateLimit(limit=100, remaining=98, reset=1))
    await take(limiter, 1)
    assert clock.slept == [60]


@pytest.mark.parametrize("remaining", [1, None])
async def test_a_smaller_limit_in_the_headers_is_kept(remaining: int | None) -> None:
    clock = FakeClock()
    limiter = SlidingWindow(100, 60.0, clock)
    await take(limiter, 1)
    await limiter.release(RateLimit(limit=2, remaining=remaining, reset=60))
    await take(limiter, 1)
    assert clock.slept == []
    await take(limiter, 1)
    assert clock.slept == [60]


async def test_a_limit_that_was_smaller_for_one_answer_grows_again() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    await take(limiter, 1)
    await limiter.release(RateLimit(limit=1, remaining=0, reset=60))
    clock.advance(120)
    await take(limiter, 1)
    await limiter.release(RateLimit(limit=10, remaining=9, reset=60))
    clock.advance(120)
    for _ in range(5):
        await take(limiter, 1)
        await limiter.release(None)
    assert clock.slept == []


async def test_headers_without_numbers_change_nothing() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    await take(limiter, 1)
    await limiter.release(RateLimit(reset=30))
    await take(limiter, 1)
    assert clock.slept == []


async def test_a_pause_is_waited_out_and_a_little_more() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(10, 60.0, clock)
    await limiter.pause(30)
    await limiter.pause(10)  # a shorter one does not end it
    await take(limiter, 2)
    assert clock.slept == [30.5]


async def test_a_pause_longer_than_the_caller_waits_takes_no_slot() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)
    await limiter.pause(300)
    clock.advance(100)
    assert await limiter.acquire(199) == 200
    assert await limiter.acquire(200) is None
    assert clock.slept == [200.5]


async def test_a_429_pauses_every_caller(live_clock: LiveClock) -> None:
    arrivals: list[float] = []

    async def server(request: httpx.Request) -> httpx.Response:
        arrivals.append(live_clock.time())
        refused = len(arrivals) == 1
        await live_clock.sleep(1)
        return httpx.Response(429, headers={"retry-after": "30"}) if refused else ME

    client = runn(server, clock=live_clock)
    async with anyio.create_task_group() as group:
        group.start_soon(client.me.get)
        await live_clock.sleep(2)
        for _ in range(10):
            group.start_soon(client.with_options(strict=True).me.get)
    assert len(arrivals) == 12
    assert arrivals[0] == 0
    assert min(arrivals[1:]) >= 31


async def test_a_429_without_any_header_pauses_for_a_whole_window() -> None:
    clock = FakeClock()
    await runn(ScriptedServer(httpx.Response(429), ME), clock=clock).me.get()
    assert clock.slept == [60.5]


async def test_a_call_that_gives_up_on_a_429_still_pauses_the_others() -> None:
    clock = FakeClock()
    server = ScriptedServer(httpx.Response(429, headers={"retry-after": "30"}), ME)
    client = runn(server, clock=clock)
    with pytest.raises(RateLimitError):
        await client.with_options(retry=RetryPolicy(attempts=1)).me.get()
    assert clock.slept == []
    await client.me.get()
    assert clock.slept == [30.5]


async def test_a_pause_over_max_wait_is_an_error_at_once() -> None:
    clock = FakeClock()
    server = ScriptedServer(
        httpx.Response(429, headers={"retry-after": "300"}, json={"message": "Slow"})
    )
    client = runn(server, clock=clock)
    with pytest.raises(RateLimitError, match=": 429 Slow") as met:
        await client.me.get()
    assert met.value.retry_after == 300
    assert met.value.attempts == 1
    clock.advance(100)
    hasty = client.with_options(retry=RetryPolicy(max_wait=10))
    with pytest.raises(RateLimitError, match="pause for longer than max_wait") as later:
        await hasty.me.get()
    assert later.value.retry_after == 20  # of others the pause is no longer than max_wait
    assert later.value.status == 429
    assert later.value.attempts == 0
    assert (later.value.method, later.value.path) == ("GET", "/me/")
    assert len(server.requests) == 1
    assert clock.slept == []


async def test_those_in_line_are_told_of_a_pause_over_max_wait(live_clock: LiveClock) -> None:
    async def server(request: httpx.Request) -> httpx.Response:
        await live_clock.sleep(5)
        return httpx.Response(429, headers={"retry-after": "300"})

    limiter = SlidingWindow(1, 60.0, live_clock)
    client = runn(server, clock=live_clock, limiter=limiter, retry=RetryPolicy(max_wait=50))
    told: list[tuple[float, float | None]] = []

    async def call() -> None:
        try:
            await client.me.get()
        except RateLimitError as error:
            told.append((live_clock.time(), error.retry_after))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(call)
    assert told == [(5, 300), (5, 60), (5, 60), (5, 60)]


async def test_a_cancelled_waiter_loses_no_slot(live_clock: LiveClock) -> None:
    limiter = SlidingWindow(1, 60.0, live_clock)
    await limiter.acquire(120)
    async with anyio.create_task_group() as group:  # cancelled while it waits for an answer
        group.start_soon(limiter.acquire, 120)
        await settle()
        group.cancel_scope.cancel()
    await limiter.release(None)
    async with anyio.create_task_group() as group:  # cancelled while it sleeps, and one behind it
        group.start_soon(limiter.acquire, 120)
        group.start_soon(limiter.acquire, 120)
        await live_clock.sleep(10)
        group.cancel_scope.cancel()
    with anyio.fail_after(5):
        assert await limiter.acquire(120) is None
    assert live_clock.time() == 60


async def test_cancellation_in_flight_gives_the_slot_back() -> None:
    clock = FakeClock()
    sent = anyio.Event()

    async def server(request: httpx.Request) -> httpx.Response:
        if sent.is_set():
            return ME
        sent.set()
        await anyio.sleep_forever()
        raise AssertionError

    client = runn(server, clock=clock, limiter=SlidingWindow(1, 60.0, clock))
    async with anyio.create_task_group() as group:
        group.start_soon(client.me.get)
        await sent.wait()
        group.cancel_scope.cancel()
    with anyio.fail_after(5):
        assert (await client.me.get()).name == "Ann"
    assert clock.slept == [60]


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ReadError("broken"), httpx.Response(500)],
    ids=["never sent", "broken", "500"],
)
async def test_a_failed_call_gives_its_slot_back(failure: httpx.Response | Exception) -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)
    client = runn(
        ScriptedServer(failure, ME), clock=clock, limiter=limiter, retry=RetryPolicy(attempts=1)
    )
    with pytest.raises(SDKError):
        await client.me.get()
    with anyio.fail_after(5):
        await client.me.get()
    assert clock.slept == [60]


async def test_first_come_first_served(live_clock: LiveClock) -> None:
    limiter = SlidingWindow(1, 60.0, live_clock)
    served: list[int] = []

    async def call(number: int) -> None:
        await limiter.acquire(120)
        served.append(number)
        await live_clock.sleep(1)
        await limiter.release(None)

    async with anyio.create_task_group() as group:
        for number in range(6):
            group.start_soon(call, number)
            for _ in range(10):  # until it stands in line
                await anyio.lowlevel.checkpoint()
    assert served == [0, 1, 2, 3, 4, 5]


async def test_every_attempt_takes_a_slot() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(2, 60.0, clock)
    client: RunnClient = runn(
        ScriptedServer(httpx.Response(500), httpx.Response(500), ME), clock=clock, limiter=limiter
    )
    await client.me.get()
    assert clock.time() == 60


async def test_who_comes_when_a_slot_is_just_free_stands_behind_who_waited_for_it() -> None:
    class Held(FakeClock):
        """A clock on which nobody wakes before they are let."""

        def __init__(self) -> None:
            super().__init__()
            self.let = anyio.Event()

        async def sleep(self, seconds: float) -> None:
            await self.let.wait()

    clock, served = Held(), list[str]()
    window = SlidingWindow(1, 10.0, clock)

    async def take(name: str) -> None:
        await window.acquire(60.0)
        served.append(name)

    await take("first")
    await window.release(None)
    async with anyio.create_task_group() as group:
        group.start_soon(take, "waited")
        await settle()
        clock.advance(10)  # its slot is free, but it has not woken yet
        group.start_soon(take, "came later")
        await settle()
        assert served == ["first"]
        clock.let.set()
        await settle()
        assert served == ["first", "waited"]
        group.cancel_scope.cancel()
