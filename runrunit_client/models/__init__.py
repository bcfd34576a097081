"""The models of Runrun.it's API; the module of each is loaded when it is first used."""

from typing import TYPE_CHECKING

from clientcore.lazy import load

if TYPE_CHECKING:
    from runrunit_client.models.client import Client as Client
    from runrunit_client.models.client import ProjectGroup as ProjectGroup
    from runrunit_client.models.manual_work_period import ManualWorkPeriod as ManualWorkPeriod
    from runrunit_client.models.project import Project as Project
    from runrunit_client.models.task import BoardStageData as BoardStageData
    from runrunit_client.models.task import TagData as TagData
    from runrunit_client.models.task import Task as Task
    from runrunit_client.models.task import TaskAssignment as TaskAssignment
    from runrunit_client.models.time_worked import DayTime as DayTime
    from runrunit_client.models.time_worked import TimeWorked as TimeWorked
    from runrunit_client.models.time_worked import TimeWorkedMeta as TimeWorkedMeta
    from runrunit_client.models.time_worked import TimeWorkedRow as TimeWorkedRow
    from runrunit_client.models.user import Preferences as Preferences
    from runrunit_client.models.user import Shift as Shift
    from runrunit_client.models.user import User as User
    from runrunit_client.models.work_period import WorkPeriod as WorkPeriod

_HOMES = {
    "client": ("Client", "ProjectGroup"),
    "manual_work_period": ("ManualWorkPeriod",),
    "project": ("Project",),
    "task": ("BoardStageData", "TagData", "Task", "TaskAssignment"),
    "time_worked": ("DayTime", "TimeWorked", "TimeWorkedMeta", "TimeWorkedRow"),
    "user": ("Preferences", "Shift", "User"),
    "work_period": ("WorkPeriod",),
}


def __getattr__(name: str) -> object:
    return load(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return [name for names in _HOMES.values() for name in names]
