import gc
import warnings
from typing import Any

import anyio
import httpx
import pytest
import respx

from clientcore import (
    ArgumentError,
    ClientClosedError,
    FakeClock,
    RateLimit,
    RetryPolicy,
    ServerError,
    SlidingWindow,
)
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.support import (
    APP_KEY,
    RUNN_URL,
    TOKEN,
    USER_TOKEN,
    MakeClient,
    ScriptedServer,
    mock_http_client,
    runn,
    runrunit,
)

ME = httpx.Response(200, json={"name": "Ann"})


@respx.mock(base_url=RUNN_URL)
async def test_a_client_works_unentered_and_is_closed_by_hand(
    respx_mock: respx.MockRouter,
) -> None:
    respx_mock.get("/me/").respond(json={"name": "Ann"})
    client = RunnClient(TOKEN)
    assert (await client.me.get()).name == "Ann"
    await client.aclose()
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.me.get()


@respx.mock(base_url=RUNN_URL)
async def test_leaving_the_block_closes_the_client(respx_mock: respx.MockRouter) -> None:
    respx_mock.get("/me/").respond(json={"name": "Ann"})
    async with RunnClient(TOKEN) as client:
        await client.me.get()
    with pytest.raises(ClientClosedError, match="closed"):
        await client.me.get()
    assert respx_mock.calls.call_count == 1


