"""RunnSandbox: the fake Runn as users of it see it."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from clientcore.clock import Clock
from clientcore.registry import operations_of
from clientcore.sandbox import Refused, Row, Sandbox, id_of
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from runn_client.client import RunnClient
from runn_client.resources import (
    actuals,
    assignments,
    clients,
    contracts,
    me,
    people,
    project_members,
    projects,
    roles,
)
from runn_client.sandbox import rows
from runn_client.sandbox.actuals import Actuals
from runn_client.sandbox.basics import Basics
from runn_client.sandbox.state import State
from runn_client.service import RUNN

_PHRASES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 409: "Conflict"}


class RunnSandbox(Sandbox):
    """A fake Runn with one account, empty at first.

    Attributes:
        token: What it accepts.
        state: The account's tables, to be looked at and changed.

    Args:
        enforce_limit: False to serve as many requests as come.
        period: The limit's window in seconds, to be scaled down for tests.
        time_zone: The account's calendar, which decides what is in the future.
        clock: Whose time it goes by.
    """

    token = "TEST_sandbox"  # noqa: S105 - opens nothing but this

    def __init__(
        self,
        *,
        enforce_limit: bool = True,
        period: float | None = None,
        time_zone: str = "UTC",
        clock: Clock | None = None,
    ) -> None:
        super().__init__(
            RUNN, operations_of(RunnClient), enforce_limit=enforce_limit, period=period, clock=clock
        )
        self.state: State = State(self.clock, time_zone)
        self._basics = Basics(self.state, "Sandbox")
        self._register()

    def _register(self) -> None:
        basics, days = self._basics, Actuals(self.state)
        self.handle(me.ApiKey.get, basics.me)
        self.handle(people.People.list, basics.list_people)
        self.handle(people.People.get, basics.get_person)
        self.handle(people.People.list_current_contracts, basics.list_current_contracts)
        self.handle(contracts.Contracts.list, basics.list_contracts)
        self.handle(projects.Projects.list, basics.list_projects)
        self.handle(projects.Projects.get, basics.get_project)
        self.handle(projects.Projects.update, basics.update_project)
        self.handle(projects.Projects.list_people, basics.list_project_people)
        self.handle(projects.Projects.get_timesheet_lock, basics.get_timesheet_lock)
        self.handle(project_members.ProjectMembers.list, basics.list_project_members)
        self.handle(clients.Clients.list, basics.list_clients)
        self.handle(clients.Clients.get, basics.get_client)
        self.handle(clients.Clients.create, basics.create_client)
        self.handle(roles.Roles.list, basics.list_roles)
        self.handle(assignments.Assignments.list, basics.list_assignments)
        self.handle(actuals.Actuals.list, days.list)
        self.handle(actuals.Actuals.create, days.create)
        self.handle(actuals.Actuals.create_bulk, days.create_bulk)
        self.handle(actuals.Actuals.add_time, days.add_time)
        self.handle(actuals.Actuals.delete, days.delete)

    def client(self, *, strict: bool = True) -> RunnClient:
        """A client that is connected to this sandbox, without a network.

        Args:
            strict: Whether an answer that is not as documented is an error.
        """
        return RunnClient(
            self.token, http_client=self.http_client(), clock=self.clock, strict=strict
        )

    # Filling the account

    def add_client(self, name: str) -> int:
        """Add a client; its id."""
        return id_of(self._basics.add_client(name, {}))

    def add_role(self, name: str) -> int:
        """Add a role; its id."""
        row = {"name": name, "isArchived": False, "defaultHourCost": 50, "standardRate": 100}
        row |= {"references": [], "personIds": []}
        return id_of(self.state.add(self.state.roles, row))

    def add_person(
        self,
        first_name: str,
        last_name: str,
        *,
        email: str | None = None,
        role_id: int | None = None,
        references: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> int:
        """Add a person; the person's id.

        Args:
            first_name: First name.
            last_name: Last name.
            email: E-mail address.
            role_id: The role of the person's contract; without one there is no contract.
            references: Ids in other systems, by their names.
            fields: Other fields of the person's row, in Runn's spelling.
        """
        fields["references"] = rows.references(references or {})
        person = self.state.add(
            self.state.people, rows.person(first_name, last_name, email), fields
        )
        if role_id is not None:
            self.add_contract(id_of(person), role_id)
        return id_of(person)

    def add_contract(
        self, person_id: int, role_id: int, start: dt.date = dt.date(2020, 1, 1)
    ) -> int:
        """Add a contract, which ends the one before it; its id."""
        eve = (start - dt.timedelta(days=1)).isoformat()
        for row in self.state.contracts.values():
            if row["personId"] == person_id and row["endDate"] is None:
                row["endDate"] = eve
        return id_of(self.state.add(self.state.contracts, rows.contract(person_id, role_id, start)))

    def add_project(
        self,
        name: str,
        client_id: int,
        *,
        references: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> int:
        """Add a confirmed project; its id.

        Args:
            name: Its name.
            client_id: The client it is for.
            references: Ids in other systems, by their names.
            fields: Other fields of the project's row, in Runn's spelling.
        """
        fields["references"] = rows.references(references or {})
        return id_of(self.state.add(self.state.projects, rows.project(name, client_id), fields))

    def add_member(self, project_id: int, person_id: int, role_id: int) -> int:
        """Make a person a member of a project in a role; the membership's id."""
        row: Row = {"personId": person_id, "projectId": project_id, "roleId": role_id}
        row |= {"isPlaceholder": False, "workstreamId": None}
        return id_of(self.state.add(self.state.project_members, row))

    def add_assignment(
        self,
        person_id: int,
        project_id: int,
        role_id: int,
        start: dt.date,
        end: dt.date,
        **fields: Any,
    ) -> int:
        """Plan a person on a project, full days; the assignment's id."""
        row = rows.assignment(person_id, project_id, role_id, start.isoformat(), end.isoformat())
        return id_of(self.state.add(self.state.assignments, row, fields))

    def lock_timesheets(self, project_id: int, until: dt.date) -> None:
        """Lock a project's timesheets up to a day, that day included."""
        stamp = rows.stamps(self.clock.now())["updatedAt"]
        self.state.locks[project_id] = {
            "status": "LOCKED",
            "lockedUntil": f"{until.isoformat()}T00:00:00Z",
            "lastUpdatedBy": "Sandbox",
            "updatedAt": stamp,
        }

    # How the service answers

    def check_credentials(self, request: WireRequest) -> None:
        """A Bearer token and the version; a request without them is refused."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            raise Refused(401, "Unauthorized")
        if request.headers.get("accept-version") != RUNN.headers["Accept-Version"]:
            raise Refused(400, "headers must have required property 'accept-version'")

    def refuse_empty_body(self) -> None:
        """The real one's framework refuses a JSON content type without a body."""
        raise Refused(400, "Body cannot be empty when content-type is set to 'application/json'")

    def refusal(self, status: int, message: str) -> WireResponse:
        """`{error, message, statusCode}`."""
        phrase = _PHRASES.get(status, "Too Many Requests" if status == 429 else "Error")
        body = {"statusCode": status, "error": phrase, "message": message}
        if message.startswith("Body cannot be empty"):
            body["code"] = "FST_ERR_CTP_EMPTY_JSON_BODY"
        return WireResponse.of_json(status, body)

    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        """On every answer; the reset is in seconds."""
        reset = str(math.ceil(window.reset))
        headers = {
            "x-ratelimit-limit": str(window.limit),
            "x-ratelimit-remaining": str(window.remaining),
            "x-ratelimit-reset": reset,
        }
        return headers if admitted else {**headers, "retry-after": reset}
