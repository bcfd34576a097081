from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from clientcore import DecodeError, FakeClock, InvalidRequestError, NotFoundError, Operation, Pager
from clientcore.operation import CursorPages
from clientcore.registry import operations_of
from clientcore.sandbox import Call
from runn_client import RunnClient
from runn_client.models import Reference
from runn_client.resources.roles import Roles
from runn_client.sandbox import RunnSandbox
from tests.runn_client.account import DAY, TODAY, Account, raw, said_to


@pytest.mark.parametrize(
    ("resource", "filters", "found"),
    [
        ("people", {"email": "ERIC@"}, ["Eric Clapton"]),
        ("people", {"email": "example.com"}, ["Eric Clapton", "Bob Dylan"]),
        ("people", {"first_name": "b"}, ["Bob Dylan"]),
        ("people", {"last_name": "LA"}, ["Eric Clapton", "Bob Dylan"]),
        ("people", {"last_name": "LA", "first_name": "Eric"}, ["Eric Clapton"]),
        ("people", {"email": "nobody"}, []),
        ("people", {"email": "none"}, []),  # a person without one
        ("people", {"email": ""}, ["Eric Clapton", "Bob Dylan", "Alan Jackson"]),
        ("people", {"external_id": "bob"}, ["Bob Dylan"]),
        ("people", {"external_id": "bo"}, []),
        ("projects", {"name": "mOON"}, ["Hidden Moon Base"]),
        ("projects", {"name": "o"}, ["Hidden Moon Base", "Retired Rocket"]),
        ("projects", {"include_archived": True, "name": "Retired"}, ["Retired Rocket"]),
        ("projects", {"include_archived": False}, ["Hidden Moon Base"]),
        ("projects", {"external_id": "102"}, ["Retired Rocket"]),
        ("projects", {"external_id": "10"}, []),
        ("clients", {"name": "APP"}, ["Apple"]),
        ("roles", {"name": "dev"}, ["Developer"]),
        ("roles", {"name": "x"}, []),
    ],
)
async def test_names_are_found_by_a_part_and_external_ids_as_a_whole(
    account: Account, resource: str, filters: Any, found: list[str]
) -> None:
    ids = {"Runrun.it": "bob"}
    account.sandbox.add_person("Bob", "Dylan", email="bob@example.com", references=ids)
    account.sandbox.add_person("Alan", "Jackson")
    account.sandbox.add_project(
        "Retired Rocket", account.client, is_archived=True, references={"Runrun.it": "102"}
    )
    pager: Pager[Any] = getattr(account.runn, resource).list(**filters)
    assert [item.name async for item in pager] == found


async def test_modified_after_leaves_out_what_was_not_changed_since(account: Account) -> None:
    account.clock.advance(60)
    since = account.clock.now()
    assert await account.runn.projects.list(modified_after=since).collect() == []
    account.clock.advance(1)
    changed = await account.runn.projects.update(account.project, name="Visible Moon Base")
    assert changed.updated_at > since > changed.created_at
    assert await account.runn.projects.list(modified_after=since).collect() == [changed]
    assert await account.runn.projects.list(modified_after=changed.updated_at).collect() == []
    assert await account.runn.projects.list(modified_after=TODAY).collect() == [changed]
    assert await account.runn.projects.list(modified_after=TODAY + DAY).collect() == []


async def test_lists_are_sorted_as_asked(account: Account) -> None:
    account.clock.advance(1)
    other = account.sandbox.add_project("iCar Website", account.client)
    account.clock.advance(1)
    await account.runn.projects.update(account.project, is_archived=True)

    async def ids(**options: Any) -> list[int]:
        return [project.id async for project in account.runn.projects.list(**options)]

    assert await ids() == [account.project, other]
    assert await ids(order="desc") == [other, account.project]
    assert await ids(sort_by="createdAt", order="desc") == [other, account.project]
    assert await ids(sort_by="updatedAt") == [other, account.project]


