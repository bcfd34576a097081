"""The faults, one line each: what the server does, and what has to come of it."""

import gzip
import zlib

from attrs import frozen

from clientcore import (
    ApiError,
    AuthenticationError,
    ConflictError,
    DecodeError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    SDKError,
    ServerError,
    TransportError,
)
from tests.faults.server import (
    Action,
    answer,
    send,
    send_and_close,
    send_and_reset,
    send_and_stall,
    send_for_ever,
)

Kind = type[SDKError] | None


@frozen
class Fault:
    """What the server does, and the error that comes of it: of a read, a write and a deletion."""

    name: str
    action: Action
    read: Kind
    write: Kind
    delete: Kind
    repeats: bool = False
    """Whether a read is tried again."""
    all_repeat: bool = False
    """Whether even a write is tried again, for it was surely not carried out."""
    may_be_done: bool = False
    """Whether a write may have been carried out."""
    timeout: float = 5.0
    says: str = ""
    """What the text has to hold."""


def broken(name: str, action: Action, error: Kind = TransportError, timeout: float = 5) -> Fault:
    """No whole answer comes: a read is tried again, a write may have been carried out."""
    return Fault(name, action, error, error, error, repeats=True, may_be_done=True, timeout=timeout)


def unreadable(name: str, data: bytes) -> Fault:
    """An answer that is no JSON: for a deletion too."""
    kind = DecodeError
    return Fault(name, send(data), kind, kind, kind, repeats=True, may_be_done=True)


def misshapen(name: str, body: bytes) -> Fault:
    """JSON of another form; of a deletion, nothing is expected."""
    return Fault(name, send(answer(body)), DecodeError, DecodeError, None, may_be_done=True)


def refused(status: int, error: type[ApiError], *fields: str, body: bytes = b"") -> Fault:
    """The server refuses."""
    again = status >= 500
    return Fault(
        f"{status} {' '.join(fields)[:40]} {body.decode()[:30]}".strip(),
        send(answer(body, f"{status} X", *fields)),
        error,
        error,
        error,
        repeats=again,
        may_be_done=again,
        says=f": {status} ",
    )


def fine(name: str, data: bytes) -> Fault:
    """Odd, but an answer."""
    return Fault(name, send(data), None, None, None)


def limited(*fields: str) -> Fault:
    """A 429: whatever it is, it is tried again, and waited for as long as makes sense."""
    return Fault(
        f"429 {', '.join(fields)[:50]}",
        send(answer(b"{}", "429 Too Many", *fields)),
        RateLimitError,
        RateLimitError,
        RateLimitError,
        all_repeat=fields not in (("retry-after: 99999999",), ("retry-after: 1e9",)),
        says=": 429 ",
    )


STALLED = 0.05
"""Seconds. Long enough for a busy machine to connect to itself."""
GOOD = answer()
BODY = b'{"id": 1, "name": "Ann"}'
CHUNKED = "transfer-encoding: chunked"
FORGED = answer(b'{"id": 666, "name": "Forged"}')
BOMB = gzip.compress(b'{"name": "' + b"x" * 60_000_000 + b'"}')
ZIPPED = gzip.compress(BODY)
STATUSES: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    415: ApiError,
    422: InvalidRequestError,
    500: ServerError,
    502: ServerError,
    503: ServerError,
    504: ServerError,
}

