"""The walk over a list: page after page to its end, with nothing lost and nothing twice."""

from abc import abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

import anyio

from clientcore.errors import DecodeError, SDKError
from clientcore.paging.page import Fetch, Page
from clientcore.paging.progress import Progress

T = TypeVar("T")


class _Walk(AsyncIterator[T]):
    """A plain iterator: an async generator would have to be closed by whoever leaves it early.

    Tasks can share it. Only one of them fetches at a time, and what it gets is for all of them.
    """

    def __init__(self) -> None:
        self._ready: deque[T] = deque()
        self._turn: anyio.Lock | None = None

    async def __anext__(self) -> T:
        while not self._ready:
            await self._fetch_next()
        return self._ready.popleft()

    async def _fetch_next(self) -> None:
        # Made here, for an iterator may be made before there is an event loop
        if self._turn is None:
            self._turn = anyio.Lock(fast_acquire=True)
        async with self._turn:
            if not self._ready:
                self._ready.extend(await self._more())

    @abstractmethod
    async def _more(self) -> Iterable[T]:
        """What comes next; it is walked past only when this returns."""


class Items(_Walk[T]):
    """The items of pages, one by one."""

    def __init__(self, pages: AsyncIterator[Page[T]]) -> None:
        super().__init__()
        self._pages = pages

    async def _more(self) -> Iterable[T]:
        return (await anext(self._pages)).items


class Pages(_Walk[Page[T]]):
    """The pages of a list, one by one and in order; see `Pager.pages`."""

    def __init__(self, fetch: Fetch[T], concurrency: int, source: str, service: str) -> None:
        super().__init__()
        self._fetch = fetch
        self._concurrency = concurrency
        self._source = source
        self._service = service
        self._next: Mapping[str, str] | None = {}
        self._walked: set[frozenset[tuple[str, str]]] = set()
        self._progress = Progress()

    async def _more(self) -> Iterable[Page[T]]:
        if self._next is None:
            raise StopAsyncIteration
        self._check(self._next)
        steps = [self._next, *self._steps_after(self._next)]
        # All that runs at once ends inside this call: nothing is open between two pages
        first, *others = await self._fetch_all(steps)
        if objection := self._progress.objection(first):
            if not self._progress.is_past_the_end(first):
                raise self._error(f"asked for page {self._progress.pages + 1}, {objection}")
            self._next = None
            return []
        self._pass(steps[0], first)
        accepted = [first]
        for step, page in zip(steps[1:], others, strict=True):
            if accepted[-1].next is None or self._progress.objection(page):
                break  # the list changed meanwhile: this page is asked for again, by itself
            self._pass(step, page)
            accepted.append(page)
        return accepted

    def _check(self, step: Mapping[str, str]) -> None:
        """Refuse a step that leads back, or past a page."""
        pages = self._progress.pages
        if (number := step.get("page", str(pages + 1))) != str(pages + 1):
            raise self._error(f"the server led from page {pages} to page {number:.20}")
        if frozenset(step.items()) in self._walked:
            raise self._error("the server led to the same page twice")

    def _pass(self, step: Mapping[str, str], page: Page[T]) -> None:
        self._walked.add(frozenset(step.items()))
        self._progress = self._progress.after(page)
        self._next = page.next

    def _error(self, reason: str) -> DecodeError:
        return DecodeError(reason, "", self._source, self._service)

    def _steps_after(self, first: Mapping[str, str]) -> list[Mapping[str, str]]:
        """What leads to the pages that can be fetched together with this one."""
        progress = self._progress
        if "page" not in first or progress.total is None:
            return []
        pages_left = -(-progress.total // progress.size) - progress.pages
        more = min(self._concurrency, pages_left) - 1
        return [{**first, "page": str(progress.pages + n + 2)} for n in range(more)]

    async def _fetch_all(self, steps: list[Mapping[str, str]]) -> list[Page[T]]:
        if len(steps) == 1:
            return [await self._fetch(steps[0])]
        return await _all_at_once([partial(self._fetch, step) for step in steps])


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
