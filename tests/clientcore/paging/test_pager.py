from collections.abc import Mapping
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from clientcore import (
    ArgumentError,
    DecodeError,
    NotFoundError,
    Page,
    Pager,
    RequestTimeoutError,
    RetryPolicy,
)
from tests.clientcore.paging.link_server import LinkServer
from tests.support import ScriptedServer, runn, runrunit, settle


class Pages:
    """Pages by what leads to them, and a note of every one that was fetched."""

    def __init__(self, pages: Mapping[str, Page[int]]) -> None:
        self.fetched: list[str] = []
        self._pages = pages

    async def fetch(self, step: Mapping[str, str]) -> Page[int]:
        self.fetched.append(step.get("cursor", ""))
        assert len(self.fetched) < 100, "a walk without an end"
        await anyio.lowlevel.checkpoint()
        return self._pages[self.fetched[-1]]


def page(*items: int, cursor: str | None = None) -> Page[int]:
    return Page(items=list(items), next=None if cursor is None else {"cursor": cursor})


THREE = {"": page(1, 2, cursor="a"), "a": page(3, 4, cursor="b"), "b": page(5)}


async def test_a_walk_ends_where_the_server_says_so() -> None:
    pages = Pages(THREE)
    assert [item async for item in Pager(pages.fetch)] == [1, 2, 3, 4, 5]
    assert pages.fetched == ["", "a", "b"]


async def test_each_walk_begins_anew() -> None:
    pages = Pages(THREE)
    pager = Pager(pages.fetch)
    for _ in range(2):
        assert [item async for item in pager] == [1, 2, 3, 4, 5]
        assert await pager.collect() == [1, 2, 3, 4, 5]
    assert pages.fetched == ["", "a", "b"] * 4


async def test_walks_side_by_side_do_not_disturb_each_other() -> None:
    pager = Pager(Pages(THREE).fetch)
    one, two = aiter(pager), aiter(pager)
    assert [await anext(one), await anext(one), await anext(two), await anext(one)] == [1, 2, 1, 3]


async def test_nothing_is_fetched_before_it_is_asked_for() -> None:
    pages = Pages(THREE)
    walk = aiter(Pager(pages.fetch))
    assert pages.fetched == []
    await anext(walk)
    await anext(walk)
    assert pages.fetched == [""]


async def test_an_empty_page_with_a_cursor_is_gone_past() -> None:
    pages = Pages({"": page(cursor="a"), "a": page(cursor="b"), "b": page(1)})
    assert await Pager(pages.fetch).collect() == [1]
    assert await Pager(pages.fetch).first() == 1


@pytest.mark.parametrize(
    "pages",
    [
        {"": page(1, cursor="a"), "a": page(2, cursor="a")},
        {"": page(1, cursor="a"), "a": page(2, cursor="b"), "b": page(3, cursor="a")},
    ],
    ids=["same cursor", "circle"],
)
async def test_a_repeated_cursor_is_refused(pages: Mapping[str, Page[int]]) -> None:
    source = Pages(pages)
    with pytest.raises(DecodeError, match="twice"):
        await Pager(source.fetch).collect()
    assert source.fetched == list(pages)


@pytest.mark.parametrize(
    ("most", "items", "fetched"),
    [
        (0, [], []),
        (1, [1], [""]),
        (2, [1, 2], [""]),
        (3, [1, 2, 3], ["", "a"]),
        (99, [1, 2, 3, 4, 5], ["", "a", "b"]),
        (None, [1, 2, 3, 4, 5], ["", "a", "b"]),
    ],
)
async def test_max_items_is_the_total(
    most: int | None, items: list[int], fetched: list[str]
) -> None:
    pages = Pages(THREE)
    assert await Pager(pages.fetch).collect(most) == items
    assert pages.fetched == fetched


@pytest.mark.parametrize("most", [-1, "5", 2.5, 2.0, True, False, [3]])
async def test_a_max_items_that_is_no_count_is_refused(most: Any) -> None:
    pages = Pages(THREE)
    with pytest.raises(ArgumentError, match="max_items must be a whole number of at least 0"):
        await Pager(pages.fetch).collect(most)
    assert pages.fetched == []


