"""The report of time worked, counted from the periods in the fake Runrun.it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from clientcore.sandbox import Call, Refused, Row
from runrunit_client.sandbox.account import GROUPS, RunrunitAccount

_TOLD = {
    "date": ("date",),
    "task_id": ("task_id", "task_title"),
    "project_id": ("project_id", "project_name", *GROUPS, "client_id", "client_name"),
}
"""What a row tells when it is grouped by something, where that is not its id and its name."""
_NAMED = ("client", "project", "project_group", "project_sub_group", "type", "team", "task_status")
"""What a task has an id and a name of."""
_SAME = ("client_id", "project_id", "project_group_id", "type_id", "team_id", "user_id")
_OTHER = {"project_subgroup_id": "project_sub_group_id", "tag_list": "tags"}
_FILTERS = {**{name: name for name in _SAME}, **_OTHER}
"""Parameters, and what of an entry they filter by."""
_DAYS = {"seven_days": 7, "fifteen_days": 15, "thirty_days": 30, "ninety_days": 90, "one_year": 365}
_UNITS: dict[str, Callable[[dt.date], dt.date]] = {
    "day": lambda day: day,
    "week": lambda day: day - dt.timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
"""The first day of the unit that a day is in."""
_TIMES = ("automatic_time", "manual_time", "time")


def time_worked(account: RunrunitAccount, call: Call) -> Row:
    """Seconds by group, within the period.

    How others look when they are expanded is not known: here as rows do, and by day in any case.
    Nobody has shifts here, so there is no capacity, and nothing untracked.
    """
    given = call.given
    start, end = _period(account.today, given)
    unit: str = given.get("period_unit", "day")
    told = [n for g in given.get("group_by", ()) for n in _TOLD.get(g, (g, f"{g[:-2]}name"))]
    rows, others = dict[Any, Row](), dict[Any, Row]()
    for entry in _entries(account):
        if start <= entry["date"] <= end:
            entry["date"] = _UNITS[unit](entry["date"])
            if _passes(entry, given):
                _sum(rows, entry, told, _TIMES)
            elif given.get("expand_others"):
                _sum(others, entry, ["date", *told], _TIMES)
            else:
                _sum(others, entry, ["date"], ["time"])
    meta = {"period_start": start, "period_end": end, "unit": unit}
    report: Row = {"meta": meta, "result": [*rows.values()]}
    if given.get("include_others", True):
        report["others"] = sorted(others.values(), key=lambda row: row["date"])
    return report | {n: [] for n in ("capacity", "untracked") if given.get(f"include_{n}")}


def _period(today: dt.date, given: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    side, _, length = given.get("period_type", "last_seven_days").partition("_")
    if side == "custom":
        if missing := [n for n in ("period_start", "period_end") if n not in given]:
            raise Refused(422, f"{missing[0]}: can't be blank")
        return given["period_start"], given["period_end"]
    if side == "current":
        return _UNITS[length](today), today
    return today - dt.timedelta(days=_DAYS[length] - 1), today


def _entries(account: RunrunitAccount) -> Iterator[Row]:
    """All time, each period on the day on which it began by the account's calendar."""
    for timed in account.work_periods.values():
        day, time = timed.start.astimezone(account.zone).date(), timed.worked_time
        entry = {"date": day, "automatic_time": time, "manual_time": 0, "time": time}
        yield entry | _about(account, timed.task_id, timed.user_id)
    for entered in account.manual_work_periods.values():
        day, time = entered.date_to_apply, entered.seconds
        entry = {"date": day, "automatic_time": 0, "manual_time": time, "time": time}
        yield entry | _about(account, entered.task_id, entered.user_id)


def _about(account: RunrunitAccount, task_id: int, user_id: str) -> Row:
    """What can be told of a task and of who worked on it, who may be gone."""
    task, user = account.tasks[task_id], account.users.get(user_id)
    told: Row = {"task_id": task_id, "task_title": task.title, "tags": task.tags}
    for name in _NAMED:
        told[f"{name}_id"] = getattr(task, f"{name}_id")
        told[f"{name}_name"] = getattr(task, f"{name}_name") or None
    return told | {"user_id": user_id, "user_name": user and user.name}


def _passes(entry: Row, given: Mapping[str, Any]) -> bool:
    def many(value: Any) -> set[Any]:
        return set(value) if isinstance(value, tuple) else {value}  # pyright: ignore[reportUnknownArgumentType]

    asked = [name for name in _FILTERS if name in given]
    return all(many(entry[_FILTERS[name]]) & many(given[name]) for name in asked)


def _sum(rows: dict[Any, Row], entry: Row, told: Sequence[str], times: Sequence[str]) -> None:
    """Add an entry to the row that tells the same."""
    key = tuple(entry[name] for name in told)
    row = rows.setdefault(key, {**dict(zip(told, key, strict=True)), **dict.fromkeys(times, 0)})
    for name in times:
        row[name] += entry[name]
