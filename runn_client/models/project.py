"""Projects, their members and the locks on their timesheets."""

import datetime as dt
from typing import Literal

from clientcore.model import Model, model, promised
from runn_client.models.common import CustomFields, Reference, Tag

PricingModel = Literal["fp", "tm", "nb"]
"""Fixed price, time and materials, non-billable."""
RateType = Literal["hours", "days"]


@model
class Project(Model):
    """A project. Actuals can be recorded on a confirmed one only."""

    id: int
    name: str
    is_template: bool
    is_archived: bool
    is_confirmed: bool
    """False while the project is tentative."""
    pricing_model: PricingModel | str
    rate_type: RateType | str
    team_id: int | None
    budget: float | None
    """In units of the account's currency."""
    expenses_budget: float | None
    """In units of the account's currency."""
    references: tuple[Reference, ...] = promised()
    client_id: int
    rate_card_id: int
    custom_fields: CustomFields
    manager_ids: tuple[int, ...]
    """Ids of users, not of people."""
    tags: tuple[Tag, ...]
    created_at: dt.datetime
    updated_at: dt.datetime


@model
class ProjectMember(Model):
    """A person's membership of a project in one role; with two roles there are two of these."""

    id: int
    person_id: int
    project_id: int
    role_id: int
    workstream_id: int | None
    is_placeholder: bool
    created_at: dt.datetime
    updated_at: dt.datetime


@model
class TimesheetLock(Model):
    """Whether the timesheets of a project are closed; a beta that few accounts have."""

    status: Literal["LOCKED", "UNLOCKED"] | str | None
    locked_until: dt.datetime | None
    """The last day that is locked."""
    last_updated_by: str | None
    updated_at: dt.datetime | None
