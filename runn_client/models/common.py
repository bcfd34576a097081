"""Pieces that several models hold."""

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from clientcore.codec.codec import extra_field


@frozen(kw_only=True)
class Reference:
    """A link to the same thing in another system. Runn does not check it for uniqueness."""

    reference_name: str
    """The other system's name: `Runrun.it`."""
    external_id: str
    """The id there, always as text."""
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class Tag:
    """A tag of a person or project."""

    id: int
    name: str
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class TagId:
    """A tag to set, by its id."""

    id: int


@frozen(kw_only=True)
class SelectOption:
    """A chosen option of a select field."""

    id: int
    name: str
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class SelectValue:
    """A custom field with options, and those chosen."""

    id: int
    name: str
    values: tuple[SelectOption, ...]
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class TextValue:
    """A custom field of text."""

    id: int
    name: str
    value: str
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class CheckboxValue:
    """A custom field that is checked or not."""

    id: int
    name: str
    value: bool
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class DateValue:
    """A custom field with a date."""

    id: int
    name: str
    value: dt.date | None
    extra: Mapping[str, object] = extra_field()


@frozen(kw_only=True)
class CustomFields:
    """The custom fields of a person or project, by their kind."""

    select: tuple[SelectValue, ...]
    text: tuple[TextValue, ...]
    checkbox: tuple[CheckboxValue, ...]
    date: tuple[DateValue, ...]
    extra: Mapping[str, object] = extra_field()
