"""The one module that speaks to httpx. A redirect is not followed here, nor is anything retried."""

import warnings
import zlib
from collections.abc import Awaitable, Callable, Mapping

import anyio
import httpx

from clientcore.errors import ArgumentError, ClientClosedError, DecodeError, EventLoopError
from clientcore.http.credentials import Headers
from clientcore.http.environment import environment_problem
from clientcore.http.leftover import close_if_more_came
from clientcore.http.reasons import first_words
from clientcore.http.response import NoResponse, RawResponse
from clientcore.http.unpacking import unpacking
from clientcore.limits.headers import RateLimit
from clientcore.loops import LoopBound

HttpClient = httpx.AsyncClient
"""The one type of httpx that users meet: a client of their own, to be passed in.

Its connections, proxies, headers, cookies and authentication are used; its base URL and query
parameters are not.
"""
DEFAULT_TIMEOUT = 30.0
"""Seconds. Runn has been seen to stall for minutes where the next try answers at once."""
_CONNECT_TIMEOUT = 10.0
_NO_ADDRESS = (httpx.InvalidURL, UnicodeError)


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

    return _InProcessClient(transport=httpx.MockTransport(send))


class _InProcessClient(httpx.AsyncClient):
    """It has no connections, and so belongs to no event loop."""


class Connection:
    """An HTTP client, made when it is first needed or borrowed; shared by copies of a client.

    Args:
        http_client: A client to borrow; whoever made it closes it.
    """

    def __init__(self, http_client: httpx.AsyncClient | None = None) -> None:
        self._http = http_client
        self._borrowed = http_client is not None
        self._loop = LoopBound("client")
        self._used = self._stale = self._closed = False
        self._last: tuple[Headers, list[tuple[bytes, bytes]], httpx.Headers] | None = None
        self.rate_limit: RateLimit | None = None
        """What the last answer said about the limit."""

    def enter(self) -> None:
        """Be used in the event loop that is running, with connections of its own.

        Raises:
            ArgumentError: What the environment says of proxies or certificates cannot be used.
            ClientClosedError: It was closed.
            EventLoopError: It is in use in another one, or what it borrowed is from another one.
        """
        if self._closed or (self._http is not None and self._http.is_closed):
            raise ClientClosedError("the client is closed")
        moved = self._loop.enter()
        if moved and not self._borrowed:
            self._http = None  # its connections went with their loop
        elif moved and not isinstance(self._http, _InProcessClient):
            self._stale, self._used = self._used, True
        if self._stale:
            raise EventLoopError(
                "the HTTP client that was passed in was used in an event loop that is over: "
                "make it, and this client, anew in each"
            )
        if self._http is None:
            self._http = _own_http_client()

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Headers,
        content: bytes | None,
        *,
        attempt: int,
        timeout: float | None,  # noqa: ASYNC109 - of one read, not of the call
        max_answer: int,
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
            attempt: Which attempt this is, from 1.
            timeout: Seconds that each read may take; None for the default.
            max_answer: How many bytes the answer's body may have.
            same_origin: Whether it goes to the API itself. Elsewhere, a borrowed client's own
                headers and authentication are left out as well: they may be credentials too.
        """
        http = self._http
        if http is None:
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
        except _NO_ADDRESS as error:
            return _no_response(error, never_sent=True)
        auth = httpx.USE_CLIENT_DEFAULT if same_origin else None
        try:
            answer = await http.send(request, auth=auth, follow_redirects=False, stream=True)
            fields = dict(answer.headers.items())
            body = await _read_body(answer, fields, max_answer)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return _no_response(error, never_sent=True)
        except (httpx.UnsupportedProtocol, httpx.ProxyError) as error:
            return _no_response(error, never_sent=True)
        except (httpx.HTTPError, OSError, *_NO_ADDRESS) as error:
            return _no_response(error, never_sent=False)  # httpx reads a Location header too
        return RawResponse(answer.status_code, fields, body, attempt, url)

    async def aclose(self) -> None:
        """Close the HTTP client if it was made here.

        Raises:
            EventLoopError: It is in use in another event loop.
        """
        if not self._closed:
            # Connections of a loop that is over went with it
            moved = self._loop.enter()
            http, self._http = (None if self._borrowed or moved else self._http), None
            self._closed = True
            if http is not None:
                await http.aclose()

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
        if seconds is None and self._borrowed and self._http is not None:
            return self._http.timeout.as_dict()
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


def _own_http_client() -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20)
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        problem = environment_problem(error)
    raise ArgumentError(problem)


async def _read_body(answer: httpx.Response, headers: Mapping[str, str], most: int) -> bytes:
    stream, announced = answer.stream, headers.get("content-length", "")
    known = announced.isdecimal() and len(announced) < 20 and int(announced) <= most
    try:
        if answer.is_stream_consumed or (known and "content-encoding" not in headers):
            body = await answer.aread()
        else:
            body = await _read_up_to(most + 1, answer, headers.get("content-encoding", ""))
    finally:
        if not answer.is_closed:
            await answer.aclose()
    if "network_stream" in answer.extensions:
        await close_if_more_came(stream)
    if len(body) > most:
        problem = f"it is longer than the {most:,} bytes of max_answer"
        raise DecodeError(problem, status=answer.status_code)
    return body


async def _read_up_to(most: int, answer: httpx.Response, encoding: str) -> bytes:
    unpack, body, wrong = unpacking(encoding), bytearray(), ""
    with anyio.CancelScope() as reading:
        async for piece in answer.aiter_raw():
            try:
                body += unpack.decompress(piece, max(1, most - len(body)))
            except zlib.error as error:
                wrong = str(error)
            if wrong or len(body) >= most:
                reading.cancel()  # and not left: only so do all of httpx' streams end
    if wrong or not (unpack.eof or len(body) >= most):
        raise httpx.DecodingError(wrong or "the packed data breaks off")
    return bytes(body)


def _no_response(error: Exception, *, never_sent: bool) -> NoResponse:
    timed_out = isinstance(error, httpx.TimeoutException)
    what = "connection" if never_sent else "answer in time" if timed_out else "answer"
    # What is said of a time-out is how the waiting was ended
    name, words = type(error).__name__, "" if timed_out else first_words(error)
    said = f"no {what} ({name}: {words})" if words else f"no {what} ({name})"
    return NoResponse(said, timed_out, never_sent)
