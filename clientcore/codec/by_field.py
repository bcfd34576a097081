"""Reading a row in which something surprises, field by field: slower, and nothing is lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import NOTHING, frozen

from clientcore.codec.kinds import is_mapping_type, is_tuple_type
from clientcore.codec.listener import tell
from clientcore.codec.scalars import Mismatch, read_at, read_mapping
from clientcore.model import Model, fill

Hook = Callable[[Any, Any], object]
"""A structure hook of cattrs: it takes the raw value and the type."""


@frozen(kw_only=True)
class ReadField:
    """How one field of a model is read.

    Attributes:
        name: Its name.
        wire: Its name on the wire.
        kind: Its type, where it is not null.
        hook: The reader of that type.
        item_hook: Of a collection of models, the reader of one of them; else None.
        optional: Whether it may be None.
        default: What a row has without it, where the documentation has such rows; else NOTHING.
        promised: Whether its absence is not emptiness.
    """

    name: str
    wire: str
    kind: Any
    hook: Hook
    item_hook: Hook | None
    optional: bool
    default: object
    promised: bool

    def may_be_missing(self, strict: bool) -> bool:
        """Whether it reads as None where it is missing, and nobody wonders."""
        return self.default is None or (self.optional and self.default is NOTHING and not strict)

    @property
    def empty(self) -> object:
        """What stands for a collection that is not there; None where nothing does."""
        if self.promised or self.optional:
            return None
        return () if is_tuple_type(self.kind) else {} if is_mapping_type(self.kind) else None


def read_by_field(
    raw: object, model: type[Model], fields: Sequence[ReadField], strict: bool
) -> Model:
    """The row as far as it can be read: what cannot is not filled, and is kept in `extra`.

    Args:
        raw: What should be an object.
        model: What it should be read as.
        fields: How each of its fields is read.
        strict: Whether a surprise is an error.

    Raises:
        Mismatch: It is no object; or there is a surprise, and `strict`.
    """
    values = read_mapping(raw, None)
    known: dict[str, object] = {}
    extra = unknown(values, frozenset(field.wire for field in fields), strict)
    for field in fields:
        try:
            known[field.name] = _read(field, values, model, strict)
        except Mismatch as surprise:
            if strict:
                raise
            tell(model, field.name, f"is not as documented and is left out: {surprise.reason}")
            if field.wire in values:
                extra[field.wire] = values[field.wire]
    row = object.__new__(model)
    fill(row, {"extra": extra, **known})
    return row


def unknown(values: Mapping[str, object], known: frozenset[str], strict: bool) -> dict[str, object]:
    """What a row has beyond its documentation; an error if `strict`."""
    found = {name: value for name, value in values.items() if name not in known}
    if found and strict:
        raise Mismatch("a field that is not documented", f".{next(iter(found))}")
    return found


def _read(
    field: ReadField, values: Mapping[str, object], model: type[Model], strict: bool
) -> object:
    raw = values.get(field.wire)
    missing = field.wire not in values
    if missing and field.may_be_missing(strict):
        return None
    if missing and field.default is not NOTHING:
        return field.default
    if raw is None and field.empty is not None and not strict:
        said = "missing" if missing else "null"
        tell(model, field.name, f"is not as documented and reads as empty: {said}")
        return field.empty
    if missing:
        raise Mismatch("missing", f".{field.name}")
    if raw is None and field.optional:
        return None
    return read_at(f".{field.name}", field.hook, raw, field.kind)
