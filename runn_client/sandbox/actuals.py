"""Actuals in the fake Runn: a day is overwritten, and its rules are kept."""

import datetime as dt
from types import NoneType
from typing import Any, cast

from clientcore.sandbox import Call, Refused, Reply, Row
from runn_client.sandbox.lists import equal, listed
from runn_client.sandbox.state import State

Key = tuple[Any, ...]
KEY = ("date", "personId", "projectId", "roleId", "workstreamId")
"""What an actual is overwritten by; the phase is not part of it."""


class Actuals:
    """The handlers of actuals."""

    def __init__(self, state: State) -> None:
        self._state = state

    def list(self, call: Call) -> list[Row]:
        """All within the dates and filters."""
        query = call.query
        first, last = query.get("minDate", ""), query.get("maxDate", "9999")
        found = [row for row in self._state.actuals.values() if first <= row["date"] <= last]
        ids = ("personId", "projectId", "roleId", "workstreamId")
        return listed(equal(found, query, *ids), query)

    def create(self, call: Call) -> Row:
        """Write one day's total."""
        if (problem := self._problem(call.body)) is not None:
            raise Refused(400, problem)
        return self._write(call.body, self._by_key(), add=False)

    def create_bulk(self, call: Call) -> Reply:
        """Write up to 100 of them, or none if one is refused."""
        rows: Any = call.body.get("actuals")
        if not isinstance(rows, list) or not 1 <= len(rows) <= (call.operation.bulk or 0):  # pyright: ignore[reportUnknownArgumentType]
            raise Refused(400, f"body/actuals must have 1 to {call.operation.bulk} items")
        found = cast("list[Row]", rows)
        problems = {i: p for i, row in enumerate(found) if (p := self._problem(row)) is not None}
        if problems:
            # The real service puts all reasons into one text that is no JSON
            said = ", ".join(f"actuals[{index}]: '{p}'" for index, p in problems.items())
            raise Refused(400, f"{{ {said} }}")
        by_key = self._by_key()
        return Reply(200, [self._write(row, by_key, add=False) for row in found])

    def add_time(self, call: Call) -> Row:
        """Add minutes to a day."""
        if (problem := self._problem(call.body)) is not None:
            raise Refused(400, problem)
        return self._write(call.body, self._by_key(), add=True)

    def delete(self, call: Call) -> None:
        """Delete one."""
        row = self._state.find(self._state.actuals, call.values[0], "Actual")
        del self._state.actuals[row["id"]]

    def _by_key(self) -> dict[Key, Row]:
        return {tuple(row[name] for name in KEY): row for row in self._state.actuals.values()}

    def _write(self, body: Row, by_key: dict[Key, Row], *, add: bool) -> Row:
        key = tuple(body.get(name) for name in KEY)
        present = by_key.get(key)
        before: Row = present or {}
        minutes = {
            name: body.get(name, 0) + (before.get(name, 0) if add else 0)
            for name in ("billableMinutes", "nonbillableMinutes")
        }
        # Whether the real service keeps a note that is left out is not known: this one does not
        keep = before if add else {}
        rest = {
            name: body.get(name, keep.get(name))
            for name in ("billableNote", "nonbillableNote", "phaseId")
        }
        row = {**dict(zip(KEY, key, strict=True)), **minutes, **rest}
        if present is None:
            by_key[key] = self._state.add(self._state.actuals, row)
            return by_key[key]
        present.update(row)
        self._state.touch(present)
        return present

    def _problem(self, body: Row) -> str | None:
        """Why the service would not take it."""
        state = self._state
        if not isinstance(body, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
            return "body must be object"
        for name in ("date", "personId", "projectId", "roleId"):
            if name not in body:
                return f"body must have required property '{name}'"
        for name in ("personId", "projectId", "roleId"):
            if type(body[name]) is not int:
                return f"body/{name} must be integer"
        for name in ("phaseId", "workstreamId"):
            if type(body.get(name)) not in (int, NoneType):
                return f"body/{name} must be integer,null"
        for name in ("billableMinutes", "nonbillableMinutes"):
            value = body.get(name, 0)
            if type(value) is not int or value < 0:
                return f"body/{name} must be a whole number >= 0"
        try:
            date = dt.date.fromisoformat(body["date"])
        except (TypeError, ValueError):
            return 'body/date must match format "date"'
        for kind, table in (("Person", state.people), ("Role", state.roles)):
            if body[f"{kind.lower()}Id"] not in table:
                return f"{kind} with id {body[f'{kind.lower()}Id']} not found."
        project = state.projects.get(body["projectId"])
        if project is None:
            return f"Project with id {body['projectId']} not found."
        return self._rule(date, project, body)

    def _rule(self, date: dt.date, project: Row, body: Row) -> str | None:
        if not project["isConfirmed"]:
            return "Actuals cannot be on a tentative project."
        if date > self._state.today:
            return f"Cannot create actual for future date {date.isoformat()}"
        if project["pricingModel"] == "nb" and body.get("billableMinutes", 0) > 0:
            return "Cannot add billable minutes to non-billable project"
        lock = self._state.locks.get(project["id"])
        if lock and date.isoformat() <= lock["lockedUntil"][:10]:
            return f"Timesheets of the project are locked until {lock['lockedUntil'][:10]}"
        return None
