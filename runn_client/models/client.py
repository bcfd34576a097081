"""Clients: the companies that projects are for."""

import datetime as dt

from clientcore.model import Model, model
from runn_client.models.common import Reference


@model
class Client(Model):
    """A company that projects are for. It can be archived but not deleted."""

    id: int
    name: str
    website: str | None
    is_archived: bool
    references: tuple[Reference, ...]
    created_at: dt.datetime
    updated_at: dt.datetime
