"""Projects."""

import datetime as dt

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.project import Project
from runrunit_client.service import PAGES_OF_100, PageOf100


class Projects(Resource):
    """Projects."""

    @operation("GET", "/projects", pages=PAGES_OF_100)
    def list(self, *, page_size: PageOf100 = UNSET) -> Pager[Project]:
        """Projects that the user may see.

        Args:
            page_size: Projects per request, 1 to 100.
        """
        ...

    @operation("GET", "/projects/:id")
    async def get(self, project_id: int) -> Project:
        """One project.

        Args:
            project_id: The project's id.
        """
        ...

    @operation("POST", "/projects/", wrap="project")
    async def create(
        self,
        *,
        name: str,
        client_id: int,
        start_date: dt.date | None | Unset = UNSET,
        desired_date: dt.date | None | Unset = UNSET,
    ) -> Project:
        """Add a project to a client.

        Args:
            name: Unique among the client's projects.
            client_id: The client it is for.
            start_date: The day on which it begins.
            desired_date: The day by which it is wanted.

        Raises:
            InvalidRequestError: The client has a project of this name, or a value is wrong.
        """
        ...
