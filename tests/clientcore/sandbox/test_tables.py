"""What a table answers by itself, and how a request is held against the signature."""

import datetime as dt
import json
from typing import Any

import pytest

from clientcore import ArgumentError, FakeClock
from clientcore.sandbox import BadRow, Call, LoggedCall, Reply, Status
from clientcore.sandbox.faults import MOST
from clientcore.sandbox.wire import WireRequest
from tests.clientcore.sandbox.orders import MarkId, Orders, ShopSandbox

DAY = dt.timedelta(days=1)


@pytest.fixture
def sandbox() -> ShopSandbox:
    sandbox = ShopSandbox()
    sandbox.state.shops.add(name="North")
    return sandbox


async def ask(sandbox: ShopSandbox, line: str, body: object = None) -> tuple[int, Any]:
    method, target = line.split(" ")
    path, _, query = target.partition("?")
    content = b"" if body is None else json.dumps(body).encode()
    answer = await sandbox.answer(WireRequest.received(method, path, query, {}, content))
    return answer.status, json.loads(answer.content) if answer.content else None


async def test_list_get_create_update_and_delete_need_no_code(sandbox: ShopSandbox) -> None:
    status, made = await ask(
        sandbox, "POST /orders", {"name": "A", "shopId": 1.0, "due": "2026-11-20"}
    )
    assert (status, made["id"], made["shopId"], made["state"]) == (201, 1, 1, "open")
    assert (made["due"], made["weight"], made["marks"]) == ("2026-11-20", 0, [])
    assert await ask(sandbox, "GET /orders/1") == (200, made)
    status, changed = await ask(sandbox, "PATCH /orders/1", {"name": "B"})
    assert (status, changed) == (200, {**made, "name": "B"})
    assert await ask(sandbox, "DELETE /orders/1") == (204, None)
    assert await ask(sandbox, "GET /orders/1") == (404, {"message": "id 1 is of no Order"})
    for line in ("PATCH /orders/1", "DELETE /orders/1", "GET /orders/1/lines"):
        assert await ask(sandbox, line, {}) == (404, {"message": "id 1 is of no Order"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "body must have required property 'name'"),
        ([], "body must be object"),
        ({"name": 5}, "body/name must be string"),
        ({"name": None}, "body/name must be string"),
        ({"name": {}}, "body/name must be string"),
        ({"name": ""}, "body/name must NOT have fewer than 1 characters"),
        ({"name": "123456"}, "body/name must NOT have more than 5 characters"),
        ({"name": "x", "shopId": "1"}, "body/shopId must be integer,null"),
        ({"name": "x", "shopId": 1.5}, "body/shopId must be integer,null"),
        ({"name": "x", "shopId": True}, "body/shopId must be integer,null"),
        ({"name": "x", "shopId": 2**53}, "body/shopId must be integer,null"),
        ({"name": "x", "due": 5}, "body/due must be string"),
        ({"name": "x", "due": "2026-1-1"}, 'body/due must match format "date"'),
        ({"name": "x", "due": "20261120"}, 'body/due must match format "date"'),
        ({"name": "x", "due": "2026-11-31"}, 'body/due must match format "date"'),
        ({"name": "x", "weight": -0.5}, "body/weight must be >= 0"),
        ({"name": "x", "weight": 11}, "body/weight must be <= 10"),
        ({"name": "x", "weight": "1"}, "body/weight must be number"),
        ({"name": "x", "state": "gone"}, "body/state must be equal to one of the allowed values"),
        ({"name": "x", "state": 1}, "body/state must be string"),
        ({"name": "x", "marks": {}}, "body/marks must be array"),
        ({"name": "x", "marks": [5]}, "body/marks/0 must be object"),
        ({"name": "x", "marks": [{"id": 1}, {}]}, "body/marks/1 must have required property 'id'"),
        ({"name": "x", "marks": [{"id": "1"}]}, "body/marks/0/id must be integer"),
        (
            {"name": "x", "marks": [{"id": 1}, {"id": 1}]},
            "body/marks must NOT have duplicate items (items ## 1 and 0 are identical)",
        ),
        ({"name": "x", "shopId": 7}, "shop_id 7 is the id of no Shop"),
    ],
)  # fmt: skip
async def test_a_body_is_held_against_the_signature(
    sandbox: ShopSandbox, body: object, said: str
) -> None:
    assert await ask(sandbox, "POST /orders", body) == (400, {"message": said})
    assert sandbox.state.orders == {}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("shopId=x", "querystring/shopId must be integer"),
        ("shopId=", "querystring/shopId must be integer"),
        ("shopId=1.0", "querystring/shopId must be integer"),
        ("shopId=%EF%BC%91", "querystring/shopId must be integer"),
        ("shopId=1&shopId=2", "querystring/shopId must be integer"),
        ("name=a&name=b", "querystring/name must be string"),
        ("includeHidden=maybe", "querystring/includeHidden must be boolean"),
        ("dueFrom=2026-1-1", 'querystring/dueFrom must match format "date"'),
        ("changed=soon", "querystring/changed must match a date or date-time"),
        ("changed=2026-11-20T10:00:00", "querystring/changed must match a date or date-time"),
        ("order=up", "querystring/order must be equal to one of the allowed values"),
        ("limit=0", "querystring/limit must be >= 1"),
        ("limit=3", "querystring/limit must be <= 2"),
        ("limit=1_0", "querystring/limit must be integer"),
        ("cursor=lost", "querystring/cursor must be integer"),
        ("cursor=-1", "querystring/cursor is invalid"),
    ],
)
async def test_a_query_is_held_against_the_signature(
    sandbox: ShopSandbox, query: str, said: str
) -> None:
    assert await ask(sandbox, f"GET /orders?{query}") == (400, {"message": said})


