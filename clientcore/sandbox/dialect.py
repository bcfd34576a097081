"""Dialect: how one service says yes and no; what a subclass of `Sandbox` fills in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from clientcore.codec.scalars import datetime_text
from clientcore.sandbox.answers import BadRows
from clientcore.sandbox.problems import BadRow, Problem
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import Refused, WireRequest, WireResponse


class Dialect(ABC):
    """What is particular to a service beside its tables and rules."""

    repeated_is_list: ClassVar[bool] = True
    """Whether a parameter that stands twice is a list to the service, and not the last of them."""
    holds_to_signature: ClassVar[bool] = True
    """Whether requests are held against the signatures; False where handlers read for themselves,
    without `Call.given`."""

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

    def words_for(self, problem: Problem | BadRow | BadRows) -> Refused:
        """What the service says to a request that does not fit.

        Args:
            problem: A value against the signature, a row that cannot be, or rows of a bulk.
        """
        missing = isinstance(problem, BadRow) and problem.reason == "missing"
        return Refused(404 if missing else 400, str(problem))

    def moment_text(self, moment: datetime) -> str:
        """A moment as the service writes it."""
        return datetime_text(moment)
