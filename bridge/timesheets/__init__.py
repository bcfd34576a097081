"""Time worked elsewhere becomes actuals in Runn.

workflow = Timesheets(RunrunitTime(runrunit), first, last)
plan = await make_plan(workflow, accounts)
"""

from bridge.timesheets.runrunit import RunrunitTime
from bridge.timesheets.source import Covers, TimeEntry, TimeSource, Worked
from bridge.timesheets.steps import TimesheetStep
from bridge.timesheets.undo import Undo
from bridge.timesheets.workflow import Timesheets

__all__ = [
    "Covers",
    "RunrunitTime",
    "TimeEntry",
    "TimeSource",
    "TimesheetStep",
    "Timesheets",
    "Undo",
    "Worked",
]
