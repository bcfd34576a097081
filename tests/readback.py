"""A request read back into the arguments of the method that it is for.

Nothing here asks how the clients spell or encode: what is on the wire is looked up under the name
that the documentation has for an argument, and read as the argument's type.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs, unquote

from attrs import fields, has

from clientcore import UNSET, Operation, Unset
from clientcore.operation import CursorPages, LinkPages, Parameter

Spelling = Callable[[str], str]
"""How the documentation of a service spells the name of an argument."""

SPELLED = {
    "page_size": "limit",
}
"""Arguments that the documentation of both services has under another name."""


def as_in_runn(name: str) -> str:
    first, *others = name.split("_")
    return SPELLED.get(name) or first + "".join(map(str.capitalize, others))


def as_in_runrunit(name: str) -> str:
    return SPELLED.get(name) or name.rstrip("_")


def arguments_in(
    operation: Operation[Any], spelling: Spelling, url: str, body: object
) -> dict[str, Any]:
    """What the method was called with.

    Args:
        operation: What the request is for.
        spelling: The names on the wire.
        url: Path and query, without what stands before the operation's own path.
        body: The parsed JSON; None for none.
    """
    path, _, query = url.partition("?")
    by_wire = {spelling(parameter.name): parameter for parameter in operation.parameters}
    found = _in_path(operation, path)
    for wire, texts in parse_qs(query, keep_blank_values=True, strict_parsing=bool(query)).items():
        parameter = by_wire[wire]
        assert parameter.name not in found
        found[parameter.name] = read(parameter.hint, _listed(parameter, texts))
    for wire, value in _fields(operation, body).items():
        parameter = by_wire[wire]
        assert parameter.name not in found
        joined = parameter.lists == "joined"
        found[parameter.name] = read(parameter.hint, value.split(",") if joined else value)
    return found


def expected_in(operation: Operation[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be read back after a call: what was given, and what is sent unless it is."""
    sent = {p.name: p.default for p in operation.parameters if p.default is not UNSET}
    if isinstance(operation.pages, (CursorPages, LinkPages)) and operation.pages.maximum:
        sent["page_size"] = operation.pages.maximum
    return sent | {name: value for name, value in given.items() if value is not UNSET}


def read(hint: Any, raw: Any) -> Any:
    """A value of a type, from JSON or from a text in a URL."""
    options = [option for option in _options(hint) if option is not Unset]
    if len(options) > 1:
        return read(_option(options, raw), raw)
    [hint] = options
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return next(option for option in inner if option == raw)
    if origin is Sequence:
        return [read(inner[0], item) for item in raw]
    if has(hint):
        return _model(hint, raw)
    if hint is bool and isinstance(raw, str):
        return {"true": True, "false": False}[raw]
    if hint in (int, float) and isinstance(raw, str):
        return hint(raw)
    if hint in (dt.date, dt.datetime):
        return hint.fromisoformat(raw)
    return raw


def _option(options: list[Any], raw: Any) -> Any:
    """The one of several types that it is a value of."""
    if raw is None:
        return NoneType
    options = [option for option in options if option is not NoneType]
    if set(options) == {dt.date, dt.datetime}:
        return dt.date if len(raw) == len("2026-01-31") else dt.datetime
    [option] = options
    return option


def _in_path(operation: Operation[Any], path: str) -> dict[str, Any]:
    pattern = re.sub(r"\\?\{\w+\\?\}|:\w+", "([^/]+)", re.escape(operation.path))
    matching = re.fullmatch(pattern, path)
    assert matching, f"{path} is not {operation.path}"
    arguments = operation.parameters[: len(matching.groups())]
    return {
        parameter.name: read(parameter.hint, unquote(text))
        for parameter, text in zip(arguments, matching.groups(), strict=True)
    }


def _listed(parameter: Parameter, texts: list[str]) -> Any:
    if any(get_origin(option) is Sequence for option in _options(parameter.hint)):
        return texts[0].split(",") if parameter.lists == "joined" else texts
    [text] = texts
    return text


def _options(hint: Any) -> list[Any]:
    """The members of a union, out of their annotations."""
    if get_origin(hint) is Annotated:
        return _options(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return [option for member in get_args(hint) for option in _options(member)]
    return [hint]


def _fields(operation: Operation[Any], body: Any) -> dict[str, Any]:
    if body is None:
        return {}
    wrapped: dict[str, Any] = body[operation.wrap] if operation.wrap else {}
    beside = {name: value for name, value in body.items() if name != operation.wrap}
    assert not wrapped.keys() & beside.keys()
    return {**wrapped, **beside}


def _model(model: Any, raw: Mapping[str, Any]) -> Any:
    hints = get_type_hints(model, include_extras=True)
    names = {_plain(a.name): a.name for a in fields(model) if a.name != "extra"}
    return model(**{names[_plain(w)]: read(hints[names[_plain(w)]], v) for w, v in raw.items()})


def _plain(name: str) -> str:
    """A name as it is however it is spelled."""
    return name.replace("_", "").lower()
