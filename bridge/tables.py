"""What people see: plans and outcomes as tables."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bridge.timesheets import Outcome, Timesheets, TimesheetStep
from clientcore import SDKError

_STYLES = {"create": "green", "update": "yellow", "skip": "dim", "conflict": "red"}
_PLAIN_WIDTH = 160
"""Columns where the output is no terminal: a table in a log should not be folded to 80."""


def console() -> Console:
    """Where to print: the terminal, or plain text."""
    terminal = Console()
    return terminal if terminal.is_terminal else Console(width=_PLAIN_WIDTH)


def show_error(error: SDKError) -> None:
    """Print an error on standard error, in one line, and its notes in others."""
    err = Console(stderr=True)
    for note in getattr(error, "__notes__", ()):
        err.print(Text(note), soft_wrap=True)
    err.print(f"[red]{type(error).__name__}[/red]: ", end="")
    err.print(Text(" ".join(str(error).split())), soft_wrap=True)


def show_timesheets(out: Console, plan: Timesheets) -> None:
    """Print a plan: every step, and the sums."""
    if plan.actions:
        out.print(_table("Timesheets: what would be done", plan.actions))
    kinds = ", ".join(f"{len(plan.of(kind))} to {kind}" for kind in ("create", "update"))
    out.print(
        f"{kinds}, {len(plan.of('skip'))} skipped, "
        f"{len(plan.of('conflict'))} in conflict, {plan.unchanged} right as they are"
    )
    out.print(f"Runrun.it has {_hours(plan.seconds)} in all", highlight=False)
    if not plan.changes:
        out.print("Nothing to do.")


def show_outcome(out: Console, outcome: Outcome) -> None:
    """Print what became of a plan."""
    minutes = sum(step.minutes - step.present for step in outcome.written)
    out.print(f"{len(outcome.written)} written, {minutes:+} minutes in Runn")
    if outcome.refused:
        refused = (refusal.step.skipped(refusal.reason) for refusal in outcome.refused)
        out.print(_table("Refused by Runn", refused))


def _table(title: str, steps: Iterable[TimesheetStep]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("day", no_wrap=True)  # half a date is none
    for name in ("person", "project", "role"):
        table.add_column(name)
    table.add_column("minutes", justify="right")
    table.add_column("now", justify="right")
    table.add_column("reason", overflow="fold")
    for step in steps:
        cells = (step.kind, str(step.date), step.person, step.project, step.role)
        numbers = (str(step.minutes), str(step.present))
        texts = (Text(cell) for cell in (*cells, *numbers, step.reason))
        table.add_row(*texts, style=_STYLES[step.kind])
    return table


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours} h {minutes:02} min {seconds:02} s"
