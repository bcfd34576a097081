import datetime as dt
import re
from typing import Any

import httpx
import pytest

from clientcore import UNSET, ArgumentError
from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case
from clientcore.http.request import build_raw_request, build_request, quote_segment
from clientcore.operation import operation_of
from runrunit_client.resources.tasks import Tasks
from runrunit_client.service import RUNRUNIT
from tests.clientcore.made_up import MadeUpClient, Things
from tests.support import RUNN_URL, MakeClient, ScriptedServer, runn, runrunit

CODEC = Codec(camel_case)
GET, LIST, CREATE, RENAME, DELETE = (
    operation_of(method, MadeUpClient.service)
    for method in (Things.get, Things.list, Things.create, Things.rename, Things.delete)
)

TASKS = operation_of(Tasks.list, RUNRUNIT)

OK = httpx.Response(200, json={})

QUOTED = [
    (5, "5"),
    ("a/b", "a%2Fb"),
    ("ä", "%C3%A4"),
    ("%2e", "%252e"),
    ("%2e%2e", "%252e%252e"),
    ("%2F", "%252F"),
    ("a b", "a%20b"),
    ("a?b#c", "a%3Fb%23c"),
    ("a;b=c&d", "a%3Bb%3Dc%26d"),
    ("a\\b", "a%5Cb"),
    ("a\nb", "a%0Ab"),
    ("../a", "..%2Fa"),
    ("...", "..."),
    ("a.b-c_d~e", "a.b-c_d~e"),
    ("{x}", "%7Bx%7D"),
    ("john-snow", "john-snow"),
]


@pytest.mark.parametrize(("value", "quoted"), QUOTED)
def test_every_path_value_is_quoted(value: int | str, quoted: str) -> None:
    assert quote_segment("id", value) == quoted
    assert (
        build_request(GET, CODEC, {"thing_id": value, "part_id": 1}).path
        == f"/things/{quoted}/parts/1"
    )


@pytest.mark.parametrize(("value", "quoted"), QUOTED)
async def test_a_quoted_value_reaches_the_server_as_it_is(value: int | str, quoted: str) -> None:
    server = ScriptedServer(OK)
    await runrunit(server).users.get(str(value))
    assert server.requests[0].url.raw_path == f"/api/v1.0/users/{quoted}".encode()


@pytest.mark.parametrize("value", ["", " ", "\t\n", ".", "..", " .. ", "\u00a0"])
async def test_a_path_value_that_would_change_the_path_is_refused(value: str) -> None:
    server = ScriptedServer(OK)
    with pytest.raises(ArgumentError, match="user_id must not be"):
        await runrunit(server).users.get(value)
    assert server.requests == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (0.5, "0.5"),
        ("A & B=1", "A%20%26%20B%3D1"),
        ("ä", "%C3%A4"),
        ("", ""),
        (dt.date(2026, 11, 23), "2026-11-23"),
        (dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), "2026-11-23T12%3A00%3A00Z"),
        ([1, 2, 3], "1%2C2%2C3"),
        (("a", "b c"), "a%2Cb%20c"),
        ([dt.date(2026, 11, 23)], "2026-11-23"),
    ],
)
def test_query_values(value: object, text: str) -> None:
    request = build_request(TASKS, CODEC, {"sort": value})
    assert request.path == f"/tasks?sort={text}"
    assert build_raw_request("GET", "/things", {"some_name": value}, None).path == (
        f"/things?some_name={text}"
    )


@pytest.mark.parametrize("value", [None, {"a": 1}, object(), UNSET, [None], b"ab"])
def test_a_query_value_of_no_known_form_is_refused(value: object) -> None:
    with pytest.raises(ArgumentError, match="name must be text, a number, a date or a list"):
        build_raw_request("GET", "/things", {"name": value}, None)


def test_a_naive_moment_in_a_query_is_refused() -> None:
    with pytest.raises(ArgumentError, match="is no moment in UTC"):
        build_raw_request("GET", "/things", {"at": dt.datetime(2026, 11, 23)}, None)


