"""Progress: how far a walk has come, and whether a page is the one that comes next. Pure."""

from typing import Any

from attrs import evolve, frozen

from clientcore.paging.page import Page


@frozen(kw_only=True)
class Progress:
    """How far a walk has come, by what its pages said of their positions."""

    pages: int = 0
    """How many pages were walked; the next one has the number after."""
    size: int = 0
    """How many positions a page has; 0 where none was told."""
    end: int = 0
    """The last position that was reached."""
    hidden: int = 0
    """How many rows the last page hid: perhaps they have positions after its end."""
    total: int | None = None
    """How many items the list had when it was last told."""

    def after(self, page: Page[Any]) -> "Progress":
        """The progress once this page is walked too."""
        pages, hidden = self.pages + 1, page.without_permission or 0
        if page.start is None or page.end is None:
            return evolve(self, pages=pages, hidden=hidden)
        # The last page can be shorter, and any page where its hidden rows have no positions
        before = (page.start - 1) // self.pages if self.pages else 0
        size = max(before, page.end - page.start + 1)
        return Progress(pages=pages, size=size, end=page.end, hidden=hidden, total=page.total)

    def objection(self, page: Page[Any]) -> str | None:
        """Why this is not the page that comes next; None where nothing speaks against it."""
        if page.start is None:
            total = self.total if page.total is None else page.total
            if page.next is None and total is not None and total > self._before + self.size:
                return f"got no word on what follows, though the list has {total} items"
            return None
        span = f"got items {page.start}-{page.end} of {page.total}"
        if page.start <= self.end:
            return f"{span} again"
        left_out = page.start > max(self.end + self.hidden, self._before) + 1
        return span if left_out and (self.size or not self.pages) else None

    def is_past_the_end(self, page: Page[Any]) -> bool:
        """Whether no such page is left, by the total of the one that was shown in its place.

        That is so when the list shrank under the walk.
        """
        total = page.total
        return total is not None and (total <= self._before or total == self.end + self.hidden)

    @property
    def _before(self) -> int:
        """How many positions are before the next page."""
        return self.pages * self.size
