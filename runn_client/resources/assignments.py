"""Assignments: planned work."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.assignment import Assignment
from runn_client.resources.common import Order, SortBy
from runn_client.service import PAGES_OF_500, PageOf500


class Assignments(Resource):
    """Assignments: planned work."""

    @operation("GET", "/assignments/", pages=PAGES_OF_500)
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
        page_size: PageOf500 = UNSET,
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
        """
        ...
