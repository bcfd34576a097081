import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import anyio
import anyio.abc
import httpx
import pytest

from clientcore import (
    ApiError,
    ArgumentError,
    DecodeError,
    InvalidRequestError,
    RetryPolicy,
    SDKError,
    TransportError,
)
from clientcore.http.credentials import Credentials, Secret
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.support import (
    APP_KEY,
    SECRETS,
    TOKEN,
    USER_TOKEN,
    Client,
    MakeClient,
    ScriptedServer,
    mock_http_client,
    runn,
    runrunit,
)


def shows_no_secret(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


def all_that_it_shows(error: BaseException) -> str:
    shown = [str(error), repr(error), repr(error.args), repr(vars(error))]
    pickled = pickle.dumps(error).decode("latin-1")
    return "\n".join([*shown, pickled, *traceback.format_exception(error)])


def test_a_client_does_not_show_its_secrets(make_client: MakeClient) -> None:
    client = make_client(ScriptedServer())
    for shown in (repr(client), str(client), repr(vars(client)), repr(client.config)):
        assert shows_no_secret(shown)


def test_the_repr_of_a_client_tells_where_it_goes() -> None:
    assert repr(runn(ScriptedServer())) == "RunnClient(base_url='https://api.runn.io')"


def credentials_of(app_key: str, user_token: str) -> Credentials:
    return Credentials(
        {"App-Key": Secret("app_key", app_key), "User-Token": Secret("user_token", user_token)}
    )


def test_credentials_show_their_headers_names_only() -> None:
    credentials = credentials_of(APP_KEY, USER_TOKEN)
    assert repr(credentials) == "Credentials(App-Key, User-Token)"
    assert str(credentials) == repr(credentials)
    assert credentials.headers == {"App-Key": APP_KEY, "User-Token": USER_TOKEN}


def test_every_secret_is_redacted_wherever_it_stands() -> None:
    credentials = credentials_of(APP_KEY, USER_TOKEN)
    text = f"{APP_KEY} is not {USER_TOKEN}, nor {APP_KEY}"
    assert credentials.redact(text) == "[redacted] is not [redacted], nor [redacted]"


def test_a_secret_within_another_is_redacted_with_it() -> None:
    credentials = credentials_of("abcd", "abcdef")
    assert credentials.redact("abcdef abcd") == "[redacted] [redacted]"


@pytest.mark.parametrize("short", ["x", "ab", "abc"])
def test_a_text_too_short_to_be_a_secret_leaves_words_as_they_are(short: str) -> None:
    words = "xylophone ab abc cabs"
    assert credentials_of(short, "abcd").redact(words) == words
    assert credentials_of(short, "cabs").redact(words) != words


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_is_not_pickled_or_copied(make_client: MakeClient, take: Any) -> None:
    with pytest.raises(TypeError, match=r"holds credentials and is not pickled; pickle its config"):
        take(make_client(ScriptedServer()))


@pytest.mark.parametrize("take", [pickle.dumps, copy.deepcopy])
def test_nothing_of_a_client_takes_its_credentials_along(take: Any) -> None:
    with pytest.raises(TypeError, match="pickled"):
        take(runn(ScriptedServer()).projects)
    with pytest.raises(TypeError, match="credentials are not pickled"):
        take(credentials_of(APP_KEY, USER_TOKEN))


def test_the_config_of_a_client_pickles() -> None:
    client = runn(
        ScriptedServer(), timeout=5, strict=True, app_name="reports/2", retry=RetryPolicy()
    )
    pickled = pickle.dumps(client.config)
    assert pickle.loads(pickled) == client.config
    assert shows_no_secret(pickled.decode("latin-1"))
    assert client.config.timeout == 5
    assert client.config.base_url == "https://api.runn.io"


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
@pytest.mark.parametrize("form", ["json", "html"])
async def test_an_error_shows_no_secret_that_the_server_echoes(
    make_client: MakeClient, status: int, form: str
) -> None:
    said = f"no access with {' '.join(SECRETS)}"
    body: dict[str, Any] = (
        {"json": {"errors": {"key": [said]}}} if form == "json" else {"html": said}
    )
    headers = {"x-echo": said, "www-authenticate": f'Bearer token="{TOKEN}"'}
    client = make_client(
        ScriptedServer(httpx.Response(status, headers=headers, **body)),
        retry=RetryPolicy(attempts=1),
    )
    own = [TOKEN] if isinstance(client, RunnClient) else [APP_KEY, USER_TOKEN]
    with pytest.raises(ApiError) as met:
        await client.request("GET", "/things")
    shown = all_that_it_shows(met.value)
    assert not any(secret in shown for secret in own)
    assert "no access with" in met.value.message
    assert "[redacted]" in met.value.body
    assert "[redacted]" in met.value.headers["x-echo"]


async def test_a_secret_is_not_shown_in_part() -> None:
    server = ScriptedServer(
        httpx.Response(400, text="x" * 190 + " " + TOKEN)
    )  # cut within the secret
    with pytest.raises(InvalidRequestError) as met:
        await runn(server).me.get()
    assert TOKEN[:5] not in all_that_it_shows(met.value)


async def test_the_request_id_shows_no_secret() -> None:
    server = ScriptedServer(httpx.Response(400, headers={"x-request-id": f"id-{TOKEN}"}))
    with pytest.raises(InvalidRequestError) as met:
        await runn(server).me.get()
    assert met.value.request_id == "id-[redacted]"
    assert shows_no_secret(all_that_it_shows(met.value))


async def test_a_secret_that_json_escapes_is_redacted() -> None:
    token = 'to"ken\\s3cret'
    server = ScriptedServer(httpx.Response(400, json={"errors": {"token": [token]}}))
    with pytest.raises(InvalidRequestError) as met:
        await RunnClient(token, http_client=mock_http_client(server)).me.get()
    assert "[redacted]" in met.value.body
    assert json.dumps(token)[1:-1] not in str(met.value) + met.value.body


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ReadError, httpx.LocalProtocolError])
async def test_an_error_shows_no_secret_that_the_connection_tells(
    kind: type[httpx.TransportError], make_client: MakeClient
) -> None:
    failure = kind(f"Illegal header value b'{TOKEN}' {APP_KEY} {USER_TOKEN}")
    client = make_client(ScriptedServer(failure), retry=RetryPolicy(attempts=2))
    own = [TOKEN] if isinstance(client, RunnClient) else [APP_KEY, USER_TOKEN]
    with pytest.raises(TransportError, match="Illegal header") as met:
        await client.request("GET", "/things")
    shown = all_that_it_shows(met.value)
    assert not any(secret in shown for secret in own)
    assert met.value.__cause__ is None
    assert met.value.__context__ is None


