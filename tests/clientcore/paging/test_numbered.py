"""Lists that are numbered pages: nothing is lost, nothing comes twice, and nothing in silence."""

from collections.abc import Mapping
from itertools import product

import httpx
import pytest

from clientcore import DecodeError, Page, Pager
from runrunit_client import RunrunitClient
from tests.clientcore.paging.link_server import LinkServer
from tests.support import runrunit


def answer(
    ids: range | list[int],
    span: str | None = None,
    link: str | int | None = None,
    hidden: int | None = None,
) -> httpx.Response:
    """A page; a link is the number of the next one."""
    headers = {} if hidden is None else {"x-item-without-view-permission": str(hidden)}
    if span is not None:
        headers["x-item-range"] = f"items {span}"
    if link is not None:
        target = f"page={link}" if isinstance(link, int) else link
        headers["link"] = f'</api/clients>; rel="first", </api/clients?{target}>; rel="next"'
    return httpx.Response(200, json=[{"id": id_} for id_ in ids], headers=headers)


class Pages:
    """What each page number is answered with, the first time and then; past the end with page 1."""

    def __init__(self, pages: Mapping[int, httpx.Response | list[httpx.Response]]) -> None:
        self.pages = pages
        self.asked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        self.asked.append(number)
        assert len(self.asked) < 50, "a walk without an end"
        found = self.pages.get(number, self.pages[1])
        if isinstance(found, list):
            found = found[min(self.asked.count(number), len(found)) - 1]
        return httpx.Response(200, content=found.content, headers=found.headers)


async def ids_of(client: RunrunitClient, concurrency: int = 1) -> list[int]:
    rows = await client.clients.list(page_size=2).collect(concurrency=concurrency)
    return [row.id for row in rows]


FIRST_OF_10 = answer([1, 2], "1-2/10", 2)


@pytest.mark.parametrize("concurrency", [1, 2, 5])
@pytest.mark.parametrize(
    ("pages", "said"),
    [
        pytest.param(
            {1: FIRST_OF_10, 2: FIRST_OF_10, 3: FIRST_OF_10, 4: FIRST_OF_10, 5: FIRST_OF_10},
            "asked for page 2, got items 1-2 of 10 again",
            id="a cache that drops the page",
        ),
        pytest.param(
            {
                1: FIRST_OF_10,
                2: answer([3, 4], "3-4/10", 3),
                3: answer([3, 4], "3-4/10", 3),
                4: answer([7, 8], "7-8/10", 5),
                5: answer([9, 10], "9-10/10"),
            },
            "asked for page 3, got items 3-4 of 10 again",
            id="a page that is shown twice",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/10"),
                2: answer([1, 2], "1-2/10"),
                3: answer([1, 2], "1-2/10"),
                4: answer([1, 2], "1-2/10"),
                5: answer([1, 2], "1-2/10"),
            },
            "asked for page 2, got items 1-2 of 10 again",
            id="a cache that drops the page and the links",
        ),
        pytest.param(
            {
                1: FIRST_OF_10,
                2: answer([2, 3, 4], "2-4/10", 3),
                3: answer([5, 6], "5-6/10", 4),
                4: answer([7, 8], "7-8/10", 5),
                5: answer([9, 10], "9-10/10"),
            },
            "asked for page 2, got items 2-4 of 10 again",
            id="pages that overlap",
        ),
        pytest.param(
            {1: answer([3, 4], "3-4/10", 2)},
            "asked for page 1, got items 3-4 of 10",
            id="a first page that is not the first",
        ),
        pytest.param(
            {
                1: FIRST_OF_10,
                2: answer(range(5, 9), "5-8/10", 3),
                3: answer([9, 10], "9-10/10"),
                4: answer([1], "1-4/10", 2),
                5: answer([1], "1-4/10", 2),
            },
            "asked for page 2, got items 5-8 of 10",
            id="larger pages after the first",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/10", 3)},
            "the server led from page 1 to page 3",
            id="a link past a page",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/10", 1)},
            "the server led from page 1 to page 1",
            id="a link to the page itself",
        ),
        pytest.param(
            {1: answer([1], link=2), 2: answer([2], link=1)},
            "the server led from page 2 to page 1",
            id="a link back",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/10", "page=two")},
            "the server led from page 1 to page two",
            id="a number that is none",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/10", f"page={'9' * 5_000}")},
            "the server led from page 1 to page 9{20}",
            id="a number without an end",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/10", "")},
            "the server led to the same page twice",
            id="a link without a query",
        ),
        pytest.param(
            {1: answer([1, 2])},
            "a full page with neither Link nor X-Item-Range",
            id="a full page that says nothing",
        ),
        pytest.param(
            {n: answer([n]) for n in range(2, 6)} | {1: FIRST_OF_10},
            "asked for page 2, got no word on what follows, though the list has 10 items",
            id="a page in the middle that says nothing",
        ),
        pytest.param(
            {1: answer([], "0-0/10")},
            "asked for page 1, got no word on what follows, though the list has 10 items",
            id="an empty first page of ten",
        ),
    ],
)
async def test_a_list_is_not_cut_short_in_silence(
    pages: Mapping[int, httpx.Response], said: str, concurrency: int
) -> None:
    with pytest.raises(
        DecodeError,
        match=rf"^Runrun\.it: GET /clients\b.*: .*{said}\b",
    ) as met:
        await ids_of(runrunit(Pages(pages)), concurrency)
    assert met.value.source == "GET /clients"


