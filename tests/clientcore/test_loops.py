import asyncio
import threading
from collections.abc import Callable, Iterator

import anyio
import pytest

from clientcore import EventLoopError
from clientcore.loops import LoopBound


@pytest.fixture
def bound() -> LoopBound:
    return LoopBound("thing")


async def enter(bound: LoopBound, times: int = 1) -> list[bool]:
    return [bound.enter() for _ in range(times)]


def test_only_the_first_time_in_a_loop_is_another_loop(bound: LoopBound) -> None:
    for _ in range(2):
        assert asyncio.run(enter(bound, 3)) == [True, False, False]


def test_from_asyncio_to_trio_and_back(bound: LoopBound) -> None:
    for backend in ("asyncio", "trio", "trio", "asyncio"):
        assert anyio.run(enter, bound, 2, backend=backend) == [True, False]


@pytest.fixture(params=["asyncio", "trio"])
def other_loop(request: pytest.FixtureRequest) -> Iterator[Callable[[LoopBound], None]]:
    """Enter in a loop that runs on in another thread until the test is over."""
    entered, over = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []

    def start(bound: LoopBound) -> None:
        async def enter_and_stay() -> None:
            bound.enter()
            entered.set()
            while not over.is_set():
                await anyio.sleep(0.001)

        def run() -> None:
            anyio.run(enter_and_stay, backend=request.param)

        threads.append(threading.Thread(target=run))
        threads[0].start()
        assert entered.wait(5)

    yield start
    over.set()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_in_a_second_thread_it_is_an_error_as_long_as_the_first_runs(
    bound: LoopBound, other_loop: Callable[[LoopBound], None], backend: str
) -> None:
    other_loop(bound)
    for _ in range(2):  # and the refused one does not take it over
        with pytest.raises(EventLoopError, match=r"^this thing is in use .* one thing for each$"):
            anyio.run(enter, bound, backend=backend)


def test_when_the_first_is_over_it_is_the_second_threads(bound: LoopBound) -> None:
    thread = threading.Thread(target=lambda: asyncio.run(enter(bound)))
    thread.start()
    thread.join(5)
    assert asyncio.run(enter(bound)) == [True]
