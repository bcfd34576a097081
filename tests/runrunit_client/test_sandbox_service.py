"""What the fake Runrun.it takes from strangers' clients, and in which words it refuses."""

import datetime as dt
from typing import Any

import httpx
import pytest

from clientcore import ArgumentError, FakeClock
from clientcore.registry import operations_of
from runrunit_client import RunrunitClient
from runrunit_client.models import Task
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example
from tests.runrunit_client.account import DAY, HEADERS, TODAY, Account, raw, reason
from tests.runrunit_client.test_sandbox_reports import report

FORM = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}


def names(answer: httpx.Response, key: str = "name") -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row[key] for row in answer.json()]


async def tasks(account: Account, query: str = "") -> list[str]:
    return names(await raw(account.sandbox, "GET", "/tasks" + query), "title")


# Values of queries


@pytest.mark.parametrize("path", ["/manual_work_periods?from", "/manual_work_periods?before"])
@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "0001-01-01T00:00:00%2B23:59"])
async def test_a_time_that_is_none_is_named(account: Account, path: str, text: str) -> None:
    answer = await raw(account.sandbox, "GET", f"{path}={text}")
    name = path.partition("?")[2]
    assert reason(answer) == (422, {"errors": {name: ["is invalid"]}})


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z"])
@pytest.mark.parametrize("name", ["from", "before"])
async def test_the_first_and_the_last_day_there_are_can_be_asked_for(
    account: Account, name: str, text: str
) -> None:
    account.sandbox.add_time(account.task, account.user, dt.date.min, 1)
    account.sandbox.add_time(account.task, account.user, dt.date.max, 1)
    answer = await raw(account.sandbox, "GET", f"/manual_work_periods?{name}={text}")
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["limit", "page", "offset"])
async def test_a_number_of_rows_that_is_none_is_named(account: Account, name: str) -> None:
    answer = await raw(account.sandbox, "GET", f"/clients?{name}=many")
    assert reason(answer) == (422, {"errors": {name: ["is invalid"]}})


@pytest.mark.parametrize(
    "name",
    [
        "group_by=colour",
        "group_by=date,colour",
        "period_type=ever",
        "period_type=",
        "period_unit=hour",
        "period_unit=",
        "period_unit=DAY",
    ],
)
async def test_what_is_not_in_a_list_is_named(account: Account, name: str) -> None:
    answer = await raw(account.sandbox, "GET", f"/reports/time_worked?{name}")
    parameter = name.partition("=")[0]
    assert reason(answer) == (422, {"errors": {parameter: ["is not included in the list"]}})


@pytest.mark.parametrize("missing", ["period_start", "period_end"])
async def test_a_range_has_two_ends(account: Account, missing: str) -> None:
    given = {
        "period_start": "2026-11-01",
        "period_end": "2026-11-02",
        "period_type": "custom_range",
    }
    del given[missing]
    answer = await raw(account.sandbox, "GET", "/reports/time_worked", params=given)
    assert reason(answer) == (422, {"errors": {missing: ["can't be blank"]}})


# Lists


@pytest.mark.parametrize(
    ("query", "shown", "span"),
    [
        ("offset=3", ["C3", "C4"], "4-5/5"),
        ("offset=1&limit=2", ["C1", "C2"], "2-3/5"),
        ("offset=1&limit=2&page=2", ["C3", "C4"], "4-5/5"),
        ("offset=1&limit=2&page=3", ["C1", "C2"], "2-3/5"),  # out of range is the first page
        ("offset=-1&limit=1", ["Apple"], "1-1/5"),
        ("offset=5", [], "0-0/5"),
    ],
)
async def test_pages_are_counted_from_an_offset(
    account: Account, query: str, shown: list[str], span: str
) -> None:
    for number in range(1, 5):
        account.sandbox.add_client(f"C{number}")
    answer = await raw(account.sandbox, "GET", "/clients?" + query)
    assert (names(answer), answer.headers["x-item-range"]) == (shown, f"items {span}")


@pytest.mark.parametrize("query", ["", "?page=1", "?page=9"])
async def test_the_link_of_the_first_page_to_itself_has_no_page(
    account: Account, query: str
) -> None:
    answer = await raw(account.sandbox, "GET", "/clients" + query)
    assert answer.headers["link"] == '</api/clients>; rel="self", </api/clients?page=1>; rel="last"'