async def test_assignments_by_overlap(account: Account) -> None:
    add = account.sandbox.add_assignment
    week = add(account.person, account.project, account.role, TODAY, TODAY + 4 * DAY)

    async def ids(**filters: Any) -> list[int]:
        return [a.id async for a in account.runn.assignments.list(**filters)]

    assert await ids() == [week]
    assert await ids(start_date=TODAY + 4 * DAY) == [week]
    assert await ids(start_date=TODAY + 5 * DAY) == []
    assert await ids(end_date=TODAY) == [week]
    assert await ids(end_date=TODAY - DAY) == []
    assert await ids(person_id=account.person, role_id=account.role) == [week]
    assert await ids(project_id=account.project + 1) == []


async def test_the_contract_in_force_is_told_among_current_ones(account: Account) -> None:
    add = account.sandbox.add_contract
    current = add(account.person, account.role, TODAY)
    add(account.person, account.role, TODAY + DAY)
    [contract] = await account.runn.people.list_current_contracts().collect()
    assert (contract.id, contract.end_date) == (current, TODAY)
    past, _, future = await account.runn.contracts.list().collect()
    assert past.end_date == TODAY - DAY
    assert future.end_date is None


PAGES = [
    (operation, operation.pages)
    for operation in operations_of(RunnClient)
    if isinstance(operation.pages, CursorPages)
]


@pytest.mark.parametrize(
    ("operation", "pages"), PAGES, ids=lambda value: getattr(value, "name", "")
)
async def test_page_sizes(operation: Operation[object], pages: CursorPages) -> None:
    sandbox = RunnSandbox(clock=FakeClock())
    rows = [{"id": number} for number in range(pages.maximum + 1)]

    def listed(_: Call) -> list[dict[str, int]]:
        return rows

    sandbox.handle(operation, listed)
    path = operation.fill(["1"] * len(operation.placeholders))

    async def page(query: str) -> tuple[int, Any]:
        answer = await raw(sandbox, "GET", path + query)
        assert answer.status_code == 200
        body = answer.json()
        return len(body["values"]), body["nextCursor"]

    assert await page("") == (pages.default, str(pages.default))
    assert await page("?cursor=&limit=1") == (1, "1")
    assert await page(f"?limit={pages.maximum}") == (pages.maximum, str(pages.maximum))
    assert await page(f"?limit={pages.maximum}&cursor={pages.maximum}") == (1, None)
    for wrong, said in (
        ("limit=0", "limit must be >= 1"),
        ("limit=-1", "limit must be >= 1"),
        (f"limit={pages.maximum + 1}", f"limit must be <= {pages.maximum}"),
        ("limit=many", "limit must be integer"),
        ("cursor=lost", "cursor must be integer"),
    ):
        refused = await said_to(sandbox, "GET", f"{path}?{wrong}")
        assert refused == (400, f"querystring/{said}")


async def test_its_clients_are_strict_unless_told_otherwise(account: Account) -> None:
    account.sandbox.handle(Roles.list, lambda call: [{"id": "surprise"}])
    for client in (account.sandbox.client(), account.sandbox.client(strict=True)):
        with pytest.raises(DecodeError) as caught:
            await client.roles.list()
        assert caught.value.path == "items[0].id"
    [role] = (await account.sandbox.client(strict=False).roles.list()).items
    assert role.extra == {"id": "surprise"}


async def test_a_walk_over_pages_misses_nothing(account: Account) -> None:
    added = [account.sandbox.add_client(f"Client {number}") for number in range(10)]
    walked = [client.id async for client in account.runn.clients.list(page_size=3)]
    assert walked == [account.client, *added]
    assert len(account.sandbox.calls) == 4


