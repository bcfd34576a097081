"""Account: the tables of one fake service, and the calendar that they go by."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from clientcore.clock import Clock
from clientcore.codec.naming import snake_words
from clientcore.operation import Operation
from clientcore.sandbox.filters import Filter
from clientcore.sandbox.table import Table
from clientcore.signature import PAGE_SIZE


class Account:
    """What a fake service knows.

    A subclass makes its tables in `__init__`, a line for each, under the names of the resources:
    `self.clients = Table(ids, Client, clock.now, unique=("name",), contains=("name",))`. The
    resource's list, get, create, update and delete, and lists of its rows under something else
    (`projects.list_phases` of a table `phases` with a column `project_id`), need nothing more.

    Args:
        clock: Whose time it goes by.
        time_zone: The account's calendar, which decides what day it is.
        filters: Filters that all lists have in common, by the name of the argument.
        sorting: The arguments by which lists are sorted: the column's and the direction's.
    """

    def __init__(
        self,
        clock: Clock,
        time_zone: str,
        *,
        filters: Mapping[str, Filter] | None = None,
        sorting: tuple[str, str] = ("sort_by", "order"),
    ) -> None:
        self.clock: Clock = clock
        self.zone: ZoneInfo = ZoneInfo(time_zone)
        self._filters = dict(filters or {})
        self._sorting = sorting

    @property
    def today(self) -> dt.date:
        """The day by the account's calendar."""
        return self.clock.now().astimezone(self.zone).date()

    def moment(self, when: dt.date, time: dt.time = dt.time.min) -> dt.datetime:
        """A moment as it is; of a day its midnight, or another time, by the account's calendar."""
        if isinstance(when, dt.datetime):
            return when
        return dt.datetime.combine(when, time, self.zone)

    @property
    def tables(self) -> dict[str, Table[Any, Any]]:
        """All tables by their names."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Table)}

    def table_of(self, resource: str) -> Table[Any, Any] | None:
        """The table that has the name of a resource."""
        return self.tables.get(resource)

    def table_by_id(self, argument: str) -> Table[Any, Any] | None:
        """The table whose ids an argument of this name holds."""
        return next((table for table in self.tables.values() if table.id_name == argument), None)

    def saved(self) -> Callable[[], None]:
        """Remember all rows; what is returned brings them back."""
        restores = [table.saved() for table in self.tables.values()]

        def restore() -> None:
            for bring_back in restores:
                bring_back()

        return restore

    def table_with(self, model: type[Any]) -> Table[Any, Any] | None:
        """The table whose rows are of this model."""
        return next((table for table in self.tables.values() if table.model is model), None)

    def filters_of(self, operation: Operation[Any]) -> dict[str, Filter]:
        """How each argument of a list filters.

        Raises:
            LookupError: One has no meaning to the table.
        """
        table, found = self.table_with(operation.result), dict[str, Filter]()
        for parameter in operation.at("query"):
            name = parameter.name
            if table is None or name in (PAGE_SIZE, *self._sorting):
                continue
            passes = table.filter(name) or self._filters.get(name)
            if passes is None:
                raise LookupError(f"{operation.name}: a {table.kind} is not filtered by {name}")
            found[name] = passes
        return found

    def listed(
        self, operation: Operation[Any], given: Mapping[str, Any], rows: Iterable[Any]
    ) -> list[Any]:
        """The rows that pass the filters, in the order asked for; without a value they are last."""
        for name, passes in self.filters_of(operation).items():
            if name in given:
                rows = [row for row in rows if passes(row, given[name])]
        by, direction = self._sorting
        if (table := self.table_with(operation.result)) is None or by not in given:
            found, column = list(rows), "id"
        else:
            column = next((c for c in table.columns if c == snake_words(given[by])), "id")
            found = sorted(rows, key=lambda row: _order(getattr(row, column)))
        if given.get(direction) == "desc":
            found = [row for row in found if getattr(row, column, 0) is not None][::-1] + [
                row for row in found if getattr(row, column, 0) is None
            ]
        return found


def _order(value: Any) -> tuple[bool, Any]:
    """What has an order by it; objects and lists have none, and are last as nothing is."""
    return (False, value) if isinstance(value, (str, int, float, dt.date)) else (True, 0)
