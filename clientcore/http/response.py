"""An answer as it came, before any model is made of it."""

import json
from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from clientcore.codec.scalars import is_object
from clientcore.errors import DecodeError


@frozen(slots=False)
class RawResponse:
    """Status, headers and body of an answer.

    Attributes:
        status: The HTTP status.
        headers: Names in lower case.
        content: The body, byte for byte.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text; it may be JSON, HTML or empty."""
        return self.content.decode(errors="replace")

    @cached_property
    def _parsed(self) -> object:
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            kind = self.headers.get("content-type", "no content type")
        raise DecodeError(f"expected JSON, found {len(self.content)} bytes of {kind}")

    def json(self) -> object:
        """The body parsed as JSON.

        Raises:
            DecodeError: It is something else, or cut short.
        """
        return self._parsed


def message_of(response: RawResponse) -> str:
    """The server's own words: the body's message where it has one, else its beginning.

    Runn answers `{error, message, statusCode}`. Of Runrun.it several forms are reported:
    `{errors: {field: [text]}}`, `{message}` and `{error}`; its 404 can be empty HTML.
    """
    try:
        body = response.json()
    except DecodeError:
        return " ".join(response.text.split())[:200]
    if not is_object(body):
        return json.dumps(body)[:200]
    for key in ("message", "errors", "error"):
        said = body.get(key)
        if said:
            return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return json.dumps(body, ensure_ascii=False)[:200] if body else ""
