"""Operation: the record of one endpoint; `@operation` makes it of a method's own signature."""

import re
from collections.abc import Callable, Coroutine, Iterable
from functools import cached_property, wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from attrs import Factory, define, field, frozen

from clientcore.paging.pager import Pager
from clientcore.unset import UNSET

if TYPE_CHECKING:
    from clientcore.resource import Resource
    from clientcore.service import Service

T_co = TypeVar("T_co", covariant=True)
F = TypeVar("F", bound=Callable[..., Coroutine[Any, Any, Any] | Pager[Any]])

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Accept = Callable[[object, tuple[object, ...], dict[str, object]], dict[str, object]]
"""From a method's own `self`, positional and named arguments to its checked values by name."""
Place = Literal["path", "query", "body", "beside"]
"""Where an argument goes; `beside` is the body outside of the key that the others are under."""

Lists = Literal["array", "joined", "repeated"]
"""How a list is sent: as JSON, as one text with commas, or as a parameter for each item."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}|:(\w+)")


class DeclarationError(TypeError):
    """A method's signature cannot be the operation that it is declared to be."""


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

    maximum: int | None
    """The largest page that the service serves; None where no size can be asked for."""


@frozen
class Parameter:
    """One argument of a method, and how it travels."""

    name: str
    wire: str
    """Its name in the service's spelling."""
    place: Place
    hint: Any
    """Its annotation, with the marks."""
    default: object = UNSET
    """What is sent where it is not given; UNSET for nothing."""
    required: bool = False
    lists: Lists = "array"


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
    parameters: tuple[Parameter, ...] = field(default=(), kw_only=True)
    pages: CursorPages | LinkPages | None = field(default=None, kw_only=True)
    bulk: int | None = field(default=None, kw_only=True)
    """How many items the one list in the request's body may hold."""
    wrap: str | None = field(default=None, kw_only=True)
    """The key that the request's body is put under."""
    unwrap: str | None = field(default=None, kw_only=True)
    """The key that the answer's result is under."""
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
        return placeholders_of(self.path)

    def fill(self, values: Iterable[str]) -> str:
        """The path with its placeholders replaced, in order, by values that are already quoted."""
        return self._template % tuple(values)

    @cached_property
    def _template(self) -> str:
        return _PLACEHOLDER.sub("%s", self.path.replace("%", "%%"))

    def at(self, *places: Place) -> tuple[Parameter, ...]:
        """The arguments that go to these places, in the order of the signature."""
        return tuple(p for p in self.parameters if p.place in places)


def placeholders_of(path: str) -> tuple[str, ...]:
    """The names in a path, in order."""
    return tuple(a or b for a, b in _PLACEHOLDER.findall(path))


def operation(
    verb: Method,
    path: str,
    *,
    pages: CursorPages | LinkPages | None = None,
    bulk: int | None = None,
    wrap: str | None = None,
    unwrap: str | None = None,
    body: bool = False,
    idempotent: bool | None = None,
    editions: tuple[str, ...] | None = None,
    deprecated: str | None = None,
) -> Callable[[F], F]:
    """A method of a resource that is one request: its signature says what is sent and returned.

    The body of the method stays `...`. Its first arguments fill the placeholders of the path; the
    others are the query of a GET or DELETE and the body of other verbs, by their own names. Its
    return annotation is what the answer is read as; `Pager[...]` for a list.

    Args:
        verb: The HTTP method.
        path: The path as documented.
        pages: How a list is cut into pages.
        bulk: How many items the one list in the body may hold.
        wrap: The key that the body is put under.
        unwrap: The key that the answer's result is under.
        body: True for a DELETE whose arguments are a body.
        idempotent: Whether a repeat does no harm; only a GET unless said.
        editions: The editions that document it; the service's own unless said.
        deprecated: What to use instead.
    """

    def declare(stub: F) -> F:
        declared = Declared(
            stub, verb, path, pages, bulk, wrap, unwrap, body, idempotent, editions, deprecated
        )
        if iscoroutinefunction(stub):

            @wraps(stub)
            async def call(self: "Resource", *args: object, **kwargs: object) -> object:
                return await self._call(declared, args, kwargs)  # pyright: ignore[reportPrivateUsage]

            method: Any = call
        else:

            @wraps(stub)
            def pager(self: "Resource", *args: object, **kwargs: object) -> object:
                return self._list(declared, args, kwargs)  # pyright: ignore[reportPrivateUsage]

            method = pager
        method.declared = declared
        return cast("F", method)

    return declare


@define(eq=False)
class Declared:
    """What `@operation` says of a method; it is read when it is first needed, never at import."""

    stub: Callable[..., Any]
    method: Method
    path: str
    pages: CursorPages | LinkPages | None
    bulk: int | None
    wrap: str | None
    unwrap: str | None
    body: bool
    idempotent: bool | None
    editions: tuple[str, ...] | None
    deprecated: str | None
    _read: "tuple[Operation[Any], Accept] | None" = field(default=None, init=False, repr=False)

    @property
    def name(self) -> str:
        """The dotted path of the method on the client: a resource's module is named like it."""
        return f"{self.stub.__module__.rpartition('.')[2]}.{self.stub.__name__}"

    def read(self, service: "Service") -> "tuple[Operation[Any], Accept]":
        """The record, and what makes a call's arguments of what the caller passes.

        Raises:
            DeclarationError: The signature does not fit what it is declared to be.
        """
        if self._read is None:
            from clientcore.arguments import acceptor
            from clientcore.signature import read_signature

            operation = read_signature(self, service)
            self._read = operation, acceptor(self.stub, operation)
        return self._read


def operation_of(method: object, service: "Service") -> Operation[Any]:
    """The record of a resource's method: `operation_of(Teams.create, RUNN)`.

    Raises:
        DeclarationError: It is no operation, or has a signature that cannot work.
    """
    declared = declared_by(method)
    if declared is None:
        name = getattr(method, "__qualname__", repr(method))
        raise DeclarationError(f"{name} is no operation: it is not declared with @operation")
    return declared.read(service)[0]


def declared_by(method: object) -> Declared | None:
    """What `@operation` says of a method; None for any other method."""
    found = getattr(method, "declared", None)
    return found if isinstance(found, Declared) else None
