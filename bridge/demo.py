"""`python -m bridge demo`: the cast of Runn's tutorial on timesheets, on two sandboxes."""

import datetime as dt
from zoneinfo import ZoneInfo

from rich.console import Console

from bridge.accounts import Accounts, runrunit_of, sandboxes
from bridge.run import Wanted, run
from bridge.tables import Screen
from bridge.timesheets import RunrunitTime, Timesheets
from clientcore import SystemClock

PERSON, TYPED = "Bob Dylan", "Hidden Moon Base"
NOTE = "A look at the airlock"
"""Who typed time in Runn by hand, on what, and with which note."""


async def play(out: Console) -> None:
    """Plan, apply, and plan again; then print what Runn has."""
    day = SystemClock().now().astimezone(ZoneInfo("America/Sao_Paulo")).date()
    async with sandboxes(day) as accounts:
        await _type_by_hand(accounts, day)
        workflow = Timesheets(RunrunitTime(runrunit_of(accounts)), day, day)
        screen = Screen(out, out)
        for title, apply in (("The plan", False), ("Applied", True), ("The second run", True)):
            out.rule(title)
            await run(workflow, accounts, Wanted(apply=apply), screen)
        out.rule("What Runn has now")
        await _show_totals(out, accounts, day)


async def _type_by_hand(accounts: Accounts, day: dt.date) -> None:
    """Somebody types an hour in Runn that the source knows nothing of."""
    person = next(p for p in await accounts.lists.people() if p.name == PERSON)
    project = next(p for p in await accounts.lists.projects() if p.name == TYPED)
    contract = next(c for c in await accounts.lists.contracts() if c.person_id == person.id)
    await accounts.runn.actuals.create(
        date=day,
        person_id=person.id,
        project_id=project.id,
        role_id=contract.role_id,
        nonbillable_minutes=60,
        nonbillable_note=NOTE,
    )


async def _show_totals(out: Console, accounts: Accounts, day: dt.date) -> None:
    people = {person.id: person.name for person in await accounts.lists.people()}
    projects = {project.id: project.name for project in await accounts.lists.projects()}
    roles = {role.id: role.name for role in await accounts.lists.roles()}
    total = 0
    async for actual in accounts.runn.actuals.list(min_date=day, max_date=day):
        total += actual.minutes
        who = f"{people[actual.person_id]} ({roles[actual.role_id]})"
        line = f"{projects[actual.project_id]}: {who} @ {actual.minutes} minutes"
        typed = ", as it was typed" if actual.nonbillable_note == NOTE else ""
        out.print(f"{line}{typed}", highlight=False)
    out.print(f"{total} minutes in all", highlight=False)
