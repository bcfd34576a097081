"""From JSON to a value of an annotation, strictly: as the operation's signature has it."""

import datetime as dt
import re
import sys
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, cast, get_args, get_origin
from typing import get_type_hints as hints_of

from attrs import NOTHING, fields, has

from clientcore.codec.naming import Naming
from clientcore.codec.scalars import is_array, is_object
from clientcore.marks import Length, Range, Unique
from clientcore.sandbox.problems import Keyword, Path, Problem
from clientcore.unset import Unset

_BIGGEST = 2**53 - 1
"""Whole numbers beyond are not whole numbers to a service that is written in JavaScript."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_JSON_TYPES: dict[Any, str] = {
    int: "integer",
    float: "number",
    str: "string",
    bool: "boolean",
    dt.date: "string",
    dt.datetime: "string",
}
_FORMATS = {dt.date: 'format "date"', dt.datetime: 'format "date-time"'}


def read_value(raw: object, hint: Any, path: Path, naming: Naming) -> Any:
    """JSON as a value of an annotation, marks and all.

    Args:
        raw: The JSON.
        hint: The annotation.
        path: Where it stands, for problems.
        naming: How the fields of a model are spelled on the wire.

    Raises:
        Problem: It is none.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        value = read_value(raw, arguments[0], path, naming)
        for mark in arguments[1:]:
            _check_mark(value, mark, path)
        return value
    if origin in (Union, UnionType):
        return _read_union(raw, arguments, path, naming)
    if origin is Literal:
        if type(raw) not in {type(option) for option in arguments}:
            raise Problem(path, "type", _JSON_TYPES[type(arguments[0])])
        if raw not in arguments:
            raise Problem(path, "enum", arguments)
        return raw
    if hint is object:
        return raw
    if origin is Mapping or has(hint):
        found = read_object(raw, path)
        return found if origin is Mapping else _read_model(found, hint, path, naming)
    if origin is not None:  # a sequence or tuple of something
        if not is_array(raw):
            raise Problem(path, "type", "array")
        items = (read_value(item, arguments[0], (*path, i), naming) for i, item in enumerate(raw))
        return tuple(items)
    return _read_scalar(raw, hint, path)


def _read_union(raw: object, options: Sequence[Any], path: Path, naming: Naming) -> Any:
    problems: list[Problem] = []
    for option in options:
        if option is NoneType and raw is None:
            return None
        if option in (NoneType, Unset):
            continue
        try:
            return read_value(raw, option, path, naming)
        except Problem as problem:
            problems.append(problem)
    if not problems:
        raise Problem(path, "type", "null")
    deepest = max(problems, key=lambda problem: (len(problem.path), problem.keyword != "type"))
    if deepest.path == path and deepest.keyword == "type":
        kinds = [str(problem.limit) for problem in problems if problem.keyword == "type"]
        kinds += ["null"] if NoneType in options else []
        raise Problem(path, "type", ",".join(dict.fromkeys(kinds)))
    if deepest.keyword == "format" and len(problems) > 1:
        raise Problem(path, "format", "a date or date-time")
    raise deepest


def _read_scalar(raw: object, hint: Any, path: Path) -> object:
    if hint in _FORMATS:
        if type(raw) is not str:
            raise Problem(path, "type", "string")
        moment = _date(raw) if hint is dt.date else _datetime(raw)
        if moment is None:
            raise Problem(path, "format", _FORMATS[hint])
        return moment
    if hint is int and _is_whole(raw):
        return int(raw)
    if hint is float and type(raw) in (int, float):
        fits = abs(cast("float", raw)) <= sys.float_info.max
    else:
        fits = type(raw) is hint and hint is not int
    if not fits:
        raise Problem(path, "type", _JSON_TYPES[hint])
    return raw


def _read_model(found: Mapping[str, object], model: Any, path: Path, naming: Naming) -> object:
    hints = hints_of(model, include_extras=True)
    told = [attribute for attribute in fields(model) if attribute.name != "extra"]
    require(found, [naming(a.name) for a in told if a.default is NOTHING], path)
    given = {a.name: naming(a.name) for a in told if naming(a.name) in found}
    return model(
        **{
            name: read_value(found[wire], hints[name], (*path, wire), naming)
            for name, wire in given.items()
        }
    )


def require(found: Mapping[str, object], names: Sequence[str], path: Path) -> None:
    """Refuse an object that lacks one of these; validators look for that first."""
    for name in names:
        if name not in found:
            raise Problem(path, "required", name)


def _check_mark(value: Any, mark: object, path: Path) -> None:
    if value is None:
        return
    if isinstance(mark, Length):
        lowest = int(mark.lowest)
        highest = None if mark.highest is None else int(mark.highest)
        check_size(value, lowest, highest, "Length" if isinstance(value, str) else "Items", path)
    elif isinstance(mark, Range):
        if value < mark.lowest:
            raise Problem(path, "minimum", mark.lowest)
        if mark.highest is not None and value > mark.highest:
            raise Problem(path, "maximum", mark.highest)
    elif mark is Unique:
        seen: dict[str, int] = {}  # by their text: not each can be hashed
        for index, item in enumerate(value):
            if (first := seen.setdefault(repr(item), index)) != index:
                raise Problem(path, "uniqueItems", f"{index} and {first}")


def check_size(
    value: Any, lowest: int, highest: int | None, of: Literal["Length", "Items"], path: Path
) -> None:
    """Refuse a text or list of fewer or more than this."""
    too_few: Keyword = "minLength" if of == "Length" else "minItems"
    too_many: Keyword = "maxLength" if of == "Length" else "maxItems"
    if len(value) < lowest:
        raise Problem(path, too_few, lowest)
    if highest is not None and len(value) > highest:
        raise Problem(path, too_many, highest)


def read_object(raw: object, path: Path) -> dict[str, object]:
    """A JSON object as it is."""
    if not is_object(raw):
        raise Problem(path, "type", "object")
    return raw


def _is_whole(raw: object) -> TypeGuard[float]:
    whole = type(raw) is int or (type(raw) is float and raw.is_integer())
    return whole and abs(cast("float", raw)) <= _BIGGEST


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _datetime(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text.upper()) if _MOMENT.fullmatch(text) else None
        return found and found.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # the latter in the year 1, if it is another one in UTC
        return None
