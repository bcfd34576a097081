"""How the fake Runn says no, to people who do not use our client, and how it is filled."""

import datetime as dt
import json
from typing import Any

import pytest

from clientcore import ArgumentError, InvalidRequestError
from clientcore.registry import operations_of
from clientcore.sandbox import Status
from runn_client import RunnClient
from runn_client.models import ActualInput
from runn_client.resources.people import People
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example
from tests.runn_client.account import DAY, HEADERS, TODAY, Account, make, raw, said_to

JSON = {**HEADERS, "Content-Type": "application/json"}


async def said(account: Account, line: str, **options: Any) -> tuple[int, str]:
    """The status, and why."""
    method, path = line.split(" ")
    return await said_to(account.sandbox, method, path, **options)


def test_every_operation_is_answered_and_every_filter_understood(account: Account) -> None:
    for operation in operations_of(RunnClient):
        assert account.sandbox.answers(operation), operation.name
        if operation.pages:
            account.sandbox.state.filters_of(operation)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_what_has_no_body_may_say_that_it_is_json(account: Account, method: str) -> None:
    answer = await raw(account.sandbox, method, "/people/", JSON)
    assert answer.status_code == 200
    assert bool(answer.content) == (method == "GET")
    assert answer.headers["x-ratelimit-limit"] == "120"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_what_can_have_a_body_must_have_one_if_it_is_json(
    account: Account, method: str
) -> None:
    path = {"POST": "/actuals/", "PATCH": f"/projects/{account.project}", "DELETE": "/actuals/1"}
    answer = await raw(account.sandbox, method, path[method], JSON)
    told = answer.json()
    assert (told["statusCode"], told["code"]) == (400, "FST_ERR_CTP_EMPTY_JSON_BODY")
    assert told["message"] == "Body cannot be empty when content-type is set to 'application/json'"


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonp", None])
async def test_a_body_of_another_type_is_415(account: Account, kind: str | None) -> None:
    headers = {**HEADERS, **({"Content-Type": kind} if kind else {})}
    answer = await raw(account.sandbox, "POST", "/clients/", headers, content=b'{"name": "x"}')
    assert answer.status_code == 415
    assert answer.json() == {
        "statusCode": 415,
        "code": "FST_ERR_CTP_INVALID_MEDIA_TYPE",
        "error": "Unsupported Media Type",
        "message": f"Unsupported Media Type: {kind or ''}",
    }


async def test_a_body_may_tell_its_charset(account: Account) -> None:
    headers = {**HEADERS, "Content-Type": "Application/JSON; charset=utf-8"}
    answer = await raw(account.sandbox, "POST", "/clients/", headers, content=b'{"name": "x"}')
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": "\\ud800"}', b'{"name": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", b"\xff",
        b'{"name": NaN}', b'{"name": 1e999}', b'{"name": -Infinity}', b'{"name": "x"',
        b'{"name": ' + b"9" * 5_000 + b"}", b'{"x": ' + b"[" * 70 + b"]" * 70 + b"}",
    ],
)  # fmt: skip
async def test_a_body_that_cannot_be_kept_is_refused(account: Account, content: bytes) -> None:
    refused = await said(account, "POST /clients/", headers=JSON, content=content)
    assert refused == (400, "Body is not valid JSON")
    assert [client.name async for client in account.runn.clients.list()] == ["Apple"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("people/?includePlaceholders=maybe", "includePlaceholders must be boolean"),
        ("people/?order=up", "order must be equal to one of the allowed values"),
        ("people/?email=a&email=b", "email must be string"),
        ("projects/?includeArchived=1", "includeArchived must be boolean"),
        ("actuals/?minDate=2026-1-1", 'minDate must match format "date"'),
        ("actuals/?personId=abc", "personId must be integer"),
        ("actuals/?limit=501", "limit must be <= 500"),
        ("clients/?limit=201", "limit must be <= 200"),
        ("clients/?limit=0", "limit must be >= 1"),
        ("assignments/?endDate=", 'endDate must match format "date"'),
    ],
)
async def test_a_query_of_wrong_values_is_refused(
    account: Account, query: str, message: str
) -> None:
    assert await said(account, f"GET /{query}") == (400, f"querystring/{message}")


