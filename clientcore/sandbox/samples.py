"""Rows of a model as JSON with nothing in them."""

import datetime as dt
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has

from clientcore.codec.kinds import without_marks
from clientcore.codec.naming import Naming
from clientcore.sandbox.wire import Row

_NOTHING: dict[Any, object] = {
    int: 0,
    float: 0.0,
    str: "",
    bool: False,
    object: None,
    dt.date: "2026-01-31",
    dt.datetime: "2026-01-31T12:00:00Z",
}


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
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return _nothing(arguments[0], naming)
    if origin is tuple:
        return []
    return {} if origin is Mapping else blank(kind, naming) if has(kind) else _NOTHING[kind]
