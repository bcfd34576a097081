"""The converters: cattrs with our own hooks, one for each spelling and strictness."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any, cast, get_args

from attrs import NOTHING, Attribute, Factory, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from clientcore.codec.by_field import Hook, ReadField
from clientcore.codec.kinds import (
    is_mapping_type,
    is_model,
    is_object_type,
    is_open_enumeration_type,
    is_optional_type,
    is_tuple_type,
    known_values,
    may_be_none,
    without_marks,
    without_none,
)
from clientcore.codec.naming import Naming
from clientcore.codec.reader import generate
from clientcore.codec.scalars import (
    Mismatch,
    datetime_text,
    read_anything,
    read_array,
    read_at,
    read_bool,
    read_date,
    read_datetime,
    read_float,
    read_int,
    read_mapping,
    read_str,
)
from clientcore.model import Model, is_promised
from clientcore.unset import UNSET


@cache
def converter_for(naming: Naming, strict: bool) -> Converter:
    """The converter that all clients of this kind share.

    It learns to read each model once, which takes longer than reading many rows of it.

    Args:
        naming: How a Python name is spelled on the wire.
        strict: Whether a surprise in an answer is an error.
    """
    # detailed_validation is for finding the path of an error; models find it on their own
    converter = Converter(detailed_validation=False)
    _register_readers(converter, naming, strict)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(dt.datetime, datetime_text)
    converter.register_unstructure_hook_factory(has, _model_writer(converter, naming))
    return converter


def _register_readers(converter: Converter, naming: Naming, strict: bool) -> None:
    exact = converter.register_structure_hook
    exact(str, read_str)
    exact(bool, read_bool)
    exact(int, read_int)
    exact(float, read_float)
    exact(dt.date, read_date)
    exact(dt.datetime, read_datetime)

    def optional(kind: Any) -> Hook:
        return _optional_reader(converter, kind)

    def array(kind: Any) -> Hook:
        return _tuple_reader(converter, kind)

    def enumeration(kind: Any) -> Hook:
        return _enumeration_reader(kind, strict)

    def model(kind: Any) -> Hook:
        return generate(kind, read_fields(converter, kind, naming), strict)

    when = converter.register_structure_hook_factory
    when(is_object_type, _always(read_anything))
    when(is_mapping_type, _always(read_mapping))
    when(is_optional_type, optional)
    when(is_tuple_type, array)
    when(is_open_enumeration_type, enumeration)
    when(is_model, model)


def _always(read: Hook) -> Callable[[Any], Hook]:
    """A factory of the same reader for every type."""
    return lambda kind: read


def _optional_reader(converter: Converter, kind: Any) -> Hook:
    # What cattrs does as well, but it looks the other type up again for every value
    other = without_none(kind)
    read = converter.get_structure_hook(other)
    return lambda raw, _: None if raw is None else read(raw, other)


def _tuple_reader(converter: Converter, kind: Any) -> Hook:
    item_kind = get_args(kind)[0]
    read = converter.get_structure_hook(item_kind)
    as_they_are = {item_kind} if item_kind in (int, str) else None

    def read_tuple(raw: object, _: Any) -> object:
        items = read_array(raw)
        if as_they_are and set(map(type, items)) == as_they_are:
            return tuple(items)
        try:
            return tuple([read(item, item_kind) for item in items])
        except Exception:
            for index, item in enumerate(items):
                read_at(f"[{index}]", read, item, item_kind)
            raise

    return read_tuple


def _enumeration_reader(kind: Any, strict: bool) -> Hook:
    known = known_values(kind)
    optional = may_be_none(kind)

    def read_text(raw: object, _: Any) -> object:
        if raw is None and optional:
            return None
        value = read_str(raw, None)
        if strict and value not in known:
            raise Mismatch(f"{value!r} is none of {', '.join(sorted(known))}")
        return value

    return read_text


_FACTORY = cast("type", Factory)  # which attrs tells type checkers is a function


def read_fields(converter: Converter, model: type[Model], naming: Naming) -> list[ReadField]:
    """How each field of a model but `extra` is read."""
    declared = cast("tuple[Attribute[Any], ...]", fields(model))
    kinds = {a.name: without_marks(a.type) for a in declared if a.name != "extra"}
    return [
        ReadField(
            name=attribute.name,
            wire=naming(attribute.name),
            kind=without_none(kinds[attribute.name]),
            hook=converter.get_structure_hook(without_none(kinds[attribute.name])),
            item_hook=_item_hook(converter, without_none(kinds[attribute.name])),
            optional=may_be_none(kinds[attribute.name]),
            default=NOTHING if isinstance(attribute.default, _FACTORY) else attribute.default,
            promised=is_promised(attribute),
        )
        for attribute in declared
        if attribute.name in kinds
    ]


def _item_hook(converter: Converter, kind: Any) -> Hook | None:
    """The reader of the models in a collection; plain items are read faster all at once."""
    if is_tuple_type(kind) and is_model(get_args(kind)[0]):
        return converter.get_structure_hook(get_args(kind)[0])
    return None


def _model_writer(
    converter: Converter, naming: Naming
) -> Callable[[type[Any]], Callable[[Any], dict[str, object]]]:
    def write(model: type[Any]) -> Callable[[Any], dict[str, object]]:
        overrides: dict[str, Any] = {
            a.name: override(
                rename=naming(a.name),
                omit=True if a.name == "extra" else None,
                omit_if_default=a.default is UNSET,
            )
            for a in fields(model)
        }
        return make_dict_unstructure_fn(model, converter, **overrides)

    return write
