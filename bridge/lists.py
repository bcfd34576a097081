"""Lists of Runn that more than one step needs: each is read at most once a run."""

from collections.abc import Callable
from typing import TypeVar, cast

from clientcore.paging.pager import Pager
from runn_client import RunnClient
from runn_client.models import Contract, Person, Project, ProjectMember, Role

T = TypeVar("T")


class Lists:
    """What Runn has, as it was when it was first asked for.

    Args:
        runn: Where to read.
    """

    def __init__(self, runn: RunnClient) -> None:
        self._runn = runn
        self._read: dict[str, object] = {}

    async def people(self) -> list[Person]:
        """Everybody but placeholders."""
        return await self._once("people", self._runn.people.list)

    async def projects(self) -> list[Project]:
        """Every project, archived ones and templates too."""
        return await self._once("projects", self._runn.projects.list)

    async def roles(self) -> list[Role]:
        """Every role."""
        return await self._once("roles", self._runn.roles.list)

    async def members(self) -> list[ProjectMember]:
        """Every membership of a person in a project."""
        return await self._once("members", self._runn.project_members.list)

    async def contracts(self) -> list[Contract]:
        """Every contract, past ones too."""
        return await self._once("contracts", self._runn.contracts.list)

    async def _once(self, name: str, pager: Callable[[], Pager[T]]) -> list[T]:
        if name not in self._read:
            self._read[name] = await pager().collect()
        return cast("list[T]", self._read[name])
