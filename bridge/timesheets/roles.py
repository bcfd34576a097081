"""In which role somebody worked on a project on a day, and whether it can be billed."""

import datetime as dt
from collections.abc import Sequence

from bridge.matching import Match
from bridge.timesheets.snapshot import Snapshot
from runn_client.models import Actual, Assignment


def find_role(
    snapshot: Snapshot, day: dt.date, person_id: int, project_id: int, present: Sequence[Actual]
) -> Match[int]:
    """The role's id: by membership, else by assignments of that day, else by contract.

    Somebody whose role changed has both roles on the project. The days before the change keep the
    role in which they were recorded, for cost and rate hang on it.

    Args:
        snapshot: What Runn knows.
        day: The day of the work.
        person_id: Who worked.
        project_id: On what.
        present: What is recorded for that day already.
    """
    members = snapshot.roles_on_project.get((person_id, project_id), frozenset())
    if len(members) == 1:
        return Match(next(iter(members)))
    planned = {a.role_id for a in planned_on(snapshot, day, person_id, project_id)}
    recorded = {actual.role_id for actual in present if actual.minutes}
    for narrowed in (planned, recorded, _by_contract(snapshot, day, person_id)):
        possible = narrowed & members if members else narrowed
        if len(possible) == 1:
            return Match(next(iter(possible)))
    if members:
        names = " and ".join(sorted(snapshot.role_name(role) for role in members))
        return Match(None, f"has the roles {names} on the project, and no assignment decides", True)
    return Match(None, "has no role: no member, no assignment that day, no contract in force", True)


def planned_on(
    snapshot: Snapshot, day: dt.date, person_id: int, project_id: int
) -> list[Assignment]:
    """The person's assignments to the project that run on that day."""
    planned = snapshot.assignments.get((person_id, project_id), ())
    return [a for a in planned if a.start_date <= day <= a.end_date]


def is_billable(
    snapshot: Snapshot, day: dt.date, person_id: int, project_id: int, present: Sequence[Actual]
) -> bool:
    """Whether the minutes count as billable.

    Not on a non-billable project; not where all that is planned that day is non-billable; and not
    where what is recorded already is non-billable altogether.
    """
    if snapshot.projects[project_id].pricing_model == "nb":
        return False
    planned = planned_on(snapshot, day, person_id, project_id)
    if planned and not any(a.is_billable for a in planned):
        return False
    recorded = [actual for actual in present if actual.minutes]
    return not recorded or any(actual.billable_minutes for actual in recorded)


def _by_contract(snapshot: Snapshot, day: dt.date, person_id: int) -> set[int]:
    contracts = snapshot.contracts.get(person_id, ())
    return {
        contract.role_id
        for contract in contracts
        if contract.start_date <= day and (contract.end_date is None or day <= contract.end_date)
    }
