"""Pieces that several models hold."""

import datetime as dt

from clientcore.model import Input, Model, model
from runn_client.values import Name


@model
class Reference(Model):
    """A link to the same thing in another system. Runn does not check it for uniqueness."""

    reference_name: Name
    """The other system's name: `Runrun.it`."""
    external_id: Name
    """The id there, always as text."""


@model
class Tag(Model):
    """A tag of a person or project."""

    id: int
    name: str


@model
class TagId(Input):
    """A tag to set, by its id."""

    id: int


@model
class SelectOption(Model):
    """A chosen option of a select field."""

    id: int
    name: str


@model
class SelectValue(Model):
    """A custom field with options, and those chosen."""

    id: int
    name: str
    values: tuple[SelectOption, ...]


@model
class TextValue(Model):
    """A custom field of text."""

    id: int
    name: str
    value: str


@model
class CheckboxValue(Model):
    """A custom field that is checked or not."""

    id: int
    name: str
    value: bool


@model
class DateValue(Model):
    """A custom field with a date."""

    id: int
    name: str
    value: dt.date | None


@model
class CustomFields(Model):
    """The custom fields of a person or project, by their kind."""

    select: tuple[SelectValue, ...]
    text: tuple[TextValue, ...]
    checkbox: tuple[CheckboxValue, ...]
    date: tuple[DateValue, ...]
