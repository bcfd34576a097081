"""Faults times clients times calls times loops, over raw sockets: what httpx' mocks hide."""

import logging

import anyio
import pytest

from clientcore import ApiError, DecodeError, SDKError, TransportError
from tests.faults.accounts import CALLS, Call, Make, calls_of, met, secrets_of, works
from tests.faults.leaks import leaks, logged, places
from tests.faults.odd import ODD
from tests.faults.server import Server, answer, send_and_close, serving
from tests.faults.table import FAULTS, Fault
from tests.support import Client


@pytest.mark.parametrize("fault", [*FAULTS, *ODD], ids=lambda fault: fault.name)
async def test_a_fault_is_met_as_it_should_be(
    client: Client, server: Server, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for call in CALLS:  # one after another: making a client takes longer than calling it
        server.received.clear()
        server.fault = fault.action
        error = await met(calls_of(client.with_options(timeout=fault.timeout))[call])
        expected = {"read": fault.read, "write": fault.write, "delete": fault.delete}[call]
        assert type(error) is (expected or type(None)), call
        again = fault.all_repeat or (fault.repeats and call == "read")
        assert len(server.received) == (2 if error and again else 1), call
        if error:
            check(error, client, server)
            assert fault.says in str(error)
            written = call != "read"
            assert getattr(error, "may_be_done", False) == (fault.may_be_done and written), call
            assert ("may have been carried out" in str(error)) == (fault.may_be_done and written)
        else:  # after an error, the next call is met by the same fault, and not by a rest of this
            await works(client, server)
    await works(client, server)
    assert not leaks(logged(caplog.records), secrets_of(client))


@pytest.mark.parametrize("call", CALLS)
async def test_a_connection_that_was_closed_while_it_rested_is_not_used(
    client: Client, server: Server, call: Call
) -> None:
    server.fault = send_and_close(answer())
    does = calls_of(client)[call]
    for _ in range(3):
        await does()
        await anyio.sleep(0.02)  # until it is known here
    assert len(server.received) == 3


@pytest.mark.parametrize("call", CALLS)
async def test_who_is_not_there_is_sent_nothing_and_asked_again(make: Make, call: Call) -> None:
    with serving() as gone:
        host = gone.host
    async with make(f"http://{host}") as client:
        error = await met(calls_of(client)[call])
    assert type(error) is TransportError
    assert (error.never_sent, error.attempts, error.may_be_done) == (True, 2, False)
    assert f" at {host}, 2 attempts: no connection (ConnectError: " in str(error)
    assert "Nothing was sent." in str(error)


def check(error: SDKError, client: Client, server: Server) -> None:
    """What holds for every error: it tells where, shows no secret, and can be shown anywhere."""
    assert str(error).startswith(f"{client.service.name}: ")
    assert f" at {server.host}" in str(error)
    assert str(error).isprintable()
    str(error).encode()
    assert not leaks(places(error), secrets_of(client))
    assert isinstance(error, ApiError | DecodeError | TransportError)
    assert error.host == server.host