async def test_one_person_has_what_lists_leave_out(account: Account) -> None:
    [listed] = await account.runn.people.list().collect()
    person = await account.runn.people.get(account.person)
    assert (listed.notes, listed.skills, listed.custom_fields) == (None, None, None)
    assert (person.notes, person.skills) == ((), ())
    assert person.custom_fields is not None
    assert person.email == "eric@example.com"


async def test_an_update_keeps_what_it_does_not_name(account: Account) -> None:
    update = account.runn.projects.update
    before = await account.runn.projects.get(account.project)
    after = await update(
        account.project,
        is_confirmed=False,
        team_id=7,
        references=[Reference(reference_name="Runrun.it", external_id="101")],
    )
    assert (after.is_confirmed, after.team_id) == (False, 7)
    assert after.name == before.name
    assert (await update(account.project)).references == after.references
    cleared = await update(account.project, team_id=None, references=[])
    assert (cleared.team_id, cleared.references) == (None, ())
    assert await account.runn.projects.get(account.project) == cleared


async def test_an_update_leaves_ids_and_unknown_fields_alone(account: Account) -> None:
    body = {"id": 1, "createdAt": "2000-01-01T00:00:00Z", "secret": True, "name": "New"}
    path = f"/projects/{account.project}"
    changed = (await raw(account.sandbox, "PATCH", path, json=body)).json()
    assert changed["id"] == account.project
    assert changed["createdAt"] > "2026"
    assert "secret" not in changed


async def test_a_project_s_name_is_not_empty(account: Account) -> None:
    path = f"/projects/{account.project}"
    refused = await said_to(account.sandbox, "PATCH", path, json={"name": ""})
    assert refused == (400, "body/name must NOT have fewer than 1 characters")


async def test_the_people_on_a_project(account: Account) -> None:
    gone = account.sandbox.add_person("Bob", "Dylan", is_archived=True)
    account.sandbox.add_person("Alan", "Jackson")
    for person in (account.person, gone):
        account.sandbox.add_member(account.project, person, account.role)
    list_people = account.runn.projects.list_people
    assert [p.id async for p in list_people(account.project)] == [account.person, gone]
    current = await list_people(account.project, include_archived=False).collect()
    assert [person.id for person in current] == [account.person]
    members = await account.runn.project_members.list().collect()
    assert [(m.person_id, m.role_id) for m in members] == [
        (account.person, account.role),
        (gone, account.role),
    ]


async def test_a_client_is_added_once(account: Account) -> None:
    reference = Reference(reference_name="Runrun.it", external_id="6")
    added = await account.runn.clients.create(name="Lua", references=[reference])
    assert await account.runn.clients.get(added.id) == added
    assert added.references == (reference,)
    with pytest.raises(InvalidRequestError) as caught:
        await account.runn.clients.create(name="Lua")
    assert caught.value.message == "Client with name Lua already exists"
    assert len(await account.runn.clients.list().collect()) == 2


async def test_a_client_needs_a_name(account: Account) -> None:
    body = {"website": "https://x.example"}
    refused = await said_to(account.sandbox, "POST", "/clients/", json=body)
    assert refused == (400, "body must have required property 'name'")


UNKNOWN: list[tuple[Callable[[RunnClient], Awaitable[object]], str]] = [
    (lambda runn: runn.people.get(1), "Person not found"),
    (lambda runn: runn.clients.get(1), "Client not found"),
    (lambda runn: runn.projects.get(1), "Project not found"),
    (lambda runn: runn.projects.update(1, name="x"), "Project not found"),
    (lambda runn: runn.projects.get_timesheet_lock(1), "Project not found"),
    (lambda runn: runn.projects.list_people(1).collect(), "Project not found"),
    (lambda runn: runn.actuals.delete(1), "Actual not found"),
]


@pytest.mark.parametrize(("call", "message"), UNKNOWN)
async def test_an_unknown_id_is_404(
    account: Account, call: Callable[[RunnClient], Awaitable[object]], message: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        await call(account.runn)
    assert caught.value.message == message
