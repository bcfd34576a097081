"""The facts of Runrun.it's API that hold for all of its operations."""

from clientcore.codec.naming import snake_case
from clientcore.service import Service

RUNRUNIT = Service(
    name="Runrun.it",
    base_url="https://runrun.it/api/v1.0",
    naming=snake_case,
    requests=100,
)

PAGE = 100
"""Rows that one page can hold at the most."""

BOTH = ("2022", "2026")
"""The editions of the documentation that operations refer to."""
ONLY_2022 = ("2022",)
"""Gone from the newer edition, though not necessarily switched off."""
UNDOCUMENTED: tuple[str, ...] = ()
"""In neither edition, but used by the vendor's own examples."""
