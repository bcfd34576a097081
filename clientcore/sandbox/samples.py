"""Values of a result type: a plausible one, and one with nothing in it."""

import datetime as dt
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has

from clientcore.codec.kinds import without_marks
from clientcore.codec.naming import Naming
from clientcore.sandbox.wire import Row

_PLAUSIBLE: dict[Any, object] = {
    int: 1,
    float: 1.0,
    str: "sample",
    bool: False,
    object: None,
    NoneType: None,
    dt.date: "2026-01-31",
    dt.datetime: "2026-01-31T12:00:00Z",
}
_NOTHING: dict[Any, object] = {**_PLAUSIBLE, int: 0, float: 0.0, str: ""}


def sample(kind: Any, naming: Naming) -> object:
    """JSON that reads as a plausible value of this type.

    It is what an operation answers that has no state behind it.

    Args:
        kind: The result type of an operation.
        naming: How a Python name is spelled on the wire.
    """
    if has(kind):
        return {
            naming(a.name): sample(without_marks(a.type), naming)
            for a in fields(kind)
            if a.name != "extra"
        }
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return sample(arguments[0], naming)
    if origin is tuple:
        return [sample(arguments[0], naming)]
    return {} if origin is Mapping else _PLAUSIBLE[kind]


def blank(model: Any, naming: Naming) -> Row:
    """A row with every documented field: null where it may be, else 0, empty or False.

    Args:
        model: The model that reads the row.
        naming: How a Python name is spelled on the wire.
    """
    return {
        naming(a.name): _nothing(without_marks(a.type), naming)
        for a in fields(model)
        if a.name != "extra"
    }


def _nothing(kind: Any, naming: Naming) -> object:
    origin, arguments = get_origin(kind), get_args(kind)
    if NoneType in arguments:
        return None
    if origin in (Union, UnionType, Literal):
        return sample(kind, naming)
    if origin is tuple:
        return []
    return {} if origin is Mapping else blank(kind, naming) if has(kind) else _NOTHING[kind]
