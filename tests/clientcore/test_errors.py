import copy
import json
import pickle

import httpx
import pytest

from clientcore import (
    ApiError,
    ArgumentError,
    AuthenticationError,
    ClientClosedError,
    ConflictError,
    DecodeError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    SDKError,
    ServerError,
    TransportError,
)
from clientcore.http.failures import error_class
from clientcore.http.response import RawResponse, message_of
from tests.support import MakeClient, ScriptedServer, runn

WHOLE = (
    "slow down",
    "GET",
    "/things/{id}",
    '{"message": "slow down"}',
    {"retry-after": "7"},
    "r-5",
    3,
    7.5,
)
API_ERRORS: list[type[ApiError]] = [
    ApiError,
    InvalidRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    RateLimitError,
    ServerError,
]
ERRORS: list[SDKError] = [
    SDKError("something"),
    ArgumentError("name must be text"),
    ClientClosedError("the client is closed"),
    DecodeError("missing"),
    DecodeError("missing", "items[3].team_id", "GET /projects/"),
    TransportError("refused", "GET", "/things/"),
    TransportError("refused", "GET", "/things/", True, 5),
    RequestTimeoutError("ReadTimeout: timed out", "POST", "/things/", False, 2),
    *(kind(429, "slow down", "GET", "/things/") for kind in API_ERRORS),
    *(kind(429, *WHOLE) for kind in API_ERRORS),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_pickles(error: SDKError) -> None:
    for same in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(same) is type(error)
        assert vars(same) == vars(error)
        assert same.args == error.args
        assert str(same) == str(error)
        assert repr(same) == repr(error)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DecodeError("missing"), "missing"),
        (
            DecodeError("missing", "items[3].team_id", "GET /projects/"),
            "GET /projects/: items[3].team_id: missing",
        ),
        (
            TransportError("no answer", "GET", "/a", service="Runn", host="api.runn.io"),
            "Runn: GET /a at api.runn.io: no answer. It can be tried again: nothing was changed.",
        ),
        (
            TransportError("no answer", "POST", "/a", attempts=2),
            "POST /a, 2 attempts: no answer. "
            "It may have been carried out: look before you try again.",
        ),
        (
            TransportError("no connection", "POST", "/a", True, 5),
            "POST /a, 5 attempts: no connection. Nothing was sent. "
            "Check the network, the proxy and base_url.",
        ),
        (NotFoundError(404, "no such thing", "GET", "/a"), "GET /a: 404 no such thing"),
        (ServerError(500, "", "GET", "/a"), "GET /a: 500 Internal Server Error"),
        (ApiError(499, "", "GET", "/a"), "GET /a: 499 without a message"),
        (
            ServerError(502, "", "POST", "/a"),
            "POST /a: 502 Bad Gateway. It may have been carried out: look before you try again.",
        ),
        (
            AuthenticationError(401, "no.", "GET", "/a", hint="Check token."),
            "GET /a: 401 no. Check token.",
        ),
        (
            RateLimitError(429, "slow", "GET", "/a", retry_after=99999999),
            "GET /a: 429 slow. It will be served again in 1,157 days.",
        ),
        (
            RateLimitError(429, *WHOLE),
            "GET /things/{id}, 3 attempts: 429 slow down (request r-5). "
            "It will be served again in 7.5 s.",
        ),
    ],
)
def test_the_text_of_an_error(error: SDKError, text: str) -> None:
    assert str(error) == text


def test_a_long_message_is_cut_in_the_text_only() -> None:
    error = ApiError(400, "x" * 10_000, "GET", "/a")
    assert len(str(error)) < 600
    assert len(error.message) == 10_000


CLASSES = {
    302: ApiError,
    400: InvalidRequestError,
    401: AuthenticationError,
    402: ApiError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    418: ApiError,
    422: InvalidRequestError,
    429: RateLimitError,
    500: ServerError,
    502: ServerError,
    599: ServerError,
}


