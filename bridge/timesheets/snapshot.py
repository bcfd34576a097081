"""The target: what Runn knows, read once and looked at while planning."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from bridge.accounts import Accounts
from bridge.timesheets.recorded import DayKey, Recorded
from clientcore import InvalidRequestError, NotFoundError, PermissionDeniedError
from runn_client import RunnClient
from runn_client.models import Assignment, Contract, Person, Project

_ENOUGH = 3
"""So many first answers that there is no such thing as a lock are believed."""


@frozen
class Snapshot:
    """What planning timesheets needs to know of Runn."""

    people: Mapping[int, Person]
    projects: Mapping[int, Project]
    role_names: Mapping[int, str]
    roles_on_project: Mapping[tuple[int, int], frozenset[int]]
    """Roles by person and project, as the memberships have them."""
    assignments: Mapping[tuple[int, int], tuple[Assignment, ...]]
    """Planned work in the period by person and project."""
    contracts: Mapping[int, tuple[Contract, ...]]
    """All contracts by person: one is in force at a time."""
    actuals: Mapping[DayKey, tuple[Recorded, ...]]
    """What is recorded in the period."""

    def names(self, person_id: int, project_id: int) -> tuple[str, str]:
        """A person's name and a project's, or their ids where Runn does not list them."""
        person, project = self.people.get(person_id), self.projects.get(project_id)
        return (
            person.name if person else f"person {person_id}",
            project.name if project else f"project {project_id}",
        )

    def role_name(self, role_id: int) -> str:
        """The role's name, or its id where it has none."""
        return self.role_names.get(role_id) or f"role {role_id}"


async def read_snapshot(accounts: Accounts, first: dt.date, last: dt.date) -> Snapshot:
    """Read everything that planning the days from `first` to `last` needs.

    Raises:
        DriftError: A row that planning stands on is not as documented.
    """
    runn, lists = accounts.runn, accounts.lists
    people = await lists.people()
    projects = await lists.projects()
    roles_on_project: dict[tuple[int, int], set[int]] = defaultdict(set)
    for member in await lists.members():
        roles_on_project[member.person_id, member.project_id].add(member.role_id)
    assignments: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    async for assignment in runn.assignments.list(start_date=first, end_date=last):
        _know(assignment.role_id, assignment.start_date, assignment.end_date)
        _know(assignment.is_billable)
        if assignment.is_active and not assignment.is_template:
            assignments[assignment.person_id, assignment.project_id].append(assignment)
    contracts: dict[int, list[Contract]] = defaultdict(list)
    for contract in await lists.contracts():
        _know(contract.role_id, contract.start_date, contract.end_date)
        contracts[contract.person_id].append(contract)
    actuals: dict[DayKey, list[Recorded]] = defaultdict(list)
    async for actual in runn.actuals.list(min_date=first, max_date=last):
        row = Recorded.of(actual)
        actuals[row.day].append(row)
    return Snapshot(
        people={person.id: person for person in people},
        projects={project.id: project for project in projects},
        role_names={role.id: role.name or "" for role in await lists.roles()},
        roles_on_project={key: frozenset(roles) for key, roles in roles_on_project.items()},
        assignments={key: tuple(found) for key, found in assignments.items()},
        contracts={person_id: tuple(found) for person_id, found in contracts.items()},
        actuals={key: tuple(found) for key, found in actuals.items()},
    )


def _know(*fields: object) -> None:
    """Fields that are read here so that, where one is not there, nothing is planned around it.

    The error is that of reading it.
    """


async def read_locks(runn: RunnClient, project_ids: Iterable[int]) -> dict[int, dt.date]:
    """The last locked day of each project whose timesheets are locked."""
    locks: dict[int, dt.date] = {}
    without = 0
    for asked, project_id in enumerate(sorted(set(project_ids))):
        if asked == without == _ENOUGH:
            break  # a beta that few accounts have: where it is not, nothing is locked
        try:
            lock = await runn.projects.get_timesheet_lock(project_id)
        except (NotFoundError, PermissionDeniedError, InvalidRequestError):
            without += 1
            continue
        if lock.status == "LOCKED" and lock.locked_until is not None:
            locks[project_id] = lock.locked_until.date()
    return locks
