"""Memberships of people in projects, over all projects."""

import datetime as dt

from clientcore.operation import Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runn_client.models.project import ProjectMember
from runn_client.service import PAGES_OF_500, V1

LIST = Operation(
    "project_members.list",
    "GET",
    "/project-members/",
    ProjectMember,
    pages=PAGES_OF_500,
    editions=V1,
)


class ProjectMembers(Resource):
    """Memberships of people in projects, over all projects."""

    def list(
        self,
        *,
        modified_after: dt.date | dt.datetime | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[ProjectMember]:
        """Who is on which project in which role.

        Args:
            modified_after: Changed since then; removals are not reported.
            page_size: Memberships per request, 1 to 500.

        Source: `GET /project-members/`
        """
        query = {"modified_after": modified_after}
        return self._list(LIST, query=query, page_size=page_size)
