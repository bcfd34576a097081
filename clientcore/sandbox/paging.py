"""Cutting a list into pages, in each service's way."""

import math
from collections.abc import Callable, Mapping, Sequence

from clientcore.operation import CursorPages, LinkPages
from clientcore.sandbox.wire import Refused, WireRequest, WireResponse

Write = Callable[[Sequence[object]], object]
"""Rows as JSON; only those of the page that is asked for are written."""


def cut_page(
    pages: CursorPages | LinkPages, request: WireRequest, rows: Sequence[object], write: Write
) -> WireResponse:
    """The page that the request asks for."""
    if isinstance(pages, CursorPages):
        return _cursor_page(pages, request.last(), rows, write)
    return _link_page(pages, request, rows, write)


def _cursor_page(
    pages: CursorPages, query: Mapping[str, str], rows: Sequence[object], write: Write
) -> WireResponse:
    limit = _number(query, "limit", pages.default or pages.maximum)
    if not 1 <= limit <= pages.maximum:
        bound = ">= 1" if limit < 1 else f"<= {pages.maximum}"
        raise Refused(400, f"querystring/limit must be {bound}")
    start = _number(query, "cursor", 0)
    if start < 0:
        raise Refused(400, "querystring/cursor is invalid")
    end = start + limit
    cursor = str(end) if end < len(rows) else None
    return WireResponse.of_json(200, {"values": write(rows[start:end]), "nextCursor": cursor})


def _link_page(
    pages: LinkPages, request: WireRequest, rows: Sequence[object], write: Write
) -> WireResponse:
    most = pages.maximum or max(1, len(rows))
    limit = max(1, min(_number(request.last(), "limit", most), most))
    last = max(1, math.ceil(len(rows) / limit))
    page = _number(request.last(), "page", 1)
    page = page if 1 <= page <= last else 1  # a page out of range is the first one
    start = (page - 1) * limit
    shown = rows[start : start + limit]
    numbers = {"self": page, "prev": page - 1, "next": page + 1, "last": last}
    # As documented, the targets are relative, and lack the version and the filters
    path = request.path.replace("/v1.0", "")
    links = [
        f'<{path}?page={number}>; rel="{relation}"'
        for relation, number in numbers.items()
        if 1 <= number <= last
    ]
    span = f"items {min(start + 1, len(rows))}-{start + len(shown)}/{len(rows)}"
    answer = WireResponse.of_json(200, write(shown))
    headers = {**answer.headers, "link": ", ".join(links), "x-item-range": span}
    return WireResponse(200, answer.content, headers)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(query.get(name) or default)
    except ValueError:
        raise Refused(400, f"querystring/{name} must be integer") from None
