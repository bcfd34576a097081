"""What every workflow is: it reads both sides, plans, and knows how to write what it planned."""

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from attrs import field, frozen

from bridge.accounts import Accounts
from bridge.plan import Plan, Step

F = TypeVar("F")
S = TypeVar("S", bound=Step)
S_contra = TypeVar("S_contra", bound=Step, contravariant=True)


class Refused(Exception):  # noqa: N818 - no failure: the service answered, and its answer is no
    """The service would not take what was written, and took nothing of it.

    Args:
        message: Its own words.
        reasons: Why, by the place of a step; empty where it names none.
    """

    def __init__(self, message: str, reasons: Mapping[int, str]) -> None:
        super().__init__(message, reasons)
        self.message = message
        self.reasons = reasons


class Writer(Protocol[S_contra]):
    """Writes steps.

    Attributes:
        most: How many at once.
    """

    most: int

    async def changed(self, steps: Sequence[S_contra]) -> Mapping[int, str]:
        """What was changed by others since it was read, by the place of a step."""
        ...

    async def write(self, steps: Sequence[S_contra]) -> None:
        """Write all of them, or raise Refused and have written none."""
        ...


class Workflow(Protocol[F, S]):
    """Reads both sides, and plans.

    Attributes:
        step: The kind of its steps.
    """

    step: type[S]

    async def read(self, accounts: Accounts) -> F:
        """All that planning needs to know."""
        ...

    def plan(self, facts: F) -> Plan[S]:
        """What would be done: a function of the facts and of nothing else."""
        ...

    def writer(self, accounts: Accounts, plan: Plan[S]) -> Writer[S]:
        """What writes the steps of a plan."""
        ...


@frozen
class Refusal(Generic[S]):
    """A step that was not done, and why.

    Attributes:
        step: The step.
        reason: Why not.
        changed: It was held back, since somebody changed meanwhile what it was to change.
    """

    step: S
    reason: str
    changed: bool = False


@frozen
class Outcome(Generic[S]):
    """What became of a plan so far; whoever holds it knows, whatever stops the writing."""

    planned: list[S] = field(factory=list)
    written: list[S] = field(factory=list)
    refused: list[Refusal[S]] = field(factory=list)

    @property
    def left(self) -> list[S]:
        """What was neither written nor refused. The last of it may have been written after all.

        That is so where the answer to a write was lost.
        """
        done = {id(step) for step in self.written} | {id(r.step) for r in self.refused}
        return [step for step in self.planned if id(step) not in done]
