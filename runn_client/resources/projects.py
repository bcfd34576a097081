"""Projects, and what hangs on one of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from clientcore.marks import Unique
from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.common import Reference, TagId
from runn_client.models.person import Person
from runn_client.models.project import PricingModel, Project, RateType, TimesheetLock
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, PageOf200
from runn_client.values import Money, Name


class Projects(Resource):
    """Projects, and what hangs on one of them."""

    @operation("GET", "/projects/", pages=PAGES_OF_200)
    def list(
        self,
        *,
        name: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        include_archived: bool | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf200 = UNSET,
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
        """
        ...

    @operation("GET", "/projects/{projectId}")
    async def get(self, project_id: int) -> Project:
        """One project.

        Args:
            project_id: The project's id.
        """
        ...

    @operation("PATCH", "/projects/{projectId}", idempotent=True)
    async def update(
        self,
        project_id: int,
        *,
        name: Name | Unset = UNSET,
        is_confirmed: bool | Unset = UNSET,
        is_archived: bool | Unset = UNSET,
        is_template: bool | Unset = UNSET,
        budget: Money | None | Unset = UNSET,
        expenses_budget: Money | None | Unset = UNSET,
        client_id: int | Unset = UNSET,
        team_id: int | None | Unset = UNSET,
        pricing_model: PricingModel | Unset = UNSET,
        rate_type: RateType | Unset = UNSET,
        references: Sequence[Reference] | Unset = UNSET,
        tags: Sequence[TagId] | Unset = UNSET,
        manager_ids: Annotated[Sequence[int], Unique] | Unset = UNSET,
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
        """
        ...

    @operation("GET", "/projects/{projectId}/people/", pages=PAGES_OF_200)
    def list_people(
        self,
        project_id: int,
        *,
        include_archived: bool | Unset = UNSET,
        page_size: PageOf200 = UNSET,
    ) -> Pager[Person]:
        """The people on a project; their roles in it come with `project_members.list`.

        Args:
            project_id: The project's id.
            include_archived: False leaves archived people out; they are included by default.
            page_size: People per request, 1 to 200.
        """
        ...

    @operation("GET", "/projects/{projectId}/timesheet-lock/")
    async def get_timesheet_lock(self, project_id: int) -> TimesheetLock:
        """Up to which day the project's timesheets are locked; a beta that few accounts have.

        Args:
            project_id: The project's id.
        """
        ...
