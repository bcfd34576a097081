"""An environment that cannot be used: nothing is sent, and the error says which variable it is."""

import os

import pytest

from clientcore import ArgumentError, FakeClock
from tests.faults.accounts import Make, calls_of, secrets_of, works
from tests.faults.leaks import leaks, places
from tests.faults.server import Server

UNUSABLE = {
    "ALL_PROXY": "socks5://127.0.0.1:9",
    "HTTP_PROXY": "gopher://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:port",
    "SSL_CERT_FILE": "/nowhere/certificates.pem",
}


@pytest.mark.parametrize("variable", UNUSABLE)
async def test_a_variable_that_cannot_be_used_is_named(
    make: Make, server: Server, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if "proxy" in name.lower()]:
        monkeypatch.delenv(name)
    before = os.environ.get(variable)
    monkeypatch.setenv(variable, UNUSABLE[variable])
    clock = FakeClock()
    async with make(server.url, clock=clock) as client:
        for does in calls_of(client).values():
            with pytest.raises(ArgumentError, match=variable) as met:
                await does()
            assert "nowhere" not in str(met.value)
            assert not leaks(places(met.value), secrets_of(client))
        assert (server.received, clock.slept) == ([], [])
        if before is None:
            monkeypatch.delenv(variable)
        else:
            monkeypatch.setenv(variable, before)
        await works(client, server)
