"""Names of a package whose modules are imported when a name is first used (PEP 562)."""

from collections.abc import Mapping
from importlib import import_module


def load(package: str, homes: Mapping[str, tuple[str, ...]], name: str) -> object:
    """The object of that name, from the module that is its home.

    Args:
        package: The package that offers the name.
        homes: The names that each of its modules defines.
        name: Which one is wanted.
    """
    for module, names in homes.items():
        if name in names:
            return getattr(import_module(f"{package}.{module}"), name)
    raise AttributeError(f"module {package!r} has no attribute {name!r}")