async def test_a_path_is_held_against_the_signature(sandbox: ShopSandbox) -> None:
    said = {"message": "params/orderId must be integer"}
    for text in ("x", "%00", "%ff", "1.5", "9" * 5_000, "%C2%B2"):
        assert await ask(sandbox, f"GET /orders/{text}") == (400, said)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ab", "Bc"]),
        ("name=B", ["Ab", "Bc"]),
        ("name=C", ["Bc", "Cd"]),
        ("shopId=1", ["Bc"]),
        ("dueFrom=2026-11-21", ["Bc", "Cd"]),
        ("includeHidden=false", ["Ab", "Bc"]),
        ("includeHidden=true&name=d", ["Cd"]),
        ("changed=2026-11-23T12:00:00Z", ["Bc", "Cd"]),
        ("changed=2026-11-23", ["Ab", "Bc"]),
        ("sortBy=due", ["Cd", "Ab"]),
        ("sortBy=due&order=desc", ["Ab", "Cd"]),
        ("order=desc&limit=1", ["Cd"]),
        ("unknown=1&limit=2&cursor=2", ["Cd"]),
    ],
)
async def test_a_list_is_filtered_and_sorted(
    sandbox: ShopSandbox, query: str, names: list[str]
) -> None:
    add, today = sandbox.state.orders.add, dt.date(2026, 11, 20)
    clock = sandbox.clock
    assert isinstance(clock, FakeClock)
    add(name="Ab", due=today, secret="x")
    clock.advance(1)
    add(name="Bc", shop_id=1)
    add(name="Cd", due=today - DAY if "sortBy" in query else today + DAY, is_hidden=True)
    status, page = await ask(sandbox, f"GET /orders?{query}")
    assert (status, [row["name"] for row in page["values"]]) == (200, names)
    assert "secret" not in page["values"][0]


