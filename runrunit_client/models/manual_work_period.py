"""Manual work periods: time that somebody entered by hand."""

import datetime as dt

from clientcore.model import Model, model


@model
class ManualWorkPeriod(Model):
    """Time on one day that somebody entered by hand."""

    id: int
    task_id: int
    seconds: int
    date_to_apply: dt.date
    worker_name: str
    user_id: str
    """Who did the work."""
    team_id: int | None
    team_name: str | None
    board_stage_id: int | None
    board_stage_name: str | None
    task_state_id: int | None
    """Superseded by `board_stage_id`."""
    task_status_id: int | None
    """Superseded by `board_stage_id`."""
