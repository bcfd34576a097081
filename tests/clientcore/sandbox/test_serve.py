"""The sandboxes over a real socket, to clients that know nothing of ours."""

import json
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

import pytest
from starlette.types import Message

from clientcore import AuthenticationError, InvalidRequestError
from clientcore.sandbox.serve import asgi_app
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runrunit_client import RunrunitClient
from tests.served import Server, served

VERSION = {"Accept-Version": "1.0.0"}


@pytest.fixture(scope="module")
def runn() -> Iterator[Server]:
    with served("runn_client") as server:
        yield server


@pytest.fixture(scope="module")
def runrunit() -> Iterator[Server]:
    with served("runrunit_client") as server:
        yield server


def test_runn_serves_a_stranger(runn: Server) -> None:
    status, answer, content = runn.ask("GET", "/people")
    assert status == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-ratelimit-limit"] == "120"
    assert answer.headers["date"].endswith("GMT")
    people = json.loads(content)
    assert people["nextCursor"] is None
    assert [person["lastName"] for person in people["values"]] == ["Clapton", "Dylan", "Jackson"]


def test_runrunit_serves_a_stranger(runrunit: Server) -> None:
    status, answer, content = runrunit.ask("GET", "/tasks?limit=2")
    assert status == 200
    assert answer.headers["x-item-range"] == "items 1-2/4"
    assert 'rel="next"' in answer.headers["link"]
    assert [task["title"] for task in json.loads(content)] == ["Airlock", "Greenhouse"]


def test_the_limits_go_on_in_both(runn: Server, runrunit: Server) -> None:
    _, first, _ = runn.ask("GET", "/me/")
    _, second, _ = runn.ask("GET", "/me/")
    left = [int(answer.headers["x-ratelimit-remaining"]) for answer in (first, second)]
    assert left[1] == left[0] - 1
    status, answer, _ = runrunit.ask("GET", "/users/me")
    assert status == 200
    assert not [name for name in answer.headers if "ratelimit" in name.lower()]


def test_what_was_written_by_one_is_read_by_another(runn: Server) -> None:
    status, _, content = runn.ask("POST", "/clients/", body={"name": "Lua São"})
    assert status == 201
    added = json.loads(content)
    assert added["name"] == "Lua São"
    assert json.loads(runn.ask("GET", f"/clients/{added['id']}")[2]) == added
    assert json.loads(runn.ask("GET", "/clients?name=lua%20s")[2])["values"] == [added]


def test_strangers_without_credentials_are_refused(runn: Server, runrunit: Server) -> None:
    status, _, content = runn.ask("GET", "/people", VERSION)
    assert (status, json.loads(content)["message"]) == (401, "Unauthorized")
    status, _, content = runrunit.ask("GET", "/users", {})
    assert (status, json.loads(content)) == (401, {"error": "Unauthorized"})
    assert runrunit.ask("GET", "/nothing")[::2] == (404, b"")


def test_a_json_type_without_a_body_is_refused_by_runn_alone(
    runn: Server, runrunit: Server
) -> None:
    json_type = {"Content-Type": "application/json"}
    status, _, content = runn.ask("DELETE", "/actuals/1/", {**runn.headers, **json_type})
    assert (status, json.loads(content)["code"]) == (400, "FST_ERR_CTP_EMPTY_JSON_BODY")
    status, _, content = runn.ask("DELETE", "/actuals/1/")
    assert (status, json.loads(content)["message"]) == (404, "Actual not found")
    path, headers = "/manual_work_periods/99", {**runrunit.headers, **json_type}
    assert runrunit.ask("DELETE", path, headers)[::2] == (404, b"")


