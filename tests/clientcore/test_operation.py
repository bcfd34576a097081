import inspect
import json
from collections.abc import Callable, Sequence
from linecache import getline
from typing import Any, cast
from unittest.mock import create_autospec

import httpx
import pytest

from clientcore import UNSET, ApiError, ArgumentError, DecodeError, Operation, Pager
from clientcore.codec.naming import camel_case, snake_case
from clientcore.operation import (
    DeclarationError,
    LinkPages,
    Method,
    declared_by,
    operation,
    operation_of,
)
from clientcore.resource import Resource
from tests.clientcore.made_up import PAGES, MadeUpClient, PageOf50, Thing, Things, made_up
from tests.support import ScriptedServer

SERVICE = MadeUpClient.service
THING = {"id": 1, "name": "Box"}
Call = Callable[[Things], Any]


def record(path: str, method: Method = "GET", **facts: Any) -> Operation[object]:
    return Operation("things.do", method, path, object, editions=(), **facts)


@pytest.mark.parametrize(
    ("path", "placeholders", "filled"),
    [
        ("/things/", (), "/things/"),
        ("/things/{thingId}", ("thingId",), "/things/1"),
        ("/things/{thingId}/parts/{partId}/", ("thingId", "partId"), "/things/1/parts/2/"),
        ("/things/:id", ("id",), "/things/1"),
        ("/things/:thing_id/parts/:id", ("thing_id", "id"), "/things/1/parts/2"),
    ],
)
def test_placeholders_are_found_and_filled_in_order(
    path: str, placeholders: tuple[str, ...], filled: str
) -> None:
    assert record(path).placeholders == placeholders
    assert record(path).fill(["1", "2"][: len(placeholders)]) == filled


def test_a_value_that_looks_like_a_placeholder_is_not_filled() -> None:
    assert record("/a/{x}/{y}").fill(["{y}", ":y"]) == "/a/{y}/:y"


@pytest.mark.parametrize(
    ("method", "said", "idempotent"),
    [
        ("GET", None, True),
        ("POST", None, False),
        ("PUT", None, False),
        ("PATCH", None, False),
        ("DELETE", None, False),
        ("POST", True, True),
        ("PATCH", True, True),
    ],
)
def test_what_is_harmless_when_repeated(
    method: Method, said: bool | None, idempotent: bool
) -> None:
    facts = {} if said is None else {"idempotent": said}
    assert record("/things", method, **facts).idempotent == idempotent

    class Some(Resource):
        @operation(method, "/things", idempotent=said)
        async def do(self) -> None:
            """Do."""
            ...

    assert operation_of(Some.do, SERVICE).idempotent == idempotent


@pytest.mark.parametrize(
    ("name", "camel", "snake"),
    [
        ("id", "id", "id"),
        ("nonbillable_minutes", "nonbillableMinutes", "nonbillable_minutes"),
        ("from_", "from", "from"),
        ("activities_6_days_ago", "activities6DaysAgo", "activities_6_days_ago"),
    ],
)
def test_names_on_the_wire(name: str, camel: str, snake: str) -> None:
    assert camel_case(name) == camel
    assert snake_case(name) == snake


# The record


def test_the_record_is_what_the_signature_says() -> None:
    found = operation_of(Things.create, SERVICE)
    assert (found.name, str(found)) == ("made_up.create", "POST /things")
    assert (found.result, found.wrap, found.pages) == (Thing, "thing", None)
    assert (found.idempotent, found.editions, found.deprecated) == (False, ("1",), None)
    assert [(p.name, p.wire, p.place, p.required) for p in found.parameters] == [
        ("name", "name", "body", True),
        ("is_done", "isDone", "body", False),
        ("weight", "weight", "body", False),
        ("owner_ids", "ownerIds", "body", False),
        ("team_ids", "teamIds", "beside", False),
    ]


def test_a_list_has_items_and_pages() -> None:
    found = operation_of(Things.list, SERVICE)
    assert (found.result, found.pages) == (Thing, PAGES)
    assert [(p.name, p.wire, p.place) for p in found.parameters] == [
        ("name", "name", "query"),
        ("kinds", "kinds", "query"),
        ("page_size", "limit", "query"),
    ]


def test_what_is_said_of_an_operation_is_in_its_record() -> None:
    assert operation_of(Things.option, SERVICE).editions == ()
    assert operation_of(Things.option, SERVICE).unwrap == "option"
    assert operation_of(Things.update, SERVICE).idempotent
    assert operation_of(Things.delete_bulk, SERVICE).bulk == 3
    assert operation_of(Things.old, SERVICE).deprecated == "use get"
    assert operation_of(Things.delete, SERVICE).result is type(None)


