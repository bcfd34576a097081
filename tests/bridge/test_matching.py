from typing import Any

import pytest

from runn_client.models import Reference
from runrunit_client.resources.users import Users
from tests.bridge.world import FRIDAY, HOUR, MONDAY, RUNRUNIT, Job, Worker, World, said

MAIL = "anna@example.com"
USER = "anna"


def person(
    name: str, *, email: str | None = None, refers_to: str | None = None, **fields: Any
) -> dict[str, Any]:
    """Somebody in Runn, as an argument for `add_person`."""
    references = {RUNRUNIT: refers_to} if refers_to else {}
    return {"first_name": name, "email": email, "references": references, **fields}


def project(name: str, refers_to: str | None, **fields: Any) -> dict[str, Any]:
    """A project in Runn, as an argument for `runn_project`."""
    return {"name": name, "external_id": refers_to, **fields}


def fill_people(world: World, *people: dict[str, Any]) -> None:
    """These people in Runn; in Runrun.it, the user Anna worked an hour on Monday."""
    moon = world.job("Moon")
    user = world.runrunit.add_user("Anna", MAIL)
    for fields in people:
        world.runn.add_person(last_name="", role_id=world.role("Developer"), **fields)
    world.work(Worker(user, 0), moon, MONDAY, HOUR)


def fill_projects(world: World, *projects: dict[str, Any]) -> None:
    """These projects in Runn; in Runrun.it, Anna worked an hour on Monday on project 101."""
    anna = world.worker("Anna")
    client = world.runrunit.add_client("Orange")
    world.runrunit.add_project("Moon", client, project_id=101)
    for fields in projects:
        world.runn_project(**fields)
    world.work(anna, Job(101, 0), MONDAY, HOUR)


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([person("Right", refers_to=USER)], id="reference"),
        pytest.param([person("Right", email=MAIL)], id="e-mail"),
        pytest.param([person("Right", email=MAIL.upper())], id="e-mail in capitals"),
        pytest.param(
            [person("Wrong", email=MAIL), person("Right", refers_to=USER)],
            id="a reference wins over an e-mail",
        ),
        pytest.param(
            [person("Right", refers_to=USER, email="other@example.com")],
            id="a reference and another e-mail",
        ),
        pytest.param(
            [person("Wrong", email=MAIL, is_archived=True), person("Right", email=MAIL)],
            id="the active one of two with one e-mail",
        ),
        pytest.param(
            [person("Right", email=MAIL, is_archived=True)], id="the only one, though archived"
        ),
        pytest.param(
            [person("Right", email=MAIL), person("Wrong", refers_to="anna-1")],
            id="another's reference does not match in part",
        ),
        pytest.param(
            [person("Right", email=MAIL), person("Wrong", email="joanna@example.com")],
            id="another's e-mail does not match in part",
        ),
    ],
)
async def test_a_person_is_found(world: World, people: list[dict[str, Any]]) -> None:
    fill_people(world, *people)
    await world.sync()
    assert world.recorded() == ["11-16 Right, Moon, Developer: 60+0"]


async def test_a_user_whose_email_is_written_in_capitals_is_found(world: World) -> None:
    fill_people(world, person("Right", email=MAIL))
    world.runrunit.state.users.change(USER, email=MAIL.upper())
    await world.sync()
    assert world.recorded() == ["11-16 Right, Moon, Developer: 60+0"]


