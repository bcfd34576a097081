"""The one module that speaks to httpx. A redirect is not followed here, nor is anything retried."""

import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence

import httpx
from attrs import frozen

from clientcore.errors import ClientClosedError
from clientcore.http.response import RawResponse
from clientcore.limits.headers import RateLimit

HttpClient = httpx.AsyncClient
"""The one type of httpx that users meet: a client of their own, to be passed in.

Its connections, proxies, headers, cookies and authentication are used; its base URL and query
parameters are not.
"""
Headers = Sequence[tuple[bytes, bytes]]
"""Names in lower case, and values."""
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
        self._last: tuple[Headers, list[tuple[bytes, bytes]], httpx.Headers] | None = None
        self.rate_limit: RateLimit | None = None
        """What the last answer said about the limit."""

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Headers,
        content: bytes | None,
        timeout: float | None,  # noqa: ASYNC109 - of one read, not of the call
        *,
        same_origin: bool,
    ) -> RawResponse | NoResponse:
        """Send one request and read its answer.

        What goes wrong is returned, not raised: an error of httpx' refers to its request, and that
        holds the credentials.

        Args:
            method: The HTTP method.
            url: The whole URL.
            headers: What is sent beyond the headers that the HTTP client itself sends.
            content: The body; None for none.
            timeout: Seconds that each read may take; None for the default.
            same_origin: Whether it goes to the API itself. Elsewhere, a borrowed client's own
                headers and authentication are left out as well: they may be credentials too.
        """
        http = None if self._closed else self._client()
        if http is None or http.is_closed:
            raise ClientClosedError("the client is closed")
        try:
            request = httpx.Request(
                method,
                url,
                headers=self._merged(headers, http) if same_origin else headers,
                content=content,
                cookies=http.cookies,
                extensions={"timeout": self._timeout(timeout)},
            )
        except httpx.InvalidURL as error:
            return _no_response(error, never_sent=True)
        auth = httpx.USE_CLIENT_DEFAULT if same_origin else None
        try:
            answer = await http.send(request, auth=auth, follow_redirects=False)
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

    def _merged(self, headers: Headers, http: httpx.AsyncClient) -> httpx.Headers:
        """Ours, and of the HTTP client's own headers those that we do not send.

        `http.build_request` would do it too, and more: at some 30 µs for each call. Most calls
        send the same as the one before.
        """
        own = http.headers.raw
        if self._last is None or self._last[0] is not headers or self._last[1] != own:
            names = {name for name, _ in headers}
            rest = [pair for pair in own if pair[0].lower() not in names]
            self._last = headers, own, httpx.Headers([*headers, *rest])
        return self._last[2]

    def _timeout(self, seconds: float | None) -> Mapping[str, float | None]:
        if seconds is None and self._borrowed:
            return self._client().timeout.as_dict()
        seconds = DEFAULT_TIMEOUT if seconds is None else seconds
        # Waiting for a free connection is waiting for our own calls: it needs no limit
        connect = min(seconds, _CONNECT_TIMEOUT)
        return {"connect": connect, "read": seconds, "write": seconds, "pool": None}

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
