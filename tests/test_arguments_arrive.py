"""Whatever a method is called with stands in its request, each value under its own name."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from clientcore import Operation
from clientcore.client import BaseClient
from clientcore.registry import operations_of
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.golden import body_of, request_of
from tests.readback import Spelling, arguments_in, as_in_runn, as_in_runrunit, expected_in
from tests.strategies import backends, calls, few
from tests.support import APP_KEY, RUNN_URL, RUNRUNIT_URL, TOKEN, USER_TOKEN, runn, runrunit


@frozen
class Kind:
    """What the requests of a client have in common."""

    client: type[BaseClient]
    make: Callable[..., Any]
    url: str
    spelling: Spelling
    headers: dict[str, str]


KINDS = (
    Kind(
        RunnClient,
        runn,
        RUNN_URL,
        as_in_runn,
        {"Authorization": f"Bearer {TOKEN}", "Accept-Version": "1.0.0"},
    ),
    Kind(
        RunrunitClient,
        runrunit,
        RUNRUNIT_URL,
        as_in_runrunit,
        {"App-Key": APP_KEY, "User-Token": USER_TOKEN},
    ),
)
OPERATIONS = [
    pytest.param(kind, operation, id=f"{kind.client.__name__} {operation.name}")
    for kind in KINDS
    for operation in operations_of(kind.client)
]


@pytest.mark.parametrize(("kind", "operation"), OPERATIONS)
@pytest.mark.parametrize("whole", [True, False], ids=["all of them", "some of them"])
@few
@given(data=st.data())
def test_what_is_given_arrives(
    kind: Kind, operation: Operation[Any], whole: bool, data: st.DataObject
) -> None:
    arguments = data.draw(calls(operation, whole=whole))
    backend = data.draw(backends)
    request = anyio.run(request_of, kind.make, operation.name, arguments, backend=backend)
    assert request.method == operation.method
    url = str(request.url).removeprefix(kind.url)
    found = arguments_in(operation, kind.spelling, url, body_of(request))
    assert found == expected_in(operation, arguments)
    assert {name: request.headers[name] for name in kind.headers} == kind.headers
    has_json = request.headers.get("Content-Type") == "application/json"
    assert has_json == bool(request.content)
