"""RunrunitSandbox: the fake Runrun.it as users of it see it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from clientcore.clock import Clock
from clientcore.codec.naming import snake_case
from clientcore.registry import operations_of
from clientcore.sandbox import Problem, Refused, Row, Sandbox, id_of
from clientcore.sandbox.samples import blank
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from runrunit_client.client import RunrunitClient
from runrunit_client.models.task import Task
from runrunit_client.models.user import User
from runrunit_client.models.work_period import WorkPeriod
from runrunit_client.resources import (
    clients,
    projects,
    reports,
    tasks,
    users,
    work_periods,
)
from runrunit_client.resources.manual_work_periods import ManualWorkPeriods
from runrunit_client.sandbox.handlers import Handlers
from runrunit_client.sandbox.state import State
from runrunit_client.sandbox.time_worked import TimeWorked
from runrunit_client.service import RUNRUNIT

PREFIX = "/api/v1.0"


class RunrunitSandbox(Sandbox):
    """A fake Runrun.it with one account: its administrator, and nothing else at first.

    Attributes:
        app_key: What it accepts as App-Key.
        user_token: What it accepts as User-Token.
        state: The account's tables, to be looked at and changed.

    Args:
        enforce_limit: False to serve as many requests as come.
        period: The limit's window in seconds, to be scaled down for tests.
        time_zone: The account's calendar, by which days are told.
        clock: Whose time it goes by.
    """

    repeated_is_list = False

    app_key = "sandbox-app-key"
    user_token = "sandbox-user-token"  # noqa: S105 - opens nothing but this

    def __init__(
        self,
        *,
        enforce_limit: bool = True,
        period: float | None = None,
        time_zone: str = "America/Sao_Paulo",
        clock: Clock | None = None,
    ) -> None:
        super().__init__(
            RUNRUNIT,
            operations_of(RunrunitClient),
            prefix=PREFIX,
            enforce_limit=enforce_limit,
            period=period,
            clock=clock,
        )
        self.state: State = State(self.clock, time_zone)
        self._handlers_of = Handlers(self.state, "administrator")
        self.add_user("Administrator", "administrator@example.com", is_master=True)
        self._register()

    def _register(self) -> None:
        handlers = self._handlers_of
        self.handle(users.Users.list, handlers.list_users)
        self.handle(users.Users.get, handlers.get_user)
        self.handle(users.Users.me, handlers.get_me)
        self.handle(clients.Clients.list, handlers.list_clients)
        self.handle(clients.Clients.get, handlers.get_client)
        self.handle(clients.Clients.create, handlers.create_client)
        self.handle(projects.Projects.list, handlers.list_projects)
        self.handle(projects.Projects.get, handlers.get_project)
        self.handle(projects.Projects.create, handlers.create_project)
        self.handle(tasks.Tasks.list, handlers.list_tasks)
        self.handle(tasks.Tasks.get, handlers.get_task)
        self.handle(reports.Reports.time_worked, TimeWorked(self.state).report)
        self.handle(work_periods.WorkPeriods.list, handlers.list_work_periods)
        self.handle(work_periods.WorkPeriods.get, handlers.get_work_period)
        self.handle(ManualWorkPeriods.list, handlers.list_manual_work_periods)
        self.handle(ManualWorkPeriods.get, handlers.get_manual_work_period)
        self.handle(ManualWorkPeriods.create, handlers.create_manual_work_period)
        self.handle(ManualWorkPeriods.update, handlers.update_manual_work_period)
        self.handle(ManualWorkPeriods.delete, handlers.delete_manual_work_period)

    def client(self, *, strict: bool = True) -> RunrunitClient:
        """A client that is connected to this sandbox, without a network.

        Args:
            strict: Whether an answer that is not as documented is an error.
        """
        return RunrunitClient(
            self.app_key,
            self.user_token,
            http_client=self.http_client(),
            clock=self.clock,
            strict=strict,
        )

    # Filling the account

    def add_user(self, name: str, email: str, **fields: Any) -> str:
        """Add a user; the user's id, which is made of the name.

        Args:
            name: The whole name.
            email: The e-mail address.
            fields: Other fields of the user's row.
        """
        user_id = name.lower().replace(" ", "-")
        while user_id in self.state.users:
            user_id += "-1"
        own = {"id": user_id, "name": name, "email": email, "created_at": self.state.now_text()}
        zone = {"time_zone": str(self.state.zone), "language": "pt-BR"}
        self.state.users[user_id] = {**blank(User, snake_case), **own, **zone, **fields}
        return user_id

    def add_client(self, name: str) -> int:
        """Add a client; its id."""
        return id_of(self._handlers_of.add_client(name, {}))

    def add_project(self, name: str, client_id: int, *, project_id: int | None = None) -> int:
        """Add a project; its id, which can be chosen."""
        return id_of(self._handlers_of.add_project(name, client_id, {}, project_id))

    def add_task(self, title: str, project_id: int | None, **fields: Any) -> int:
        """Add an open task; its id.

        Args:
            title: What it is called.
            project_id: The project it belongs to, if any.
            fields: Other fields of the task's row.
        """
        project = self.state.projects[project_id] if project_id else {}
        row: Row = {
            "title": title,
            "user_id": "administrator",
            "created_at": self.state.now_text(),
            "project_id": project_id,
            "project_name": project.get("name"),
            "client_id": project.get("client_id"),
            "client_name": project.get("client_name"),
            **fields,
        }
        return id_of(self.state.add(self.state.tasks, Task, row))

    def add_time(self, task_id: int, user_id: str, day: dt.date, seconds: int) -> int:
        """Let a user enter time by hand; the manual work period's id."""
        body = {"task_id": task_id, "date_to_apply": day.isoformat(), "seconds": seconds}
        return id_of(self._handlers_of.add_manual_work_period(user_id, body))

    def add_work(self, task_id: int, user_id: str, start: dt.datetime, seconds: int) -> int:
        """Let the timer measure work; the work period's id."""
        zone = self.state.zone
        row = {
            "task_id": task_id,
            "user_id": user_id,
            "start": start.astimezone(zone).isoformat(timespec="seconds"),
            "end": (start.astimezone(dt.UTC) + dt.timedelta(seconds=seconds))
            .astimezone(zone)
            .isoformat(timespec="seconds"),
            "worked_time": seconds,
        }
        return id_of(self.state.add(self.state.work_periods, WorkPeriod, row))

    # How the service answers

    def check_credentials(self, request: WireRequest) -> None:
        """Both headers; a request without them is refused."""
        given = (request.headers.get("app-key"), request.headers.get("user-token"))
        if given != (self.app_key, self.user_token):
            raise Refused(401, "Unauthorized")

    def refuse_value(self, problem: Problem) -> Refused:
        """Validation is 422, by the name of the field; an id that is none is not found."""
        name = str(problem.path[-1])
        if problem.path[0] == "params":
            return Refused(404, "")
        if problem.keyword == "required":
            return Refused(422, f"{problem.limit}: can't be blank")
        if problem.limit == "object":  # the body, or what it is wrapped in
            return Refused(400, f"{name} is not a JSON object")
        return Refused(422, f"{name}: is invalid")

    def refusal(self, refused: Refused) -> WireResponse:
        """No source settles the shape; these are the forms that are reported."""
        status, message = refused.status, refused.message
        if status == 404:
            return WireResponse(404, b"", {"content-type": "text/html"})
        if status == 422:
            name, _, problem = message.partition(": ")
            return WireResponse.of_json(422, {"errors": {name: [problem]}})
        return WireResponse.of_json(status, {"error": message})

    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        """Only with a 429; the reset is a moment, cut to whole seconds."""
        if admitted:
            return {}
        reset = self.clock.now() + dt.timedelta(seconds=window.reset)
        return {
            "ratelimit-limit": str(window.limit),
            "ratelimit-remaining": str(window.remaining),
            "ratelimit-reset": reset.isoformat(timespec="seconds"),
        }
