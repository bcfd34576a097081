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


@pytest.mark.parametrize("span", ["", "items */7", "items", "items 0-0/0"])
def test_a_range_that_says_little_does_no_harm(span: str) -> None:
    page = read_link_page(answer([], x_item_range=span), Thing, CODEC, URL)
    assert page.items == []
    assert page.next is None


@pytest.mark.parametrize("hidden", ["", "none", "-1", "1.5", "9" * 5000, "\u0663"])
def test_a_count_of_hidden_items_that_is_none_does_no_harm(hidden: str) -> None:
    headers = {"x_item_without_view_permission": hidden}
    assert read_link_page(answer(ROWS, **headers), Thing, CODEC, URL).without_permission is None


@pytest.mark.parametrize(
    ("span", "following"),
    [
        ("items 1-2/7", {"page": "2"}),
        ("items 5-6/7", {"page": "4"}),
        ("items 7-7/7", None),
        ("items 1-2/2", None),
        ("nonsense", None),
    ],
)
def test_without_a_link_header_the_range_tells_whether_there_is_more(
    span: str, following: object
) -> None:
    assert read_link_page(answer(ROWS, x_item_range=span), Thing, CODEC, URL).next == following


def test_a_link_header_without_a_next_page_does_not_end_what_the_range_goes_on_with() -> None:
    link = '</api/things?page=1>; rel="first"'
    page = read_link_page(answer(ROWS, x_item_range="items 1-2/7", link=link), Thing, CODEC, URL)
    assert page.next == {"page": "2"}
    page = read_link_page(answer(ROWS, x_item_range="items 6-7/7", link=link), Thing, CODEC, URL)
    assert page.next is None


def test_a_page_of_which_nothing_may_be_seen_leads_on() -> None:
    headers = {"x_item_range": "items 3-4/7", "x_item_without_view_permission": "2"}
    page = read_link_page(answer([], **headers), Thing, CODEC, URL)
    assert (page.items, page.next, page.without_permission) == ([], {"page": "3"}, 2)


@pytest.mark.parametrize(
    "span",
    [
        "items 51-50/987",
        "items 5-9/7",
        f"items 1-{'9' * 5000}/{'9' * 5000}",
        f"items {'1' * 19}-2/7",
        "items \u0661-\u0662/\u0667",
        "items -1-2/7",
    ],
    ids=lambda span: span[:20],
)
def test_a_range_that_cannot_be_meant_is_not_said(span: str) -> None:
    page = read_link_page(answer(ROWS, x_item_range=span), Thing, CODEC, URL)
    assert (page.start, page.end, page.total, page.next) in (
        (None, None, None, None),
        (1, 2, 7, {"page": "2"}),
    )
    assert page.items == THINGS
