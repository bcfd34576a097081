"""RunrunitSandbox: the fake Runrun.it as users of it see it."""

import datetime as dt
from collections.abc import Mapping

from clientcore.registry import operations_of
from clientcore.sandbox import BadRow, Problem, Refused, Sandbox
from clientcore.sandbox.forms import read_form
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from runrunit_client.client import RunrunitClient
from runrunit_client.sandbox.account import RunrunitAccount
from runrunit_client.sandbox.rules import RULES
from runrunit_client.service import RUNRUNIT

PREFIX = "/api/v1.0"
FORM = "application/x-www-form-urlencoded"


class RunrunitSandbox(
    Sandbox[RunrunitAccount], service=RUNRUNIT, operations=operations_of(RunrunitClient),
    account=RunrunitAccount, rules=RULES, time_zone="America/Sao_Paulo", prefixes=(PREFIX, "/api"),
    aliases={"PATCH": "PUT"},  # as Rails routes both
    repeated_is_list=False, reads_texts=True,
):  # fmt: skip
    """A fake Runrun.it with one account: its administrator, and nothing else at first.

    What it was filled with can be changed: `sandbox.state.tasks.change(task_id, is_urgent=True)`.

    Attributes:
        app_key: What it accepts as App-Key.
        user_token: What it accepts as User-Token.
    """

    app_key = "sandbox-app-key"
    user_token = "sandbox-user-token"  # noqa: S105 - opens nothing but this

    def client(self, *, strict: bool = True) -> RunrunitClient:
        """A client that is connected to this sandbox, without a network, and strict by default."""
        http_client, keys = self.http_client(), (self.app_key, self.user_token)
        return RunrunitClient(*keys, http_client=http_client, clock=self.clock, strict=strict)

    # Filling the account

    def add_user(self, name: str, email: str, **columns: object) -> str:
        """Add a user; the user's id, which is made of the name."""
        return self.state.users.add(name=name, email=email, **columns).id

    def add_client(self, name: str, **columns: object) -> int:
        """Add a client; its id."""
        return self.state.clients.add(name=name, **columns).id

    def add_project(
        self, name: str, client_id: int, *, project_id: int | None = None, **columns: object
    ) -> int:
        """Add a project; its id, which can be chosen."""
        columns = {"is_active": not columns.get("is_closed"), **columns}
        columns |= {"id": project_id, "client_id": client_id}
        return self.state.projects.add(name=name, **columns).id

    def add_task(self, title: str, project_id: int | None, **columns: object) -> int:
        """Add a task, open unless said otherwise, of a project or of none; its id."""
        return self.state.tasks.add(title=title, project_id=project_id, **columns).id

    def add_time(
        self, task_id: int, user_id: str, day: dt.date, seconds: int, **columns: object
    ) -> int:
        """Let a user enter time by hand; the manual work period's id."""
        columns = {**columns, "date_to_apply": day, "seconds": seconds}
        return self.state.manual_work_periods.add(task_id=task_id, user_id=user_id, **columns).id

    def add_work(self, task_id: int, user_id: str, start: dt.datetime, seconds: int) -> int:
        """Let the timer measure work; the work period's id."""
        start = start.astimezone(dt.UTC)  # where an hour is an hour
        span = {"start": start, "end": start + dt.timedelta(seconds=seconds)}
        columns = {**span, "task_id": task_id, "user_id": user_id, "worked_time": seconds}
        return self.state.work_periods.add(**columns).id

    # How the service answers

    def check_credentials(self, request: WireRequest) -> None:
        """Both headers; a request without them is refused."""
        given = (request.headers.get("app-key"), request.headers.get("user-token"))
        if given != (self.app_key, self.user_token):
            raise Refused(401, "Unauthorized")

    def check_content_type(self, request: WireRequest) -> None:
        """JSON or a form; to any other, which Rails would not look into, it says so."""
        if request.content and request.content_type not in ("application/json", FORM):
            raise Refused(415, "Unsupported Media Type")

    def read_body(self, request: WireRequest) -> object:
        """A form is read as the JSON that it stands for."""
        is_form = request.content_type == FORM
        return read_form(request.content) if is_form else super().read_body(request)

    def refuse_value(self, problem: Problem) -> Refused:
        """Validation is 422, by the name of the field; an id that is none is not found."""
        name = str(problem.path[:2][-1])
        if problem.path[0] == "params":
            return Refused(404, "")
        if problem.keyword == "required":
            return Refused(422, f"{problem.limit}: can't be blank")
        if problem.limit == "object":  # the body, or what it is wrapped in
            return Refused(400, f"{name} is not a JSON object")
        wrong = "not included in the list" if problem.keyword == "enum" else "invalid"
        return Refused(422, f"{name}: is {wrong}")

    def refuse_row(self, problem: BadRow) -> Refused:
        """What is not there is an empty page, and so is the name of what it should have been."""
        taken = "has already been taken" if problem.reason == "taken" else "can't be blank"
        missing = problem.reason == "missing"
        return Refused(404, "") if missing else Refused(422, f"{problem.column}: {taken}")

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
        return window.headers("ratelimit", reset.isoformat(timespec="seconds"))

    def moment_text(self, moment: dt.datetime) -> str:
        """To the second, by the account's calendar."""
        return moment.astimezone(self.state.zone).isoformat(timespec="seconds")
