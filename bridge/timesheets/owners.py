"""Whose an actual is: what people typed is theirs, and never changed unless they say so."""

from collections.abc import Iterable, Set
from typing import Literal

from attrs import frozen

from bridge.timesheets.recorded import Recorded, marks
from clientcore import ArgumentError

Owner = Literal["ours", "nobody", "edited", "foreign"]
ALL = "all"


@frozen
class Owners:
    """Tells whose an actual is, and whether it may be changed.

    Attributes:
        source: Whose marks are ours.
        alone: Nobody types time by hand in this account: all is ours, and no marks are written.
        take_over: Names of people and projects whose time may be overwritten, whoever typed it.
        adopt: Names of people and projects whose time is marked as ours where its sum is right.
    """

    source: str
    alone: bool = False
    take_over: Set[str] = frozenset()
    adopt: Set[str] = frozenset()

    def of(self, row: Recorded) -> Owner:
        """Whose it is: a mark that is lost, or not alone, makes it a person's."""
        found = marks(row, self.source)
        if self.alone or found == [(row.billable, row.nonbillable)]:
            return "ours"
        if found:
            return "edited"
        return "foreign" if row.minutes or row.notes else "nobody"

    def may_change(self, row: Recorded, *names: str) -> bool:
        """Whether it may be changed; it is of a person and a project of these names."""
        return self.of(row) in ("ours", "nobody") or named(self.take_over, *names)

    def objection(self, row: Recorded) -> str:
        """Why it may not be changed."""
        if self.of(row) == "edited":
            was = " and ".join(str(sum(found)) for found in marks(row, self.source))
            return f"changed by hand from {was}"
        return "typed by hand"

    def check(self, names: Iterable[str]) -> None:
        """See that all that is to be taken over or adopted exists.

        Raises:
            ArgumentError: Nobody and nothing is named so.
        """
        unknown = (self.take_over | self.adopt) - {ALL, *names}
        if unknown:
            said = " or ".join(map(repr, sorted(unknown)))
            raise ArgumentError(f"neither a person nor a project in Runn is named {said}")


def named(chosen: Set[str], *names: str) -> bool:
    """Whether one of these names was chosen, or all were."""
    return ALL in chosen or not chosen.isdisjoint(names)