async def test_tasks_are_in_the_order_of_the_queue(account: Account) -> None:
    for title, position in (("Third", 3), ("First", 1), ("Second", 2)):
        account.sandbox.add_task(title, account.project, queue_position=position)
    assert await tasks(account) == ["First", "Second", "Third", "Airlock"]  # the last is in none
    assert await tasks(account, "?sort_dir=desc") == ["Third", "Second", "First", "Airlock"]
    assert await tasks(account, "?sort=title") == ["Airlock", "First", "Second", "Third"]
    assert await tasks(account, "?sort=title&sort_dir=desc") == [
        "Third", "Second", "First", "Airlock",
    ]  # fmt: skip


async def test_of_closed_tasks_the_last_closed_is_first(account: Account) -> None:
    for title, day, position in (("Old", 1, 1), ("New", 3, 3), ("Newer", 5, 2)):
        account.sandbox.add_task(
            title, account.project, is_closed=True, queue_position=position,
            close_date=dt.datetime(2026, 11, day, tzinfo=dt.UTC),
        )  # fmt: skip
    assert await tasks(account, "?is_closed=true") == ["Newer", "New", "Old"]
    assert await tasks(account, "?is_closed=true&sort_dir=asc") == ["Old", "New", "Newer"]
    assert await tasks(account, "?is_closed=true&sort=closed_date") == ["Newer", "New", "Old"]
    everything = await tasks(account, "?bypass_status_default=true")
    assert everything == ["Old", "Newer", "New", "Airlock"]
    closed = await tasks(account, "?bypass_status_default=true&is_closed=true&sort=title")
    assert closed == ["Old", "Newer", "New"]


@pytest.mark.parametrize("column", sorted(Task.__annotations__))
async def test_tasks_can_be_sorted_by_any_column(account: Account, column: str) -> None:
    fields: list[dict[str, object]] = [{"custom_1": 1}, {}]
    for custom in fields:
        account.sandbox.add_task("Other", None, custom_fields=custom, tags=("x",))
    for direction in ("asc", "desc"):
        found = await tasks(account, f"?sort={column}&sort_dir={direction}")
        assert sorted(found) == ["Airlock", "Other", "Other"]


async def test_clients_are_sorted(account: Account) -> None:
    for name in ("Lua", "Banana"):
        account.sandbox.add_client(name)
    answer = await raw(account.sandbox, "GET", "/clients?sort=name&sort_dir=desc")
    assert names(answer) == ["Lua", "Banana", "Apple"]
    answer = await raw(account.sandbox, "GET", "/clients?sort=name&sort_dir=up")
    assert reason(answer) == (422, {"errors": {"sort_dir": ["is not included in the list"]}})


@pytest.mark.parametrize("path", ["/tasks", "/clients"])
async def test_a_saved_filter_is_not_found(account: Account, path: str) -> None:
    answer = await raw(account.sandbox, "GET", path + "?filter_id=1")
    assert reason(answer) == (404, "")


async def test_unassigned_tasks_are_there_without_being_asked_for(account: Account) -> None:
    for query in ("", "?include_not_assigned=true", "?include_not_assigned=false"):
        assert await tasks(account, query) == ["Airlock"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("client_id=2", ["Website"]),
        ("client_id=9", []),
        ("is_closed=true", ["Website"]),
        ("is_closed=false", ["Hidden Moon Base"]),
        ("is_active=true", ["Hidden Moon Base"]),
        ("is_active=false", ["Website"]),
        ("search_term=MOON", ["Hidden Moon Base"]),
        ("project_group_id=7", ["Website"]),
        ("sort=name&sort_dir=desc", ["Website", "Hidden Moon Base"]),
        ("sort=name", ["Hidden Moon Base", "Website"]),
    ],
)
async def test_filters_of_projects_that_are_not_documented(
    account: Account, query: str, found: list[str]
) -> None:
    lua = account.sandbox.add_client("Lua")
    account.sandbox.add_project("Website", lua, is_closed=True, project_group_id=7)
    assert names(await raw(account.sandbox, "GET", "/projects?" + query)) == found


def test_every_filter_of_a_list_has_a_meaning(account: Account) -> None:
    for operation in operations_of(RunrunitClient):
        if operation.pages is not None:
            account.sandbox.state.filters_of(operation)


# Bodies


