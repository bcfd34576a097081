"""Roles: what people work as."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.role import Role
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, PageOf200


class Roles(Resource):
    """Roles: what people work as."""

    @operation("GET", "/roles/", pages=PAGES_OF_200)
    def list(
        self,
        *,
        name: str | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: PageOf200 = UNSET,
    ) -> Pager[Role]:
        """Roles, with their cost and rate, archived ones among them.

        Args:
            name: Part of the name, in any case: check for the whole one yourself.
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Roles per request, 1 to 200.
        """
        ...
