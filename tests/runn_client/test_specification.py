"""What goes to Runn and what its sandbox answers, held against the specification."""

import datetime as dt
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcore import FakeClock, NotFoundError
from clientcore.registry import operations_of
from runn_client import RunnClient
from runn_client.models import ActualInput, Reference, TagId
from runn_client.sandbox import RunnSandbox
from tests.facts import needs_facts, specification
from tests.golden import request_of
from tests.runn_client.specification import (
    CLEARED,
    EXCEPTIONS,
    LEFT_OUT,
    refusals_of_answer,
    refusals_of_request,
    resolved,
)
from tests.strategies import backends, calls, few
from tests.support import runn

pytestmark = needs_facts

TODAY = dt.date(2026, 11, 23)

OPERATIONS = {operation.name: operation for operation in operations_of(RunnClient)}
each = pytest.mark.parametrize("name", OPERATIONS)


@each
@pytest.mark.parametrize("whole", [True, False], ids=["all arguments", "some arguments"])
@few
@given(data=st.data())
def test_a_request_is_as_specified(name: str, whole: bool, data: st.DataObject) -> None:
    operation = OPERATIONS[name]
    arguments = data.draw(calls(operation, whole=whole))
    request = anyio.run(request_of, runn, name, arguments, backend=data.draw(backends))
    assert refusals_of_request(operation, request) == []


@pytest.mark.parametrize("argument", EXCEPTIONS)
def test_an_exception_is_one(argument: str) -> None:
    name, wire = argument.split()
    operation = OPERATIONS[name]
    documented = specification()["paths"][operation.path][operation.method.lower()]
    if EXCEPTIONS[argument] is LEFT_OUT:
        [parameter] = [p for p in documented["parameters"] if p["name"] == wire]
        assert parameter["required"]
        assert "default" in parameter["schema"]
    else:
        assert EXCEPTIONS[argument] is CLEARED
        body = documented["requestBody"]["content"]["application/json"]["schema"]
        assert "null" not in resolved(resolved(body)["properties"][wire])["type"]


# What the sandbox answers


def filled_sandbox() -> tuple[RunnSandbox, dict[str, int]]:
    """A sandbox whose account has a bit of everything, and the ids of that."""
    sandbox = RunnSandbox(clock=FakeClock())
    client = sandbox.add_client("Apple")
    role = sandbox.add_role("Developer")
    references = {"Runrun.it": "101"}
    project = sandbox.add_project("Hidden Moon Base", client, references=references)
    person = sandbox.add_person(
        "Eric", "Clapton", email="eric@example.com", role_id=role, references=references
    )
    sandbox.add_member(project, person, role)
    sandbox.add_assignment(person, project, role, TODAY, TODAY)
    sandbox.lock_timesheets(project, TODAY - dt.timedelta(days=30))
    ids = {"client_id": client, "role_id": role, "project_id": project, "person_id": person}
    return sandbox, ids


class Account:
    """A filled account, and the last request and answer of a client for it."""

    def __init__(self) -> None:
        sandbox, self.ids = filled_sandbox()
        http = sandbox.http_client()
        http.event_hooks["response"].append(self._keep)
        self.runn = RunnClient(sandbox.token, http_client=http, clock=sandbox.clock, strict=True)
        self.answer = httpx.Response(100)
        self.name = "Plum"

    async def _keep(self, answer: httpx.Response) -> None:
        self.answer = answer

    @property
    def key(self) -> dict[str, Any]:
        return {name: self.ids[name] for name in ("person_id", "project_id", "role_id")}

    async def fill_rest(self) -> None:
        """What is added by the client's own methods: with `create`, one of each kind."""
        for name in OPERATIONS:
            if name.endswith(".create"):
                await self.call(name, self.arguments(name))
        actual = await self.runn.actuals.create(date=TODAY, billable_minutes=60, **self.key)
        self.ids["actual_id"] = actual.id
        references = [Reference(reference_name="Runrun.it", external_id="101")]
        await self.runn.clients.create(name="Pear", references=references)
        self.name = "Cherry"
        await self.runn.projects.update(self.ids["project_id"], tags=[TagId(id=1)])

    def arguments(self, name: str) -> dict[str, Any]:
        """Those that an operation cannot do without."""
        known = {
            **self.ids,
            "date": TODAY,
            "name": self.name,
            "actuals": [ActualInput(date=TODAY, nonbillable_minutes=15, **self.key)],
        }
        return {p.name: known[p.name] for p in OPERATIONS[name].parameters if p.required}

    async def call(self, name: str, arguments: Mapping[str, Any]) -> object:
        called: Any = attrgetter(name)(self.runn)(**arguments)
        found: object = await (called.collect() if OPERATIONS[name].pages else called)
        return found


@each
async def test_an_answer_of_the_sandbox_is_as_specified(name: str) -> None:
    account = Account()
    await account.fill_rest()
    found = await account.call(name, account.arguments(name))
    assert account.answer.is_success
    assert refusals_of_answer(account.answer.request, account.answer) == []
    assert found != [], "an answer with no row in it shows nothing"


@pytest.mark.parametrize("name", [o.name for o in OPERATIONS.values() if o.placeholders])
async def test_what_the_sandbox_does_not_find_is_as_specified(name: str) -> None:
    account = Account()
    with pytest.raises(NotFoundError):
        await account.call(name, {p.name: 404404 for p in OPERATIONS[name].at("path")})
    assert refusals_of_answer(account.answer.request, account.answer) == []