async def test_first_fetches_one_page() -> None:
    pages = Pages(THREE)
    assert await Pager(pages.fetch).first() == 1
    assert pages.fetched == [""]


async def test_first_of_nothing_is_none() -> None:
    assert await Pager(Pages({"": page()}).fetch).first() is None


async def test_awaited_itself_it_gives_the_first_page() -> None:
    pages = Pages(THREE)
    pager = Pager(pages.fetch)
    assert await pager == THREE[""]
    assert await pager == THREE[""]
    assert pages.fetched == ["", ""]


def test_a_pager_says_what_it_is_of_and_how_to_get_the_items() -> None:
    said = repr(Pager(Pages(THREE).fetch, source="GET /people/"))
    assert said == "<Pager of GET /people/: `async for` or `await pager.collect()` for its items>"


def test_a_page_shows_its_first_items_and_what_is_beyond_them() -> None:
    assert repr(page()) == "Page(0 items: )"
    assert repr(page(1, 2, cursor="a")) == "Page(2 items, more follow: 1, 2)"
    large = Page(items=list(range(100)), next={"page": "2"}, start=1, end=100, total=987)
    assert repr(large) == "Page(100 items of 987, more follow: 0, 1, 2, 97 more in .items)"


async def test_pages_are_walked_as_pages() -> None:
    pages = [each async for each in Pager(Pages(THREE).fetch).pages()]
    assert pages == list(THREE.values())


@pytest.mark.parametrize("concurrency", [0, -1, 2.0, 1.5, "3", "1", True, None])
async def test_a_concurrency_that_is_no_count_is_refused(concurrency: Any) -> None:
    pages = Pages(THREE)
    pager = Pager(pages.fetch, concurrent=True)
    refused = "concurrency must be a whole number of at least 1"
    with pytest.raises(ArgumentError, match=refused):
        pager.pages(concurrency=concurrency)
    with pytest.raises(ArgumentError, match=refused):
        pager.items(concurrency=concurrency)
    with pytest.raises(ArgumentError, match=refused):
        await pager.collect(concurrency=concurrency)
    with pytest.raises(ArgumentError, match=refused):
        await pager.collect(0, concurrency=concurrency)
    assert pages.fetched == []


async def test_concurrency_is_refused_where_pages_have_no_numbers() -> None:
    pager = runn(ScriptedServer()).clients.list()
    with pytest.raises(ArgumentError, match="concurrency must be 1"):
        pager.pages(concurrency=2)
    with pytest.raises(ArgumentError, match="concurrency must be 1"):
        await pager.collect(concurrency=2)


# Runn: cursors

CLIENT: dict[str, object] = {
    "id": 1,
    "name": "ACME",
    "website": None,
    "isArchived": False,
    "references": [],
    "createdAt": "2026-01-01T00:00:00Z",
    "updatedAt": "2026-01-01T00:00:00Z",
}


def cursor_page(cursor: str | None, *ids: int) -> httpx.Response:
    rows = [{**CLIENT, "id": id_} for id_ in ids]
    return httpx.Response(200, json={"values": rows, "nextCursor": cursor})


async def test_runn_carries_every_filter_to_later_pages() -> None:
    server = ScriptedServer(cursor_page("a+/=b", 1, 2), cursor_page("c", 3), cursor_page(None, 4))
    pager = runn(server).clients.list(name="A & B", sort_by="createdAt", order="desc", page_size=2)
    assert [client.id async for client in pager] == [1, 2, 3, 4]
    filters = {"name": "A & B", "sortBy": "createdAt", "order": "desc", "limit": "2"}
    assert [dict(request.url.params) for request in server.requests] == [
        filters,
        {**filters, "cursor": "a+/=b"},
        {**filters, "cursor": "c"},
    ]
    assert {request.url.path for request in server.requests} == {"/clients/"}


async def test_pages_are_as_large_as_the_service_allows_unless_asked() -> None:
    server = ScriptedServer(cursor_page(None))
    client = runn(server)
    await client.clients.list().collect()
    await client.actuals.list().collect()
    await client.clients.list(page_size=7).collect(max_items=3)
    assert [request.url.params["limit"] for request in server.requests] == ["200", "500", "7"]