async def test_rows_under_another_are_listed(sandbox: ShopSandbox) -> None:
    state = sandbox.state
    for name in ("A", "B"):
        order = state.orders.add(name=name)
        state.lines.add(order_id=order.id, amount=order.id * 10)
    assert (await ask(sandbox, "GET /orders/2/lines"))[1]["values"] == [
        {"id": 2, "orderId": 2, "amount": 20}
    ]


async def test_at_one_route_the_keys_of_the_body_decide(sandbox: ShopSandbox) -> None:
    assert (await ask(sandbox, "POST /orders", {"name": "A"}))[1]["name"] == "A"
    assert (await ask(sandbox, "POST /orders", {"like": 1}))[1]["name"] == "A'"
    assert (await ask(sandbox, "POST /orders", {"like": 1, "name": "B"}))[1]["name"] == "B"
    said = "body/like must be integer"
    assert await ask(sandbox, "POST /orders", {"like": "x"}) == (400, {"message": said})
    assert [call.operation for call in sandbox.calls] == [
        "orders.create", *["orders.create_like"] * 3
    ]  # fmt: skip


async def test_a_bulk_is_written_whole_or_not_at_all(sandbox: ShopSandbox) -> None:
    status, made = await ask(sandbox, "POST /orders/bulk", {"orders": [{"name": "A", "shopId": 1}]})
    assert (status, [row["shopId"] for row in made]) == (200, [1])
    rows: list[dict[str, object]] = [{"name": "B"}, {"name": "b"}, {"name": "C", "shopId": 9}]
    status, answer = await ask(sandbox, "POST /orders/bulk", {"orders": rows})
    assert (status, answer["message"]) == (
        400,
        "orders/1 name 'b' is taken by another Order, orders/2 shop_id 9 is the id of no Shop",
    )
    assert [order.name for order in sandbox.state.orders.values()] == ["A"]
    for size, said in ((0, "fewer than 1"), (4, "more than 3")):
        body = {"orders": [{"name": "x"}] * size}
        answer = (await ask(sandbox, "POST /orders/bulk", body))[1]
        assert answer == {"message": f"body/orders must NOT have {said} items"}


async def test_a_rule_refuses_or_answers(sandbox: ShopSandbox) -> None:
    too_heavy = {"name": "A", "weight": 9.5}
    assert await ask(sandbox, "POST /orders", too_heavy) == (409, {"message": "too heavy"})
    sandbox.state.orders.add(name="A")
    assert await ask(sandbox, "POST /orders/1/pay?days=5") == (201, {"receipt": "(5,)"})
    assert await ask(sandbox, "POST /orders/1/pay?days=5&days=6") == (201, {"receipt": "(5, 6)"})
    gone = (404, {"message": "id 2 is of no Order"})
    assert await ask(sandbox, "POST /orders/2/pay?days=5") == gone


async def test_what_nothing_answers_is_501(sandbox: ShopSandbox) -> None:
    said = {"message": "the sandbox does not answer orders.report"}
    assert await ask(sandbox, "GET /orders/report") == (501, said)
    assert not sandbox.answers(Orders.report)
    sandbox.handle(Orders.report, lambda call: Reply(202, "text"))
    assert await ask(sandbox, "GET /orders/report") == (202, "text")


async def test_a_default_of_the_signature_never_overwrites(sandbox: ShopSandbox) -> None:
    sandbox.state.orders.add(name="A", weight=5)
    assert (await ask(sandbox, "PATCH /orders/1", {"name": "B"}))[1]["weight"] == 5


async def test_unknown_keys_are_left_out_or_refused() -> None:
    body = {"name": "A", "id": 5, "secret": "x", "created_at": 1}
    made = (await ask(ShopSandbox(), "POST /orders", body))[1]
    assert (made["id"], made["secret"]) == (1, None)
    strict = await ask(ShopSandbox(refuse_unknown=True), "POST /orders", body)
    assert strict == (400, {"message": "body must NOT have additional properties"})


