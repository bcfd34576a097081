"""Contracts: role, cost and hours of a person over time."""

import datetime as dt

from clientcore.model import Model, model


@model
class RosteredDays(Model):
    """Minutes of work on each day of the week; each is 0 or the contract's minutes a day."""

    monday: int
    tuesday: int
    wednesday: int
    thursday: int
    friday: int


@model
class Contract(Model):
    """A person's terms for a time. One is in force at a time."""

    id: int
    person_id: int
    role_id: int
    start_date: dt.date
    end_date: dt.date | None
    """The last day; None while it is open-ended."""
    cost_per_hour: float | None
    """In units of the account's currency."""
    minutes_per_day: int | None
    rostered_days: RosteredDays
    employment_type: str
    """`employee` or `contractor`, as far as it is known; the documentation allows any text."""
    job_title: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
