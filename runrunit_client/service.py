"""The facts of Runrun.it's API that hold for all of its operations."""

from typing import Annotated

from clientcore.codec.naming import snake_case
from clientcore.marks import Range
from clientcore.operation import LinkPages
from clientcore.service import Service
from clientcore.unset import Unset

RUNRUNIT = Service(
    name="Runrun.it",
    base_url="https://runrun.it/api/v1.0",
    naming=snake_case,
    editions=("2022", "2026"),
    requests=100,
)

PAGES_OF_100 = LinkPages(100)
PageOf100 = Annotated[int | Unset, Range(1, 100)]

ONLY_2022 = ("2022",)
"""Gone from the newer edition, though not necessarily switched off."""
UNDOCUMENTED: tuple[str, ...] = ()
"""In neither edition, but used by the vendor's own examples."""
