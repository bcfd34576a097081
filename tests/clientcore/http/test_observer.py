import logging
import re

import anyio
import httpx
import pytest

from clientcore import AttemptRecord, FakeClock, RetryPolicy, ServerError, TransportError
from clientcore.limits.limiter import SlidingWindow
from tests.support import SECRETS, MakeClient, ScriptedServer, runn, runrunit

ME = httpx.Response(200, json={"name": "Ann"})
PEOPLE = httpx.Response(200, json={"values": [], "nextCursor": None})


async def test_each_attempt_is_told() -> None:
    clock, told = FakeClock(), list[AttemptRecord]()
    wait = {"retry-after": "3"}

    def serve(request: httpx.Request) -> httpx.Response:
        clock.advance(0.25)
        return server(request)

    server = ScriptedServer(httpx.Response(429, headers=wait), httpx.ConnectError("no"), ME)
    client = runn(serve, clock=clock, on_attempt=told.append)
    await client.me.get()
    assert [(a.service, a.operation, a.method, a.path) for a in told] == [
        ("Runn", "me.get", "GET", "/me/")
    ] * 3
    assert [(a.attempt, a.status) for a in told] == [(1, 429), (2, None), (3, 200)]
    assert [a.seconds for a in told] == [0.25] * 3
    # The pause is the three seconds asked for and half a second of jitter; then half of 2 x 0.5 s
    assert [a.slept for a in told] == [0.0, 3.5, 0.5]


async def test_time_in_line_for_a_slot_is_slept() -> None:
    clock, told = FakeClock(), list[AttemptRecord]()
    limiter = SlidingWindow(1, 10.0, clock)
    client = runn(ScriptedServer(ME), clock=clock, limiter=limiter, on_attempt=told.append)
    await client.me.get()
    await client.me.get()
    assert [a.slept for a in told] == [0.0, 10.0]


async def test_the_last_attempt_is_told_before_the_error() -> None:
    told = list[AttemptRecord]()
    server = ScriptedServer(httpx.Response(500))
    client = runn(server, on_attempt=told.append, retry=RetryPolicy(attempts=2))
    with pytest.raises(ServerError):
        await client.me.get()
    assert [(a.attempt, a.status) for a in told] == [(1, 500), (2, 500)]
    client = runn(ScriptedServer(httpx.ReadError("x")), on_attempt=told.append)
    with pytest.raises(TransportError):
        await client.request("POST", "/things")
    assert (told[-1].operation, told[-1].status) == ("request", None)


async def test_pages_and_values_are_told_as_documented_and_without_secrets() -> None:
    told = list[AttemptRecord]()
    client = runn(ScriptedServer(PEOPLE), on_attempt=told.append)
    await client.projects.list_people(4711).collect()
    user = runrunit(ScriptedServer(httpx.Response(404)), on_attempt=told.append)
    with pytest.raises(Exception, match="404"):
        await user.users.get("john-snow")
    assert [a.path for a in told] == ["/projects/{projectId}/people/", "/users/:user_id"]
    shown = repr(told)
    assert not re.search("4711|john-snow", shown)
    assert not any(secret in shown for secret in SECRETS)


async def test_an_observer_that_fails_does_no_harm(
    make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(record: AttemptRecord) -> None:
        raise ValueError("no room for metrics")

    client = make_client(ScriptedServer(ME), on_attempt=fail)
    with caplog.at_level(logging.ERROR):
        assert (await client.request("GET", "/me/")).status == 200
    assert "on_attempt failed" in caplog.text
    assert "no room for metrics" in caplog.text


async def test_copies_tell_the_same_observer(make_client: MakeClient) -> None:
    told = list[AttemptRecord]()
    client = make_client(ScriptedServer(ME), on_attempt=told.append)
    await client.with_options(timeout=5).request("GET", "/me/")
    assert len(told) == 1


async def test_a_cancelled_attempt_is_not_told() -> None:
    told = list[AttemptRecord]()

    async def stall(request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    client = runn(stall, on_attempt=told.append)
    async with anyio.create_task_group() as group:
        group.start_soon(client.me.get)
        await anyio.wait_all_tasks_blocked()
        group.cancel_scope.cancel()
    assert told == []
