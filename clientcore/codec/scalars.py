"""The plain values of JSON, read strictly: cattrs on its own would turn null into "None"."""

import datetime as dt
import math
import sys
from collections.abc import Callable
from typing import Any, TypeGuard

from clientcore.errors import ArgumentError


class Mismatch(Exception):  # noqa: N818 - never leaves the codec
    """Something in an answer is not as documented."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


def read_at(path: str, read: Callable[[Any, Any], object], raw: object, kind: Any) -> object:
    """Read one part of a value; what is wrong in it is known by its whole path."""
    try:
        return read(raw, kind)
    except Mismatch as surprise:
        surprise.path = path + surprise.path
        raise
    except Exception as error:  # noqa: BLE001 - cattrs raises what it meets
        raise Mismatch(f"{type(error).__name__} while reading it", path) from None


def expected(what: str, raw: object) -> Mismatch:
    """What to raise where something else was found."""
    return Mismatch(f"expected {what}, found {'null' if raw is None else type(raw).__name__}")


def read_anything(raw: object, _: Any) -> object:
    """Whatever it is: where the API itself is free in its form."""
    return raw


def read_str(raw: object, _: Any) -> str:
    """A text: null is none, nor is a number."""
    if type(raw) is str:
        return raw
    raise expected("a text", raw)


def read_bool(raw: object, _: Any) -> bool:
    """True or False: the text 'false' is neither."""
    if type(raw) is bool:
        return raw
    raise expected("true or false", raw)


def is_object(raw: object) -> TypeGuard[dict[str, object]]:
    """Whether it is a JSON object."""
    return type(raw) is dict


def is_array(raw: object) -> TypeGuard[list[object]]:
    """Whether it is a JSON array."""
    return type(raw) is list


def read_mapping(raw: object, _: Any) -> dict[str, object]:
    """An object as it is."""
    if is_object(raw):
        return raw
    raise expected("an object", raw)


def read_array(raw: object) -> list[object]:
    """An array as it is."""
    if is_array(raw):
        return raw
    raise expected("an array", raw)


def read_int(raw: object, _: Any) -> int:
    """An integer, also when it is written as 5.0."""
    if type(raw) is int:
        return raw
    if type(raw) is float and raw.is_integer():
        return int(raw)
    raise expected("a whole number", raw)


def read_float(raw: object, _: Any) -> float:
    """A number, whole or not."""
    if type(raw) is float and math.isfinite(raw):
        return raw
    if type(raw) is int and abs(raw) <= sys.float_info.max:
        return float(raw)
    raise expected("a number", raw)


def read_date(raw: object, _: Any) -> dt.date:
    """A date, also when it is written as the moment at which the day begins."""
    written = read_str(raw, None)
    midnight = written[10:19] == "T00:00:00"
    try:
        return dt.date.fromisoformat(written[:10] if midnight else written)
    except ValueError:
        raise expected("a date as YYYY-MM-DD", raw) from None


def read_datetime(raw: object, _: Any) -> dt.datetime:
    """A date and time with its zone: without one, it could be any of a day and more."""
    try:
        found = dt.datetime.fromisoformat(read_str(raw, None))
    except ValueError:
        raise expected("a date and time", raw) from None
    if found.tzinfo is None:
        raise Mismatch("expected a date and time with its zone, found none")
    return found


def datetime_text(moment: dt.datetime) -> str:
    """ISO 8601 in UTC to the second: the one form that both services document."""
    if not is_moment(moment):
        raise ArgumentError(f"{moment.isoformat()} is no moment in UTC")
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def is_moment(value: object) -> bool:
    """Whether it is a date and time with a zone, and within the years that there are in UTC."""
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        return False
    try:
        value.astimezone(dt.UTC)
    except OverflowError:
        return False
    return True
