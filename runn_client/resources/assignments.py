"""Assignments: planned work."""

import datetime as dt

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.assignment import Assignment
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_500, V1

LIST = Operation(
    "assignments.list", "GET", "/assignments/", Assignment, pages=PAGES_OF_500, editions=V1
)


class Assignments(Resource):
    """Assignments: planned work."""

    def list(
        self,
        *,
        person_id: int | Unset = UNSET,
        project_id: int | Unset = UNSET,
        role_id: int | Unset = UNSET,
        start_date: dt.date | Unset = UNSET,
        end_date: dt.date | Unset = UNSET,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        sort_by: SortBy | Unset = UNSET,
        order: Order | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Assignment]:
        """Assignments, with those of templates, placeholders and archived projects.

        Args:
            person_id: Of this person.
            project_id: To this project.
            role_id: In this role.
            start_date: Still running on this day or later.
            end_date: Begun on this day or earlier.
            modified_after: Changed since then.
            sort_by: By id unless given.
            order: Ascending unless given.
            page_size: Assignments per request, 1 to 500.

        Source: `GET /assignments/`
        """
        query = {
            "person_id": person_id,
            "project_id": project_id,
            "role_id": role_id,
            "start_date": start_date,
            "end_date": end_date,
            "modified_after": modified_after,
            "sort_by": sort_by,
            "order": order,
        }
        return self._list(LIST, query=query, page_size=page_size)
