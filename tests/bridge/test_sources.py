"""Time from elsewhere: Toggl as in Runn's own tutorial, and a file."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bridge.run import make_plan
from bridge.settings import TogglSettings
from bridge.timesheets import Timesheets, TimeSource
from bridge.timesheets.csv import CsvTime
from bridge.timesheets.toggl import TogglTime
from clientcore import ArgumentError, DecodeError, FakeClock
from runn_client.models import Reference
from tests.bridge.world import FRIDAY, MONDAY, TUESDAY, World, said
from tests.support import mock_http_client

TEAM = [
    {"id": 6911244, "email": "", "fullname": "Bob Dylan"},
    {"id": 6910539, "email": "eric@example.com", "fullname": "Eric Clapton"},
]
PROJECTS = [
    {"id": 170103135, "name": "Hidden Moon Base", "workspace_id": 5411215},
    {"id": 170101834, "name": "iCar Website", "workspace_id": 5411215},
]


def row(uid: int, user: str, *totals: int | None) -> dict[str, Any]:
    """What somebody worked on a project: milliseconds of seven days, and their sum."""
    days = [*totals, *[None] * (7 - len(totals))]
    return {"uid": uid, "title": {"user": user}, "totals": [*days, sum(filter(None, days))]}


WEEK = {
    "data": [
        {
            "title": {"client": "Apple", "project": "Hidden Moon Base"},
            "pid": 170103135,
            "details": [
                row(6910539, "Eric Clapton", 18_120_000),
                row(6911244, "Bob Dylan", 29_000),
            ],
        },
        {
            "title": {"client": "Apple", "project": "iCar Website"},
            "pid": 170101834,
            "details": [row(6911244, "Bob Dylan", None, 7_680_000)],
        },
    ]
}


class Toggl:
    """A fake Toggl, and the requests that it got."""

    def __init__(self, *reports: Any) -> None:
        self.requests: list[httpx.Request] = []
        self._reports = reports

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json=self._reports[len(self.requests) - 1])


@pytest.fixture
def exported(tmp_path: Path) -> TogglSettings:
    """Settings with the exported files."""
    (tmp_path / "team.json").write_text(json.dumps(TEAM))
    (tmp_path / "projects.json").write_text(json.dumps(PROJECTS))
    return TogglSettings(
        workspace=5411215,
        email="me@example.com",
        team=str(tmp_path / "team.json"),
        projects=str(tmp_path / "projects.json"),
    )


def connect(
    settings: TogglSettings, server: Callable[[httpx.Request], httpx.Response]
) -> TogglTime:
    return TogglTime(
        "toggl-t0ken", settings, http_client=mock_http_client(server), clock=FakeClock()
    )


def link(world: World, *, person: str, project: str, ids: tuple[str, str]) -> None:
    """Somebody and something in Runn with these ids under the name that the tutorial chose."""
    state = world.runn.state
    made = world.worker(person), world.job(project)
    for table, row_id, external_id in (
        (state.people, made[0].person, ids[0]),
        (state.projects, made[1].project, ids[1]),
    ):
        table.change(
            row_id, references=[Reference(reference_name="Custom1", external_id=external_id)]
        )


async def sync(world: World, source: TimeSource, last: dt.date = FRIDAY) -> list[str]:
    workflow = Timesheets(source, MONDAY, last, time_zone="UTC")
    plan = await make_plan(workflow, world.accounts)
    await world.apply(plan)
    assert (await make_plan(workflow, world.accounts)).changes == ()
    return said(plan)


async def test_the_tutorials_report_becomes_actuals(world: World, exported: TogglSettings) -> None:
    link(world, person="Eric", project="Base", ids=("6910539", "170103135"))
    link(world, person="Bob", project="Website", ids=("6911244", "170101834"))
    server = Toggl(WEEK, WEEK)
    async with connect(exported, server) as toggl:
        assert await sync(world, toggl) == [
            "create: not in Runn yet",
            "skip: less than half a minute",
            "create: not in Runn yet",
        ]
    assert world.recorded() == [
        "11-16 Eric, Base, Developer: 302+0",
        "11-17 Bob, Website, Developer: 128+0",
    ]
    assert world.of(MONDAY).billable_note == "[Toggl 302+0]"
    asked = dict(server.requests[0].url.params)
    assert asked == {
        "user_agent": "me@example.com",
        "workspace_id": "5411215",
        "since": "2026-11-16",
        "until": "2026-11-20",
    }
    assert server.requests[0].headers["authorization"].startswith("Basic ")


async def test_people_are_found_by_the_emails_of_the_exported_team(
    world: World, exported: TogglSettings
) -> None:
    link(world, person="Somebody", project="Base", ids=("1", "170103135"))
    world.runn.add_person("Eric", email="eric@example.com", role_id=world.role("Developer"))
    async with connect(exported, Toggl(WEEK, WEEK)) as toggl:
        await sync(world, toggl)
    assert world.recorded() == ["11-16 Eric, Base, Developer: 302+0"]


async def test_more_than_a_week_is_asked_for_week_by_week(exported: TogglSettings) -> None:
    server = Toggl(WEEK, {"data": []}, WEEK)
    async with connect(exported, server) as toggl:
        worked = await toggl.read(MONDAY, MONDAY + dt.timedelta(days=14))
    spans = [(r.url.params["since"], r.url.params["until"]) for r in server.requests]
    assert spans == [
        ("2026-11-16", "2026-11-22"),
        ("2026-11-23", "2026-11-29"),
        ("2026-11-30", "2026-11-30"),
    ]
    assert {entry.date for entry in worked.entries} == {
        MONDAY,
        TUESDAY,
        dt.date(2026, 11, 30),
        dt.date(2026, 12, 1),
    }


NO_REPORTS: list[Any] = [
    {},
    [],
    {"data": None},
    {"data": [{}]},
    {"data": [{"details": [{"totals": 1}]}]},
]


@pytest.mark.parametrize("report", NO_REPORTS)
async def test_a_report_of_another_shape_is_an_error(exported: TogglSettings, report: Any) -> None:
    async with connect(exported, Toggl(report)) as toggl:
        with pytest.raises(DecodeError, match="weekly report"):
            await toggl.read(MONDAY, FRIDAY)


async def test_an_exported_file_that_is_none_is_named(tmp_path: Path) -> None:
    settings = TogglSettings(workspace=1, email="me@example.com", team=str(tmp_path / "team.json"))
    async with connect(settings, Toggl(WEEK)) as toggl:
        with pytest.raises(ArgumentError, match=r"team\.json is not a list that Toggl exported"):
            await toggl.read(MONDAY, FRIDAY)


# A file


async def test_a_file_becomes_actuals(world: World, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text(
        "date,person,project,minutes\n"
        "2026-11-16,anna@example.com,MOON,60\n"
        "2026-11-16,anna@example.com,MOON,30.5\n"
        "2026-11-17,anna@example.com,,5\n"
        "2026-12-01,anna@example.com,MOON,5\n"
    )
    world.runn.add_person("Anna", email="anna@example.com", role_id=world.role("Developer"))
    link(world, person="Bea", project="Moon", ids=("1", "MOON"))
    assert await sync(world, CsvTime(file, "Custom1")) == [
        "create: not in Runn yet",
        "skip: the task is in no project of CSV",
    ]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 91+0"]
    assert world.of(MONDAY).billable_note == "[CSV 91+0]"


@pytest.mark.parametrize(
    "line", ["", "16.11.2026,anna,MOON,60", "2026-11-16,anna,MOON,an hour", "2026-11-16,anna,MOON"]
)
async def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "hours.csv"
    heading = "date,person,project,minutes" if line else "day,who"
    file.write_text(f"{heading}\n{line or 'x,y'}\n")
    with pytest.raises(DecodeError, match="line 2"):
        await CsvTime(file, "CSV").read(MONDAY, FRIDAY)


async def test_a_source_that_tells_no_time_zone_has_to_be_given_one(
    tmp_path: Path, world: World
) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("date,person,project,minutes\n")
    workflow = Timesheets(CsvTime(file, "Hours"), MONDAY, FRIDAY)
    with pytest.raises(ArgumentError, match="the source does not say whose calendar its days are"):
        await make_plan(workflow, world.accounts)
