"""The error tree. Every error pickles, and says where, what, whether it was done, what to do."""

from collections.abc import Mapping

from clientcore.texts import DONE, called, duration, phrase, printable, sentences

_SHOWN = 500
"""How much of the server's own text an error shows."""


class SDKError(Exception):
    """Base of every error that the SDK raises on its own account."""

    def __str__(self) -> str:
        return printable(self._text())

    def _text(self) -> str:
        return super().__str__()


class ArgumentError(SDKError, ValueError):
    """What the caller or the environment gave cannot be used; nothing was sent."""


class ClientClosedError(SDKError):
    """The client was closed before this call; nothing was sent."""


class EventLoopError(SDKError):
    """It was used in a second event loop while the first was still running; nothing was sent."""


class LimiterError(SDKError):
    """The limiter could not say whether a request may be sent, so it was not."""


class DecodeError(SDKError):
    """The answer is not what its documentation promises.

    Attributes:
        reason: What is wrong with it.
        path: Where in the answer, such as `items[3].team_id`; empty for the answer as a whole.
        source: What it is the answer to, such as `GET /projects/`.
        service: Whose answer it is; empty where not known.
        host: Who answered.
        status: The HTTP status; None where not known.
        body: The whole body as text.
        attempts: How many times it was tried.
        may_be_done: Whether the service may have carried out a write all the same.
    """

    def __init__(
        self,
        reason: str,
        path: str = "",
        source: str = "",
        service: str = "",
        *,
        host: str = "",
        status: int | None = None,
        body: str = "",
        attempts: int = 1,
        may_be_done: bool = False,
    ) -> None:
        super().__init__(reason, path, source, service)
        self.reason = reason
        self.path = path
        self.source = source
        self.service = service
        self.host = host
        self.status = status
        self.body = body
        self.attempts = attempts
        self.may_be_done = may_be_done

    def _text(self) -> str:
        status = "" if self.status is None else f"answered {self.status}, but "
        where = f"{self.path}: " if self.path else ""
        call = called(self.service, self.source, self.host, self.attempts)
        return sentences(f"{call}{status}{where}{self.reason}", DONE if self.may_be_done else "")


class DriftError(DecodeError, AttributeError):
    """A field was read that the service left out, or sent in another type than documented.

    Attributes:
        model: The model's name.
        field: The field's name.
        found: What was there: `missing`, or what was expected and what was found.
    """

    def __init__(self, model: str, field: str, found: str) -> None:
        super().__init__(found, f"{model}.{field}")
        self.args: tuple[str, ...] = model, field, found  # to be unpickled
        self.model = model
        self.field = field
        self.found = found
        self.name: str | None = field  # set, Python suggests no other field in its place


class TransportError(SDKError):
    """No answer came: the connection failed or broke.

    Attributes:
        reason: What went wrong.
        method: The HTTP method.
        path: The path as documented, without the values in it.
        never_sent: True where the request certainly did not reach the server.
        attempts: How many times it was tried.
        service: Which service it was.
        host: Who did not answer.
        may_be_done: Whether the service may have carried out a write all the same.
    """

    def __init__(
        self,
        reason: str,
        method: str,
        path: str,
        never_sent: bool = False,
        attempts: int = 1,
        service: str = "",
        *,
        host: str = "",
    ) -> None:
        super().__init__(reason, method, path, never_sent, attempts, service)
        self.reason = reason
        self.method = method
        self.path = path
        self.never_sent = never_sent
        self.attempts = attempts
        self.service = service
        self.host = host
        self.may_be_done: bool = not never_sent and method != "GET"

    def _text(self) -> str:
        call = called(self.service, f"{self.method} {self.path}", self.host, self.attempts)
        if self.never_sent:
            fate = "Nothing was sent. Check the network, the proxy and base_url."
        elif self.may_be_done:
            fate = DONE
        else:
            fate = "It can be tried again: nothing was changed."
        return sentences(call + self.reason, fate)


class RequestTimeoutError(TransportError):
    """The server did not answer in time."""


class ApiError(SDKError):
    """The server answered, and refused.

    Attributes:
        status: The HTTP status.
        message: The server's own words, as far as any could be found in the body.
        method: The HTTP method.
        path: The path as documented, without the values in it.
        body: The whole body as text: it may be JSON, HTML or empty.
        headers: The answer's headers, names in lower case.
        request_id: The server's id of the request, where it gives one.
        attempts: How many times it was tried.
        retry_after: Seconds that the service asked to wait, where it did.
        service: Which service it was.
        host: Who answered.
        hint: What to do about it, where that can be said.
        may_be_done: Whether the service may have carried out a write all the same.
    """

    def __init__(
        self,
        status: int,
        message: str,
        method: str,
        path: str,
        body: str = "",
        headers: Mapping[str, str] | None = None,
        request_id: str | None = None,
        attempts: int = 1,
        retry_after: float | None = None,
        service: str = "",
        *,
        host: str = "",
        hint: str = "",
    ) -> None:
        headers = dict(headers or {})
        super().__init__(
            status, message, method, path, body, headers, request_id, attempts, retry_after, service
        )
        self.status = status
        self.message = message
        self.method = method
        self.path = path
        self.body = body
        self.headers: Mapping[str, str] = headers
        self.request_id = request_id
        self.attempts = attempts
        self.retry_after = retry_after
        self.service = service
        self.host = host
        self.hint = hint
        self.may_be_done: bool = status >= 500 and method != "GET"

    def _text(self) -> str:
        call = called(self.service, f"{self.method} {self.path}", self.host, self.attempts)
        said = self.message if len(self.message) <= _SHOWN else self.message[:_SHOWN] + "…"
        request_id = f" (request {self.request_id})" if self.request_id else ""
        wait = None if self.retry_after is None else duration(self.retry_after)
        return sentences(
            f"{call}{self.status} {said or phrase(self.status)}{request_id}",
            f"It will be served again in {wait}." if wait else "",
            self.hint,
            DONE if self.may_be_done else "",
        )


class InvalidRequestError(ApiError):
    """400 or 422: the service found the request wrong."""


class AuthenticationError(ApiError):
    """401: the credentials are missing, wrong or revoked."""


class PermissionDeniedError(ApiError):
    """403: the credentials are good, but not for this; on Runn often a read-only token."""


class NotFoundError(ApiError):
    """404: no such thing, or no such path on this host."""


class ConflictError(ApiError):
    """409: the present state forbids it."""


class RateLimitError(ApiError):
    """429, and waiting was not worth it: the tries ran out or the wait asked for is too long."""


class ServerError(ApiError):
    """5xx: the service failed."""