async def test_an_unknown_parameter_is_ignored(account: Account) -> None:
    answer = await raw(account.sandbox, "GET", "/actuals/?startDate=soon&dateFrom=1&dateFrom=2")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"billableNote": {"text": "x"}}, "body/billableNote must be string"),
        ({"billableNote": None}, "body/billableNote must be string"),
        ({"phaseId": "5"}, "body/phaseId must be integer,null"),
        ({"date": 5}, "body/date must be string"),
        ({"date": "2026-11-23T00:00:00Z"}, 'body/date must match format "date"'),
        ({"personId": True}, "body/personId must be integer"),
        ({"roleId": 10**20}, "body/roleId must be integer"),
    ],
)
@pytest.mark.parametrize("route", ["/actuals/", "/actuals/time-entry", "/actuals/bulk"])
async def test_an_actual_is_held_against_its_signature(
    account: Account, route: str, change: dict[str, object], message: str
) -> None:
    row = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    row |= {"roleId": account.role, **change}
    body = {"actuals": [row]} if route.endswith("bulk") else row
    where = "body/actuals/0" if route.endswith("bulk") else "body"
    refused = await said(account, f"POST {route}", json=body)
    assert refused == (400, message.replace("body", where))
    assert await account.actuals() == []


async def test_a_whole_number_may_have_a_point(account: Account) -> None:
    row = {"date": "2026-11-23", "personId": account.person * 1.0, "projectId": account.project}
    row |= {"roleId": account.role, "billableMinutes": 60.0}
    answer = await raw(account.sandbox, "POST", "/actuals/", json=row)
    assert answer.status_code == 201
    told = answer.json()
    assert json.dumps([told["personId"], told["billableMinutes"]]) == f"[{account.person}, 60]"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"clientId": 1}, "Client with id 1 not found."),
        ({"name": ""}, "body/name must NOT have fewer than 1 characters"),
        ({"name": "ICAR website"}, "Project with name ICAR website already exists"),
        ({"isConfirmed": "yes"}, "body/isConfirmed must be boolean"),
        ({"budget": -1}, "body/budget must be >= 0"),
        ({"budget": "1"}, "body/budget must be number,null"),
        ({"pricingModel": "free"}, "body/pricingModel must be equal to one of the allowed values"),
        ({"references": {}}, "body/references must be array"),
        (
            {"references": [{"x": 1}]},
            "body/references/0 must have required property 'referenceName'",
        ),
        ({"tags": [5]}, "body/tags/0 must be object"),
        ({"managerIds": ["5"]}, "body/managerIds/0 must be integer"),
    ],
)  # fmt: skip
async def test_a_project_is_held_against_its_signature_and_the_others(
    account: Account, change: dict[str, object], message: str
) -> None:
    account.sandbox.add_project("iCar Website", account.client)
    before = await account.runn.projects.get(account.project)
    assert await said(account, f"PATCH /projects/{account.project}", json=change) == (400, message)
    assert await account.runn.projects.get(account.project) == before


async def test_a_name_may_be_kept_and_is_free_again_when_it_is_given_up(account: Account) -> None:
    update = account.runn.projects.update
    await update(account.project, name="HIDDEN MOON BASE")
    await update(account.project, name="Other")
    assert account.sandbox.add_project("Hidden Moon Base", account.client)
    with pytest.raises(InvalidRequestError) as caught:
        await account.runn.clients.create(name="APPLE")
    assert caught.value.message == "Client with name APPLE already exists"


async def test_unknown_keys_of_a_body_are_ignored_unless_told_otherwise() -> None:
    body = {"name": "x", "webSite": "https://x.example"}
    assert (await raw(RunnSandbox(), "POST", "/clients/", json=body)).status_code == 201
    answer = await raw(RunnSandbox(refuse_unknown=True), "POST", "/clients/", json=body)
    assert (answer.status_code, answer.json()["message"]) == (
        400, "body must NOT have additional properties"
    )  # fmt: skip


async def test_placeholders_are_told_when_they_are_asked_for(account: Account) -> None:
    somebody = account.sandbox.add_person("Somebody", is_placeholder=True)
    list_people = account.runn.people.list
    assert [p.id async for p in list_people()] == [account.person]
    everybody = [p.id async for p in list_people(include_placeholders=True)]
    assert everybody == [account.person, somebody]
    assert (await account.runn.people.get(somebody)).first_name == "Somebody"
    account.sandbox.add_member(account.project, somebody, account.role)
    [member] = await account.runn.project_members.list().collect()
    assert member.is_placeholder


