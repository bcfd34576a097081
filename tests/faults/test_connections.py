"""Connections that never come about, and those that rest between two calls."""

import gc
import socket

import anyio
import pytest

from clientcore import RequestTimeoutError, TransportError
from tests.faults.accounts import CALLS, Call, Make, calls_of, met, secrets_of, unsent_bodies, works
from tests.faults.leaks import leaks, places
from tests.faults.server import (
    Action,
    Server,
    answer,
    send,
    send_and_close,
    send_and_reset,
    send_and_stall,
)
from tests.faults.table import STALLED
from tests.support import Client

HELLO = {
    "plain text": send_and_close(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
    "nothing": send_and_close(b""),
    "a reset": send_and_reset(),
    "an alert": send_and_close(b"\x15\x03\x01\x00\x02\x02\x46"),
    "garbage": send_and_close(bytes(range(256))),
    "half a record": send_and_close(b"\x16\x03\x03\x40\x00\x02"),
}


@pytest.mark.parametrize("hello", HELLO)
async def test_who_speaks_no_tls_is_sent_nothing(make: Make, server: Server, hello: str) -> None:
    server.at_first = HELLO[hello]
    async with make(f"https://{server.host}") as client:
        for does in calls_of(client).values():
            error = await met(does)
            assert type(error) is TransportError
            assert (error.never_sent, error.may_be_done) == (True, False)
            assert (error.attempts, error.host) == (2, server.host)
            assert "Nothing was sent." in str(error)
            assert str(error).isprintable()
            assert not leaks(places(error), secrets_of(client))
    assert not any(b"HTTP" in request for request in server.received)


@pytest.mark.parametrize("call", CALLS)
async def test_who_never_shakes_hands_is_sent_nothing(
    make: Make, server: Server, call: Call
) -> None:
    server.at_first = send_and_stall()
    async with make(f"https://{server.host}", timeout=STALLED) as client:
        error = await met(calls_of(client)[call])
        assert type(error) is RequestTimeoutError
        assert (error.never_sent, error.attempts) == (True, 2)
        assert "no connection" in str(error)
    assert server.received == []


AT_FIRST = {
    "a reset": (send_and_reset(), TransportError),
    "a close": (send_and_close(b""), TransportError),
    "a stall": (send_and_stall(), RequestTimeoutError),
    "an answer before the question": (send_and_close(answer()), None),
}


@unsent_bodies
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("at_first", AT_FIRST)
async def test_who_hangs_up_before_the_request_may_have_read_it(
    client: Client, server: Server, at_first: str, call: Call
) -> None:
    server.at_first, kind = AT_FIRST[at_first]
    error = await met(calls_of(client.with_options(timeout=STALLED))[call])
    if call == "write":
        gc.collect()
    if kind is not None:
        assert type(error) is kind
        # It is seen now while connecting, when nothing was sent yet, and now while reading
        assert error.may_be_done == (call != "read" and not error.never_sent)
        assert len(server.received) <= (2 if call == "read" else 1)
    server.at_first = None
    await anyio.sleep(0.02)  # until what was closed is known here
    await works(client, server)


KEPT = {
    "a reset": (send_and_reset(), TransportError),
    "a close": (send_and_close(b""), TransportError),
    "a stall": (send_and_stall(), RequestTimeoutError),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("end", KEPT)
async def test_a_kept_connection_that_ends_with_the_next_request(
    client: Client, server: Server, end: str, call: Call
) -> None:
    action, kind = KEPT[end]
    await works(client, server)
    server.received.clear()
    actions = iter([action])

    def first_time(connection: socket.socket) -> None:
        next(actions, send(answer()))(connection)

    server.fault = first_time
    error = await met(calls_of(client.with_options(timeout=STALLED))[call])
    if call == "read":
        assert error is None
        assert len(server.received) == 2
    else:
        assert type(error) is kind
        assert error.may_be_done
        assert "may have been carried out" in str(error)
        assert len(server.received) == 1
    await works(client, server)


@pytest.mark.parametrize("call", CALLS)
async def test_what_comes_while_nobody_asks_is_no_answer(
    client: Client, server: Server, call: Call
) -> None:
    server.fault = _answer_and_later(answer(b'{"id": 666, "name": "Forged"}'))
    for _ in range(3):
        result = await calls_of(client)[call]()
        assert "Forged" not in repr(result)
        await anyio.sleep(0.02)  # until all of it is there
    await works(client, server)


@unsent_bodies
@pytest.mark.parametrize("call", CALLS)
async def test_a_request_that_is_not_read_to_its_end(
    make: Make, server: Server, call: Call
) -> None:
    server.at_first = _curt(answer(b'{"message": "no"}', "413 Too Large"))
    async with make(server.url) as client:
        error = await met(calls_of(client)[call])
        assert error is not None
        assert server.host in str(error)
        if call == "write":
            gc.collect()
        server.at_first = None
        await anyio.sleep(0.02)  # until the end is known here
        await works(client, server)


def _answer_and_later(more: bytes) -> Action:
    def act(connection: socket.socket) -> None:
        connection.sendall(answer())
        connection.sendall(more)

    return act


def _curt(data: bytes) -> Action:
    """The answer comes before the request was read, and the connection is torn down."""

    def act(connection: socket.socket) -> None:
        connection.recv(1)
        send_and_reset(data)(connection)

    return act
