"""From a method and a path to the operation that they mean."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from clientcore.operation import Operation

_PLACEHOLDER = re.compile(r"\{\w+\}|:\w+")


class Router:
    """Finds operations by their documented paths, with or without a trailing slash.

    Args:
        operations: All there are.
        prefix: What stands before every path.
    """

    def __init__(self, operations: Iterable[Operation[Any]], prefix: str = "") -> None:
        # A path without placeholders goes before one that would swallow it
        ordered = sorted(operations, key=lambda operation: len(operation.placeholders))
        self._routes = [(self._pattern(prefix + o.path), o) for o in ordered]

    @staticmethod
    def _pattern(path: str) -> re.Pattern[str]:
        pieces = _PLACEHOLDER.split(path.rstrip("/"))
        return re.compile("([^/]+)".join(map(re.escape, pieces)) + "/?")

    def find(self, method: str, path: str) -> tuple[Operation[Any], tuple[str, ...]] | None:
        """The operation and the values in its path; None where there is no such route."""
        for pattern, operation in self._routes:
            if operation.method == method and (match := pattern.fullmatch(path)):
                return operation, tuple(unquote(value) for value in match.groups())
        return None
