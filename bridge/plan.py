"""Plans: what a workflow would do, each step with its reason, before anything is changed."""

from typing import Generic, Literal, Protocol, TypeVar

from attrs import frozen

Kind = Literal["create", "update", "skip", "conflict"]
"""A conflict is for people to settle; a skip follows from a rule."""


class Action(Protocol):
    """One step of a plan."""

    @property
    def kind(self) -> Kind:
        """What would be done."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...


A = TypeVar("A", bound=Action)


@frozen
class Plan(Generic[A]):
    """What would be done, in the order in which it would be."""

    actions: tuple[A, ...]

    @property
    def changes(self) -> tuple[A, ...]:
        """The steps that change something."""
        return self.of("create", "update")

    def of(self, *kinds: Kind) -> tuple[A, ...]:
        """The steps of these kinds."""
        return tuple(action for action in self.actions if action.kind in kinds)
