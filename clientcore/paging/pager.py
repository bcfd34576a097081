"""Pager: a list on the server, and the ways to walk it."""

from collections.abc import AsyncIterator, Generator
from typing import Generic, TypeVar

from clientcore.errors import ArgumentError
from clientcore.paging.page import Fetch, Page
from clientcore.paging.walk import Items, Pages

T = TypeVar("T")


class Pager(Generic[T]):
    """A list on the server, fetched page by page as it is walked.

    Use it in `async for`, as often as you like: each walk begins anew. It ends only where the
    server says that the list ends. Awaited itself, it gives the first page.

    Args:
        fetch: Gets one page.
        concurrent: Whether a page can be asked for by its number, so that several can at once.
        source: What it is a list of, for errors, such as `GET /projects/`.
        service: Whose list it is, for errors.
    """

    def __init__(
        self, fetch: Fetch[T], *, concurrent: bool = False, source: str = "", service: str = ""
    ) -> None:
        self._fetch = fetch
        self._concurrent = concurrent
        self._source = source
        self._service = service

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

        Several tasks can share the iterator: each item goes to exactly one of them; see `pages`.

        Args:
            concurrency: How many pages to fetch at a time; see `pages`.

        Raises:
            ArgumentError: As `pages` does.
        """
        return Items(self.pages(concurrency=concurrency))

    def pages(self, *, concurrency: int = 1) -> AsyncIterator[Page[T]]:
        """The pages, one by one and in order.

        Several tasks can share the iterator: each page goes to exactly one of them, and the end to
        all. An error goes to the task that met it, and whoever asks next tries the same page.

        A page that is not the one asked for is a `DecodeError`, and so is a list of which nothing
        says that it ends. Page numbers cannot promise more than that: when a row before the next
        page is removed during the walk, one that follows moves up and is not shown; when one is
        added there, another is shown twice. Where that matters, compare ids and walk again.

        Args:
            concurrency: How many pages to fetch at a time once the first one has told the total.
                Only Runrun.it numbers its pages; Runn's can be had one after the other.

        Raises:
            ArgumentError: `concurrency` is no whole number from 1, or is more than 1 on a list
                without page numbers.
        """
        _check_whole("concurrency", concurrency, least=1)
        if concurrency > 1 and not self._concurrent:
            raise ArgumentError("concurrency must be 1: each page of this list leads to the next")
        return Pages(self._fetch, concurrency, self._source, self._service)

    async def collect(self, max_items: int | None = None, *, concurrency: int = 1) -> list[T]:
        """All items, or the first `max_items` of the whole list.

        Args:
            max_items: How many at most; None for all.
            concurrency: How many pages to fetch at a time; see `pages`.

        Raises:
            ArgumentError: `max_items` is no whole number from 0, or as `pages` does.
        """
        pages = self.pages(concurrency=concurrency)
        if max_items is not None:
            _check_whole("max_items", max_items, least=0)
        collected: list[T] = []
        if max_items == 0:
            return collected
        async for page in pages:
            collected += page.items
            if max_items is not None and len(collected) >= max_items:
                return collected[:max_items]
        return collected

    async def first(self) -> T | None:
        """The first item; None if there is none."""
        async for item in self:
            return item
        return None


def _check_whole(name: str, value: object, least: int) -> None:
    if type(value) is not int or value < least:
        raise ArgumentError(f"{name} must be a whole number of at least {least}, not {value!r}")
