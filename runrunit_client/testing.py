"""Rows of Runrun.it for tests."""

from collections.abc import Sequence

from clientcore import testing
from clientcore.model import Model
from clientcore.testing import build
from runrunit_client.service import RUNRUNIT

__all__ = ["build", "to_json"]


def to_json(value: Model | Sequence[Model]) -> object:
    """A row, or rows, as Runrun.it's JSON has them: what is known and what is in `extra`.

    Read again, it is the same row.

    Args:
        value: What to write.
    """
    return testing.to_json(value, RUNRUNIT.naming)
