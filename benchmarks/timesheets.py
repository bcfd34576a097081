"""A month of timesheets of a large account: requests, processor time, memory, and the table."""

import datetime as dt
import gc
import resource
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from math import ceil
from pathlib import Path
from time import process_time

import anyio
from attrs import evolve
from rich.console import Console

from benchmarks.report import Row, seconds
from bridge.accounts import Accounts
from bridge.apply import apply
from bridge.links import RUNRUNIT
from bridge.plan import Plan
from bridge.tables import Screen
from bridge.timesheets import RunrunitTime, Timesheets, TimesheetStep
from bridge.timesheets.writer import BULK
from bridge.workflow import Outcome
from clientcore import FakeClock
from runn_client.sandbox import RunnSandbox
from runrunit_client.sandbox import RunrunitSandbox

PEOPLE, PROJECTS = 5_000, 2_000
FIRST, LAST = dt.date(2026, 10, 26), dt.date(2026, 11, 22)
DAYS = [day for n in range(28) if (day := FIRST + dt.timedelta(n)).weekday() < 5]
ACTUALS = PEOPLE * len(DAYS)
MIB = 1024 * 1024
PEER = "the pages of its lists"


def run() -> list[Row]:
    return anyio.run(_run)


async def _run() -> list[Row]:
    clock = FakeClock()  # on which nobody waits for the limits
    runn, runrunit = RunnSandbox(clock=clock), RunrunitSandbox(clock=clock)
    _fill(runn, runrunit)
    accounts = Accounts(runn.client(), "sandboxes", clock=clock)
    workflow = Timesheets(RunrunitTime(runrunit.client()), FIRST, LAST, time_zone="UTC")
    held = _held()
    facts = await workflow.read(accounts)
    again = workflow.plan(facts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - held
    assert (again.changes, again.unchanged) == ((), ACTUALS)
    asked = len(runn.calls) + len(runrunit.calls)
    floor = _pages()

    nothing: Mapping[tuple[dt.date, int, int], tuple[()]] = {}
    empty = evolve(facts, snapshot=evolve(facts.snapshot, actuals=nothing))
    planning, first = _measured(lambda: workflow.plan(empty))
    replanning, _ = _measured(lambda: workflow.plan(facts))
    writer = _Counting()
    await apply(first, writer, Outcome[TimesheetStep]())
    part = evolve(first, steps=first.steps[:10_000])
    showing, _ = _measured(lambda: _show(part, everything=False))
    all_of_it, _ = _measured(lambda: _show(part, everything=True))
    what = f"{ACTUALS:,} actuals"
    return [
        _row(f"requests to read {what} and both sides", asked, floor, floor + 3),
        _row(f"requests to write {what}", writer.asked, ACTUALS // BULK, 2 * ACTUALS // BULK),
        _time(f"planning {what}, none there", planning, 3),
        _time(f"planning {what}, all there", replanning, 3),
        Row(
            "peak of both, above the sandboxes", f"{peak / MIB:.0f} MiB", "", "",
            target="< 250 MiB", met=peak < 250 * MIB,
        ),
        _time("showing the first of 10,000 steps", showing, 2),
        _time("showing all of 10,000 steps", all_of_it, 2),
    ]  # fmt: skip


def _fill(runn: RunnSandbox, runrunit: RunrunitSandbox) -> None:
    """Each person works on one project all days of the month, and the bridge has written it."""
    client, customer = runn.add_client("Apple"), runrunit.add_client("Apple")
    role = runn.add_role("Developer")
    projects: list[int] = []
    tasks: list[int] = []
    for number in range(PROJECTS):
        source = runrunit.add_project(f"Job {number}", customer)
        tasks.append(runrunit.add_task("Task", source))
        references = {RUNRUNIT: str(source)}
        projects.append(runn.add_project(f"Job {number}", client, references=references))
    for number in range(PEOPLE):
        user = runrunit.add_user(f"Worker {number}", f"worker{number}@example.com")
        person = runn.add_person(f"Worker {number}", role_id=role, references={RUNRUNIT: user})
        minutes = 400 + number % 100
        for day in DAYS:
            runrunit.add_time(tasks[number % PROJECTS], user, day, minutes * 60)
            runn.state.actuals.add(
                date=day, person_id=person, project_id=projects[number % PROJECTS], role_id=role,
                billable_minutes=minutes, billable_note=f"[{RUNRUNIT} {minutes}+0]",
            )  # fmt: skip


def _pages() -> int:
    """The least requests by which all of it can be read."""
    runrunit = (PEOPLE + 1, 100), (PROJECTS, 100), (1, 1)  # the report is one page
    runn = (PEOPLE, 200), (PEOPLE, 200), (PROJECTS, 200), (ACTUALS, 500)
    others = (1, 1), (1, 1), (1, 1)  # roles, members, assignments
    return sum(ceil(rows / page) for rows, page in (*runrunit, *runn, *others))


class _Counting:
    """Writes nothing, and counts what it would ask."""

    most = BULK

    def __init__(self) -> None:
        self.asked = 0

    async def changed(self, steps: Sequence[TimesheetStep]) -> Mapping[int, str]:
        self.asked += 1
        return {}

    async def write(self, steps: Sequence[TimesheetStep]) -> None:
        self.asked += 1


def _show(plan: Plan[TimesheetStep], *, everything: bool) -> Plan[TimesheetStep]:
    out = Console(file=StringIO(), width=80)
    Screen(out, out, everything).plan(plan)
    return plan


def _measured(
    work: Callable[[], Plan[TimesheetStep]],
) -> tuple[float, Plan[TimesheetStep]]:
    """Seconds of processor time, and what came of it."""
    gc.collect()
    gc.freeze()  # the sandboxes are not for the collector to go through
    started = process_time()
    done = work()
    taken = process_time() - started
    gc.unfreeze()
    return taken, done


def _held() -> int:
    """Bytes that this process holds now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _row(name: str, ours: int, floor: int, most: int) -> Row:
    return Row(name, f"{ours:,}", f"{floor:,}", PEER, [ours / floor], f"<= {most:,}", ours <= most)


def _time(name: str, taken: float, most: float) -> Row:
    return Row(name, seconds(taken), "", "", target=f"<= {seconds(most)}", met=taken <= most)
