"""Users, clients, projects, tasks and periods in the fake Runrun.it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from clientcore.sandbox import Call, Refused, Row
from runrunit_client.models.client import Client
from runrunit_client.models.manual_work_period import ManualWorkPeriod
from runrunit_client.models.project import Project
from runrunit_client.sandbox.state import State, Table

_TASK_FILTERS = (
    "user_id",
    "project_id",
    "client_id",
    "board_id",
    "board_stage_id",
    "type_id",
    "team_id",
    "responsible_id",
    "is_working_on",
)


class Handlers:
    """The handlers of everything but reports.

    Args:
        state: The account.
        me: The id of the user whose token it is.
    """

    def __init__(self, state: State, me: str) -> None:
        self._state = state
        self._me = me

    def list_users(self, call: Call) -> list[Row]:
        """Users by id, team or part of their name or e-mail."""
        query = call.query
        found = list(self._state.users.values())
        if "ids" in query:
            found = [row for row in found if row["id"] in query["ids"].split(",")]
        if "team_id" in query:
            found = [row for row in found if query["team_id"] in map(str, row["team_ids"])]
        term = query.get("search_term", "").casefold()
        return [row for row in found if term in f"{row['name']} {row['email']}".casefold()]

    def get_user(self, call: Call) -> Row:
        """One user."""
        if call.values[0] not in self._state.users:
            raise Refused(404, "")
        return self._state.users[call.values[0]]

    def get_me(self, call: Call) -> Row:
        """The user whose token it is."""
        return self._state.users[self._me]

    def list_clients(self, call: Call) -> list[Row]:
        """Clients by part of their name and by whether they are in use."""
        term = call.query.get("search_term", "").casefold()
        visible = call.query.get("is_visible")
        return [
            row
            for row in self._state.clients.values()
            if term in row["name"].casefold()
            and visible in (None, "true" if row["is_visible"] else "false")
        ]

    def get_client(self, call: Call) -> Row:
        """One client."""
        return self._state.find(self._state.clients, call.values[0])

    def create_client(self, call: Call) -> Row:
        """Add a client."""
        return self.add_client(_text(call.body, "name"), call.body)

    def add_client(self, name: str, body: Row) -> Row:
        """Put a client into its table."""
        row = {**_known(body, Client), "name": name, "is_visible": body.get("is_visible", True)}
        return self._state.add(self._state.clients, Client, row)

    def list_projects(self, call: Call) -> list[Row]:
        """All projects."""
        return list(self._state.projects.values())

    def get_project(self, call: Call) -> Row:
        """One project."""
        return self._state.find(self._state.projects, call.values[0])

    def create_project(self, call: Call) -> Row:
        """Add a project; its name is unique among the client's."""
        name, client_id = _text(call.body, "name"), call.body.get("client_id")
        if type(client_id) is not int or client_id not in self._state.clients:
            raise Refused(422, "client_id: can't be blank")
        present = self._state.projects.values()
        if any(row["name"] == name and row["client_id"] == client_id for row in present):
            raise Refused(422, "name: has already been taken")
        for name_of_day in ("start_date", "desired_date"):
            _day(call.body, name_of_day)
        return self.add_project(name, client_id, call.body)

    def add_project(self, name: str, client_id: int, body: Row, row_id: int | None = None) -> Row:
        """Put a project into its table."""
        state = self._state
        row = {
            "name": name,
            "client_id": client_id,
            "client_name": state.clients[client_id]["name"],
            "created_at": state.now_text(),
            "is_public": True,
            "is_active": True,
            "start_date": self._midnight(body.get("start_date")),
            "desired_date": self._midnight(body.get("desired_date")),
            "overdue": "on_schedule",
            "over_budget": "on_budget",
        }
        return state.add(state.projects, Project, row, row_id)

    def list_tasks(self, call: Call) -> list[Row]:
        """Tasks by their filters; closed ones only when asked for."""
        query = call.query
        found = list(self._state.tasks.values())
        if "ids" in query:
            found = [row for row in found if str(row["id"]) in query["ids"].split(",")]
        if query.get("bypass_status_default") != "true":
            closed = query.get("is_closed") == "true"
            found = [row for row in found if row["is_closed"] == closed]
        for name in _TASK_FILTERS:
            if name in query:
                found = [row for row in found if str(row[name]).lower() == query[name].lower()]
        if "assignee_id" in query:
            wanted = query["assignee_id"]
            found = [
                row for row in found if wanted in [a["assignee_id"] for a in row["assignments"]]
            ]
        if "follower_id" in query:
            found = [row for row in found if query["follower_id"] in row["follower_ids"]]
        return _sorted(found, query)

    def get_task(self, call: Call) -> Row:
        """One task."""
        return self._state.find(self._state.tasks, call.values[0])

    def list_work_periods(self, call: Call) -> list[Row]:
        """Work periods by task, user and times; of the last month unless times are given."""
        times = ("starting_from", "starting_before", "ending_from", "ending_before")
        query = dict(call.query)
        if not any(name in query for name in times):
            query["starting_from"] = (self._state.today - dt.timedelta(days=30)).isoformat()
        found = _of(self._state.work_periods, query)
        for name in times:
            if name in query:
                found = [row for row in found if self._in_time(row, name, query[name])]
        return found

    def get_work_period(self, call: Call) -> Row:
        """One work period."""
        return self._state.find(self._state.work_periods, call.values[0])

    def list_manual_work_periods(self, call: Call) -> list[Row]:
        """Manual work periods by task, user and days; of the last month unless days are given."""
        query = dict(call.query)
        if not ("from" in query or "before" in query):
            query["from"] = (self._state.today - dt.timedelta(days=30)).isoformat()
        found = _of(self._state.manual_work_periods, query)
        if "from" in query:
            first = self._moment(query["from"]).date()
            found = [row for row in found if row["date_to_apply"] >= first.isoformat()]
        if "before" in query:
            limit = self._moment(query["before"])
            found = [row for row in found if self._moment(row["date_to_apply"]) < limit]
        return found

    def get_manual_work_period(self, call: Call) -> Row:
        """One manual work period."""
        return self._state.find(self._state.manual_work_periods, call.values[0])

    def create_manual_work_period(self, call: Call) -> Row:
        """Enter time for the user whose token it is."""
        body = call.body
        if type(body.get("task_id")) is not int or body["task_id"] not in self._state.tasks:
            raise Refused(422, "task_id: can't be blank")
        if _day(body, "date_to_apply") is None:
            raise Refused(422, "date_to_apply: can't be blank")
        _seconds(body)
        return self.add_manual_work_period(self._me, body)

    def add_manual_work_period(self, user_id: str, body: Row) -> Row:
        """Put a manual work period into its table."""
        state = self._state
        row = {**_known(body, ManualWorkPeriod), "user_id": user_id}
        row["worker_name"] = state.users[user_id]["name"]
        return state.add(state.manual_work_periods, ManualWorkPeriod, row)

    def update_manual_work_period(self, call: Call) -> Row:
        """Change its seconds; nothing else can be."""
        row = self.get_manual_work_period(call)
        row["seconds"] = _seconds(call.body)
        return row

    def delete_manual_work_period(self, call: Call) -> None:
        """Delete it."""
        del self._state.manual_work_periods[self.get_manual_work_period(call)["id"]]

    def _midnight(self, day: str | None) -> str | None:
        if day is None:
            return None
        begin = dt.datetime.combine(dt.date.fromisoformat(day[:10]), dt.time(), self._state.zone)
        return begin.isoformat(timespec="seconds")

    def _moment(self, text: str) -> dt.datetime:
        """A moment by the account's calendar; a day without a time is its midnight."""
        moment = dt.datetime.fromisoformat(text)
        zone = self._state.zone
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def _in_time(self, row: Row, name: str, text: str) -> bool:
        which, side = name.split("_")
        own = row["start" if which == "starting" else "end"]
        limit = self._moment(text)
        moment = dt.datetime.fromisoformat(own) if own else self._state.clock.now()
        return moment >= limit if side == "from" else moment < limit


