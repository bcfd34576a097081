"""Page: one page of a list, as it was read."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

from attrs import frozen

T = TypeVar("T")

_SHOWN = 3
"""How many of its items a page shows of itself."""


@frozen(kw_only=True, repr=False)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: What is on it.
        next: What leads to the next page; None on the last one.
        start: The position of its first item in the whole list, from 1; None where not said.
        end: The position of its last item; what is hidden has a position too.
        total: How many items the whole list has; None where the service does not say.
        without_permission: How many items the credentials may not see; None where not said.
    """

    items: list[T]
    next: Mapping[str, str] | None = None
    start: int | None = None
    end: int | None = None
    total: int | None = None
    without_permission: int | None = None

    def __repr__(self) -> str:
        of_total = "" if self.total is None else f" of {self.total}"
        more = "" if self.next is None else ", more follow"
        shown = [repr(item) for item in self.items[:_SHOWN]]
        rest = [f"{len(self.items) - _SHOWN} more in .items"] if len(self.items) > _SHOWN else []
        return f"Page({len(self.items)} items{of_total}{more}: {', '.join(shown + rest)})"


Fetch = Callable[[Mapping[str, str]], Awaitable[Page[T]]]
"""Gets the page that the given addition to the query leads to; the first one by no addition."""
