"""Roles: what people work as."""

import datetime as dt

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.role import Role
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_200, V1

LIST = Operation("roles.list", "GET", "/roles/", Role, pages=PAGES_OF_200, editions=V1)


class Roles(Resource):
    """Roles: what people work as."""

    def list(
        self,
        *,
        name: str | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Role]:
        """Roles, with their cost and rate, archived ones among them.

        Args:
            name: Part of the name, in any case: check for the whole one yourself.
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Roles per request, 1 to 200.

        Source: `GET /roles/`
        """
        query = {"name": name, "modified_after": modified_after, "sort_by": sort_by, "order": order}
        return self._list(LIST, query=query, page_size=page_size)