async def test_a_list_reaches_the_server_separated_by_commas() -> None:
    server = ScriptedServer(httpx.Response(200, json=[]))
    await runrunit(server).tasks.list(ids=[1, 2], is_closed=True).collect()
    assert dict(server.requests[0].url.params) == {
        "ids": "1,2",
        "is_closed": "true",
        "limit": "100",
    }


async def test_an_empty_list_is_refused_and_not_left_out() -> None:
    server = ScriptedServer(httpx.Response(200, json=[]))
    with pytest.raises(ArgumentError, match="ids"):
        await runrunit(server).tasks.list(ids=[]).collect()
    assert server.requests == []


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(ArgumentError, match="user_id"):
        quote_segment("user_id", "\ud800")
    with pytest.raises(ArgumentError, match="name"):
        build_raw_request("GET", "/things", {"name": "\ud800"}, None)
    with pytest.raises(ArgumentError):
        build_raw_request("GET", "/\ud800", None, None)


@pytest.mark.parametrize("value", [["a", "b c"], ("a", "b c")])
def test_a_list_is_repeated_where_the_service_would_have_it(value: object) -> None:
    sent = "/things?some_name=a&some_name=b%20c"
    assert build_raw_request("GET", "/things", {"some_name": value}, None, "repeated").path == sent
    assert build_request(LIST, CODEC, {"kinds": value}).path == "/things/?kinds=a&kinds=b%20c"


def test_what_leads_to_a_page_is_put_over_the_query() -> None:
    request = build_request(LIST, CODEC, {"name": "x"}, page={"name": "y", "page": "2"})
    assert request.path == "/things/?name=y&page=2"


def test_no_query_no_question_mark() -> None:
    assert build_request(LIST, CODEC, {}).path == "/things/"


def test_a_body_is_wrapped_where_the_operation_says() -> None:
    arguments = {"is_done": True}
    assert build_request(CREATE, CODEC, arguments).content == b'{"thing": {"isDone": true}}'
    beside = {"is_done": True, "team_ids": [1]}
    assert build_request(CREATE, CODEC, beside).content == (
        b'{"thing": {"isDone": true}, "teamIds": [1]}'
    )


def test_a_body_of_nothing_is_an_object_and_no_body_is_none() -> None:
    assert build_request(RENAME, CODEC, {"thing_id": 1}).content == b"{}"
    assert build_request(DELETE, CODEC, {"thing_id": 1}).content is None


def test_a_body_is_utf_8() -> None:
    request = build_request(RENAME, CODEC, {"thing_id": 1, "name": "ä"})
    assert request.content == '{"name": "ä"}'.encode()


@pytest.mark.parametrize("value", [{1, 2}, object(), b"x", float("nan"), "\ud800"])
def test_a_body_that_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(ArgumentError, match="cannot be written as JSON") as met:
        build_raw_request("POST", "/things", None, {"a": value})
    assert met.value.__cause__ is None
    assert met.value.__context__ is None


# client.request


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/things/", "/things/"),
        ("/things/1", "/things/1"),
        ("/things/a b/ä", "/things/a%20b/%C3%A4"),
        ("/things/a%2Fb", "/things/a%2Fb"),
        ("/things/...", "/things/..."),
        ("/things/{id}/:id", "/things/%7Bid%7D/:id"),
        ("/things\\..\\x", "/things%5C..%5Cx"),
    ],
)
async def test_a_raw_path_is_put_behind_the_base_url(path: str, sent: str) -> None:
    server = ScriptedServer(OK)
    await runn(server).request("GET", path)
    assert server.requests[0].url.raw_path == sent.encode()
    assert server.requests[0].url.host == "api.runn.io"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "things",
        "https://evil.example/things",
        "//evil.example/things",
        "/things?limit=1",
        "/things#top",
        "/..",
        "/../things",
        "/things/..",
        "/things/../others",
        "/things/./others",
        "/things/%2e%2e/others",
        "/things/%2E%2E/others",
        "/things/.%2e/others",
        "/things/%2e",
    ],
)
async def test_a_raw_path_that_leads_elsewhere_is_refused(
    path: str, make_client: MakeClient
) -> None:
    server = ScriptedServer(OK)
    with pytest.raises(ArgumentError, match=re.escape(repr(path))):
        await make_client(server).request("GET", path)
    assert server.requests == []


