import pytest

from bridge.apply import AllRefusedError, apply
from bridge.timesheets import TimesheetStep
from bridge.workflow import Outcome
from clientcore import PermissionDeniedError, ServerError
from clientcore.sandbox import Status
from tests.bridge.world import BULK, HOUR, MONDAY, TUESDAY, Job, NoFault, Worker, World

TENTATIVE = "Actuals cannot be on a tentative project."


def work_of(world: World, names: str) -> dict[str, tuple[Worker, Job]]:
    """An hour on Monday of each of these people, each on a project of their own."""
    made = {name: (world.worker(name), world.job(f"{name}'s")) for name in names}
    for worker, job in made.values():
        world.work(worker, job, MONDAY, HOUR)
    return made


def who(world: World) -> str:
    """Who has something recorded: the names, which are one letter each."""
    return "".join(line[6] for line in world.recorded())


def bulk_sizes(world: World) -> list[int]:
    return [len(bulk) for bulk in world.bulks]


@pytest.mark.parametrize(
    ("everybody", "bad", "good"),
    [("ABC", "B", "AC"), ("ABC", "A", "BC"), ("ABC", "C", "AB"), ("ABCDE", "ACE", "BD")],
)
async def test_rows_that_runn_refuses_are_listed_and_the_others_are_written(
    world: World, everybody: str, bad: str, good: str
) -> None:
    made = work_of(world, everybody)
    plan = await world.plan()
    for name in bad:
        world.runn.state.projects.change(made[name][1].project, is_confirmed=False)
    outcome = await world.apply(plan)
    assert [(r.step.person, r.reason) for r in outcome.refused] == [(b, TENTATIVE) for b in bad]
    assert "".join(step.person for step in outcome.written) == good
    assert who(world) == good
    assert bulk_sizes(world) == [len(everybody), len(good)]


async def test_each_refused_row_has_its_own_reason(world: World) -> None:
    made = work_of(world, "ABCD")
    plan = await world.plan()
    state = world.runn.state
    state.projects.change(made["A"][1].project, is_confirmed=False)
    state.people.remove(made["C"][0].person)
    state.projects.change(made["D"][1].project, pricing_model="nb")
    outcome = await world.apply(plan)
    assert {r.step.person: r.reason for r in outcome.refused} == {
        "A": TENTATIVE,
        "C": f"Person with id {made['C'][0].person} not found.",
        "D": "Cannot add billable minutes to non-billable project",
    }
    assert who(world) == "B"


async def test_when_all_rows_are_refused_nothing_is_written_and_nothing_asked_again(
    world: World,
) -> None:
    made = work_of(world, "ABC")
    plan = await world.plan()
    for _, job in made.values():
        world.runn.state.projects.change(job.project, is_confirmed=False)
    outcome = await world.apply(plan)
    assert [r.reason for r in outcome.refused] == [TENTATIVE] * 3
    assert outcome.written == []
    assert bulk_sizes(world) == [3]


@pytest.mark.parametrize(
    ("message", "reasons"),
    [
        ("{ actuals[1]: 'no' }", {"B": "no"}),
        ("{ actuals[0]: 'one, two', actuals[2]: 'three' }", {"A": "one, two", "C": "three"}),
        ("{ actuals[1]: 'it's \"Moon, Base\", not Site' }", {"B": 'it\'s "Moon, Base", not Site'}),
        ('{ actuals[1]: "it\'s closed" }', {"B": "it's closed"}),
        ("{ actuals[0]: 'not \"Moon\"', actuals[2]: 'a {b}' }", {"A": 'not "Moon"', "C": "a {b}"}),
        ("{actuals[0]:'a',\n  actuals[1] : 'b'}", {"A": "a", "B": "b"}),
        ("{ actuals[2]: 'c', actuals[0]: 'a' }", {"A": "a", "C": "c"}),
        ("actuals[1]: no quotes, no braces", {"B": "no quotes, no braces"}),
        ("{ actuals[1]: '' }", {"B": "refused"}),
    ],
)
async def test_reasons_are_read_out_of_runns_one_text(
    world: World, message: str, reasons: dict[str, str]
) -> None:
    work_of(world, "ABC")
    world.runn.inject(Status(400, message), operation=BULK)
    outcome = await world.apply(await world.plan())
    assert {r.step.person: r.reason for r in outcome.refused} == reasons
    assert who(world) == "".join(name for name in "ABC" if name not in reasons)


