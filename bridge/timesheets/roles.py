"""In which role somebody worked on a project on a day, and whether it can be billed."""

import datetime as dt

from bridge.links import Match
from bridge.timesheets.snapshot import Snapshot
from runn_client.models import Assignment


def find_role(snapshot: Snapshot, day: dt.date, person_id: int, project_id: int) -> Match[int]:
    """The role's id: by membership, else by assignments of that day, else by contract.

    Somebody whose role changed has both roles on the project. What is recorded already keeps the
    role in which it was, for cost and rate hang on it: this is asked for new time only.

    Args:
        snapshot: What Runn knows.
        day: The day of the work.
        person_id: Who worked.
        project_id: On what.
    """
    members = snapshot.roles_on_project.get((person_id, project_id), frozenset())
    if len(members) == 1:
        return Match(next(iter(members)))
    planned = {a.role_id for a in planned_on(snapshot, day, person_id, project_id)}
    for narrowed in (planned, _by_contract(snapshot, day, person_id)):
        possible = narrowed & members if members else narrowed
        if len(possible) == 1:
            return Match(next(iter(possible)))
    if members:
        names = " and ".join(sorted(snapshot.role_name(role) for role in members))
        return Match(None, f"has the roles {names} on the project, and no assignment decides")
    return Match(None, "has no role: no member, no assignment that day, no contract in force")


def planned_on(
    snapshot: Snapshot, day: dt.date, person_id: int, project_id: int
) -> list[Assignment]:
    """The person's assignments to the project that run on that day."""
    planned = snapshot.assignments.get((person_id, project_id), ())
    return [a for a in planned if a.start_date <= day <= a.end_date]


def is_billable(snapshot: Snapshot, day: dt.date, person_id: int, project_id: int) -> bool:
    """Whether new minutes count as billable.

    Not on a non-billable project, and not where all that is planned that day is non-billable.
    """
    if snapshot.projects[project_id].pricing_model == "nb":
        return False
    planned = planned_on(snapshot, day, person_id, project_id)
    return not planned or any(a.is_billable for a in planned)


def _by_contract(snapshot: Snapshot, day: dt.date, person_id: int) -> set[int]:
    contracts = snapshot.contracts.get(person_id, ())
    return {
        contract.role_id
        for contract in contracts
        if contract.start_date <= day and (contract.end_date is None or day <= contract.end_date)
    }