@pytest.mark.parametrize(
    ("people", "kind", "words"),
    [
        pytest.param(
            [person("Bea"), person("Cleo", email="cleo@example.com")],
            "conflict",
            ["nobody in Runn refers to anna", MAIL],
            id="nobody",
        ),
        pytest.param(
            [person("Bea", email=MAIL), person("Cleo", email=MAIL)],
            "conflict",
            ["Bea (", "Cleo (", f"have the e-mail {MAIL}"],
            id="one e-mail of two active",
        ),
        pytest.param(
            [
                person("Bea", email=MAIL, is_archived=True),
                person("Cleo", email=MAIL, is_archived=True),
            ],
            "conflict",
            ["Bea (", "Cleo (", f"have the e-mail {MAIL}"],
            id="one e-mail of two archived",
        ),
        pytest.param(
            [person("Bea", refers_to=USER), person("Cleo", refers_to=USER)],
            "conflict",
            ["Bea (", "Cleo (", "refer to anna"],
            id="one reference of two",
        ),
        pytest.param(
            [person("Bea", email=MAIL, refers_to="bea")],
            "conflict",
            ["Bea", MAIL, "refers to bea"],
            id="the e-mail of one who is somebody else",
        ),
        pytest.param(
            [person("Bea", references={"Toggl": USER})],
            "conflict",
            ["nobody in Runn refers to anna"],
            id="a reference to another system",
        ),
        pytest.param([person("Anna")], "conflict", ["nobody in Runn"], id="a name is not enough"),
    ],
)
async def test_who_is_not_found_is_listed_and_nothing_is_written(
    world: World, people: list[dict[str, Any]], kind: str, words: list[str]
) -> None:
    fill_people(world, *people)
    plan = await world.sync()
    (step,) = plan.steps
    assert (step.kind, step.person, step.project, step.minutes) == (kind, "Anna", "Moon", 60)
    assert [word for word in words if word not in step.reason] == []
    assert world.recorded() == []


@pytest.mark.parametrize("hidden", ["empty", "not in the list"])
async def test_without_a_visible_email_only_a_reference_counts(world: World, hidden: str) -> None:
    fill_people(world, person("Bea", email=MAIL), person("Cleo"))
    if hidden == "empty":
        world.runrunit.state.users.change(USER, email="")
    else:  # the report still tells of the user
        world.runrunit.handle(Users.list, lambda call: [])
    assert said(await world.sync()) == [
        "conflict: nobody in Runn refers to anna; the e-mail is not known"
    ]


async def test_people_without_email_are_not_all_the_same(world: World) -> None:
    fill_people(world, person("Bea"), person("Cleo", email=""))
    world.runrunit.state.users.change(USER, email="")
    (step,) = (await world.sync()).steps
    assert step.kind == "conflict"


@pytest.mark.parametrize(
    "projects",
    [
        pytest.param([project("Right", "101")], id="reference"),
        pytest.param([project("Wrong", None), project("Right", "101")], id="one of two"),
        pytest.param(
            [project("Wrong", "1010"), project("Right", "101"), project("Wrong too", "10")],
            id="never in part",
        ),
        pytest.param(
            [project("Wrong", "101", is_template=True), project("Right", "101")],
            id="a template does not count",
        ),
    ],
)
async def test_a_project_is_found(world: World, projects: list[dict[str, Any]]) -> None:
    fill_projects(world, *projects)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Right, Developer: 60+0"]


@pytest.mark.parametrize(
    ("projects", "kind", "words"),
    [
        pytest.param([], "conflict", ["no project in Runn refers to 101"], id="none"),
        pytest.param(
            [project("Moon", None)],
            "conflict",
            ["no project in Runn refers to 101"],
            id="a name is not enough",
        ),
        pytest.param(
            [project("Moon", "101", is_template=True)],
            "conflict",
            ["no project in Runn refers to 101"],
            id="a template alone",
        ),
        pytest.param(
            [project("Base", "101"), project("Site", "101")],
            "conflict",
            ["Base (", "Site (", "refer to 101"],
            id="two",
        ),
    ],
)
async def test_a_project_that_is_not_found_is_listed_and_nothing_is_written(
    world: World, projects: list[dict[str, Any]], kind: str, words: list[str]
) -> None:
    fill_projects(world, *projects)
    plan = await world.sync()
    (step,) = plan.steps
    assert (step.kind, step.person, step.project, step.minutes) == (kind, "Anna", "Moon", 60)
    assert [word for word in words if word not in step.reason] == []
    assert world.recorded() == []


async def test_time_without_a_project_is_listed(world: World) -> None:
    world.work(world.worker("Anna"), None, MONDAY, HOUR)
    plan = await world.sync()
    (step,) = plan.steps
    assert (step.kind, step.project) == ("skip", "without a project")
    assert step.reason == "the task is in no project of Runrun.it"
    assert plan.totals["Of that, not to be placed in Runn"] == "60 min"


async def test_both_reasons_are_told_where_person_and_project_are_unknown(world: World) -> None:
    fill_people(world)
    for project_id in world.runn.state.projects:
        world.runn.state.projects.change(project_id, references=[])
    assert said(await world.sync()) == [
        f"conflict: nobody in Runn refers to anna or has the e-mail {MAIL}; "
        "no project in Runn refers to 1"
    ]


