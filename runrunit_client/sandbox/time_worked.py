"""The report of time worked, counted from the periods in the fake Runrun.it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from clientcore.sandbox import Call, Refused, Row
from runrunit_client.sandbox.state import State

_NAMED = {
    "project_id": ("project_id", "project_name", "client_id", "client_name"),
    "client_id": ("client_id", "client_name"),
    "task_id": ("task_id", "task_title"),
    "type_id": ("type_id", "type_name"),
    "user_id": ("user_id", "user_name"),
    "date": ("date",),
}
"""What a row tells when it is grouped by something."""

_FILTERS = ("client_id", "project_id", "type_id", "user_id")


class TimeWorked:
    """The handler of the report."""

    def __init__(self, state: State) -> None:
        self._state = state

    def report(self, call: Call) -> Row:
        """Seconds by group, within the period."""
        query = call.query
        start, end = self._period(query)
        groups = [name for name in query.get("group_by", "").split(",") if name]
        if unknown := [name for name in groups if name not in _NAMED]:
            raise Refused(422, f"group_by: {', '.join(unknown)} is not included in the list")
        told = [field for name in groups for field in _NAMED[name]]
        rows: dict[tuple[Any, ...], Row] = {}
        others: dict[str, int] = {}
        for entry in self._entries():
            if not start <= dt.date.fromisoformat(entry["date"]) <= end:
                continue
            if not _passes(entry, query):
                others[entry["date"]] = others.get(entry["date"], 0) + entry["time"]
                continue
            key = tuple(entry[field] for field in told)
            empty = {"automatic_time": 0, "manual_time": 0, "time": 0}
            row = rows.setdefault(key, {**dict(zip(told, key, strict=True)), **empty})
            for name in empty:
                row[name] += entry[name]
        return {
            "meta": {"period_start": str(start), "period_end": str(end), "unit": "day"},
            "result": list(rows.values()),
            "others": [{"date": day, "time": seconds} for day, seconds in sorted(others.items())],
        }

    def _period(self, query: Mapping[str, str]) -> tuple[dt.date, dt.date]:
        if query.get("period_type", "last_seven_days") != "custom_range":
            return self._state.today - dt.timedelta(days=6), self._state.today
        try:
            return (
                dt.date.fromisoformat(query["period_start"]),
                dt.date.fromisoformat(query["period_end"]),
            )
        except (KeyError, ValueError):
            raise Refused(422, "period_start and period_end must be dates") from None

    def _entries(self) -> Iterator[Row]:
        """All time, each piece on its day by the account's calendar."""
        for period in self._state.work_periods.values():
            start = dt.datetime.fromisoformat(period["start"]).astimezone(self._state.zone)
            yield self._entry(period, start.date().isoformat(), period["worked_time"], 0)
        for period in self._state.manual_work_periods.values():
            yield self._entry(period, period["date_to_apply"], 0, period["seconds"])

    def _entry(self, period: Row, date: str, automatic: int, manual: int) -> Row:
        task = self._state.tasks[period["task_id"]]
        user = self._state.users[period["user_id"]]
        return {
            **{name: task[name] for names in _NAMED.values() for name in names if name in task},
            "task_id": task["id"],
            "task_title": task["title"],
            "user_id": user["id"],
            "user_name": user["name"],
            "date": date,
            "automatic_time": automatic,
            "manual_time": manual,
            "time": automatic + manual,
        }


def _passes(entry: Row, query: Mapping[str, str]) -> bool:
    return all(str(entry[name]) in query[name].split(",") for name in _FILTERS if name in query)
