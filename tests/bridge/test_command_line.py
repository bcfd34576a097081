import datetime as dt
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import frozen
from rich.console import Console

from bridge.__main__ import main
from bridge.accounts import RUNN, RUNRUNIT, Accounts, real_accounts
from bridge.commands import app
from bridge.tables import Screen
from clientcore.sandbox import Fault, Html, NoConnection, Status
from clientcore.sandbox.faults import Serve
from clientcore.sandbox.wire import WireResponse
from runn_client import RunnClient
from tests.bridge.world import BULK, HOUR, MONDAY, TUESDAY, NoFault, World
from tests.support import LiveClock

VARIABLES = (*RUNN, *RUNRUNIT)
SECRET = "TEST_s3cret"
PERIOD = ("timesheets", "--from", str(MONDAY), "--to", str(TUESDAY))


@frozen
class Result:
    code: int
    out: str
    err: str

    @property
    def output(self) -> str:
        return self.out + self.err

    @property
    def lines(self) -> list[str]:
        return self.output.splitlines()

    @property
    def cells(self) -> list[list[str]]:
        """The rows of the tables, headings included."""
        rows = [line.strip() for line in self.lines if line.startswith("  ")]
        return [re.split(r" {2,}", row) for row in rows]


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _plain_surroundings(  # pyright: ignore[reportUnusedFunction]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (*VARIABLES, "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line on whatever accounts it finds."""

    def run(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as stopped:
            app(arguments)
        code: Any = stopped.value.code
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run


@pytest.fixture
def on_world(run: Run, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line on the world, at the world's time, with a token that is secret."""
    monkeypatch.chdir(tmp_path)  # where undo files are written
    world.runn.token = SECRET

    def accounts(**_: object) -> Accounts:
        world.target = RunnClient(SECRET, http_client=world.runn.http_client(), clock=world.clock)
        world.source = world.runrunit.client()
        return world.accounts

    monkeypatch.setattr("bridge.commands.real_accounts", accounts)
    return run


def fill(world: World) -> None:
    """Two hours to create, one to lower, one that is right, one to skip, one in conflict."""
    anna, bea = world.worker("Anna"), world.worker("Bea", None)
    moon, site = world.job("Moon"), world.job("Site")
    world.work(anna, moon, MONDAY, 2 * HOUR)
    world.work(anna, moon, TUESDAY, HOUR)
    world.wrote(anna, moon, TUESDAY, 90)
    world.work(anna, site, TUESDAY, HOUR)
    world.record(anna, site, TUESDAY, 60)
    world.work(anna, None, TUESDAY, HOUR)
    world.work(bea, moon, TUESDAY, HOUR)


def test_without_apply_nothing_is_changed_and_it_says_so(on_world: Run, world: World) -> None:
    fill(world)
    before = world.table()
    result = on_world(*PERIOD)
    assert result.code == 4
    assert result.lines[-1] == "Nothing was changed: add --apply to do it."
    assert (world.table(), world.bulks) == (before, [])


def test_with_apply_it_is_written_and_the_second_run_has_nothing_to_do(
    on_world: Run, world: World
) -> None:
    fill(world)
    result = on_world(*PERIOD, "--apply")
    assert result.code == 4
    assert result.lines[-1] == "2 written"
    assert "Nothing was changed" not in result.output
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 120+0",
        "11-17 Anna, Moon, Developer: 60+0",
        "11-17 Anna, Site, Developer: 60+0",
    ]
    again = on_world(*PERIOD)
    assert again.lines[-1] == "Nothing can be done: see the conflicts."
    assert again.code == 4


def test_the_plan_is_a_table_of_all_steps_and_their_sums(on_world: Run, world: World) -> None:
    fill(world)
    result = on_world(*PERIOD)
    head = ["day", "person", "project", "role", "now", "minutes"]
    assert result.cells == [
        head,
        ["2026-11-16", "Anna", "Moon", "Developer", "0", "120"],
        head,
        ["2026-11-17", "Anna", "Moon", "Developer", "90", "60"],
        head,
        ["2026-11-17", "Anna", "without a project", "0", "60"],
        head,
        ["2026-11-17", "Bea", "Moon", "0", "60"],
    ]
    assert [line for line in result.lines if ": " in line and line[0] != " "] == [
        "create: not in Runn yet",
        "reduce: Runrun.it has less",
        "skip: the task is in no project of Runrun.it",
        "conflict: has no role: no member, no assignment that day, no contract in force",
        "Runrun.it has: 6 h 00 min 00 s",
        "Of that, not to be placed in Runn: 60 min",
        "Typed in Runn by people, and theirs: 1 h 00 min 00 s",
        "Nothing was changed: add --apply to do it.",
    ]
    sums = "1 to create, 1 to reduce, 1 skipped, 1 in conflict, 1 right as they are"
    assert sums in result.lines


@pytest.mark.parametrize("width", [62, 80])
def test_days_and_numbers_are_never_cut_and_no_line_is_too_long(
    on_world: Run, world: World, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    def narrow(*, stderr: bool = False) -> Console:
        return Console(width=width, stderr=stderr)

    monkeypatch.setattr("bridge.commands.console", narrow)
    person, project = world.worker("Maximiliana"), world.job("The new headquarters, second stage")
    world.work(person, project, MONDAY, 2 * HOUR)
    result = on_world(*PERIOD)
    [row] = (row for row in result.cells if row[0] == str(MONDAY))
    assert row[-2:] == ["0", "120"]
    assert max(len(line) for line in result.lines if line.startswith("  ")) <= width


def test_an_empty_plan_is_no_table(on_world: Run) -> None:
    result = on_world(*PERIOD)
    assert result.cells == []
    assert result.lines[-2:] == ["Runrun.it has: 0 h 00 min 00 s", "Nothing to do."]
    assert result.code == 0


def test_hours_minutes_and_seconds_are_told(on_world: Run, world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, 26 * HOUR + 3 * 60 + 4)
    assert "Runrun.it has: 26 h 03 min 04 s" in on_world(*PERIOD).lines


def test_it_says_first_which_accounts_it_is_on(on_world: Run) -> None:
    assert on_world(*PERIOD).lines[0] == "On a world made for tests"


def test_it_is_on_sandboxes_where_it_is_told_to(run: Run) -> None:
    result = run("timesheets", "--from", "2024-03-04", "--to", "2024-03-04", "--apply", "--sandbox")
    assert result.lines[0] == "On two sandboxes in memory"
    assert result.lines[-1] == "3 written"
    assert result.code == 0


def test_on_sandboxes_people_worked_on_a_day_that_is_shown(run: Run) -> None:
    for days in ((), ("--week",), ("--month",)):
        result = run("timesheets", "--sandbox", *days)
        assert (result.code, len(result.cells)) == (0, 4)


@pytest.mark.parametrize(
    ("token", "described"),
    [
        ("TEST_abc", "the test account of Runn and the account of Runrun.it"),
        ("LIVE_abc", "the live account of Runn and the account of Runrun.it"),
    ],
)
async def test_with_all_credentials_it_is_on_the_real_accounts(
    monkeypatch: pytest.MonkeyPatch, token: str, described: str
) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, token)
    async with real_accounts() as accounts:
        assert accounts.described == described
        assert accounts.runn.test_account == token.startswith("TEST_")


@pytest.mark.parametrize(
    "given",
    [set[int](), {0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}],
    ids=lambda given: str(sorted(given)),
)
def test_without_all_credentials_it_does_nothing_and_names_those_that_are_missing(
    run: Run, monkeypatch: pytest.MonkeyPatch, given: set[int]
) -> None:
    for index in given:
        monkeypatch.setenv(VARIABLES[index], SECRET)
    missing = [name for index, name in enumerate(VARIABLES) if index not in given]
    result = run(*PERIOD, "--apply")
    assert (result.code, result.out) == (2, "")
    [line] = result.err.splitlines()
    assert line.startswith(f"MissingCredentialsError: {', '.join(missing)} must be set")
    assert [name for name in VARIABLES if name in line] == missing
    assert SECRET not in line


def test_an_empty_variable_is_a_missing_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES[:2]:
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv(VARIABLES[2], "")
    assert f": {VARIABLES[2]} must be set" in run(*PERIOD).err


def test_the_exit_codes_and_the_variables_are_in_the_help(run: Run) -> None:
    for command in ((), ("timesheets",)):
        told = " ".join(run(*command, "--help").out.split())
        assert (
            "0 done, or nothing to do; 1 an error, or rows that Runn refused; 2 arguments" in told
        )
        assert [name for name in VARIABLES if name not in told] == []


def test_a_period_that_ends_before_it_begins_is_an_error(on_world: Run, world: World) -> None:
    result = on_world("timesheets", "--from", str(TUESDAY), "--to", str(MONDAY), "--apply")
    assert result.code == 2
    said = "the first day, 2026-11-17, is after the last, 2026-11-16"
    assert result.lines[-1] == f"ArgumentError: {said}"
    assert world.runn.calls == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("timesheets", "--from", "2026-11-16"),
        (*PERIOD, "--week"),
        ("timesheets", "--week", "--month"),
        (*PERIOD, "--source", "toggl"),
        (*PERIOD, "--config", "nowhere.toml"),
        ("timesheets", "--from", "16.11.2026", "--to", "2026-11-17"),
        ("timesheets", "--from", "2026-11-31", "--to", "2026-12-01"),
        (*PERIOD, "--aply"),
        ("time-sheets",),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    on_world: Run, world: World, arguments: tuple[str, ...]
) -> None:
    result = on_world(*arguments)
    assert result.code == 2
    assert result.err
    assert world.runn.calls == world.runrunit.calls == []


def test_the_time_zone_decides_what_is_in_the_future(on_world: Run, world: World) -> None:
    world.clock.start = dt.datetime(2026, 11, 17, 1, 30, tzinfo=dt.UTC)
    world.work(world.worker("Anna"), world.job("Moon"), TUESDAY, HOUR)
    assert "in the future" in on_world(*PERIOD).output
    assert "in the future" not in on_world(*PERIOD, "--time-zone", "UTC").output


def test_a_time_zone_that_does_not_exist_is_an_error(on_world: Run) -> None:
    result = on_world(*PERIOD, "--time-zone", "Brasilia")
    assert (result.code, result.lines[-1].partition(":")[0]) == (2, "ArgumentError")


@pytest.mark.parametrize(
    ("fault", "operation", "error"),
    [
        (
            Status(401, f"no such token: {SECRET}"),
            "people.list",
            r"AuthenticationError: Runn: .*: 401 ",
        ),
        (Status(403, SECRET), "people.list", r"PermissionDeniedError: Runn: .*: 403 "),
        (Status(500), "projects.list", r"ServerError: Runn: .*: 500 "),
        (Html(502), "actuals.list", r"ServerError: Runn: .*: 502 "),
        (NoConnection(), "roles.list", "TransportError"),
        (NoConnection(), BULK, "TransportError"),
        (Status(403, "read-only"), BULK, r"PermissionDeniedError: Runn: .*: 403 read-only\."),
    ],
)
def test_an_error_is_one_line_and_gives_no_credentials_away(
    on_world: Run, world: World, fault: Fault, operation: str, error: str
) -> None:
    fill(world)
    world.runn.inject(fault, operation=operation, times=5)
    result = on_world(*PERIOD, "--apply")
    assert result.code == 1
    assert re.match(error, result.err.splitlines()[-1])
    assert "Error" not in result.out
    assert sum("Error" in line for line in result.lines) == 1
    assert "Traceback" not in result.output
    assert SECRET not in result.output


def test_markup_in_an_error_is_shown_as_it_is(on_world: Run, world: World) -> None:
    world.runn.inject(Status(403, "[bold]no[/bold] [/red]"), operation="people.list")
    assert "403 [bold]no[/bold] [/red]. " in on_world(*PERIOD).output


def test_refused_rows_are_listed_with_their_reason_and_the_exit_code_is_1(
    on_world: Run, world: World
) -> None:
    fill(world)
    world.runn.inject(Status(400, "{ actuals[1]: 'it is closed, sorry' }"), operation=BULK)
    result = on_world(*PERIOD, "--apply")
    assert result.code == 1
    assert result.lines[-4:-1] == ["1 written", "1 refused:", "it is closed, sorry"]
    assert result.cells[-1] == ["2026-11-17", "Anna", "Moon", "Developer", "90", "60"]


def test_a_long_reason_is_shown_whole(on_world: Run, world: World) -> None:
    fill(world)
    words = [f"word{number}" for number in range(60)]
    world.runn.inject(Status(400, f"{{ actuals[1]: '{' '.join(words)}' }}"), operation=BULK)
    result = on_world(*PERIOD, "--apply")
    assert " ".join(words) in result.lines


def test_the_demo_plays_the_tutorial_to_the_end() -> None:
    command = [sys.executable, "-m", "bridge", "demo"]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
    lines = ended.stdout.decode().splitlines()
    assert "Nothing to do." in lines
    assert lines[-5:-1] == [
        "Hidden Moon Base: Bob Dylan (Designer) @ 60 minutes, as it was typed",
        "Hidden Moon Base: Eric Clapton (Developer) @ 302 minutes",
        "iCar Website: Bob Dylan (Designer) @ 128 minutes",
        "Model Z User Interface: Alan Jackson (Project Manager) @ 281 minutes",
    ]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bridge.commands", None)
    with pytest.raises(SystemExit, match=r"pip install 'runn-runrunit-sdk\[cli\]'"):
        main()


@pytest.mark.parametrize("name", ["[acme] Site", "[/acme] Site", "Site :smile:", "[red]Site[/]"])
def test_names_are_shown_as_they_are(on_world: Run, world: World, name: str) -> None:
    world.work(world.worker("Anna"), world.job(name), MONDAY, HOUR)
    result = on_world(*PERIOD)
    assert result.code == 0
    assert result.cells[-1][2] == name


@pytest.mark.parametrize(
    ("message", "said"),
    [("word " * 60, "word " * 59 + "word"), ("two\n\nlines", "two lines"), (":smile:", ":smile:")],
)
def test_a_message_is_shown_as_it_is_and_on_one_line(
    on_world: Run, world: World, message: str, said: str
) -> None:
    world.runn.inject(Status(403, message), operation="people.list")
    [line] = on_world(*PERIOD).lines[1:]
    assert f": 403 {said}. This takes more rights" in line


# Plans that are kept, as JSON


def test_a_plan_is_kept_as_json_and_shown_and_applied_later(
    on_world: Run, world: World, tmp_path: Path
) -> None:
    fill(world)
    kept = on_world(*PERIOD, "--json")
    assert kept.code == 4
    told = json.loads(kept.out)
    assert [step["kind"] for step in told["plan"]["steps"]] == [
        "create",
        "reduce",
        "conflict",
        "skip",
    ]
    (tmp_path / "plan.json").write_text(kept.out)
    shown = on_world("timesheets", "--plan", "plan.json")
    assert shown.cells == on_world(*PERIOD).cells
    assert world.bulks == []
    applied = on_world("timesheets", "--plan", "plan.json", "--apply", "--json")
    outcome = json.loads(applied.out)["outcome"]
    assert (len(outcome["written"]), outcome["refused"], outcome["left"]) == (2, [], [])
    assert world.recorded()[0] == "11-16 Anna, Moon, Developer: 120+0"


def test_what_failed_is_json_too(on_world: Run, world: World) -> None:
    fill(world)
    world.runn.inject(Status(403, "read-only"), operation=BULK)
    result = on_world(*PERIOD, "--apply", "--json")
    assert result.code == 1
    outcome = json.loads(result.out)["outcome"]
    assert (outcome["written"], len(outcome["left"])) == ([], 2)
    assert "read-only" in result.err


def test_a_plan_that_is_none_is_refused(on_world: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{}")
    assert on_world("timesheets", "--plan", "plan.json").code == 2
    assert on_world("timesheets", "--plan", "nowhere.json").code == 2


# What is shown


def test_the_first_steps_are_shown_and_all_if_that_is_wanted(on_world: Run, world: World) -> None:
    anna = world.worker("Anna")
    for number in range(150):
        world.work(anna, world.job(f"Job {number}"), MONDAY, 60)
    few, everything = on_world(*PERIOD), on_world(*PERIOD, "--all")
    assert (len(few.cells), len(everything.cells)) == (101, 151)
    assert "... and 50 more: --all or --json shows them" in few.lines


def test_what_would_move_the_cursor_is_shown_in_letters(on_world: Run, world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon\x1b[2J\r\nBase"), MONDAY, HOUR)
    assert on_world(*PERIOD).cells[-1][2] == "Moon\\x1b[2J\\r\\nBase"


def test_days_that_are_not_named_are_the_week_until_yesterday(on_world: Run, world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    for day in (MONDAY - dt.timedelta(days=1), MONDAY, TUESDAY, dt.date(2026, 11, 23)):
        world.work(anna, moon, day, HOUR)  # the last is today
    assert [row[0] for row in on_world("timesheets").cells[1:]] == [str(MONDAY), str(TUESDAY)]
    assert len(on_world("timesheets", "--week").cells) == 3
    assert len(on_world("timesheets", "--month").cells) == 4


def test_too_much_at_once_is_exit_code_3(on_world: Run, world: World) -> None:
    moon = world.job("Moon")
    for number in range(21):
        worker = world.worker(f"W{number}")
        world.wrote(worker, moon, MONDAY, 480)
        world.work(worker, moon, TUESDAY, HOUR)
    wanted = (*PERIOD, "--prune", "--apply")
    result = on_world(*wanted)
    assert result.code == 3
    assert world.bulks == []
    assert "--max-less 21 allows it" in result.lines[-1]
    assert on_world(*wanted, "--max-less", "21").code == 0


def test_what_people_typed_is_taken_over_where_it_is_named(on_world: Run, world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 30)
    world.work(anna, moon, MONDAY, HOUR)
    assert on_world(*PERIOD, "--apply").code == 4
    assert on_world(*PERIOD, "--apply", "--take-over", "Anna").code == 0
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]
    assert on_world(*PERIOD, "--take-over", "Ana").code == 2


def test_what_was_written_is_taken_back(on_world: Run, world: World, tmp_path: Path) -> None:
    fill(world)
    before = world.table()
    on_world(*PERIOD, "--apply")
    [file] = (tmp_path / "undo").iterdir()
    assert on_world("undo", str(file)).lines[-1] == "Nothing was changed: add --apply to do it."
    assert on_world("undo", str(file), "--apply").code == 0
    assert world.table() == before


def test_settings_are_read(on_world: Run, world: World, tmp_path: Path) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 30)
    world.work(anna, moon, MONDAY, HOUR)
    (tmp_path / "bridge.toml").write_text('take_over = "all"\nundo = ""\n')
    assert on_world(*PERIOD, "--apply").code == 0
    assert world.table()[0]["billable_note"] is None
    assert not (tmp_path / "undo").exists()
    (tmp_path / "bridge.toml").write_text('take_over = "some"\n')
    result = on_world(*PERIOD)
    assert (result.code, "bridge.toml, line 1: take_over" in result.err) == (2, True)


def test_the_source_is_named(on_world: Run, world: World, tmp_path: Path) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    (tmp_path / "hours.csv").write_text(
        f"date,person,project,minutes\n2026-11-16,{anna.user},{moon.source},45\n"
    )
    (tmp_path / "bridge.toml").write_text(
        'time_zone = "UTC"\n[csv]\nfile = "hours.csv"\nreference = "Runrun.it"\n'
    )
    assert on_world(*PERIOD, "--source", "csv", "--apply").code == 0
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 45+0"]


def test_init_writes_settings_once(on_world: Run, tmp_path: Path) -> None:
    assert on_world("init").code == 0
    text = (tmp_path / "bridge.toml").read_text()
    assert on_world("init").code == 2
    assert (tmp_path / "bridge.toml").read_text() == text
    assert on_world(*PERIOD).code == 0


def test_verify_says_what_held(on_world: Run, world: World) -> None:
    world.worker("Anna")
    world.job("Moon")
    result = on_world("verify")
    assert result.code == 0
    assert sum(line.startswith("yes  ") for line in result.lines) == 7
    assert world.table() == []


async def test_what_takes_long_is_told_in_lines_where_there_is_no_terminal() -> None:
    clock, told = LiveClock(), StringIO()
    screen = Screen(Console(file=told), Console(file=told), clock=clock)
    screen.progress("Reading both sides")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(clock.run)
        tasks.start_soon(screen.tell)
        await clock.sleep(0.5)
        assert told.getvalue() == ""
        await clock.sleep(1)
        screen.progress("Writing", 100, 300)
        await clock.sleep(20)
        tasks.cancel_scope.cancel()
    lines = ["Reading both sides", "Writing: 100 of 300", "Writing: 100 of 300"]
    assert told.getvalue().splitlines() == lines


@pytest.mark.parametrize("as_json", [False, True])
def test_stopped_by_hand_it_says_what_was_done(
    on_world: Run, world: World, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 1)
    fill(world)

    class Stopped:
        async def strike(self, serve: Serve, clock: object) -> WireResponse:
            signal.raise_signal(signal.SIGINT)
            await anyio.sleep(1)
            raise AssertionError

    world.runn.inject(NoFault(), operation=BULK)
    world.runn.inject(Stopped(), operation=BULK)
    result = on_world(*PERIOD, "--apply", *(["--json"] if as_json else []))
    assert result.code == 130
    if as_json:
        outcome = json.loads(result.out)["outcome"]
        assert [len(outcome[name]) for name in ("written", "refused", "left")] == [1, 0, 1]
        return
    assert "1 written" in result.lines
    assert "1 were not reached: run it again for the rest" in result.lines