async def test_numbers_that_are_sent_as_text_are_numbers(account: Account) -> None:
    """The body is the documentation's own."""
    body = {"name": "Lua", "is_visible": True, "budgeted_hours_month": 0}
    body |= {"budgeted_cost_month": "0.0"}
    answer = await raw(account.sandbox, "POST", "/clients", json={"client": body})
    assert (answer.status_code, answer.json()["budgeted_cost_month"]) == (201, 0.0)
    period = {"task_id": str(account.task), "seconds": "60", "date_to_apply": "2026-11-23"}
    answer = await raw(account.sandbox, "POST", "/manual_work_periods", json=period)
    assert (answer.json()["task_id"], answer.json()["seconds"]) == (account.task, 60)
    answer = await raw(
        account.sandbox, "POST", "/clients", json={"name": "5", "is_visible": "false"}
    )
    assert (answer.json()["name"], answer.json()["is_visible"]) == ("5", False)
    body = {"name": "Sol", "budgeted_cost_month": "much"}
    answer = await raw(account.sandbox, "POST", "/clients", json=body)
    assert reason(answer) == (422, {"errors": {"budgeted_cost_month": ["is invalid"]}})


async def test_what_the_service_owns_is_not_taken_from_a_body(account: Account) -> None:
    body = {"name": "Lua", "id": 99, "time_worked": 5, "project_ids": [1], "nonsense": "x"}
    answer = await raw(account.sandbox, "POST", "/clients", json={"client": body})
    told = answer.json()
    assert (told["id"], told["time_worked"], told["project_ids"]) == (2, 0, [])
    assert "nonsense" not in told
    body = {"task_id": 1, "seconds": 5, "date_to_apply": "2026-11-23", "user_id": account.user}
    answer = await raw(account.sandbox, "POST", "/manual_work_periods", json=body)
    assert answer.json()["user_id"] == "administrator"
    body = {"seconds": 6, "task_id": 9, "date_to_apply": "2020-01-01"}
    answer = await raw(account.sandbox, "PUT", "/manual_work_periods/1", json=body)
    told = answer.json()
    assert (told["seconds"], told["task_id"], told["date_to_apply"]) == (6, 1, "2026-11-23")


async def test_a_form_is_taken(account: Account) -> None:
    content = "client[name]=L%C3%BAa&client%5Bis_visible%5D=false&client[budgeted_hours_month]=2.5"
    answer = await raw(account.sandbox, "POST", "/clients", FORM, content=content)
    told = answer.json()
    assert (answer.status_code, told["name"], told["is_visible"]) == (201, "Lúa", False)
    assert told["budgeted_hours_month"] == 2.5
    answer = await raw(account.sandbox, "POST", "/clients", FORM, content="name=Bare")
    assert answer.json()["name"] == "Bare"
    answer = await raw(account.sandbox, "POST", "/clients", FORM, content="client[name]=")
    assert reason(answer) == (422, {"errors": {"name": ["can't be blank"]}})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("client=x&client[name]=y", "client is a text and an object"),
        ("&".join("x=1" for _ in range(1001)), "Body is not a valid form"),
        (b"\xff=1", "Body is not a valid form"),
    ],
)
async def test_a_form_that_is_none_is_refused(account: Account, content: Any, said: str) -> None:
    answer = await raw(account.sandbox, "POST", "/clients", FORM, content=content)
    assert reason(answer) == (400, {"error": said})


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
async def test_another_content_type_is_refused(account: Account, kind: str) -> None:
    headers = {**HEADERS, "Content-Type": kind}
    answer = await raw(account.sandbox, "POST", "/clients", headers, content='{"name": "x"}')
    assert reason(answer) == (415, {"error": "Unsupported Media Type"})


async def test_patch_is_served_as_put_is(account: Account) -> None:
    period = account.sandbox.add_time(account.task, account.user, TODAY, 60)
    path, body = f"/manual_work_periods/{period}", {"manual_work_period": {"seconds": 90}}
    answer = await raw(account.sandbox, "PATCH", path, json=body)
    assert (answer.status_code, answer.json()["seconds"]) == (200, 90)
    assert account.sandbox.calls[-1].operation == "manual_work_periods.update"
    assert reason(await raw(account.sandbox, "PATCH", "/clients", json={"name": "x"})) == (404, "")


async def test_a_head_is_served_as_a_get_is(account: Account) -> None:
    head = await raw(account.sandbox, "HEAD", "/clients")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["x-item-range"] == "items 1-1/1"


async def test_names_of_projects_are_told_from_each_other_without_case(account: Account) -> None:
    body = {"name": "HIDDEN moon base", "client_id": account.client}
    answer = await raw(account.sandbox, "POST", "/projects", json=body)
    assert reason(answer) == (422, {"errors": {"name": ["has already been taken"]}})