async def test_a_missing_cursor_is_an_error_that_names_the_operation() -> None:
    server = ScriptedServer(httpx.Response(200, json={"values": []}))
    with pytest.raises(DecodeError, match=r"GET /clients/ at .* with values and nextCursor$"):
        await runn(server).clients.list().collect()


async def test_a_server_that_repeats_its_cursor_is_asked_no_further() -> None:
    server = ScriptedServer(cursor_page("a", 1), cursor_page("a", 2))
    with pytest.raises(DecodeError, match="twice"):
        await runn(server).clients.list().collect()
    assert len(server.requests) == 2


async def test_a_later_page_is_retried_and_nothing_is_lost() -> None:
    server = ScriptedServer(cursor_page("a", 1), httpx.Response(500), cursor_page(None, 2))
    assert [client.id async for client in runn(server).clients.list()] == [1, 2]


# Runrun.it: numbered pages


async def test_runrunit_carries_every_filter_to_later_pages() -> None:
    server = LinkServer(5)
    pager = runrunit(server).clients.list(search_term="A & B", is_visible=True, page_size=2)
    assert [client.id async for client in pager] == [1, 2, 3, 4, 5]
    filters = {"search_term": "A & B", "is_visible": "true", "limit": "2"}
    assert server.queries == [filters, {**filters, "page": "2"}, {**filters, "page": "3"}]


async def test_the_links_of_runrunit_are_followed_below_the_version() -> None:
    def answer(ids: list[int], link: str) -> httpx.Response:
        return httpx.Response(200, json=[{"id": id_} for id_ in ids], headers={"link": link})

    server = ScriptedServer(
        answer([1], '</api/clients?page=2>; rel="next"'),
        answer([2], '</api/clients?page=1>; rel="prev"'),
    )
    assert [client.id async for client in runrunit(server).clients.list()] == [1, 2]
    assert server.urls == [
        "https://runrun.it/api/v1.0/clients?limit=100",
        "https://runrun.it/api/v1.0/clients?limit=100&page=2",
    ]


async def test_a_next_page_on_another_host_is_not_asked_for() -> None:
    link = {"link": '<https://evil.example/clients?page=2>; rel="next"'}
    server = ScriptedServer(httpx.Response(200, json=[{"id": 1}], headers=link))
    with pytest.raises(DecodeError, match=r"GET /clients at .*another host: https://evil"):
        await runrunit(server).clients.list().collect()
    assert len(server.requests) == 1


async def test_a_list_whose_links_were_stripped_is_walked_by_its_range() -> None:
    server = LinkServer(5, link=False)
    pager = runrunit(server).clients.list(page_size=2)
    assert [client.id async for client in pager] == [1, 2, 3, 4, 5]
    assert server.asked == [1, 2, 3]


async def test_concurrent_pages_come_in_order_and_each_once() -> None:
    server = LinkServer(95)
    pager = runrunit(server).clients.list(page_size=10)
    pages = [each async for each in pager.pages(concurrency=4)]
    assert [each.start for each in pages] == list(range(1, 96, 10))
    assert [client.id for each in pages for client in each.items] == list(range(1, 96))
    assert {each.total for each in pages} == {95}
    assert sorted(server.asked) == list(range(1, 11))
    assert server.most_open == 4
    assert all(query["limit"] == "10" for query in server.queries)


