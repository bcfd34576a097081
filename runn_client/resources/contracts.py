"""Contracts: role, cost and hours of people over time."""

import datetime as dt

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.contract import Contract
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, V1

LIST = Operation("contracts.list", "GET", "/contracts/", Contract, pages=PAGES_OF_200, editions=V1)


class Contracts(Resource):
    """Contracts: role, cost and hours of people over time."""

    def list(
        self,
        *,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Contract]:
        """All contracts, past ones too; those of today come with `people.list_current_contracts`.

        Args:
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Contracts per request, 1 to 200.

        Source: `GET /contracts/`
        """
        query = {"modified_after": modified_after, "sort_by": sort_by, "order": order}
        return self._list(LIST, query=query, page_size=page_size)
