"""Operation: one record per endpoint, the single place where its facts are written."""

import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

from attrs import Factory, field, frozen

T_co = TypeVar("T_co", covariant=True)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}|:(\w+)")


@frozen
class CursorPages:
    """Pages of `{values, nextCursor}`, each reached through the cursor of the one before."""

    maximum: int
    """The largest page that the service serves."""
    default: int | None = None
    """The page that it serves unless asked; None for the largest."""


@frozen
class LinkPages:
    """Bare arrays; a Link header leads to the next page, X-Item-Range tells the total."""

    maximum: int
    """The largest page that the service serves."""


@frozen
class Operation(Generic[T_co]):
    """The facts of one endpoint.

    The method that calls it, the sandbox's router, the conformance test and the generated table of
    operations all read this record.
    """

    name: str
    """The dotted path of its method on the client: `projects.update`."""
    method: Method
    path: str
    """The path as documented, with its placeholders and its trailing slash or lack of one."""
    result: type[T_co]
    """What one answer holds; for a list, what one item is."""
    editions: tuple[str, ...] = field(kw_only=True)
    """The editions of the documentation that have it; empty where none has."""
    pages: CursorPages | LinkPages | None = field(default=None, kw_only=True)
    bulk: int | None = field(default=None, kw_only=True)
    """How many items the one list in the request's body may hold."""
    wrap: str | None = field(default=None, kw_only=True)
    """The key that the request's body is put under."""
    idempotent: bool = field(
        default=Factory(lambda self: self.method == "GET", takes_self=True), kw_only=True
    )
    """Whether sending it once more does no harm when the answer was lost."""
    deprecated: str | None = field(default=None, kw_only=True)
    """What to use instead."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names in the path, in order."""
        return tuple(a or b for a, b in _PLACEHOLDER.findall(self.path))

    def fill(self, values: Iterable[str]) -> str:
        """The path with its placeholders replaced, in order, by values that are already quoted."""
        remaining = iter(values)
        return _PLACEHOLDER.sub(lambda _: next(remaining), self.path)


def operations_in(module: ModuleType) -> tuple[Operation[Any], ...]:
    """The operations that a resource's module defines, in the order of the file."""
    found: list[Operation[Any]] = [v for v in vars(module).values() if isinstance(v, Operation)]
    return tuple(found)