@respx.mock(base_url=RUNN_URL)
async def test_its_own_http_client_is_closed(
    respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[httpx.AsyncClient] = []
    make = httpx.AsyncClient

    def remember(**options: Any) -> httpx.AsyncClient:
        made.append(make(**options))
        return made[-1]

    monkeypatch.setattr(httpx, "AsyncClient", remember)
    respx_mock.get("/me/").respond(json={"name": "Ann"})
    async with RunnClient(TOKEN) as client:
        assert made == []
        await client.me.get()
        await client.me.get()
        assert [each.is_closed for each in made] == [False]
    assert [each.is_closed for each in made] == [True]


async def test_a_borrowed_http_client_stays_open(make_client: MakeClient) -> None:
    borrowed = mock_http_client(ScriptedServer(ME))
    async with RunnClient(TOKEN, http_client=borrowed) as client:
        await client.me.get()
    assert not borrowed.is_closed
    with pytest.raises(ClientClosedError):
        await client.me.get()
    async with RunnClient(TOKEN, http_client=borrowed) as another:
        assert (await another.me.get()).name == "Ann"


async def test_a_borrowed_http_client_that_was_closed_is_an_error_of_the_sdk() -> None:
    borrowed = mock_http_client(ScriptedServer(ME))
    await borrowed.aclose()
    with pytest.raises(ClientClosedError):
        await RunnClient(TOKEN, http_client=borrowed).me.get()


async def test_a_client_closed_while_a_call_waits_sends_no_more() -> None:
    server = ScriptedServer(httpx.Response(500), ME)

    class Closing(FakeClock):
        async def sleep(self, seconds: float) -> None:
            await client.aclose()

    client = runn(server, clock=Closing())
    with pytest.raises(ClientClosedError):
        await client.me.get()
    assert len(server.requests) == 1


@respx.mock(base_url=RUNN_URL)
async def test_a_client_dropped_open_warns(respx_mock: respx.MockRouter) -> None:
    respx_mock.get("/me/").respond(json={"name": "Ann"})
    clients = [RunnClient(TOKEN)]
    await clients[0].me.get()
    with pytest.warns(ResourceWarning, match=r"without `await client.aclose\(\)`"):
        clients.clear()


async def test_a_client_dropped_without_a_connection_does_not_warn() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        RunnClient(TOKEN)
        await runn(ScriptedServer(ME)).me.get()
        async with RunnClient(TOKEN):
            pass
        gc.collect()
    assert caught == []


@respx.mock(base_url=RUNN_URL)
async def test_a_closed_client_does_not_warn(respx_mock: respx.MockRouter) -> None:
    respx_mock.get("/me/").respond(json={"name": "Ann"})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        async with RunnClient(TOKEN) as client:
            await client.me.get()
        del client
        gc.collect()
    assert caught == []


# Copies


async def test_a_copy_has_the_settings_that_it_is_given_and_keeps_the_others() -> None:
    retry = RetryPolicy(attempts=2)
    client = runn(ScriptedServer(ME), timeout=5, app_name="reports", retry=retry, strict=True)
    assert client.with_options().config == client.config
    copy = client.with_options(strict=False, timeout=None, retry=RetryPolicy(attempts=3))
    assert (copy.config.strict, copy.config.timeout, copy.config.retry.attempts) == (False, None, 3)
    assert (copy.config.app_name, copy.config.base_url) == ("reports", RUNN_URL)
    assert (client.config.strict, client.config.timeout, client.config.retry) == (True, 5, retry)
    assert type(copy) is RunnClient


async def test_a_copy_shares_connection_limiter_and_credentials(make_client: MakeClient) -> None:
    clock = FakeClock()
    headers = {"x-ratelimit-limit": "50", "x-ratelimit-remaining": "49", "x-ratelimit-reset": "60"}
    server = ScriptedServer(httpx.Response(200, json={}, headers=headers))
    client = make_client(server, clock=clock, limiter=SlidingWindow(1, 60.0, clock))
    copy = client.with_options(timeout=5)
    await client.request("GET", "/things")
    assert copy.rate_limit == RateLimit(50, 49, 60)
    await copy.request("GET", "/things")
    assert clock.slept == [60]
    kept = [{**request.headers} for request in server.requests]
    assert kept[0] == kept[1]
    await copy.aclose()
    with pytest.raises(ClientClosedError):
        await client.request("GET", "/things")


async def test_a_copy_has_resources_of_its_own() -> None:
    server = ScriptedServer(httpx.Response(500))
    client = runn(server)
    resource = client.me
    copy = client.with_options(retry=RetryPolicy(attempts=1))
    assert client.me is resource
    assert copy.me is not resource
    with pytest.raises(ServerError) as met:
        await copy.me.get()
    assert (met.value.status, met.value.attempts) == (500, 1)
    assert len(server.requests) == 1


# The limit


@pytest.mark.parametrize(("make", "quota"), [(runn, 120), (runrunit, 100)])
async def test_a_client_keeps_to_the_limit_of_its_service(make: MakeClient, quota: int) -> None:
    clock = FakeClock()
    client = make(ScriptedServer(httpx.Response(200, json={})), clock=clock)
    for _ in range(quota):
        await client.request("GET", "/things")
    assert clock.slept == []
    await client.request("GET", "/things")
    assert clock.slept == [60]


async def test_rate_limit_is_what_the_last_answer_told() -> None:
    def answer(remaining: int) -> httpx.Response:
        headers = {"x-ratelimit-limit": "120", "x-ratelimit-remaining": str(remaining)}
        return httpx.Response(200, json={"name": "Ann"}, headers=headers)

    client = runn(ScriptedServer(answer(119), answer(118), ME))
    assert client.rate_limit is None
    await client.me.get()
    assert client.rate_limit == RateLimit(120, 119, None)
    await client.me.get()
    assert client.rate_limit == RateLimit(120, 118, None)
    await client.me.get()
    assert client.rate_limit == RateLimit(120, 118, None)


async def test_the_limit_of_runrunit_is_told_with_a_429() -> None:
    clock = FakeClock()
    headers = {
        "RateLimit-Limit": "100",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "2026-11-23T09:00:20-03:00",
        "Date": "Mon, 23 Nov 2026 12:00:00 GMT",
    }
    server = ScriptedServer(httpx.Response(429, headers=headers), httpx.Response(200, json={}))
    client = runrunit(server, clock=clock)
    await client.request("GET", "/things")
    assert client.rate_limit == RateLimit(100, 0, 20)
    assert clock.slept == [20.5]


@pytest.mark.parametrize("reset", ["1e12", "1e300"])
async def test_an_absurd_reset_does_not_break_a_good_answer(reset: str) -> None:
    answer = httpx.Response(200, json={"name": "Ann"}, headers={"x-ratelimit-reset": reset})
    assert (await runn(ScriptedServer(answer)).me.get()).name == "Ann"


async def test_one_limiter_can_serve_several_clients() -> None:
    clock = FakeClock()
    limiter = SlidingWindow(1, 60.0, clock)
    for _ in range(2):
        await runn(ScriptedServer(ME), clock=clock, limiter=limiter).me.get()
    assert clock.slept == [60]


def test_a_client_can_be_made_outside_of_any_loop() -> None:
    client = RunnClient(TOKEN)

    async def call() -> None:
        with respx.mock(base_url=RUNN_URL) as router:
            router.get("/me/").respond(json={"name": "Ann"})
            async with client:
                assert (await client.me.get()).name == "Ann"

    anyio.run(call, backend="asyncio")


# What cannot be used


def make_runn(**options: Any) -> RunnClient:
    return RunnClient(TOKEN, **options)


def make_runrunit(**options: Any) -> RunrunitClient:
    return RunrunitClient(APP_KEY, USER_TOKEN, **options)


ADDRESS = "base_url must be an http or https address"
NO_QUERY = "base_url must hold neither credentials nor a query"
NAME = "app_name must be printable ASCII: it goes into a header"


@pytest.mark.parametrize("make", [make_runn, make_runrunit])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"base_url": ""}, ADDRESS),
        ({"base_url": "api.runn.io"}, ADDRESS),
        ({"base_url": "ftp://api.runn.io"}, ADDRESS),
        ({"base_url": "https://"}, ADDRESS),
        ({"base_url": "/v1"}, ADDRESS),
        ({"base_url": "https://me:s3cr3t@api.runn.io"}, NO_QUERY),
        ({"base_url": "https://s3cr3t@api.runn.io"}, NO_QUERY),
        ({"base_url": "https://api.runn.io?token=s3cr3t"}, NO_QUERY),
        ({"base_url": "https://api.runn.io#s3cr3t"}, NO_QUERY),
        ({"base_url": "ftp://s3cr3t"}, ADDRESS),
        ({"base_url": "s3cr3t@api.runn.io"}, ADDRESS),
        ({"base_url": "me:s3cr3t@api.runn.io"}, ADDRESS),
        ({"base_url": "https://[bad"}, ADDRESS),
        ({"base_url": "https://api.runn.io:port"}, ADDRESS),
        ({"base_url": "https://api.runn.io:99999"}, ADDRESS),
        ({"base_url": "https://api.runn.io\n"}, ADDRESS),
        ({"base_url": "https://api.runn.io /"}, ADDRESS),
        ({"base_url": "https://api.runn.io/?"}, NO_QUERY),
        ({"base_url": "https://api.runn.io/#"}, NO_QUERY),
        ({"base_url": None}, ADDRESS),
        ({"base_url": 5}, ADDRESS),
        ({"timeout": 0}, "timeout must be a number of seconds above 0, not 0"),
        ({"timeout": -1}, "timeout must be a number of seconds above 0, not -1"),
        ({"timeout": float("nan")}, "timeout must be a number of seconds above 0, not nan"),
        ({"timeout": float("inf")}, "timeout must be a number of seconds above 0, not inf"),
        ({"timeout": "5"}, "timeout must be a number of seconds above 0, not 5"),
        ({"timeout": True}, "timeout must be a number of seconds above 0, not True"),
        ({"app_name": 5}, NAME),
        ({"app_name": ""}, NAME),
        ({"app_name": " "}, NAME),
        ({"app_name": "repörts"}, NAME),
        ({"app_name": "a\r\nX-Evil: s3cr3t"}, NAME),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(
    make: MakeClient, options: dict[str, object], said: str
) -> None:
    with pytest.raises(ArgumentError) as met:
        make(**options)
    assert str(met.value) == said  # and so no secret of an address or a name


