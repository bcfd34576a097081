"""From what went wrong with a call to the error that is raised. Pure functions."""

from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from clientcore.errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    DecodeError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    TransportError,
)
from clientcore.http.credentials import Credentials
from clientcore.http.response import NoResponse, RawResponse, message_of
from clientcore.operation import Operation

_BY_STATUS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: InvalidRequestError,
    429: RateLimitError,
}


def error_class(status: int) -> type[ApiError]:
    """The class that people catch for this status."""
    return _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)


@frozen
class FailedCall:
    """Which call it was, where it went and how often: what all of its errors tell."""

    service: str
    operation: Operation[Any]
    url: str = field(repr=False)  # of a redirect, it may hold anything
    """Where it was sent at last."""
    attempts: int
    credentials: Credentials

    def unanswered(self, failure: NoResponse) -> TransportError:
        """No answer came."""
        kind = RequestTimeoutError if failure.timed_out else TransportError
        return kind(
            self.credentials.redact(failure.reason),
            self.operation.method,
            self.operation.path,
            failure.never_sent,
            self.attempts,
            self.service,
            host=self.host,
        )

    def unreadable(self, error: DecodeError, answer: RawResponse) -> DecodeError:
        """The answer is not what it should be."""
        redact = self.credentials.redact
        return DecodeError(
            redact(error.reason),
            redact(error.path),
            str(self.operation),
            self.service,
            host=self.host,
            status=answer.status,
            body=redact(answer.text),
            attempts=self.attempts,
            may_be_done=self.operation.method != "GET",
        )

    def refused(self, answer: RawResponse, retry_after: float | None) -> ApiError:
        """The server answered, and refused."""
        redact = self.credentials.redact
        # Redacted as a whole, before anything is cut off: of a secret, no part is shown either
        headers = {name: redact(value) for name, value in answer.headers.items()}
        clean = RawResponse(answer.status, headers, redact(answer.text).encode())
        return error_class(answer.status)(
            answer.status,
            redact(message_of(clean)),
            self.operation.method,
            self.operation.path,
            clean.text,
            {k: v for k, v in clean.headers.items() if k != "set-cookie"},
            clean.headers.get("x-request-id"),
            self.attempts,
            retry_after,
            self.service,
            host=self.host,
            hint=self._hint(clean),
        )

    def paused(self, seconds: float) -> RateLimitError:
        """It was not sent: the key has to pause for too long."""
        return RateLimitError(
            429,
            "the service asked this key to pause for longer than max_wait",
            self.operation.method,
            self.operation.path,
            attempts=self.attempts,
            retry_after=seconds,
            service=self.service,
            host=self.host,
        )

    @property
    def host(self) -> str:
        """Who was asked."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def _hint(self, answer: RawResponse) -> str:
        status, names = answer.status, " and ".join(self.credentials.names)
        if 300 <= status < 400:
            target = answer.headers.get("location", "").partition("?")[0]
            return f"It leads to {target or 'nowhere'} and was not followed."
        if status == 401:
            return f"Check {names}."
        if status == 403:
            return f"This takes more rights than come with {names}."
        if status in (413, 414, 431):
            return "Pass fewer items at a time."
        if status == 429:
            return "If something else uses the same key, let them share a limiter."
        return ""
