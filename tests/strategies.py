"""Arguments that a method can be called with, made from nothing but its own signature."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import fields, has
from hypothesis import Phase, settings
from hypothesis import strategies as st

from clientcore import UNSET, Operation, Unset
from clientcore.marks import Length, Range, Unique
from clientcore.operation import Parameter

few = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # to make a failing example smaller takes minutes
)
"""Few examples of each operation, the same ones in every run: there are many operations."""

backends = st.sampled_from(["asyncio", "trio"])
"""Values are drawn before an event loop runs: a test is stopped by what a loop does not survive."""

MOST_ITEMS = 3
"""In a list that may be longer: more of the same would find nothing more."""

_JSON = st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5)
_WHOLE = 2**53
"""The largest whole number that every reader of JSON keeps as it is."""
_ZONES = st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-3))])
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    dt.date: st.dates(),
    dt.datetime: st.datetimes(
        dt.datetime(1970, 1, 1),
        dt.datetime(2100, 1, 1),
        timezones=_ZONES,
    ).map(lambda moment: moment.replace(microsecond=0)),
    object: _JSON,
}


def calls(operation: Operation[Any], *, whole: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """The arguments of a call.

    Args:
        operation: What is called.
        whole: Every argument has a value; otherwise some are left out, or given as UNSET.
    """
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for parameter in operation.parameters:
        value = _argument(operation, parameter)
        if whole or parameter.required:
            required[parameter.name] = value
        else:
            optional[parameter.name] = _or_unset(parameter.hint, value)
    return st.fixed_dictionaries(required, optional=optional)


def values(hint: Any, marks: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """The values of a type, but UNSET.

    Args:
        hint: The type.
        marks: Limits that it stands under besides its own.
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return values(inner[0], (*marks, *inner[1:]))
    if origin in (Union, UnionType):
        return st.one_of([values(option, marks) for option in inner if option is not Unset])
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is Sequence:
        lowest, highest = _limits(marks, Length, 0, MOST_ITEMS)
        return st.lists(
            values(inner[0]),
            min_size=int(lowest),
            max_size=int(min(highest, lowest + MOST_ITEMS)),
            unique_by=repr if Unique in marks else None,
        )
    if origin is Mapping:
        return st.dictionaries(st.text(max_size=5), values(inner[1]), max_size=MOST_ITEMS)
    if has(hint):
        return _models(hint)
    return _limited(hint, marks)


def _limited(hint: Any, marks: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if hint is str:
        lowest, highest = _limits(marks, Length, 0, 20)
        return st.text(min_size=int(lowest), max_size=int(max(lowest, highest)))
    lowest, highest = _limits(marks, Range, -_WHOLE, _WHOLE)
    whole = st.integers(int(lowest), int(highest))
    if hint is int:
        return whole
    if hint is float:
        return whole | st.floats(lowest, highest, allow_nan=False)
    raise TypeError(f"no values are known for {hint}")


def _limits(
    marks: tuple[Any, ...], kind: Any, lowest: float, highest: float
) -> tuple[float, float]:
    for mark in marks:
        if type(mark) is kind:
            return mark.lowest, highest if mark.highest is None else mark.highest
    return lowest, highest


def _models(model: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(model, include_extras=True)
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for attribute in fields(model):
        if attribute.name != "extra":
            name, hint = attribute.name, hints[attribute.name]
            parts[name] = _or_unset(hint, values(hint))
    return st.builds(model, **parts)


def _argument(operation: Operation[Any], parameter: Parameter) -> st.SearchStrategy[Any]:
    """Its values that can be sent: a list in a URL is never empty, nor is a part of its path."""
    value = values(parameter.hint)
    if operation.bulk is not None and parameter.place == "body":
        return value.filter(bool)
    if parameter.place == "path":
        return value.filter(lambda part: str(part).strip() not in ("", ".", ".."))
    if parameter.place == "query" or parameter.lists == "joined":
        return value.filter(_can_be_sent_as_text)
    return value


def _can_be_sent_as_text(value: object) -> bool:
    if not isinstance(value, list):
        return True
    items = cast("list[object]", value)
    return bool(items) and not any("," in item for item in items if isinstance(item, str))


def _or_unset(hint: Any, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    inner = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return value | st.just(UNSET) if Unset in get_args(inner) else value
