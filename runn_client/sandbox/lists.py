"""Filters that Runn's lists have in common."""

import datetime as dt
from collections.abc import Iterable, Mapping

from clientcore.sandbox import Refused, Row


def listed(table: Iterable[Row], query: Mapping[str, str]) -> list[Row]:
    """The rows changed since `modifiedAfter`, in the order asked for."""
    key = query.get("sortBy", "id")
    if key not in ("id", "createdAt", "updatedAt"):
        raise Refused(400, "querystring/sortBy must be equal to one of the allowed values")
    since = query.get("modifiedAfter")
    found = [row for row in table if since is None or _moment(row["updatedAt"]) > _moment(since)]
    return sorted(found, key=lambda row: row[key], reverse=query.get("order") == "desc")


def containing(table: Iterable[Row], query: Mapping[str, str], *names: str) -> list[Row]:
    """The rows whose fields of these names contain what the query says, in any case."""
    wanted = {name: query[name].casefold() for name in names if name in query}
    return [
        row
        for row in table
        if all(text in (row[name] or "").casefold() for name, text in wanted.items())
    ]


def equal(table: Iterable[Row], query: Mapping[str, str], *names: str) -> list[Row]:
    """The rows whose fields of these names are what the query says."""
    wanted = {name: query[name] for name in names if name in query}
    return [row for row in table if all(str(row[name]) == text for name, text in wanted.items())]


def referring(table: Iterable[Row], query: Mapping[str, str]) -> list[Row]:
    """The rows that have the external id that the query says."""
    wanted = query.get("externalId")
    return [
        row
        for row in table
        if wanted is None or any(r["externalId"] == wanted for r in row["references"])
    ]


def unless_archived(table: Iterable[Row], query: Mapping[str, str]) -> list[Row]:
    """The rows, without archived ones if the query says so; they are included by default."""
    included = query.get("includeArchived") != "false"
    return [row for row in table if included or not row["isArchived"]]


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, "querystring/modifiedAfter must match a date or date-time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
