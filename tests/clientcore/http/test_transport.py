import os
import re
from collections.abc import Awaitable, Callable

import anyio
import anyio.abc
import httpx
import pytest
import respx

from clientcore import (
    ApiError,
    ArgumentError,
    DecodeError,
    FakeClock,
    InvalidRequestError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    SDKError,
    ServerError,
    SlidingWindow,
    TransportError,
    __version__,
)
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.support import (
    APP_KEY,
    RUNN_URL,
    RUNRUNIT_URL,
    TOKEN,
    USER_TOKEN,
    LiveClock,
    MakeClient,
    ScriptedServer,
    runn,
    runrunit,
)

ME = httpx.Response(200, json={"name": "Ann"})
ONE_TRY = RetryPolicy(attempts=1)


# What is sent


async def test_the_headers_of_runn() -> None:
    server = ScriptedServer(ME)
    await runn(server).me.get()
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["accept-version"] == "1.0.0"
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith(f"runn-runrunit-sdk/{__version__} python/3.")
    assert "content-type" not in headers


async def test_the_headers_of_runrunit() -> None:
    server = ScriptedServer(ME)
    await runrunit(server).users.me()
    headers = server.requests[0].headers
    assert headers["app-key"] == APP_KEY
    assert headers["user-token"] == USER_TOKEN
    assert "authorization" not in headers
    assert "accept-version" not in headers
    assert "content-type" not in headers


async def test_the_user_agent_names_the_application(make_client: MakeClient) -> None:
    server = ScriptedServer(ME)
    await make_client(server, app_name="reports/2.1").request("GET", "/me")
    assert server.requests[0].headers["user-agent"].endswith(" (reports/2.1)")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_a_body_has_a_content_type(method: str, make_client: MakeClient) -> None:
    server = ScriptedServer(ME)
    await make_client(server).request(method, "/things", json={})
    assert server.requests[0].headers["content-type"] == "application/json"
    assert server.requests[0].content == b"{}"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_no_body_has_no_content_type(method: str, make_client: MakeClient) -> None:
    server = ScriptedServer(ME)
    await make_client(server).request(method, "/things")
    assert "content-type" not in server.requests[0].headers
    assert server.requests[0].content == b""


async def test_a_delete_has_neither_body_nor_content_type() -> None:
    server = ScriptedServer(httpx.Response(204))
    await runn(server).actuals.delete(5)
    assert server.requests[0].method == "DELETE"
    assert "content-type" not in server.requests[0].headers
    assert server.requests[0].content == b""


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        (None, {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": None}),
        (3, {"connect": 3, "read": 3, "write": 3, "pool": None}),
        (90, {"connect": 10.0, "read": 90, "write": 90, "pool": None}),
    ],
)
async def test_timeouts_are_finite(timeout: float | None, expected: dict[str, float]) -> None:
    async with RunnClient(TOKEN, timeout=timeout) as client:
        with respx.mock(base_url=RUNN_URL) as router:
            route = router.get("/me/").respond(json={"name": "Ann"})
            await client.me.get()
    assert route.calls.last.request.extensions["timeout"] == expected


async def test_a_borrowed_http_client_keeps_its_timeout_unless_one_is_given() -> None:
    server = ScriptedServer(ME)
    borrowed = httpx.AsyncClient(transport=httpx.MockTransport(server), timeout=77)
    client = RunnClient(TOKEN, http_client=borrowed)
    await client.me.get()
    await client.with_options(timeout=5).me.get()
    assert [request.extensions["timeout"]["read"] for request in server.requests] == [77, 5]