FAULTS = [
    # The connection
    broken("reset after the request", send_and_reset()),
    broken("closed after the request", send_and_close(b"")),
    broken("reset within the head", send_and_reset(GOOD[:20])),
    broken("closed within the head", send_and_close(GOOD[:20])),
    broken("closed within the body", send_and_close(GOOD[:-5])),
    broken("reset within the body", send_and_reset(GOOD[:-5])),
    broken("stalls", send_and_stall(), RequestTimeoutError, STALLED),
    broken("stalls within the head", send_and_stall(GOOD[:20]), RequestTimeoutError, STALLED),
    broken("stalls within the body", send_and_stall(GOOD[:-5]), RequestTimeoutError, STALLED),
    broken(
        "drips for ever",
        send_for_ever(answer(b"", "200 OK", "content-length: 99999999"), b" ", 0.01),
        RequestTimeoutError,
        STALLED,
    ),
    # What is no HTTP
    broken("garbage", send_and_close(b"\x00\x01garbage\xff\r\n\r\n")),
    broken("HTTP/0.9", send_and_close(BODY)),
    broken("HTTP/2", send_and_close(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03")),
    broken("TLS", send_and_close(b"\x15\x03\x01\x00\x02\x02\x46")),
    broken("status 99", send_and_close(b"HTTP/1.1 99 No\r\n\r\n")),
    broken("status 1000", send_and_close(b"HTTP/1.1 1000 No\r\n\r\n")),
    broken("a NUL in a header", send_and_close(answer(BODY, "200 OK", "x: a\x00b"))),
    broken("a header of 200 KB", send_and_close(answer(BODY, "200 OK", f"x: {'y' * 200_000}"))),
    broken("two lengths", send_and_close(answer(BODY, "200 OK", "content-length: 24, 25"))),
    broken("a negative length", send_and_close(answer(BODY, "200 OK", "content-length: -1"))),
    broken("a bad chunk size", send_and_close(answer(b"zz\r\n", "200 OK", CHUNKED))),
    broken("a cut chunk", send_and_close(answer(b"18\r\n{", "200 OK", CHUNKED))),
    broken("an endless head", send_for_ever(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 5000)),
    broken("bytes that are no gzip", send(answer(BODY, "200 OK", "content-encoding: gzip"))),
    fine("100 before 200", b"HTTP/1.1 100 Continue\r\n\r\n" * 20 + GOOD),
    fine("bare line feeds", GOOD.replace(b"\r\n", b"\n")),
    fine("a folded header", answer(BODY, "200 OK", "x: a\r\n b")),
    fine("no reason", GOOD.replace(b"200 OK", b"200")),
    fine("gzip", answer(ZIPPED, "200 OK", "content-encoding: gzip")),
    broken("gzip that breaks off", send(answer(ZIPPED[:-9], "200 OK", "content-encoding: gzip"))),
    fine("zlib", answer(zlib.compress(BODY), "200 OK", "content-encoding: deflate")),
    fine("an unknown encoding", answer(BODY, "200 OK", "content-encoding: rot13")),
    fine("a wrong charset", answer(BODY, "200 OK", "content-type: text/html; charset=klingon")),
    fine(
        "a wrong limit", answer(BODY, "200 OK", "x-ratelimit-remaining: nan", "ratelimit-reset: 5")
    ),
    fine("UTF-16", answer(BODY.decode().encode("utf-16"))),
    fine("duplicate keys", answer(b'{"id": 1, "name": "Ann", "name": "Ann"}')),
    fine("more than announced", GOOD + b"more"),
    fine("a second answer that nobody asked for", GOOD + FORGED),
    fine(
        "a second answer after chunks",
        answer(b"18\r\n" + BODY + b"\r\n0\r\n\r\n", "200 OK", CHUNKED) + FORGED,
    ),
    # How much
    Fault(
        "an endless body",
        send_for_ever(answer(b"", "200 OK", CHUNKED), b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        DecodeError,
        DecodeError,
        DecodeError,
        may_be_done=True,
        says="of max_answer",
    ),
    Fault(
        "a gzip bomb",
        send(answer(BOMB, "200 OK", "content-encoding: gzip")),
        DecodeError,
        DecodeError,
        DecodeError,
        may_be_done=True,
        says="of max_answer",
    ),
    Fault(
        "too much announced",
        send(answer(b"x" * 2_000_001)),
        DecodeError,
        DecodeError,
        DecodeError,
        may_be_done=True,
        says="of max_answer",
    ),
    # What is no answer
    unreadable("a page with 200", answer(b"<html><form>Sign in</form></html>", "200 OK")),
    unreadable("plain words", answer(b"OK")),
    unreadable("JSON that is cut", answer(b'{"id": 1, "na')),
    unreadable("JSON without end", answer(b"[" * 100_000)),
    unreadable("no text", answer(b"\xff\xfe\xfd\xfc\xfb")),
    unreadable("5,000 digits", answer(b'{"id": ' + b"9" * 5000 + b"}")),
    Fault(
        "nothing",
        send(answer(b"")),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
        says="it is empty",
    ),
    Fault(
        "white space",
        send(answer(b" \n ")),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
        says="it is empty",
    ),
    Fault(
        "204",
        send(answer(b"", "204 No Content")),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
        says="answered 204",
    ),
    Fault(
        "204 with a body",
        send(answer(BODY, "204 No Content")),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
    ),
    misshapen("a list", b"[]"),
    misshapen("null", b"null"),
    misshapen("a text", b'"Ann"'),
    misshapen("a number", b"5"),
    # Refusals
    *(refused(status, error) for status, error in STATUSES.items()),
    *(
        refused(status, STATUSES[status], body=body)
        for status in (400, 401, 500)
        for body in (
            b'{"message": "No \\u001b[31m\\ud800 \\u0000way"}',
            b"<html>\n<h1>No</h1></html>",
        )
    ),
    refused(300, ApiError),
    refused(301, ApiError),
    refused(304, ApiError),
    *(
        limited(f"retry-after: {wait}")
        for wait in (
            "1",
            "0.5",
            "nan",
            "-1",
            "99999999",
            "1e9",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "9" * 5000,
        )
    ),
    *(
        limited(f"ratelimit-reset: {when}")
        for when in ("1", "nan", "2026-11-23T12:00:30+00:00", "1970-01-01T00:00:00Z", "99999999999")
    ),
    limited(),
]
