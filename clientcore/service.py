"""The facts of a service that hold for all of its operations."""

from collections.abc import Mapping

from attrs import field, frozen

from clientcore.codec.naming import Naming
from clientcore.operation import Lists


@frozen(kw_only=True)
class Service:
    """One of the two APIs."""

    name: str
    base_url: str
    naming: Naming
    """How a Python name is spelled on the wire."""
    editions: tuple[str, ...] = ()
    """The editions of its documentation, in which an operation is unless it says otherwise."""
    lists: Lists = "joined"
    """How a list stands in a query."""
    requests: int
    """Requests that one key may make in a period."""
    period: float = 60.0
    """Seconds."""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    """Sent with every request."""
