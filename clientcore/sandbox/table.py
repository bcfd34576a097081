"""Tables of rows: rows are models, and every write is checked, whoever writes."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast, get_type_hints

from attrs import evolve

from clientcore.arguments import Misfit, checker
from clientcore.codec.naming import snake_words
from clientcore.errors import ArgumentError
from clientcore.sandbox.columns import as_column, empty_value
from clientcore.sandbox.filters import Filter, containing, equal
from clientcore.sandbox.ids import Ids, K
from clientcore.sandbox.problems import BadRow
from clientcore.unset import UNSET

M = TypeVar("M")


class Table(Mapping[K, M], Generic[K, M]):
    """The rows of one kind by their ids, to be read like a dict of models; false while empty.

    Args:
        ids: Makes ids.
        model: What a row is.
        now: The moment of a write.
        kind: What a row is called in refusals; the model's name unless given.
        unique: Columns in which no two rows have the same, in any case of letters.
        filled: Text columns that may not be empty.
        refers: Columns that hold an id of another table; None refers to nothing.
        copies: Columns that are copied, when one that refers is written, from the row that it
            refers to: `{"client_id": {"client_name": "name"}}`.
        contains: Columns that a list is filtered by part of, in any case of letters.
        filters: Filters by the name of the list's argument. An argument that is named like a
            column and has none here filters by equality.
        defaults: What a new row has unless it is given; else it has None, nothing, 0 or False.
        brief: Columns that lists leave out.
    """

    def __init__(
        self,
        ids: Ids[K],
        model: type[M],
        now: Callable[[], dt.datetime],
        *,
        kind: str = "",
        unique: Sequence[str] = (),
        filled: Sequence[str] = (),
        refers: "Mapping[str, Table[Any, Any]] | None" = None,
        copies: Mapping[str, Mapping[str, str]] | None = None,
        contains: Sequence[str] = (),
        filters: Mapping[str, Filter] | None = None,
        defaults: Mapping[str, object] | None = None,
        brief: Sequence[str] = (),
    ) -> None:
        self.model = model
        self._make: Callable[..., M] = model
        self.kind: str = kind or model.__name__
        self.columns: Mapping[str, Any] = {
            name: hint for name, hint in get_type_hints(model).items() if name != "extra"
        }
        self.id_name: str = snake_words(self.kind) + "_id"
        """What an argument is called that is an id of this table: `project_id`."""
        self.brief: tuple[str, ...] = tuple(brief)
        self._ids: Ids[K] = ids
        self._now = now
        self._rows: dict[K, M] = {}
        self._unique = tuple(unique)
        self._taken: dict[tuple[object, ...], K] = {}
        self._filled = tuple(filled)
        self._refers, self._copies = dict(refers or {}), dict(copies or {})
        self._defaults = dict(defaults or {})
        self._empty = {name: empty_value(hint) for name, hint in self.columns.items()}
        self._filters = {**{name: containing(name) for name in contains}, **(filters or {})}
        named = (*unique, *filled, *contains, *brief, *self._refers, *self._defaults)
        self._check_names(named)

    # Reading

    def __getitem__(self, row_id: K) -> M:
        return self._rows[row_id]

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def found(self, row_id: K) -> M:
        """The row of this id.

        Raises:
            BadRow: There is none; to a request that is the service's own "not found".
        """
        if row_id not in self._rows:
            raise BadRow("missing", self.kind, "id", row_id)
        return self._rows[row_id]

    def same(self, **columns: object) -> M | None:
        """The row that has these values in the columns that are unique, if there is one."""
        row_id = self._taken.get(self._key(columns))
        return None if row_id is None else self._rows[row_id]

    def filter(self, argument: str) -> Filter | None:
        """How a list's argument filters; None where the table does not say."""
        if argument in self._filters:
            return self._filters[argument]
        return equal(argument) if argument in self.columns else None

    # Writing

    def add(self, **columns: object) -> M:
        """Add a row.

        Args:
            columns: What it holds; an id and its times are made unless given.

        Raises:
            ArgumentError: A column is unknown, or its value of a wrong type.
            BadRow: It refers to nothing, or is not unique.
        """
        now = self._now()
        times = {name: now for name in ("created_at", "updated_at") if name in self.columns}
        given: dict[str, Any] = {**self._defaults, **times, **columns}
        row_id: K = given.setdefault("id", None) or self._new_id(given)
        given["id"] = row_id
        if row_id in self._rows:
            raise BadRow("taken", self.kind, "id", row_id)
        if lacking := [n for n in self._empty if self._empty[n] is UNSET and n not in given]:
            raise ArgumentError(f"{self.kind} must be given its {lacking[0]}")
        self._check_types(given)
        self.check(given)
        row: M = self._make(**{**self._empty, **self._copied(given), **self._as_columns(given)})
        return self._keep(row_id, row)

    def change(self, row_id: K, **columns: object) -> M:
        """Change what is given of a row and keep the rest.

        Args:
            row_id: Its id.
            columns: What is to stand in it.

        Raises:
            ArgumentError: A column is unknown, or its value of a wrong type.
            BadRow: There is no such row, or it would refer to nothing or not be unique.
        """
        row = self.found(row_id)
        if "updated_at" in self.columns:
            columns = {"updated_at": self._now(), **columns}
        self._check_types(columns)
        self.check(columns)
        new = {**self._copied(columns), **self._as_columns(columns)}
        return self._keep(row_id, evolve(cast("Any", row), **new))

    def put(self, **columns: object) -> M:
        """Change the row that has the same in the unique columns, or add one."""
        row_id = self._taken.get(self._key(columns))
        return self.add(**columns) if row_id is None else self.change(row_id, **columns)

    def remove(self, row_id: K) -> M:
        """Take a row out; what refers to it is left as it is."""
        row = self.found(row_id)
        self._forget(row_id)
        del self._rows[row_id]
        return row

    def saved(self) -> Callable[[], None]:
        """Remember the rows; what is returned brings them back."""
        rows, taken = self._rows.copy(), self._taken.copy()

        def restore() -> None:
            self._rows, self._taken = rows, taken

        return restore

    def check(self, columns: Mapping[str, Any]) -> None:
        """Look at what is to be written before anything is.

        Raises:
            BadRow: It is empty, or refers to nothing.
        """
        for column in self._filled:
            if columns.get(column) == "":
                raise BadRow("empty", self.kind, column, "")
        for column, table in self._refers.items():
            value = columns.get(column)
            if value is not None and value not in table:
                raise BadRow("dangling", table.kind, column, value)

    def _new_id(self, columns: Mapping[str, Any]) -> K:
        while (row_id := self._ids(columns)) in self._rows:  # chosen for another row
            pass
        return row_id

    def _copied(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: getattr(row, theirs)
            for column, copied in self._copies.items()
            if (row := self._refers[column].get(columns.get(column)))
            for name, theirs in copied.items()
        }

    def _check_types(self, columns: Mapping[str, object]) -> None:
        self._check_names(columns)
        for name, value in self._as_columns(columns).items():
            try:
                checker(self.columns[name])(value, name)
            except Misfit as misfit:
                raise ArgumentError(f"{self.kind}: {misfit}") from None

    def _check_names(self, names: "Sequence[str] | Mapping[str, object]") -> None:
        for name in names:
            if name not in self.columns:
                raise ArgumentError(f"{self.kind} has no {name}")

    def _as_columns(self, columns: Mapping[str, object]) -> dict[str, Any]:
        return {name: as_column(value, self.columns[name]) for name, value in columns.items()}

    def _keep(self, row_id: K, row: M) -> M:
        if self._unique:
            key = self._key({name: getattr(row, name) for name in self._unique})
            if self._taken.get(key, row_id) != row_id:
                column = self._unique[0]
                raise BadRow("taken", self.kind, column, getattr(row, column))
            self._forget(row_id)
            self._taken[key] = row_id
        self._rows[row_id] = row
        return row

    def _forget(self, row_id: K) -> None:
        if self._unique and row_id in self._rows:
            row = self._rows[row_id]
            del self._taken[self._key({name: getattr(row, name) for name in self._unique})]

    def _key(self, columns: Mapping[str, object]) -> tuple[object, ...]:
        values = (columns.get(name) for name in self._unique)
        return tuple(value.casefold() if isinstance(value, str) else value for value in values)