@respx.mock(base_url=RUNN_URL)
async def test_a_call_over_its_own_connection(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.patch("/projects/42").respond(json={"id": 42, "name": "New"})
    async with RunnClient(TOKEN) as client:
        project = await client.projects.update(42, name="New", team_id=None)
    assert (project.id, project.name) == (42, "New")
    assert route.calls.last.request.content == b'{"name": "New", "teamId": null}'


@respx.mock(base_url=RUNRUNIT_URL)
async def test_a_refused_call_over_its_own_connection(respx_mock: respx.MockRouter) -> None:
    respx_mock.post("/clients").respond(422, json={"errors": {"name": ["já existe"]}})
    async with RunrunitClient(APP_KEY, USER_TOKEN) as client:
        with pytest.raises(InvalidRequestError, match="já existe"):
            await client.clients.create(name="ACME")


# Trying again


async def test_a_read_is_repeated_until_it_works() -> None:
    clock = FakeClock()
    server = ScriptedServer(
        httpx.Response(500), httpx.ReadTimeout("slow"), httpx.ConnectError("refused"), ME
    )
    assert (await runn(server, clock=clock).me.get()).name == "Ann"
    assert clock.slept == [0.25, 0.5, 1]
    assert len({str(request.headers) for request in server.requests}) == 1


async def test_the_last_failure_is_raised_with_the_number_of_attempts() -> None:
    server = ScriptedServer(httpx.Response(500), httpx.Response(502, text="Bad Gateway"))
    with pytest.raises(ServerError) as met:
        await runn(server, retry=RetryPolicy(attempts=3)).me.get()
    assert str(met.value) == "Runn: GET /me/ at api.runn.io, 3 attempts: 502 Bad Gateway"
    assert met.value.attempts == 3
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(500),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("broken"),
        httpx.RemoteProtocolError("cut"),
        httpx.Response(200, html="<p>"),
        httpx.Response(200, text='{"id": 4'),
        httpx.Response(200),
    ],
    ids=repr,
)
class TestAFailureThatMayHaveHadAnEffect:
    async def test_is_repeated_for_an_overwrite(self, failure: httpx.Response | Exception) -> None:
        server = ScriptedServer(failure, httpx.Response(200, json={"id": 42}))
        assert (await runn(server).projects.update(42, name="New")).id == 42
        first, second = server.requests
        assert (first.content, first.url) == (second.content, second.url)

    async def test_is_not_repeated_for_a_create(self, failure: httpx.Response | Exception) -> None:
        server = ScriptedServer(failure, httpx.Response(200, json={"id": 42}))
        with pytest.raises(SDKError, match=re.escape("POST /clients/")):
            await runn(server).clients.create(name="ACME")
        assert len(server.requests) == 1

    async def test_is_not_repeated_for_a_raw_write(
        self, failure: httpx.Response | Exception
    ) -> None:
        server = ScriptedServer(failure, ME)
        try:
            await runn(server).request("POST", "/things", json={})
        except SDKError:
            assert not isinstance(failure, httpx.Response) or failure.status_code == 500
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(429, headers={"retry-after": "1"}),
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
        httpx.ProxyError("no"),
    ],
    ids=repr,
)
async def test_what_surely_had_no_effect_is_repeated_for_a_create(
    failure: httpx.Response | Exception,
) -> None:
    server = ScriptedServer(failure, httpx.Response(200, json={"id": 1}))
    assert (await runn(server).clients.create(name="ACME")).id == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>busy</html>", "it is a page for people instead of JSON: 17 bytes of HTML or XML"),
        (b'{"name": "An', "its JSON breaks off after 9 characters"),
        (b'{"name": An}', "its JSON goes wrong after 9 characters"),
        (b"", "it is empty instead of JSON"),
        (b"\xff", "expected JSON, found 1 bytes of text/html"),
    ],
    ids=["html", "cut", "wrong", "empty", "no text"],
)
async def test_a_broken_answer_to_a_read_is_repeated_and_then_an_error(
    body: bytes, said: str
) -> None:
    headers = {"content-type": "text/html"}
    broken = httpx.Response(200, content=body, headers=headers)
    assert (await runn(ScriptedServer(broken, broken, ME)).me.get()).name == "Ann"
    server = ScriptedServer(broken)
    with pytest.raises(DecodeError) as met:
        await runn(server, retry=RetryPolicy(attempts=3)).me.get()
    call = "GET /me/ at api.runn.io, 3 attempts"
    assert str(met.value) == f"Runn: {call}: answered 200, but {said}"
    assert (met.value.status, met.value.attempts) == (200, 3)
    assert met.value.body == body.decode(errors="replace")
    assert len(server.requests) == 3


async def test_a_broken_page_is_repeated_too() -> None:
    good = httpx.Response(200, json={"values": [], "nextCursor": None})
    server = ScriptedServer(httpx.Response(200, text='{"values": ['), good)
    assert await runn(server).clients.list().collect() == []


