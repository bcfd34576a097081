"""Contracts: role, cost and hours of people over time."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.contract import Contract
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, PageOf200


class Contracts(Resource):
    """Contracts: role, cost and hours of people over time."""

    @operation("GET", "/contracts/", pages=PAGES_OF_200)
    def list(
        self,
        *,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf200 = UNSET,
    ) -> Pager[Contract]:
        """All contracts, past ones too; those of today come with `people.list_current_contracts`.

        Args:
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Contracts per request, 1 to 200.
        """
        ...
