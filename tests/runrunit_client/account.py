"""A small account in the fake Runrun.it, and a way to it without the client."""

import datetime as dt
from typing import Any

import httpx
from attrs import frozen

from clientcore import FakeClock
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
HEADERS = {"App-Key": RunrunitSandbox.app_key, "User-Token": RunrunitSandbox.user_token}


@frozen
class Account:
    """An account with one of each, and a client for it."""

    sandbox: RunrunitSandbox
    runrunit: RunrunitClient
    clock: FakeClock
    client: int
    project: int
    task: int
    user: str


def make(**options: Any) -> Account:
    clock: FakeClock = options.setdefault("clock", FakeClock())
    sandbox = RunrunitSandbox(**options)
    client = sandbox.add_client("Apple")
    project = sandbox.add_project("Hidden Moon Base", client)
    return Account(
        sandbox=sandbox,
        runrunit=sandbox.client(),
        clock=clock,
        client=client,
        project=project,
        task=sandbox.add_task("Airlock", project),
        user=sandbox.add_user("Eric Clapton", "eric@example.com"),
    )


async def raw(
    sandbox: RunrunitSandbox,
    method: str,
    path: str,
    headers: dict[str, str] = HEADERS,
    **options: Any,
) -> httpx.Response:
    async with sandbox.http_client() as http:
        url = "https://runrun.it/api/v1.0" + path
        return await http.request(method, url, headers=headers, **options)


def reason(answer: httpx.Response) -> tuple[int, Any]:
    """The status, and what is said with it."""
    return answer.status_code, answer.json() if answer.content else ""
