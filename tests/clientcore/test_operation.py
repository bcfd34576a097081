from linecache import getline
from types import ModuleType

import httpx
import pytest
from attrs import evolve

from clientcore import Operation
from clientcore.codec.naming import camel_case, snake_case
from clientcore.operation import operations_in
from runn_client.resources import clients
from tests.support import ScriptedServer, runn


def operation(path: str, method: str = "GET", **facts: bool) -> Operation[object]:
    return Operation("things.do", method, path, object, editions=(), **facts)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


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
    assert operation(path).placeholders == placeholders
    assert operation(path).fill(["1", "2"][: len(placeholders)]) == filled


def test_a_value_that_looks_like_a_placeholder_is_not_filled() -> None:
    assert operation("/a/{x}/{y}").fill(["{y}", ":y"]) == "/a/{y}/:y"


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
def test_what_is_harmless_when_repeated(method: str, said: bool | None, idempotent: bool) -> None:
    facts = {} if said is None else {"idempotent": said}
    assert operation("/things", method, **facts).idempotent == idempotent


def test_the_operations_of_a_module_are_in_its_order() -> None:
    module = ModuleType("things")
    first, second = operation("/b"), operation("/a")
    vars(module).update(SECOND_BY_NAME=first, other="text", FIRST_BY_NAME=second)
    assert operations_in(module) == (first, second)


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


def test_a_deprecated_operation_says_so_where_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clients, "LIST", evolve(clients.LIST, deprecated="use people.list"))
    with pytest.warns(
        DeprecationWarning, match="clients.list is deprecated: use people.list"
    ) as met:
        runn(ScriptedServer()).clients.list()
    assert met[0].filename == __file__
    assert getline(__file__, met[0].lineno).strip() == "runn(ScriptedServer()).clients.list()"


async def test_a_deprecated_operation_says_so_where_it_is_awaited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clients, "GET", evolve(clients.GET, deprecated="use people.get"))
    client = runn(ScriptedServer(httpx.Response(200, json={})))
    with pytest.warns(DeprecationWarning, match="clients.get is deprecated: use people.get") as met:
        await client.clients.get(1)
    assert met[0].filename == __file__
    assert getline(__file__, met[0].lineno).strip() == "await client.clients.get(1)"
