"""Roles: what people work as, and at which cost and rate."""

import datetime as dt

from clientcore.model import Model, model
from runn_client.models.common import Reference


@model
class Role(Model):
    """What somebody works as."""

    id: int
    name: str | None
    is_archived: bool
    default_hour_cost: float
    """What an hour costs, in units of the account's currency."""
    standard_rate: float
    """What an hour is charged at, in units of the account's currency."""
    references: tuple[Reference, ...]
    person_ids: tuple[int, ...]
    created_at: dt.datetime
    updated_at: dt.datetime
