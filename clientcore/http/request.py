"""Building a request: pure functions from an operation and its values to a method, URL and body."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args
from urllib.parse import quote

from attrs import frozen

from clientcore.codec.codec import Codec
from clientcore.codec.scalars import datetime_text
from clientcore.errors import ArgumentError
from clientcore.operation import Lists, Method, Operation

LONGEST_PATH = 60_000
"""Characters of a path with its query: with the host they have to stay below httpx' 64 KiB."""
Arguments = Mapping[str, object]
"""A call's arguments by their Python names; none of them UNSET."""


@frozen
class Request:
    """All that is needed to send an operation, once or again."""

    operation: Operation[Any]
    path: str
    """The path and query, beginning with a slash, to be put behind the base URL."""
    content: bytes | None = None


def build_request(
    operation: Operation[Any],
    codec: Codec,
    arguments: Arguments,
    page: Mapping[str, str] | None = None,
) -> Request:
    """Put the arguments where the operation says.

    Args:
        operation: The facts of the endpoint.
        codec: How values are written.
        arguments: Those that are to be sent.
        page: What leads to a page after the first, in the service's words; added to the query.
    """
    segments: list[str] = []
    query: dict[str, str | list[str]] = {}
    body: dict[str, object] | None = None
    beside: dict[str, object] = {}
    for parameter in operation.parameters:
        name, place = parameter.name, parameter.place
        if place in ("body", "beside") and body is None:
            body = {}
        if name not in arguments:
            continue
        value = arguments[name]
        if place == "path":
            segments.append(quote_segment(name, value))
        elif place == "query":
            query[parameter.wire] = query_value(name, value, parameter.lists)
        elif body is not None:
            written = codec.encode(value) if parameter.lists == "array" else _text(name, value)
            (body if place == "body" else beside)[parameter.wire] = written
    content = None
    if body is not None:
        content = _json({operation.wrap: body, **beside} if operation.wrap else {**body, **beside})
    path = operation.fill(segments)
    if query or page:
        path = _sendable(with_query(path, {**query, **(page or {})}))
    return Request(operation, path, content)


def build_raw_request(
    method: str,
    path: str,
    query: Mapping[str, object] | None,
    body: object,
    lists: Lists = "joined",
) -> Request:
    """A request that no operation names; `path`, `query` and `body` are in the service's words."""
    verb = cast("Method", method.upper() if isinstance(method, str) else method)  # pyright: ignore[reportUnnecessaryIsInstance]
    if verb not in get_args(Method):
        raise ArgumentError(f"method must be one of {', '.join(get_args(Method))}, not {method!r}")
    if not isinstance(path, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ArgumentError(f"path must be a text, not {path!r}")
    if query is not None and not _names_values(query):
        raise ArgumentError(f"query must be a mapping from names to values, not {query!r}")
    if not path.startswith("/") or path.startswith("//") or "?" in path or "#" in path:
        raise ArgumentError(f"path must begin with one slash and hold no query, not {path!r}")
    if any(segment in (".", "..") for segment in path.lower().replace("%2e", ".").split("/")):
        raise ArgumentError(f"path must not hold dot segments, not {path!r}")
    quoted = _quoted("path", path, "/%:@!$&'()*+,;=~")
    wire = {name: query_value(name, value, lists) for name, value in (query or {}).items()}
    content = None if body is None else _json(body)
    operation = Operation("request", verb, quoted, bytes, editions=())
    return Request(operation, _sendable(with_query(quoted, wire)), content)


def _names_values(query: object) -> bool:
    return isinstance(query, Mapping) and all(
        isinstance(name, str) for name in cast("Mapping[object, object]", query)
    )


def quote_segment(name: str, value: object) -> str:
    """One value as one segment of a path; what would change the path is refused."""
    text = str(value)
    if type(value) is int:
        return text
    if text.strip() in ("", ".", ".."):
        raise ArgumentError(f"{name} must not be {text!r}: it would change the path")
    return _quoted(name, text)


def with_query(path: str, query: Mapping[str, str | list[str]]) -> str:
    """The path, and the query behind it if there is any; a list is a parameter for each item."""
    pairs = [
        f"{_quoted(name, name)}={_quoted(name, text)}"
        for name, value in query.items()
        for text in ([value] if isinstance(value, str) else value)
    ]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _sendable(path: str) -> str:
    if len(path) > LONGEST_PATH:
        raise ArgumentError(
            f"the address would be {len(path):,} characters long, and {LONGEST_PATH:,} can be "
            "sent: pass fewer items at a time"
        )
    return path


def _quoted(name: str, text: str, safe: str = "") -> str:
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError:
        problem = f"{name} holds characters that are no text"
    raise ArgumentError(problem)


def query_value(name: str, value: object, lists: Lists) -> str | list[str]:
    """A value as it stands in a query; a list is joined or repeated as the service has it."""
    if lists == "repeated" and isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        items = cast("Sequence[object]", value)
        return [_text(name, item) for item in _filled(name, items)]
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        items = cast("Sequence[object]", value)
        return ",".join(_text(name, item) for item in _filled(name, items))
    raise ArgumentError(f"{name} must be text, a number, a date or a list, not {value!r}")


def _filled(name: str, items: Sequence[object]) -> Sequence[object]:
    if not items:
        raise ArgumentError(f"{name} must not be empty: leave it out to ask for all")
    return items


def _json(value: object) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        problem = str(error)
    raise ArgumentError(f"the body cannot be written as JSON: {problem}")
