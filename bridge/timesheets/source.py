"""What a source of time is: anything that tells who worked how long on what, day by day."""

import datetime as dt
from collections.abc import Mapping, Set
from typing import Protocol

from attrs import field, frozen


@frozen(kw_only=True)
class TimeEntry:
    """Time of one user on one project and day, as another system has it."""

    date: dt.date
    """By that system's own calendar: a day is never converted between time zones."""
    user_id: str
    user_name: str
    email: str | None = None
    project_id: str | None
    project_name: str
    seconds: int


@frozen(kw_only=True)
class Covers:
    """What a source could tell of: what is hidden from it, or left out by it, is not gone."""

    first: dt.date
    last: dt.date
    users: Mapping[str, str | None]
    """E-mail addresses (None where there is none) by the users' ids."""
    projects: Set[str]
    """Ids of projects."""
    left_out: Mapping[dt.date, int] = field(factory=dict[dt.date, int])
    """Seconds that it says it left out, by the days."""
    everybody: bool = True
    """Whether it tells of everybody's time."""


@frozen
class Worked:
    """Time worked, and what the source could tell of."""

    entries: list[TimeEntry]
    covers: Covers


class TimeSource(Protocol):
    """Where time worked is read.

    Attributes:
        name: What it is called, in reasons and in marks.
        reference: The name of the references in Runn that lead to it.
    """

    name: str
    reference: str

    async def time_zone(self) -> str:
        """Whose calendar its days are of, such as `America/Sao_Paulo`; empty if it does not say."""
        ...

    async def read(self, first: dt.date, last: dt.date) -> Worked:
        """Time worked from the first day to the last.

        Raises:
            DecodeError: A part of it cannot be read. To leave it out would look as if its time
                were gone.
        """
        ...
