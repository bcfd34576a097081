"""What the fake Runrun.it knows."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

from clientcore.clock import Clock
from clientcore.codec.naming import snake_case
from clientcore.sandbox import Refused, Row
from clientcore.sandbox.samples import blank

Table = dict[int, Row]


class State:
    """The tables of one account.

    Args:
        clock: Whose time it goes by.
        time_zone: The account's calendar, by which days are told.
    """

    def __init__(self, clock: Clock, time_zone: str) -> None:
        self.clock = clock
        self.zone: ZoneInfo = ZoneInfo(time_zone)
        self.users: dict[str, Row] = {}
        self.clients: Table = {}
        self.projects: Table = {}
        self.tasks: Table = {}
        self.work_periods: Table = {}
        self.manual_work_periods: Table = {}
        self._ids = {id(table): count(1) for table in self._tables()}

    def _tables(self) -> tuple[Table, ...]:
        return (
            self.clients,
            self.projects,
            self.tasks,
            self.work_periods,
            self.manual_work_periods,
        )

    @property
    def today(self) -> dt.date:
        """The day by the account's calendar."""
        return self.clock.now().astimezone(self.zone).date()

    def now_text(self) -> str:
        """The moment as the service writes it: to the second, in the account's zone."""
        return self.clock.now().astimezone(self.zone).isoformat(timespec="seconds")

    def add(self, table: Table, model: type, row: Row, row_id: int | None = None) -> Row:
        """Put a row into a table: every documented field is in it."""
        row_id = row_id or next(self._ids[id(table)])
        table[row_id] = {**blank(model, snake_case), **row, "id": row_id}
        return table[row_id]

    def find(self, table: Table, text: str) -> Row:
        """The row with the id in a path."""
        if not text.isdecimal() or len(text) > 15 or int(text) not in table:
            raise Refused(404, "")
        return table[int(text)]
