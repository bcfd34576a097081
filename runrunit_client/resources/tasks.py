"""Tasks."""

from collections.abc import Sequence
from typing import Literal

from clientcore.operation import operation
from clientcore.paging.pager import Pager
from clientcore.resource import Resource
from clientcore.unset import UNSET, Unset
from runrunit_client.models.task import Task
from runrunit_client.service import PAGES_OF_100, PageOf100


class Tasks(Resource):
    """Tasks."""

    @operation("GET", "/tasks", pages=PAGES_OF_100)
    def list(
        self,
        *,
        ids: Sequence[int] | Unset = UNSET,
        user_id: str | Unset = UNSET,
        responsible_id: str | Unset = UNSET,
        assignee_id: str | Unset = UNSET,
        follower_id: str | Unset = UNSET,
        team_id: int | Unset = UNSET,
        client_id: int | Unset = UNSET,
        project_id: int | Unset = UNSET,
        board_id: int | Unset = UNSET,
        board_stage_id: int | Unset = UNSET,
        type_id: int | Unset = UNSET,
        filter_id: int | Unset = UNSET,
        is_closed: bool | Unset = UNSET,
        is_working_on: bool | Unset = UNSET,
        include_not_assigned: bool | Unset = UNSET,
        bypass_status_default: bool | Unset = UNSET,
        sort: str | Unset = UNSET,
        sort_dir: Literal["asc", "desc"] | Unset = UNSET,
        page_size: PageOf100 = UNSET,
    ) -> Pager[Task]:
        """Tasks that the user may see; closed ones are left out unless they are asked for.

        There is no filter for dates or custom fields. Of these filters, `assignee_id`, `team_id`,
        `client_id`, `board_id`, `board_stage_id`, `type_id`, `filter_id` and
        `include_not_assigned` are not documented, but in use with success.

        Args:
            ids: Only these.
            user_id: Created by this user.
            responsible_id: Of this user, as the documentation's own sample asks.
            assignee_id: With this user among the assignees.
            follower_id: Followed by this user.
            team_id: Of this team.
            client_id: For this client.
            project_id: Of this project.
            board_id: On this board.
            board_stage_id: On this stage.
            type_id: Of this type.
            filter_id: Let through by this saved filter.
            is_closed: True for delivered tasks, False for the others (the default).
            is_working_on: Being worked on, or not.
            include_not_assigned: Those without an assignee as well.
            bypass_status_default: True for open and closed tasks alike.
            sort: What to sort by; `queue_position` by default, `close_date` for closed tasks.
            sort_dir: Ascending by default, descending for closed tasks.
            page_size: Tasks per request, 1 to 100.
        """
        ...

    @operation("GET", "/tasks/:id")
    async def get(self, task_id: int) -> Task:
        """One task, with what lists leave out.

        Args:
            task_id: The task's id, the number that people see too.
        """
        ...