def test_only_a_declared_method_has_a_record() -> None:
    assert declared_by(Things.__init__) is None
    with pytest.raises(
        DeclarationError,
        match=r"^Resource\.__init__ is no operation: it is not declared with @operation$",
    ):
        operation_of(Things.__init__, SERVICE)


def test_a_method_looks_as_it_is_written() -> None:
    assert inspect.iscoroutinefunction(Things.create)
    assert not inspect.iscoroutinefunction(Things.list)
    assert list(inspect.signature(Things.rename).parameters) == ["self", "thing_id", "name"]
    assert inspect.getdoc(Things.rename) == "A body that can be empty altogether."
    double = create_autospec(Things, instance=True)
    with pytest.raises(TypeError, match="missing a required argument: 'thing_id'"):
        double.rename(name="x")


# What is sent

SENT: list[tuple[Call, str, object]] = [
    (lambda t: t.get(1, 2), "GET /things/1/parts/2", None),
    (lambda t: t.get(part_id=2, thing_id="a/b"), "GET /things/a%2Fb/parts/2", None),
    (lambda t: t.list().first(), "GET /things/?limit=50", None),
    (lambda t: t.list(name="a b", page_size=7).first(), "GET /things/?name=a%20b&limit=7", None),
    (lambda t: t.list(name=UNSET).first(), "GET /things/?limit=50", None),
    (lambda t: t.list(kinds=["a", "b"]).first(), "GET /things/?kinds=a&kinds=b&limit=50", None),
    (lambda t: t.list_parts(1).first(), "GET /things/1/parts", None),
    (lambda t: t.create(name="x"), "POST /things", {"thing": {"name": "x"}}),
    (
        lambda t: t.create(name="x", is_done=UNSET, weight=None, owner_ids=[1], team_ids=[2]),
        "POST /things",
        {"thing": {"name": "x", "weight": None, "ownerIds": [1]}, "teamIds": [2]},
    ),
    (lambda t: t.update(1), "PATCH /things/1", {"minutes": 0}),
    (lambda t: t.update(1, due=None, minutes=5), "PATCH /things/1", {"due": None, "minutes": 5}),
    (lambda t: t.rename(1), "PUT /things/1/name", {}),
    (lambda t: t.delete(1), "DELETE /things/1", None),
    (lambda t: t.delete(1, force=True), "DELETE /things/1?force=true", None),
    (lambda t: t.delete_bulk([1, 2]), "DELETE /things/bulk", {"time_offs": [1, 2]}),
    (lambda t: t.delete_bulk(time_offs=[1]), "DELETE /things/bulk", {"time_offs": [1]}),
    (lambda t: t.close(1), "POST /things/1/close", None),
    (
        lambda t: t.load(source="x", names=["a", "b"]),
        "POST /things/import?source=x",
        {"names": "a,b"},
    ),
    (lambda t: t.load(source="x"), "POST /things/import?source=x", {}),
    (lambda t: t.export(1), "GET /things/1/export", None),
]


async def sent_by(call: Call) -> httpx.Request:
    server = ScriptedServer(httpx.Response(404))
    with pytest.raises(ApiError):
        await call(made_up(server).things)
    [request] = server.requests
    return request


@pytest.mark.parametrize(("call", "line", "body"), SENT, ids=[line for _, line, _ in SENT])
async def test_arguments_go_where_the_signature_says(call: Call, line: str, body: object) -> None:
    request = await sent_by(call)
    assert f"{request.method} {request.url.raw_path.decode()}" == line
    assert (json.loads(request.content) if request.content else None) == body
    assert (request.headers.get("content-type") == "application/json") == (body is not None)


