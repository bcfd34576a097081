"""What a stranger's client sends is checked."""

from typing import Any

import pytest

from runn_client.models import TagId
from tests.runn_client.account import Account, said_to


async def why(account: Account, method: str, path: str, body: object) -> str:
    """The reason why it is refused, with 400."""
    status, said = await said_to(account.sandbox, method, path, json=body)
    assert status == 400
    return said


@pytest.mark.parametrize("row", [5, None, "x", []])
async def test_a_bulk_row_that_is_no_object_is_refused(account: Account, row: Any) -> None:
    said = await why(account, "POST", "/actuals/bulk/", {"actuals": [row]})
    assert said == "body/actuals/0 must be object"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"date": 5}, "string"),
        ({"date": None}, "string"),
        ({"personId": []}, "integer"),
        ({"projectId": {}}, "integer"),
        ({"personId": None}, "integer"),
        ({"workstreamId": []}, "integer,null"),
    ],
)
async def test_an_actual_of_wrong_types_is_refused(
    account: Account, change: dict[str, Any], kind: str
) -> None:
    body = {"date": "2026-11-23", "personId": account.person, "projectId": account.project}
    body |= {"roleId": account.role, **change}
    [name] = change
    assert await why(account, "POST", "/actuals/", body) == f"body/{name} must be {kind}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"clientId": 1}, "Client with id 1 not found."),
        ({"name": 5}, "body/name must be string"),
        ({"name": None}, "body/name must be string"),
        ({"isConfirmed": "yes"}, "body/isConfirmed must be boolean"),
        ({"references": 5}, "body/references must be array"),
        (
            {"references": [{"x": 1}]},
            "body/references/0 must have required property 'referenceName'",
        ),
        ({"tags": [5]}, "body/tags/0 must be object"),
        ({"pricingModel": "free"}, "body/pricingModel must be equal to one of the allowed values"),
    ],
)
async def test_a_project_of_wrong_values_is_refused(
    account: Account, change: Any, said: str
) -> None:
    before = await account.runn.projects.get(account.project)
    assert await why(account, "PATCH", f"/projects/{account.project}", change) == said
    assert await account.runn.projects.get(account.project) == before


@pytest.mark.parametrize(
    ("references", "said"),
    [
        (5, "body/references must be array"),
        ([5], "body/references/0 must be object"),
        (
            [{"referenceName": "x"}],
            "body/references/0 must have required property 'externalId'",
        ),
        ([{"referenceName": "x", "externalId": 5}], "body/references/0/externalId must be string"),
    ],
)
async def test_the_references_of_a_client_are_checked(
    account: Account, references: Any, said: str
) -> None:
    assert await why(account, "POST", "/clients/", {"name": "x", "references": references}) == said


async def test_tags_are_told_with_their_names(account: Account) -> None:
    project = await account.runn.projects.update(account.project, tags=[TagId(id=8)])
    assert [tag.id for tag in project.tags] == [8]
    assert (await account.runn.projects.update(account.project, tags=[])).tags == ()


async def test_an_id_of_any_length_is_looked_for(account: Account) -> None:
    refused = await said_to(account.sandbox, "GET", "/people/" + "9" * 5000)
    assert refused == (400, "params/personId must be integer")


async def test_a_cursor_from_elsewhere_is_refused(account: Account) -> None:
    refused = await said_to(account.sandbox, "GET", "/people/?cursor=-2")
    assert refused == (400, "querystring/cursor is invalid")
