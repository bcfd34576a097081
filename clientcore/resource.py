"""What every resource stands on: an operation is called, or its pages are listed."""

import warnings
from collections.abc import Mapping
from typing import Any

from clientcore.http.request import build_request
from clientcore.http.transport import Transport
from clientcore.operation import CursorPages, Declared, Operation
from clientcore.paging.page import Page
from clientcore.paging.pager import Pager
from clientcore.paging.pages import read_page
from clientcore.signature import PAGE_SIZE


class Resource:
    """A group of operations on one kind of thing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def _call(
        self, declared: Declared, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> object:
        """Run an operation that answers with one thing."""
        transport = self._transport
        operation, accept = declared.read(transport.service)
        arguments = accept(self, args, kwargs)
        if operation.deprecated:
            _warn(operation)
        return await transport.call(build_request(operation, transport.codec, arguments))

    def _list(
        self, declared: Declared, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> Pager[Any]:
        """Run an operation that answers with pages, the largest possible unless told otherwise."""
        transport = self._transport
        operation, accept = declared.read(transport.service)
        arguments, pages = accept(self, args, kwargs), operation.pages
        if operation.deprecated:
            _warn(operation)
        if pages is not None and pages.maximum is not None:
            arguments = {PAGE_SIZE: pages.maximum, **arguments}

        async def fetch(step: Mapping[str, str]) -> Page[Any]:
            request = build_request(operation, transport.codec, arguments, page=step)
            answer = await transport.send(request)
            url = transport.base_url + request.path
            return transport.read(
                request, answer, lambda: read_page(answer, operation, transport.codec, url)
            )

        concurrent = not isinstance(pages, CursorPages)
        return Pager(
            fetch, concurrent=concurrent, source=str(operation), service=transport.service.name
        )


def _warn(operation: Operation[object]) -> None:
    text = f"{operation.name} is deprecated: {operation.deprecated}"
    warnings.warn(text, DeprecationWarning, stacklevel=4)
