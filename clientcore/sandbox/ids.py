"""How tables make ids of new rows."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeVar

K = TypeVar("K", int, str)
Ids = Callable[[Mapping[str, Any]], K]
"""Makes an id of a new row, of what it holds; the table asks again for one that is taken."""


def numbers(first: int) -> Ids[int]:
    """Ids that count up; tables that share them have no id in common."""
    counter = count(first)
    return lambda columns: next(counter)


def slugs(column: str) -> Ids[str]:
    """A column's text in small letters: `john-snow`; the next one of this name is `john-snow-1`."""
    met = Counter[str]()

    def make(columns: Mapping[str, Any]) -> str:
        slug: str = columns[column].lower().replace(" ", "-")
        met[slug] += 1
        return slug if met[slug] == 1 else f"{slug}-{met[slug] - 1}"

    return make
