"""Telling types apart, for the codec."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from clientcore.model import Model


def is_model(kind: Any) -> TypeGuard[type[Model]]:
    """A model: what is read from an object."""
    return isinstance(kind, type) and issubclass(kind, Model)


def without_marks(kind: Any) -> Any:
    """The X of `Annotated[X, ...]`: limits are for what is written, and nobody's on reading."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def may_be_none(kind: Any) -> bool:
    """`X | None`, with any number of X."""
    return get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind)


def is_optional_type(kind: Any) -> bool:
    """`X | None`, with one X."""
    return may_be_none(kind) and len(get_args(kind)) == 2


def without_none(kind: Any) -> Any:
    """The X of `X | None`; any other type as it is."""
    if not is_optional_type(kind):
        return kind
    (other,) = (option for option in get_args(kind) if option is not NoneType)
    return other


def is_tuple_type(kind: Any) -> bool:
    """`tuple[X, ...]`."""
    return get_origin(kind) is tuple


def is_mapping_type(kind: Any) -> bool:
    """`Mapping[K, V]`."""
    return get_origin(kind) is Mapping


def is_object_type(kind: Any) -> bool:
    """`object`: where the API itself is free in its form."""
    return kind is object


def is_open_enumeration_type(kind: Any) -> bool:
    """`Literal["a", "b"] | str`, with or without None: known values, open to new ones."""
    if get_origin(kind) not in (Union, UnionType):
        return False
    options = get_args(kind)
    return str in options and any(get_origin(option) is Literal for option in options)


def known_values(kind: Any) -> frozenset[str]:
    """The values that an open enumeration names."""
    return frozenset(value for option in get_args(kind) for value in get_args(option))
