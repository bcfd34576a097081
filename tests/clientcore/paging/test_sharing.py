"""One iterator, walked by several tasks at once."""

from collections.abc import AsyncIterator, Mapping

import anyio
import anyio.lowlevel
import pytest

from clientcore import DecodeError, NotFoundError, Page, Pager
from tests.support import settle

LAST = 6
PAGE = 2


class Server:
    """Numbered pages of two; a page is answered once it is let through."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.errors: dict[int, Exception] = {}
        self.held: dict[int, anyio.Event] = {}
        self.open = 0
        self.most_open = 0

    async def fetch(self, step: Mapping[str, str]) -> Page[int]:
        number = int(step.get("page", "1"))
        self.asked.append(number)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await anyio.lowlevel.checkpoint()
            if number in self.held:
                await self.held[number].wait()
        finally:
            self.open -= 1
        if error := self.errors.pop(number, None):
            raise error
        end = number * PAGE
        return Page(
            items=[end - 1, end],
            next={"page": str(number + 1)} if number < LAST else None,
            start=end - 1,
            end=end,
            total=LAST * PAGE,
        )


def walk(server: Server, concurrency: int) -> AsyncIterator[int]:
    return Pager(server.fetch, concurrent=True).items(concurrency=concurrency)


async def take(rows: AsyncIterator[int], taken: list[int]) -> None:
    async for row in rows:
        taken.append(row)
        await anyio.lowlevel.checkpoint()


@pytest.mark.parametrize("tasks", [2, 3, 20])
@pytest.mark.parametrize("concurrency", [1, 2, 4])
async def test_each_item_goes_to_one_task_and_the_end_to_all(tasks: int, concurrency: int) -> None:
    server = Server()
    rows = walk(server, concurrency)
    taken: list[list[int]] = [[] for _ in range(tasks)]
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            for mine in taken:
                group.start_soon(take, rows, mine)
    assert sorted(row for mine in taken for row in mine) == list(range(1, LAST * PAGE + 1))
    assert all(mine == sorted(mine) for mine in taken)
    assert sum(1 for mine in taken if mine) > 1
    assert sorted(server.asked) == list(range(1, LAST + 1))
    assert server.most_open <= concurrency


@pytest.mark.parametrize("concurrency", [1, 2, 4])
async def test_each_page_goes_to_one_task_and_the_end_to_all(concurrency: int) -> None:
    server = Server()
    pages = Pager(server.fetch, concurrent=True).pages(concurrency=concurrency)
    taken: list[int | None] = []

    async def take_pages() -> None:
        async for page in pages:
            taken.append(page.start)
            await anyio.lowlevel.checkpoint()

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(take_pages)
    assert taken == list(range(1, LAST * PAGE, PAGE))
    assert sorted(server.asked) == list(range(1, LAST + 1))


async def test_a_page_is_fetched_only_when_no_item_is_left_for_anybody() -> None:
    server = Server()
    rows = walk(server, 1)
    taken: list[int] = []

    async def take_one() -> None:
        taken.append(await anext(rows))

    async with anyio.create_task_group() as group:
        group.start_soon(take_one)
        group.start_soon(take_one)
    assert taken == [1, 2]
    assert server.asked == [1]


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("number", [1, 2, 3, LAST])
async def test_a_task_that_is_cancelled_while_it_fetches_loses_nothing_for_the_others(
    number: int, concurrency: int
) -> None:
    server = Server()
    server.held[number] = anyio.Event()
    rows = walk(server, concurrency)
    taken: list[int] = []
    scope = anyio.CancelScope()

    async def fetch() -> None:
        with scope:
            await take(rows, taken)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(fetch)
            await settle()
            group.start_soon(take, rows, taken)
            await settle()
            server.held[number].set()
            scope.cancel()
    assert scope.cancelled_caught
    assert sorted(taken) == list(range(1, LAST * PAGE + 1))


async def test_a_task_that_is_cancelled_while_it_waits_for_another_disturbs_nobody() -> None:
    server = Server()
    server.held[2] = anyio.Event()
    rows = walk(server, 1)
    taken: list[int] = []
    scope = anyio.CancelScope()

    async def wait() -> None:
        with scope:
            await take(rows, taken)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(take, rows, taken)
            await settle()
            group.start_soon(wait)
            await settle()
            scope.cancel()
            await settle()
            assert taken == [1, 2]
            server.held[2].set()
    assert taken == list(range(1, LAST * PAGE + 1))


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("error", [NotFoundError(404, "", "GET", "/x"), DecodeError("no page")])
async def test_an_error_goes_to_the_task_that_met_it_and_the_next_tries_the_same_page(
    error: Exception, concurrency: int
) -> None:
    server = Server()
    server.errors[3] = error
    rows = walk(server, concurrency)
    taken: list[int] = []
    met: list[Exception] = []

    async def take_until_an_error() -> None:
        try:
            await take(rows, taken)
        except (NotFoundError, DecodeError) as failure:
            met.append(failure)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(take_until_an_error)
            group.start_soon(take_until_an_error)
    assert met == [error]
    assert taken == list(range(1, LAST * PAGE + 1))
    assert server.asked.count(3) == 2


async def test_after_the_end_there_is_only_the_end() -> None:
    rows = walk(Server(), 1)
    assert len([row async for row in rows]) == LAST * PAGE
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(rows)
