"""What a table's columns can hold, by their annotations."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import fields, has

from clientcore.codec.kinds import without_none
from clientcore.unset import UNSET


def as_column(value: Any, hint: Any) -> Any:
    """What an argument holds as a column holds it: a tuple, and models of the column's own kind.

    A tag that is set by its id becomes a tag whose name is empty, for it is not known.
    """
    hint = without_none(hint)
    kind = cast("Any", type(value))
    if kind in (list, tuple) and get_origin(hint) is tuple:
        items: Sequence[object] = value
        return tuple([as_column(item, get_args(hint)[0]) for item in items])
    if has(kind) and has(hint) and kind is not hint:
        sent = {a.name: getattr(value, a.name) for a in fields(kind)}
        return hint(**{**_empty_fields(hint), **sent})
    return value


def empty_value(hint: Any) -> object:
    """None where it may be, else nothing, 0, False or an empty text; UNSET where there is none."""
    origin, options = get_origin(hint), get_args(hint)
    if hint is NoneType or NoneType in options:
        return None
    if origin in (Union, UnionType):
        return empty_value(options[0])
    if origin is Literal:
        return options[0]
    if origin is not None:
        return {} if origin is Mapping else ()
    if hint in (dt.date, dt.datetime):
        return UNSET
    return hint(**_empty_fields(hint)) if has(hint) else None if hint is object else hint()


def _empty_fields(model: Any) -> dict[str, Any]:
    hints = get_type_hints(model)
    return {a.name: empty_value(hints[a.name]) for a in fields(model) if a.name != "extra"}
