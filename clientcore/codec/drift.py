"""Saying why a field is not there, from what the row itself has kept."""

from typing import Any

from attrs import fields_dict

from clientcore.codec.converter import converter_for
from clientcore.codec.kinds import without_marks, without_none
from clientcore.codec.naming import camel_case, snake_case
from clientcore.codec.scalars import Mismatch, expected
from clientcore.errors import DriftError
from clientcore.model import Model

_SHOWN = 40
"""How much of a value an error shows."""


def drift_of(row: Model, name: str) -> DriftError:
    """The error of reading a field that is not filled.

    Args:
        row: The row. A row does not know how its service spells, so both spellings are tried.
        name: The field's name.
    """
    extra = row.extra
    if "" in extra:  # the row itself was no object
        return DriftError(type(row).__name__, name, expected("an object", extra[""]).reason)
    for wire in (camel_case(name), snake_case(name)):
        if wire in extra:
            kind: Any = fields_dict(type(row))[name].type
            return DriftError(type(row).__name__, name, _surprise(extra[wire], kind))
    return DriftError(type(row).__name__, name, "missing")


def _surprise(raw: object, kind: Any) -> str:
    kind = without_none(without_marks(kind))
    try:
        # The spelling is of no account: a model inside never is what cannot be read
        converter_for(snake_case, False).get_structure_hook(kind)(raw, kind)
    except Mismatch as surprise:
        place = f"{surprise.path}: " if surprise.path else ""
        said = place + surprise.reason
    else:
        said = "not as documented"
    if raw is None or not isinstance(raw, (str, int, float)):
        return said
    text = repr(raw[:_SHOWN] if isinstance(raw, str) else raw)
    return f"{said} {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"
