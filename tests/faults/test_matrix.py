"""Faults times clients times calls times loops, over raw sockets: what httpx' mocks hide."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

import anyio
import certifi
import pytest

from clientcore import (
    ApiError,
    DecodeError,
    FakeClock,
    RateLimit,
    RetryPolicy,
    SDKError,
    SlidingWindow,
    TransportError,
)
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.faults.secrets import found_in, shown
from tests.faults.server import Server, answer, send, send_and_close, send_and_stall, serving
from tests.faults.table import FAULTS, Call, Fault
from tests.support import APP_KEY, TOKEN, USER_TOKEN, Client

TWICE = RetryPolicy(attempts=2, max_wait=70)
MOST = 2_000_000
Does = Callable[[], Coroutine[None, None, object]]


@pytest.fixture(scope="module", autouse=True)
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Reading all of them takes longer than all the rest, for each client anew."""
    end = "-----END CERTIFICATE-----\n"
    file = tmp_path_factory.mktemp("certificates") / "one.pem"
    file.write_text(certifi.contents().partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(scope="module")
def shared() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(shared: Server) -> Server:
    shared.fault = None
    shared.received.clear()
    return shared


class CountedWindow(SlidingWindow):
    """It knows how many requests are on their way."""

    on_their_way = 0

    async def acquire(self, max_pause: float) -> float | None:
        pause = await super().acquire(max_pause)
        self.on_their_way += pause is None
        return pause

    async def release(self, rate_limit: RateLimit | None) -> None:
        self.on_their_way -= 1
        await super().release(rate_limit)


Make = Callable[[str, SlidingWindow], Client]


def runn(url: str, limiter: SlidingWindow) -> RunnClient:
    clock = FakeClock()
    return RunnClient(
        TOKEN, base_url=url, retry=TWICE, limiter=limiter, clock=clock, max_answer=MOST
    )


def runrunit(url: str, limiter: SlidingWindow) -> RunrunitClient:
    keys, clock = (APP_KEY, USER_TOKEN), FakeClock()
    return RunrunitClient(
        *keys, base_url=url, retry=TWICE, limiter=limiter, clock=clock, max_answer=MOST
    )


@pytest.fixture(params=[runn, runrunit])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
def limiter() -> CountedWindow:
    return CountedWindow(50, clock=FakeClock())


@pytest.fixture
async def client(server: Server, make: Make, limiter: CountedWindow) -> AsyncIterator[Client]:
    async with make(server.url, limiter) as made:
        yield made
    assert limiter.on_their_way == 0


def calls_of(client: Client) -> dict[Call, Does]:
    if isinstance(client, RunnClient):
        return {
            "read": client.me.get,
            "write": lambda: client.clients.create(name="ACME"),
            "delete": lambda: client.actuals.delete(5),
        }
    return {
        "read": client.users.me,
        "write": lambda: client.clients.create(name="ACME"),
        "delete": lambda: client.manual_work_periods.delete(5),
    }


@pytest.mark.parametrize("call", ["read", "write", "delete"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_fault_is_met_as_it_should_be(
    client: Client, server: Server, fault: Fault, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.fault = fault.action
    error = await met(calls_of(client.with_options(timeout=fault.timeout))[call])
    expected = {"read": fault.read, "write": fault.write, "delete": fault.delete}[call]
    assert type(error) is (expected or type(None))
    again = fault.all_repeat or (fault.repeats and call == "read")
    assert len(server.received) == (2 if error and again else 1)
    if error:
        check(error, client, server)
        assert fault.says in str(error)
        written = call != "read"
        assert getattr(error, "may_be_done", False) == (fault.may_be_done and written)
        assert ("may have been carried out" in str(error)) == (fault.may_be_done and written)
    ours = (record.getMessage() for record in caplog.records if "httpcore" not in record.name)
    assert not found_in("\n".join(ours), client)
    await works(client, server)


PHASES = {
    "before the answer": b"",
    "within the head": answer()[:20],
    "within the body": answer()[:-5],
}


@pytest.mark.parametrize("call", ["read", "write", "delete"])
@pytest.mark.parametrize("sent", PHASES.values(), ids=PHASES)
@pytest.mark.parametrize("native", [False, True], ids=["scope", "task"])
async def test_a_call_can_be_cancelled_at_any_moment(
    client: Client, server: Server, sent: bytes, call: Call, native: bool, anyio_backend: str
) -> None:
    native = native and anyio_backend == "asyncio"
    server.fault = send_and_stall(sent)
    does = calls_of(client)[call]

    async def arrived() -> None:
        while not server.received:
            await anyio.sleep(0.001)
        await anyio.sleep(0.01)

    if native:
        calling = asyncio.ensure_future(does())
        await arrived()
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
    else:
        async with anyio.create_task_group() as group:
            group.start_soon(does)
            await arrived()
            group.cancel_scope.cancel()
    assert len(server.received) == 1
    await works(client, server)


@pytest.mark.parametrize("call", ["read", "write", "delete"])
async def test_a_connection_that_was_closed_while_it_rested_is_not_used(
    client: Client, server: Server, call: Call
) -> None:
    server.fault = send_and_close(answer())
    does = calls_of(client)[call]
    for _ in range(5):
        await does()
        await anyio.sleep(0.02)  # until it is known here
    assert len(server.received) == 5


@pytest.mark.parametrize("call", ["read", "write", "delete"])
async def test_who_is_not_there_is_sent_nothing_and_asked_again(make: Make, call: Call) -> None:
    with serving() as gone:
        host = gone.host
    async with make(f"http://{host}", SlidingWindow(50, clock=FakeClock())) as client:
        error = await met(calls_of(client)[call])
    assert type(error) is TransportError
    assert (error.never_sent, error.attempts, error.may_be_done) == (True, 2, False)
    assert f" at {host}, 2 attempts: no connection (ConnectError: " in str(error)
    assert "Nothing was sent." in str(error)


async def met(does: Does) -> SDKError | None:
    with anyio.fail_after(10):
        try:
            await does()
        except SDKError as error:
            return error
    return None


def check(error: SDKError, client: Client, server: Server) -> None:
    """What holds for every error: it tells where, shows no secret, and can be shown anywhere."""
    assert str(error).startswith(f"{client.service.name}: ")
    assert f" at {server.host}" in str(error)
    assert str(error).isprintable()
    str(error).encode()
    assert not found_in(shown(error), client)
    assert isinstance(error, ApiError | DecodeError | TransportError)
    assert error.host == server.host


async def works(client: Client, server: Server) -> None:
    """After whatever it was: no slot is taken for ever, and the next answer is the right one."""
    server.fault = send(answer(b'{"id": 2, "name": "Bob"}'))
    free = client.with_options(retry=RetryPolicy(attempts=1, max_wait=120))
    for _ in range(2):
        with anyio.fail_after(10):
            found = (
                await free.clients.get(2)
                if isinstance(free, RunrunitClient)
                else await free.people.get(2)
            )
        assert found.id == 2
