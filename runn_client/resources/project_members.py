"""Memberships of people in projects, over all projects."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.project import ProjectMember
from runn_client.service import PAGES_OF_500, PageOf500


class ProjectMembers(Resource):
    """Memberships of people in projects, over all projects."""

    @operation("GET", "/project-members/", pages=PAGES_OF_500)
    def list(
        self,
        *,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        page_size: PageOf500 = UNSET,
    ) -> Pager[ProjectMember]:
        """Who is on which project in which role.

        Args:
            modified_after: Changed since then; removals are not reported.
            page_size: Memberships per request, 1 to 500.
        """
        ...
