"""From what went wrong with a call to the error that is raised. Pure functions."""

from typing import Any

from attrs import frozen

from clientcore.errors import (
    ApiError,
    RateLimitError,
    RequestTimeoutError,
    TransportError,
    error_class,
)
from clientcore.http.connection import NoResponse
from clientcore.http.credentials import Credentials
from clientcore.http.response import RawResponse, message_of
from clientcore.operation import Operation


@frozen
class FailedCall:
    """Which call it was, and how often it was tried: what all of its errors tell."""

    service: str
    operation: Operation[Any]
    attempts: int

    def unanswered(self, failure: NoResponse, credentials: Credentials) -> TransportError:
        """No answer came."""
        kind = RequestTimeoutError if failure.timed_out else TransportError
        return kind(
            credentials.redact(failure.reason),
            self.operation.method,
            self.operation.path,
            failure.never_sent,
            self.attempts,
            self.service,
        )

    def refused(
        self, answer: RawResponse, credentials: Credentials, retry_after: float | None
    ) -> ApiError:
        """The server answered, and refused."""
        redact = credentials.redact
        # Redacted as a whole, before anything is cut off: of a secret, no part is shown either
        headers = {name: redact(value) for name, value in answer.headers.items()}
        clean = RawResponse(answer.status, headers, redact(answer.text).encode())
        return error_class(answer.status)(
            answer.status,
            message_of(clean),
            self.operation.method,
            self.operation.path,
            clean.text,
            {k: v for k, v in clean.headers.items() if k != "set-cookie"},
            clean.headers.get("x-request-id"),
            self.attempts,
            retry_after,
            self.service,
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
        )