@pytest.mark.parametrize("body", [b"", b" \n", b"null", b"{}", b'{"id": 5}', b'"done"'])
async def test_where_nothing_is_expected_nothing_or_json_is_fine(body: bytes) -> None:
    server = ScriptedServer(httpx.Response(200, content=body))
    await runn(server).actuals.delete(5)
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b"deleted", b'{"id": '])
async def test_where_nothing_is_expected_a_page_is_an_error(body: bytes) -> None:
    server = ScriptedServer(httpx.Response(200, content=body))
    with pytest.raises(DecodeError, match=r"instead of JSON|breaks off|expected JSON") as met:
        await runn(server).actuals.delete(5)
    assert met.value.may_be_done
    assert "It may have been carried out: look before you try again." in str(met.value)
    assert len(server.requests) == 1


async def test_an_answer_of_another_form_is_not_repeated() -> None:
    server = ScriptedServer(httpx.Response(200, json=["no object"]))
    with pytest.raises(DecodeError, match=r"but expected an object, found list$"):
        await runn(server).me.get()
    assert len(server.requests) == 1


async def test_an_answer_nested_too_deeply_is_an_error_of_the_sdk() -> None:
    server = ScriptedServer(httpx.Response(200, content=b"[" * 100_000 + b"]" * 100_000))
    with pytest.raises(DecodeError, match="expected JSON, found 200000 bytes"):
        await runn(server).me.get()


async def test_a_wait_that_would_pass_the_deadline_is_not_begun() -> None:
    clock = FakeClock()
    policy = RetryPolicy(attempts=99, base=10, cap=1000, deadline=60)
    with pytest.raises(ServerError) as met:
        await runn(ScriptedServer(httpx.Response(500)), clock=clock, retry=policy).me.get()
    assert clock.slept == [5, 10, 20]
    assert met.value.attempts == 4


async def test_the_deadline_counts_the_time_of_the_attempts() -> None:
    clock = FakeClock()

    async def slow(request: httpx.Request) -> httpx.Response:
        clock.advance(25)
        return httpx.Response(500)

    policy = RetryPolicy(attempts=99, base=2, deadline=60)
    with pytest.raises(ServerError) as met:
        await runn(slow, clock=clock, retry=policy).me.get()
    assert met.value.attempts == 3


async def test_a_429_that_asks_for_more_than_the_deadline_is_an_error() -> None:
    clock = FakeClock()
    server = ScriptedServer(httpx.Response(429, headers={"retry-after": "50"}))
    with pytest.raises(RateLimitError) as met:
        await runn(server, clock=clock, retry=RetryPolicy(deadline=40)).me.get()
    assert met.value.retry_after == 50
    assert clock.slept == []


async def test_a_deadline_that_passes_in_line_is_not_a_time_out_of_the_server() -> None:
    clock = FakeClock()
    server = ScriptedServer(httpx.Response(500, text="Oops"), ME)
    limiter = SlidingWindow(1, 60.0, clock)
    client = runn(server, clock=clock, limiter=limiter, retry=RetryPolicy(deadline=30))
    with pytest.raises(ServerError, match="Oops"):
        await client.me.get()
    assert len(server.requests) == 1


async def test_a_backoff_over_max_wait_does_not_end_the_tries() -> None:
    server = ScriptedServer(httpx.Response(429, headers={"retry-after": "1"}), ME)
    policy = RetryPolicy(base=10, max_wait=3)
    assert (await runn(server, retry=policy).me.get()).name == "Ann"


async def test_without_a_deadline_it_goes_on_for_ever() -> None:
    clock = FakeClock()
    policy = RetryPolicy(attempts=200, base=50, cap=50, deadline=None)
    with pytest.raises(ServerError) as met:
        await runn(ScriptedServer(httpx.Response(500)), clock=clock, retry=policy).me.get()
    assert met.value.attempts == 200