def work_on_one(world: World, names: str) -> Job:
    """An hour on Monday of each of these people, all on one project."""
    moon = world.job("Moon")
    for name in names:
        world.work(world.worker(name), moon, MONDAY, HOUR)
    return moon


@pytest.mark.parametrize("message", ["Bad Request", "", "{ actuals[999]: 'no' }"])
@pytest.mark.parametrize("everybody", ["AB", "ABC", "ABCDEFG"])
async def test_a_bulk_that_is_refused_without_naming_its_rows_goes_in_halves(
    world: World, message: str, everybody: str
) -> None:
    work_on_one(world, everybody)
    world.runn.inject(Status(400, message), operation=BULK)
    outcome = await world.apply(await world.plan())
    assert outcome.refused == []
    assert who(world) == everybody
    half = len(everybody) // 2
    assert bulk_sizes(world) == [half, len(everybody) - half]


async def test_it_goes_project_by_project_before_it_goes_in_halves(world: World) -> None:
    for name in "ABC":
        job = world.job(f"{name}'s")
        for number in range(5):
            world.work(world.worker(f"{name}{number}"), job, MONDAY, HOUR)
    world.runn.inject(Status(400, "Bad Request"), operation=BULK)
    await world.apply(await world.plan())
    assert bulk_sizes(world) == [5, 5, 5]


@pytest.mark.parametrize(("refusals", "bad"), [(3, "A"), (4, "AB")])
async def test_rows_are_refused_one_by_one_at_last_where_none_is_named(
    world: World, refusals: int, bad: str
) -> None:
    work_on_one(world, "ABCD")
    world.runn.inject(Status(400, "Bad Request"), operation=BULK, times=refusals)
    outcome = await world.apply(await world.plan())
    # Refused: all four, the first two, the first one; then perhaps the second, which is enough
    left = "BCD" if bad == "A" else ""
    assert [r.step.person for r in outcome.refused] == list("A" if left else "ABCD")
    assert {r.reason for r in outcome.refused} == {"Bad Request"}
    assert who(world) == left


async def test_a_hundred_rows_that_are_all_refused_cost_ten_requests(world: World) -> None:
    work_on_one(world, "A")
    moon = world.job("Site")
    for number in range(100):
        world.work(world.worker(f"W{number}"), moon, TUESDAY, HOUR)
    plan = await world.plan()
    world.runn.inject(Status(400, "Bad Request"), operation=BULK, times=1000)
    outcome = Outcome[TimesheetStep]()
    with pytest.raises(AllRefusedError, match="whatever is written is refused: Bad Request"):
        await apply(plan, world.timesheets().writer(world.accounts, plan), outcome)
    asked = [call.operation for call in world.runn.calls].count(BULK)
    assert asked <= 10
    assert len(outcome.refused) + len(outcome.left) == len(plan.changes)
    assert outcome.written == []


async def test_what_was_refused_is_told_though_a_later_bulk_fails(world: World) -> None:
    anna = world.worker("Anna")
    for other in range(150):
        world.work(anna, world.job(f"Job {other}"), MONDAY, 60)
    plan = await world.plan()
    world.runn.inject(Status(400, "{ actuals[7]: 'no' }"), operation=BULK)
    world.runn.inject(NoFault(), operation=BULK)
    world.runn.inject(Status(500), operation=BULK, times=5)
    outcome = Outcome[TimesheetStep]()
    with pytest.raises(ServerError):
        await apply(plan, world.timesheets().writer(world.accounts, plan), outcome)
    assert [refusal.reason for refusal in outcome.refused] == ["no"]
    assert (len(outcome.written), len(outcome.left)) == (99, 50)


async def test_a_refused_step_is_planned_again(world: World) -> None:
    work_of(world, "AB")
    world.runn.inject(Status(400, "{ actuals[0]: 'busy' }"), operation=BULK)
    await world.apply(await world.plan())
    assert [step.person for step in (await world.plan()).changes] == ["A"]
    await world.sync()
    assert who(world) == "AB"


