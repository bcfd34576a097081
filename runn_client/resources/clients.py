"""Clients: the companies that projects are for."""

import datetime as dt
from collections.abc import Sequence

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.client import Client
from runn_client.models.common import Reference
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, PageOf200
from runn_client.values import Name


class Clients(Resource):
    """Clients: the companies that projects are for."""

    @operation("GET", "/clients/", pages=PAGES_OF_200)
    def list(
        self,
        *,
        name: str | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf200 = UNSET,
    ) -> Pager[Client]:
        """Clients, archived ones among them.

        Args:
            name: Part of the name, in any case: check for the whole one yourself.
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Clients per request, 1 to 200.
        """
        ...

    @operation("GET", "/clients/{clientId}")
    async def get(self, client_id: int) -> Client:
        """One client.

        Args:
            client_id: The client's id.
        """
        ...

    @operation("POST", "/clients/")
    async def create(
        self,
        *,
        name: Name,
        website: str | Unset = UNSET,
        references: Sequence[Reference] | Unset = UNSET,
    ) -> Client:
        """Add a client. It can be archived later but never deleted.

        Args:
            name: Unique in the account.
            website: A whole URL.
            references: Its ids in other systems.
        """
        ...