async def test_a_stalled_attempt_ends_with_the_deadline() -> None:
    async def stall(request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.fail_after(5):
        with pytest.raises(RequestTimeoutError, match=r"GET /me/ at .*: the deadline passed\."):
            await runn(stall, retry=RetryPolicy(deadline=0)).me.get()


@pytest.mark.parametrize(("asked", "slept"), [("7", [7]), ("0", [0.25])])
async def test_a_503_can_ask_for_a_wait(asked: str, slept: list[float]) -> None:
    clock = FakeClock()
    await runn(
        ScriptedServer(httpx.Response(503, headers={"retry-after": asked}), ME), clock=clock
    ).me.get()
    assert clock.slept == slept


async def test_a_503_that_asks_for_too_long_a_wait_is_an_error() -> None:
    clock = FakeClock()
    server = ScriptedServer(httpx.Response(503, headers={"retry-after": "500"}))
    with pytest.raises(ServerError) as met:
        await runn(server, clock=clock).me.get()
    assert met.value.retry_after == 500
    assert clock.slept == []


async def test_a_503_does_not_pause_other_callers(live_clock: LiveClock) -> None:
    arrivals: list[float] = []

    async def server(request: httpx.Request) -> httpx.Response:
        arrivals.append(live_clock.time())
        await live_clock.sleep(1)
        first = len(arrivals) == 1
        return httpx.Response(503, headers={"retry-after": "30"}) if first else ME

    client = runn(server, clock=live_clock)
    async with anyio.create_task_group() as group:
        group.start_soon(client.me.get)
        await live_clock.sleep(2)
        group.start_soon(client.me.get)
    assert arrivals == [0, 2, 31]


# Failures of the connection


@pytest.mark.parametrize(
    ("failure", "kind", "never_sent"),
    [
        (httpx.ConnectError("refused"), TransportError, True),
        (httpx.ConnectTimeout("slow"), RequestTimeoutError, True),
        (httpx.PoolTimeout("busy"), RequestTimeoutError, True),
        (httpx.ProxyError("no"), TransportError, True),
        (httpx.ReadTimeout("slow"), RequestTimeoutError, False),
        (httpx.WriteTimeout("slow"), RequestTimeoutError, False),
        (httpx.ReadError("broken"), TransportError, False),
        (httpx.WriteError("broken"), TransportError, False),
        (httpx.CloseError("broken"), TransportError, False),
        (httpx.RemoteProtocolError("cut"), TransportError, False),
        (httpx.DecodingError("no gzip"), TransportError, False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_a_failed_connection_is_an_error_of_the_sdk(
    failure: Exception, kind: type[TransportError], never_sent: bool
) -> None:
    with pytest.raises(TransportError) as met:
        await runn(ScriptedServer(failure), retry=ONE_TRY).projects.get(42)
    error, name = met.value, type(failure).__name__
    assert type(error) is kind
    what = "connection" if never_sent else "answer in time" if "Timeout" in name else "answer"
    words = "" if kind is RequestTimeoutError else f": {failure}"
    assert error.reason == f"no {what} ({name}{words})"
    assert (error.method, error.path) == ("GET", "/projects/{projectId}")
    assert (error.never_sent, error.attempts) == (never_sent, 1)
    assert error.__cause__ is None
    assert error.__context__ is None


async def test_a_failure_without_words_is_named_by_its_kind() -> None:
    with pytest.raises(TransportError, match=r"^Runn: GET /me/ at .*: no answer \(ReadError\)\. "):
        await runn(ScriptedServer(httpx.ReadError("")), retry=ONE_TRY).me.get()


async def test_a_refused_connection() -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra_attributes[anyio.abc.SocketAttribute.local_port]()
    await listener.aclose()
    async with RunnClient(TOKEN, base_url=f"http://127.0.0.1:{port}", retry=ONE_TRY) as client:
        with pytest.raises(TransportError) as met:
            await client.me.get()
    assert met.value.never_sent


# Cancellation


async def stall(request: httpx.Request) -> httpx.Response:
    await anyio.sleep_forever()
    raise AssertionError


class StuckClock(FakeClock):
    """On which nobody wakes."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep_forever()


async def paused_client() -> RunnClient:
    limiter = SlidingWindow(10, 60.0, StuckClock())
    await limiter.pause(30)
    return runn(ScriptedServer(ME), limiter=limiter)


async def sending_client() -> RunnClient:
    return runn(stall)


async def waiting_client() -> RunnClient:
    return runn(ScriptedServer(httpx.Response(500)), clock=StuckClock())


@pytest.mark.parametrize("make", [paused_client, sending_client, waiting_client])
@pytest.mark.parametrize("in_group", [False, True], ids=["scope", "group"])
async def test_a_cancelled_call_is_cancelled_and_no_error(
    make: Callable[[], Awaitable[RunnClient]], in_group: bool
) -> None:
    client = await make()
    ended: list[type[BaseException]] = []

    async def call() -> None:
        try:
            await client.me.get()
        except BaseException as error:
            ended.append(type(error))
            raise

    if in_group:
        async with anyio.create_task_group() as group:
            group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
    else:
        with anyio.move_on_after(0) as scope:
            await call()
        assert scope.cancelled_caught
    assert ended == [anyio.get_cancelled_exc_class()]


async def test_a_timeout_of_the_caller_is_the_callers() -> None:
    with pytest.raises(TimeoutError):
        with anyio.fail_after(0):
            await runn(stall).me.get()


async def test_nothing_is_sent_for_what_cannot_be_built() -> None:
    server = ScriptedServer(ME)
    with pytest.raises(ArgumentError):
        await runn(server).request("POST", "/things", json={"a": {1}})
    assert server.requests == []


async def test_what_a_borrowed_transport_raises_is_an_error_of_the_sdk() -> None:
    server = ScriptedServer(OSError(5, "Input/output error"))
    with pytest.raises(TransportError, match=r"no answer \(OSError: Input/output error\)") as met:
        await runn(server, retry=ONE_TRY).clients.create(name="ACME")
    assert met.value.may_be_done
    assert "look before you try again" in str(met.value)


# Bounds


async def test_an_answer_over_the_bound_is_an_error_and_asked_for_once(
    make_client: MakeClient,
) -> None:
    server = ScriptedServer(httpx.Response(200, json=["x" * 1000]))
    assert (await make_client(server, max_answer=1004).request("GET", "/a")).json() == ["x" * 1000]
    with pytest.raises(DecodeError, match="longer than the 1,003 bytes of max_answer") as met:
        await make_client(server, max_answer=1003).request("GET", "/a")
    assert met.value.status == 200
    assert len(server.requests) == 2


async def test_an_answer_that_drips_for_ever_is_ended() -> None:
    async def drip(request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    client = runn(drip, timeout=0.001, retry=ONE_TRY)
    with anyio.fail_after(5):
        with pytest.raises(RequestTimeoutError, match=r"no whole answer in 0\.01 s\. It may have"):
            await client.clients.create(name="ACME")


async def test_the_deadline_is_ten_minutes_unless_given() -> None:
    clock = FakeClock()

    async def slow(request: httpx.Request) -> httpx.Response:
        clock.advance(299)
        return httpx.Response(500)

    with pytest.raises(ServerError) as met:
        await runn(slow, clock=clock, retry=RetryPolicy(attempts=99)).me.get()
    assert met.value.attempts == 3


@pytest.mark.parametrize("status", [300, 304, 199])
async def test_only_a_2xx_is_a_success(status: int, make_client: MakeClient) -> None:
    server = ScriptedServer(httpx.Response(status, json={"id": 1}))
    with pytest.raises(ApiError) as met:
        await make_client(server).request("GET", "/things")
    assert met.value.status == status
    assert len(server.requests) == 1


# The environment


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (
            "ALL_PROXY",
            "socks5://u:pa55word@h:1",
            "asks for a SOCKS proxy: pip install",
        ),
        ("HTTPS_PROXY", "pa55word://x", "must hold an address that begins with http, https or"),
        (
            "HTTP_PROXY",
            "http://u:pa55word@h:x",
            "must hold an address that begins with",
        ),
        ("SSL_CERT_FILE", "/pa55word", "leads to no certificates: No such file or directory"),
    ],
)
async def test_an_environment_that_cannot_be_used_is_named(
    variable: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if "proxy" in name.lower() or "SSL_" in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(variable, value)
    client = RunnClient(TOKEN)
    with pytest.raises(ArgumentError) as met:
        await client.me.get()
    assert str(met.value).startswith(f"the environment variable {variable} {said}")
    assert "pa55word" not in str(met.value)
    assert met.value.__context__ is None
    monkeypatch.delenv(variable)
    with respx.mock(base_url=RUNN_URL) as router:  # once it is mended, the client works
        router.get("/me/").respond(json={"name": "Ann"})
        assert (await client.me.get()).name == "Ann"
    await client.aclose()
