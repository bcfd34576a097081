"""Users: people with an account."""

import datetime as dt
from typing import Literal

from clientcore.model import Model, model


@model
class Shift(Model):
    """The working hours of one weekday."""

    weekday: int
    """0 is Sunday."""
    work_day: bool
    shift_start: str
    lunch_start: str
    lunch_end: str
    shift_end: str
    work_time: int
    """Seconds."""


@model
class Preferences(Model):
    """How a user likes the application."""

    theme: str
    task_list_background_image_url: str | None
    skip_time_adjust_on_task_assignment_deliver: bool
    skip_move_task_to_next_board_stage_suggestion: bool


@model
class User(Model):
    """Somebody with an account."""

    id: str
    name: str
    email: str
    avatar_url: str | None
    avatar_large_url: str | None
    cost_hour: float
    """In units of the account's currency."""
    is_master: bool
    is_manager: bool
    is_auditor: bool
    can_create_client_project_and_task_types: bool
    can_create_boards: bool
    is_blocked_on_mobile: bool
    bypass_block_by_time_worked: bool
    time_zone: str
    position: str | None
    on_vacation: bool
    birthday: dt.date | None
    phone: str | None
    gender: str | None
    marital_status: str | None
    created_at: dt.datetime
    in_company_since: dt.date | None
    is_certified: bool
    is_certified_expert: bool | None = None
    language: str
    alt_id: str
    oid: str
    budget_manager: bool
    shifts: tuple[Shift, ...]
    is_mensurable: bool
    blocked_by_time_worked_at: dt.datetime | None
    demanders_count: int
    partners_count: int
    has_all_users_as_partners: bool
    has_all_users_as_demanders: bool
    password_updated_at: dt.datetime | None
    password_expired_at: dt.datetime | None
    shift_work_time_per_week: int
    """Seconds."""
    team_ids: tuple[int, ...]
    led_team_ids: tuple[int, ...]
    is_eligible_to_access_reports: bool | None = None
    is_eligible_to_whatsapp: bool | None = None
    theme: str
    task_list_background_image_url: str | None
    skip_time_adjust_on_task_assignment_deliver: bool
    time_tracking_mode: Literal["smart", "manual"] | str
    preferences: Preferences | None = None
    is_authorized: bool | None = None
    legacy_on_vacation: bool | None = None
    """For the service's own use."""
    admin_runrunit_roles: tuple[object, ...] | None = None
    """For the service's own use."""
