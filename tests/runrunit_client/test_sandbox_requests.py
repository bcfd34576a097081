from typing import Any

import anyio
import anyio.lowlevel
import pytest

from clientcore import FakeClock, Operation
from clientcore.registry import operations_of
from clientcore.sandbox import Call
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from tests.runrunit_client.account import HEADERS, Account, raw

LISTS = [operation for operation in operations_of(RunrunitClient) if operation.pages]
KEY_ONLY = {"App-Key": HEADERS["App-Key"]}
WRONG_TOKEN = {**HEADERS, "User-Token": "other"}


@pytest.mark.parametrize("headers", [{}, KEY_ONLY, WRONG_TOKEN], ids=["none", "key", "wrong"])
@pytest.mark.parametrize("path", ["/users/me", "/tasks/1"])
async def test_wrong_credentials_are_refused(
    account: Account, path: str, headers: dict[str, str]
) -> None:
    answer = await raw(account.sandbox, "GET", path, headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "Unauthorized"})


@pytest.mark.parametrize("path", ["/nothing", "/tasks/1/nothing", "/me"])
async def test_an_unknown_route_is_an_empty_404(account: Account, path: str) -> None:
    for headers in (HEADERS, {}):  # the router comes before the credentials
        answer = await raw(account.sandbox, "GET", path, headers)
        assert (answer.status_code, answer.content) == (404, b"")
        assert answer.headers["content-type"] == "text/html"


async def test_a_route_is_there_without_its_version_too(account: Account) -> None:
    async with account.sandbox.http_client() as http:
        answer = await http.get("https://runrun.it/api/users/me", headers=HEADERS)
        elsewhere = await http.get("https://runrun.it/api/v2.0/users/me", headers=HEADERS)
        bare = await http.get("https://runrun.it/users/me", headers=HEADERS)
    assert (answer.status_code, answer.json()["id"]) == (200, "administrator")
    assert (elsewhere.status_code, bare.status_code) == (404, 404)


async def test_header_names_are_the_same_in_any_case(account: Account) -> None:
    headers = {name.lower(): value for name, value in HEADERS.items()}
    assert (await raw(account.sandbox, "GET", "/users/me", headers)).status_code == 200


async def test_a_json_type_without_a_body_is_no_matter_here(account: Account) -> None:
    period = account.sandbox.add_time(account.task, account.user, account.clock.now().date(), 60)
    headers = {**HEADERS, "Content-Type": "application/json"}
    answer = await raw(account.sandbox, "DELETE", f"/manual_work_periods/{period}", headers)
    assert (answer.status_code, answer.content) == (204, b"")


# Pages


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
async def test_pages_are_cut_at_100(operation: Operation[object]) -> None:
    sandbox = RunrunitSandbox(clock=FakeClock())
    rows = [{"id": number} for number in range(101)]

    def listed(_: Call) -> list[dict[str, int]]:
        return rows

    sandbox.handle(operation, listed)

    async def page(query: str) -> tuple[int, str]:
        answer = await raw(sandbox, "GET", operation.path + query)
        assert answer.status_code == 200
        return len(answer.json()), answer.headers["x-item-range"]

    assert await page("") == (100, "items 1-100/101")
    assert await page("?limit=1000") == (100, "items 1-100/101")
    assert await page("?page=2") == (1, "items 101-101/101")
    assert await page("?limit=50&page=2") == (50, "items 51-100/101")
    assert await page("?limit=0") == (1, "items 1-1/101")
    for beyond in (0, -1, 3, 99):
        assert await page(f"?page={beyond}") == (100, "items 1-100/101")
    del rows[:]
    assert await page("") == (0, "items 0-0/0")


async def test_links_are_relative_and_lack_the_version_and_the_filters(account: Account) -> None:
    for number in range(4):
        account.sandbox.add_client(f"Client {number}")

    async def link(query: str) -> str:
        answer = await raw(account.sandbox, "GET", "/clients?search_term=l&limit=2" + query)
        return str(answer.headers["link"])

    self, prev, following, last = (
        f'</api/clients?page={{}}>; rel="{name}"' for name in ("self", "prev", "next", "last")
    )
    first = ['</api/clients>; rel="self"', following.format(2), last.format(3)]
    assert await link("") == ", ".join(first)
    middle = [self.format(2), prev.format(1), following.format(3), last.format(3)]
    assert await link("&page=2") == ", ".join(middle)
    assert await link("&page=3") == ", ".join([self.format(3), prev.format(2), last.format(3)])


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_a_walk_over_pages_misses_nothing_and_keeps_the_filters(
    account: Account, concurrency: int
) -> None:
    added = [account.sandbox.add_client(f"Client {number}") for number in range(10)]
    pager = account.runrunit.clients.list(search_term="client", page_size=3)
    walked = await pager.collect(concurrency=concurrency)
    assert [client.id for client in walked] == added
    assert len(account.sandbox.calls) == 4
    first = await anext(pager.pages())
    assert (first.start, first.total) == (1, 10)


