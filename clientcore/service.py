"""The facts of a service that hold for all of its operations."""

from collections.abc import Mapping

from attrs import field, frozen

from clientcore.codec.naming import Naming


@frozen(kw_only=True)
class Service:
    """One of the two APIs."""

    name: str
    base_url: str
    naming: Naming
    """How a Python name is spelled on the wire."""
    requests: int
    """Requests that one key may make in a period."""
    period: float = 60.0
    """Seconds."""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    """Sent with every request."""
