"""One walk over many tasks, for a process of its own: `python -m benchmarks.walk ours 100000`.

It prints the bytes by which memory peaked above what the process held before the first request.
"""

import asyncio
import json
import re
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx

from benchmarks.free import Free
from benchmarks.samples import tasks
from runrunit_client import RunrunitClient

PAGE = 100
URL = "https://runrun.it/api/v1.0/tasks"


def main() -> None:
    walk, count = WALKS[sys.argv[1]], int(sys.argv[2])
    transport = httpx.MockTransport(server(count))
    asyncio.run(measure(walk, httpx.AsyncClient(transport=transport), count))


async def measure(
    walk: Callable[[httpx.AsyncClient], AsyncIterator[int]], http: httpx.AsyncClient, count: int
) -> None:
    if tracemalloc.is_tracing():
        tracemalloc.reset_peak()
    before, last = held(), 0
    async with http:
        async for number in walk(http):
            last += 1
            if number != last:
                raise AssertionError(f"task {number} came in place of {last}")
    if last != count:
        raise AssertionError(f"{last} tasks came of {count}")
    print(peak() - before)


async def ours(http: httpx.AsyncClient) -> AsyncIterator[int]:
    async with RunrunitClient("x", "y", http_client=http, limiter=Free()) as client:
        async for task in client.tasks.list():
            yield task.id


async def bare(http: httpx.AsyncClient) -> AsyncIterator[int]:
    number: int | None = 1
    while number:
        answer = await http.get(URL, params={"limit": PAGE, "page": number})
        for task in answer.json():
            yield task["id"]
        number = number + 1 if "next" in answer.links else None


WALKS = {"ours": ours, "bare": bare}


def server(count: int) -> Callable[[httpx.Request], httpx.Response]:
    """Serves pages that it puts together when they are asked for, and holds none of them."""
    before_id, after_id = json.dumps(tasks([0])[0]).encode().split(b'"id": 0', 1)

    def serve(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        first, last = (page - 1) * PAGE + 1, min(page * PAGE, count)
        headers = {
            "content-type": "application/json; charset=utf-8",
            "x-item-range": f"items {first}-{last}/{count}",
            "link": f'</api/tasks?page=1&limit={PAGE}>; rel="first"',
        }
        if last < count:
            headers["link"] += f', </api/tasks?page={page + 1}&limit={PAGE}>; rel="next"'
        rows = (b'%b"id": %d%b' % (before_id, n, after_id) for n in range(first, last + 1))
        return httpx.Response(200, headers=headers, content=b"[" + b",".join(rows) + b"]")

    return serve


def held() -> int:
    """Bytes held now: of the process, or of Python's objects where they are traced."""
    return tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else _status("VmRSS")


def peak() -> int:
    """The most that was ever held."""
    return tracemalloc.get_traced_memory()[1] if tracemalloc.is_tracing() else _status("VmHWM")


def _status(name: str) -> int:
    found: Any = re.search(rf"{name}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024


if __name__ == "__main__":
    main()
