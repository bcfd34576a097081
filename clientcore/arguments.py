"""What the caller passes, checked against the method's own signature before anything is sent."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import fields, has

from clientcore.codec.scalars import is_moment
from clientcore.errors import ArgumentError
from clientcore.marks import Length, Range, Unique
from clientcore.operation import Accept, Operation
from clientcore.unset import UNSET, Unset

Check = Callable[[object, str], None]
"""Raises a `Misfit` for a value, which stands at that path, that is not of a type."""
Fits = Callable[[object, str], bool]
"""Whether a value is of a type; a part of it that is not raises on its own account."""


class Misfit(Exception):  # noqa: N818 - becomes an ArgumentError or a service's refusal
    """A value does not fit its annotation."""


def acceptor(stub: Callable[..., Any], operation: Operation[Any]) -> Accept:
    """What binds a call's arguments to their names, and checks those that are given.

    `inspect.Signature.bind` would take five times as long as all that is done here.
    """
    parameters = operation.parameters
    names = tuple(parameter.name for parameter in parameters)
    known = frozenset(names)
    required = frozenset(parameter.name for parameter in parameters if parameter.required)
    defaults = {p.name: p.default for p in parameters if p.default is not UNSET}
    checks = {parameter.name: checker(parameter.hint) for parameter in parameters}
    positional = sum(1 for name in names if _positional(stub, name))

    def accept(
        resource: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> dict[str, object]:
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        if (
            len(args) > positional
            or len(given) < len(args) + len(kwargs)
            or not known >= given.keys() >= required
        ):
            stub(resource, *args, **kwargs)  # says in Python's own words what is wrong
        try:
            for name, value in given.items():
                checks[name](value, name)
        except Misfit as misfit:
            problem = f"{stub.__qualname__}(): {misfit}"
        else:
            values = {name: value for name, value in given.items() if value is not UNSET}
            return {**defaults, **values} if defaults else values
        raise ArgumentError(problem)

    if operation.bulk is not None:
        [listed] = operation.at("body")
        checks[listed.name] = checker(Annotated[listed.hint, Length(1, operation.bulk)])
    return accept


@cache
def checker(hint: Any) -> Check:
    """The check of a type."""
    options = _options(hint)
    plain = frozenset(option for option in options if option in _EXACT)
    fits = [_fitting(option) for option in options if option not in _EXACT and option is not Unset]
    optional = Unset in options

    def check(value: object, path: str) -> None:
        if type(value) in plain or (value is UNSET and optional):
            return
        if value is UNSET:
            raise Misfit(f"{path} must be given, not left out")
        for fit in fits:
            if fit(value, path):
                return
        expected = " or ".join(_describe(option) for option in options if option is not Unset)
        raise Misfit(f"{path} must be {expected}, not {_short(value)}")

    return check


def _options(hint: Any) -> tuple[Any, ...]:
    """What a type allows: the members of a union, each with the marks that it stands under."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        limits = tuple(mark for mark in marks if isinstance(mark, Range) or mark is Unique)
        options = _options(inner)
        return tuple(_marked(option, limits) for option in options) if limits else options
    if get_origin(hint) in (Union, UnionType):
        return tuple(option for member in get_args(hint) for option in _options(member))
    return (hint,)


def _marked(option: Any, limits: tuple[Any, ...]) -> Any:
    return option if option in (NoneType, Unset) else Annotated[option, *limits]


_EXACT = frozenset({int, str, bool, dt.date, NoneType})
"""Exactly these: True is no number, a moment is no day."""


def _fitting(hint: Any) -> Fits:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _limited(checker(arguments[0]), arguments[1:])
    if hint is object:
        return lambda value, path: True
    if origin is Literal:
        kinds: tuple[type[object], ...] = tuple(map(type, arguments))
        return lambda value, path: isinstance(value, kinds) and value in arguments
    if origin is not None and issubclass(origin, Mapping):
        return lambda value, path: isinstance(value, Mapping)
    if origin is not None:  # a sequence or tuple of something
        return _sequence(checker(arguments[0]))
    if hint is float:
        return lambda value, path: _is_finite(value)
    if hint is dt.datetime:
        return lambda value, path: is_moment(value)
    if has(hint):
        return _model(hint)
    return lambda value, path: isinstance(value, hint)


def _limited(check: Check, limits: Iterable[Any]) -> Fits:
    """A type and the limits within it."""

    def fits(value: object, path: str) -> bool:
        check(value, path)
        for limit in limits:
            if limit is Unique:
                items = cast("Sequence[object]", value)
                if any(item in items[:index] for index, item in enumerate(items)):
                    raise Misfit(f"{path} must not hold anything twice")
            elif isinstance(limit, Length):
                check_range(_length_of(path, value), len(cast("Sequence[object]", value)), limit)
            else:
                check_range(path, cast("float", value), limit)
        return True

    return fits


def _length_of(path: str, value: object) -> str:
    return f"the length of {path}" if isinstance(value, str) else f"the number of {path}"


def check_range(name: str, value: float, allowed: Range) -> None:
    """Refuse a number outside its documented range, naming the argument."""
    if value not in allowed:
        raise Misfit(f"{name} must be {allowed}, not {value}")


def _sequence(check: Check) -> Fits:
    def fits(value: object, path: str) -> bool:
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
            return False
        for index, item in enumerate(cast("Sequence[object]", value)):
            check(item, f"{path}[{index}]")
        return True

    return fits


def _model(model: Any) -> Fits:
    hints = get_type_hints(model, include_extras=True)
    checks = [(a.name, checker(hints[a.name])) for a in fields(model) if a.name != "extra"]

    def fits(value: object, path: str) -> bool:
        if not isinstance(value, model):
            return False
        for name, check in checks:
            check(getattr(value, name), f"{path}.{name}")
        return True

    return fits


def _is_finite(value: object) -> bool:
    return type(value) in (int, float) and abs(cast("float", value)) <= sys.float_info.max


def _positional(stub: Callable[..., Any], name: str) -> bool:
    code = stub.__code__
    return name in code.co_varnames[1 : code.co_argcount]


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
    if origin is Annotated:
        return _describe(get_args(hint)[0])
    if origin is Literal:
        return " or ".join(repr(option) for option in get_args(hint))
    if origin is not None and not issubclass(origin, Mapping):
        [item, *_] = get_args(hint)
        return f"a sequence, each {' or '.join(map(_describe, _options(item)))}"
    return f"a {(origin or hint).__name__}"


def _short(value: object) -> str:
    if value is UNSET:
        return "left out"
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:60] + '…'} ({type(value).__name__})"
