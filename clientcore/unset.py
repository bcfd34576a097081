"""The third state of an argument: left out, as opposed to None and to a value."""

from enum import Enum
from typing import Final, Literal


class Unset(Enum):
    """The type of `UNSET`.

    An enum member keeps its identity through pickle and deepcopy, and type checkers narrow on it.
    """

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


UNSET: Final = Unset.UNSET
"""In a write: left out means keep, None means clear, a value means set."""