def _sorted(found: list[Row], query: Mapping[str, str]) -> list[Row]:
    """In the order asked for; rows without a value come last."""
    name = query.get("sort")
    if name is None or not found or name not in found[0]:
        return found
    empty = [row for row in found if row[name] is None]
    full = [row for row in found if row[name] is not None]
    full.sort(key=lambda row: row[name], reverse=query.get("sort_dir") == "desc")
    return full + empty


def _of(table: Table, query: Mapping[str, str]) -> list[Row]:
    names = [name for name in ("task_id", "user_id") if name in query]
    return [row for row in table.values() if all(str(row[n]) == query[n] for n in names)]


def _day(body: Row, name: str) -> dt.date | None:
    value: Any = body.get(name)
    try:
        return None if value is None else dt.date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        raise Refused(422, f"{name}: is invalid") from None


def _seconds(body: Row) -> int:
    value: Any = body.get("seconds")
    if type(value) is not int or value <= 0:
        raise Refused(422, "seconds: must be greater than 0")
    return value


def _text(body: Row, name: str) -> str:
    value: Any = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(422, f"{name}: can't be blank")
    return value


def _known(body: Row, model: type[Any]) -> Row:
    """What the body says of the model's fields."""
    return {name: body[name] for name in model.__annotations__ if name in body and name != "extra"}
