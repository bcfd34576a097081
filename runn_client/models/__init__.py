"""The models of Runn's API; the module of each is loaded when it is first used."""

from typing import TYPE_CHECKING

from clientcore.lazy import load

if TYPE_CHECKING:
    from runn_client.models.actual import Actual as Actual
    from runn_client.models.actual import ActualInput as ActualInput
    from runn_client.models.assignment import Assignment as Assignment
    from runn_client.models.client import Client as Client
    from runn_client.models.common import CheckboxValue as CheckboxValue
    from runn_client.models.common import CustomFields as CustomFields
    from runn_client.models.common import DateValue as DateValue
    from runn_client.models.common import Reference as Reference
    from runn_client.models.common import SelectOption as SelectOption
    from runn_client.models.common import SelectValue as SelectValue
    from runn_client.models.common import Tag as Tag
    from runn_client.models.common import TagId as TagId
    from runn_client.models.common import TextValue as TextValue
    from runn_client.models.contract import Contract as Contract
    from runn_client.models.contract import RosteredDays as RosteredDays
    from runn_client.models.me import Me as Me
    from runn_client.models.person import Manager as Manager
    from runn_client.models.person import Note as Note
    from runn_client.models.person import Person as Person
    from runn_client.models.person import PersonSkill as PersonSkill
    from runn_client.models.project import Project as Project
    from runn_client.models.project import ProjectMember as ProjectMember
    from runn_client.models.project import TimesheetLock as TimesheetLock
    from runn_client.models.role import Role as Role

_HOMES = {
    "actual": ("Actual", "ActualInput"),
    "assignment": ("Assignment",),
    "client": ("Client",),
    "common": (
        "CheckboxValue",
        "CustomFields",
        "DateValue",
        "Reference",
        "SelectOption",
        "SelectValue",
        "Tag",
        "TagId",
        "TextValue",
    ),
    "contract": ("Contract", "RosteredDays"),
    "me": ("Me",),
    "person": ("Manager", "Note", "Person", "PersonSkill"),
    "project": ("Project", "ProjectMember", "TimesheetLock"),
    "role": ("Role",),
}


def __getattr__(name: str) -> object:
    return load(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return [name for names in _HOMES.values() for name in names]
