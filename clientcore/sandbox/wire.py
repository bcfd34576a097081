"""Requests and answers as the sandbox sees them, however they travel."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen

Row = dict[str, Any]
"""A thing as the service's JSON has it."""


def id_of(row: Row) -> int:
    """The row's id."""
    row_id: int = row["id"]
    return row_id


@frozen
class WireRequest:
    """A request that reached the fake service."""

    method: str
    path: str
    """Still quoted, without the query."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    content: bytes = b""

    @classmethod
    def received(
        cls, method: str, path: str, query: str, headers: Mapping[str, str], content: bytes
    ) -> "WireRequest":
        """A request as it came: the query still one text, header names in any case."""
        pairs = dict(parse_qsl(query, keep_blank_values=True))
        return cls(method, path, pairs, {k.lower(): v for k, v in headers.items()}, content)


@frozen
class WireResponse:
    """What the fake service answers."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(factory=dict[str, str])

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
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