async def test_a_handler_can_ask_for_the_usual_answer(sandbox: ShopSandbox) -> None:
    seen: list[dict[str, Any]] = []

    def watch(call: Call) -> object:
        seen.append(call.given)
        return sandbox.usual(call)

    sandbox.handle("orders.create", watch)
    assert (await ask(sandbox, "POST /orders", {"name": "A", "due": "2026-11-20"}))[0] == 201
    assert seen == [{"name": "A", "due": dt.date(2026, 11, 20)}]


async def test_calls_are_logged_with_what_they_brought(sandbox: ShopSandbox) -> None:
    await ask(sandbox, "GET /orders/7/lines?limit=1&x=1&x=2")
    await ask(sandbox, "POST /orders", {"name": "A"})
    await ask(sandbox, "HEAD /orders/1")
    await ask(sandbox, "GET /nothing")
    assert sandbox.calls == [
        LoggedCall("orders.list_lines", 404, ("7",), {"limit": "1", "x": ["1", "2"]}),
        LoggedCall("orders.create", 201, (), {}, {"name": "A"}),
        LoggedCall("orders.get", 200, ("1",)),
        LoggedCall("", 404),
    ]


async def test_a_head_is_a_get_without_its_body(sandbox: ShopSandbox) -> None:
    assert await ask(sandbox, "HEAD /orders") == (200, None)
    assert await ask(sandbox, "HEAD /orders/1") == (404, None)


async def test_a_fault_names_an_operation_that_there_is(sandbox: ShopSandbox) -> None:
    for unknown in ("orders.lst", ""):
        with pytest.raises(ArgumentError) as caught:
            sandbox.inject(Status(500), operation=unknown)
        assert str(caught.value) == f"Shop has no operation {unknown!r}"
    sandbox.inject(Status(500), operation=Orders.list, times=MOST)
    sandbox.inject(Status(503))
    assert [(await ask(sandbox, f"GET /orders{path}"))[0] for path in ("", "/1", "/1", "")] == [
        500, 503, 404, 500
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"name": "A", "shopId": 1}, "Order has no shopId"),
        ({"name": 5}, "Order: name must be text, not 5 (int)"),
        (
            {"name": "A", "due": "2026-11-20"},
            "Order: due must be a date or None, not '2026-11-20' (str)",
        ),
        ({"name": "A", "shop_id": 9}, "shop_id 9 is the id of no Shop"),
        ({"name": ""}, "name must not be empty"),
        ({"name": "TAKEN"}, "name 'TAKEN' is taken by another Order"),
        ({"name": "A", "id": 1}, "id 1 is taken by another Order"),
    ],
)
def test_what_is_seeded_is_checked_as_what_is_sent(
    sandbox: ShopSandbox, columns: dict[str, Any], said: str
) -> None:
    orders = sandbox.state.orders
    orders.add(name="Taken")
    with pytest.raises(ArgumentError) as caught:
        orders.add(**columns)
    assert str(caught.value) == said
    other = orders.add(name="Other").id
    if "id" not in columns:
        with pytest.raises(ArgumentError) as caught:
            orders.change(other, **columns)
        assert str(caught.value) == said
    assert [row.name for row in orders.values()] == ["Taken", "Other"]


def test_a_table_keeps_track_of_what_is_unique(sandbox: ShopSandbox) -> None:
    orders = sandbox.state.orders
    first = orders.add(name="A", marks=[MarkId(id=3)])
    assert [(mark.id, mark.name) for mark in first.marks] == [(3, "")]
    assert orders.put(name="a", weight=2).id == first.id
    assert orders.same(name="A") == orders[first.id]
    assert orders.put(name="A", shop_id=1).id != first.id
    orders.change(first.id, name="B")
    assert orders.same(name="A") is None
    assert orders.add(name="A").name == "A"
    orders.remove(first.id)
    assert orders.add(name="B").id > first.id
    with pytest.raises(BadRow) as caught:
        orders.remove(first.id)
    assert str(caught.value) == "id 1 is of no Order"
