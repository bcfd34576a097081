"""From a method and a path to the operation that they mean."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from clientcore.codec.scalars import is_object
from clientcore.operation import Operation

_PLACEHOLDER = re.compile(r"\{\w+\}|:\w+")


@frozen
class Route:
    """What a method and a path lead to: mostly one operation, at some paths one of several."""

    operations: tuple[Operation[Any], ...]
    values: tuple[str, ...]
    """What stands in the path's placeholders."""

    def fitting(self, body: object) -> Operation[Any]:
        """The operation whose signature the body fits best: it lacks and adds the fewest keys."""
        if len(self.operations) == 1:
            return self.operations[0]
        return min(self.operations, key=lambda operation: _strangeness(operation, body))


def _strangeness(operation: Operation[Any], body: object) -> int:
    inner: object = body.get(operation.wrap, body) if is_object(body) and operation.wrap else body
    keys = inner.keys() if is_object(inner) else set[str]()
    parameters = operation.at("body", "beside")
    missing = {p.wire for p in parameters if p.required} - keys
    return len(missing) + len(keys - {p.wire for p in parameters})


class Router:
    """Finds operations by their documented paths, with or without a trailing slash.

    Args:
        operations: All there are.
        prefix: What stands before every path.
    """

    def __init__(self, operations: Iterable[Operation[Any]], prefix: str = "") -> None:
        # A path without placeholders goes before one that would swallow it
        ordered = sorted(operations, key=lambda operation: len(operation.placeholders))
        found: dict[tuple[str, str], list[Operation[Any]]] = {}
        for operation in ordered:
            pattern = self._pattern(prefix + operation.path)
            found.setdefault((operation.method, pattern), []).append(operation)
        self._routes = [
            (method, re.compile(pattern), tuple(operations))
            for (method, pattern), operations in found.items()
        ]

    @staticmethod
    def _pattern(path: str) -> str:
        pieces = _PLACEHOLDER.split(path.rstrip("/"))
        return "([^/]+)".join(map(re.escape, pieces)) + "/?"

    def find(self, method: str, path: str) -> Route | None:
        """The route of a method and a path; a HEAD is served as a GET is."""
        wanted = "GET" if method == "HEAD" else method
        for verb, pattern, operations in self._routes:
            if verb == wanted and (match := pattern.fullmatch(path)):
                return Route(operations, tuple(map(unquote, match.groups())))
        return None
