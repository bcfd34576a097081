"""What the fake Runn knows, and how it is filled."""

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from clientcore.clock import Clock
from clientcore.sandbox import Refused, Row
from runn_client.sandbox import rows

Table = dict[int, Row]


class State:
    """The tables of one account.

    Args:
        clock: Whose time it goes by.
        time_zone: The account's calendar, which decides what is in the future.
    """

    def __init__(self, clock: Clock, time_zone: str) -> None:
        self.clock = clock
        self.zone: ZoneInfo = ZoneInfo(time_zone)
        self.people: Table = {}
        self.projects: Table = {}
        self.clients: Table = {}
        self.roles: Table = {}
        self.contracts: Table = {}
        self.project_members: Table = {}
        self.assignments: Table = {}
        self.actuals: Table = {}
        self.locks: Table = {}
        self._ids = count(100_001)

    @property
    def today(self) -> dt.date:
        """The day by the account's calendar."""
        return self.clock.now().astimezone(self.zone).date()

    def add(self, table: Table, row: Row, changes: Mapping[str, Any] | None = None) -> Row:
        """Put a row into a table, with an id and its times."""
        row_id = next(self._ids)
        table[row_id] = {"id": row_id, **row, **rows.stamps(self.clock.now()), **(changes or {})}
        return table[row_id]

    def find(self, table: Table, text: str, kind: str) -> Row:
        """The row with the id in a path, as the service would find it."""
        if not text.isdecimal() or len(text) > 15:
            raise Refused(400, f"params/{kind.lower()}Id must be integer")
        if int(text) not in table:
            raise Refused(404, f"{kind} not found")
        return table[int(text)]

    def touch(self, row: Row) -> None:
        """The row was changed now."""
        row["updatedAt"] = rows.stamps(self.clock.now())["updatedAt"]
