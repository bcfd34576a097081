"""The command line."""

import datetime as dt
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Literal

import anyio
from cyclopts import App, Parameter

from bridge import demo as demo_module
from bridge.accounts import Accounts, real_accounts, runrunit_of, sandboxes
from bridge.period import period
from bridge.plan import Plan
from bridge.run import DONE, FAILED, MISUSE, Wanted, run
from bridge.settings import FILE, TEMPLATE, Settings, read_settings
from bridge.tables import Json, Screen, console, show_error
from bridge.timesheets import RunrunitTime, Timesheets, TimesheetStep, TimeSource, Undo
from bridge.timesheets.csv import CsvTime
from bridge.timesheets.toggl import TogglTime
from bridge.timesheets.undo import read_journal
from bridge.timesheets.workflow import zone_of
from bridge.verify import verify as verify_notes
from clientcore import ArgumentError, SDKError, SystemClock, __version__

app: App = App(
    name="python -m bridge",
    help="Workflows between Runrun.it and Runn. Nothing is changed without --apply.",
    help_epilogue=(
        "The accounts are those of RUNN_API_TOKEN, RUNRUNIT_APP_KEY and RUNRUNIT_USER_TOKEN "
        "(TOGGL_API_TOKEN with --source toggl).\n\n"
        "Exit codes: 0 done, or nothing to do; 1 an error, or rows that Runn refused; 2 arguments "
        "that make no sense, or missing credentials; 3 stopped by a limit; 4 things are left for "
        "people: what is not linked, and conflicts."
    ),
    version=__version__,
)

Flag = Annotated[bool, Parameter(negative=())]
SourceName = Literal["runrunit", "toggl", "csv"]
EXAMPLE_ZONE = "America/Sao_Paulo"


@app.command
async def timesheets(
    *,
    first: Annotated[dt.date | None, Parameter(name="--from")] = None,
    last: Annotated[dt.date | None, Parameter(name="--to")] = None,
    week: Flag = False,
    month: Flag = False,
    apply: Flag = False,
    prune: Flag = False,
    max_less: int | None = None,
    take_over: Annotated[list[str] | None, Parameter(negative=())] = None,
    adopt: Annotated[list[str] | None, Parameter(negative=())] = None,
    plan: Path | None = None,
    json: Flag = False,
    everything: Annotated[bool, Parameter(name="--all", negative=())] = False,
    source: SourceName | None = None,
    sandbox: Flag = False,
    time_zone: str | None = None,
    config: Path | None = None,
) -> int:
    """Time worked in Runrun.it becomes actuals in Runn.

    Args:
        first: The first day.
        last: The last day.
        week: The current week to yesterday, as it is unless other days are named.
        month: The current month to yesterday.
        apply: Write it; without this, the plan is only shown.
        prune: Set to 0 what was written and the source has no more.
        max_less: So many rows may be lowered or cleared.
        take_over: Overwrite the time of this person or project, whoever typed it; `all` for all.
        adopt: Mark the time of this person or project as written, where it is right; `all` for all.
        plan: Show or apply the plan in this file, which --json wrote, instead of a new one.
        json: Print the plan, and what was done, as JSON.
        everything: Show all steps, not only the first.
        source: Where the time is.
        sandbox: Work on two sandboxes in memory, where people worked on the first day.
        time_zone: Whose calendar tells what is in the future; the source's unless given.
        config: The settings, instead of bridge.toml.
    """
    screen = _screen(json=json, everything=everything)

    async def work() -> int:
        settings = read_settings(config)
        if (first is None) != (last is None) or (first is not None) + week + month > 1:
            raise ArgumentError("days are named by --from and --to, by --week or by --month")
        chosen: SourceName = source or settings.source
        example = first or _yesterday()
        accounts = sandboxes(example) if sandbox else real_accounts(runrunit=chosen == "runrunit")
        async with accounts, _source(chosen, settings, accounts) as where:
            screen.say(f"On {accounts.described}")
            zone = time_zone or settings.time_zone or await where.time_zone()
            today = accounts.clock.now().astimezone(zone_of(zone)).date()
            begin, end = period(today, "month" if month else "week")
            workflow = Timesheets(
                where,
                first or begin,
                last or end,
                time_zone=zone,
                alone=settings.take_over == "all",
                take_over=frozenset(take_over or ()),
                adopt=frozenset(adopt or ()),
                prune=prune,
                zeros=settings.zeros,
            )
            wanted = Wanted(
                apply=apply,
                max_less=max_less,
                undo=None if sandbox else _undo_file(settings, accounts.clock.now()),
                lease=_lease(settings, accounts.described),
            )
            kept = Plan.from_json(_text(plan), TimesheetStep) if plan else None
            return await run(workflow, accounts, wanted, screen, kept)

    return await _ending(work, screen)


