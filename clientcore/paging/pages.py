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

_RANGE = re.compile(r"(?<!\d)(\d{1,18})\s*-\s*(\d{1,18})\s*/\s*(\d{1,18})(?!\d)", re.ASCII)
_COUNT = re.compile(r"\d{1,18}", re.ASCII)


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
    """Runrun.it's bare array: the Link header leads on, X-Item-Range tells the total.

    Either of them may be lost on the way, and then the other leads on: a page is the last one only
    where neither knows of more. A page of which nothing may be seen is a page like others.
    """
    items = _items(answer.json(), model, codec)
    headers = answer.headers
    start, end, total = _span(headers.get("x-item-range", ""))
    hidden = headers.get("x-item-without-view-permission", "")
    following = next_page(headers.get("link", ""), url)
    if following is None and start and end and total and end < total:
        following = {"page": str(end // (end - start + 1) + 1)}
    return Page(
        items=items,
        next=following,
        start=start,
        end=end,
        total=total,
        without_permission=int(hidden) if _COUNT.fullmatch(hidden) else None,
    )


def _span(text: str) -> tuple[int, int, int] | tuple[None, None, None]:
    """From where to where a page reaches, and the total; what cannot be meant is not said."""
    found = _RANGE.search(text)
    start, end, total = map(int, found.groups()) if found else (1, 0, 0)
    return (start, end, total) if start <= end <= total else (None, None, None)


def _items(rows: object, model: type[T], codec: Codec) -> list[T]:
    if not is_array(rows):
        raise DecodeError(f"expected an array, found {type(rows).__name__}", "items")
    return codec.decode_items(rows, model)
