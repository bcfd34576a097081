"""What all models share: a row of an answer of which a part may be unknown."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

import attrs

T = TypeVar("T")

_PROMISED = "promised"
_TELLING = (
    "id",
    "name",
    "title",
    "first_name",
    "last_name",
    "email",
    "date",
    "reference_name",
    "external_id",
)
"""The fields by which people tell things apart, in the order of a repr."""
_PLAIN = (str, int, float, dt.date)
_WIDTH = 90


def promised() -> Any:
    """A collection whose absence is not emptiness: where it is left out, reading it is an error.

    For what is decided by its being empty: a report without its rows does not say that nobody
    worked.
    """
    return attrs.field(metadata={_PROMISED: True})


def is_promised(field: "attrs.Attribute[Any]") -> bool:
    """Whether a field was declared as `promised()`."""
    return _PROMISED in field.metadata


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field, promised)
)
def model(cls: type[T]) -> type[T]:
    """Make a class a model: `@model class Team(Model): ...`; an `Input` is only written."""
    if "__attrs_attrs__" in vars(cls):
        return cls
    if issubclass(cls, Model):  # it has its own of what would stumble over a gap
        return attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)(cls)
    return attrs.frozen(kw_only=True)(cls)


# attrs first, which makes the class, and `model` for what it says to type checkers: so both
# `Team(extra=...)` and `attrs.evolve(team, ...)` are checked
@model
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Model:
    """A row of an answer.

    A field that the service left out, or sent in another type, is not filled: reading it raises
    DriftError, and `hasattr` is False. What it sent instead is in `extra`. Two rows are equal if
    the same fields are filled with the same values, whatever is in `extra`.

    The repr is short, for logs and prompts; `attrs.asdict(row)` has every field, and
    `known_fields(row)` those that are filled.
    """

    extra: Mapping[str, object] = attrs.field(factory=dict[str, object], repr=False, eq=False)
    """What the service sent beyond, or unlike, its documentation, as it spells it."""

    if not TYPE_CHECKING:  # so that a misspelt field is still their error

        def __getattr__(self, name: str) -> object:
            # Python comes here for a field that is not filled, for one that does not exist, and
            # for a property that met either: it is asked again, for its own error
            found = getattr(type(self), name, None)
            if isinstance(found, property):
                return found.fget(self)
            if name in _names(self) and name != "extra":
                from clientcore.codec.drift import drift_of

                raise drift_of(self, name)
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        return known_fields(self) == known_fields(other)

    def __hash__(self) -> int:
        return hash((type(self), *known_fields(self).items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(_telling(known_fields(self)))})"

    def __getstate__(self) -> dict[str, object]:
        return {"extra": self.extra, **known_fields(self)}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        fill(self, state)


@model
@attrs.frozen(kw_only=True)
class Input:
    """What is only ever written: it has neither gaps nor `extra`."""


def known_fields(row: Model) -> dict[str, object]:
    """The fields of a row that are filled, with their values; without `extra`."""
    known: dict[str, object] = {}
    for name in _names(row):
        if name != "extra":
            try:
                known[name] = object.__getattribute__(row, name)
            except AttributeError:
                continue
    return known


def fill(row: Model, values: Mapping[str, object]) -> None:
    """Fill fields of a row that nobody else has yet; after that it does not change."""
    for name, value in values.items():
        object.__setattr__(row, name, value)


def open_class(model: type[Model]) -> type[Any]:
    """A class whose instances can be filled, and become rows when `__class__` is set to the model.

    It has the slots of the model and is not frozen.
    """
    own = {
        "__slots__": vars(model)["__slots__"],
        # Both, for they are one slot of the type: with one of them frozen, neither is fast
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(model.__name__, model.__bases__, own)


def _names(row: Model) -> list[str]:
    declared = cast("tuple[attrs.Attribute[Any], ...]", attrs.fields(type(row)))
    return [attribute.name for attribute in declared]


def _telling(known: Mapping[str, object]) -> Iterator[str]:
    """What tells a row apart: its id and names, or its first fields where it has no such."""
    plain = {name: value for name, value in known.items() if isinstance(value, _PLAIN)}
    chosen = [name for name in _TELLING if name in plain]
    chosen += [name for name in plain if name not in chosen][: max(0, 3 - len(chosen))]
    left = _WIDTH
    for name in chosen:
        shown = f"{name}={_short(plain[name])}"
        left -= len(shown) + 2
        if left < 0:
            return
        yield shown


def _short(value: object) -> str:
    text = value.isoformat() if isinstance(value, dt.date) else repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