@app.command
async def undo(file: Path, *, apply: Flag = False, config: Path | None = None) -> int:
    """Take back what a run wrote, except where somebody changed it since.

    Args:
        file: What the run noted, in the folder of the undo files.
        apply: Do it; without this, it is only shown.
        config: The settings, instead of bridge.toml.
    """
    screen = _screen()

    async def work() -> int:
        settings = read_settings(config)
        steps = read_journal(_text(file))
        async with real_accounts(runrunit=False) as accounts:
            screen.say(f"On {accounts.described}")
            held = _lease(settings, accounts.described)
            wanted = Wanted(apply=apply, max_less=len(steps), lease=held)
            return await run(Undo(steps), accounts, wanted, screen)

    return await _ending(work, screen)


@app.command
async def verify() -> int:
    """See on a test account whether notes behave as the marks in them need it."""
    screen = _screen()

    async def work() -> int:
        async with real_accounts(runrunit=False) as accounts:
            held = True
            async for question, answer, fits in verify_notes(accounts.runn):
                screen.say(f"{'yes' if fits else 'NO '}  {question}: {answer}")
                held = held and fits
            return DONE if held else FAILED

    return await _ending(work, screen)


@app.command
def init() -> int:
    """Write a bridge.toml in which every setting is explained."""
    try:
        with FILE.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        show_error(ArgumentError(f"{FILE} is there already"))
        return MISUSE
    console().print(f"{FILE} was written.")
    return DONE


@app.command
async def demo() -> int:
    """Play Runn's own tutorial on timesheets on two sandboxes: plan, apply, plan again."""
    await demo_module.play(console())
    return DONE


def _screen(*, json: bool = False, everything: bool = False) -> Screen:
    return (Json if json else Screen)(console(), console(stderr=True), everything)


async def _ending(work: Callable[[], Awaitable[int]], screen: Screen) -> int:
    """The exit code of some work, of which is told while it is done and when it failed."""
    code, failed = FAILED, None
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(screen.tell)
            try:
                code = await work()
            except SDKError as error:
                failed = error
            tasks.cancel_scope.cancel()
    finally:  # also where it was stopped by hand
        screen.end()
    if failed:
        show_error(failed)
        return MISUSE if isinstance(failed, ArgumentError) else FAILED
    return code


def _source(
    name: SourceName, settings: Settings, accounts: Accounts
) -> AbstractAsyncContextManager[TimeSource]:
    if name == "toggl":
        if not settings.toggl:
            raise ArgumentError("--source toggl needs a table [toggl] in bridge.toml")
        return TogglTime.from_env(settings.toggl)
    if name == "csv":
        if not settings.csv:
            raise ArgumentError("--source csv needs a table [csv] in bridge.toml")
        return nullcontext(CsvTime(Path(settings.csv.file), settings.csv.reference))
    return nullcontext(RunrunitTime(runrunit_of(accounts)))


def _lease(settings: Settings, accounts: str) -> AbstractAsyncContextManager[object]:
    if not settings.redis:
        return nullcontext()
    try:
        from bridge.lease import lease_at
    except ImportError as error:
        raise ArgumentError(f"the setting redis needs an extra: {error}") from None
    return lease_at(settings.redis, accounts)


def _undo_file(settings: Settings, now: dt.datetime) -> Path | None:
    if not settings.undo:
        return None
    return Path(settings.undo, f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.jsonl")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(f"{path} cannot be read: {error}") from None


def _yesterday() -> dt.date:
    today = SystemClock().now().astimezone(zone_of(EXAMPLE_ZONE)).date()
    return today - dt.timedelta(days=1)
