"""Time worked in Runrun.it becomes actuals in Runn.

plan = await plan_timesheets(runrunit, runn, first, last)
outcome = await apply_timesheets(runn, plan)
"""

from bridge.timesheets.apply import Outcome, Refusal, apply_timesheets
from bridge.timesheets.entries import TimeEntry, Visible, read_runrunit
from bridge.timesheets.planner import plan_entries
from bridge.timesheets.snapshot import Snapshot, read_locks, read_snapshot
from bridge.timesheets.steps import Timesheets, TimesheetStep
from bridge.timesheets.workflow import plan_timesheets

__all__ = [
    "Outcome",
    "Refusal",
    "Snapshot",
    "TimeEntry",
    "TimesheetStep",
    "Timesheets",
    "Visible",
    "apply_timesheets",
    "plan_entries",
    "plan_timesheets",
    "read_locks",
    "read_runrunit",
    "read_snapshot",
]