async def test_an_unknown_person_does_not_keep_others_from_being_written(world: World) -> None:
    fill_people(world, person("Right", email=MAIL))
    nobody = Worker(world.runrunit.add_user("Nobody", "nobody@example.com"), 0)
    world.work(nobody, Job(1, 0), MONDAY, HOUR)
    plan = await world.sync()
    assert [step.kind for step in plan.steps] == ["create", "conflict"]
    assert world.recorded() == ["11-16 Right, Moon, Developer: 60+0"]


async def test_what_is_recorded_for_two_with_one_email_is_not_set_to_0(world: World) -> None:
    fill_people(world, person("Bea", email=MAIL), person("Cleo", email=MAIL))
    world.unwork(*world.runrunit.state.manual_work_periods)
    for person_id in world.runn.state.people:
        world.record(
            Worker(USER, person_id), Job(1, next(iter(world.runn.state.projects))), MONDAY, 60
        )
    assert (await world.plan()).steps == ()


async def test_what_is_recorded_on_two_projects_with_one_reference_is_not_set_to_0(
    world: World,
) -> None:
    fill_projects(world, project("Base", "101"), project("Site", "101"))
    world.unwork(*world.runrunit.state.manual_work_periods)
    anna = Worker(USER, next(iter(world.runn.state.people)))
    for project_id in world.runn.state.projects:
        world.record(anna, Job(101, project_id), MONDAY, 60)
    assert (await world.plan()).steps == ()


@pytest.mark.parametrize("table", ["people", "projects"])
@pytest.mark.parametrize(
    ("name", "external_id"),
    [
        (RUNRUNIT, " {}"),
        (RUNRUNIT, "{} "),
        ("runrun.it", "{}"),
        ("Runrunit", "{}"),
        (" Runrun.it", "{}"),
    ],
)
async def test_a_reference_that_nearly_matches_does_not_and_is_told(
    world: World, table: str, name: str, external_id: str
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, MONDAY, HOUR)
    state = world.runn.state
    written = external_id.format(anna.user if table == "people" else moon.source)
    near = [Reference(reference_name=name, external_id=written)]
    if table == "people":
        state.people.change(anna.person, references=near)
    else:
        state.projects.change(moon.project, references=near)
    (step,) = (await world.sync()).steps
    assert step.kind == "conflict"
    assert step.reason.endswith(f"has {written!r} under {name!r}, which is not the same")


async def test_two_users_with_one_email_are_not_summed(world: World) -> None:
    moon = world.job("Moon")
    world.runn.add_person("Anna", "", email=MAIL, role_id=world.role("Developer"))
    for name in ("Anna", "Anna Again"):
        world.work(Worker(world.runrunit.add_user(name, MAIL), 0), moon, MONDAY, HOUR)
    reason = f"conflict: anna and anna-again all have the e-mail {MAIL}"
    assert said(await world.sync()) == [reason, reason]


async def test_what_is_to_be_linked_is_one_line_however_many_days_it_has(world: World) -> None:
    site = world.job("Site")
    for name in ("Anna", "Bea"):
        worker = world.worker(name)
        for day in (MONDAY, FRIDAY):
            world.work(worker, site, day, HOUR)
    world.runn.state.projects.change(site.project, references=[])
    plan = await world.sync()
    (step,) = plan.steps
    assert (step.date, step.person, step.project, step.minutes) == (MONDAY, "2 people", "Site", 240)
    assert step.reason == f"no project in Runn refers to {site.source}; 2 days until 2026-11-20"
    assert plan.totals["Nothing is linked"] == "no project in Runn has a reference 'Runrun.it'"


@pytest.mark.parametrize(("hours", "kinds"), [(24, ["create"] * 2), (25, ["conflict"] * 2)])
async def test_more_than_the_hours_of_a_day_are_for_people(
    world: World, hours: int, kinds: list[str]
) -> None:
    anna = world.worker("Anna")
    world.work(anna, world.job("Moon"), MONDAY, 20 * HOUR)
    world.work(anna, world.job("Site"), MONDAY, (hours - 20) * HOUR)
    plan = await world.sync()
    assert [step.kind for step in plan.steps] == kinds
    if hours > 24:
        assert plan.steps[0].reason == "25 h 00 min 00 s on a day of 24 hours"