WRONG: list[tuple[Callable[[Any], Any], type[Exception], str]] = [
    (lambda t: t.get(1), TypeError, r"Things.get\(\) missing 1 required positional .* 'part_id'"),
    (
        lambda t: t.get(1, 2, 3),
        TypeError,
        r"Things.get\(\) takes 3 positional arguments but 4 were given",
    ),
    (lambda t: t.get(1, thing_id=2), TypeError, r"Things.get\(\) got multiple values .*'thing_id'"),
    (lambda t: t.get(1, 2, 3, part_id=2), TypeError, r"Things.get\(\) got multiple .*'part_id'"),
    (lambda t: t.get(1, 2, part_id=3), TypeError, r"Things.get\(\) got multiple .*'part_id'"),
    (
        lambda t: t.create("x"),
        TypeError,
        r"Things.create\(\) takes 1 positional argument but 2 were given",
    ),
    (lambda t: t.rename(1, nmae="x"), TypeError, r"Things.rename\(\) .* argument 'nmae'"),
    (lambda t: t.create(), TypeError, r"Things.create\(\) missing 1 required keyword.* 'name'"),
    (
        lambda t: t.create(name=UNSET),
        ArgumentError,
        r"Things.create\(\): name must be given, not left out",
    ),
    (
        lambda t: t.get(None, 2),
        ArgumentError,
        r"Things.get\(\): thing_id must be a whole number or text, not None \(NoneType\)",
    ),
    (
        lambda t: t.list(page_size=51),
        ArgumentError,
        r"Things.list\(\): page_size must be from 1 to 50, not 51",
    ),
    (
        lambda t: t.list(page_size=None),
        ArgumentError,
        r"Things.list\(\): page_size must be a whole number, not None \(NoneType\)",
    ),
    (
        lambda t: t.list(kinds=[]).first(),
        ArgumentError,
        "kinds must not be empty: leave it out to ask for all",
    ),
    (
        lambda t: t.update(1, name=""),
        ArgumentError,
        r"Things.update\(\): the length of name must be from 1 to 5, not 0",
    ),
    (
        lambda t: t.update(1, name="abcdef"),
        ArgumentError,
        r"Things.update\(\): the length of name must be from 1 to 5, not 6",
    ),
    (
        lambda t: t.update(1, name=None),
        ArgumentError,
        r"Things.update\(\): name must be text, not None \(NoneType\)",
    ),
    (
        lambda t: t.create(name="x", weight=-1),
        ArgumentError,
        r"Things.create\(\): weight must be at least 0, not -1",
    ),
    (
        lambda t: t.create(name="x", owner_ids=[1, 1]),
        ArgumentError,
        r"Things.create\(\): owner_ids must not hold anything twice",
    ),
    (
        lambda t: t.delete_bulk([]),
        ArgumentError,
        r"Things.delete_bulk\(\): the number of time_offs must be from 1 to 3, not 0",
    ),
    (
        lambda t: t.delete_bulk([1] * 4),
        ArgumentError,
        r"Things.delete_bulk\(\): the number of time_offs must be from 1 to 3, not 4",
    ),
]


@pytest.mark.parametrize(("call", "kind", "said"), WRONG, ids=[said for _, _, said in WRONG])
async def test_a_call_that_does_not_fit_says_which_argument_of_which_method(
    call: Call, kind: type[Exception], said: str
) -> None:
    server = ScriptedServer()
    with pytest.raises(kind, match=f"^{said}"):  # where it is Python's text, it may go on
        await call(made_up(server).things)
    assert server.requests == []


# What comes back


def thing(answer: httpx.Response, **options: Any) -> Things:
    return made_up(ScriptedServer(answer), **options).things


async def test_an_answer_is_read_as_the_signature_says() -> None:
    found = await thing(httpx.Response(200, json=THING)).get(1, 2)
    assert (type(found), found.id, found.name) == (Thing, 1, "Box")
    several = await thing(httpx.Response(200, json=[THING, THING])).load(source="x")
    assert [type(one) for one in several] == [Thing, Thing]
    assert (await thing(httpx.Response(200, json={"option": THING})).option(1)).id == 1
    assert await thing(httpx.Response(204)).delete(1) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("body", [b"", b" \n", b"null"])
async def test_an_optional_answer_may_be_nothing(body: bytes) -> None:
    assert await thing(httpx.Response(200, content=body)).close(1) is None


async def test_an_optional_answer_may_be_something() -> None:
    closed = await thing(httpx.Response(200, json=THING)).close(1)
    assert closed is not None
    assert closed.id == 1


async def test_a_file_is_no_json_and_is_asked_for_once() -> None:
    server = ScriptedServer(httpx.Response(200, content=b"\x00PK"))
    assert await made_up(server).things.export(1) == b"\x00PK"
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", [b'{"id": 1}', b"[]", b"null"])
async def test_an_answer_without_its_key_is_an_error(body: bytes) -> None:
    with pytest.raises(DecodeError, match="but expected an object with option"):
        await thing(httpx.Response(200, content=body)).option(1)


async def test_the_path_of_a_surprise_begins_with_the_key() -> None:
    answer = httpx.Response(200, json={"option": {"id": "x"}})
    with pytest.raises(
        DecodeError, match=r": answered 200, but option\.id: expected a whole number, found str$"
    ):
        await thing(answer, strict=True).option(1)


# Signatures that cannot work


