"""How a name is spelled on the wire, as opposed to in Python."""

import re
from collections.abc import Callable

Naming = Callable[[str], str]
"""From a Python name to the service's own: Python's are snake_case everywhere."""


def camel_case(name: str) -> str:
    """`nonbillable_minutes` to `nonbillableMinutes`."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def snake_case(name: str) -> str:
    """The name as it is, without the underscore that keeps `from_` off Python's keyword."""
    return name.rstrip("_")


def snake_words(name: str) -> str:
    """The way back: `updatedAt` or `ProjectMember` to Python's spelling."""
    return re.sub(r"(?<=.)([A-Z])", r"_\1", name).lower()
