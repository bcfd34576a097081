"""Both services on one clock, and people and projects that know each other."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from attrs import asdict, frozen

from bridge.accounts import Accounts
from bridge.apply import apply
from bridge.plan import Plan
from bridge.run import make_plan
from bridge.timesheets import RunrunitTime, Timesheets, TimesheetStep
from bridge.timesheets.recorded import Recorded, marked
from bridge.workflow import Outcome
from clientcore import Clock, FakeClock
from clientcore.sandbox import Call, Row
from clientcore.sandbox.faults import Serve
from clientcore.sandbox.wire import WireResponse
from runn_client.models import Actual, Reference
from runn_client.resources.actuals import Actuals
from runn_client.sandbox import RunnSandbox
from runrunit_client.sandbox import RunrunitSandbox

RUNRUNIT = "Runrun.it"
BULK = "actuals.create_bulk"
HOUR = 3600

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (dt.date(2026, 11, day) for day in range(16, 21))
NEXT_MONDAY_NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@frozen
class Worker:
    """A user of Runrun.it, and the person in Runn who is the same."""

    user: str
    person: int


@frozen
class Job:
    """A project of Runrun.it, and the one in Runn that refers to it."""

    source: int
    project: int


@frozen
class NoFault:
    """All is well with this request."""

    async def strike(self, serve: Serve, clock: Clock) -> WireResponse:
        return await serve()


class World:
    """Two accounts in which all that is made by `worker` and `job` is linked by reference."""

    def __init__(
        self,
        *,
        now: dt.datetime = NEXT_MONDAY_NOON,
        zone: str = "America/Sao_Paulo",
        runn_zone: str | None = None,
        enforce_limit: bool = False,
    ) -> None:
        self.clock = FakeClock(now)
        self.runrunit = RunrunitSandbox(
            clock=self.clock, time_zone=zone, enforce_limit=enforce_limit
        )
        self.runn = RunnSandbox(
            clock=self.clock, time_zone=runn_zone or zone, enforce_limit=enforce_limit
        )
        self.bulks: list[list[Row]] = []
        """The rows of every bulk that reached Runn, whether or not it took them."""
        self.source = self.runrunit.client()
        self.target = self.runn.client()
        self._client = self.runrunit.add_client("Apple")
        self._runn_client = self.runn.add_client("Apple")
        self._roles: dict[str, int] = {}
        self.runn.handle(Actuals.create_bulk, self._keep_bulk)

    def _keep_bulk(self, call: Call) -> object:
        self.bulks.append(call.body["actuals"])
        return self.runn.usual(call)

    # Filling

    def role(self, name: str) -> int:
        if name not in self._roles:
            self._roles[name] = self.runn.add_role(name)
        return self._roles[name]

    def worker(
        self, name: str, role: str | None = "Developer", *, also: Worker | None = None
    ) -> Worker:
        """A user and a person with a contract; with `also`, one more user of the same person."""
        user = self.runrunit.add_user(name, f"{name}@example.com".lower())
        if also:
            people = self.runn.state.people
            known = people[also.person].references
            people.change(also.person, references=[*known, reference(user)])
            return Worker(user, also.person)
        role_id = None if role is None else self.role(role)
        return Worker(
            user, self.runn.add_person(name, "", role_id=role_id, references={RUNRUNIT: user})
        )

    def job(self, name: str, *, also: Job | None = None, **fields: Any) -> Job:
        """A project in both; with `also`, one more in Runrun.it for the same one in Runn."""
        source = self.runrunit.add_project(name, self._client)
        if also:
            projects = self.runn.state.projects
            known = projects[also.project].references
            projects.change(also.project, references=[*known, reference(source)])
            return Job(source, also.project)
        return Job(source, self.runn_project(name, str(source), **fields))

    def runn_project(self, name: str, external_id: str | None, **fields: Any) -> int:
        ids = {RUNRUNIT: external_id} if external_id else {}
        return self.runn.add_project(name, self._runn_client, references=ids, **fields)

    def member(self, worker: Worker, job: Job, *roles: str) -> None:
        for role in roles:
            self.runn.add_member(job.project, worker.person, self.role(role))

    def contract(self, worker: Worker, role: str, start: dt.date) -> None:
        self.runn.add_contract(worker.person, self.role(role), start)

    def assign(
        self, worker: Worker, job: Job, role: str, first: dt.date, last: dt.date, **fields: Any
    ) -> None:
        self.runn.add_assignment(worker.person, job.project, self.role(role), first, last, **fields)

    def work(self, worker: Worker, job: Job | None, day: dt.date, seconds: int) -> int:
        """Time entered by hand on a new task; the entry's id."""
        task = self.runrunit.add_task("Task", job.source if job else None)
        return self.runrunit.add_time(task, worker.user, day, seconds)

    def timer(self, worker: Worker, job: Job, start: dt.datetime, seconds: int) -> None:
        task = self.runrunit.add_task("Task", job.source)
        self.runrunit.add_work(task, worker.user, start, seconds)

    def unwork(self, *entries: int) -> None:
        for entry in entries:
            self.runrunit.state.manual_work_periods.remove(entry)

    def record(
        self,
        worker: Worker,
        job: Job,
        day: dt.date,
        billable: int,
        nonbillable: int = 0,
        *,
        role: str = "Developer",
        **fields: Any,
    ) -> Actual:
        """An actual that a person typed in Runn."""
        return self.runn.state.actuals.add(
            date=day,
            person_id=worker.person,
            project_id=job.project,
            role_id=self.role(role),
            billable_minutes=billable,
            nonbillable_minutes=nonbillable,
            **fields,
        )

    def wrote(
        self,
        worker: Worker,
        job: Job,
        day: dt.date,
        billable: int,
        nonbillable: int = 0,
        **fields: Any,
    ) -> Actual:
        """An actual that the bridge wrote in an earlier run."""
        row = self.record(worker, job, day, billable, nonbillable, **fields)
        mark = marked(Recorded.of(row), RUNRUNIT)
        notes = {"billable_note": mark.billable_note, "nonbillable_note": mark.nonbillable_note}
        return self.runn.state.actuals.change(row.id, **notes)

    # Running

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.target, "a world made for tests", self.source, self.clock)

    def timesheets(
        self, first: dt.date = MONDAY, last: dt.date = FRIDAY, **options: Any
    ) -> Timesheets:
        return Timesheets(RunrunitTime(self.source), first, last, **options)

    async def plan(
        self, first: dt.date = MONDAY, last: dt.date = FRIDAY, **options: Any
    ) -> Plan[TimesheetStep]:
        return await make_plan(self.timesheets(first, last, **options), self.accounts)

    async def apply(
        self,
        plan: Plan[TimesheetStep],
        tell: Callable[[int, int], None] = lambda done, total: None,
    ) -> Outcome[TimesheetStep]:
        outcome = Outcome[TimesheetStep]()
        writer = self.timesheets().writer(self.accounts, plan)
        await apply(plan, writer, outcome, tell=tell)
        return outcome

    async def sync(
        self, first: dt.date = MONDAY, last: dt.date = FRIDAY, **options: Any
    ) -> Plan[TimesheetStep]:
        """Plan and apply; nothing is refused, and nothing is left to do."""
        plan = await self.plan(first, last, **options)
        outcome = await self.apply(plan)
        assert outcome.refused == []
        assert set(outcome.written) == set(plan.changes)
        assert (await self.plan(first, last, **options)).changes == ()
        return plan

    # Looking

    def of(self, day: dt.date) -> Actual:
        """The only actual of a day."""
        [row] = (row for row in self.runn.state.actuals.values() if row.date == day)
        return row

    def recorded(self) -> list[str]:
        """The actuals, such as `11-16 Anna, Moon, Developer: 60+0`, billable and other minutes."""
        return sorted(map(self._line, self.runn.state.actuals.values()))

    def _line(self, row: Actual) -> str:
        state = self.runn.state
        person = state.people[row.person_id].first_name
        project = state.projects[row.project_id].name
        role = state.roles[row.role_id].name
        minutes = f"{row.billable_minutes}+{row.nonbillable_minutes}"
        return f"{row.date:%m-%d} {person}, {project}, {role}: {minutes}"

    def table(self) -> list[Row]:
        """The actuals without their ids and times; an empty note is none."""
        own = {"id", "created_at", "updated_at", "extra"}
        rows = [asdict(row) for row in self.runn.state.actuals.values()]
        bare = [
            {name: None if row[name] == "" else row[name] for name in row if name not in own}
            for row in rows
        ]
        return sorted(bare, key=str)


def reference(external_id: object) -> Reference:
    """One to Runrun.it."""
    return Reference(reference_name=RUNRUNIT, external_id=str(external_id))


def said(plan: Plan[TimesheetStep]) -> list[str]:
    """What the plan says to each step: its kind and its reason."""
    return [f"{step.kind}: {step.reason}" for step in plan.steps]