async def test_a_row_that_moves_to_a_page_already_read_is_not_seen(account: Account) -> None:
    added = [account.sandbox.add_client(f"Client {number}") for number in range(6)]
    pages = account.runrunit.clients.list(search_term="client", page_size=2).pages()
    walked = [client.id for client in (await anext(pages)).items]
    account.sandbox.state.clients.remove(added[0])
    walked += [client.id async for page in pages for client in page.items]
    assert walked == [added[0], added[1], added[3], added[4], added[5]]


async def test_rows_that_are_added_during_a_walk_are_walked_too(account: Account) -> None:
    added = [account.sandbox.add_client(f"Client {number}") for number in range(4)]
    pages = account.runrunit.clients.list(search_term="client", page_size=2).pages()
    walked = [client.id for client in (await anext(pages)).items]
    added += [account.sandbox.add_client(f"Client {number}") for number in range(4, 7)]
    walked += [client.id async for page in pages for client in page.items]
    assert walked == added


async def test_tasks_share_one_walk(account: Account) -> None:
    added = [account.sandbox.add_client(f"Client {number}") for number in range(10)]
    clients = account.runrunit.clients.list(search_term="client", page_size=3).items()
    walked: list[int] = []

    async def walk() -> None:
        async for client in clients:
            walked.append(client.id)
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as group:
        group.start_soon(walk)
        group.start_soon(walk)
    assert walked == added
    assert len(account.sandbox.calls) == 4


# The limit


async def test_the_101st_request_of_a_minute_is_refused_and_the_next_window_serves_again() -> None:
    clock = FakeClock()
    sandbox = RunrunitSandbox(clock=clock)
    first = await raw(sandbox, "GET", "/users/me")
    clock.advance(20)
    answers = [await raw(sandbox, "GET", "/users/me") for _ in range(100)]
    assert [answer.status_code for answer in answers] == [200] * 99 + [429]
    assert not any("ratelimit" in name for name in [*first.headers, *answers[-2].headers])
    refused = answers[-1]
    limit = {name: value for name, value in refused.headers.items() if "ratelimit" in name}
    assert limit == {
        "ratelimit-limit": "100",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "2026-11-23T12:01:00+00:00",
    }
    assert refused.headers["date"] == "Mon, 23 Nov 2026 12:00:20 GMT"
    assert "retry-after" not in refused.headers
    assert refused.json() == {"error": "Rate limit exceeded, retry in 40 seconds"}
    clock.advance(40)
    assert (await raw(sandbox, "GET", "/users/me")).status_code == 200


async def test_a_client_alone_on_its_key_never_meets_429(account: Account) -> None:
    for _ in range(250):
        await account.runrunit.users.me()
    assert {call.status for call in account.sandbox.calls} == {200}
    assert account.clock.time() == pytest.approx(120, abs=1)


async def test_two_clients_on_one_key_are_both_served(account: Account) -> None:
    other = account.sandbox.client()
    for _ in range(80):
        await account.runrunit.users.me()
        await other.users.me()
    statuses = [call.status for call in account.sandbox.calls]
    assert statuses.count(200) == 160
    assert 429 in statuses


async def test_the_limit_can_be_scaled_or_left_out() -> None:
    clock = FakeClock()

    async def statuses(**options: Any) -> list[int]:
        sandbox = RunrunitSandbox(clock=clock, **options)
        answers = [await raw(sandbox, "GET", "/users/me") for _ in range(101)]
        clock.advance(1)
        answers.append(await raw(sandbox, "GET", "/users/me"))
        return [answer.status_code for answer in answers]

    assert await statuses(period=1.0) == [200] * 100 + [429, 200]
    assert await statuses() == [200] * 100 + [429, 429]
    assert await statuses(enforce_limit=False) == [200] * 102
