"""The examples of the documentation, replayed: its requests are sent, its answers read."""

import datetime as dt
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

from clientcore.codec.codec import Codec
from clientcore.codec.naming import snake_case
from clientcore.codec.scalars import is_array, is_object
from clientcore.registry import operations_of
from runrunit_client import RunrunitClient
from tests.golden import body_of
from tests.readback import arguments_in, as_in_runrunit
from tests.runrunit_client.samples import NEEDLESS, SAMPLES
from tests.support import RUNRUNIT_URL, ScriptedServer, runrunit

OPERATIONS = {
    (operation.method, operation.path): operation for operation in operations_of(RunrunitClient)
}
AS_NUMBERS = {
    "clients.create": {"budgeted_cost_month"},
}
"""What an example sends as text although its answer, like the table, has a number."""

each = pytest.mark.parametrize(
    "shown", SAMPLES, ids=lambda shown: f"{shown['method']} {shown['request']['path']}"
)


def split(url: str, needless: set[str]) -> tuple[str, dict[str, str]]:
    """Path and query of an example or of a request."""
    path, _, query = url.partition("?")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    return path, {name: text for name, text in pairs.items() if name not in needless}


@each
async def test_an_example_is_sent_and_its_answer_read(shown: Mapping[str, Any]) -> None:
    operation = OPERATIONS[shown["method"], shown["path"]]
    asked = shown["request"]["path"].removeprefix("/api/v1.0")
    path, query = split(asked, NEEDLESS.get(operation.name, set()))
    body = shown["request"].get("body")
    url = f"{path}?{urlencode(query)}" if query else path
    answer = shown["response"]
    server = ScriptedServer(httpx.Response(answer["status"], json=answer.get("body")))
    arguments = arguments_in(operation, as_in_runrunit, url, body)
    called: Any = attrgetter(operation.name)(runrunit(server, strict=True))(**arguments)
    found: object = await (called.collect() if operation.pages else called)

    [request] = server.requests
    # A list asks for the largest page, which no example does
    largest = {"limit": "100"} if operation.pages else {}
    assert request.method == shown["method"]
    assert split(str(request.url).removeprefix(RUNRUNIT_URL), set()) == (path, largest | query)
    for name in AS_NUMBERS.get(operation.name, ()):
        body = {operation.wrap: {**body[operation.wrap], name: float(body[operation.wrap][name])}}
    assert list(differences(body, body_of(request))) == []
    assert list(differences(answer.get("body"), Codec(snake_case).encode(found))) == []


def differences(shown: object, ours: object, path: str = "") -> Iterator[str]:
    """Where JSON of ours is not what is shown; null and nothing are the same."""
    if is_object(shown) and is_object(ours):
        for name in shown.keys() | ours.keys():
            yield from differences(shown.get(name), ours.get(name), f"{path}.{name}")
    elif is_array(shown) and is_array(ours) and len(shown) == len(ours):
        for index, item in enumerate(shown):
            yield from differences(item, ours[index], f"{path}[{index}]")
    elif plain(shown) != plain(ours):
        yield f"{path}: {ours!r} instead of {shown!r}"


def plain(value: object) -> object:
    """What a value means: a moment may be written in one zone or another, True is not 1."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and "T" in value:
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


@pytest.mark.parametrize("name", [*NEEDLESS, *AS_NUMBERS])
def test_an_exception_is_one(name: str) -> None:
    shown = next(s for s in SAMPLES if OPERATIONS[s["method"], s["path"]].name == name)
    body: Mapping[str, Any] = shown["request"].get("body", {})
    fields: Mapping[str, object] = next(iter(body.values()), dict[str, object]())
    assert NEEDLESS.get(name, set()) <= split(shown["request"]["path"], set())[1].keys()
    assert all(isinstance(fields[field], str) for field in AS_NUMBERS.get(name, ()))


@pytest.mark.parametrize(
    ("shown", "ours"),
    [(1, 2), (1, True), (None, "x"), ([1], []), ({"a": 1}, {}), ({}, {"a": 1}), ("1", 1)],
)
def test_a_difference_is_found(shown: object, ours: object) -> None:
    assert list(differences({"x": [shown]}, {"x": [ours]})) != []


def test_a_moment_in_another_zone_is_no_difference() -> None:
    assert list(differences("2022-02-23T09:57:58-03:00", "2022-02-23T12:57:58Z")) == []
    assert list(differences("2022-02-23T09:57:58-03:00", "2022-02-23T12:57:59Z")) != []