async def test_the_same_error_comes_until_the_server_mends_it() -> None:
    server = Pages({1: FIRST_OF_10, 2: [FIRST_OF_10, FIRST_OF_10, answer([3], "3-3/3")]})
    walk = runrunit(server).clients.list(page_size=2).items()
    assert [(await anext(walk)).id for _ in range(2)] == [1, 2]
    for _ in range(2):
        with pytest.raises(DecodeError, match="again"):
            await anext(walk)
    assert [row.id async for row in walk] == [3]


async def test_pages_before_one_that_is_refused_are_walked_first() -> None:
    pages = {n: answer([n * 2 - 1, n * 2], f"{n * 2 - 1}-{n * 2}/10", n + 1) for n in (1, 2, 3, 5)}
    walk = runrunit(Pages({**pages, 4: FIRST_OF_10})).clients.list(page_size=2)
    rows = walk.items(concurrency=4)
    assert [(await anext(rows)).id for _ in range(6)] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(DecodeError, match="asked for page 4, got items 1-2 of 10 again"):
        await anext(rows)


@pytest.mark.parametrize("concurrency", [1, 2, 5])
@pytest.mark.parametrize(
    ("pages", "ids", "last_asked"),
    [
        pytest.param(
            {
                1: answer([1, 2], "1-2/6", 2),
                2: answer([], "3-4/6"),
                3: answer([5, 6], "5-6/6"),
            },
            [1, 2, 5, 6],
            3,
            id="a page of which all is hidden, and no link",
        ),
        pytest.param(
            {1: answer([], "1-2/6"), 2: answer([], "3-4/6"), 3: answer([], "5-6/6")},
            [],
            3,
            id="a list of which all is hidden",
        ),
        pytest.param(
            {
                1: answer([1], "1-1/6", 2, hidden=1),
                2: answer([3, 4], "3-4/6", 3),
                3: answer([5], "5-5/6", hidden=1),
            },
            [1, 3, 4, 5],
            4,
            id="ranges that leave out what is hidden",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/9", 2, hidden=1),
                2: answer([4, 5], "4-5/9", 3, hidden=1),
                3: answer([7, 8], "7-8/9", hidden=None),
            },
            [1, 2, 4, 5, 7, 8],
            4,
            id="ranges that leave out what is hidden, and a last page that does not say so",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/4", 2), 2: answer([3])},
            [1, 2, 3],
            2,
            id="a last page that says nothing",
        ),
        pytest.param(
            {1: answer([1], "1-1/2", hidden=1)},
            [1],
            2,
            id="one page, and a range that leaves out what is hidden",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/4", 2, hidden=9),  # in the whole list
                2: answer([3, 4], "3-4/4", hidden=9),
            },
            [1, 2, 3, 4],
            2,
            id="a count of all that is hidden",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/2", 2)},
            [1, 2],
            2,
            id="a link on the last page",
        ),
        pytest.param(
            {1: answer([1, 2], link=2), 2: answer([3, 4], link=3), 3: answer([5])},
            [1, 2, 3, 4, 5],
            3,
            id="links without ranges",
        ),
        pytest.param(
            {
                1: answer([1, 2], link=2),
                2: answer([3, 4], "3-4/5", 3),
                3: answer([5], "5-5/5"),
            },
            [1, 2, 3, 4, 5],
            3,
            id="a first page without a range",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/7", 2),
                2: answer([3, 4], link=3),
                3: answer([5, 6], "5-6/7", 4),
                4: answer([7], "7-7/7"),
            },
            [1, 2, 3, 4, 5, 6, 7],
            4,
            id="a page in the middle without a range",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/10", 2),
                2: answer([3, 4], "3-4/4"),
                **dict.fromkeys((3, 4, 5), answer([1, 2], "1-2/4", 2)),
            },
            [1, 2, 3, 4],
            2,
            id="a list that became shorter",
        ),
        pytest.param(
            {1: FIRST_OF_10, **dict.fromkeys((2, 3, 4, 5), answer([1], "1-1/1"))},
            [1, 2],
            2,
            id="a list that became one row",
        ),
        pytest.param(
            {1: FIRST_OF_10, **dict.fromkeys((2, 3, 4, 5), answer([], "0-0/0"))},
            [1, 2],
            2,
            id="a list that became empty",
        ),
        pytest.param(
            {1: FIRST_OF_10, **dict.fromkeys((2, 3, 4, 5), answer([], "0-0/2"))},
            [1, 2],
            2,
            id="a list that became shorter, with empty pages past the end",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/3", 2),
                2: answer([3, 4], "3-4/7", 3),
                3: answer([5, 6], "5-6/7", 4),
                4: answer([7], "7-7/7"),
            },
            [1, 2, 3, 4, 5, 6, 7],
            4,
            id="a list that became longer",
        ),
        pytest.param(
            {
                1: answer([1, 2], "1-2/4, items 1-2/4", "page=2>; rel=next, </api/clients?page=2"),
                2: answer([3, 4], "3-4/4, items 3-4/4"),
            },
            [1, 2, 3, 4],
            2,
            id="headers that came twice",
        ),
        pytest.param(
            {1: answer([1, 2], "1-2/4, items 3-4/4", 2), 2: answer([3, 4], "3-4/4")},
            [1, 2, 3, 4],
            2,
            id="ranges that contradict each other",
        ),
    ],
)
async def test_what_can_be_walked_to_its_end_is(
    pages: Mapping[int, httpx.Response], ids: list[int], last_asked: int, concurrency: int
) -> None:
    server = Pages(pages)
    assert await ids_of(runrunit(server), concurrency) == ids
    if concurrency == 1:
        assert server.asked == list(range(1, last_asked + 1))