@pytest.mark.parametrize("method", ["HEAD", "TRACE", "CONNECT", "", "GET /evil"])
async def test_a_method_that_the_services_do_not_know_is_refused(method: str) -> None:
    server = ScriptedServer(OK)
    with pytest.raises(ArgumentError, match="method must be one of GET, POST, PUT, PATCH, DELETE"):
        await runn(server).request(method, "/things")
    assert server.requests == []


async def test_a_raw_request() -> None:
    answer = httpx.Response(201, json={"id": 1}, headers={"X-Thing": "yes"})
    server = ScriptedServer(answer)
    got = await runn(server).request("post", "/things", query={"a": [1, 2]}, json={"b": None})
    (request,) = server.requests
    assert (request.method, str(request.url)) == ("POST", f"{RUNN_URL}/things?a=1&a=2")
    assert request.content == b'{"b": null}'
    assert request.headers["authorization"].startswith("Bearer ")
    assert (got.status, got.json(), got.headers["x-thing"]) == (201, {"id": 1}, "yes")


async def test_a_raw_answer_is_given_as_it_came() -> None:
    server = ScriptedServer(httpx.Response(200, html="<p>ä</p>"))
    got = await runn(server).request("GET", "/things")
    assert (got.text, got.content) == ("<p>ä</p>", "<p>ä</p>".encode())
    assert len(server.requests) == 1


def nested(depth: int) -> list[object]:
    inner: list[object] = []
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("GET", 5), "path must be a text, not 5"),
        (("GET", None), "path must be a text, not None"),
        ((5, "/a"), "method must be one of GET, POST, PUT, PATCH, DELETE, not 5"),
        ((None, "/a"), "method must be one of GET, POST, PUT, PATCH, DELETE, not None"),
        (("GET", "/a", {1: 2}), "query must be a mapping from names to values, not {1: 2}"),
        (("GET", "/a", [1]), "query must be a mapping from names to values, not [1]"),
        (("GET", "/a", "x=1"), "query must be a mapping from names to values, not 'x=1'"),
        (("GET", "/a", {"x": {1: 2}}), "x must be text, a number, a date or a list, not {1: 2}"),
        (
            ("POST", "/a", None, nested(100_000)),
            "the body cannot be written as JSON: maximum",
        ),
        (("POST", "/a", None, {1, 2}), "the body cannot be written as JSON: Object of type set"),
    ],
    ids=lambda value: None if isinstance(value, tuple) else value,
)
def test_a_raw_request_that_cannot_be_sent_says_why(arguments: Any, said: str) -> None:
    method: Any
    path: Any
    method, path, query, body = (*arguments, None, None)[:4]
    with pytest.raises(ArgumentError) as met:
        build_raw_request(method, path, query, body)
    assert str(met.value).startswith(said)


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(-dt.timedelta(hours=2))),
    ],
)
def test_a_moment_that_there_is_not_in_utc_is_refused(moment: dt.datetime) -> None:
    with pytest.raises(ArgumentError, match="is no moment in UTC"):
        build_raw_request("GET", "/a", {"at": moment}, None)
    with pytest.raises(ArgumentError, match=r"modified_after.* a datetime with a time zone"):
        runn(ScriptedServer()).projects.list(modified_after=moment)


def test_a_year_has_four_digits() -> None:
    moment = dt.datetime(5, 1, 1, tzinfo=dt.UTC)
    request = build_raw_request("GET", "/a", {"at": moment}, None)
    assert request.path == "/a?at=0005-01-01T00%3A00%3A00Z"


async def test_an_address_longer_than_can_be_sent_is_refused_at_once() -> None:
    server = ScriptedServer()
    with pytest.raises(ArgumentError, match=r"^the address would be .* pass fewer items"):
        await runn(server).request("GET", "/tasks", query={"ids": list(range(20_000))})
    with pytest.raises(ArgumentError, match=r"^the address would be 60,001 characters long"):
        await runn(server).request("GET", "/" + "a" * 60_000)
    assert server.requests == []
