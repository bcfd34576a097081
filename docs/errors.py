"""Write the table of errors: `python docs/errors.py > docs/errors.md`. Each of them is caused."""

import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from threading import Thread

import anyio
import httpx
import redis

from clientcore import FakeClock, RetryPolicy, SDKError
from clientcore.limits.redis import RedisWindow
from clientcore.sandbox import (
    CutBody,
    Fault,
    Html,
    LostAnswer,
    NoConnection,
    Redirect,
    Status,
    TooManyRequests,
)
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox

HEAD = """# Errors

All of them are `SDKError`s. A text says which call it was and of which host, what happened, whether
it may have been carried out all the same (`error.may_be_done`), and what to do. This table is made
by causing each of them, by `nox -s docs`.

| when | error | its text |
|---|---|---|
"""

Call = Callable[[], Awaitable[object]]
ONE_TRY = RetryPolicy(attempts=1)


def read(client: RunnClient) -> Call:
    """A call that changes nothing."""
    return client.me.get


def write(client: RunnClient) -> Call:
    """A call that is not repeated after a failure."""
    return partial(client.clients.create, name="ACME")


def delete(client: RunnClient) -> Call:
    """A call that answers nothing."""
    return partial(client.actuals.delete, 5)


def runn(*faults: Fault, retry: RetryPolicy = ONE_TRY) -> RunnClient:
    """A client of a sandbox in which these go wrong."""
    sandbox = RunnSandbox(clock=FakeClock())
    for fault in faults:
        sandbox.inject(fault)
    return sandbox.client().with_options(retry=retry)


def runrunit(*faults: Fault) -> RunrunitClient:
    """The same of the other service."""
    sandbox = RunrunitSandbox(clock=FakeClock())
    for fault in faults:
        sandbox.inject(fault)
    return sandbox.client().with_options(retry=ONE_TRY)


def answered(status: int, body: object, headers: dict[str, str] | None = None) -> RunnClient:
    """A client whose every call is answered like this."""
    answer = httpx.Response(status, json=body, headers=headers)
    transport = httpx.MockTransport(lambda _: answer)
    return RunnClient("token", http_client=httpx.AsyncClient(transport=transport), retry=ONE_TRY)


def late() -> RunnClient:
    """A client whose calls are not answered in time."""

    def never(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    http = httpx.AsyncClient(transport=httpx.MockTransport(never))
    return RunnClient("token", http_client=http, retry=ONE_TRY)


async def too_long() -> None:
    """More comes than the client wants to hold."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"name": "x" * 100}))
    http = httpx.AsyncClient(transport=transport)
    await RunnClient("token", http_client=http, max_answer=50).me.get()


async def pause_and_read() -> None:
    """One call is told to wait, and the next will not wait so long."""
    client = runn(TooManyRequests(seconds=50))
    hasty = client.with_options(retry=RetryPolicy(max_wait=5))
    try:
        await hasty.me.get()
    except SDKError:
        await hasty.me.get()


async def drift() -> object:
    """A field that the service left out is read."""
    client = answered(200, {"id": 7})
    return (await client.clients.get(7)).name


async def closed() -> None:
    """A call after the end."""
    client = runn()
    await client.aclose()
    await client.me.get()


async def two_loops() -> None:
    """A call in another thread."""
    client = answered(200, {"name": "Ann"})
    await client.me.get()
    met: list[SDKError] = []

    def elsewhere() -> None:
        try:
            anyio.run(client.me.get)
        except SDKError as error:
            met.append(error)

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    raise met[0]


async def no_redis() -> None:
    """What counts the requests for many processes is not there."""
    limiter = RedisWindow(redis.Redis(port=1), "key", limit=120)
    async with RunnClient("token", limiter=limiter) as client:
        await client.me.get()


async def no_socks() -> None:
    """The environment asks for what is not installed."""
    os.environ["ALL_PROXY"] = "socks5://proxy.example:1080"
    try:
        await RunnClient("token").me.get()
    finally:
        del os.environ["ALL_PROXY"]


async def plain_http() -> None:
    """A client that would be read on the way."""
    RunnClient("token", base_url="http://runn.example")


async def long_address() -> None:
    """More than an address can hold."""
    await runn().request("GET", "/tasks", query={"ids": list(range(20_000))})


CAUSES: dict[str, Call] = {
    "an argument cannot be sent": lambda: runn().people.get(None),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    "an address becomes too long": long_address,
    "the address is not safe": plain_http,
    "the environment cannot be used": no_socks,
    "the client was closed": closed,
    "a second thread uses the client": two_loops,
    "the limiter's Redis is down": no_redis,
    "nobody can be reached": write(runn(NoConnection())),
    "a read gets no answer": read(runn(LostAnswer())),
    "a write gets no answer": write(runn(LostAnswer())),
    "a write is not answered in time": write(late()),
    "a write is answered by half": write(runn(CutBody())),
    "a write is answered by a page": write(runn(Html(200))),
    "a deletion is answered by a page": delete(runn(Html(200))),
    "an answer has another form": read(answered(200, ["Ann"])),
    "an answer is too long": too_long,
    "a field that was left out is read": drift,
    "the token is refused": read(runn(Status(401, "Invalid token"))),
    "the keys are refused": runrunit(Status(401, "")).users.me,
    "the token may not do it": write(runn(Status(403, "Read-only token"))),
    "there is no such thing": lambda: runn().people.get(5),
    "a value is refused": lambda: runn().request("POST", "/clients/", json={}),
    "the present state forbids it": write(runn(Status(409, "Already exists"))),
    "too much at a time": write(runn(Status(413, ""))),
    "the limit is used up": read(runn(TooManyRequests(seconds=50))),
    "the key has to pause for too long": pause_and_read,
    "the service fails at a read": read(runn(*[Html(502)] * 5, retry=RetryPolicy())),
    "the service fails at a write": write(runn(Status(500, ""))),
    "a write is led elsewhere": write(runn(Redirect("https://sso.example/login?to=runn"))),
}


async def caused(cause: Call) -> SDKError:
    """The error that it ends in."""
    try:
        await cause()
    except SDKError as error:
        return error
    raise AssertionError("nothing went wrong")


def document() -> str:
    """The whole page."""
    rows: list[str] = []
    for when, cause in CAUSES.items():
        error = anyio.run(caused, cause)
        text = str(error).replace("|", "\\|").replace("<", "&lt;")
        rows.append(f"| {when} | `{type(error).__name__}` | {text} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
