"""What the fake Runn does beyond its tables, in the real one's words as far as they are known."""

import datetime as dt

from clientcore.sandbox import Call, Refused, Rules
from runn_client.models.actual import Actual
from runn_client.models.contract import Contract
from runn_client.models.me import Me
from runn_client.models.person import Person
from runn_client.models.project import TimesheetLock
from runn_client.resources.actuals import Actuals
from runn_client.resources.me import ApiKey
from runn_client.resources.people import People
from runn_client.resources.projects import Projects
from runn_client.sandbox.account import RunnAccount
from runn_client.service import RUNN

RULES: Rules[RunnAccount] = Rules(RUNN)


@RULES.answers(ApiKey.get)
def whose_key_it_is(account: RunnAccount, call: Call) -> Me:
    """The key has a name, and nothing else is told."""
    return Me(name="Sandbox")


@RULES.before(People.list)
def placeholders_are_asked_for(account: RunnAccount, call: Call) -> None:
    """They are left out of the list of people by default."""
    call.given.setdefault("include_placeholders", False)


@RULES.answers(People.list_current_contracts)
def contracts_in_force(account: RunnAccount, call: Call) -> list[Contract]:
    """The contract of each person that is in force today."""
    today, last = account.today, dt.date.max
    contracts = account.contracts.values()
    return [c for c in contracts if c.start_date <= today <= (c.end_date or last)]


@RULES.answers(Projects.list_people)
def people_of_a_project(account: RunnAccount, call: Call) -> list[Person]:
    """Each member once, in how many roles that may be; archived ones too by default."""
    project_id = call.given["project_id"]
    members = account.project_members.values()
    ids = {member.person_id for member in members if member.project_id == project_id}
    return [person for person in account.people.values() if person.id in ids]


@RULES.answers(Projects.get_timesheet_lock)
def lock_of_timesheets(account: RunnAccount, call: Call) -> TimesheetLock:
    """All null where they never were locked."""
    never = TimesheetLock(status=None, locked_until=None, last_updated_by=None, updated_at=None)
    return account.locks.get(call.given["project_id"], never)


@RULES.before(Actuals.create, Actuals.add_time)
def what_an_actual_may_be(account: RunnAccount, call: Call) -> None:
    """Work that was done, on a project that is real and whose timesheets are open."""
    date: dt.date = call.given["date"]
    project = account.projects[call.given["project_id"]]
    lock = account.locks.get(project.id)
    if not project.is_confirmed:
        raise Refused(400, "Actuals cannot be on a tentative project.")
    if date > account.today:
        raise Refused(400, f"Cannot create actual for future date {date}")
    if project.pricing_model == "nb" and call.given["billable_minutes"] > 0:
        raise Refused(400, "Cannot add billable minutes to non-billable project")
    locked = lock and lock.status == "LOCKED" and lock.locked_until
    if locked and date <= locked.date():
        raise Refused(400, f"Timesheets of the project are locked until {locked.date()}")


@RULES.answers(Actuals.create)
def overwrite_the_day(account: RunnAccount, call: Call) -> Actual:
    """Whether the real one keeps a note that is left out is not known: this one does not."""
    nothing = {"billable_note": None, "nonbillable_note": None, "phase_id": None}
    return account.actuals.put(**{**nothing, **call.given})


@RULES.answers(Actuals.add_time)
def add_to_the_day(account: RunnAccount, call: Call) -> Actual:
    """Notes and phase that are left out are kept."""
    given = call.given
    if present := account.actuals.same(**given):
        given["billable_minutes"] += present.billable_minutes
        given["nonbillable_minutes"] += present.nonbillable_minutes
    return account.actuals.put(**given)
