"""Requests and answers as the sandbox sees them, however they travel."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen

Row = dict[str, Any]
"""A thing as the service's JSON has it."""


Query = Mapping[str, str | list[str]]
"""Parameters; one that stands several times has a list."""


@frozen
class WireRequest:
    """A request that reached the fake service."""

    method: str
    path: str
    """Still quoted, without the query."""
    query: Query
    headers: Mapping[str, str]
    """Names in lower case."""
    content: bytes = b""

    @classmethod
    def received(
        cls, method: str, path: str, query: str, headers: Mapping[str, str], content: bytes
    ) -> "WireRequest":
        """A request as it came: the query still one text, header names in any case."""
        texts: dict[str, list[str]] = {}
        for name, text in parse_qsl(query, keep_blank_values=True):
            texts.setdefault(name, []).append(text)
        found = {name: all_of if all_of[1:] else all_of[0] for name, all_of in texts.items()}
        return cls(method, path, found, {k.lower(): v for k, v in headers.items()}, content)

    @property
    def content_type(self) -> str:
        """What kind of content the body is said to be, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def last(self) -> dict[str, str]:
        """The query; of a parameter that stands several times, the last."""
        return {k: v if isinstance(v, str) else v[-1] for k, v in self.query.items()}


@frozen
class WireResponse:
    """What the fake service answers."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(factory=dict[str, str])

    def without_body(self) -> "WireResponse":
        """The answer to a HEAD, or of a status that never has one."""
        return WireResponse(self.status, b"", self.headers)

    @classmethod
    def of_json(cls, status: int, data: object) -> "WireResponse":
        """An answer with a JSON body."""
        content = json.dumps(data, ensure_ascii=False).encode()
        return cls(status, content, {"content-type": "application/json; charset=utf-8"})


class Refused(Exception):  # noqa: N818 - an answer, not an error of the sandbox
    """The service refuses.

    Args:
        status: The HTTP status.
        message: What it says.
        code: The machine's word for it, where the service has one.
    """

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


@frozen
class LoggedCall:
    """One request that was answered.

    Attributes:
        operation: The operation's name; empty for an unknown route.
        status: What it was answered with.
        values: The texts in the path's placeholders.
        query: The parameters; one that stands several times has a list.
        body: The whole body's JSON; None where there was none that could be read.
    """

    operation: str
    status: int
    values: tuple[str, ...] = ()
    query: Query = field(factory=dict[str, "str | list[str]"])
    body: object = None
