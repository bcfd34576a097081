"""An answer as it came, before any model is made of it."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from types import NoneType
from typing import Any, TypeVar, cast, get_args

from attrs import field, frozen

from clientcore.codec.codec import Codec
from clientcore.codec.scalars import is_object
from clientcore.errors import DecodeError
from clientcore.operation import Operation

T = TypeVar("T")
_TAG = re.compile(r"<[^<>]*>")


@frozen(slots=False)
class RawResponse:
    """Status, headers and body of an answer.

    Attributes:
        status: The HTTP status.
        headers: Names in lower case.
        content: The body, byte for byte.
        attempts: How many times it was asked for.
        url: Where it came from, which a redirect may have led to.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)  # a server may repeat what is secret
    content: bytes = field(repr=lambda content: f"<{len(content)} bytes>")
    attempts: int = 1
    url: str = field(default="", repr=False)

    @property
    def is_success(self) -> bool:
        """A status of 200 to 299."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as text; it may be JSON, HTML or empty."""
        return self.content.decode(errors="replace")

    @cached_property
    def _parsed(self) -> object:
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            problem = self._not_json(error)
        raise DecodeError(problem)

    def _not_json(self, error: Exception) -> str:
        beginning, size = self.text.strip()[:1], len(self.content)
        if not beginning:
            return "it is empty instead of JSON"
        if beginning == "<":
            return f"it is a page for people instead of JSON: {size} bytes of HTML or XML"
        if beginning in "{[" and isinstance(error, json.JSONDecodeError):
            cut = len(error.doc.rstrip()) <= error.pos or error.msg.startswith("Unterminated")
            return f"its JSON {'breaks off' if cut else 'goes wrong'} after {error.pos} characters"
        kind = self.headers.get("content-type", "no content type")
        return f"expected JSON, found {size} bytes of {kind}"

    def json(self) -> object:
        """The body parsed as JSON.

        Raises:
            DecodeError: It is something else, or cut short.
        """
        return self._parsed


@frozen
class NoResponse:
    """No answer came."""

    reason: str = field(repr=False)
    timed_out: bool = False
    never_sent: bool = False
    """The request certainly did not reach the server."""


def is_readable(response: RawResponse, operation: Operation[Any]) -> bool:
    """Whether a good answer is JSON where it has to be; where there may be nothing, that too.

    A page of HTML is never one: it is a login's or a proxy's, whatever its status.
    """
    if operation.result is bytes or _is_nothing(response, operation):
        return True
    try:
        response.json()
    except DecodeError:
        return False
    return True


def read_result(response: RawResponse, operation: Operation[T], codec: Codec) -> T:
    """What an answer holds, as the operation says.

    Raises:
        DecodeError: It is not what it should be.
    """
    if operation.result is bytes:
        return cast("T", response.content)
    if _is_nothing(response, operation):
        return cast("T", None)
    data, path = response.json(), ""
    if operation.unwrap is not None:
        path = operation.unwrap
        if not is_object(data) or path not in data:
            raise DecodeError(f"expected an object with {path}")
        data = data[path]
    return codec.decode(data, operation.result, path)


def _is_nothing(response: RawResponse, operation: Operation[Any]) -> bool:
    optional = operation.result is NoneType or NoneType in get_args(operation.result)
    return optional and not response.content.strip()


def message_of(response: RawResponse) -> str:
    """The server's own words: the body's message where it has one, else its beginning as text.

    Runn answers `{error, message, statusCode}`. Of Runrun.it several forms are reported:
    `{errors: {field: [text]}}`, `{message}` and `{error}`; its 404 can be empty HTML.
    """
    try:
        body = response.json()
    except DecodeError:
        return " ".join(_TAG.sub(" ", response.text).split())[:200]
    if not is_object(body):
        return json.dumps(body)[:200]
    for key in ("message", "errors", "error"):
        said = body.get(key)
        if said:
            return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return json.dumps(body, ensure_ascii=False)[:200] if any(body.values()) else ""
