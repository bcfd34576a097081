"""How an operation is answered: by a rule, or by what its name says about a table."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from attrs import evolve, fields

from clientcore.operation import Operation
from clientcore.sandbox.account import Account
from clientcore.sandbox.problems import BadRow
from clientcore.sandbox.rules import Answer, Call, Rules
from clientcore.sandbox.table import Table
from clientcore.sandbox.wire import Refused
from clientcore.unset import UNSET

BULK = "create_bulk"
"""It does what `create` does for each of its rows, which are models of that one's arguments."""


class BadRows(Exception):  # noqa: N818 - becomes a refusal in the service's words
    """Rows of a bulk cannot be taken, so none is.

    Args:
        name: The key that the rows are under.
        refused: Why, by their indices.
    """

    def __init__(self, name: str, refused: Mapping[int, Refused | BadRow]) -> None:
        super().__init__(name, refused)
        self.name = name
        self.refused = refused


class Answers:
    """Answers calls.

    Args:
        account: The tables.
        rules: The rules.
    """

    def __init__(self, account: Account, rules: Rules[Any]) -> None:
        self._account = account
        self._rules = rules

    def find(self, operation: Operation[Any]) -> Answer[Any] | None:
        """What answers an operation; None where nothing does."""
        if rule := self._rules.answer_to(operation.name):
            return rule
        resource, _, method = operation.name.partition(".")
        if method == BULK:
            return self._bulk if self.find(_single(operation)) else None
        if method in _KINDS and self._account.table_of(resource) is not None:
            return _KINDS[method]
        in_path = [parameter.name for parameter in operation.at("path")]
        verb, _, listed = method.partition("_")
        child = self._account.table_of(listed) if verb == "list" else None
        if child is not None and set(in_path) <= child.columns.keys():
            return _list_children
        return None

    def answer(self, call: Call) -> object:
        """What an operation answers.

        Raises:
            Refused: A rule refuses, or nothing answers it.
            BadRow: It refers to nothing, or is not unique.
            BadRows: Rows of a bulk are refused.
        """
        answer = self.find(call.operation)
        if answer is None:
            # No invented answer: a test that passes on one would prove nothing
            raise Refused(501, f"the sandbox does not answer {call.operation.name}")
        self._check(call)
        found: Any = answer(self._account, call)
        if call.operation.pages is not None:
            return self._account.listed(call.operation, call.given, found)
        return found

    def _check(self, call: Call) -> None:
        for parameter in call.operation.at("path"):
            named = self._account.table_by_id(parameter.name)
            if named is not None:
                named.found(call.given[parameter.name])
        table = self._account.table_of(call.operation.name.partition(".")[0])
        if table is not None:
            table.check(_columns(table, call))
        for rule in self._rules.all_before(call.operation.name):
            rule(self._account, call)

    def _bulk(self, account: Account, call: Call) -> object:
        """Each row as the operation for one row would have it: all of them, or none."""
        [listed] = call.operation.at("body")
        above = {p.name: call.given[p.name] for p in call.operation.at("path")}
        one = _single(call.operation)
        answer, restore = self.find(one), account.saved()
        written: list[object] = []
        refused: dict[int, Refused | BadRow] = {}
        for index, row in enumerate(call.given[listed.name]):
            single = Call(one, (), {}, given={**above, **_arguments(row)})
            try:
                self._check(single)
                written.append(answer and answer(account, single))
            except (Refused, BadRow) as problem:
                refused[index] = problem
        if refused:
            restore()
            raise BadRows(listed.wire, refused)
        return written


def _single(bulk: Operation[Any]) -> Operation[Any]:
    """The operation that a bulk is many of, as far as it is needed here."""
    return evolve(bulk, name=bulk.name.removesuffix("_bulk"), bulk=None)


def _arguments(row: Any) -> dict[str, Any]:
    given = {
        a.name: getattr(row, a.name) for a in fields(cast("Any", type(row))) if a.name != "extra"
    }
    return {name: value for name, value in given.items() if value is not UNSET}


def _own(account: Account, call: Call) -> Table[Any, Any]:
    table = account.table_of(call.operation.name.partition(".")[0])
    assert table is not None  # noqa: S101 - that is how the kind was found
    return table


def _columns(table: Table[Any, Any], call: Call) -> dict[str, Any]:
    elsewhere = {p.name for p in call.operation.at("path", "query")}
    return {n: v for n, v in call.given.items() if n in table.columns and n not in elsewhere}


def _id(call: Call) -> Any:
    return call.given[call.operation.at("path")[0].name]


def _list(account: Account, call: Call) -> object:
    return _own(account, call).values()


def _get(account: Account, call: Call) -> object:
    return _own(account, call).found(_id(call))


def _create(account: Account, call: Call) -> object:
    table = _own(account, call)
    return table.add(**_columns(table, call))


def _update(account: Account, call: Call) -> object:
    table = _own(account, call)
    return table.change(_id(call), **_columns(table, call))


def _delete(account: Account, call: Call) -> object:
    return _own(account, call).remove(_id(call))


def _list_children(account: Account, call: Call) -> object:
    table = account.table_of(call.operation.name.partition(".list_")[2])
    wanted = {p.name: call.given[p.name] for p in call.operation.at("path")}
    return [
        row
        for row in (table or {}).values()
        if all(getattr(row, name) == value for name, value in wanted.items())
    ]


_KINDS: dict[str, Callable[[Account, Call], object]] = {
    "list": _list,
    "get": _get,
    "create": _create,
    "update": _update,
    "delete": _delete,
}