async def serve(stream: anyio.abc.ByteStream) -> None:
    """Answer as many requests as come."""
    async with stream:
        async for received in stream:
            if not received.startswith((b"GET ", b"POST ")):
                continue  # a body that came on its own
            status = b"500 Oops" if b"/fails" in received else b"200 OK"
            await stream.send(
                b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\n"
                b"Content-Length: 2\r\n\r\n{}"
            )


def connected_runn(base_url: str) -> RunnClient:
    return RunnClient(TOKEN, base_url=base_url, retry=RetryPolicy(attempts=1))


def connected_runrunit(base_url: str) -> RunrunitClient:
    return RunrunitClient(APP_KEY, USER_TOKEN, base_url=base_url, retry=RetryPolicy(attempts=1))


@pytest.mark.parametrize("connected", [connected_runn, connected_runrunit])
async def test_no_log_record_shows_a_secret(
    connected: Callable[[str], Client],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over a real connection, for the libraries below log as well."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    caplog.set_level(logging.DEBUG)
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1") as listener,
        anyio.create_task_group() as group,
    ):
        group.start_soon(listener.serve, serve)
        port = listener.extra_attributes[anyio.abc.SocketAttribute.local_port]()
        async with connected(f"http://127.0.0.1:{port}") as client:
            await client.request("GET", "/works")
            await client.request("POST", "/works", json={"a": 1})
            with pytest.raises(ApiError):
                await client.request("GET", "/fails")
        group.cancel_scope.cancel()
    loggers = {record.name.split(".")[0] for record in caplog.records}
    assert {"clientcore", "httpx", "httpcore"} <= loggers
    for record in caplog.records:
        assert shows_no_secret(record.getMessage() + repr(record.__dict__))


