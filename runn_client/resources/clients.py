"""Clients: the companies that projects are for."""

import datetime as dt
from collections.abc import Sequence

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.client import Client
from runn_client.models.common import Reference
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, V1

LIST = Operation("clients.list", "GET", "/clients/", Client, pages=PAGES_OF_200, editions=V1)
GET = Operation("clients.get", "GET", "/clients/{clientId}", Client, editions=V1)
CREATE = Operation("clients.create", "POST", "/clients/", Client, editions=V1)


class Clients(Resource):
    """Clients: the companies that projects are for."""

    def list(
        self,
        *,
        name: str | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Client]:
        """Clients, archived ones among them.

        Args:
            name: Part of the name, in any case: check for the whole one yourself.
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Clients per request, 1 to 200.

        Source: `GET /clients/`
        """
        query = {"name": name, "modified_after": modified_after, "sort_by": sort_by, "order": order}
        return self._list(LIST, query=query, page_size=page_size)

    async def get(self, client_id: int) -> Client:
        """One client.

        Args:
            client_id: The client's id.

        Raises:
            NotFoundError: There is none.

        Source: `GET /clients/{clientId}`
        """
        return await self._call(GET, client_id)

    async def create(
        self,
        *,
        name: str,
        website: str | Unset = UNSET,
        references: Sequence[Reference] | Unset = UNSET,
    ) -> Client:
        """Add a client. It can be archived later but never deleted.

        Args:
            name: Unique in the account.
            website: A whole URL.
            references: Its ids in other systems.

        Raises:
            InvalidRequestError: Runn finds a value wrong.

        Source: `POST /clients/`
        """
        body = {"name": name, "website": website, "references": references}
        return await self._call(CREATE, body=body)
