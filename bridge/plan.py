"""Plans: what a workflow would do, each step with its reason, before anything is changed."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Generic, Literal, Self, TypeVar

from attrs import evolve, field, frozen
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from clientcore import ArgumentError

Kind = Literal["create", "update", "reduce", "clear", "skip", "conflict"]
"""What a step does. A conflict is for people to settle; a skip follows from a rule."""

CHANGES: tuple[Kind, ...] = ("create", "update", "reduce", "clear")
TAKES: tuple[Kind, ...] = ("reduce", "clear")
"""The kinds that take something away: these are what limits count."""

_JSON = make_converter(forbid_extra_keys=True)


@frozen(kw_only=True)
class Step:
    """One thing that would be done, or is left, and why. A workflow's own steps say what it is.

    Attributes:
        kind: What would be done.
        reason: Why.
    """

    kind: Kind
    reason: str

    @property
    def what(self) -> str:
        """What it is about, in words."""
        return ", ".join(cell for cell in self.cells if cell)

    @property
    def cells(self) -> tuple[str, ...]:
        """What a table shows of it."""
        raise NotImplementedError

    @property
    def key(self) -> tuple[str, ...]:
        """What belongs together: steps of one key are done together or not at all.

        The first part is the larger whole by which steps are sorted and, if need be, parted.
        """
        raise NotImplementedError

    def left(self, kind: Kind, reason: str) -> Self:
        """The same, but not to be done."""
        return evolve(self, kind=kind, reason=reason)


S = TypeVar("S", bound=Step)
S_co = TypeVar("S_co", bound=Step, covariant=True)


@frozen(kw_only=True)
class Plan(Generic[S_co]):
    """What would be done.

    Attributes:
        account: In words, what it is a plan for: it is applied there and nowhere else.
        read_at: When both sides were read, by Runn's clock.
        columns: The headings of the steps' cells.
        steps: The steps.
        unchanged: How many things are right as they are.
        totals: Sums for people, by what they are sums of.
    """

    account: str
    read_at: dt.datetime
    columns: tuple[str, ...]
    steps: tuple[S_co, ...]
    unchanged: int = 0
    totals: Mapping[str, str] = field(factory=dict[str, str])

    @property
    def changes(self) -> tuple[S_co, ...]:
        """The steps that change something."""
        return self.of(*CHANGES)

    def of(self, *kinds: Kind) -> tuple[S_co, ...]:
        """The steps of these kinds."""
        return tuple(step for step in self.steps if step.kind in kinds)

    def to_json(self) -> dict[str, Any]:
        """The plan as it can be kept."""
        kept: dict[str, Any] = _JSON.unstructure(self, unstructure_as=Plan)
        return kept

    @staticmethod
    def from_json(text: str, step: type[S]) -> "Plan[S]":
        """A plan that was kept.

        Args:
            text: What `--json` printed.
            step: The kind of its steps.

        Raises:
            ArgumentError: It is no such plan.
        """
        try:
            return _JSON.structure(json.loads(text)["plan"], Plan[step])  # type: ignore[valid-type]
        except (BaseValidationError, ValueError, KeyError, TypeError):
            raise ArgumentError(
                "this is not a plan that the same version of --json wrote"
            ) from None


def step_to_json(step: Step) -> dict[str, Any]:
    """A step as a plan keeps it."""
    kept: dict[str, Any] = _JSON.unstructure(step)
    return kept


def step_from_json(data: object, step: type[S]) -> S:
    """A step that was kept.

    Raises:
        ArgumentError: It is no such step.
    """
    try:
        return _JSON.structure(data, step)
    except (BaseValidationError, ValueError, KeyError, TypeError):
        raise ArgumentError("this is not a step of such a plan") from None