def broken(declare: Callable[[], type[Resource]], method: str = "do") -> str:
    with pytest.raises(DeclarationError) as met:
        operation_of(getattr(declare(), method), SERVICE)
    return str(met.value)


def test_a_signature_that_cannot_work_is_told_with_its_method() -> None:
    def too_few() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a/{aId}/b/{bId}")
            async def do(self, a_id: int) -> None:
                """Do."""
                ...

        return Some

    said = broken(too_few)
    assert "Some.do() (test_operation.do) has 1 arguments for 2 placeholders" in said


def test_placeholders_and_arguments_have_the_same_names() -> None:
    def swapped() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a/{aId}/b/{bId}")
            async def do(self, b_id: int, a_id: int) -> None:
                """Do."""
                ...

        return Some

    assert "has b_id where the path has a_id" in broken(swapped)


def test_an_id_is_named_by_what_it_is_of() -> None:
    def right() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a/:a_id/b/:id")
            async def do(self, a_id: int, b_id: int) -> None:
                """Do."""
                ...

        return Some

    def wrong() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a/:a_id/b/:id")
            async def do(self, b_id: int, a_id: int) -> None:
                """Do."""
                ...

        return Some

    assert operation_of(cast("Any", right()).do, SERVICE).placeholders == ("a_id", "id")
    assert "has b_id where the path has a_id" in broken(wrong)


def test_a_list_has_a_page_size_and_one_that_its_pages_have() -> None:
    def without() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a", pages=LinkPages(10))
            def do(self) -> Pager[Thing]:
                """Do."""
                ...

        return Some

    def another() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a", pages=LinkPages(10))
            def do(self, *, page_size: PageOf50 = UNSET) -> Pager[Thing]:
                """Do."""
                ...

        return Some

    def needless() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a", pages=LinkPages(None))
            def do(self, *, page_size: PageOf50 = UNSET) -> Pager[Thing]:
                """Do."""
                ...

        return Some

    assert "has pages, but no page_size" in broken(without)
    assert "must take a page_size from 1 to 10" in broken(another)
    assert "has a page_size, but no pages of a size" in broken(needless)


def test_a_list_returns_a_pager_and_nothing_else_does() -> None:
    def no_pages() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a")
            def do(self) -> Pager[Thing]:
                """Do."""
                ...

        return Some

    def no_pager() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a", pages=PAGES)
            async def do(self, *, page_size: PageOf50 = UNSET) -> Thing:
                """Do."""
                ...

        return Some

    def both() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a", pages=PAGES)
            async def do(self, *, page_size: PageOf50 = UNSET) -> Pager[Thing]:
                """Do."""
                ...

        return Some

    assert "must return a Pager if it has pages, and only then" in broken(no_pages)
    assert "must return a Pager if it has pages, and only then" in broken(no_pager)
    assert "must be async unless it returns a Pager, and only then" in broken(both)


def test_every_argument_and_the_result_have_a_type() -> None:
    def untyped() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a")
            async def do(self, name) -> None:  # type: ignore[no-untyped-def] # pyright: ignore
                """Do."""
                ...

        return Some

    def unnamed() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a")
            async def do(self, **names: int) -> None:
                """Do."""
                ...

        return Some

    def resultless() -> type[Resource]:
        class Some(Resource):
            @operation("GET", "/a")
            async def do(self):  # type: ignore[no-untyped-def]
                """Do."""
                ...

        return Some

    assert "name must be one argument, with a type" in broken(untyped)
    assert "names must be one argument, with a type" in broken(unnamed)
    assert "does not say what it returns" in broken(resultless)


def test_a_bulk_has_one_list() -> None:
    def two() -> type[Resource]:
        class Some(Resource):
            @operation("POST", "/a", bulk=3)
            async def do(self, a: Sequence[int], b: Sequence[int]) -> None:
                """Do."""
                ...

        return Some

    assert "is a bulk, but has not one list to send" in broken(two)


# Deprecation


def test_a_deprecated_list_says_so_where_it_is_called() -> None:
    with pytest.warns(DeprecationWarning, match="made_up.list_old is deprecated: use list") as met:
        made_up(ScriptedServer()).things.list_old()
    assert met[0].filename == __file__
    assert getline(__file__, met[0].lineno).strip().endswith("things.list_old()")


async def test_a_deprecated_operation_says_so_where_it_is_awaited() -> None:
    client = made_up(ScriptedServer(httpx.Response(200, json=THING)))
    with pytest.warns(DeprecationWarning, match="made_up.old is deprecated: use get") as met:
        await client.things.old()
    assert met[0].filename == __file__
    assert getline(__file__, met[0].lineno).strip() == "await client.things.old()"
