"""People."""

import datetime as dt

from clientcore.model import Model, model, promised
from runn_client.models.common import CustomFields, Reference, Tag


@model
class Manager(Model):
    """Who manages a person: a user of Runn, not a person."""

    id: int
    """The user's id."""


@model
class Note(Model):
    """A note on a person, in short form."""

    id: int
    note: str
    created_by: str


@model
class PersonSkill(Model):
    """A skill of a person."""

    id: int
    """The skill's id."""
    level: int | None
    """1 to 4."""


@model
class Person(Model):
    """Somebody who can be assigned to projects; also a placeholder for somebody.

    Role, cost and hours are not here but on the person's contracts. Lists leave out `notes`,
    `skills` and `custom_fields`: these are None there, and filled where one person is fetched.
    """

    id: int
    first_name: str
    last_name: str
    email: str | None
    is_archived: bool
    team_id: int | None
    references: tuple[Reference, ...] = promised()
    tags: tuple[Tag, ...]
    holidays_group_id: int | None
    managers: tuple[Manager, ...]
    notes: tuple[Note, ...] | None = None
    skills: tuple[PersonSkill, ...] | None = None
    custom_fields: CustomFields | None = None
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
