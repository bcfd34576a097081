"""What the two clients have in common: construction, closing, copies, the way round the models."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar, NoReturn, Self

from attrs import frozen

from clientcore.clock import Clock, SystemClock
from clientcore.codec.codec import Codec
from clientcore.http.connection import Connection, HttpClient
from clientcore.http.credentials import Credentials
from clientcore.http.observer import OnAttempt
from clientcore.http.request import build_raw_request
from clientcore.http.response import RawResponse
from clientcore.http.retry import RetryPolicy
from clientcore.http.transport import Transport
from clientcore.limits.headers import RateLimit
from clientcore.limits.limiter import Limiter, SlidingWindow
from clientcore.operation import Operation
from clientcore.registry import operations_of
from clientcore.service import Service
from clientcore.settings import (
    MAX_ANSWER,
    checked_app_name,
    checked_size,
    checked_timeout,
    checked_url,
)
from clientcore.unset import UNSET, Unset


@frozen(kw_only=True)
class ClientConfig:
    """The settings of a client without its credentials: it can be shown, stored and pickled."""

    base_url: str
    retry: RetryPolicy
    timeout: float | None
    strict: bool
    app_name: str | None
    max_answer: int
    allow_http: bool


class BaseClient:
    """The part of a client that does not depend on which service it is for."""

    service: ClassVar[Service]

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str,
        http_client: HttpClient | None,
        limiter: Limiter | None,
        retry: RetryPolicy | None,
        timeout: float | None,
        strict: bool,
        app_name: str | None,
        on_attempt: OnAttempt | None,
        clock: Clock | None,
        max_answer: int = MAX_ANSWER,
        allow_http: bool = False,
    ) -> None:
        clock, service = clock or SystemClock(), self.service
        self._transport = Transport(
            service=service,
            base_url=checked_url(base_url, allow_http=allow_http),
            credentials=credentials,
            connection=Connection(http_client),
            limiter=limiter or SlidingWindow(service.requests, service.period, clock),
            retry=retry or RetryPolicy(),
            timeout=checked_timeout(timeout),
            max_answer=checked_size("max_answer", max_answer),
            codec=Codec(service.naming, strict),
            clock=clock,
            app_name=checked_app_name(app_name),
            on_attempt=on_attempt,
        )

    @property
    def operations(self) -> tuple[Operation[Any], ...]:
        """Every operation of the package."""
        return operations_of(type(self))

    @property
    def config(self) -> ClientConfig:
        """The settings, without the credentials."""
        transport = self._transport
        return ClientConfig(
            base_url=transport.base_url,
            retry=transport.retry,
            timeout=transport.timeout,
            strict=transport.codec.strict,
            app_name=transport.app_name,
            max_answer=transport.max_answer,
            allow_http=transport.base_url.lower().startswith("http:"),
        )

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the last answer said about the limit; None before there was one."""
        return self._transport.connection.rate_limit

    def with_options(
        self,
        *,
        retry: RetryPolicy | Unset = UNSET,
        timeout: float | None | Unset = UNSET,
        strict: bool | Unset = UNSET,
    ) -> Self:
        """A copy with other settings, on the same connections, limiter and credentials.

        Closing one of them closes all.

        Args:
            retry: When to try again.
            timeout: Seconds that one attempt may stall; None for the default.
            strict: Whether a surprise in an answer is an error.
        """
        old = self._transport
        strict = old.codec.strict if isinstance(strict, Unset) else strict
        copy = object.__new__(type(self))
        copy._transport = old.with_options(
            codec=old.codec.with_strict(strict),
            retry=old.retry if isinstance(retry, Unset) else retry,
            timeout=old.timeout if isinstance(timeout, Unset) else checked_timeout(timeout),
        )
        return copy

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        json: object = None,
    ) -> RawResponse:
        """Call what the documentation does not name yet.

        The same credentials, limits, retries and errors apply. Only a GET is repeated after a
        failure that may have had an effect.

        Args:
            method: GET, POST, PUT, PATCH or DELETE.
            path: The path behind the base URL, beginning with a slash, in the service's spelling.
            query: Query parameters in the service's spelling.
            json: The body; None for none.

        Returns:
            The answer as it came.

        Raises:
            ArgumentError: The path or the method cannot be sent.
            ApiError: The server refused.
            TransportError: No answer came.
        """
        request = build_raw_request(method, path, query, json, self.service.lists)
        return await self._transport.send(request)

    async def aclose(self) -> None:
        """Close the connections; an HTTP client that was passed in stays open."""
        await self._transport.connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        made: Transport | None = getattr(self, "_transport", None)
        return f"{type(self).__name__}({f'base_url={made.base_url!r}' if made else 'not made'})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} holds credentials and is not pickled; "
            "pickle its config and make a new client where it is needed"
        )
