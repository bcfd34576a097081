"""The resources of a client, and the operations in them."""

import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Any

from clientcore.operation import DeclarationError, Operation, declared_by

if TYPE_CHECKING:
    from clientcore.client import BaseClient
    from clientcore.resource import Resource


class LazyResource:
    """An attribute of a client: its resource is imported and made when it is first used.

    The attribute has the name of the resource's module, and the class as its annotation.
    """

    def __set_name__(self, owner: type["BaseClient"], name: str) -> None:
        self._module = f"{_package_of(owner)}.resources.{name}"
        self._name = name
        self._class: str = owner.__annotations__[name]

    def __get__(
        self, client: "BaseClient | None", owner: type["BaseClient"]
    ) -> "Resource | LazyResource":
        if client is None:
            return self
        made = self.load()(client._transport)  # pyright: ignore[reportPrivateUsage]
        vars(client)[self._name] = made  # found before this descriptor from now on
        return made

    def load(self) -> type["Resource"]:
        """The resource's class."""
        found: type[Resource] = getattr(import_module(self._module), self._class)
        return found


def resource() -> Any:
    """What an attribute of a client is when it holds a resource: see `LazyResource`."""
    return LazyResource()


def operations_of(client: type["BaseClient"]) -> tuple[Operation[Any], ...]:
    """Every operation of a client's package, made from the files in its folder of resources.

    Raises:
        DeclarationError: One has a signature that cannot work, or cannot be reached.
    """
    # A user's subclass has the operations of the client that it stands on
    client = next(base for base in client.__mro__ if "service" in vars(base))
    if client not in _known:
        _known[client] = tuple(_find(client))
    return _known[client]


_known: dict[type["BaseClient"], tuple[Operation[Any], ...]] = {}


def _find(client: type["BaseClient"]) -> Iterable[Operation[Any]]:
    resources = import_module(f"{_package_of(client)}.resources")
    found: dict[str, Operation[Any]] = {}
    for file in sorted(iter_modules(resources.__path__), key=lambda module: module.name):
        for owner in _resources_in(import_module(f"{resources.__name__}.{file.name}")):
            attribute = vars(client).get(file.name)
            if not isinstance(attribute, LazyResource) or attribute.load() is not owner:
                where = f"{client.__name__}.{file.name}"
                raise DeclarationError(f"{owner.__name__} cannot be reached as {where}")
            for operation in operations_in(owner, client):
                if operation.name in found:
                    raise DeclarationError(f"{operation.name} is there twice")
                found[operation.name] = operation
    return found.values()


def operations_in(owner: type["Resource"], client: type["BaseClient"]) -> Iterator[Operation[Any]]:
    """The operations of one resource, in the order of the file."""
    for member in vars(owner).values():
        declared = declared_by(member)
        if declared is not None:
            operation, _ = declared.read(client.service)
            yield operation


def _resources_in(module: ModuleType) -> Iterator[type["Resource"]]:
    from clientcore.resource import Resource

    for value in vars(module).values():
        if inspect.isclass(value) and issubclass(value, Resource) and value is not Resource:
            yield value


def _package_of(client: type["BaseClient"]) -> str:
    return client.__module__.partition(".")[0]