@pytest.mark.parametrize("status", [403, 500])
async def test_what_is_no_refusal_of_rows_stops_it(world: World, status: int) -> None:
    work_of(world, "ABC")
    world.runn.inject(Status(status), operation=BULK, times=5)
    with pytest.raises((PermissionDeniedError, ServerError)):
        await world.apply(await world.plan())
    assert world.recorded() == []


def split_day(world: World, worker: Worker, job: Job) -> None:
    """A day that is recorded in two roles and has become shorter: two steps."""
    world.wrote(worker, job, MONDAY, 60)
    world.wrote(worker, job, MONDAY, 60, role="Lead")
    world.work(worker, job, MONDAY, HOUR)


@pytest.mark.parametrize("bad_row", [1, 2])
async def test_steps_that_belong_together_are_refused_together(world: World, bad_row: int) -> None:
    work_of(world, "A")
    split_day(world, world.worker("B"), world.job("B's"))
    work_of(world, "C")
    before = world.recorded()
    world.runn.inject(Status(400, f"{{ actuals[{bad_row}]: 'no' }}"), operation=BULK)
    outcome = await world.apply(await world.plan())
    assert [(r.step.person, r.reason) for r in outcome.refused] == [("B", "no"), ("B", "no")]
    assert [step.person for step in outcome.written] == ["A", "C"]
    assert set(before) < set(world.recorded())
    assert who(world) == "ABBC"


async def test_steps_that_belong_together_stay_together_in_halves(world: World) -> None:
    moon = world.job("Moon")
    for name in "ABC":
        split_day(world, world.worker(name), moon)
    world.runn.inject(Status(400, "Bad Request"), operation=BULK)
    await world.apply(await world.plan())
    assert bulk_sizes(world) == [2, 4]
    assert all(len({row["personId"] for row in bulk}) * 2 == len(bulk) for bulk in world.bulks)


async def test_steps_that_belong_together_are_not_split_over_two_bulks(world: World) -> None:
    anna = world.worker("Anna")
    for other in range(99):
        world.work(anna, world.job(f"Job {other}"), MONDAY, 60)
    last = world.job("Last")
    split_day(world, anna, last)
    await world.sync()
    assert bulk_sizes(world) == [99, 2]


async def test_steps_that_belong_together_stay_so_though_a_bulk_holds_fewer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.timesheets.writer.BULK", 1)
    split_day(world, world.worker("A"), world.job("A's"))
    work_of(world, "B")
    await world.sync()
    assert bulk_sizes(world) == [2, 1]


async def test_a_bulk_holds_a_hundred(world: World) -> None:
    anna = world.worker("Anna")
    for other in range(201):
        world.work(anna, world.job(f"Job {other}"), MONDAY, 60)
    await world.sync()
    assert bulk_sizes(world) == [100, 100, 1]


async def test_progress_is_told_bulk_by_bulk_and_counts_what_was_refused(world: World) -> None:
    anna = world.worker("Anna")
    for other in range(150):
        world.work(anna, world.job(f"Job {other}"), MONDAY, 60)
    world.runn.inject(Status(400, "{ actuals[7]: 'no' }"), operation=BULK)
    seen: list[tuple[int, int]] = []
    await world.apply(await world.plan(), lambda done, total: seen.append((done, total)))
    assert seen == [(100, 150), (150, 150)]


async def test_a_plan_without_changes_asks_runn_for_nothing(world: World) -> None:
    plan = await world.plan()
    world.runn.calls.clear()
    outcome = await world.apply(plan)
    assert (outcome.written, outcome.refused, world.runn.calls) == ([], [], [])


@pytest.mark.parametrize("reason", ["see actuals[0]: it is closed", "as in actuals[2]: no"])
async def test_a_reason_that_speaks_of_a_row_is_not_that_rows(world: World, reason: str) -> None:
    work_of(world, "ABC")
    world.runn.inject(Status(400, f"{{ actuals[1]: '{reason}' }}"), operation=BULK)
    outcome = await world.apply(await world.plan())
    assert [(r.step.person, r.reason) for r in outcome.refused] == [("B", reason)]
