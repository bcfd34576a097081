"""What people see: plans and outcomes as lines of cells. It knows no workflow."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from attrs import define, field
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from bridge.plan import CHANGES, Kind, Plan, Step, step_to_json
from bridge.workflow import Outcome
from clientcore import Clock, SDKError, SystemClock
from clientcore.texts import escaped

_STYLES: dict[Kind, str] = {
    "create": "green",
    "update": "yellow",
    "reduce": "yellow",
    "clear": "magenta",
    "skip": "dim",
    "conflict": "red",
}
_ORDER = tuple(_STYLES)
_PLAIN_WIDTH = 160
"""Columns where the output is no terminal: a table in a log should not be cut at 80."""
_NARROW = 10
"""What is no longer than this is never cut: a day, a number."""
_FIRST = 100
"""So many steps are shown unless all are asked for."""
_PATIENCE = 1.0
"""Seconds after which it is told what is being done."""
_AGAIN = 10.0
"""Seconds after which it is told again where each time is a new line."""


def console(*, stderr: bool = False) -> Console:
    """Where to print: the terminal, or plain text."""
    terminal = Console(stderr=stderr)
    return terminal if terminal.is_terminal else Console(stderr=stderr, width=_PLAIN_WIDTH)


def show_error(error: SDKError) -> None:
    """Print an error on standard error, in one line, and its notes in others."""
    err = Console(stderr=True)
    for note in getattr(error, "__notes__", ()):
        err.print(Text(note), soft_wrap=True)
    err.print(f"[red]{type(error).__name__}[/red]: ", end="")
    err.print(Text(str(error)), soft_wrap=True)


@define
class Screen:
    """A report of a run for people.

    Attributes:
        out: Where to print.
        err: Where to tell of progress.
        everything: Show all steps, not only the first.
        clock: For tests.
    """

    out: Console
    err: Console
    everything: bool = False
    clock: Clock = field(factory=SystemClock)
    _doing: str = ""

    def plan(self, plan: Plan[Step]) -> None:
        """Print the steps, and the sums."""
        most = len(plan.steps) if self.everything else _FIRST
        shown = sorted(plan.steps, key=lambda step: (_ORDER.index(step.kind), step.reason))[:most]
        _print_table(self.out, plan.columns, shown)
        if hidden := len(plan.steps) - len(shown):
            self.say(f"... and {hidden} more: --all or --json shows them")
        counts = {f"to {kind}": len(plan.of(kind)) for kind in CHANGES}
        counts |= {"skipped": len(plan.of("skip")), "in conflict": len(plan.of("conflict"))}
        told = [f"{count} {words}" for words, count in counts.items() if count]
        self.say(", ".join((*told, f"{plan.unchanged} right as they are")))
        for name, said in plan.totals.items():
            self.say(f"{name}: {said}")
        if not plan.changes:
            left = plan.of("conflict")
            self.say("Nothing can be done: see the conflicts." if left else "Nothing to do.")

    def say(self, text: str) -> None:
        """Print a sentence."""
        self.out.print(Text(text), soft_wrap=True)

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """Remember what is being done, for `tell`."""
        self._doing = f"{what}: {done} of {total}" if total else what

    async def tell(self) -> None:
        """Tell what is being done whenever that takes long, until it is cancelled."""
        terminal = self.err.is_terminal
        wait = _PATIENCE
        while True:
            await self.clock.sleep(wait)
            said = set_cell_size(self._doing, self.err.width - 1) if terminal else self._doing
            self.err.print(Text(said), end="\r" if terminal else "\n", soft_wrap=True)
            wait = _PATIENCE if terminal else _AGAIN

    def outcome(self, outcome: Outcome[Any]) -> None:
        """Print what was done, what was not, and what was not even tried."""
        self.say(f"{len(outcome.written)} written")
        if outcome.left:
            self.say(f"{len(outcome.left)} were not reached: run it again for the rest")
        if outcome.refused:
            self.say(f"{len(outcome.refused)} refused:")
        for reason, refusals in groupby(outcome.refused, key=lambda refusal: refusal.reason):
            self.say(escaped(reason))
            _print_rows(self.out, [refusal.step.cells for refusal in refusals])

    def end(self) -> None:
        """All has been told."""


@define
class Json(Screen):
    """A report of a run for programs: one object when all is over, and sentences beside it."""

    _told: dict[str, object] = field(factory=dict[str, object])

    def plan(self, plan: Plan[Step]) -> None:
        """Keep the plan."""
        self._told["plan"] = plan.to_json()

    def say(self, text: str) -> None:
        """Print a sentence where it does not get in the way."""
        self.err.print(Text(text), soft_wrap=True)

    def outcome(self, outcome: Outcome[Any]) -> None:
        """Keep what was done."""
        refused = [
            {"step": step_to_json(refusal.step), "reason": refusal.reason}
            for refusal in outcome.refused
        ]
        self._told["outcome"] = {
            "written": [step_to_json(step) for step in outcome.written],
            "refused": refused,
            "left": [step_to_json(step) for step in outcome.left],
        }

    def end(self) -> None:
        """Print it all."""
        self.out.file.write(json.dumps(self._told, indent=1, ensure_ascii=False) + "\n")


def _print_table(out: Console, columns: Sequence[str], steps: Sequence[Step]) -> None:
    """Rows under the kind and reason that they share: reasons are long, and cells are not."""
    rows = [columns, *(step.cells for step in steps)]
    widths = _widths(rows, out.width)
    for (kind, reason), found in groupby(steps, key=lambda step: (step.kind, step.reason)):
        out.print(Text(f"{kind}: {escaped(reason)}", style=_STYLES[kind]), soft_wrap=True)
        _print_lines(out, [columns, *(step.cells for step in found)], widths)


def _print_rows(out: Console, rows: Sequence[Sequence[str]]) -> None:
    _print_lines(out, rows, _widths(rows, out.width))


def _print_lines(out: Console, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    for row in rows:
        cells = (_cut(escaped(cell), width) for cell, width in zip(row, widths, strict=True))
        # Not by `out.print`, which looks at each letter once more: there may be many rows
        out.file.write(f"  {'  '.join(cells)}".rstrip() + "\n")


def _widths(rows: Sequence[Sequence[str]], most: int) -> list[int]:
    """Of the columns: as wide as what is in them, or as the widest of them can be."""
    plain = [[cell_len(escaped(cell)) for cell in row] for row in rows]
    widths = [max(column) for column in zip(*plain, strict=True)]
    while sum(widths) + 2 * len(widths) > most and max(widths) > _NARROW:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cut(text: str, width: int) -> str:
    if text.isdecimal():
        return text.rjust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…"
