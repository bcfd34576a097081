"""Projects, and what hangs on one of them."""

import datetime as dt
from collections.abc import Sequence

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.common import Reference, TagId
from runn_client.models.person import Person
from runn_client.models.project import PricingModel, Project, RateType, TimesheetLock
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, V1

LIST = Operation("projects.list", "GET", "/projects/", Project, pages=PAGES_OF_200, editions=V1)
GET = Operation("projects.get", "GET", "/projects/{projectId}", Project, editions=V1)
UPDATE = Operation(
    "projects.update", "PATCH", "/projects/{projectId}", Project, editions=V1, idempotent=True
)
LIST_PEOPLE = Operation(
    "projects.list_people",
    "GET",
    "/projects/{projectId}/people/",
    Person,
    pages=PAGES_OF_200,
    editions=V1,
)
GET_TIMESHEET_LOCK = Operation(
    "projects.get_timesheet_lock",
    "GET",
    "/projects/{projectId}/timesheet-lock/",
    TimesheetLock,
    editions=V1,
)


class Projects(Resource):
    """Projects, and what hangs on one of them."""

    def list(
        self,
        *,
        name: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        include_archived: bool | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Project]:
        """Projects, with templates, tentative and archived ones.

        Args:
            name: Part of the name, in any case: check for the whole one yourself.
            external_id: The id in any other system that a reference names.
            include_archived: False leaves archived projects out; they are included by default.
            modified_after: Changed since then in name, client, status, pricing model, rate type,
                team, budgets, references or archiving.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Projects per request, 1 to 200.

        Source: `GET /projects/`
        """
        query = {
            "name": name,
            "external_id": external_id,
            "include_archived": include_archived,
            "modified_after": modified_after,
            "sort_by": sort_by,
            "order": order,
        }
        return self._list(LIST, query=query, page_size=page_size)

    async def get(self, project_id: int) -> Project:
        """One project.

        Args:
            project_id: The project's id.

        Raises:
            NotFoundError: There is none.

        Source: `GET /projects/{projectId}`
        """
        return await self._call(GET, project_id)

    async def update(
        self,
        project_id: int,
        *,
        name: str | Unset = UNSET,
        is_confirmed: bool | Unset = UNSET,
        is_archived: bool | Unset = UNSET,
        is_template: bool | Unset = UNSET,
        budget: float | None | Unset = UNSET,
        expenses_budget: float | None | Unset = UNSET,
        client_id: int | Unset = UNSET,
        team_id: int | None | Unset = UNSET,
        pricing_model: PricingModel | Unset = UNSET,
        rate_type: RateType | Unset = UNSET,
        references: Sequence[Reference] | Unset = UNSET,
        tags: Sequence[TagId] | Unset = UNSET,
        manager_ids: Sequence[int] | Unset = UNSET,
    ) -> Project:
        """Change what is given and keep the rest.

        Args:
            project_id: The project's id.
            name: Unique in the account.
            is_confirmed: False makes it tentative.
            is_archived: True archives it.
            is_template: True makes it a template.
            budget: In units of the account's currency; None for no budget.
            expenses_budget: In units of the account's currency; None for no budget.
            client_id: The client it is for.
            team_id: The team it belongs to; None for no team.
            pricing_model: `fp` fixed price, `tm` time and materials, `nb` non-billable.
            rate_type: Rates by the hour or by the day.
            references: All of them: to add one, pass the present ones too.
            tags: All of them.
            manager_ids: All of them; ids of users, not of people.

        Raises:
            NotFoundError: There is no such project.
            InvalidRequestError: Runn finds a value wrong.

        Source: `PATCH /projects/{projectId}`
        """
        body = {
            "name": name,
            "is_confirmed": is_confirmed,
            "is_archived": is_archived,
            "is_template": is_template,
            "budget": budget,
            "expenses_budget": expenses_budget,
            "client_id": client_id,
            "team_id": team_id,
            "pricing_model": pricing_model,
            "rate_type": rate_type,
            "references": references,
            "tags": tags,
            "manager_ids": manager_ids,
        }
        return await self._call(UPDATE, project_id, body=body)

    def list_people(
        self,
        project_id: int,
        *,
        include_archived: bool | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Person]:
        """The people on a project; their roles in it come with `project_members.list`.

        Args:
            project_id: The project's id.
            include_archived: False leaves archived people out; they are included by default.
            page_size: People per request, 1 to 200.

        Raises:
            NotFoundError: There is no such project.

        Source: `GET /projects/{projectId}/people/`
        """
        query = {"include_archived": include_archived}
        return self._list(LIST_PEOPLE, project_id, query=query, page_size=page_size)

    async def get_timesheet_lock(self, project_id: int) -> TimesheetLock:
        """Up to which day the project's timesheets are locked; a beta that few accounts have.

        Args:
            project_id: The project's id.

        Raises:
            NotFoundError: There is no such project.

        Source: `GET /projects/{projectId}/timesheet-lock/`
        """
        return await self._call(GET_TIMESHEET_LOCK, project_id)
