"""Where the documentation of both services is, for tests that hold the code against it."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FACTS = Path(os.environ.get("SDK_FACTS") or Path(__file__).parents[2] / "shared" / "api")

needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason=f"there are no facts in {FACTS}; SDK_FACTS tells where they are"
)


@cache
def facts(name: str) -> Any:
    """A JSON file among the facts; not to be changed."""
    return json.loads((FACTS / name).read_text(encoding="utf-8"))


def specification() -> Any:
    """Runn's OpenAPI document."""
    return facts("runn-openapi.json")


WHOLE = re.compile(r"^id$|Ids?$|Minutes$|^minutesPerDay$|day$")
"""Ids and minutes, which the specification has as `number` or `integer` at random."""
