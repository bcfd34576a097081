"""Marks on an argument's annotation: the few facts that its name and type do not tell.

`Annotated[int, InQuery]` says where it goes, `Annotated[int, Range(1, 200)]` what may be sent.
"""

from enum import Enum
from typing import Final

from attrs import frozen


class Mark(Enum):
    """The marks that have no value; use them by their own names below."""

    IN_QUERY = "InQuery"
    BESIDE = "Beside"
    JOINED = "Joined"
    UNIQUE = "Unique"


InQuery: Final = Mark.IN_QUERY
"""In the query although the verb has a body."""
Beside: Final = Mark.BESIDE
"""In the body beside the key that the others are wrapped in, not inside of it."""
Joined: Final = Mark.JOINED
"""In the body as one text, the items joined by commas."""
Unique: Final = Mark.UNIQUE
"""A list in which nothing may stand twice."""


@frozen
class Wire:
    """Spelled otherwise than the service's naming would have it."""

    name: str


@frozen
class Range:
    """A number within documented limits, both of them allowed."""

    lowest: float
    highest: float | None = None

    def __str__(self) -> str:
        if self.highest is None:
            return f"at least {self.lowest}"
        return f"from {self.lowest} to {self.highest}"

    def __contains__(self, number: float) -> bool:
        return self.lowest <= number and (self.highest is None or number <= self.highest)


@frozen
class Length(Range):
    """So many characters of a text, or items of a list."""
