"""One client over two event loops: its connections stay behind, and nothing is sent twice."""

import asyncio
import gc
import threading
import warnings
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import anyio
import httpx
import pytest

from clientcore import ClientClosedError, EventLoopError, RetryPolicy
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from tests.support import TOKEN, ScriptedServer, mock_http_client

LOOPS = ("asyncio", "trio")
ONE_TRY = RetryPolicy(attempts=1)


class Server(ThreadingHTTPServer):
    """Answers whatever it is asked with a client, and keeps connections open."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride] - it only serves this

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        body = b'{"id": 1, "name": "ACME"}'
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """On no terminal."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield served
        served.shutdown()


def client_of(server: Server) -> RunnClient:
    return RunnClient(TOKEN, base_url=server.url, retry=ONE_TRY)


@pytest.mark.parametrize("first", LOOPS)
@pytest.mark.parametrize("second", LOOPS)
def test_a_write_in_the_next_loop_gets_its_answer(server: Server, first: str, second: str) -> None:
    client = client_of(server)

    async def write() -> None:
        assert (await client.clients.create(name="ACME")).id == 1

    async def write_and_close() -> None:
        await write()
        await client.aclose()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # connections of a loop that is over
        anyio.run(write, backend=first)
        anyio.run(write_and_close, backend=second)
        gc.collect()
    assert server.asked == ["POST /clients/"] * 2


@pytest.mark.parametrize("first", LOOPS)
@pytest.mark.parametrize("second", LOOPS)
def test_a_client_is_closed_in_the_next_loop(server: Server, first: str, second: str) -> None:
    client = client_of(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        anyio.run(client.me.get, backend=first)
        anyio.run(client.aclose, backend=second)
        gc.collect()
    with pytest.raises(ClientClosedError):
        anyio.run(client.me.get, backend=first)
    assert len(server.asked) == 1


@pytest.mark.parametrize("use", ["call", "close"])
async def test_a_second_thread_is_refused_while_the_first_is_at_work(
    server: Server, use: str
) -> None:
    client = client_of(server)
    await client.me.get()
    for loop in LOOPS:
        used: Callable[[], Awaitable[object]] = client.me.get if use == "call" else client.aclose
        elsewhere = partial(anyio.run, used, backend=loop)
        with pytest.raises(EventLoopError, match=r"in use in another event loop.*: make one"):
            await anyio.to_thread.run_sync(elsewhere)
    assert len(server.asked) == 1
    await client.me.get()
    await client.aclose()


@pytest.mark.parametrize("second", LOOPS)
def test_a_loop_that_only_rests_may_be_left(server: Server, second: str) -> None:
    client = client_of(server)
    resting = asyncio.new_event_loop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        resting.run_until_complete(client.me.get())
        anyio.run(client.me.get, backend=second)
        resting.run_until_complete(client.me.get())
        resting.run_until_complete(client.aclose())
        resting.close()
        gc.collect()
    assert len(server.asked) == 3


def test_a_borrowed_http_client_is_not_taken_to_the_next_loop() -> None:
    server = ScriptedServer(httpx.Response(200, json={"name": "Ann"}))
    client = RunnClient(TOKEN, http_client=mock_http_client(server))
    asyncio.run(client.me.get())

    async def call_twice() -> None:
        for _ in range(2):
            with pytest.raises(EventLoopError, match="passed in was used in an event loop"):
                await client.me.get()

    asyncio.run(call_twice())
    assert len(server.requests) == 1


def test_a_sandbox_in_process_belongs_to_no_loop() -> None:
    sandbox = RunnSandbox()
    client = sandbox.client()
    for loop in (*LOOPS, *LOOPS):
        anyio.run(client.me.get, backend=loop)
    assert len(sandbox.calls) == 4