async def test_a_bulk_names_rows_in_the_words_of_each(account: Account) -> None:
    rows = [
        ActualInput(**account.key(role_id=5)),
        ActualInput(**account.key(), billable_minutes=1),
        ActualInput(**account.key(date=TODAY + DAY)),
    ]
    with pytest.raises(InvalidRequestError) as caught:
        await account.runn.actuals.create_bulk(rows)
    assert caught.value.message == (
        "{ actuals[0]: 'Role with id 5 not found.', "
        "actuals[2]: 'Cannot create actual for future date 2026-11-24' }"
    )


async def test_a_row_of_a_bulk_that_is_not_as_documented_is_refused_with_its_place(
    account: Account,
) -> None:
    row = {"date": "2026-11-23", "personId": 1, "projectId": 1, "roleId": 1}
    rows = [{**row, "billableMinutes": 1}, {**row, "billableMinutes": -1}]
    answer = await raw(account.sandbox, "POST", "/actuals/bulk/", json={"actuals": rows})
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "body/actuals/1/billableMinutes must be >= 0",
    )


async def test_moments_are_told_to_the_millisecond(account: Account) -> None:
    account.clock.advance(0.25)
    added = await raw(account.sandbox, "POST", "/clients/", json={"name": "x"})
    assert added.json()["createdAt"] == "2026-11-23T12:00:00.250Z"


def _seeds(account: Account, wrong: int) -> list[tuple[Any, str]]:
    sandbox, week = account.sandbox, (TODAY, TODAY + DAY)
    return [
        (lambda: sandbox.add_project("x", wrong), "client_id 5 is the id of no Client"),
        (lambda: sandbox.add_person("x", role_id=wrong), "role_id 5 is the id of no Role"),
        (lambda: sandbox.add_contract(wrong, account.role), "person_id 5 is the id of no Person"),
        (lambda: sandbox.add_member(wrong, account.person, account.role),
         "project_id 5 is the id of no Project"),
        (lambda: sandbox.add_assignment(account.person, wrong, account.role, *week),
         "project_id 5 is the id of no Project"),
        (lambda: sandbox.lock_timesheets(wrong, TODAY), "id 5 is of no Project"),
        (lambda: sandbox.add_client("apple"), "name 'apple' is taken by another Client"),
        (lambda: sandbox.add_role(""), "name must not be empty"),
        (lambda: sandbox.add_project("x", account.client, isArchived=True),
         "Project has no isArchived"),
        (lambda: sandbox.add_project("x", account.client, budget="1"),
         "Project: budget must be a number or None, not '1' (str)"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(10))
def test_a_seed_that_could_not_be_is_refused_at_once(account: Account, number: int) -> None:
    state = account.sandbox.state
    before = {name: dict(table) for name, table in state.tables.items()}
    seed, message = _seeds(account, 5)[number]
    with pytest.raises(ArgumentError) as caught:
        seed()
    assert str(caught.value) == message
    assert {name: dict(table) for name, table in state.tables.items()} == before


async def test_a_fault_can_be_named_by_its_method(account: Account) -> None:
    account.sandbox.inject(Status(404), operation=People.list)
    assert (await raw(account.sandbox, "GET", "/clients")).status_code == 200
    assert (await raw(account.sandbox, "GET", "/people")).status_code == 404
    with pytest.raises(ArgumentError) as caught:
        account.sandbox.inject(Status(404), operation="people.lst")
    assert str(caught.value) == "Runn has no operation 'people.lst'"


async def test_a_planner_finds_something_in_the_example() -> None:
    account = make()
    sandbox = RunnSandbox(clock=account.clock)
    fill_example(sandbox, dt.date(2026, 11, 20))
    runn = sandbox.client()
    assert [p.name async for p in runn.people.list()] == [
        "Eric Clapton", "Bob Dylan", "Alan Jackson"
    ]  # fmt: skip
    assert len(await runn.people.list(include_placeholders=True).collect()) == 4
    projects = await runn.projects.list().collect()
    assert [p.is_confirmed for p in projects] == [True, True, True, True, False]
    assert [p.is_archived for p in projects] == [False, False, False, True, False]
    planned = await runn.assignments.list(start_date=dt.date(2026, 11, 20)).collect()
    assert len([a for a in planned if a.start_date <= dt.date(2026, 11, 20)]) == 3
    assert [a.is_placeholder for a in planned] == [False, False, False, True]
    first = (await raw(sandbox, "GET", "/clients/")).json()
    assert first["nextCursor"] is not None
