import datetime as dt
from collections import Counter

from tests.bridge.world import BULK, World

PEOPLE = 200
PROJECTS = 20
FIRST = dt.date(2026, 10, 26)
LAST = dt.date(2026, 11, 20)
DAYS = [day for n in range(26) if (day := FIRST + dt.timedelta(n)).weekday() < 5]


def four_weeks() -> World:
    """200 people work on all of 20 working days: 4,000 actuals on 20 projects."""
    world = World(enforce_limit=True)
    jobs = [world.job(f"Job {number}") for number in range(PROJECTS)]
    for number in range(PEOPLE):
        worker = world.worker(f"Worker {number}")
        for day in DAYS:
            world.work(worker, jobs[number % PROJECTS], day, 8 * 3600 + number)
    return world


async def test_4000_actuals_take_40_writes_and_the_second_plan_is_empty() -> None:
    world = four_weeks()

    plan = await world.plan(FIRST, LAST)
    assert len(plan.changes) == len(plan.steps) == PEOPLE * len(DAYS) == 4000
    assert requests(world) == {
        # Runrun.it: 100 rows a page
        "users.me": 1,
        "users.list": 3,  # 201 users
        "projects.list": 1 + 1,  # in both
        "reports.time_worked": 1,
        # Runn: 200 or 500 rows a page
        "me.get": 1,  # what time it is there
        "people.list": 1,
        "contracts.list": 1,
        "project_members.list": 1,
        "assignments.list": 1,
        "actuals.list": 1,
        "roles.list": 1,
        "projects.get_timesheet_lock": PROJECTS,
    }

    outcome = await world.apply(plan)
    assert (len(outcome.written), outcome.refused) == (4000, [])
    # Before each bulk, what was changed since: of its own project, and so never more than a page
    assert requests(world) == {BULK: 40, "actuals.list": 40, "me.get": 1}
    assert len(world.runn.state.actuals) == 4000

    again = await world.plan(FIRST, LAST)
    assert (again.steps, again.unchanged) == ((), 4000)
    asked = requests(world)
    assert asked["actuals.list"] == 8  # 4,000 actuals, 500 a page
    assert asked["projects.get_timesheet_lock"] == 0  # nothing is to be written
    assert sum(asked.values()) == 21

    assert world.clock.slept == [60]  # 134 requests to Runn are more than it takes in a minute


def requests(world: World) -> Counter[str]:
    """What was asked since the last time, all of it with success."""
    calls = [*world.runrunit.calls, *world.runn.calls]
    world.runrunit.calls.clear()
    world.runn.calls.clear()
    assert {call.status for call in calls} == {200}
    return Counter(call.operation for call in calls)
