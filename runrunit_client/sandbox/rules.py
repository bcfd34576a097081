"""What the fake Runrun.it does beyond its tables."""

import datetime as dt
from typing import Literal

from clientcore.sandbox import Call, Refused, Rules
from runrunit_client.models.manual_work_period import ManualWorkPeriod
from runrunit_client.models.user import User
from runrunit_client.resources.clients import Clients
from runrunit_client.resources.manual_work_periods import ManualWorkPeriods
from runrunit_client.resources.projects import Projects
from runrunit_client.resources.reports import Reports
from runrunit_client.resources.tasks import Tasks
from runrunit_client.resources.users import Users
from runrunit_client.resources.work_periods import WorkPeriods
from runrunit_client.sandbox.account import ME, RunrunitAccount
from runrunit_client.sandbox.time_worked import time_worked
from runrunit_client.service import RUNRUNIT

RULES: Rules[RunrunitAccount] = Rules(RUNRUNIT)
RULES.answers(Reports.time_worked)(time_worked)
# What three public clients ask for, though no edition documents it
RULES.also_takes(
    Projects.list, client_id=int, project_group_id=int, is_closed=bool, is_active=bool,
    search_term=str, sort=str, sort_dir=Literal["asc", "desc"],
)  # fmt: skip


@RULES.answers(Users.me)
def whose_token_it_is(account: RunrunitAccount, call: Call) -> User:
    """The administrator's."""
    return account.users.found(ME)


@RULES.before(Clients.create, Projects.create)
def names_say_something(account: RunrunitAccount, call: Call) -> None:
    """Spaces alone do not; the tables see to an empty one."""
    if not call.given["name"].strip():
        raise Refused(422, "name: can't be blank")


@RULES.before(Projects.create)
def days_are_midnights(account: RunrunitAccount, call: Call) -> None:
    """A project is asked for with days, and told with moments."""
    for name in ("start_date", "desired_date"):
        if call.given.get(name):
            call.given[name] = account.moment(call.given[name])


@RULES.before(Clients.list, Tasks.list)
def saved_filters_are_not_there(account: RunrunitAccount, call: Call) -> None:
    """The sandbox has none, so each is one that is not found: no list is silently unfiltered."""
    if "filter_id" in call.given:
        raise Refused(404, "")


@RULES.before(Tasks.list)
def open_tasks_in_their_order(account: RunrunitAccount, call: Call) -> None:
    """By their place in the queue; closed ones only if asked for, then the last closed first."""
    given = call.given
    if not given.get("bypass_status_default"):
        given.setdefault("is_closed", False)
    if given.get("is_closed"):
        given.setdefault("sort_dir", "desc")
    by = given.setdefault("sort", "close_date" if given.get("is_closed") else "queue_position")
    given["sort"] = "close_date" if by == "closed_date" else by  # as its documentation calls it


@RULES.before(WorkPeriods.list, ManualWorkPeriods.list)
def a_month_unless_told_otherwise(account: RunrunitAccount, call: Call) -> None:
    """The last one, where no time is given."""
    times = {p.name for p in call.operation.at("query")} - {"task_id", "user_id", "page_size"}
    if times.isdisjoint(call.given):
        first = "from_" if "from_" in times else "starting_from"
        call.given[first] = account.today - dt.timedelta(days=30)


@RULES.before(ManualWorkPeriods.create, ManualWorkPeriods.update)
def time_was_spent(account: RunrunitAccount, call: Call) -> None:
    """At least a second."""
    if call.given["seconds"] <= 0:
        raise Refused(422, "seconds: must be greater than 0")


@RULES.answers(ManualWorkPeriods.create)
def entered_in_one_s_own_name(account: RunrunitAccount, call: Call) -> ManualWorkPeriod:
    """For the user whose token it is."""
    return account.manual_work_periods.add(**call.given, user_id=ME)
