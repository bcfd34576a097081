"""The one module that speaks to httpx. A redirect is not followed here, nor is anything retried."""

import warnings
from collections.abc import Awaitable, Callable, Mapping

import httpx
from attrs import frozen

from clientcore.errors import ClientClosedError
from clientcore.http.response import RawResponse
from clientcore.limits.headers import RateLimit

HttpClient = httpx.AsyncClient
"""The one type of httpx that users meet: a client of their own, to be passed in."""
DEFAULT_TIMEOUT = 30.0
"""Seconds. Runn has been seen to stall for minutes where the next try answers at once."""
_CONNECT_TIMEOUT = 10.0


@frozen
class NoResponse:
    """No answer came."""

    reason: str
    timed_out: bool = False
    never_sent: bool = False
    """The request certainly did not reach the server."""


InProcess = Callable[[str, str, Mapping[str, str], bytes], Awaitable[RawResponse | NoResponse]]
"""Answers a request: (method, path and query as they are sent, headers, body)."""


def in_process_client(answer: InProcess) -> HttpClient:
    """An HTTP client whose every request is answered in this process, without a network."""

    async def send(request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode("ascii")
        found = await answer(request.method, target, request.headers, request.content)
        if isinstance(found, NoResponse):
            error = httpx.ConnectError if found.never_sent else httpx.ReadError
            raise error(found.reason, request=request)
        return httpx.Response(found.status, headers=found.headers, content=found.content)

    return httpx.AsyncClient(transport=httpx.MockTransport(send))


class Connection:
    """An HTTP client, made when it is first needed or borrowed; shared by copies of a client.

    Args:
        http_client: A client to borrow; whoever made it closes it.
    """

    def __init__(self, http_client: httpx.AsyncClient | None = None) -> None:
        self._http = http_client
        self._borrowed = http_client is not None
        self._closed = False
        self.rate_limit: RateLimit | None = None
        """What the last answer said about the limit."""

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float | None,  # noqa: ASYNC109 - of one read, not of the call
    ) -> RawResponse | NoResponse:
        """Send one request and read its answer.

        What goes wrong is returned, not raised: an error of httpx' refers to its request, and that
        holds the credentials.
        """
        if self._closed or self._client().is_closed:
            raise ClientClosedError("the client is closed")
        try:
            request = self._client().build_request(
                method, url, headers=headers, content=content, timeout=self._timeout(timeout)
            )
        except httpx.InvalidURL as error:
            return _no_response(error, never_sent=True)
        try:
            answer = await self._client().send(request, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return _no_response(error, never_sent=True)
        except (httpx.UnsupportedProtocol, httpx.ProxyError) as error:
            return _no_response(error, never_sent=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # InvalidURL: of a Location header
            return _no_response(error, never_sent=False)
        return RawResponse(answer.status_code, dict(answer.headers.items()), answer.content)

    async def aclose(self) -> None:
        """Close the HTTP client if it was made here."""
        self._closed = True
        if self._http is not None and not self._borrowed:
            http, self._http = self._http, None
            await http.aclose()

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
            self._http = httpx.AsyncClient(limits=limits)
        return self._http

    def _timeout(self, seconds: float | None) -> httpx.Timeout:
        if seconds is None and self._borrowed:
            return self._client().timeout
        seconds = DEFAULT_TIMEOUT if seconds is None else seconds
        # Waiting for a free connection is waiting for our own calls: it needs no limit
        return httpx.Timeout(seconds, connect=min(seconds, _CONNECT_TIMEOUT), pool=None)

    def __del__(self) -> None:
        if self._http is not None and not self._borrowed:
            warnings.warn(
                "a client was dropped without `await client.aclose()` or `async with`",
                ResourceWarning,
                stacklevel=2,
            )


def _no_response(error: Exception, *, never_sent: bool) -> NoResponse:
    timed_out = isinstance(error, httpx.TimeoutException)
    reason = "timed out" if timed_out else str(error)
    return NoResponse(f"{type(error).__name__}: {reason}".rstrip(": "), timed_out, never_sent)