async def test_what_a_call_did_is_logged_without_values(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "clientcore")
    server = ScriptedServer(httpx.Response(500), httpx.Response(200, json={"name": "ACME"}))
    await runn(server).clients.get(42)
    assert [record.getMessage() for record in caplog.records][:2] == [
        "GET /clients/{clientId}: 500, attempt 1, 0.000 s",
        "GET /clients/{clientId}: 200, attempt 2, 0.000 s",
    ]


async def test_an_error_in_an_answer_shows_no_secret() -> None:
    server = ScriptedServer(httpx.Response(200, html="<p>"))
    with pytest.raises(DecodeError) as met:
        await runrunit(server, retry=RetryPolicy(attempts=1)).users.me()
    assert shows_no_secret(all_that_it_shows(met.value))
    assert met.value.__cause__ is None
    assert met.value.__context__ is None


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="x", headers={"content-type": f"text/{TOKEN}"}),
        httpx.Response(200, json={"name": "Ann", TOKEN: 1}),
    ],
)
async def test_an_answer_that_cannot_be_read_shows_no_secret(answer: httpx.Response) -> None:
    with pytest.raises(DecodeError) as met:
        await runn(ScriptedServer(answer), strict=True, retry=RetryPolicy(attempts=1)).me.get()
    assert shows_no_secret(all_that_it_shows(met.value))


async def test_a_next_page_on_another_host_shows_no_secret() -> None:
    link = {"link": f'<https://evil.example/?t={APP_KEY}>; rel="next"'}
    pager = runrunit(ScriptedServer(httpx.Response(200, json=[], headers=link))).clients.list()
    with pytest.raises(DecodeError, match="another host") as met:
        await pager.collect()
    assert shows_no_secret(all_that_it_shows(met.value))


BAD_SECRETS = [
    "",
    "  ",
    "\t",
    " s3cr3t",
    "s3cr3t ",
    "s3cr3t\n",
    "s3cr3t\r\nX-Evil: 1",
    "s3cr3t\x00",
    "s3cr3t-ü",
    None,
    5,
]


@pytest.mark.parametrize("secret", BAD_SECRETS)
@pytest.mark.parametrize(
    ("kind", "others", "name"),
    [
        (RunnClient, {}, "token"),
        (RunrunitClient, {"user_token": USER_TOKEN}, "app_key"),
        (RunrunitClient, {"app_key": APP_KEY}, "user_token"),
    ],
)
def test_a_secret_that_cannot_be_sent_is_refused_and_not_shown(
    kind: Callable[..., Client], others: dict[str, str], name: str, secret: object
) -> None:
    with pytest.raises(ArgumentError, match=f"^{name} ") as met:
        kind(**others, **{name: secret})
    assert "s3cr3t" not in "".join(traceback.format_exception(met.value))


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, "RUNRUNIT_APP_KEY"),
        ({"RUNRUNIT_APP_KEY": APP_KEY}, "RUNRUNIT_USER_TOKEN"),
        ({"RUNRUNIT_USER_TOKEN": USER_TOKEN, "RUNRUNIT_APP_KEY": ""}, "RUNRUNIT_APP_KEY"),
    ],
)
def test_a_secret_missing_in_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], missing: str
) -> None:
    for name in ("RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ArgumentError, match=f"{missing} is not set$"):
        RunrunitClient.from_env()


def test_a_token_missing_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNN_API_TOKEN", raising=False)
    with pytest.raises(ArgumentError, match=r"RUNN_API_TOKEN is not set$"):
        RunnClient.from_env()


def test_clients_can_be_made_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNN_API_TOKEN", TOKEN)
    monkeypatch.setenv("RUNN_BASE_URL", "https://api.us.runn.io/")
    monkeypatch.setenv("RUNRUNIT_APP_KEY", APP_KEY)
    monkeypatch.setenv("RUNRUNIT_USER_TOKEN", USER_TOKEN)
    monkeypatch.delenv("RUNRUNIT_BASE_URL", raising=False)
    assert RunnClient.from_env().config.base_url == "https://api.us.runn.io"
    assert RunrunitClient.from_env().config.base_url == "https://runrun.it/api/v1.0"


@pytest.mark.parametrize(("token", "test"), [("TEST_abc", True), ("LIVE_abc", False)])
def test_a_test_token_is_known(token: str, test: bool) -> None:
    assert RunnClient(token).test_account is test


def test_errors_about_credentials_are_errors_of_the_sdk() -> None:
    assert issubclass(ArgumentError, SDKError)
