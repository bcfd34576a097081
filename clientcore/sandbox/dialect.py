"""Dialect: how one service says yes and no; what a subclass of `Sandbox` fills in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from clientcore.codec.scalars import datetime_text
from clientcore.operation import Operation
from clientcore.sandbox.answers import BadRows
from clientcore.sandbox.problems import BadRow, Problem
from clientcore.sandbox.reading import read_json
from clientcore.sandbox.rules import Rules
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import Refused, WireRequest, WireResponse
from clientcore.service import Service


class Dialect(ABC):
    """What is particular to a service beside its tables and rules."""

    service: ClassVar[Service]
    operations: ClassVar[Sequence[Operation[Any]]]
    account: ClassVar[type[Any]]
    rules: ClassVar[Rules[Any]]
    time_zone: ClassVar[str]
    prefixes: ClassVar[tuple[str, ...]]
    aliases: ClassVar[Mapping[str, str]]
    repeated_is_list: ClassVar[bool]
    reads_texts: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        service: Service | None = None,
        operations: Sequence[Operation[Any]] = (),
        account: type[Any] | None = None,
        rules: Rules[Any] | None = None,
        time_zone: str = "UTC",
        prefixes: tuple[str, ...] = ("",),
        aliases: Mapping[str, str] | None = None,
        repeated_is_list: bool = True,
        reads_texts: bool = False,
    ) -> None:
        """The facts of a fake service, where its class is declared.

        Args:
            service: Which service it is; without one, all is as the class above has it.
            operations: The service's operations: these are the routes.
            account: What makes the tables, of a clock and a time zone.
            rules: What it does beyond its tables.
            time_zone: The usual calendar of an account.
            prefixes: What stands before every path: any of these.
            aliases: Methods that are served as another is, where there is nothing of their own.
            repeated_is_list: Whether a parameter that stands twice is a list to the service, and
                not the last of them.
            reads_texts: Whether a text in a body is a number or a truth value where one is wanted.
        """
        super().__init_subclass__()
        if service is None or account is None or rules is None:
            return
        cls.service, cls.operations = service, operations
        cls.account, cls.rules = account, rules
        cls.time_zone, cls.prefixes = time_zone, prefixes
        cls.aliases = {"HEAD": "GET", **(aliases or {})}
        cls.repeated_is_list, cls.reads_texts = repeated_is_list, reads_texts

    @abstractmethod
    def check_credentials(self, request: WireRequest) -> None:
        """Refuse a request without the right headers."""

    @abstractmethod
    def refusal(self, refused: Refused) -> WireResponse:
        """An error in the service's own shape."""

    @abstractmethod
    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        """What the service says about the limit."""

    def check_content_type(self, request: WireRequest) -> None:  # noqa: B027 - most do not mind
        """Refuse a request with a body's method for its content type, where the service does."""

    def read_body(self, request: WireRequest) -> object:
        """What a body that is not empty says, as JSON.

        Raises:
            Refused: It cannot be read.
        """
        return read_json(request.content)

    def refuse_value(self, problem: Problem) -> Refused:
        """What the service says to a value that does not fit its operation's signature."""
        return Refused(400, str(problem))

    def refuse_row(self, problem: BadRow) -> Refused:
        """What the service says to a row that cannot be, or that is asked for and not there."""
        return Refused(404 if problem.reason == "missing" else 400, str(problem))

    def refuse_bulk(self, name: str, reasons: Mapping[int, str]) -> Refused:
        """What the service says to a bulk.

        Args:
            name: The key that the rows are under.
            reasons: Why rows are refused, by their indices.
        """
        return Refused(400, ", ".join(f"{name}/{index} {r}" for index, r in reasons.items()))

    def refused(self, problem: Refused | Problem | BadRow | BadRows) -> Refused:
        """Whatever is wrong with a request, in the service's words."""
        if isinstance(problem, BadRows):
            reasons = {index: self.refused(r).message for index, r in problem.refused.items()}
            return self.refuse_bulk(problem.name, reasons)
        if isinstance(problem, BadRow):
            return self.refuse_row(problem)
        return self.refuse_value(problem) if isinstance(problem, Problem) else problem

    def moment_text(self, moment: datetime) -> str:
        """A moment as the service writes it."""
        return datetime_text(moment)
