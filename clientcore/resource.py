"""What every resource stands on: an operation is called, or its pages are listed."""

import warnings
from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from clientcore.arguments import check_arguments, check_range
from clientcore.http.request import Arguments, PathValue, Request, build_request
from clientcore.http.transport import Transport
from clientcore.operation import CursorPages, Operation
from clientcore.paging.pager import Page, Pager
from clientcore.paging.pages import read_cursor_page, read_link_page
from clientcore.unset import UNSET, Unset

T = TypeVar("T")


class Resource:
    """A group of operations on one kind of thing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def _call(
        self,
        operation: Operation[T],
        *path: PathValue,
        query: Arguments | None = None,
        body: Arguments | None = None,
    ) -> T:
        """Run an operation that answers with one thing.

        Args:
            operation: Which.
            path: Values for the placeholders of its path, in order.
            query: Query parameters by the names of the method's arguments.
            body: The body's fields by the names of the method's arguments.
        """
        request = self._request(operation, path, query, body)
        return await self._transport.call(request, operation.result)

    def _list(
        self,
        operation: Operation[T],
        *path: PathValue,
        query: Arguments | None = None,
        page_size: int | Unset = UNSET,
    ) -> Pager[T]:
        """Run an operation that answers with pages, the largest possible unless told otherwise."""
        pages = operation.pages
        if pages is None:
            raise AssertionError(f"{operation.name} has no pages")
        size = pages.maximum if isinstance(page_size, Unset) else page_size
        self._check(operation, path, {**(query or {}), "page_size": size})
        check_range("page_size", size, 1, pages.maximum)
        transport = self._transport

        async def fetch(step: Mapping[str, str]) -> Page[T]:
            request = build_request(
                operation, transport.codec, path, {**(query or {}), "limit": size}, page=step
            )
            answer = await transport.send(request)
            model, codec = operation.result, transport.codec
            url = transport.base_url + request.path
            return transport.read(
                request,
                lambda: (
                    read_cursor_page(answer, model, codec)
                    if isinstance(pages, CursorPages)
                    else read_link_page(answer, model, codec, url)
                ),
            )

        numbered = not isinstance(pages, CursorPages)
        return Pager(fetch, concurrent=numbered, source=str(operation))

    def _request(
        self,
        operation: Operation[T],
        path: tuple[PathValue, ...],
        query: Arguments | None,
        body: Arguments | None,
    ) -> Request:
        self._check(operation, path, {**(query or {}), **(body or {})}, stacklevel=5)
        if operation.bulk is not None:
            for name, items in (body or {}).items():
                count = len(cast("Sequence[object]", items))
                check_range(f"the number of {name}", count, 1, operation.bulk)
        return build_request(operation, self._transport.codec, path, query, body)

    def _check(
        self,
        operation: Operation[T],
        path: tuple[PathValue, ...],
        named: Arguments,
        stacklevel: int = 4,
    ) -> None:
        if operation.deprecated:
            text = f"{operation.name} is deprecated: {operation.deprecated}"
            warnings.warn(text, DeprecationWarning, stacklevel=stacklevel)
        method = getattr(type(self), operation.name.rpartition(".")[2])
        check_arguments(method, path, named)