@pytest.mark.parametrize("total", [0, 1, 10, 11, 20, 21, 41, 50])
@pytest.mark.parametrize("concurrency", [1, 2, 100])
async def test_any_concurrency_yields_the_whole_list(total: int, concurrency: int) -> None:
    server = LinkServer(total)
    pager = runrunit(server).clients.list(page_size=10)
    items = await pager.collect(concurrency=concurrency)
    assert [client.id for client in items] == list(range(1, total + 1))
    assert sorted(server.asked) == list(range(1, max(1, -(-total // 10)) + 1))


async def test_items_can_be_fetched_concurrently() -> None:
    server = LinkServer(50)
    pager = runrunit(server).clients.list(page_size=10)
    ids = [client.id async for client in pager.items(concurrency=4)]
    assert ids == list(range(1, 51))
    assert server.most_open == 4


async def test_hidden_rows_do_not_make_more_pages() -> None:
    asked: list[int] = []

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        asked.append(number)
        number = number if number <= 6 else 1
        link = f'</clients?page={number + 1}>; rel="next"' if number < 6 else ""
        start = number * 10 - 9
        headers = {"x-item-range": f"items {start}-{start + 9}/60", "link": link}
        rows = [{"id": start}]  # nine of the ten are hidden
        return httpx.Response(200, json=rows, headers=headers)

    rows = await runrunit(server).clients.list(page_size=10).collect(concurrency=4)
    assert [row.id for row in rows] == [1, 11, 21, 31, 41, 51]
    assert sorted(asked) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("left", [15, 20, 25])
async def test_a_list_that_shrinks_during_the_walk_yields_nothing_twice(
    left: int, concurrency: int
) -> None:
    server = LinkServer(60)
    server.shrink_after = {2: left}
    pager = runrunit(server).clients.list(page_size=10)
    ids = [client.id for client in await pager.collect(concurrency=concurrency)]
    assert len(ids) == len(set(ids))
    assert ids[:20] == list(range(1, 21))


async def test_a_number_past_the_end_shows_nothing_twice() -> None:
    """All later pages answer after the list became one page."""
    server = LinkServer(60)
    server.shrink_after = {1: 10}
    pager = runrunit(server).clients.list(page_size=10)
    ids = [client.id for client in await pager.collect(concurrency=4)]
    assert ids == list(range(1, 11))


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx.Response(404), NotFoundError),
        (httpx.ReadTimeout("slow"), RequestTimeoutError),
        (httpx.Response(200, json={}), DecodeError),
    ],
    ids=["404", "timeout", "no page"],
)
@pytest.mark.parametrize("concurrency", [1, 4])
async def test_the_error_of_one_page_is_raised_as_itself(
    failure: httpx.Response | Exception, error: type[Exception], concurrency: int
) -> None:
    server = LinkServer(60)
    server.fail = {3: failure}
    client = runrunit(server, retry=RetryPolicy(attempts=1))
    pages = client.clients.list(page_size=10).pages(concurrency=concurrency)
    assert (await anext(pages)).start == 1
    if concurrency == 1:
        assert (await anext(pages)).start == 11
    with pytest.raises(error) as met:
        await anext(pages)
    assert type(met.value) is error
    assert met.value.__cause__ is None
    assert server.open == 0


async def test_the_error_of_one_page_ends_the_requests_for_the_others() -> None:
    server = LinkServer(60)

    async def stalling(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("page") == "3":
            await anyio.sleep_forever()
        return await server(request)

    server.fail = {4: httpx.Response(404)}
    walk = runrunit(stalling).clients.list(page_size=10).collect(concurrency=4)
    with anyio.fail_after(5), pytest.raises(NotFoundError):
        await walk


@pytest.mark.parametrize("concurrency", [1, 4])
async def test_leaving_a_walk_early_leaves_nothing_open(concurrency: int) -> None:
    server = LinkServer(60)
    tasks = len(anyio.get_running_tasks())
    async for client in runrunit(server).clients.list(page_size=10).items(concurrency=concurrency):
        if client.id == 15:
            break
    assert server.open == 0
    assert len(anyio.get_running_tasks()) == tasks
    asked = len(server.asked)
    await settle()
    assert len(server.asked) == asked


async def test_a_cancelled_concurrent_walk_is_cancelled() -> None:
    server = LinkServer(60)
    reached: list[int] = []

    async def cancelling(request: httpx.Request) -> httpx.Response:
        if server.open == 2:
            scope.cancel()
        return await server(request)

    with anyio.CancelScope() as scope:
        async for each in runrunit(cancelling).clients.list(page_size=10).pages(concurrency=4):
            reached += [client.id for client in each.items]
    assert scope.cancelled_caught
    assert reached == list(range(1, 11))
    assert server.most_open >= 2
    assert server.open == 0


async def test_a_repeated_cursor_names_the_operation() -> None:
    page = httpx.Response(200, json={"values": [], "nextCursor": "a"})
    with pytest.raises(DecodeError, match="GET /clients/"):
        await runn(ScriptedServer(page)).clients.list().collect()
