"""Pager and Page: walking a list to its end, with nothing lost and nothing twice."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

import anyio
from attrs import frozen

from clientcore.errors import ArgumentError, DecodeError, SDKError

T = TypeVar("T")

_SHOWN = 3
"""How many of its items a page shows of itself."""


@frozen(kw_only=True, repr=False)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: What is on it.
        next: What leads to the next page; None on the last one.
        start: The position of its first item in the whole list, from 1; None where not said.
        total: How many items the whole list has; None where the service does not say.
        without_permission: How many items the credentials may not see; None where not said.
    """

    items: list[T]
    next: Mapping[str, str] | None = None
    start: int | None = None
    end: int | None = None
    total: int | None = None
    without_permission: int | None = None

    def __repr__(self) -> str:
        of_total = "" if self.total is None else f" of {self.total}"
        more = "" if self.next is None else ", more follow"
        shown = [repr(item) for item in self.items[:_SHOWN]]
        rest = [f"{len(self.items) - _SHOWN} more in .items"] if len(self.items) > _SHOWN else []
        return f"Page({len(self.items)} items{of_total}{more}: {', '.join(shown + rest)})"


Fetch = Callable[[Mapping[str, str]], Awaitable[Page[T]]]
"""Gets the page that the given addition to the query leads to; the first one by no addition."""


class Pager(Generic[T]):
    """A list on the server, fetched page by page as it is walked.

    Use it in `async for`, as often as you like: each walk begins anew. It ends only where the
    server says that the list ends. Awaited itself, it gives the first page. Several tasks may share
    one walk: each item goes to one of them, and an error to the one that met it.

    Args:
        fetch: Gets one page.
        concurrent: Whether a page can be asked for by its number, so that several can at once.
        source: What it is a list of, for errors, such as `GET /projects/`.
    """

    def __init__(self, fetch: Fetch[T], *, concurrent: bool = False, source: str = "") -> None:
        self._fetch = fetch
        self._concurrent = concurrent
        self._source = source

    def __repr__(self) -> str:
        of = f" of {self._source}" if self._source else ""
        return f"<Pager{of}: `async for` or `await pager.collect()` for its items>"

    def __await__(self) -> Generator[object, None, Page[T]]:
        return self._first_page().__await__()

    async def _first_page(self) -> Page[T]:
        return await self._fetch({})

    def __aiter__(self) -> AsyncIterator[T]:
        return self.items()

    def items(self, *, concurrency: int = 1) -> AsyncIterator[T]:
        """The items, one by one.

        Args:
            concurrency: How many pages to fetch at a time; see `pages`.
        """
        return _Items(self.pages(concurrency=concurrency))

    def pages(self, *, concurrency: int = 1) -> AsyncIterator[Page[T]]:
        """The pages, one by one and in order.

        Args:
            concurrency: How many pages to fetch at a time once the first one has told the total.
                Only Runrun.it numbers its pages; Runn's can be had one after the other.

        Numbers are positions. Where a row is removed before one's own position during a walk, the
        next page begins one row too late, and where one is added, one row comes twice: no client
        can tell. That nothing is missing of a list that rests, this one holds.

        Raises:
            ArgumentError: `concurrency` is less than 1, or more on a list without page numbers.
        """
        if type(concurrency) is not int or concurrency < 1:
            raise ArgumentError(f"concurrency must be a whole number from 1, not {concurrency!r}")
        if concurrency > 1 and not self._concurrent:
            raise ArgumentError("concurrency must be 1: each page of this list leads to the next")
        return _Pages(self._fetch, concurrency, self._source)

    async def collect(self, max_items: int | None = None, *, concurrency: int = 1) -> list[T]:
        """All items, or the first `max_items` of the whole list."""
        if max_items is not None and (type(max_items) is not int or max_items < 0):
            raise ArgumentError(f"max_items must be a whole number from 0, not {max_items!r}")
        collected: list[T] = []
        if max_items == 0:
            return collected
        async for page in self.pages(concurrency=concurrency):
            collected += page.items
            if max_items is not None and len(collected) >= max_items:
                return collected[:max_items]
        return collected

    async def first(self) -> T | None:
        """The first item; None if there is none."""
        async for item in self:
            return item
        return None


