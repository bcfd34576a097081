"""More faults: odd lengths, heads, bodies and refusals, one line each."""

import gzip
import json
from itertools import cycle

from clientcore import ApiError, DecodeError, RateLimitError, RequestTimeoutError
from tests.faults.server import answer, send, send_and_close, send_and_stall, send_for_ever
from tests.faults.table import (
    BODY,
    CHUNKED,
    FORGED,
    GOOD,
    STALLED,
    STATUSES,
    ZIPPED,
    Fault,
    broken,
    fine,
    limited,
    misshapen,
    refused,
    unreadable,
)

LONG = "content-length: 99999999999999999999"
JSON_GZIP = "content-encoding: gzip"
DATE = "date: Mon, 23 Nov 2026 12:00:00 GMT"
SAID: tuple[object, ...] = (
    *("", 5, None, [], {"name": ["taken"]}),
    *("\x1b[2J\r\n\u202e", "x" * 100_000),
)
NUMBER = b'{"id": 1, "name": "Ann", "x": %s}'


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """A chunked body."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


def unsupported(status: int, *fields: str, body: bytes = b"") -> Fault:
    """A status that nobody asked for: an error, and nothing is tried again."""
    return refused(status, ApiError, *fields, body=body)


def not_waited_for(*fields: str) -> Fault:
    """A 429 that asks for more than max_wait: nothing is tried again."""
    error = RateLimitError
    name = f"429 {', '.join(fields)[:60]}"
    data = answer(b"{}", "429 Too Many", *fields)
    return Fault(name, send(data), error, error, error, says=": 429 ")


ODD = [
    # Lengths
    broken(
        "two different lengths",
        send_and_close(answer(BODY, "200 OK", "content-length: 5", "content-length: 24")),
    ),
    broken(
        "a length that is no number", send_and_close(answer(BODY, "200 OK", "content-length: x"))
    ),
    broken("a length of 20 digits", send_and_close(answer(BODY, "200 OK", LONG))),
    broken(
        "a length of 5,000 digits",
        send_and_close(answer(BODY, "200 OK", f"content-length: {'9' * 5000}")),
    ),
    broken("a length with a sign", send_and_close(answer(BODY, "200 OK", "content-length: +24"))),
    broken(
        "chunks without an end", send_and_close(answer(chunks(BODY, end=b""), "200 OK", CHUNKED))
    ),
    broken(
        "a chunk size of 40 digits", send_and_close(answer(b"f" * 40 + b"\r\n", "200 OK", CHUNKED))
    ),
    broken("a negative chunk size", send_and_close(answer(b"-1\r\n", "200 OK", CHUNKED))),
    broken(
        "an unknown transfer encoding",
        send_and_close(answer(BODY, "200 OK", "transfer-encoding: rot13")),
    ),
    broken(
        "endless trailers",
        send_for_ever(answer(chunks(BODY, end=b"0\r\n"), "200 OK", CHUNKED), b"x: y\r\n" * 5000),
    ),
    broken(
        "chunks that stall",
        send_and_stall(answer(chunks(BODY, end=b""), "200 OK", CHUNKED)),
        RequestTimeoutError,
        STALLED,
    ),
    broken(
        "gzip that stalls",
        send_and_stall(answer(ZIPPED[:20], "200 OK", JSON_GZIP, "content-length: 44")),
        RequestTimeoutError,
        STALLED,
    ),
    fine(
        "two lengths that agree", answer(BODY, "200 OK", "content-length: 24", "content-length: 24")
    ),
    fine("a length and chunks", answer(chunks(BODY), "200 OK", CHUNKED, "content-length: 5")),
    fine(
        "a chunk for each byte",
        answer(chunks(*(BODY[i : i + 1] for i in range(24))), "200 OK", CHUNKED),
    ),
    fine(
        "chunks with extensions", answer(b"18;a=b\r\n" + BODY + b"\r\n0\r\n\r\n", "200 OK", CHUNKED)
    ),
    fine("chunks with trailers", answer(chunks(BODY, end=b"0\r\nx: y\r\n\r\n"), "200 OK", CHUNKED)),
    fine("chunked gzip", answer(chunks(ZIPPED[:9], ZIPPED[9:]), "200 OK", CHUNKED, JSON_GZIP)),
    fine("ten answers that nobody asked for", GOOD + FORGED * 10),
    fine("a refusal that nobody asked for", GOOD + answer(b"{}", "429 No", "retry-after: 50")),
    # Heads
    broken("no head at all", send_and_close(b"\r\n\r\n")),
    broken("half a status", send_and_close(b"HTTP/1.1 2")),
    broken("a status of letters", send_and_close(b"HTTP/1.1 OK 200\r\n\r\n")),
    broken("a negative status", send_and_close(b"HTTP/1.1 -200 OK\r\n\r\n")),
    fine("HTTP/3.0", GOOD.replace(b"HTTP/1.1", b"HTTP/3.0")),
    broken(
        "a header without a colon", send_and_close(GOOD.replace(b"content-type:", b"content-type"))
    ),
    broken("a header without a name", send_and_close(answer(BODY, "200 OK", ": x"))),
    broken("a space before the colon", send_and_close(answer(BODY, "200 OK", "x : y"))),
    broken(
        "10,000 headers",
        send_and_close(answer(BODY, "200 OK", *(f"x-{i}: {'y' * 5}" for i in range(10_000)))),
    ),
    broken("a page of HTML without a head", send_and_close(b"<html>Sign in</html>")),
    broken("SSH", send_and_close(b"SSH-2.0-OpenSSH_9.6\r\n")),
    broken(
        "100 for ever",
        send_for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        RequestTimeoutError,
        STALLED,
    ),
    broken(
        "head drips for ever",
        send_for_ever(b"HTTP/1.1 200 OK\r\nx: ", b"y", 0.01),
        RequestTimeoutError,
        STALLED,
    ),
    broken("only 102", send_and_close(b"HTTP/1.1 102 Processing\r\n\r\n")),
    fine("103 before 200", b"HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=next\r\n\r\n" + GOOD),
    fine("1,000 headers", answer(BODY, "200 OK", *(f"x-{i}: y" for i in range(1000)))),
    fine("Latin-1 in a header", answer(BODY, "200 OK", "x: \xe9\xff")),
    fine("the same header twice", answer(BODY, "200 OK", "x: 1", "x: 2")),
    fine("a Link of 50,000 brackets", answer(BODY, "200 OK", f"link: {'<' * 50_000}")),
    fine("a range that is none", answer(BODY, "200 OK", "x-item-range: items 51-50/987")),
    fine("a cookie", answer(BODY, "200 OK", "set-cookie: a=b; domain=example.com")),
    fine("connection: close, and it stays open", answer(BODY, "200 OK", "connection: close")),
    fine("HTTP/1.0", GOOD.replace(b"HTTP/1.1", b"HTTP/1.0")),
    # What is unpacked
    broken("nothing that is gzip", send(answer(b"\x1f\x8b", "200 OK", JSON_GZIP))),
    broken("gzip that goes wrong", send(answer(ZIPPED[:15] + b"\xff" * 20, "200 OK", JSON_GZIP))),
    broken("no deflate", send(answer(BODY, "200 OK", "content-encoding: deflate"))),
    unreadable(
        "gzip twice", answer(gzip.compress(ZIPPED), "200 OK", "content-encoding: gzip, gzip")
    ),
    fine("identity", answer(BODY, "200 OK", "content-encoding: identity")),
    unreadable("unknown packing", answer(b"\x8b\x00\x80", "200 OK", "content-encoding: compress")),
    fine("gzip that goes on", answer(ZIPPED + b"more", "200 OK", JSON_GZIP)),
    # Bodies
    fine("a byte order mark", answer(b"\xef\xbb\xbf" + BODY)),
    fine("UTF-32", answer(BODY.decode().encode("utf-32"))),
    fine("UTF-16 without a mark", answer(BODY.decode().encode("utf-16-le"))),
    fine("NaN", answer(NUMBER % b"NaN")),
    fine("infinity", answer(NUMBER % b"-Infinity")),
    fine("a number of 400 digits", answer(NUMBER % (b"9" * 400))),
    fine("1e400", answer(NUMBER % b"1e400")),
    fine("a lone surrogate", answer(NUMBER % b'"\\ud800"')),
    fine("controls in a text", answer(NUMBER % b'"\\u0000\\u001b[2J"')),
    fine("500 lists within lists", answer(NUMBER % (b"[" * 500 + b"]" * 500))),
    fine("a name that is a lone surrogate", answer(b'{"id": 1, "name": "Ann", "\\udfff": 1}')),
    unreadable(
        "100,000 objects within objects", answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    ),
    unreadable("raw controls", answer(b'{"id": 1, "name": "\x1b[2J"}')),
    unreadable("a NUL", answer(b"\x00")),
    unreadable("two objects", answer(BODY + BODY)),
    fine("half a surrogate in UTF-8", answer(NUMBER % b'"\xed\xa0\x80"')),
    unreadable("JSON with padding", answer(b"call(" + BODY + b")")),
    unreadable("XML", answer(b"<?xml version='1.0'?><id>1</id>")),
    unreadable("201 and a page", answer(b"<html>", "201 Created")),
    unreadable("206 and a part", answer(BODY[:9], "206 Partial Content")),
    unreadable(
        "controls in place of JSON", answer(b"\x1b[2J\x07\x08", "200 OK", "content-type: \x1b[31m")
    ),
    fine("206 and all of it", answer(BODY, "206 Partial Content", "content-range: bytes 0-23/24")),
    misshapen("true", b"true"),
    misshapen("a list of objects", b"[" + BODY + b"]"),
    misshapen("NaN alone", b"NaN"),
    Fault(
        "205",
        send(answer(b"", "205 Reset")),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
    ),
    Fault(
        "200 that ends with the connection",
        send_and_close(b"HTTP/1.1 200 OK\r\n\r\n" + BODY),
        None,
        None,
        None,
    ),
    Fault(
        "an empty end with the connection",
        send_and_close(b"HTTP/1.1 200 OK\r\n\r\n"),
        DecodeError,
        DecodeError,
        None,
        repeats=True,
        may_be_done=True,
    ),
    broken("101", send_and_close(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n")),
    # Refusals
    *(
        refused(status, STATUSES[status], body=body)
        for status in (400, 401, 500)
        for body in (b'"\\ud83d"', b"[" * 5000, b"\xc3\xbf\x00\x1b[2J")
    ),
    *(
        refused(403, STATUSES[403], body=json.dumps({key: value}).encode())
        for key, value in zip(cycle(("message", "errors", "error")), SAID, strict=False)
    ),
    unsupported(304, "etag: x"),
    unsupported(305, "location: http://127.0.0.1:9/"),
    unsupported(402),
    unsupported(418),
    unsupported(451),
    refused(599, STATUSES[500]),
    refused(999, STATUSES[500]),
    refused(503, STATUSES[503], "retry-after: 5"),
    refused(503, STATUSES[503], "retry-after: nan"),
    # Limits
    limited("retry-after: 60", DATE),
    limited("retry-after: Mon, 23 Nov 2026 12:00:30 GMT", DATE),
    limited("retry-after: Mon, 23 Nov 2026 11:00:00 GMT", DATE),
    limited("retry-after: -99999999999999999999"),
    limited("retry-after: 1, 2"),
    limited("retry-after: \xb2"),
    limited("retry-after: 0"),
    limited("retry-after: soon"),
    limited("retry-after: "),
    limited("ratelimit-reset: 1e308"),
    limited("ratelimit-reset: inf"),
    limited("ratelimit-reset: 9999-12-31T23:59:59Z", DATE),
    limited("ratelimit-reset: 0001-01-01T00:00:00+23:59", DATE),
    limited("ratelimit-reset: " + "9" * 5000),
    limited("ratelimit-limit: 0", "ratelimit-remaining: -5", "ratelimit-reset: x"),
    limited("x-ratelimit-remaining: 1e999", "x-ratelimit-reset: 2"),
    limited("retry-after: 5", "date: tomorrow"),
    limited("retry-after: 5", "date: Fri, 31 Dec 9999 23:59:59 GMT"),
    not_waited_for("retry-after: 99999999", DATE),
    not_waited_for("retry-after: 1e9", DATE),
    not_waited_for("retry-after: Fri, 31 Dec 9999 23:59:59 GMT", DATE),
]
