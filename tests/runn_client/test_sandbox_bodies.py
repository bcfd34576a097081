"""What a stranger's client sends is checked."""

from typing import Any

import pytest

from runn_client.models import TagId
from tests.runn_client.account import Account, raw


@pytest.mark.parametrize("rows", [[5], [None], ["x"], [[]]])
async def test_a_bulk_row_that_is_no_object_is_refused(account: Account, rows: Any) -> None:
    answer = await raw(account.sandbox, "POST", "/actuals/bulk/", json={"actuals": rows})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"date": 5},
        {"date": None},
        {"personId": []},
        {"projectId": {}},
        {"personId": None},
        {"workstreamId": []},
    ],
)
async def test_an_actual_of_wrong_types_is_refused(account: Account, change: Any) -> None:
    body = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    body |= {"roleId": account.role, **change}
    assert (await raw(account.sandbox, "POST", "/actuals/", json=body)).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"clientId": 1},
        {"name": 5},
        {"name": None},
        {"isConfirmed": "yes"},
        {"references": 5},
        {"references": [{"x": 1}]},
        {"tags": [5]},
        {"pricingModel": "free"},
    ],
)
async def test_a_project_of_wrong_values_is_refused(account: Account, change: Any) -> None:
    before = await account.runn.projects.get(account.project)
    path = f"/projects/{account.project}"
    assert (await raw(account.sandbox, "PATCH", path, json=change)).status_code == 400
    assert await account.runn.projects.get(account.project) == before


@pytest.mark.parametrize("references", [5, [5], [{"referenceName": "x"}]])
async def test_the_references_of_a_client_are_checked(account: Account, references: Any) -> None:
    body = {"name": "x", "references": references}
    assert (await raw(account.sandbox, "POST", "/clients/", json=body)).status_code == 400


async def test_tags_are_told_with_their_names(account: Account) -> None:
    project = await account.runn.projects.update(account.project, tags=[TagId(id=8)])
    assert [tag.id for tag in project.tags] == [8]
    assert (await account.runn.projects.update(account.project, tags=[])).tags == ()


async def test_an_id_of_any_length_is_looked_for(account: Account) -> None:
    answer = await raw(account.sandbox, "GET", "/people/" + "9" * 5000)
    assert answer.status_code == 400


async def test_a_cursor_from_elsewhere_is_refused(account: Account) -> None:
    assert (await raw(account.sandbox, "GET", "/people/?cursor=-2")).status_code == 400