@pytest.mark.parametrize(("status", "kind"), CLASSES.items())
async def test_the_status_makes_the_class(
    status: int, kind: type[ApiError], make_client: MakeClient
) -> None:
    assert error_class(status) is kind
    server = ScriptedServer(httpx.Response(status, json={"message": "no"}))
    client = make_client(server, retry=RetryPolicy(attempts=1))
    with pytest.raises(SDKError) as met:
        await client.request("GET", "/things")
    assert type(met.value) is kind


def test_one_base_catches_all_and_one_every_refusal() -> None:
    assert all(isinstance(error, SDKError) for error in ERRORS)
    assert all(issubclass(kind, ApiError) for kind in API_ERRORS)
    assert issubclass(RequestTimeoutError, TransportError)
    assert not issubclass(TransportError, ApiError)


async def test_a_refusal_tells_all_that_is_known() -> None:
    body = {"statusCode": 404, "error": "Not Found", "message": "Project not found"}
    headers = {"X-Request-Id": "r-5", "X-Other": "1", "Set-Cookie": "session=1"}
    server = ScriptedServer(httpx.Response(404, json=body, headers=headers))
    with pytest.raises(NotFoundError) as met:
        await runn(server).projects.get(42)
    error = met.value
    assert str(error) == (
        "Runn: GET /projects/{projectId} at api.runn.io: 404 Project not found (request r-5)"
    )
    assert (error.status, error.message) == (404, "Project not found")
    assert (error.method, error.path) == ("GET", "/projects/{projectId}")
    assert json.loads(error.body) == body
    assert error.headers["x-other"] == "1"
    assert "set-cookie" not in error.headers
    assert (error.request_id, error.attempts, error.retry_after) == ("r-5", 1, None)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b'{"statusCode": 400, "error": "Bad Request", "message": "name is taken"}',
            "name is taken",
        ),
        (b'{"message": "nome repetido"}', "nome repetido"),
        (b'{"errors": {"name": ["n\xc3\xa3o pode"]}}', '{"name": ["não pode"]}'),
        (b'{"errors": ["one", "two"]}', '["one", "two"]'),
        (b'{"error": "Invalid token"}', "Invalid token"),
        (b'{"message": "", "error": "Forbidden"}', "Forbidden"),
        (b'{"message": null, "errors": {"a": ["b"]}}', '{"a": ["b"]}'),
        (b'{"message": ["one", "two"]}', '["one", "two"]'),
        (b'{"code": 5}', '{"code": 5}'),
        (b'["one"]', '["one"]'),
        (b'"text"', '"text"'),
        (b"{}", ""),
        (b"", ""),
        (b"   \n ", ""),
        (b"Service\n  Unavailable", "Service Unavailable"),
        (b"<html><body>\n<h1>404</h1></body></html>", "404"),
        (b'{"message": "cut', '{"message": "cut'),
        (b"\xff\xfe\x00", "\ufffd\ufffd\x00"),
    ],
)
def test_the_servers_own_words_are_found(body: bytes, message: str) -> None:
    assert message_of(RawResponse(400, {}, body)) == message


def test_only_the_beginning_of_a_page_is_its_message() -> None:
    assert message_of(RawResponse(500, {}, b"x" * 10_000)) == "x" * 200


async def test_an_empty_html_404_is_a_refusal_like_others(make_client: MakeClient) -> None:
    server = ScriptedServer(httpx.Response(404, headers={"content-type": "text/html"}))
    with pytest.raises(NotFoundError, match=r"^Run\S+: GET /things at \S+: 404 Not Found$"):
        await make_client(server).request("GET", "/things")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\ud800b", r"a\ud800b"),
        ("nul\x00", r"nul\x00"),
        ("two\r\n\tlines\u2028more", "two lines more"),
        ("right\u202eleft", r"right\u202eleft"),
        ("ação, naïve, 日本 🙂", "ação, naïve, 日本 🙂"),
    ],
)
def test_no_text_of_a_server_reaches_a_terminal_raw(said: str, shown: str) -> None:
    for error in (
        ApiError(400, said, "GET", "/a"),
        ApiError(400, "no", "GET", "/a", request_id=said),
        DecodeError("expected a text", f"extra.{said}"),
        TransportError(said, "GET", "/a"),
        ArgumentError(said),
    ):
        assert shown in str(error)
        assert str(error).isprintable()
        str(error).encode()
