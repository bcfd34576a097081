"""The command line."""

import datetime as dt
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import Progress

from bridge import demo as demo_module
from bridge.accounts import MissingCredentialsError, open_accounts
from bridge.tables import console, show_error, show_outcome, show_timesheets
from bridge.timesheets import apply_timesheets, plan_timesheets
from clientcore import SDKError, __version__

app: App = App(
    name="python -m bridge",
    help="Workflows between Runrun.it and Runn. Nothing is changed without --apply.",
    help_epilogue=(
        "The accounts are those of RUNN_API_TOKEN, RUNRUNIT_APP_KEY and RUNRUNIT_USER_TOKEN.\n\n"
        "Exit codes: 0 all is well; 1 an error, or rows that Runn refused; 2 arguments that make "
        "no sense, or missing credentials."
    ),
    version=__version__,
)


@app.command
async def timesheets(
    *,
    first: Annotated[dt.date, Parameter(name="--from")],
    last: Annotated[dt.date, Parameter(name="--to")],
    apply: Annotated[bool, Parameter(negative=())] = False,
    sandbox: Annotated[bool, Parameter(negative=())] = False,
    time_zone: str | None = None,
) -> int:
    """Time worked in Runrun.it becomes actuals in Runn.

    Args:
        first: The first day.
        last: The last day.
        apply: Write it; without this, the plan is only shown.
        sandbox: Work on two sandboxes in memory, where people worked on the first day.
        time_zone: Whose calendar tells what is in the future; the Runrun.it user's unless given.
    """
    out = console()
    try:
        async with open_accounts(first if sandbox else None) as accounts:
            out.print(f"On {accounts.described}", highlight=False)
            with out.status("Reading both sides"):
                plan = await plan_timesheets(
                    accounts.runrunit, accounts.runn, first, last, time_zone=time_zone
                )
            show_timesheets(out, plan)
            if not apply:
                if plan.changes:
                    out.print("Nothing was changed: add --apply to do it.")
                return 0
            with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
                task = progress.add_task("Writing", total=len(plan.changes))
                try:
                    outcome = await apply_timesheets(
                        accounts.runn, plan, lambda done, _: progress.update(task, completed=done)
                    )
                except SDKError as error:
                    done = int(progress.tasks[task].completed)
                    error.add_note(
                        f"{done} of {len(plan.changes)} were done; run it again for the rest"
                    )
                    raise
            show_outcome(out, outcome)
            return 1 if outcome.refused else 0
    except SDKError as error:
        show_error(error)
        return 2 if isinstance(error, MissingCredentialsError) else 1


@app.command
async def demo() -> int:
    """Play Runn's own tutorial on timesheets on two sandboxes: plan, apply, plan again."""
    await demo_module.play(console())
    return 0