class _Items(AsyncIterator[T]):
    """A plain iterator: an async generator would have to be closed by whoever leaves it early."""

    def __init__(self, pages: AsyncIterator[Page[T]]) -> None:
        self._pages = pages
        self._ready: deque[T] = deque()

    async def __anext__(self) -> T:
        while not self._ready:
            page = await anext(self._pages)
            self._ready.extend(page.items)
        return self._ready.popleft()


class _Pages(AsyncIterator[Page[T]]):
    def __init__(self, fetch: Fetch[T], concurrency: int, source: str) -> None:
        self._fetch = fetch
        self._concurrency = concurrency
        self._source = source
        self._ready: deque[Page[T]] = deque()
        self._next: Mapping[str, str] | None = {}
        self._seen: set[frozenset[tuple[str, str]]] = set()
        self._last: Page[T] | None = None

    async def __anext__(self) -> Page[T]:
        while not self._ready:
            async with self._turn:
                if self._ready:
                    break
                if self._next is None:
                    raise StopAsyncIteration
                await self._go_on(self._next)
        return self._ready.popleft()

    @cached_property
    def _turn(self) -> "anyio.Lock":
        """Several tasks may share a walk, and only one of them fetches."""
        return anyio.Lock(fast_acquire=True)

    async def _go_on(self, step: Mapping[str, str]) -> None:
        # All that runs at once ends inside this call: nothing is open between two pages
        steps = [step, *self._steps_after(step)]
        for asked, page in zip(steps, await self._fetch_all(steps), strict=True):
            if self._next is not None:
                self._accept(page, asked)

    def _accept(self, page: Page[T], step: Mapping[str, str]) -> None:
        """Go on behind this page. Where it cannot be the right one, the walk stays before it."""
        last_start = self._last and self._last.start
        if last_start and page.start and page.start <= last_start:
            if not _is_past(step, page):
                asked = " and ".join(f"{name} {value}" for name, value in step.items())
                got = f"items {page.start}-{page.end} of {page.total}"
                raise DecodeError(f"asked for {asked}, got {got} again", "", self._source)
            # A number past the end shows the first page again: the list shrank under the walk
            self._next = None
            return
        if page.next is not None:
            key = frozenset(page.next.items())
            if key in self._seen:
                raise DecodeError("the server led to the same page twice", "", self._source)
            self._seen.add(key)
        self._ready.append(page)
        self._last = page
        self._next = page.next

    async def _fetch_all(self, steps: list[Mapping[str, str]]) -> list[Page[T]]:
        if len(steps) == 1:
            return [await self._fetch(steps[0])]
        return await _all_at_once([partial(self._fetch, step) for step in steps])

    def _steps_after(self, first: Mapping[str, str]) -> list[Mapping[str, str]]:
        """What leads to the pages that can be fetched together with this one."""
        last = self._last
        number = first.get("page", "")
        if self._concurrency == 1 or last is None or not number.isdecimal():
            return []
        if last.total is None or last.start is None or last.end is None:
            return []
        size = last.end - last.start + 1  # not all of them need be visible
        pages_left = -(-(last.total - last.end) // size)
        more = min(self._concurrency, pages_left) - 1
        return [{**first, "page": str(int(number) + n + 1)} for n in range(more)]


def _is_past(step: Mapping[str, str], page: Page[Any]) -> bool:
    """Whether the number asked for lies behind the last page, by what the list is now."""
    number = step.get("page", "")
    if not number.isdecimal() or not page.start or not page.end or page.total is None:
        return False
    size = page.end - page.start + 1
    return (int(number) - 1) * size >= page.total


async def _all_at_once(calls: list[Callable[[], Awaitable[Page[T]]]]) -> list[Page[T]]:
    """The results in order; the first error as itself and not in a group."""
    results: dict[int, Page[T]] = {}
    errors: list[SDKError] = []

    async def run(index: int, call: Callable[[], Awaitable[Page[T]]]) -> None:
        try:
            results[index] = await call()
        except SDKError as error:
            errors.append(error)
            group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for index, call in enumerate(calls):
            group.start_soon(run, index, call)
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(calls))]
