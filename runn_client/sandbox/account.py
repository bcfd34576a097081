"""The tables of the fake Runn: what is unique in them, filtered by and referred to."""

from typing import Any

from clientcore.clock import Clock
from clientcore.sandbox import Account, Table, numbers
from clientcore.sandbox.filters import Filter, changed_after, since, unless, until
from runn_client.models.actual import Actual
from runn_client.models.assignment import Assignment
from runn_client.models.client import Client
from runn_client.models.common import CustomFields
from runn_client.models.contract import Contract, RosteredDays
from runn_client.models.person import Person
from runn_client.models.project import Project, ProjectMember, TimesheetLock
from runn_client.models.role import Role

KEY = ("date", "person_id", "project_id", "role_id", "workstream_id")
"""What an actual is overwritten by; the phase is not part of it."""
NO_FIELDS = CustomFields(select=(), text=(), checkbox=(), date=())
_WEEK = RosteredDays(monday=480, tuesday=480, wednesday=480, thursday=480, friday=480)


class RunnAccount(Account):
    """One account, empty at first.

    Attributes:
        locks: Locks of timesheets, by the ids of projects.
        placeholders: Ids of the people who are placeholders.
    """

    def __init__(self, clock: Clock, time_zone: str) -> None:
        ids, now = numbers(100_001), clock.now
        common: dict[str, Filter] = {
            "modified_after": changed_after,
            "include_archived": unless("is_archived"),
            "include_placeholders": lambda row, wanted: wanted or row.id not in self.placeholders,
            "external_id": lambda row, wanted: wanted in [r.external_id for r in row.references],
        }
        super().__init__(clock, time_zone, filters=common)
        self.locks: dict[int, TimesheetLock] = {}
        self.placeholders: set[int] = set()
        name = ("name",)
        self.clients: Table[int, Client] = Table(
            ids, Client, now, unique=name, filled=name, contains=name
        )
        self.roles: Table[int, Role] = Table(
            ids, Role, now, filled=name, contains=name,
            defaults={"default_hour_cost": 50, "standard_rate": 100},
        )  # fmt: skip
        self.people: Table[int, Person] = Table(
            ids, Person, now, contains=("email", "first_name", "last_name"),
            defaults={"notes": (), "skills": (), "custom_fields": NO_FIELDS},
            brief=("notes", "skills", "custom_fields"),
        )  # fmt: skip
        self.projects: Table[int, Project] = Table(
            ids, Project, now, unique=name, filled=name, contains=name,
            refers={"client_id": self.clients},
            defaults={"is_confirmed": True, "pricing_model": "tm", "rate_card_id": 1},
        )  # fmt: skip
        who: dict[str, Table[Any, Any]] = {"person_id": self.people, "role_id": self.roles}
        what = {**who, "project_id": self.projects}
        self.contracts: Table[int, Contract] = Table(
            ids, Contract, now, refers=who,
            defaults={"cost_per_hour": 50, "minutes_per_day": 480, "rostered_days": _WEEK},
        )  # fmt: skip
        self.project_members: Table[int, ProjectMember] = Table(
            ids, ProjectMember, now, refers=what
        )
        self.assignments: Table[int, Assignment] = Table(
            ids, Assignment, now, refers=what,
            filters={"start_date": since("end_date"), "end_date": until("start_date")},
            defaults={"minutes_per_day": 480, "is_active": True, "is_billable": True},
        )  # fmt: skip
        self.actuals: Table[int, Actual] = Table(
            ids, Actual, now, unique=KEY, refers=what,
            filters={"min_date": since("date"), "max_date": until("date")},
        )  # fmt: skip
