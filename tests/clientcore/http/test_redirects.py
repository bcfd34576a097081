import httpx
import pytest

from clientcore import ApiError, FakeClock, RetryPolicy, SDKError, TransportError
from clientcore.http.redirects import origin, redirect_target
from clientcore.http.response import RawResponse
from runrunit_client import RunrunitClient
from tests.support import RUNN_URL, RUNRUNIT_URL, TOKEN, MakeClient, ScriptedServer, runn, runrunit

OWN_HEADERS = ("authorization", "app-key", "user-token", "accept-version")
CREDENTIALS: dict[MakeClient, set[str]] = {
    runn: {"authorization", "accept-version"},
    runrunit: {"app-key", "user-token"},
}
HOSTS: dict[MakeClient, str] = {runn: "api.runn.io", runrunit: "runrun.it"}
DONE = httpx.Response(200, text="done")
STATUSES = [301, 302, 303, 307, 308]


def to(location: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": location})


def own_headers(request: httpx.Request) -> set[str]:
    return {name for name in OWN_HEADERS if name in request.headers}


@pytest.mark.parametrize(
    "target",
    [
        "https://files.example/secret.pdf?signature=1",
        "https://{host}:8443/secret.pdf",
        "http://{host}/secret.pdf",
        "http://{host}:443/secret.pdf",
        "//files.example/secret.pdf",
        "https://{host}.files.example/",
        "https://sub.{host}/",
    ],
)
@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("make", [runn, runrunit])
async def test_another_origin_is_told_no_credentials(
    make: MakeClient, status: int, target: str
) -> None:
    server = ScriptedServer(to(target.format(host=HOSTS[make]), status), DONE)
    client = make(server)
    assert (await client.request("GET", "/documents/1/download")).text == "done"
    first, second = server.requests
    assert own_headers(first) == CREDENTIALS[make]
    assert own_headers(second) == set()
    assert second.url == httpx.URL(server.urls[0]).join(target.format(host=HOSTS[make]))
    assert second.headers["host"] == second.url.netloc.decode()


@pytest.mark.parametrize("target", ["/elsewhere", "https://{host}/elsewhere", "//{host}:443/else"])
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("make", [runn, runrunit])
async def test_the_same_origin_is_told_them(make: MakeClient, status: int, target: str) -> None:
    server = ScriptedServer(to(target.format(host=HOSTS[make]), status), DONE)
    await make(server).request("GET", "/things")
    assert [own_headers(request) for request in server.requests] == [CREDENTIALS[make]] * 2


async def test_the_way_back_from_another_origin_is_told_them_again() -> None:
    server = ScriptedServer(to("https://login.example/"), to(f"{RUNN_URL}/things"), DONE)
    await runn(server).request("GET", "/start")
    assert [own_headers(request) for request in server.requests] == [
        CREDENTIALS[runn],
        set(),
        CREDENTIALS[runn],
    ]


async def test_a_target_with_a_user_is_told_no_credentials() -> None:
    server = ScriptedServer(to("https://api.runn.io@files.example/"), DONE)
    await runn(server).request("GET", "/things")
    assert server.requests[1].url.host == "files.example"
    assert TOKEN not in str(server.requests[1].headers.multi_items())


async def test_a_relative_target_stands_on_the_last_url() -> None:
    server = ScriptedServer(to("https://files.example/a/b"), to("c?d=1"), DONE)
    await runrunit(server).request("GET", "/documents/1/download")
    assert server.urls == [
        f"{RUNRUNIT_URL}/documents/1/download",
        "https://files.example/a/b",
        "https://files.example/a/c?d=1",
    ]


async def test_the_limits_of_another_host_are_not_ours() -> None:
    headers = {"x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "50"}
    server = ScriptedServer(to("https://files.example/"), httpx.Response(200, headers=headers))
    client = runn(server)
    await client.request("GET", "/things")
    assert len(server.requests) == 2
    assert client.rate_limit is None


async def test_a_loop_ends_with_an_error_and_is_not_tried_again(make_client: MakeClient) -> None:
    server = ScriptedServer(to("/again"))
    with pytest.raises(TransportError, match=r"GET /things at .*: redirected more than 5 times\."):
        await make_client(server).request("GET", "/things")
    assert len(server.requests) == 6


async def test_five_redirects_are_followed() -> None:
    server = ScriptedServer(*[to(f"/{number}") for number in range(5)], DONE)
    client = runn(server, retry=RetryPolicy(attempts=1))
    assert (await client.request("GET", "/things")).text == "done"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", STATUSES)
async def test_a_write_is_not_sent_on(method: str, status: int, make_client: MakeClient) -> None:
    server = ScriptedServer(to("https://files.example/", status))
    with pytest.raises(ApiError) as met:
        await make_client(server).request(method, "/things", json={"a": 1})
    assert met.value.status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("location", ["mailto:a@b", "javascript:x", "http://[bad"])
async def test_a_write_answered_by_an_odd_redirect_is_not_sent_again(location: str) -> None:
    server = ScriptedServer(to(location))
    with pytest.raises(SDKError) as met:
        await runn(server).clients.create(name="ACME")
    assert len(server.requests) == 1
    assert not getattr(met.value, "never_sent", False)


@pytest.mark.parametrize("location", ["", "ftp://files.example/", "file:///etc/passwd", "http://"])
async def test_a_target_that_is_not_http_is_not_followed(location: str) -> None:
    server = ScriptedServer(to(location))
    with pytest.raises(ApiError) as met:
        await runn(server).request("GET", "/things")
    assert met.value.status == 302
    assert len(server.requests) == 1


async def test_a_redirect_without_a_location_is_an_error() -> None:
    with pytest.raises(SDKError, match=r": 302 Found\. It leads to nowhere and was"):
        await runn(ScriptedServer(httpx.Response(302))).request("GET", "/things")


@pytest.mark.parametrize("status", [200, 201, 300, 304, 404, 500])
def test_only_a_redirect_redirects(status: int) -> None:
    answer = RawResponse(status, {"location": "/elsewhere"}, b"")
    assert redirect_target("GET", RUNN_URL, answer) is None


@pytest.mark.parametrize("location", ["http://files.example:x/", "http://[bad"])
def test_a_location_that_is_no_url_is_not_followed(location: str) -> None:
    answer = RawResponse(302, {"location": location}, b"")
    assert redirect_target("GET", RUNN_URL, answer) is None


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://api.runn.io/a?b", True),
        ("https://API.runn.io:443", True),
        ("HTTPS://user:password@api.runn.io/", True),
        ("http://api.runn.io", False),
        ("https://api.runn.io:80", False),
        ("https://api.runn.io.", False),
        ("https://runn.io", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, same: bool) -> None:
    assert (origin(url) == origin(RUNN_URL)) is same


async def test_another_origin_is_not_told_what_a_borrowed_client_would_add() -> None:
    server = ScriptedServer(to("https://files.example/x"), DONE)
    borrowed = httpx.AsyncClient(
        transport=httpx.MockTransport(server), headers={"X-Gate": "gate-k3y"}, auth=("ann", "pw")
    )
    client = RunrunitClient("key", "token", http_client=borrowed)
    await client.request("GET", "/documents/1/download")
    first, second = server.requests
    assert (first.headers["x-gate"], first.headers["app-key"]) == ("gate-k3y", "key")
    assert first.headers["authorization"].startswith("Basic ")
    assert {"x-gate", "app-key", "authorization"}.isdisjoint(second.headers)
    await borrowed.aclose()


async def test_a_borrowed_client_that_follows_redirects_by_itself_does_not_do_so_here() -> None:
    server = ScriptedServer(to("https://files.example/x"), DONE)
    transport = httpx.MockTransport(server)
    borrowed = httpx.AsyncClient(transport=transport, follow_redirects=True)
    client = RunrunitClient("key", "token", http_client=borrowed)
    await client.request("GET", "/documents/1/download")
    assert own_headers(server.requests[0]) == {"app-key", "user-token"}
    assert own_headers(server.requests[1]) == set()
    await borrowed.aclose()


async def test_headers_that_a_borrowed_client_gets_later_are_sent_too() -> None:
    server = ScriptedServer(DONE)
    borrowed = httpx.AsyncClient(transport=httpx.MockTransport(server))
    client = RunrunitClient("key", "token", http_client=borrowed)
    await client.request("GET", "/things")
    borrowed.headers["X-Gate"] = "gate-k3y"
    await client.request("GET", "/things")
    assert ["x-gate" in request.headers for request in server.requests] == [False, True]
    await borrowed.aclose()


@pytest.mark.parametrize("status", [429, 503])
async def test_a_limit_of_another_host_pauses_nobody_else(
    status: int, make_client: MakeClient
) -> None:
    clock = FakeClock()
    away = httpx.Response(302, headers={"location": "https://storage.example/file"})
    busy = httpx.Response(status, headers={"retry-after": "50"})
    client = make_client(ScriptedServer(away, busy, away, httpx.Response(200)), clock=clock)
    await client.request("GET", "/file")
    assert clock.slept == [50]  # the call itself waits as it was told to

    clock = FakeClock()
    policy = RetryPolicy(attempts=1)
    client = make_client(ScriptedServer(away, busy, httpx.Response(200)), clock=clock, retry=policy)
    with pytest.raises(ApiError, match=rf"at storage\.example: {status} "):
        await client.request("GET", "/file")
    await client.request("GET", "/other")
    assert clock.slept == []


async def test_a_body_stays_on_the_apis_own_host(make_client: MakeClient) -> None:
    here = httpx.Response(307, headers={"location": "/moved"})
    away = httpx.Response(307, headers={"location": "https://storage.example/file"})
    server = ScriptedServer(here, away, httpx.Response(200))
    await make_client(server).request("GET", "/file", json={"secret": "plan"})
    assert [request.content for request in server.requests] == [b'{"secret": "plan"}'] * 2 + [b""]
    assert "content-type" not in server.requests[-1].headers
