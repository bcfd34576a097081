import pytest

from tests.bridge.world import (
    FRIDAY,
    HOUR,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    World,
    said,
)

WEEK = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
CHANGED_ON_WEDNESDAY = [
    "11-16 Anna, Moon, Developer: 60+0",
    "11-17 Anna, Moon, Developer: 60+0",
    "11-18 Anna, Moon, Lead: 60+0",
    "11-19 Anna, Moon, Lead: 60+0",
    "11-20 Anna, Moon, Lead: 60+0",
]


@pytest.mark.parametrize(
    ("members", "planned", "contract", "role"),
    [
        pytest.param(["Lead"], ["Tester"], "Developer", "Lead", id="membership first"),
        pytest.param([], ["Tester"], "Developer", "Tester", id="then assignments of the day"),
        pytest.param([], [], "Developer", "Developer", id="then the contract"),
        pytest.param([], ["Tester", "Lead"], "Lead", "Lead", id="two assignments: the contract"),
        pytest.param(["Lead", "Tester"], ["Tester"], "Lead", "Tester", id="one of two planned"),
        pytest.param(["Lead", "Tester"], [], "Tester", "Tester", id="one of two by contract"),
        pytest.param(
            ["Lead", "Tester"], ["Lead", "Tester"], "Lead", "Lead", id="both planned: the contract"
        ),
        pytest.param(
            ["Lead", "Tester"], ["Developer"], "Lead", "Lead", id="planned as neither: the contract"
        ),
    ],
)
async def test_the_role_is_that_of(
    world: World, members: list[str], planned: list[str], contract: str, role: str
) -> None:
    anna, moon = world.worker("Anna", contract), world.job("Moon")
    world.member(anna, moon, *members)
    for name in planned:
        world.assign(anna, moon, name, MONDAY, MONDAY)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == [f"11-16 Anna, Moon, {role}: 60+0"]


async def test_assignments_and_memberships_of_other_people_and_projects_do_not_count(
    world: World,
) -> None:
    anna, bea = world.worker("Anna"), world.worker("Bea")
    moon, site = world.job("Moon"), world.job("Site")
    world.member(anna, site, "Lead")
    world.member(bea, moon, "Lead")
    world.assign(anna, site, "Tester", MONDAY, FRIDAY)
    world.assign(bea, moon, "Tester", MONDAY, FRIDAY)
    world.assign(anna, moon, "Tester", TUESDAY, FRIDAY)
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


@pytest.mark.parametrize(
    ("members", "contract", "reason"),
    [
        ([], None, "has no role: no member, no assignment that day, no contract in force"),
        (
            ["Lead", "Tester"],
            "Developer",
            "has the roles Lead and Tester on the project, and no assignment decides",
        ),
    ],
)
async def test_a_role_that_nothing_decides_is_a_conflict(
    world: World, members: list[str], contract: str | None, reason: str
) -> None:
    anna, moon = world.worker("Anna", contract), world.job("Moon")
    world.member(anna, moon, *members)
    world.work(anna, moon, MONDAY, HOUR)
    plan = await world.sync()
    assert said(plan) == [f"conflict: {reason}"]
    assert world.recorded() == []


async def test_a_contract_that_is_not_in_force_that_day_does_not_count(world: World) -> None:
    anna, moon = world.worker("Anna", None), world.job("Moon")
    world.contract(anna, "Developer", TUESDAY)
    world.work(anna, moon, MONDAY, HOUR)
    world.work(anna, moon, TUESDAY, HOUR)
    plan = await world.sync()
    assert [step.kind for step in plan.steps] == ["conflict", "create"]
    assert world.recorded() == ["11-17 Anna, Moon, Developer: 60+0"]


@pytest.mark.parametrize("members", [[], ["Developer", "Lead"]])
async def test_a_new_contract_changes_the_role_from_its_first_day_on(
    world: World, members: list[str]
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.member(anna, moon, *members)
    world.contract(anna, "Lead", WEDNESDAY)
    for day in WEEK:
        world.work(anna, moon, day, HOUR)
    await world.sync()
    assert world.recorded() == CHANGED_ON_WEDNESDAY


async def test_with_two_memberships_the_assignments_of_the_day_decide(world: World) -> None:
    anna, moon = world.worker("Anna", None), world.job("Moon")
    world.member(anna, moon, "Developer", "Lead")
    world.assign(anna, moon, "Developer", MONDAY, TUESDAY)
    world.assign(anna, moon, "Lead", WEDNESDAY, FRIDAY)
    for day in WEEK:
        world.work(anna, moon, day, HOUR)
    await world.sync()
    assert world.recorded() == CHANGED_ON_WEDNESDAY


@pytest.mark.parametrize("planned", [True, False])
async def test_what_is_recorded_keeps_its_role_whatever_is_planned_now(
    world: World, planned: bool
) -> None:
    anna, moon = world.worker("Anna", "Lead"), world.job("Moon")
    world.member(anna, moon, "Developer", "Lead")
    if planned:
        world.assign(anna, moon, "Lead", MONDAY, MONDAY)
    world.wrote(anna, moon, MONDAY, 30, role="Developer")
    world.work(anna, moon, MONDAY, HOUR)
    await world.sync()
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


async def test_recorded_days_keep_their_role_after_a_change(world: World) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.member(anna, moon, "Developer")
    for day in WEEK:
        world.work(anna, moon, day, HOUR)
    await world.sync()
    world.contract(anna, "Lead", MONDAY)
    world.member(anna, moon, "Lead")
    world.work(anna, moon, TUESDAY, HOUR)
    await world.sync()
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 60+0",
        "11-17 Anna, Moon, Developer: 120+0",
        "11-18 Anna, Moon, Developer: 60+0",
        "11-19 Anna, Moon, Developer: 60+0",
        "11-20 Anna, Moon, Developer: 60+0",
    ]


async def test_what_is_recorded_in_a_role_that_the_person_has_no_more_stays_there(
    world: World,
) -> None:
    anna, moon = world.worker("Anna"), world.job("Moon")
    world.member(anna, moon, "Lead")
    world.wrote(anna, moon, MONDAY, 30, role="Developer")
    world.work(anna, moon, MONDAY, HOUR)
    plan = await world.sync()
    assert said(plan) == ["update: Runrun.it has more"]
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 60+0"]


async def test_a_removed_day_needs_no_role_to_be_set_to_0(world: World) -> None:
    anna, moon = world.worker("Anna", None), world.job("Moon")
    world.wrote(anna, moon, MONDAY, 60)
    world.work(anna, None, TUESDAY, HOUR)
    await world.sync(prune=True)
    assert world.recorded() == ["11-16 Anna, Moon, Developer: 0+0"]


@pytest.mark.parametrize("contract", ["Developer", None])
async def test_minutes_tell_the_recorded_role_and_zeros_do_not(
    world: World, contract: str | None
) -> None:
    anna, moon = world.worker("Anna", contract), world.job("Moon")
    world.member(anna, moon, "Developer", "Lead")
    world.record(anna, moon, MONDAY, 0, role="Developer")
    world.wrote(anna, moon, MONDAY, 60, role="Lead")
    world.work(anna, moon, MONDAY, 2 * HOUR)
    await world.sync()
    assert world.recorded() == [
        "11-16 Anna, Moon, Developer: 0+0",
        "11-16 Anna, Moon, Lead: 120+0",
    ]
