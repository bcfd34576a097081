"""What every resource stands on: an operation is called, or its pages are listed."""

import warnings
from collections.abc import Mapping
from typing import TypeVar

from clientcore.http.request import Arguments, build_request
from clientcore.http.transport import Transport
from clientcore.operation import CursorPages, Operation
from clientcore.paging.pager import Page, Pager
from clientcore.paging.pages import read_page
from clientcore.service import Service
from clientcore.signature import PAGE_SIZE

T = TypeVar("T")


class Resource:
    """A group of operations on one kind of thing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def service(self) -> Service:
        """What it is a resource of."""
        return self._transport.service

    async def _call(self, operation: Operation[T], arguments: Arguments) -> T:
        """Run an operation that answers with one thing."""
        if operation.deprecated:
            _warn(operation)
        transport = self._transport
        request = build_request(operation, transport.codec, arguments)
        result: T = await transport.call(request)
        return result

    def _list(self, operation: Operation[T], arguments: Arguments) -> Pager[T]:
        """Run an operation that answers with pages, the largest possible unless told otherwise."""
        if operation.deprecated:
            _warn(operation)
        transport, pages = self._transport, operation.pages
        if pages is not None and pages.maximum is not None:
            arguments = {PAGE_SIZE: pages.maximum, **arguments}

        async def fetch(step: Mapping[str, str]) -> Page[T]:
            request = build_request(operation, transport.codec, arguments, page=step)
            answer = await transport.send(request)
            url = transport.base_url + request.path
            return transport.read(
                request, lambda: read_page(answer, operation, transport.codec, url)
            )

        concurrent = not isinstance(pages, CursorPages)
        return Pager(fetch, concurrent=concurrent, source=str(operation))


def _warn(operation: Operation[object]) -> None:
    text = f"{operation.name} is deprecated: {operation.deprecated}"
    warnings.warn(text, DeprecationWarning, stacklevel=4)
