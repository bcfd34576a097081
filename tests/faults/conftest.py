"""Servers on raw sockets and the clients before them."""

from collections.abc import AsyncIterator, Iterator

import certifi
import pytest

from clientcore import FakeClock
from clientcore.http import transport
from tests.faults.accounts import CountedWindow, Make, runn, runrunit
from tests.faults.server import Server, serving
from tests.support import Client


@pytest.fixture(scope="package", autouse=True)
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Reading all of them takes longer than all the rest, for each client anew."""
    end = "-----END CERTIFICATE-----\n"
    file = tmp_path_factory.mktemp("certificates") / "one.pem"
    file.write_text(certifi.contents().partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(autouse=True)
def short_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times a time-out that a busy machine can keep would be a long time for a test."""
    monkeypatch.setattr(transport, "_DRIPPING", 2)


@pytest.fixture(scope="package")
def shared() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(shared: Server) -> Server:
    shared.fault = shared.at_first = None
    shared.received.clear()
    return shared


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Where a server leads to."""
    with serving() as server:
        yield server


@pytest.fixture(params=[runn, runrunit])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def limiter(clock: FakeClock) -> CountedWindow:
    return CountedWindow(50, clock=clock)


@pytest.fixture
async def client(
    server: Server, make: Make, limiter: CountedWindow, clock: FakeClock
) -> AsyncIterator[Client]:
    async with make(server.url, limiter, clock=clock) as made:
        yield made
    assert limiter.on_their_way == 0
