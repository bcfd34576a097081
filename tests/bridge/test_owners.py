"""Whose an actual is: what people typed, edited or split stays as it is."""

from typing import Any

import pytest

from bridge.timesheets.owners import Owners
from bridge.timesheets.recorded import Recorded, marked, marks
from clientcore import ArgumentError
from tests.bridge.world import FRIDAY, HOUR, MONDAY, TUESDAY, World, said


async def test_what_is_written_is_marked(world: World) -> None:
    world.work(world.worker("Anna"), world.job("Moon"), MONDAY, HOUR)
    world.work(world.worker("Bea"), world.job("Site", pricing_model="nb"), MONDAY, HOUR)
    await world.sync()
    rows = world.runn.state.actuals.values()
    assert sorted((row.billable_note or "", row.nonbillable_note or "") for row in rows) == [
        ("", "[Runrun.it 0+60]"),
        ("[Runrun.it 60+0]", ""),
    ]


@pytest.mark.parametrize(
    ("note", "after"),
    [
        ("", "[Runrun.it 60+0]"),
        ("Airlock", "Airlock [Runrun.it 60+0]"),
        ("Airlock [Runrun.it 30+0]", "Airlock [Runrun.it 60+0]"),
        ("[Runrun.it 30+0] Airlock", "Airlock [Runrun.it 60+0]"),
        ("[Runrun.it 30+0] and [Toggl 1+0]", "and [Toggl 1+0] [Runrun.it 60+0]"),
    ],
)
def test_a_mark_is_put_behind_what_people_noted(note: str, after: str) -> None:
    row = Recorded(
        date=MONDAY, person_id=1, project_id=2, role_id=3, billable=60, billable_note=note or None
    )
    assert marked(row, "Runrun.it").billable_note == after


@pytest.mark.parametrize("text", ["[Runrun.it 60 + 0]", "[Runrun.it 60]", "Runrun.it 60+0", ""])
def test_what_is_not_quite_a_mark_is_none(text: str) -> None:
    row = Recorded(date=MONDAY, person_id=1, project_id=2, role_id=3, billable_note=text)
    assert marks(row, "Runrun.it") == []


@pytest.mark.parametrize(
    ("minutes", "note", "owner"),
    [
        (60, "[Runrun.it 60+0]", "ours"),
        (60, "Airlock [Runrun.it 60+0]", "ours"),
        (61, "[Runrun.it 60+0]", "edited"),
        (0, "[Runrun.it 60+0]", "edited"),
        (60, "[Runrun.it 60+0] [Runrun.it 60+0]", "edited"),
        (60, "[Toggl 60+0]", "foreign"),
        (60, "", "foreign"),
        (0, "was ill", "foreign"),
        (0, "", "nobody"),
    ],
)
def test_whose_it_is(minutes: int, note: str, owner: str) -> None:
    row = Recorded(
        date=MONDAY, person_id=1, project_id=2, role_id=3, billable=minutes, billable_note=note
    )
    assert Owners("Runrun.it").of(row) == owner
    assert Owners("Runrun.it", alone=True).of(row) == "ours"


async def test_what_people_typed_is_not_set_to_0(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 120)
    world.work(anna, moon, TUESDAY, HOUR)
    plan = await world.sync(prune=True)
    assert said(plan) == ["create: not in Runn yet"]
    assert world.recorded()[0] == "11-16 Anna, Moon, Developer: 120+0"
    assert plan.totals["Typed in Runn by people, and theirs"] == "2 h 00 min 00 s"


@pytest.mark.parametrize("seconds", [HOUR, 3 * HOUR])
async def test_what_people_typed_is_a_conflict_where_the_source_has_another_sum(
    world: World, seconds: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 120)
    world.work(anna, moon, MONDAY, seconds)
    reason = f"typed by hand: Runn has 120, Runrun.it {seconds // 60}"
    assert said(await world.sync()) == [f"conflict: {reason}"]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 120+0"]


