"""Servers that lead to another one: it is sent nothing secret, and its faults are its own."""

import logging

import pytest
from attrs import frozen

from clientcore import (
    ApiError,
    AuthenticationError,
    DecodeError,
    FakeClock,
    RateLimitError,
    RequestTimeoutError,
    SDKError,
    ServerError,
    TransportError,
)
from tests.faults.accounts import CALLS, Call, calls_of, met, secrets_of, works
from tests.faults.leaks import SECRETS, leaks, logged, places, spelled
from tests.faults.server import (
    Action,
    Server,
    answer,
    send,
    send_and_close,
    send_and_reset,
    send_and_stall,
)
from tests.faults.table import BODY, BOMB, GOOD
from tests.support import Client

FOUND = "302 Found"


@frozen
class There:
    """What the other server does, and what comes of it."""

    name: str
    action: Action
    error: type[SDKError] | None
    repeats: bool = False
    timeout: float = 5.0


ELSEWHERE = [
    There("a good answer", send(GOOD), None),
    There("a limit of its own", send(answer(BODY, "200 OK", "x-ratelimit-remaining: 0")), None),
    There("a cookie", send(answer(BODY, "200 OK", "set-cookie: a=b")), None),
    There("more than announced", send(GOOD + answer(b'{"id": 666}')), None),
    There("401", send(answer(b"", "401 No", "www-authenticate: Basic")), AuthenticationError),
    There("429", send(answer(b"", "429 No", "retry-after: 5")), RateLimitError, repeats=True),
    There("429 for years", send(answer(b"", "429 No", "retry-after: 99999999")), RateLimitError),
    There("503", send(answer(b"", "503 No", "retry-after: 5")), ServerError, repeats=True),
    There("a page", send(answer(b"<html>")), DecodeError, repeats=True),
    There("a bomb", send(answer(BOMB, "200 OK", "content-encoding: gzip")), DecodeError),
    There("a reset", send_and_reset(), TransportError, repeats=True),
    There("garbage", send_and_close(b"\x00\xff\r\n\r\n"), TransportError, repeats=True),
    There("a stall", send_and_stall(), RequestTimeoutError, repeats=True, timeout=0.1),
    There("a drip", send_and_stall(GOOD[:-5]), RequestTimeoutError, repeats=True, timeout=0.1),
    There("nowhere", send(answer(b"", FOUND)), ApiError),
    There("a way to a file", send(answer(b"", FOUND, "location: file:///etc/passwd")), ApiError),
    There("a way to itself", send(answer(b"", FOUND, "location: /x")), TransportError),
]


@pytest.mark.parametrize("there", ELSEWHERE, ids=lambda there: there.name)
async def test_what_happens_elsewhere_stays_there(
    client: Client,
    server: Server,
    elsewhere: Server,
    there: There,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    server.fault = send(answer(b"{}", FOUND, f"location: {elsewhere.url}/file?a=b"))
    elsewhere.fault = there.action
    read = calls_of(client.with_options(timeout=there.timeout))["read"]
    error = await met(read)
    assert type(error) is (there.error or type(None))
    assert len(server.received) == (2 if there.repeats else 1)
    told = b"".join(elsewhere.received).decode("latin-1").lower()
    assert not leaks([("elsewhere", told)], [secret.lower() for secret in SECRETS])
    assert not any(name in told for name in ("authorization", "app-key", "user-token", "cookie"))
    assert client.rate_limit is None
    if isinstance(error, ApiError | DecodeError | TransportError):
        assert error.host == elsewhere.host
        assert f" at {elsewhere.host}" in str(error)
        assert str(error).isprintable()
        assert not leaks(places(error), secrets_of(client))
    assert not leaks(logged(caplog.records), secrets_of(client))
    slept = len(clock.slept)
    await works(client, server)
    assert len(clock.slept) == slept, "the key was made to pause"


NO_ADDRESS = (
    "",
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "mailto:ann@example.com",
    "javascript:alert(1)",
    "data:,x",
    "http://[::1",
    "http://[x]/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:x/",
    "//[",
    "http://a\tb/",
    "http://" + "a" * 300 + "/",
    "http://xn--/",
    "http://\xe2\x80\x8b/",
    "x" * 70_000,
)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [302, 308])
async def test_a_way_to_nowhere_is_an_error(
    client: Client, server: Server, call: Call, status: int
) -> None:
    for location in NO_ADDRESS:
        server.received.clear()
        server.fault = send(answer(b"{}", f"{status} Found", f"location: {location}"))
        error = await met(calls_of(client)[call])
        assert isinstance(error, ApiError | TransportError), location
        assert str(error).startswith(f"{client.service.name}: ")
        assert str(error).isprintable(), location
        assert not leaks(places(error), secrets_of(client))
        if call != "read":
            assert len(server.received) == 1, location
            assert error.host == server.host, location
    await works(client, server)


@pytest.mark.parametrize("call", ["write", "delete"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_write_is_not_led_elsewhere(
    client: Client, server: Server, elsewhere: Server, call: Call, status: int
) -> None:
    server.fault = send(answer(b"{}", f"{status} Found", f"location: {elsewhere.url}/x"))
    error = await met(calls_of(client)[call])
    assert type(error) is ApiError
    assert f"It leads to {elsewhere.url}/x and was not followed." in str(error)
    assert (len(server.received), elsewhere.received) == (1, [])
    await works(client, server)


@pytest.mark.parametrize("to", ["/x", "x", "?x=1", "//{host}/x", "{url}/x", "HTTP://{host}/x"])
async def test_the_same_server_is_told_who_asks(client: Client, server: Server, to: str) -> None:
    steps = iter([answer(b"", FOUND, f"location: {to.format(host=server.host, url=server.url)}")])
    server.fault = lambda connection: connection.sendall(next(steps, GOOD))
    assert await met(calls_of(client)["read"]) is None
    assert len(server.received) == 2
    assert all(secrets_of(client)[0].encode() in request for request in server.received)
    await works(client, server)


async def test_a_circle_ends(client: Client, server: Server, elsewhere: Server) -> None:
    server.fault = send(answer(b"", FOUND, f"location: {elsewhere.url}/x"))
    elsewhere.fault = send(answer(b"", FOUND, f"location: {server.url}/x"))
    error = await met(calls_of(client)["read"])
    assert type(error) is TransportError
    assert "redirected more than 5 times" in str(error)
    assert len(server.received) + len(elsewhere.received) == 6
    await works(client, server)


async def test_an_address_with_somebodys_name_is_sent_no_secret(
    client: Client, server: Server, elsewhere: Server
) -> None:
    server.fault = send(answer(b"", FOUND, f"location: http://ann:secret@{elsewhere.host}/x"))
    assert await met(calls_of(client)["read"]) is None
    shown = b"".join(elsewhere.received).decode("latin-1")
    assert not leaks([("elsewhere", shown)], secrets_of(client))
    await works(client, server)


async def test_secrets_in_the_address_of_an_error_are_not_shown(
    client: Client, server: Server, elsewhere: Server
) -> None:
    elsewhere.fault = send(answer(b"{}", "404 No"))
    for secret in secrets_of(client):
        for how in ("url", "url-all", "url-twice", "base64-url"):
            to = f"{elsewhere.url}/{spelled(secret)[how]}?key={spelled(secret)[how]}"
            server.fault = send(answer(b"", FOUND, f"location: {to}"))
            for call in CALLS:
                error = await met(calls_of(client)[call])
                assert error is not None
                assert not leaks(places(error), secrets_of(client)), (how, call)
    await works(client, server)