@pytest.mark.parametrize("timeout", [0, -5, float("nan")])
def test_a_copy_checks_its_timeout_too(timeout: float) -> None:
    with pytest.raises(ArgumentError) as met:
        runn(ScriptedServer()).with_options(timeout=timeout)
    assert str(met.value) == f"timeout must be a number of seconds above 0, not {timeout}"


@pytest.mark.parametrize("url", ["https://api.us.runn.io", "https://api.us.runn.io/"])
async def test_a_base_url_may_end_in_a_slash(url: str) -> None:
    server = ScriptedServer(ME)
    await runn(server, base_url=url).me.get()
    assert server.urls == ["https://api.us.runn.io/me/"]


async def test_a_base_url_may_hold_a_path_and_a_port() -> None:
    server = ScriptedServer(httpx.Response(200, json={}))
    await runrunit(server, base_url="http://localhost:8000/api/v1.0/").users.get("ann")
    assert server.urls == ["http://localhost:8000/api/v1.0/users/ann"]


def test_a_subclass_has_the_resources_and_operations_of_its_client() -> None:
    class Ours(RunnClient):
        """Somebody's own."""

    ours = Ours(TOKEN, http_client=mock_http_client(ScriptedServer()))
    assert ours.operations == runn(ScriptedServer()).operations
    assert type(ours.people) is type(runn(ScriptedServer()).people)
