"""The report of time worked, counted from the periods in the fake Runrun.it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

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

_FILTERS = {
    "client_id": "client_id",
    "project_id": "project_id",
    "project_group_id": "project_group_id",
    "project_subgroup_id": "project_sub_group_id",
    "type_id": "type_id",
    "team_id": "team_id",
    "user_id": "user_id",
    "tag_list": "tags",
}
"""Parameters, and the fields of a task or entry that they filter by."""

_DAYS = {
    "last_seven_days": 7,
    "last_fifteen_days": 15,
    "last_thirty_days": 30,
    "last_ninety_days": 90,
    "last_one_year": 365,
}
"""Periods that end today, by their length."""

_UNITS: dict[str, Callable[[dt.date], dt.date]] = {
    "day": lambda day: day,
    "week": lambda day: day - dt.timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
"""The first day of the unit that a day is in."""


class TimeWorked:
    """The handler of the report."""

    def __init__(self, state: State) -> None:
        self._state = state

    def report(self, call: Call) -> Row:
        """Seconds by group, within the period."""
        query = call.query
        start, end = self._period(query)
        unit = query.get("period_unit", "day")
        if unit not in _UNITS:
            raise Refused(422, "period_unit: is not included in the list")
        groups = [name for name in query.get("group_by", "").split(",") if name]
        if unknown := [name for name in groups if name not in _NAMED]:
            raise Refused(422, f"group_by: {', '.join(unknown)} is not included in the list")
        told = [field for name in groups for field in _NAMED[name]]
        rows: dict[tuple[Any, ...], Row] = {}
        others: dict[str, int] = {}
        for entry in self._entries():
            day = dt.date.fromisoformat(entry["date"])
            if not start <= day <= end:
                continue
            entry["date"] = _UNITS[unit](day).isoformat()
            if not _passes(entry, query):
                others[entry["date"]] = others.get(entry["date"], 0) + entry["time"]
                continue
            key = tuple(entry[field] for field in told)
            empty = {"automatic_time": 0, "manual_time": 0, "time": 0}
            row = rows.setdefault(key, {**dict(zip(told, key, strict=True)), **empty})
            for name in empty:
                row[name] += entry[name]
        report: Row = {
            "meta": {"period_start": str(start), "period_end": str(end), "unit": unit},
            "result": list(rows.values()),
        }
        if query.get("include_others") != "false":
            report["others"] = [{"date": day, "time": time} for day, time in sorted(others.items())]
        for name in ("capacity", "untracked"):
            if query.get(f"include_{name}") == "true":
                report[name] = []  # nobody in the sandbox has shifts
        return report

    def _period(self, query: Mapping[str, str]) -> tuple[dt.date, dt.date]:
        today, kind = self._state.today, query.get("period_type", "last_seven_days")
        if kind in _DAYS:
            return today - dt.timedelta(days=_DAYS[kind] - 1), today
        if kind == "current_week":
            return _UNITS["week"](today), today
        if kind == "current_month":
            return _UNITS["month"](today), today
        if kind == "current_quarter":
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
        if kind != "custom_range":
            raise Refused(422, "period_type: is not included in the list")
        try:
            return (
                dt.date.fromisoformat(query["period_start"]),
                dt.date.fromisoformat(query["period_end"]),
            )
        except (KeyError, ValueError):
            raise Refused(422, "period_start: is not a date, nor may period_end be") from None

    def _entries(self) -> Iterator[Row]:
        """All time, each period on the day on which it began by the account's calendar."""
        for period in self._state.work_periods.values():
            start = dt.datetime.fromisoformat(period["start"]).astimezone(self._state.zone)
            yield self._entry(period, start.date().isoformat(), period["worked_time"], 0)
        for period in self._state.manual_work_periods.values():
            yield self._entry(period, period["date_to_apply"], 0, period["seconds"])

    def _entry(self, period: Row, date: str, automatic: int, manual: int) -> Row:
        task = self._state.tasks[period["task_id"]]
        user = self._state.users[period["user_id"]]
        return {
            **task,
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
    return all(
        not _texts(entry[field]).isdisjoint(query[name].split(","))
        for name, field in _FILTERS.items()
        if name in query
    )


def _texts(value: object) -> set[str]:
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return {str(one) for one in values}
