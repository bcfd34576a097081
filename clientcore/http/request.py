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
from clientcore.operation import Method, Operation
from clientcore.unset import UNSET

PathValue = int | str
Arguments = Mapping[str, object]
"""Query parameters or fields of a body, by their Python names."""


@frozen
class Request:
    """All that is needed to send an operation, once or again."""

    operation: Operation[Any]
    path: str
    """The path and query, beginning with a slash, to be put behind the base URL."""
    content: bytes | None = None
    expects_json: bool = True


def build_request(
    operation: Operation[Any],
    codec: Codec,
    path_values: Sequence[PathValue] = (),
    query: Arguments | None = None,
    body: Arguments | None = None,
    page: Mapping[str, str] | None = None,
) -> Request:
    """Put the values where the operation says.

    Args:
        operation: The facts of the endpoint.
        codec: How names and values are written.
        path_values: A value for each placeholder of the path, in order.
        query: Query parameters; those left UNSET are not sent.
        body: The fields of a JSON body; None for a request without a body.
        page: What leads to a page after the first, in the service's words; added to the query.
    """
    placeholders = operation.placeholders
    quoted = [quote_segment(n, v) for n, v in zip(placeholders, path_values, strict=True)]
    content = None
    if body is not None:
        fields: object = codec.encode_fields(body)
        content = _json({operation.wrap: fields} if operation.wrap else fields)
    return Request(
        operation=operation,
        path=with_query(
            operation.fill(quoted), {**_wire_query(query or {}, codec), **(page or {})}
        ),
        content=content,
        expects_json=operation.result is not type(None),
    )


def build_raw_request(
    method: str, path: str, query: Mapping[str, object] | None, body: object
) -> Request:
    """A request that no operation names; `path`, `query` and `body` are in the service's words."""
    if method.upper() not in get_args(Method):
        raise ArgumentError(f"method must be one of {', '.join(get_args(Method))}, not {method!r}")
    verb = cast("Method", method.upper())
    if not path.startswith("/") or path.startswith("//") or "?" in path or "#" in path:
        raise ArgumentError(f"path must begin with one slash and hold no query, not {path!r}")
    if any(segment in (".", "..") for segment in path.lower().replace("%2e", ".").split("/")):
        raise ArgumentError(f"path must not hold dot segments, not {path!r}")
    operation = Operation(
        "request", verb, _quoted("path", path, "/%:@!$&'()*+,;=~"), object, editions=()
    )
    wire = {name: _query_text(name, value) for name, value in (query or {}).items()}
    content = None if body is None else _json(body)
    return Request(operation, with_query(operation.path, wire), content, expects_json=False)


def quote_segment(name: str, value: PathValue) -> str:
    """One value as one segment of a path; what would change the path is refused."""
    text = str(value)
    if text.strip() in ("", ".", ".."):
        raise ArgumentError(f"{name} must not be {text!r}: it would change the path")
    return _quoted(name, text)


def with_query(path: str, query: Mapping[str, str]) -> str:
    """The path, and the query behind it if there is any."""
    quoted = [f"{_quoted(name, name)}={_quoted(name, value)}" for name, value in query.items()]
    return f"{path}?{'&'.join(quoted)}" if quoted else path


def _quoted(name: str, text: str, safe: str = "") -> str:
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError:
        problem = f"{name} holds characters that are no text"
    raise ArgumentError(problem)


def _wire_query(query: Arguments, codec: Codec) -> dict[str, str]:
    return {
        codec.naming(name): _query_text(name, value)
        for name, value in query.items()
        if value is not UNSET
    }


def _query_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        items = cast("Sequence[object]", value)
        if not items:
            raise ArgumentError(f"{name} must not be empty: leave it out to ask for all")
        return ",".join(_query_text(name, item) for item in items)
    raise ArgumentError(f"{name} must be text, a number, a date or a list, not {value!r}")


def _json(value: object) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        problem = str(error)
    raise ArgumentError(f"the body cannot be written as JSON: {problem}")
