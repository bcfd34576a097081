"""What the caller passes, checked against the method's own signature before anything is sent."""

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import fields, has

from clientcore.errors import ArgumentError
from clientcore.unset import UNSET, Unset


def check_arguments(
    method: Callable[..., object], positional: Sequence[object], named: Mapping[str, object]
) -> None:
    """Refuse a value that does not fit its annotation, naming the argument.

    Args:
        method: The method that was called; its signature is where types are written.
        positional: Values for its first arguments, in order.
        named: Values for the others, by name.
    """
    hints = _hints(method)
    values = {**dict(zip(hints, positional, strict=False)), **named}
    for name, value in values.items():
        try:
            _check(value, hints[name], name)
        except _Misfit as mismatch:
            message = f"{method.__qualname__}(): {mismatch}"
            break
    else:
        return
    raise ArgumentError(message)


def check_range(name: str, value: int, lowest: int, highest: int) -> None:
    """Refuse a number outside its documented range, naming the argument."""
    if not lowest <= value <= highest:
        raise ArgumentError(f"{name} must be from {lowest} to {highest}, not {value}")


class _Misfit(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, path: str, expected: str, value: object) -> None:
        super().__init__(f"{path} must be {expected}, not {_short(value)}")


@cache
def _hints(annotated: Any) -> dict[str, Any]:
    """An argument's or a field's type by its name, in the order of the signature."""
    hints = get_type_hints(annotated)
    hints.pop("return", None)
    return hints


def _check(value: object, hint: Any, path: str) -> None:
    if isinstance(value, Unset):
        if Unset not in get_args(hint):
            raise _Misfit(path, "given", value)
        return
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for option in options:
        if _fits(value, option, path):
            return
    expected = " or ".join(_describe(option) for option in options if option is not Unset)
    raise _Misfit(path, expected, value)


def _fits(value: object, hint: Any, path: str) -> bool:
    """Whether a value is of this type; a part of it that is not raises on its own account."""
    origin = get_origin(hint)
    if hint is object:
        return True
    if origin is Literal:
        return value in get_args(hint)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping)
    if origin is not None:  # a sequence or tuple of something
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
            return False
        for index, item in enumerate(cast("Sequence[object]", value)):
            _check(item, get_args(hint)[0], f"{path}[{index}]")
        return True
    if hint is float:
        return type(value) in (int, float) and abs(cast("float", value)) <= sys.float_info.max
    if hint in (int, str, bool, dt.date):  # exact: True is no number, a moment is no day
        return type(value) is hint
    if hint is dt.datetime:
        return isinstance(value, dt.datetime) and value.tzinfo is not None
    if not isinstance(value, hint):
        return False
    if has(hint):
        for attribute in fields(hint):
            _check(getattr(value, attribute.name), attribute.type, f"{path}.{attribute.name}")
    return True


_WORDS: dict[Any, str] = {
    NoneType: "None",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    str: "text",
    dt.date: "a date",
    dt.datetime: "a datetime with a time zone",
}


def _describe(hint: Any) -> str:
    if hint in _WORDS:
        return _WORDS[hint]
    origin = get_origin(hint)
    if origin is Literal:
        return " or ".join(repr(option) for option in get_args(hint))
    if origin is not None and not issubclass(origin, Mapping):
        return f"a sequence, each {_describe(get_args(hint)[0])}"
    return f"a {(origin or hint).__name__}"


def _short(value: object) -> str:
    if value is UNSET:
        return "left out"
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:60] + '…'} ({type(value).__name__})"
