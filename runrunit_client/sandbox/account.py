"""The tables of the fake Runrun.it: what is unique in them, filtered by and referred to."""

import datetime as dt
from typing import Any

from clientcore.clock import Clock
from clientcore.sandbox import Account, Table, numbers, slugs
from clientcore.sandbox.filters import Filter, containing, holding
from runrunit_client.models.client import Client
from runrunit_client.models.manual_work_period import ManualWorkPeriod
from runrunit_client.models.project import Project
from runrunit_client.models.task import Task
from runrunit_client.models.user import User
from runrunit_client.models.work_period import WorkPeriod

_IN_TIME = {"overdue": "on_schedule", "over_budget": "on_budget"}
ME = "administrator"
"""The id of the user whose token it is."""
GROUPS = [f"project_{kind}_{told}" for kind in ("group", "sub_group") for told in ("id", "name")]
OF_A_PROJECT = {"project_name": "name", **{n: n for n in ("client_id", "client_name", *GROUPS)}}
"""What a task tells of its project, and how the project calls it."""


class RunrunitAccount(Account):
    """One account: its administrator, and nothing else at first."""

    def __init__(self, clock: Clock, time_zone: str) -> None:
        now, moment, name = clock.now, self.moment, ("name",)
        no_effect = ("filter_id", "include_not_assigned", "bypass_status_default")
        common: dict[str, Filter] = {name: lambda row, wanted: True for name in no_effect}
        common["ids"] = lambda row, wanted: row.id in wanted
        common["search_term"] = containing("name")
        super().__init__(clock, time_zone, filters=common, sorting=("sort", "sort_dir"))
        self.users: Table[str, User] = Table(
            slugs("name"), User, now,
            filters={"team_id": holding("team_ids"), "search_term": containing("name", "email")},
            defaults={"time_zone": time_zone, "language": "pt-BR"},
        )  # fmt: skip
        self.clients: Table[int, Client] = Table(
            numbers(1), Client, now, filled=name, defaults={"is_visible": True}
        )
        self.projects: Table[int, Project] = Table(
            numbers(1), Project, now, unique=(*name, "client_id"), filled=name,
            refers={"client_id": self.clients}, copies={"client_id": {"client_name": "name"}},
            defaults={"is_public": True, "is_active": True, **_IN_TIME},
        )  # fmt: skip
        self.tasks: Table[int, Task] = Table(
            numbers(1), Task, now, refers={"user_id": self.users, "project_id": self.projects},
            copies={"user_id": {"user_name": "name"}, "project_id": OF_A_PROJECT},
            defaults={"user_id": ME},
            filters={
                "assignee_id": lambda row, who: who in [a.assignee_id for a in row.assignments],
                "follower_id": holding("follower_ids"),
            },
        )  # fmt: skip
        work: dict[str, Table[Any, Any]] = {"task_id": self.tasks, "user_id": self.users}
        self.work_periods: Table[int, WorkPeriod] = Table(
            numbers(1), WorkPeriod, now, refers=work,
            filters={
                "starting_from": lambda row, when: row.start >= moment(when),
                "starting_before": lambda row, when: row.start < moment(when),
                "ending_from": lambda row, when: (row.end or now()) >= moment(when),
                "ending_before": lambda row, when: (row.end or now()) < moment(when),
            },
        )  # fmt: skip
        self.manual_work_periods: Table[int, ManualWorkPeriod] = Table(
            numbers(1), ManualWorkPeriod, now, refers=work,
            copies={"user_id": {"worker_name": "name"}},
            filters={
                "from_": lambda row, at: moment(row.date_to_apply, dt.time.max) >= moment(at),
                "before": lambda row, at: moment(row.date_to_apply) < moment(at),
            },
        )  # fmt: skip
        self.users.add(name="Administrator", email="administrator@example.com", is_master=True)
