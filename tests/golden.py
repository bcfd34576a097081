"""Golden requests, to the letter: for what a check that is derived from the method cannot see."""

import json
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from clientcore import NotFoundError, Pager
from tests.support import ScriptedServer


@frozen
class Row:
    arguments: Mapping[str, object]
    sends: str
    query: Mapping[str, str] = field(factory=dict[str, str])
    body: object = None


async def request_of(
    make: Callable[[ScriptedServer], object], name: str, arguments: Mapping[str, object]
) -> httpx.Request:
    """The one request that a method makes; what is answered to it does not matter."""
    server = ScriptedServer(httpx.Response(404))
    answer: Any = attrgetter(name)(make(server))(**arguments)
    with pytest.raises(NotFoundError):
        await (answer.first() if isinstance(answer, Pager) else answer)
    [request] = server.requests
    return request


def body_of(request: httpx.Request) -> object:
    return json.loads(request.content) if request.content else None


def assert_as_in(row: Row, request: httpx.Request, base_url: str) -> None:
    """The request is the golden one, and has a JSON content type only with a body."""
    method, path = row.sends.split()
    assert request.method == method
    assert str(request.url).partition("?")[0] == base_url + path
    assert sorted(request.url.params.multi_items()) == sorted(row.query.items())
    assert body_of(request) == row.body
    has_json = request.headers.get("Content-Type") == "application/json"
    assert has_json == (row.body is not None)
