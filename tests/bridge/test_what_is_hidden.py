from typing import Any, cast

import pytest
from attrs import evolve

from clientcore import DecodeError
from runn_client.resources.actuals import Actuals
from runn_client.resources.contracts import Contracts
from runn_client.resources.people import People
from runrunit_client.resources.reports import Reports
from tests.bridge.world import FRIDAY, HOUR, MONDAY, World

META = {"period_start": "2026-11-16", "period_end": "2026-11-20", "unit": "day"}


@pytest.mark.parametrize("hidden", ["user", "project"])
@pytest.mark.parametrize("left", [0, HOUR])
async def test_what_a_hidden_one_of_two_sources_gave_is_not_taken_away(
    world: World, hidden: str, left: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    freelancer, annex = world.worker("Freelancer", also=anna), world.job("Annex", also=moon)
    if left:
        world.work(anna, moon, MONDAY, left)
    if hidden == "user":
        entry = world.work(freelancer, moon, MONDAY, 2 * HOUR)
    else:
        entry = world.work(anna, annex, MONDAY, 2 * HOUR)
    await world.sync()
    before = world.recorded()
    world.unwork(entry)
    if hidden == "user":
        world.runrunit.state.users.remove(freelancer.user)
    else:
        world.runrunit.state.projects.remove(annex.source)
    await world.sync()
    assert world.recorded() == before


@pytest.mark.parametrize("left", [0, HOUR])
async def test_what_one_of_two_sources_gave_is_not_taken_away_while_that_one_is_in_conflict(
    world: World, left: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    annex = world.job("Annex", also=moon)
    world.work(anna, annex, MONDAY, 2 * HOUR)
    if left:
        world.work(anna, moon, MONDAY, left)
    await world.sync()
    before = world.recorded()
    world.runn_project("Other", str(annex.source))  # somebody enters the reference once more
    plan = await world.sync()
    assert len(plan.of("conflict")) == 1
    assert world.recorded() == before


@pytest.mark.parametrize("field", ["date", "user_id", "project_id", "time"])
async def test_a_report_that_cannot_be_read_sets_nothing_to_0(world: World, field: str) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    world.source = world.runrunit.client(strict=False)
    row = {"date": "2026-11-16", "user_id": anna.user, "project_id": moon.source, "time": 3600}
    meta = {"period_start": "2026-11-16", "period_end": "2026-11-20", "unit": "day"}
    report: dict[str, Any] = {"meta": meta, "result": [{**row, field: {}}]}
    world.runrunit.handle(Reports.time_worked, lambda call: report)
    with pytest.raises(DecodeError):
        await world.plan()


async def test_days_that_the_report_does_not_cover_are_left_alone(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    for day in (MONDAY, FRIDAY):
        world.wrote(anna, moon, day, 60)
    meta = {"period_start": "2026-11-17", "period_end": "2026-11-20", "unit": "day"}
    row = {"date": "2026-11-17", "user_id": anna.user, "project_id": moon.source, "time": 3600}
    answer: dict[str, Any] = {"meta": meta, "result": [row]}
    world.source = world.runrunit.client(strict=False)
    world.runrunit.handle(Reports.time_worked, lambda call: answer)
    plan = await world.plan(prune=True)
    assert [(step.date, step.minutes) for step in plan.of("clear")] == [(FRIDAY, 0)]


@pytest.mark.parametrize("field", ["billable_minutes", "person_id", "project_id", "role_id"])
async def test_actuals_that_cannot_be_read_are_not_planned_over(world: World, field: str) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.record(anna, moon, MONDAY, 60)
    world.work(anna, moon, MONDAY, HOUR)
    broken = evolve(row, **{field: cast("Any", "?")})
    world.runn.handle(Actuals.list, lambda call: [broken])
    world.target = world.runn.client(strict=False)
    with pytest.raises(DecodeError, match="Actual"):
        await world.plan()


async def test_a_contract_that_cannot_be_read_is_an_error_of_the_sdk(world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    [contract] = world.runn.state.contracts.values()
    broken = evolve(contract, start_date=cast("Any", None))
    world.runn.handle(Contracts.list, lambda call: [broken])
    world.target = world.runn.client(strict=False)
    with pytest.raises(DecodeError, match="Contract"):
        await world.plan()


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"result": []},
        {"meta": None, "result": []},
        {"meta": {}, "result": []},
        {"meta": META},
        {"meta": META, "result": None},
        {"meta": META, "result": [None]},
        {"meta": META, "result": [{"date": "2026-11-16", "user_id": "anna", "project_id": 1}]},
        {"meta": META, "result": [], "others": [{"date": "2026-11-16"}]},
    ],
    ids=str,
)
async def test_a_report_of_another_shape_is_an_error_of_the_sdk(
    world: World, report: dict[str, Any]
) -> None:
    world.source = world.runrunit.client(strict=False)
    world.runrunit.handle(Reports.time_worked, lambda call: report)
    with pytest.raises(DecodeError):
        await world.plan()


async def test_a_time_that_is_less_than_none_is_an_error_of_the_sdk(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = {"date": "2026-11-16", "user_id": anna.user, "project_id": moon.source, "time": -60}
    world.source = world.runrunit.client(strict=False)
    world.runrunit.handle(Reports.time_worked, lambda call: {"meta": META, "result": [row]})
    with pytest.raises(DecodeError, match="-60 seconds on 2026-11-16"):
        await world.plan()


async def test_an_actual_of_somebody_who_is_not_listed_is_left_alone(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 60)
    world.runn.handle(People.list, lambda call: [])
    assert (await world.plan(prune=True)).steps == ()
