"""Rules: what a service does beyond its tables, as small functions that name their operation."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

from clientcore.operation import Operation, Parameter, operation_of
from clientcore.sandbox.wire import Row
from clientcore.service import Service

A = TypeVar("A")


@frozen
class Call:
    """A request for one operation, held against its signature."""

    operation: Operation[Any]
    values: tuple[str, ...]
    """The texts in the path's placeholders."""
    query: Mapping[str, str]
    """The query's texts; of a parameter that is repeated, the last."""
    body: Row = field(factory=dict[str, Any])
    """The body's JSON, out of its wrapping."""
    given: dict[str, Any] = field(factory=dict[str, Any])
    """The arguments by their Python names, as values of their annotations: dates are dates. What
    is not given is not in it. A rule that runs before may change it."""


@frozen
class Reply:
    """An answer with a status of its own choice; a rule can also return bare data."""

    status: int
    data: object = None


Before = Callable[[A, Call], None]
Answer = Callable[[A, Call], object]


class Rules(Generic[A]):
    """The rules of one service. A rule gets the account and the call.

    Args:
        service: Whose operations they are for.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._before: dict[str, list[Before[A]]] = {}
        self._answers: dict[str, Answer[A]] = {}
        self._more: dict[str, dict[str, Any]] = {}

    def before(self, *methods: Callable[..., object]) -> Callable[[Before[A]], Before[A]]:
        """A rule that runs before these operations do anything: it refuses, or changes the call.

        What the call refers to is there. For a bulk it runs for each row.

        Args:
            methods: Methods of resources: `Actuals.create`.
        """

        def register(rule: Before[A]) -> Before[A]:
            for method in methods:
                name = operation_of(method, self._service).name
                self._before.setdefault(name, []).append(rule)
            return rule

        return register

    def answers(self, *methods: Callable[..., object]) -> Callable[[Answer[A]], Answer[A]]:
        """A rule that does what the operation does, in place of its table.

        It returns rows, JSON or a Reply. The rows of a list are filtered, sorted and cut into
        pages as those of a table are.

        Args:
            methods: Methods of resources: `People.list_current_contracts`.
        """

        def register(rule: Answer[A]) -> Answer[A]:
            for method in methods:
                self._answers[operation_of(method, self._service).name] = rule
            return rule

        return register

    def also_takes(self, method: Callable[..., object], **hints: Any) -> None:
        """Say what a service takes in a query beyond what the method has an argument for.

        Args:
            method: A resource's method.
            hints: The annotations that arguments would have, by their names.
        """
        self._more[operation_of(method, self._service).name] = hints

    def served(self, operation: Operation[Any]) -> Operation[Any]:
        """An operation with what else it takes."""
        known = {parameter.name for parameter in operation.parameters}
        hints = self._more.get(operation.name, {})
        more = [Parameter(n, n, "query", hint) for n, hint in hints.items() if n not in known]
        return evolve(operation, parameters=(*operation.parameters, *more))

    def all_before(self, name: str) -> list[Before[A]]:
        """What runs before an operation."""
        return self._before.get(name, [])

    def answer_to(self, name: str) -> Answer[A] | None:
        """What answers an operation; None where its table does."""
        return self._answers.get(name)
