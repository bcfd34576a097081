"""Projects."""

import datetime as dt

from clientcore.operation import LinkPages, Operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.project import Project
from runrunit_client.service import BOTH, PAGE

LIST = Operation("projects.list", "GET", "/projects", Project, pages=LinkPages(PAGE), editions=BOTH)
GET = Operation("projects.get", "GET", "/projects/:id", Project, editions=BOTH)
CREATE = Operation("projects.create", "POST", "/projects/", Project, wrap="project", editions=BOTH)


class Projects(Resource):
    """Projects."""

    def list(self, *, page_size: int | Unset = UNSET) -> Pager[Project]:
        """Projects that the user may see.

        Args:
            page_size: Projects per request, 1 to 100.

        Source: `GET /projects`
        """
        return self._list(LIST, page_size=page_size)

    async def get(self, project_id: int) -> Project:
        """One project.

        Args:
            project_id: The project's id.

        Raises:
            NotFoundError: There is none.

        Source: `GET /projects/:id`
        """
        return await self._call(GET, project_id)

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

        Source: `POST /projects/`
        """
        body = {
            "name": name,
            "client_id": client_id,
            "start_date": start_date,
            "desired_date": desired_date,
        }
        return await self._call(CREATE, body=body)
