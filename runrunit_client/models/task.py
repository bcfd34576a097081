"""Tasks."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from clientcore.model import Model, model


@model
class TagData(Model):
    """A tag of a task."""

    name: str
    color: str | None = None
    """With or without a leading `#`."""


@model
class TaskAssignment(Model):
    """Somebody working on a task, with their own share of its time."""

    id: str
    task_id: int
    assignee_id: str
    team_id: int | None
    assignee_name: str
    team_name: str | None
    queue_position: int | None
    priority: int | None
    """Superseded by `queue_position`."""
    current_estimate_seconds: int | None
    time_worked: int
    """Seconds."""
    estimated_start_date: dt.datetime | None
    estimate_updated: bool
    start_date: dt.datetime | None
    close_date: dt.datetime | None
    is_closed: bool
    reestimate_count: int
    is_working_on: bool
    automatic_time_worked_updated_at: dt.datetime
    """While it is being worked on, the time since then comes on top of `time_worked`."""
    created_at: dt.datetime | None = None
    assignee_avatar_url: str | None
    assignee_avatar_large_url: str | None
    time_worked_not_persisted: int
    """Seconds of the running timer."""


@model
class BoardStageData(Model):
    """What the stage that a task is on asks for and measures."""

    fields_data: tuple[Mapping[str, object], ...]
    use_elapsed_time: bool
    sla_elapsed_time: int | None
    sla_elapsed_time_unit: str | None
    use_last_activity: bool
    sla_last_activity_time: int | None
    sla_last_activity_time_unit: str | None


@model
class Task(Model):
    """A task. What only `tasks.get` tells is None in lists.

    The service keeps old names beside new ones; the newer is the one to read.
    """

    id: int
    title: str
    is_working_on: bool
    user_id: str
    """Who asked for it, not who does it."""
    guest_id: str | None = None
    type_id: int
    project_id: int | None
    team_id: int | None
    board_id: int
    board_stage_id: int
    board_stage_position: int | None
    subtask_parent_position: int | None
    desired_date: dt.date | None
    """The day by which it is wanted."""
    desired_date_with_time: dt.datetime | None
    """The moment by which it is wanted."""
    estimated_start_date: dt.datetime | None
    estimated_delivery_date: dt.datetime | None
    gantt_bar_start_date: dt.datetime | None
    gantt_bar_end_date: dt.datetime | None
    close_date: dt.datetime | None
    was_reopened: bool
    is_closed: bool
    is_assigned: bool
    on_going: bool
    estimate_updated: bool
    estimated_at: dt.datetime | None
    queue_position: int | None
    created_at: dt.datetime
    start_date: dt.datetime | None
    desired_start_date: dt.datetime | None
    current_estimate_seconds: int | None
    evaluation_status: str | None
    attachments_count: int
    tags_data: tuple[TagData, ...]
    """Whether the tags of a write are added to these or replace them is not documented."""
    client_name: str | None
    client_id: int | None
    project_name: str | None
    project_group_name: str | None
    project_group_id: int | None
    project_group_is_default: bool | None
    project_sub_group_name: str | None
    project_sub_group_id: int | None
    project_sub_group_is_default: bool | None
    type_name: str
    user_name: str
    guest_name: str | None = None
    board_name: str
    board_stage_name: str
    board_stage_description: str | None = None
    team_name: str | None
    type_color: str
    state: Literal["not_assigned", "queued", "working_on", "closed"] | str
    overdue: str | None
    time_worked: int
    """Seconds."""
    time_pending: int
    """Seconds."""
    time_total: int
    """Seconds."""
    time_progress: float | None
    activities_6_days_ago: int
    activities_5_days_ago: int
    activities_4_days_ago: int
    activities_3_days_ago: int
    activities_2_days_ago: int
    activities_1_days_ago: int
    activities_0_days_ago: int
    """Seconds worked today; likewise below for earlier days."""
    activities: int
    """Seconds worked today and in the last six days."""
    repetition_rule: int | None
    board_remaining_time: int | None
    """Seconds."""
    stage_depart_estimated_at: dt.datetime | None
    is_urgent: bool
    points: int | None
    reestimate_count: int
    parent_ids: tuple[int, ...] | None = None
    opened_parent_ids: tuple[int, ...]
    parents_max_desired_date: dt.datetime | None
    child_ids: tuple[int, ...] | None = None
    workflow_id: int | None
    checklist_id: int | None
    is_shared: bool
    sharing_details: tuple[str, ...]
    subtask_ids: tuple[int, ...]
    subtasks_count: int
    subtasks_closed_count: int
    subtasks_count_progress: str | None
    is_subtask: bool
    parent_task_id: int | None
    parent_task_title: str | None
    all_subtasks_time_worked: int | None = None
    all_subtasks_times_updating: bool | None = None
    all_subtasks_time_total: int | None = None
    all_subtasks_time_progress: float | None = None
    current_level: int | None = None
    evaluator_ids: tuple[str, ...] | None = None
    pending_evaluator_ids: tuple[str, ...] | None = None
    approved_evaluator_ids: tuple[str, ...] | None = None
    rejected_evaluator_ids: tuple[str, ...] | None = None
    custom_fields: Mapping[str, object] | None = None
    form_id: int | None = None
    board_stage_data: BoardStageData | None = None
    last_activity_at: dt.datetime | None = None
    automation_id: int | None = None
    automation_name: str | None = None
    has_emails: bool | None = None
    priority: int | None
    """Superseded by `queue_position`."""
    uid: int
    responsible_id: str | None
    """Superseded by `assignments`."""
    task_state_id: int
    """Superseded by `board_stage_id`."""
    responsible_name: str | None
    task_state_name: str
    activities_7_days_ago: int
    repetition_rule_id: int | None
    current_worked_time: int
    """Seconds."""
    estimated_delivery_date_updated: bool
    last_estimated_at: dt.datetime | None
    task_tags: tuple[str, ...]
    """Superseded by `tags_data`."""
    approved: bool | None
    task_status_id: int
    """Superseded by `board_stage_id`."""
    task_status_name: str
    tag_list: str
    """Superseded by `tags_data`."""
    tags: tuple[str, ...]
    """Superseded by `tags_data`."""
    scheduled_start_time: dt.datetime | None
    is_scheduled: bool
    current_evaluator_id: str | None
    assignments: tuple[TaskAssignment, ...]
    follower_ids: tuple[str, ...]
    unseen_since: dt.datetime | None = None
    description: str | None = None
    description_preview: str | None = None
    email_address: str | None = None
    is_editable: bool | None = None
    board_stage_elapsed_time: int | None = None
    followers_data: tuple[Mapping[str, object], ...] | None = None
    prerequisites_data: Mapping[str, object] | None = None
    subsequents_data: Mapping[str, object] | None = None
    search_row_rank: int | None = None
    """How well it fits what was searched for."""
    board_stage_elapsed_time_updated_at: dt.datetime | None = None
    is_board_stage_sla_elapsed_time_overdue: bool | None = None
    is_board_stage_sla_last_activity_time_overdue: bool | None = None
