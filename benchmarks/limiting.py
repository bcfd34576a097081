"""How close to the limit a burst comes: many calls at once on a sandbox that is really served."""

import asyncio
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import httpx

from benchmarks.report import Row, named, seconds
from clientcore import SlidingWindow
from runn_client import RunnClient

CALLS = 300
LIMIT = 120
PERIOD = 5.0
"""Seconds. In a shorter window the time of the calls themselves weighs more."""
REAL_PERIOD = 60.0
ROUNDS = 3
MOST = 1.1
PATIENCE = 20.0
"""Seconds that the server may take to start."""


def run() -> list[Row]:
    floor = (ceil(CALLS / LIMIT) - 1) * PERIOD
    walls, refused = zip(*(_one_round() for _ in range(ROUNDS)), strict=True)
    with _sandbox(REAL_PERIOD) as (address, token):  # all of them within one window
        unlimited = asyncio.run(_all_at_once(address, token))
    middle = sorted(walls)[ROUNDS // 2]
    name = f"{CALLS} calls at {LIMIT} per {PERIOD:g} s"
    return [
        Row(
            name=f"{name} (wall)",
            ours=seconds(middle),
            peer=seconds(floor),
            peer_name=f"the floor: {floor / PERIOD:g} windows of waiting",
            ratios=[wall / floor for wall in walls],
            target=f"<= {MOST:g}x",
            met=middle / floor <= MOST,
        ),
        Row(
            name=f"answers 429 to {ROUNDS} x {CALLS} calls",
            ours=str(sum(refused)),
            peer=str(unlimited * ROUNDS),
            peer_name=f"{named('httpx')}, all at once",
            target="0",
            met=not any(refused),
        ),
    ]


def _one_round() -> tuple[float, int]:
    with _sandbox(PERIOD) as (address, token):
        return asyncio.run(_through_the_client(address, token))


async def _through_the_client(address: str, token: str) -> tuple[float, int]:
    """Seconds until the last answer, and how many answers were 429."""
    statuses: list[int] = []

    async def note(response: httpx.Response) -> None:
        statuses.append(response.status_code)

    async with (
        httpx.AsyncClient(event_hooks={"response": [note]}) as http,
        RunnClient(
            token, base_url=address, http_client=http, limiter=SlidingWindow(LIMIT, PERIOD)
        ) as runn,
    ):
        started = perf_counter()
        await asyncio.gather(*(runn.me.get() for _ in range(CALLS)))
        wall = perf_counter() - started
    if statuses.count(200) != CALLS:
        raise AssertionError(f"{statuses.count(200)} good answers to {CALLS} calls")
    return wall, statuses.count(429)


async def _all_at_once(address: str, token: str) -> int:
    """How many answers are 429 where nobody keeps to the limit."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Version": "1.0.0"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as http:
        answers = await asyncio.gather(*(http.get("/me/") for _ in range(CALLS)))
    return sum(answer.status_code == 429 for answer in answers)


@contextmanager
def _sandbox(period: float) -> Iterator[tuple[str, str]]:
    """A served sandbox: its address and token."""
    command = [sys.executable, "-m", "runn_client.sandbox", "--port", "0"]
    with subprocess.Popen(
        [*command, "--period", str(period)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            address, token = _told(server, "RUNN_BASE_URL"), _told(server, "RUNN_API_TOKEN")
            _wait_until_it_listens(address)
            yield address, token
        finally:
            server.terminate()


def _told(server: subprocess.Popen[str], name: str) -> str:
    """The environment variable of this name that the server offers as it starts."""
    for line in server.stdout or ():
        if found := re.match(rf"export {name}=(\S+)", line):
            return found[1]
    raise RuntimeError(f"the sandbox ended and did not tell its {name}")


def _wait_until_it_listens(address: str) -> None:
    """Connect once; a window begins with a request, and this is none."""
    parts = urlsplit(address)
    given_up = perf_counter() + PATIENCE
    while True:
        try:
            socket.create_connection((parts.hostname or "", parts.port or 80), 1).close()
        except OSError:
            if perf_counter() > given_up:
                raise
            time.sleep(0.02)
        else:
            return
