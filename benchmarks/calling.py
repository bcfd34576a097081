"""The processor time of one call, with no network under it."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx

from benchmarks.measure import alternate, cpu_seconds
from benchmarks.report import Row, named
from benchmarks.samples import projects
from clientcore import SlidingWindow
from runn_client import RunnClient

ROUNDS = 60
CALLS = 50
MOST = 80e-6
"""Seconds over bare httpx; what is paid for checking, limits, retries, redaction and types."""
PLENTY = 1_000_000
"""Requests per window: the client's own limiter counts as ever, and never has to wait."""


def run() -> list[Row]:
    with asyncio.Runner() as runner:
        http = httpx.AsyncClient(transport=httpx.MockTransport(_server()))
        runn = RunnClient("x", http_client=http, limiter=SlidingWindow(PLENTY))

        async def ours() -> object:
            return await runn.projects.get(1)

        async def peer() -> object:
            return (await http.get("https://api.runn.io/projects/1")).json()

        def calls(call: Callable[[], Awaitable[object]]) -> Callable[[], float]:
            async def many() -> None:
                for _ in range(CALLS):
                    await call()

            whole = cpu_seconds(lambda: runner.run(many()))
            return lambda: whole() / CALLS

        pairs = alternate(calls(ours), calls(peer), ROUNDS)
        runner.run(http.aclose())
    name = "one call, projects.get (CPU)"
    return [Row.of_surplus(name, pairs, f"bare {named('httpx')} and .json()", MOST)]


def _server() -> Callable[[httpx.Request], httpx.Response]:
    body = json.dumps(projects([1])[0]).encode()
    headers = {
        "content-type": "application/json",
        "x-ratelimit-limit": str(PLENTY),
        "x-ratelimit-remaining": str(PLENTY - 1),
        "x-ratelimit-reset": "60",
    }
    return lambda request: httpx.Response(200, headers=headers, content=body)
