"""Clients: the companies that projects are for."""

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from clientcore.codec.codec import extra_field
from runn_client.models.common import Reference


@frozen(kw_only=True)
class Client:
    """A company that projects are for. It can be archived but not deleted."""

    id: int
    name: str
    website: str | None
    is_archived: bool
    references: tuple[Reference, ...]
    created_at: dt.datetime
    updated_at: dt.datetime
    extra: Mapping[str, object] = extra_field()
