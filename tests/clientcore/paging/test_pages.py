import json

import pytest

from clientcore import DecodeError
from clientcore.codec.codec import Codec
from clientcore.codec.naming import snake_case
from clientcore.http.response import RawResponse
from clientcore.model import Model, model
from clientcore.paging.pages import read_cursor_page, read_link_page

CODEC = Codec(snake_case)
URL = "https://runrun.it/api/v1.0/things?limit=2"


@model
class Thing(Model):
    id: int


def answer(data: object, **headers: str) -> RawResponse:
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    return RawResponse(200, spelled, json.dumps(data).encode())


ROWS = [{"id": 1}, {"id": 2}]
THINGS = [Thing(id=1), Thing(id=2)]


@pytest.mark.parametrize(
    ("data", "things", "following"),
    [
        ({"values": ROWS, "nextCursor": "c1"}, THINGS, {"cursor": "c1"}),
        ({"values": ROWS, "nextCursor": None}, THINGS, None),
        ({"values": [], "nextCursor": "c1"}, [], {"cursor": "c1"}),
        ({"values": [], "nextCursor": None}, [], None),
    ],
)
def test_a_cursor_page(data: object, things: list[Thing], following: object) -> None:
    page = read_cursor_page(answer(data), Thing, CODEC)
    assert page.items == things
    assert page.next == following
    assert page.total is None


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"values": ROWS}, ""),
        (ROWS, ""),
        (None, ""),
        ({"values": ROWS, "nextCursor": 5}, "nextCursor"),
        ({"values": ROWS, "nextCursor": ""}, "nextCursor"),
        ({"nextCursor": None}, "items"),
        ({"values": None, "nextCursor": None}, "items"),
        ({"values": {"id": 1}, "nextCursor": None}, "items"),
    ],
)
def test_what_is_no_cursor_page_is_an_error(data: object, path: str) -> None:
    with pytest.raises(DecodeError) as met:
        read_cursor_page(answer(data), Thing, CODEC)
    assert met.value.path == path


@pytest.mark.parametrize("data", [None, {}, {"values": ROWS}, "rows"])
def test_what_is_no_link_page_is_an_error(data: object) -> None:
    with pytest.raises(DecodeError, match="items: expected an array"):
        read_link_page(answer(data), Thing, CODEC, URL)


def test_a_link_page_tells_where_it_stands_and_what_is_hidden() -> None:
    page = read_link_page(
        answer(
            ROWS,
            link='</api/things?page=3>; rel="next"',
            x_item_range="items 3-4/7",
            x_item_without_view_permission="5",
        ),
        Thing,
        CODEC,
        URL,
    )
    assert page.items == THINGS
    assert (page.start, page.total, page.without_permission) == (3, 7, 5)
    assert page.next == {"page": "3"}


@pytest.mark.parametrize(
    ("span", "total"),
    [
        ("", None),
        ("items */7", None),
        ("items", None),
        ("nonsense", None),
        ("items 51-50/987", None),
        ("items 3-2/1", None),
        ("items 1-3/2", None),
        ("items 0-1/2", None),
        (f"items 1-2/{'9' * 5_000}", None),
        (f"items {'9' * 5_000}-2/3", None),
        (f"items 1-{'0' * 5_000}1/3", None),
        ("items 1-2/7, items 3-4/7", None),
        ("items 1-2/7, items 1-2/7", 7),
        ("items 0-0/0", 0),
        ("items 0-0/7", 7),
        ("Items  1 - 2 / 7 ", 7),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_range_that_makes_no_sense_is_one_that_is_not_said(span: str, total: object) -> None:
    page = read_link_page(answer([], x_item_range=span), Thing, CODEC, URL)
    assert page.total == total
    assert (page.start, page.end) == ((1, 2) if "1" in span and total else (None, None))
    assert page.next == ({"page": "2"} if page.start else None)


@pytest.mark.parametrize("hidden", ["", "none", "-1", "1.5", "5, 5", "9" * 5_000], ids=len)
def test_a_count_of_hidden_items_that_is_none_does_no_harm(hidden: str) -> None:
    headers = {"x_item_without_view_permission": hidden}
    read = read_link_page(answer(ROWS[:1], **headers), Thing, CODEC, URL)
    assert read.without_permission is None


@pytest.mark.parametrize(
    ("asked", "span", "following"),
    [
        ("", "items 1-2/7", {"page": "2"}),
        ("&page=3", "items 5-6/7", {"page": "4"}),
        ("&page=4", "items 7-7/7", None),
        ("", "items 1-2/2", None),
        ("&page=2", "items 3-3/7", {"page": "3"}),  # fewer than were asked for
    ],
)
@pytest.mark.parametrize("link", [None, "", '</api/things?page=1>; rel="first"', "nonsense"])
@pytest.mark.parametrize("rows", [ROWS, []], ids=["rows", "all of them hidden"])
def test_where_no_link_leads_on_the_range_tells_whether_there_is_more(
    rows: object, link: str | None, asked: str, span: str, following: object
) -> None:
    headers = {"x_item_range": span} | ({} if link is None else {"link": link})
    assert read_link_page(answer(rows, **headers), Thing, CODEC, URL + asked).next == following


def test_a_link_that_leads_on_is_followed_whatever_the_range_says() -> None:
    headers = {"x_item_range": "items 1-2/2", "link": '</api/things?page=2>; rel="next"'}
    assert read_link_page(answer(ROWS, **headers), Thing, CODEC, URL).next == {"page": "2"}


def test_a_full_page_that_does_not_say_whether_more_follows_is_an_error() -> None:
    with pytest.raises(DecodeError, match="more may follow"):
        read_link_page(answer(ROWS), Thing, CODEC, URL)
    with pytest.raises(DecodeError, match="more may follow"):
        read_link_page(answer(ROWS, x_item_range="items */7"), Thing, CODEC, URL)


@pytest.mark.parametrize(
    ("rows", "headers"),
    [
        (ROWS[:1], {}),
        ([*ROWS, {"id": 3}], {}),  # more than were asked for: the list has no pages
        (ROWS, {"link": '</api/things>; rel="self"'}),
        (ROWS, {"x_item_range": "items 1-2/2"}),
    ],
)
def test_a_page_that_is_the_last_by_any_sign_is_the_last(
    rows: object, headers: dict[str, str]
) -> None:
    assert read_link_page(answer(rows, **headers), Thing, CODEC, URL).next is None
