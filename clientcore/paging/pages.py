"""Reading one page out of an answer, in each service's way. Pure functions."""

import re
from typing import TypeVar

from clientcore.codec.codec import Codec
from clientcore.codec.scalars import is_array, is_object
from clientcore.errors import DecodeError
from clientcore.http.response import RawResponse
from clientcore.operation import CursorPages, Operation
from clientcore.paging.links import next_page
from clientcore.paging.pager import Page

T = TypeVar("T")

_RANGE = re.compile(r"(\d+)\s*-\s*(\d+)\s*/\s*(\d+)")


def read_page(answer: RawResponse, operation: Operation[T], codec: Codec, url: str) -> Page[T]:
    """One page of an operation's list, in the way that its service has pages."""
    if isinstance(operation.pages, CursorPages):
        return read_cursor_page(answer, operation.result, codec)
    return read_link_page(answer, operation.result, codec, url)


def read_cursor_page(answer: RawResponse, model: type[T], codec: Codec) -> Page[T]:
    """Runn's `{values, nextCursor}`: null ends the list, an empty page with a cursor does not."""
    data = answer.json()
    if not is_object(data) or "nextCursor" not in data:
        raise DecodeError("expected an object with values and nextCursor")
    cursor = data["nextCursor"]
    rows = data.get("values")
    if cursor is not None and not (isinstance(cursor, str) and cursor):
        raise DecodeError("expected a text or null", "nextCursor")
    return Page(
        items=_items(rows, model, codec), next=None if cursor is None else {"cursor": cursor}
    )


def read_link_page(answer: RawResponse, model: type[T], codec: Codec, url: str) -> Page[T]:
    """Runrun.it's bare array: the Link header leads on, X-Item-Range tells the total."""
    items = _items(answer.json(), model, codec)
    headers = answer.headers
    span = _RANGE.search(headers.get("x-item-range", ""))
    start, end, total = map(int, span.groups()) if span else (None, None, None)
    hidden = headers.get("x-item-without-view-permission", "")
    following = next_page(headers.get("link", ""), url)
    if "link" not in headers and items and start and end and total and end < total:
        # Something on the way took the Link header off; the range still says that there is more
        following = {"page": str(end // (end - start + 1) + 1)}
    return Page(
        items=items,
        next=following,
        start=start,
        end=end,
        total=total,
        without_permission=int(hidden) if hidden.isdecimal() else None,
    )


def _items(rows: object, model: type[T], codec: Codec) -> list[T]:
    if not is_array(rows):
        raise DecodeError(f"expected an array, found {type(rows).__name__}", "items")
    return codec.decode_items(rows, model)
