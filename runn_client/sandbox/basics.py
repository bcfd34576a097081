"""People, projects, clients and what hangs on them, in the fake Runn."""

from typing import Any

from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case
from clientcore.errors import DecodeError
from clientcore.sandbox import Call, Refused, Row
from clientcore.sandbox.samples import blank
from runn_client.models.client import Client
from runn_client.models.project import Project, TimesheetLock
from runn_client.sandbox.lists import containing, equal, listed, referring, unless_archived
from runn_client.sandbox.rows import stamps
from runn_client.sandbox.state import State

_STRICT = Codec(camel_case, strict=True)
_SETTABLE = (
    "name", "isConfirmed", "isArchived", "isTemplate", "budget", "expensesBudget", "clientId",
    "teamId", "pricingModel", "rateType", "references", "tags", "managerIds",
)  # fmt: skip
"""What a PATCH of a project may hold."""


class Basics:
    """The handlers of everything that is not an actual."""

    def __init__(self, state: State, key_name: str) -> None:
        self._state = state
        self._key_name = key_name

    def me(self, call: Call) -> Row:
        """Whose key it is."""
        return {"name": self._key_name}

    def list_people(self, call: Call) -> list[Row]:
        """People by their filters; placeholders are no part of the sandbox yet."""
        people = containing(
            self._state.people.values(), call.query, "email", "firstName", "lastName"
        )
        return listed(referring(people, call.query), call.query)

    def get_person(self, call: Call) -> Row:
        """One person, with what lists leave out."""
        person = self._state.find(self._state.people, call.values[0], "Person")
        fields: dict[str, list[Row]] = {"select": [], "text": [], "checkbox": [], "date": []}
        return {**person, "notes": [], "skills": [], "customFields": fields}

    def list_current_contracts(self, call: Call) -> list[Row]:
        """The contract of each person that is in force today."""
        today = self._state.today.isoformat()
        found = [
            row
            for row in self._state.contracts.values()
            if row["startDate"] <= today <= (row["endDate"] or "9999")
        ]
        return listed(found, call.query)

    def list_contracts(self, call: Call) -> list[Row]:
        """All contracts, past ones too."""
        return listed(self._state.contracts.values(), call.query)

    def list_projects(self, call: Call) -> list[Row]:
        """Projects by their filters; archived ones are included by default."""
        projects = containing(self._state.projects.values(), call.query, "name")
        projects = unless_archived(projects, call.query)
        return listed(referring(projects, call.query), call.query)

    def get_project(self, call: Call) -> Row:
        """One project."""
        return self._state.find(self._state.projects, call.values[0], "Project")

    def update_project(self, call: Call) -> Row:
        """Change what the body names and keep the rest."""
        project = self.get_project(call)
        changes = {name: value for name, value in call.body.items() if name in _SETTABLE}
        if "name" in changes and not changes["name"]:
            raise Refused(400, "body/name must NOT have fewer than 1 characters")
        try:
            if "tags" in changes:
                ids = [tag["id"] for tag in changes["tags"]]
                changes["tags"] = [{"id": i, "name": f"Tag {i}"} for i in ids]
            _STRICT.decode({**project, **changes}, Project)
        except (DecodeError, KeyError, TypeError) as error:
            raise Refused(400, f"body is not valid: {error}") from None
        if changes.get("clientId", project["clientId"]) not in self._state.clients:
            raise Refused(400, f"Client with id {changes['clientId']} not found.")
        project.update(changes)
        self._state.touch(project)
        return project

    def list_project_people(self, call: Call) -> list[Row]:
        """The people on one project, archived ones included by default."""
        project = self.get_project(call)
        members = self._state.project_members.values()
        ids = {row["personId"] for row in members if row["projectId"] == project["id"]}
        people = [self._state.people[person_id] for person_id in sorted(ids)]
        return unless_archived(people, call.query)

    def get_timesheet_lock(self, call: Call) -> Row:
        """Up to which day timesheets are locked; all null where they never were."""
        project = self.get_project(call)
        return self._state.locks.get(project["id"]) or blank(TimesheetLock, camel_case)

    def list_project_members(self, call: Call) -> list[Row]:
        """Memberships of all projects."""
        return listed(self._state.project_members.values(), call.query)

    def list_clients(self, call: Call) -> list[Row]:
        """Clients by part of their name."""
        return listed(containing(self._state.clients.values(), call.query, "name"), call.query)

    def get_client(self, call: Call) -> Row:
        """One client."""
        return self._state.find(self._state.clients, call.values[0], "Client")

    def create_client(self, call: Call) -> Row:
        """Add a client; its name is unique."""
        name: Any = call.body.get("name")
        if not isinstance(name, str) or not name:
            raise Refused(400, "body must have required property 'name'")
        if any(row["name"] == name for row in self._state.clients.values()):
            raise Refused(400, f"Client with name {name} already exists")
        return self.add_client(name, call.body)

    def add_client(self, name: str, body: Row) -> Row:
        """Put a client into its table."""
        row = {"name": name, "website": body.get("website"), "isArchived": False}
        row["references"] = body.get("references", [])
        try:
            _STRICT.decode({"id": 0, **row, **stamps(self._state.clock.now())}, Client)
        except DecodeError as error:
            raise Refused(400, f"body is not valid: {error}") from None
        return self._state.add(self._state.clients, row)

    def list_roles(self, call: Call) -> list[Row]:
        """Roles by part of their name."""
        return listed(containing(self._state.roles.values(), call.query, "name"), call.query)

    def list_assignments(self, call: Call) -> list[Row]:
        """Assignments that overlap the dates."""
        first = call.query.get("startDate", "")
        last = call.query.get("endDate", "9999")
        found = [
            row
            for row in self._state.assignments.values()
            if row["endDate"] >= first and row["startDate"] <= last
        ]
        return listed(equal(found, call.query, "personId", "projectId", "roleId"), call.query)
