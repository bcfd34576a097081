"""Reading one page out of an answer, in each service's way. Pure functions."""

import re
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from clientcore.codec.codec import Codec
from clientcore.codec.scalars import is_array, is_object
from clientcore.errors import DecodeError
from clientcore.http.response import RawResponse
from clientcore.operation import CursorPages, Operation
from clientcore.paging.links import next_page
from clientcore.paging.page import Page

T = TypeVar("T")

_RANGE = re.compile(r"(?<!\d)(\d{1,15})\s*-\s*(\d{1,15})\s*/\s*(\d{1,15})(?!\d)")
_COUNT = re.compile(r"\d{1,15}")


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

    Whichever of the two says that more follows is believed, for the other may have been lost.

    Args:
        answer: What came.
        model: What the items are.
        codec: How they are read.
        url: The URL that was asked, with its query.

    Raises:
        DecodeError: It is no array, or a full page that does not say whether it is the last.
    """
    items = _items(answer.json(), model, codec)
    asked = dict(parse_qsl(urlsplit(url).query))
    headers = answer.headers
    start, end, total = _range(headers.get("x-item-range", ""))
    hidden = headers.get("x-item-without-view-permission", "")
    following = next_page(headers.get("link", ""), url)
    if following is None and end is not None and total is not None and end < total:
        following = {"page": str(int(asked.get("page", "1")) + 1)}
    if "link" not in headers and total is None and str(len(items)) == asked.get("limit"):
        raise DecodeError("a full page with neither Link nor X-Item-Range: more may follow")
    return Page(
        items=items,
        next=following,
        start=start,
        end=end,
        total=total,
        without_permission=int(hidden) if _COUNT.fullmatch(hidden) else None,
    )


def _range(header: str) -> tuple[int | None, int | None, int | None]:
    """The first and last position and the total; None for what is not said or makes no sense."""
    spans = set(_RANGE.findall(header))  # a header that came twice is one text, with a comma
    if len(spans) == 1:
        start, end, total = map(int, spans.pop())
        if 1 <= start <= end <= total:
            return start, end, total
        if start == end == 0:
            return None, None, total
    return None, None, None


def _items(rows: object, model: type[T], codec: Codec) -> list[T]:
    if not is_array(rows):
        raise DecodeError(f"expected an array, found {type(rows).__name__}", "items")
    return codec.decode_items(rows, model)