# The report


async def test_a_row_by_project_tells_its_groups(account: Account) -> None:
    """As the sample of both editions does."""
    account.sandbox.add_time(account.task, account.user, TODAY, 60)
    answer = await raw(account.sandbox, "GET", "/reports/time_worked?group_by=date,project_id")
    [row] = answer.json()["result"]
    assert list(row) == [
        "date", "project_id", "project_name", "project_group_id", "project_group_name",
        "project_sub_group_id", "project_sub_group_name", "client_id", "client_name",
        "automatic_time", "manual_time", "time",
    ]  # fmt: skip
    groups: dict[str, Any] = {"project_group_id": 7, "project_group_name": "Space"}
    grouped = account.sandbox.add_project("Annex", account.client, **groups)
    account.sandbox.add_time(account.sandbox.add_task("X", grouped), account.user, TODAY, 5)
    [row] = (await report(account, group_by=["project_group_id"], project_group_id=7)).result
    assert (row.project_group_id, row.project_group_name, row.time) == (7, "Space", 5)


async def test_others_can_be_expanded(account: Account) -> None:
    for name, seconds in (("Bob Dylan", 2), ("Alan Jackson", 4)):
        other = account.sandbox.add_user(name, "x@example.com")
        account.sandbox.add_time(account.task, other, TODAY, seconds)
        account.sandbox.add_time(account.task, other, TODAY - DAY, 10 * seconds)
    path = f"/reports/time_worked?group_by=user_id&user_id={account.user}"
    summed = (await raw(account.sandbox, "GET", path)).json()
    assert summed["others"] == [
        {"date": "2026-11-22", "time": 60}, {"date": "2026-11-23", "time": 6},
    ]  # fmt: skip
    expanded = (await raw(account.sandbox, "GET", path + "&expand_others=true")).json()["others"]
    assert [(row["date"], row["user_id"], row["user_name"], row["time"]) for row in expanded] == [
        ("2026-11-22", "bob-dylan", "Bob Dylan", 20),
        ("2026-11-22", "alan-jackson", "Alan Jackson", 40),
        ("2026-11-23", "bob-dylan", "Bob Dylan", 2),
        ("2026-11-23", "alan-jackson", "Alan Jackson", 4),
    ]


# Seeds


def test_seeds_are_refused_at_once(account: Account) -> None:
    add = account.sandbox
    for refused, words in (
        (lambda: add.add_user("Bob", "bob@example.com", shoe_size=44), "User has no shoe_size"),
        (lambda: add.add_project("Annex", 9), "client_id 9 is the id of no Client"),
        (lambda: add.add_project("Annex", 1, project_id=1), "id 1 is taken by another Project"),
        (
            lambda: add.add_project("hidden moon base", 1),
            "name 'hidden moon base' is taken by another Project",
        ),
        (lambda: add.add_task("Airlock", 9), "project_id 9 is the id of no Project"),
        (
            lambda: add.add_task("Airlock", 1, is_closed="yes"),
            "Task: is_closed must be True or False, not 'yes' (str)",
        ),
        (lambda: add.add_time(9, account.user, TODAY, 60), "task_id 9 is the id of no Task"),
        (lambda: add.add_time(1, "nobody", TODAY, 60), "user_id 'nobody' is the id of no User"),
        (lambda: add.add_client(""), "name must not be empty"),
    ):
        with pytest.raises(ArgumentError) as caught:
            refused()
        assert str(caught.value) == words


def test_what_is_told_of_a_project_is_told_anew_when_a_task_moves(account: Account) -> None:
    lua = account.sandbox.add_client("Lua")
    website = account.sandbox.add_project("Website", lua)
    moved = account.sandbox.state.tasks.change(account.task, project_id=website)
    assert (moved.project_name, moved.client_id, moved.client_name) == ("Website", lua, "Lua")


def test_an_id_that_is_chosen_is_not_given_again(account: Account) -> None:
    chosen = account.sandbox.add_project("Chosen", account.client, project_id=2)
    assert (chosen, account.sandbox.add_project("Next", account.client)) == (2, 3)


async def test_the_example_has_closed_tasks_and_a_second_page() -> None:
    sandbox = RunrunitSandbox(clock=FakeClock())
    fill_example(sandbox, TODAY)
    closed = [task.title async for task in sandbox.client().tasks.list(is_closed=True)]
    assert closed == ["Headphones", "Belt clip"]
    assert len(names(await raw(sandbox, "GET", "/clients?page=2"))) == 1