async def test_our_client_finds_runn_by_the_environment(
    runn: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in runn.variables.items():
        monkeypatch.setenv(name, value)
    async with RunnClient.from_env() as client:
        assert client.test_account
        people = await client.people.list(page_size=1).collect()
        assert [person.name for person in people] == ["Eric Clapton", "Bob Dylan", "Alan Jackson"]
        with pytest.raises(InvalidRequestError) as caught:
            await client.clients.create(name="Apple")
        assert caught.value.message == "Client with name Apple already exists"
        assert client.rate_limit is not None
        assert client.rate_limit.limit == 120


async def test_our_client_finds_runrunit_by_the_environment(
    runrunit: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in runrunit.variables.items():
        monkeypatch.setenv(name, value)
    async with RunrunitClient.from_env() as client:
        tasks = await client.tasks.list(page_size=1).collect(concurrency=3)
        assert [task.title for task in tasks] == [
            "Airlock",
            "Greenhouse",
            "Landing page",
            "Wireframes",
        ]
        report = await client.reports.time_worked(group_by=["user_id"])
        assert {row.user_name: row.time for row in report.result} == {
            "Eric Clapton": 302 * 60,
            "Bob Dylan": 128 * 60,
            "Alan Jackson": 281 * 60,
        }


async def test_a_wrong_token_is_refused_over_the_wire(runn: Server) -> None:
    async with RunnClient("TEST_other", base_url=runn.address) as client:
        with pytest.raises(AuthenticationError) as caught:
            await client.me.get()
        assert caught.value.message == "Unauthorized"


@pytest.mark.parametrize(("package", "limit"), [("runn_client", 120), ("runrunit_client", 100)])
def test_the_limit_is_enforced_unless_told_otherwise(package: str, limit: int) -> None:
    with served(package) as server:
        statuses = [server.ask("GET", "/nothing")[0] for _ in range(limit + 1)]
        assert statuses == [404] * limit + [429]
    with served(package, "--no-limit") as server:
        assert {server.ask("GET", "/nothing")[0] for _ in range(limit + 1)} == {404}


def inject(server: Server, **fault: object) -> tuple[int, str]:
    """The status, and why."""
    status, content = server.post("/sandbox/faults", fault)
    return status, json.loads(content)["message"] if content else ""


def clients(server: Server) -> list[str]:
    content = server.ask("GET", "/clients?limit=200")[2]
    return [client["name"] for client in json.loads(content)["values"]]


@pytest.mark.parametrize(("fault", "written"), [("LostAnswer", True), ("NoConnection", False)])
def test_a_broken_connection_breaks_over_the_wire_too(
    runn: Server, fault: str, written: bool
) -> None:
    assert inject(runn, fault=fault, operation="clients.create") == (204, "")
    with pytest.raises((HTTPException, ConnectionError)):
        runn.ask("POST", "/clients/", body={"name": fault})
    assert (fault in clients(runn)) == written


def test_faults_can_be_injected_from_outside(runn: Server, runrunit: Server) -> None:
    taken = (204, "")
    assert inject(runn, fault="Status", status=403, message="no", times=2) == taken
    assert inject(runn, fault="TooManyRequests", form="http-date", operation="me.get") == taken
    assert [runn.ask("GET", "/people")[0] for _ in range(3)] == [403, 403, 200]
    status, answer, _ = runn.ask("GET", "/me/")
    assert (status, answer.headers["retry-after"][-3:]) == (429, "GMT")
    assert inject(runrunit, fault="CutBody") == taken
    cut, whole = (runrunit.ask("GET", "/users/me")[2] for _ in range(2))
    assert cut == whole[: len(whole) // 2]


def test_a_fault_that_cannot_be_is_refused_and_strikes_nobody(runn: Server) -> None:
    said = "Status: status must be from 200 to 599, not 999"
    assert inject(runn, fault="Status", status=999) == (400, said)
    assert runn.ask("GET", "/me/")[0] == 200


def test_a_head_has_no_body(runn: Server) -> None:
    status, answer, content = runn.ask("HEAD", "/people")
    assert (status, content) == (200, b"")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_bytes_that_are_no_text_are_answered() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"\xff", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    strange = {"raw_path": b"/people/\xff\x00", "query_string": b"\xff=\xff&&="}
    headers = [(b"authorization", b"\xff\xfe")]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": headers,
        **strange,
    }
    await asgi_app(RunnSandbox())(scope, receive, send)
    assert [message.get("status") for message in sent] == [401, None]
    assert json.loads(sent[1]["body"])["message"] == "Unauthorized"


async def test_who_hangs_up_before_the_end_of_the_body_is_not_answered() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": []}
    sandbox = RunnSandbox()
    await asgi_app(sandbox)({**scope, "raw_path": b"/clients/", "query_string": b""}, receive, send)
    assert (sent, sandbox.calls) == ([], [])
