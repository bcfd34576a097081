"""Telling types apart, for the codec."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin


def is_optional_type(kind: Any) -> bool:
    """`X | None`, with one X."""
    options = get_args(kind)
    return get_origin(kind) in (Union, UnionType) and NoneType in options and len(options) == 2


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