async def test_what_we_wrote_and_somebody_changed_is_a_conflict(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.work(anna, moon, MONDAY, 8 * HOUR)
    await world.sync()
    world.runn.state.actuals.change(world.of(MONDAY).id, billable_minutes=300)
    reason = "changed by hand from 480: Runn has 300, Runrun.it 480"
    assert said(await world.sync()) == [f"conflict: {reason}"]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 300+0"]


@pytest.mark.parametrize(
    "other", [{"role": "Designer"}, {"workstream_id": 7}], ids=["roles", "workstreams"]
)
@pytest.mark.parametrize("minutes", [479, 481])
async def test_a_split_that_people_made_is_theirs(
    world: World, other: dict[str, Any], minutes: int
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 240)
    world.record(anna, moon, MONDAY, 240, **other)
    world.work(anna, moon, MONDAY, minutes * 60)
    before = world.table()
    assert [step.kind for step in (await world.sync()).steps] == ["conflict"]
    assert world.table() == before


@pytest.mark.parametrize(
    "other", [{"role": "Designer"}, {"workstream_id": 7}], ids=["roles", "workstreams"]
)
@pytest.mark.parametrize(
    ("minutes", "after"), [(481, [240, 241]), (479, [239, 240]), (240, [120, 120]), (3, [1, 2])]
)
async def test_a_split_of_ours_takes_only_the_difference(
    world: World, other: dict[str, Any], minutes: int, after: list[int]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 240)
    world.wrote(anna, moon, MONDAY, 240, **other)
    world.work(anna, moon, MONDAY, minutes * 60)
    await world.sync()
    assert sorted(row["billable_minutes"] for row in world.table()) == after


# What is named


@pytest.mark.parametrize(
    ("chosen", "taken"), [("all", "AB"), ("Anna", "A"), ("Moon", "AB"), ("Site", "")]
)
async def test_what_is_named_is_taken_over(world: World, chosen: str, taken: str) -> None:
    anna, bea, moon = world.worker("Anna"), world.worker("Bea"), world.job("Moon")
    world.job("Site")
    for worker in (anna, bea):
        world.record(worker, moon, MONDAY, 120, billable_note="Typed")
        world.work(worker, moon, MONDAY, HOUR)
    await world.sync(take_over=frozenset({chosen}))
    rows = {line[6]: line[-4:] for line in world.recorded()}
    assert rows == {name: "60+0" if name in taken else "20+0" for name in "AB"}
    notes = [row["billable_note"] for row in world.table()]
    assert notes.count("Typed [Runrun.it 60+0]") == len(taken)


async def test_what_was_edited_is_taken_over_too(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    row = world.wrote(anna, moon, MONDAY, 60)
    world.runn.state.actuals.change(row.id, billable_minutes=20)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync(take_over=frozenset({"all"}))
    assert world.table()[0]["billable_note"] == "[Runrun.it 60+0]"


async def test_what_is_named_is_adopted_where_its_sum_is_right_and_only_there(
    world: World,
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 60, billable_note="Airlock")
    world.record(anna, moon, TUESDAY, 61)
    for day in (MONDAY, TUESDAY):
        world.work(anna, moon, day, HOUR)
    plan = await world.sync(adopt=frozenset({"all"}))
    assert [step.kind for step in plan.steps] == ["update", "conflict"]
    notes = {row["date"]: row["billable_note"] for row in world.table()}
    assert notes == {MONDAY: "Airlock [Runrun.it 60+0]", TUESDAY: None}


async def test_what_is_planned_as_billable_and_is_not_is_not_adopted(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 0, 60)
    world.work(anna, moon, MONDAY, HOUR)
    assert (await world.sync(adopt=frozenset({"all"}))).steps == ()


@pytest.mark.parametrize("option", ["take_over", "adopt"])
async def test_a_name_that_nobody_has_is_refused(world: World, option: str) -> None:
    world.worker("Anna")
    options: dict[str, Any] = {option: frozenset({"Anna", "Ana"})}
    with pytest.raises(ArgumentError, match="'Ana'"):
        await world.plan(**options)


async def test_where_the_source_is_alone_all_is_ours_and_nothing_is_marked(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.record(anna, moon, MONDAY, 120, billable_note="Typed")
    world.record(anna, moon, FRIDAY, 120)
    world.work(anna, moon, MONDAY, HOUR)
    world.work(anna, moon, TUESDAY, HOUR)
    await world.sync(alone=True, prune=True)
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 60+0",
        "11-17 Anna, Moon, Developer: 60+0",
        "11-20 Anna, Moon, Developer: 0+0",
    ]
    assert sorted(str(row["billable_note"]) for row in world.table()) == ["None", "None", "Typed"]
