"""Requests and answers as the sandbox sees them, however they travel."""

import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

Row = dict[str, Any]
"""A thing as the service's JSON has it."""


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