async def test_what_leads_on_is_looked_for_on_the_path_of_the_list() -> None:
    seen: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        link = '</api/tasks/7?page=2>; rel="next"' if len(seen) == 1 else ""
        return httpx.Response(200, json=[{"id": len(seen)}], headers={"link": link})

    assert await ids_of(runrunit(server)) == [1, 2]
    assert [url.rpartition("/")[2] for url in seen] == ["clients?limit=2", "clients?limit=2&page=2"]


async def test_steps_by_offset_are_followed_one_by_one_and_never_twice() -> None:
    pages = {
        "0": answer([1, 2], "1-2/8", "offset=2"),
        "2": answer([3, 4], "3-4/8", "offset=4"),
        "4": answer([5, 6], "5-6/8", "offset=2"),
    }
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        assert "page" not in request.url.params
        asked.append(request.url.params.get("offset", "0"))
        return pages[asked[-1]]

    with pytest.raises(DecodeError, match="same page twice"):
        await ids_of(runrunit(server), 3)
    assert asked == ["0", "2", "4"]


async def test_a_page_that_was_answered_before_the_list_shrank_and_grew_is_not_lost() -> None:
    """Of pages asked for at once one is past the end; asked for by itself it is not."""
    pages: dict[int, httpx.Response | list[httpx.Response]] = {
        n: answer([n * 2 - 1, n * 2], f"{n * 2 - 1}-{n * 2}/10", n + 1) for n in range(1, 5)
    }
    pages[5] = answer([9, 10], "9-10/10")
    pages[3] = [answer([1, 2], "1-2/4", 2), answer([5, 6], "5-6/10", 4)]
    server = Pages(pages)
    assert await ids_of(runrunit(server), 4) == list(range(1, 11))


SIZES = (1, 2, 3, 5)


@pytest.mark.parametrize("concurrency", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("link", [True, False], ids=["links", "links stripped"])
async def test_each_page_is_asked_for_once_and_none_beyond_the_last(
    link: bool, size: int, concurrency: int
) -> None:
    for total in sorted({max(0, n * size + more) for n in range(8) for more in (-1, 0, 1)}):
        server = LinkServer(total, link)
        pages = runrunit(server).clients.list(page_size=size).pages(concurrency=concurrency)
        rows = [row.id for page in [each async for each in pages] for row in page.items]
        last = max(1, -(-total // size))
        assert rows == list(range(1, total + 1)), total
        assert sorted(server.asked) == list(range(1, last + 1)), total
        assert server.most_open == max(1, min(concurrency, last - 1)), total


class Changing:
    """A list, two rows a page, that has another length at each request."""

    def __init__(self, *totals: int) -> None:
        self._totals = iter(totals)
        self._total = 0

    async def fetch(self, step: Mapping[str, str]) -> Page[int]:
        self._total = total = next(self._totals, self._total)
        number = int(step.get("page", "1"))
        number = number if number <= max(1, -(-total // 2)) else 1
        start, end = number * 2 - 1, min(number * 2, total)
        if total == 0:
            return Page(items=[], total=0)
        following = {"page": str(number + 1)} if end < total else None
        rows = list(range(start, end + 1))
        return Page(items=rows, next=following, start=start, end=end, total=total)


@pytest.mark.parametrize("concurrency", [1, 2, 3])
async def test_a_list_that_changes_is_walked_as_far_as_it_always_was(concurrency: int) -> None:
    """Every way in which a list of up to six rows can change in four requests."""
    for totals in product(range(7), repeat=4):
        pager = Pager(Changing(*totals).fetch, concurrent=True)
        rows = await pager.collect(concurrency=concurrency)
        assert rows == list(range(1, len(rows) + 1)), totals
        assert len(rows) >= min(totals), totals
