"""`bridge.toml`: what is wanted in every run. Credentials are not among it."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from clientcore import ArgumentError

T = TypeVar("T")
FILE = Path("bridge.toml")
"""Where they are unless another file is named."""

TEMPLATE = """\
# Settings of the bridge. Credentials are in the environment: RUNN_API_TOKEN, RUNRUNIT_APP_KEY,
# RUNRUNIT_USER_TOKEN, TOGGL_API_TOKEN. Each line shows what holds without it.

# Where the time is: "runrunit", "toggl" or "csv".
# source = "runrunit"

# Whose calendar tells what is in the future; that of the source unless given.
# time_zone = "America/Sao_Paulo"

# "named": what people typed in Runn is theirs, unless --take-over names it.
# "all": nobody types time in Runn. The source is the only truth, and no marks are written.
# take_over = "named"

# Write an explicit 0 where somebody was planned and did not work: without, Runn counts the
# planned minutes as worked.
# zeros = false

# The folder of the undo files; "" for none.
# undo = "undo"

# A Redis in which machines that share the accounts see to it that only one of them writes.
# redis = "redis://localhost:6379/0"

# [toggl]
# workspace = 5411215
# email = "you@example.com"
# reference = "Custom1"
# team = "team.json"
# projects = "projects.json"

# [csv]
# file = "hours.csv"
# reference = "Hours"
"""


@frozen(kw_only=True)
class TogglSettings:
    """Where the time is in Toggl Track."""

    workspace: int
    email: str
    reference: str = "Custom1"
    team: str = ""
    projects: str = ""


@frozen(kw_only=True)
class CsvSettings:
    """Where the time is in a file."""

    file: str
    reference: str = "CSV"


@frozen(kw_only=True)
class Settings:
    """What is wanted in every run."""

    source: Literal["runrunit", "toggl", "csv"] = "runrunit"
    time_zone: str = ""
    take_over: Literal["named", "all"] = "named"
    zeros: bool = False
    undo: str = "undo"
    redis: str = ""
    toggl: TogglSettings | None = None
    csv: CsvSettings | None = field(default=None)


def read_settings(path: Path | None) -> Settings:
    """The settings in a file, or those that hold without one.

    Args:
        path: The file; the usual one, if it is there, unless given.

    Raises:
        ArgumentError: It cannot be read, or a line of it makes no sense.
    """
    if path is None and not FILE.exists():
        return Settings()
    path = path or FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(f"{path} cannot be read: {error}") from None
    try:
        return _filled(Settings, tomllib.loads(text), _Place(path, text))
    except tomllib.TOMLDecodeError as error:
        raise ArgumentError(f"{path}: {error}") from None


@frozen
class _Place:
    """Finds the line of a key, which the parser does not tell."""

    path: Path
    text: str
    table: str = ""

    def error(self, key: str, said: str) -> ArgumentError:
        table = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := re.match(r"\s*\[\s*(\w+)\s*\]", line):
                table = heading[1]
            own = re.match(r"\s*[\"']?(\w+)", line) if table == self.table else None
            if (own and own[1] == key) or (heading and table == key):
                return ArgumentError(f"{self.path}, line {number}: {key} {said}")
        return ArgumentError(f"{self.path}: {key} {said}")


def _filled(cls: type[T], given: Mapping[str, Any], place: _Place) -> T:
    hints = get_type_hints(cls)
    for key, value in given.items():
        if key not in hints:
            near = get_close_matches(key, hints, n=1)
            raise place.error(key, f"is no setting{f'; {near[0]} is' if near else ''}")
        if not _fits(value, hints[key]):
            raise place.error(key, f"must be {_words(hints[key])}, not {value!r}")
    values: dict[str, Any] = dict(given)
    for key, value in given.items():
        if tables := [hint for hint in get_args(hints[key]) if attrs.has(hint)]:
            values[key] = _filled(tables[0], value, attrs.evolve(place, table=key))
    for attribute in attrs.fields(cls):  # type: ignore[arg-type]  # all of these are attrs'
        if attribute.default is attrs.NOTHING and attribute.name not in given:
            raise place.error(place.table, f"lacks {attribute.name}")
    return cls(**values)


def _fits(value: object, hint: object) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if isinstance(hint, UnionType):  # a table that may be left out
        return isinstance(value, dict)
    return isinstance(hint, type) and type(value) is hint


def _words(hint: object) -> str:
    if get_origin(hint) is Literal:
        return " or ".join(f'"{choice}"' for choice in get_args(hint))
    if isinstance(hint, UnionType):
        return "a table"
    words: dict[object, str] = {str: "a text", bool: "true or false", int: "a whole number"}
    return words[hint]
