"""What can go wrong on the way, on request: see `Sandbox.inject`."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from email.utils import format_datetime
from typing import Annotated, Any, Literal, Protocol

from attrs import Attribute, define, field, frozen

from clientcore.arguments import Misfit, checker
from clientcore.clock import Clock
from clientcore.errors import ArgumentError
from clientcore.marks import Range
from clientcore.sandbox.wire import WireResponse

LONGEST = 86_400
"""The longest wait in seconds: a day."""
MOST = 1_000_000
"""How often one fault strikes at most."""

Serve = Callable[[], Awaitable[WireResponse]]
"""Has the request served as if there were no fault."""


class Unreachable(Exception):  # noqa: N818 - stands for a connection that breaks
    """The connection breaks.

    Args:
        sent: Whether the request had reached the service before.
    """

    def __init__(self, *, sent: bool) -> None:
        super().__init__("the connection broke" if sent else "no connection")
        self.sent = sent


class Fault(Protocol):
    """Something that goes wrong with one request."""

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Answer in place of, before or after the service."""
        ...


Validate = Callable[[object, "Attribute[Any]", Any], None]
"""Refuses, when a fault is made, what it could not strike with."""


def _of(hint: Any) -> Validate:
    """What is of this type, within its limits."""
    check = checker(hint)

    def validate(fault: object, attribute: "Attribute[Any]", value: Any) -> None:
        try:
            check(value, attribute.name)
        except Misfit as misfit:
            raise ArgumentError(f"{type(fault).__name__}: {misfit}") from None

    return validate


def _text(pattern: str, words: str) -> Validate:
    """Text that is wholly of this pattern; `words` say so."""
    check = _of(str)

    def validate(fault: object, attribute: "Attribute[Any]", value: Any) -> None:
        check(fault, attribute, value)
        if not re.fullmatch(pattern, value):
            said = f"{attribute.name} must be {words}, not {value!r}"
            raise ArgumentError(f"{type(fault).__name__}: {said}")

    return validate


_STATUS = _of(Annotated[int, Range(200, 599)])
_SECONDS = _of(Annotated[float, Range(0, LONGEST)])


@frozen
class Status:
    """An answer of this status, 200 to 599, instead of the service's own; nothing is changed."""

    status: int = field(validator=_STATUS)
    message: str = field(
        default="the sandbox was told to fail",
        validator=_text(r"[^\ud800-\udfff]*", "whole characters"),
    )

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Answer with the status."""
        return WireResponse.of_json(self.status, {"error": self.message, "message": self.message})


@frozen
class Html:
    """A gateway's own page instead of JSON; nothing is changed."""

    status: int = field(default=502, validator=_STATUS)

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Answer with HTML."""
        page = b"<html><body><h1>Bad Gateway</h1></body></html>"
        return WireResponse(self.status, page, {"content-type": "text/html"})


WaitForm = Literal["seconds", "fraction", "http-date", "iso", "negative", "nan", "absurd", "none"]


@frozen
class TooManyRequests:
    """A 429 that tells its wait, a day at most, in one of the forms that are met.

    Nothing is changed.
    """

    form: WaitForm = field(default="seconds", validator=_of(WaitForm))
    seconds: float = field(default=3.0, validator=_SECONDS)

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Answer 429."""
        headers = {
            "content-type": "application/json",
            "date": format_datetime(clock.now(), usegmt=True),
            **self._wait(clock),
        }
        return WireResponse(429, b'{"statusCode": 429, "error": "Too Many Requests"}', headers)

    def _wait(self, clock: Clock) -> Mapping[str, str]:
        moment = clock.now() + timedelta(seconds=self.seconds)
        forms: dict[WaitForm, dict[str, str]] = {
            "seconds": {"retry-after": f"{self.seconds:.0f}"},
            "fraction": {"retry-after": f"{self.seconds:.3f}"},
            "http-date": {"retry-after": format_datetime(moment, usegmt=True)},
            "iso": {"ratelimit-reset": moment.isoformat(timespec="seconds")},
            "negative": {"retry-after": "-5"},
            "nan": {"retry-after": "nan"},
            "absurd": {"retry-after": "99999999"},
            "none": {},
        }
        return forms[self.form]


@frozen
class Stall:
    """The answer comes, but so many seconds late, a day at most."""

    seconds: float = field(validator=_SECONDS)

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Wait, then serve."""
        await clock.sleep(self.seconds)
        return await serve()


@frozen
class CutBody:
    """The request is served, but only half of the answer's body arrives."""

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Serve, and cut."""
        whole = await serve()
        half = whole.content[: len(whole.content) // 2]
        return WireResponse(whole.status, half, whole.headers)


@frozen
class LostAnswer:
    """The request is served and changes what it changes, but the answer never arrives."""

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Serve, then break the connection."""
        await serve()
        raise Unreachable(sent=True)


@frozen
class NoConnection:
    """The request does not reach the service."""

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Break the connection."""
        raise Unreachable(sent=False)


@frozen
class Redirect:
    """The answer is elsewhere, as that of a document download is."""

    location: str = field(validator=_text("[!-~]+", "an address in ASCII without spaces"))

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        """Answer 302."""
        return WireResponse(302, b"", {"location": self.location})


class FaultQueue:
    """Faults that are still to strike, in the order in which they were injected."""

    def __init__(self) -> None:
        self._pending: list[_Pending] = []

    def add(self, fault: Fault, operation: str | None, times: int) -> None:
        """Let a fault strike so many requests, of any operation if none is named.

        Raises:
            ArgumentError: It is not a number of times.
        """
        try:
            checker(Annotated[int, Range(1, MOST)])(times, "times")
        except Misfit as misfit:
            raise ArgumentError(str(misfit)) from None
        self._pending.append(_Pending(fault, operation, times))

    def next_for(self, operation: str) -> Fault | None:
        """What strikes a request for this operation."""
        for pending in self._pending:
            if pending.operation in (None, operation) and pending.times > 0:
                pending.times -= 1
                self._pending = [left for left in self._pending if left.times > 0]
                return pending.fault
        return None


@define
class _Pending:
    fault: Fault
    operation: str | None
    times: int
