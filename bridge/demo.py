"""`python -m bridge demo`: the cast of Runn's tutorial on timesheets, on two sandboxes."""

import datetime as dt
from zoneinfo import ZoneInfo

from rich.console import Console

from bridge.accounts import Accounts, sandboxes
from bridge.tables import show_outcome, show_timesheets
from bridge.timesheets import apply_timesheets, plan_timesheets
from clientcore import SystemClock


async def play(out: Console) -> None:
    """Plan, apply, and plan again; then print what Runn has."""
    day = SystemClock().now().astimezone(ZoneInfo("America/Sao_Paulo")).date()
    accounts = sandboxes(day)
    async with accounts.runn as runn, accounts.runrunit as runrunit:
        out.rule("1. The plan")
        plan = await plan_timesheets(runrunit, runn, day, day)
        show_timesheets(out, plan)
        out.rule("2. Applied")
        show_outcome(out, await apply_timesheets(runn, plan))
        out.rule("3. The second run")
        show_timesheets(out, await plan_timesheets(runrunit, runn, day, day))
        out.rule("4. What Runn has now")
        await _show_totals(out, accounts, day)


async def _show_totals(out: Console, accounts: Accounts, day: dt.date) -> None:
    runn = accounts.runn
    people = {person.id: person.name async for person in runn.people.list()}
    projects = {project.id: project.name async for project in runn.projects.list()}
    roles = {role.id: role.name async for role in runn.roles.list()}
    total = 0
    async for actual in runn.actuals.list(min_date=day, max_date=day):
        total += actual.minutes
        who = f"{people[actual.person_id]} ({roles[actual.role_id]})"
        line = f"{projects[actual.project_id]}: {who} @ {actual.minutes} minutes"
        out.print(line, highlight=False)
    out.print(f"{total} minutes in all", highlight=False)
