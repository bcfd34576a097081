"""The generated pages are as the code would make them now."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_table_of_operations_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "operations.py"))["document"]()
    assert (DOCS / "operations.md").read_text() == made
