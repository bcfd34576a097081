"""Clients: the companies that projects are for."""

from typing import Literal

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.client import Client
from runrunit_client.service import PAGES_OF_100, PageOf100


class Clients(Resource):
    """Clients: the companies that projects are for."""

    @operation("GET", "/clients", pages=PAGES_OF_100)
    def list(
        self,
        *,
        search_term: str | Unset = UNSET,
        is_visible: bool | Unset = UNSET,
        filter_id: int | Unset = UNSET,
        sort: str | Unset = UNSET,
        sort_dir: Literal["asc", "desc"] | Unset = UNSET,
        page_size: PageOf100 = UNSET,
    ) -> Pager[Client]:
        """Clients.

        Args:
            search_term: Only those that it is found in.
            is_visible: Only those that are in use, or only those that are not.
            filter_id: Only those that a saved filter lets through.
            sort: The field to sort by.
            sort_dir: Ascending or descending.
            page_size: Clients per request, 1 to 100.
        """
        ...

    @operation("GET", "/clients/:id")
    async def get(self, client_id: int) -> Client:
        """One client.

        Args:
            client_id: The client's id.
        """
        ...

    @operation("POST", "/clients", wrap="client")
    async def create(
        self,
        *,
        name: str,
        is_visible: bool | Unset = UNSET,
        budgeted_hours_month: float | Unset = UNSET,
        budgeted_cost_month: float | Unset = UNSET,
        custom_field: str | None | Unset = UNSET,
    ) -> Client:
        """Add a client.

        Args:
            name: Its name.
            is_visible: Whether it is in use.
            budgeted_hours_month: Hours budgeted per month for its projects.
            budgeted_cost_month: Cost budgeted per month, in units of the account's currency.
            custom_field: Free text; unrelated to the custom fields of tasks.
        """
        ...
