"""The request loop: limit, authenticate, send, decide, decode. All else around it is pure."""

import platform
from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

import anyio
from attrs import evolve, field, frozen

from clientcore.clock import Clock
from clientcore.codec.codec import Codec
from clientcore.errors import DecodeError
from clientcore.http.connection import DEFAULT_TIMEOUT, Connection
from clientcore.http.credentials import Credentials, Headers
from clientcore.http.failures import FailedCall
from clientcore.http.observer import AttemptRecord, OnAttempt, is_told, tell
from clientcore.http.redirects import MAX_REDIRECTS, origin, redirect_target
from clientcore.http.request import Request
from clientcore.http.response import NoResponse, RawResponse, is_readable, read_result
from clientcore.http.retry import Attempt, RetryPolicy
from clientcore.limits.headers import asked_wait, read_rate_limit
from clientcore.limits.limiter import Limiter
from clientcore.service import Service
from clientcore.version import __version__

T = TypeVar("T")

Answer = RawResponse | NoResponse
_DRIPPING = 10
"""How many times `timeout` one attempt may take as a whole."""


@frozen
class _Reply:
    """What came of one attempt, and from where."""

    answer: Answer
    url: str = field(repr=False)
    own: bool = True
    """Whether it is the API's, and not that of somebody it led to."""


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
    max_answer: int
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
        return self.read(request, answer, lambda: read_result(answer, operation, codec))

    def read(self, request: Request, answer: RawResponse, reading: Callable[[], T]) -> T:
        """Run `reading`, which reads the answer; its errors say what the answer was to."""
        try:
            return reading()
        except DecodeError as error:
            call = self._failed(request, answer.attempts, answer.url)
            located = call.unreadable(error, answer)
        raise located

    async def send(self, request: Request) -> RawResponse:
        """Send it, again where `RetryPolicy` says so, and return the answer if it is a good one."""
        self.connection.enter()
        idle = self.clock.time()
        started: float | None = None
        failed: tuple[_Reply, Attempt] | None = None
        for attempt in count(1):
            pause = await self.limiter.acquire(self.retry.max_wait)
            if pause is not None:
                raise self._failed(request, attempt - 1).paused(pause)
            if failed is not None and self._left(started) == 0:
                # The deadline passed in line: what went wrong before is what there is to tell
                await self.limiter.release(None)
                return self._finish(request, *failed, attempt - 1)
            sent = self.clock.time()
            started = sent if started is None else started
            reply = await self._attempt(request, attempt, self._left(started))
            answer = reply.answer
            if is_told(self.on_attempt):
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
            all_pause = outcome.status == 429 and reply.own
            if all_pause:
                # The whole credential pauses, also if this call gives up; but no header, however
                # absurd, shuts it for good
                longest = max(self.service.period, self.retry.max_wait)
                asked = (outcome.asked_wait or 0.0) if wait is None else wait
                await self.limiter.pause(min(asked, longest))
            left = self._left(started)
            if wait is None or (left is not None and wait >= left):
                return self._finish(request, reply, outcome, attempt)
            failed = reply, outcome
            if not all_pause:
                await self.clock.sleep(wait)
        raise AssertionError("unreachable: the loop only ends by returning or raising")

    async def _attempt(self, request: Request, number: int, left: float | None) -> "_Reply":
        """One try; its slot in the limiter is given back whatever happens."""
        seen = None
        # A time-out ends what stalls. What drips for ever is ended by this
        whole = _DRIPPING * (self.timeout or DEFAULT_TIMEOUT)
        seconds = whole if left is None else min(left, whole)
        late = "the deadline passed" if left == seconds else f"no whole answer in {whole:g} s"
        try:
            reply = await self._exchange(request, number, seconds, late)
            if isinstance(reply.answer, RawResponse) and reply.own:
                headers, period = reply.answer.headers, self.service.period
                seen = read_rate_limit(headers, self.clock.now(), period)
                self.connection.rate_limit = seen or self.connection.rate_limit
            return reply
        finally:
            await self.limiter.release(seen)

    async def _exchange(self, request: Request, number: int, seconds: float, late: str) -> "_Reply":
        """Send it, and follow redirects; credentials and body go to the API's own origin only."""
        method, url, own = request.operation.method, self.base_url + request.path, True
        with anyio.move_on_after(seconds):
            for _ in range(MAX_REDIRECTS + 1):
                try:
                    answer = await self.connection.fetch(
                        method,
                        url,
                        self._headers(request) if own else self._agent,
                        request.content if own else None,
                        attempt=number,
                        timeout=self.timeout,
                        max_answer=self.max_answer,
                        same_origin=own,
                    )
                except DecodeError as error:
                    unread = RawResponse(error.status or 0, {}, b"", number, url)
                    too_long = self._failed(request, number, url).unreadable(error, unread)
                    raise too_long from None
                if isinstance(answer, NoResponse):
                    return _Reply(answer, url, own)
                target = redirect_target(method, url, answer)
                if target is None:
                    return _Reply(answer, url, own)
                url, own = target, origin(target) == origin(self.base_url)
            looped = NoResponse(f"redirected more than {MAX_REDIRECTS} times")
            raise self._failed(request, number, url).unanswered(looped)
        return _Reply(NoResponse(late, timed_out=True), url, own)

    def _headers(self, request: Request) -> Headers:
        # Runn answers 400 to a JSON type without a body
        return self._api_headers if request.content is None else self._json_headers

    @cached_property
    def _api_headers(self) -> Headers:
        """What the API itself is sent, and nobody else."""
        own = {**self.service.headers, **self.credentials.headers}
        encoded = [(name.lower().encode(), value.encode()) for name, value in own.items()]
        return Headers([(b"accept", b"application/json"), *self._agent, *encoded])

    @cached_property
    def _json_headers(self) -> Headers:
        """The same with a body."""
        return Headers([*self._api_headers, (b"content-type", b"application/json")])

    @cached_property
    def _agent(self) -> Headers:
        """What anybody is sent."""
        app = f" ({self.app_name})" if self.app_name else ""
        agent = f"runn-runrunit-sdk/{__version__} python/{platform.python_version()}{app}"
        return Headers([(b"user-agent", agent.encode()), (b"accept-encoding", b"gzip")])

    def _outcome(self, answer: Answer, *, broken: bool) -> Attempt:
        if isinstance(answer, NoResponse):
            return Attempt(never_sent=answer.never_sent)
        asked = None
        if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
            asked = asked_wait(answer.headers, self.clock.now(), self.service.period)
        return Attempt(status=answer.status, broken=broken, asked_wait=asked)

    def _finish(
        self, request: Request, reply: "_Reply", outcome: Attempt, attempts: int
    ) -> RawResponse:
        """Return a good answer, raise for any other."""
        answer = reply.answer
        if isinstance(answer, RawResponse) and answer.is_success:
            return answer
        call = self._failed(request, attempts, reply.url)
        if isinstance(answer, NoResponse):
            raise call.unanswered(answer)
        raise call.refused(answer, outcome.asked_wait)

    def _failed(self, request: Request, attempts: int, url: str | None = None) -> FailedCall:
        service, operation = self.service.name, request.operation
        return FailedCall(service, operation, url or self.base_url, attempts, self.credentials)

    def _left(self, started: float | None) -> float | None:
        """Seconds of the deadline that are left."""
        deadline = self.retry.deadline
        if deadline is None or started is None:
            return None
        return max(0.0, started + deadline - self.clock.time())

    def _tell(
        self, request: Request, answer: Answer, number: int, seconds: float, slept: float
    ) -> None:
        """Whoever wants to know of each attempt."""
        operation, service = request.operation, self.service.name
        status = answer.status if isinstance(answer, RawResponse) else None
        tell(
            self.on_attempt,
            AttemptRecord(
                service,
                operation.name,
                operation.method,
                operation.path,
                number,
                status,
                seconds,
                slept,
            ),
        )

    def with_options(self, **options: Any) -> "Transport":
        """A copy on the same connection, limiter and credentials."""
        return evolve(self, **options)
