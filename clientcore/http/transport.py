"""The request loop: limit, authenticate, send, decide, decode. All else around it is pure."""

import logging
import platform
from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

import anyio
from attrs import evolve, frozen

from clientcore.clock import Clock
from clientcore.codec.codec import Codec
from clientcore.errors import ApiError, DecodeError
from clientcore.http.connection import Connection, Headers, NoResponse
from clientcore.http.credentials import Credentials
from clientcore.http.failures import FailedCall
from clientcore.http.observer import AttemptRecord, OnAttempt
from clientcore.http.redirects import MAX_REDIRECTS, origin, redirect_target
from clientcore.http.request import Request
from clientcore.http.response import RawResponse, is_readable, read_result
from clientcore.http.retry import Attempt, RetryPolicy
from clientcore.limits.headers import asked_wait, read_rate_limit
from clientcore.limits.limiter import Limiter
from clientcore.service import Service
from clientcore.version import __version__

T = TypeVar("T")
_log = logging.getLogger("clientcore.http.transport")

Answer = RawResponse | NoResponse


@frozen(kw_only=True)
class Transport:
    """What sends requests; copies of a client have copies of it, on one connection."""

    service: Service
    base_url: str
    credentials: Credentials
    connection: Connection
    limiter: Limiter
    retry: RetryPolicy
    timeout: float | None
    codec: Codec
    clock: Clock
    app_name: str | None = None
    on_attempt: OnAttempt | None = None

    async def call(self, request: Request) -> Any:
        """Send it and read the answer as the operation's result.

        Raises:
            ApiError: The server refused.
            TransportError: No answer came.
            DecodeError: The answer is not what it should be.
        """
        answer = await self.send(request)
        operation, codec = request.operation, self.codec
        return self.read(request, lambda: read_result(answer, operation, codec))

    def read(self, request: Request, reading: Callable[[], T]) -> T:
        """Run `reading`, which reads an answer; its errors say what the answer was to."""
        try:
            return reading()
        except DecodeError as error:
            redact, source = self.credentials.redact, str(request.operation)
            reason, path = redact(error.reason), redact(error.path)
            located = DecodeError(reason, path, source, self.service.name)
        raise located

    async def send(self, request: Request) -> RawResponse:
        """Send it, again where `RetryPolicy` says so, and return the answer if it is a good one."""
        idle = self.clock.time()
        started: float | None = None
        failed: tuple[Answer, Attempt] | None = None
        for attempt in count(1):
            pause = await self.limiter.acquire(self.retry.max_wait)
            if pause is not None:
                raise self._paused(request, pause, attempt - 1)
            if failed is not None and self._left(started) == 0:
                # The deadline passed in line: what went wrong before is what there is to tell
                await self.limiter.release(None)
                return self._finish(request, *failed, attempt - 1)
            sent = self.clock.time()
            started = sent if started is None else started
            answer = await self._attempt(request, self._left(started))
            if self.on_attempt is not None or _log.isEnabledFor(logging.DEBUG):
                self._tell(request, answer, attempt, self.clock.time() - sent, sent - idle)
            broken = False
            if isinstance(answer, RawResponse) and answer.is_success:
                if is_readable(answer, request.operation):
                    return answer
                broken = True
            outcome = self._outcome(answer, broken=broken)
            idle = self.clock.time()
            jitter = self.clock.jitter(1.0)
            wait = self.retry.decide(request.operation, attempt, outcome, jitter)
            if outcome.status == 429:
                # The whole credential pauses, also if this call gives up
                await self.limiter.pause((outcome.asked_wait or 0.0) if wait is None else wait)
            left = self._left(started)
            if wait is None or (left is not None and wait >= left):
                return self._finish(request, answer, outcome, attempt)
            failed = answer, outcome
            if outcome.status != 429:
                await self.clock.sleep(wait)
        raise AssertionError("unreachable: the loop only ends by returning or raising")

    async def _attempt(self, request: Request, seconds: float | None) -> Answer:
        """One try; its slot in the limiter is given back whatever happens."""
        seen = None
        try:
            with anyio.move_on_after(seconds):
                answer, same_origin = await self._exchange(request)
                if isinstance(answer, RawResponse) and same_origin:
                    period = self.service.period
                    seen = read_rate_limit(answer.headers, self.clock.now(), period)
                    self.connection.rate_limit = seen or self.connection.rate_limit
                return answer
            return NoResponse("the deadline passed", timed_out=True)
        finally:
            await self.limiter.release(seen)

    async def _exchange(self, request: Request) -> tuple[Answer, bool]:
        """Send it, and follow redirects; credentials go to the API's own origin only.

        Returns:
            The answer, and whether it is the API's own.
        """
        operation = request.operation
        url, same_origin = self.base_url + request.path, True
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self.connection.fetch(
                operation.method,
                url,
                self._headers(request) if same_origin else self._agent,
                request.content,
                self.timeout,
                same_origin=same_origin,
            )
            if isinstance(answer, NoResponse):
                return answer, same_origin
            target = redirect_target(operation.method, url, answer)
            if target is None:
                return answer, same_origin
            url, same_origin = target, origin(target) == origin(self.base_url)
        looped = NoResponse(f"redirected more than {MAX_REDIRECTS} times")
        raise FailedCall(self.service.name, operation, 1).unanswered(looped, self.credentials)

    def _headers(self, request: Request) -> Headers:
        # Runn answers 400 to a JSON type without a body
        return self._api_headers if request.content is None else self._json_headers

    @cached_property
    def _api_headers(self) -> Headers:
        """What the API itself is sent, and nobody else."""
        own = {**self.service.headers, **self.credentials.headers}
        encoded = [(name.lower().encode(), value.encode()) for name, value in own.items()]
        return [(b"accept", b"application/json"), *self._agent, *encoded]

    @cached_property
    def _json_headers(self) -> Headers:
        """The same with a body."""
        return [*self._api_headers, (b"content-type", b"application/json")]

    @cached_property
    def _agent(self) -> Headers:
        """What anybody is sent."""
        app = f" ({self.app_name})" if self.app_name else ""
        agent = f"runn-runrunit-sdk/{__version__} python/{platform.python_version()}{app}"
        return [(b"user-agent", agent.encode())]

    def _outcome(self, answer: Answer, *, broken: bool) -> Attempt:
        if isinstance(answer, NoResponse):
            return Attempt(never_sent=answer.never_sent)
        asked = None
        if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
            asked = asked_wait(answer.headers, self.clock.now(), self.service.period)
        return Attempt(status=answer.status, broken=broken, asked_wait=asked)

    def _finish(
        self, request: Request, answer: Answer, outcome: Attempt, attempts: int
    ) -> RawResponse:
        """Return a good answer, raise for any other."""
        if isinstance(answer, RawResponse) and answer.is_success:
            return answer
        call = FailedCall(self.service.name, request.operation, attempts)
        if isinstance(answer, NoResponse):
            raise call.unanswered(answer, self.credentials)
        raise call.refused(answer, self.credentials, outcome.asked_wait)

    def _paused(self, request: Request, pause: float, attempts: int) -> ApiError:
        return FailedCall(self.service.name, request.operation, attempts).paused(pause)

    def _left(self, started: float | None) -> float | None:
        """Seconds of the deadline that are left."""
        deadline = self.retry.deadline
        if deadline is None or started is None:
            return None
        return max(0.0, started + deadline - self.clock.time())

    def _tell(
        self, request: Request, answer: Answer, number: int, seconds: float, slept: float
    ) -> None:
        """One line, and one call of the observer, for each attempt."""
        method, path = request.operation.method, request.operation.path
        status = answer.status if isinstance(answer, RawResponse) else None
        _log.debug(
            "%s %s: %s, attempt %d, %.3f s", method, path, status or "no answer", number, seconds
        )
        if self.on_attempt is None:
            return
        name, service = request.operation.name, self.service.name
        try:
            self.on_attempt(
                AttemptRecord(service, name, method, path, number, status, seconds, slept)
            )
        except Exception:  # noqa: BLE001 - whatever it is, it is not the call's
            _log.exception("on_attempt failed; the call goes on")

    def with_options(self, **options: Any) -> "Transport":
        """A copy on the same connection, limiter and credentials."""
        return evolve(self, **options)
