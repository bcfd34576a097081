"""How a name is spelled on the wire, as opposed to in Python."""

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
