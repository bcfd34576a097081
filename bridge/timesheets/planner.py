"""Planning timesheets: a pure function of what both sides have."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from attrs import evolve

from bridge.links import PeopleLinks, ProjectLinks, external_ids
from bridge.plan import Kind, Plan
from bridge.timesheets.coverage import Coverage
from bridge.timesheets.days import Days, PersonDay, minutes_of, sum_days
from bridge.timesheets.facts import Facts, Rules
from bridge.timesheets.owners import named
from bridge.timesheets.recorded import DayKey, Recorded, marked
from bridge.timesheets.roles import find_role, is_billable, planned_on
from bridge.timesheets.split import spread
from bridge.timesheets.steps import COLUMNS, TimesheetStep


def plan_days(facts: Facts, rules: Rules) -> Plan[TimesheetStep]:
    """Compare what the source has with what Runn has.

    Args:
        facts: What both have.
        rules: What is wanted.

    Raises:
        ArgumentError: What is to be taken over or adopted does not exist.
        DecodeError: The source tells of less than no time.
    """
    snapshot = facts.snapshot
    people, projects = snapshot.people.values(), snapshot.projects.values()
    rules.owners.check([*(p.name for p in people), *(p.name for p in projects)])
    links = PeopleLinks(people, rules.reference), ProjectLinks(projects, rules.reference)
    days = sum_days(facts.worked, *links, rules.source)
    planner = _Planner(facts, rules, days, Coverage(facts, rules, days, *links))
    steps: list[TimesheetStep] = []
    unchanged = 0
    for key in sorted({*days.seconds, *planner.gone(), *planner.idle()}):
        found = planner.steps_of_day(key)
        unchanged += not found
        steps += found
    return Plan(
        account=facts.account,
        read_at=facts.read_at,
        columns=COLUMNS,
        steps=(*steps, *planner.orphaned(), *days.left_out),
        unchanged=unchanged,
        totals=_totals(facts, rules, days, links[1]),
    )


def _totals(facts: Facts, rules: Rules, days: Days, projects: ProjectLinks) -> dict[str, str]:
    entries, left_out = facts.worked.entries, facts.worked.covers.left_out
    snapshot, owners = facts.snapshot, rules.owners
    typed = 0
    for (_, person_id, project_id), rows in snapshot.actuals.items():
        names = snapshot.names(person_id, project_id)
        typed += sum(row.minutes for row in rows if not owners.may_change(row, *names))
    totals = {f"{rules.source} has": _hours(sum(entry.seconds for entry in entries))}
    if left_out:
        totals[f"{rules.source} left out"] = _hours(sum(left_out.values()))
    if days.left_out:
        totals["Of that, not to be placed in Runn"] = f"{sum(s.minutes for s in days.left_out)} min"
    if typed:
        totals["Typed in Runn by people, and theirs"] = _hours(typed * 60)
    if entries and not projects.any:
        totals["Nothing is linked"] = f"no project in Runn has a reference {rules.reference!r}"
    return totals


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours} h {minutes:02} min {seconds:02} s"


@cache
def _length(day: dt.date, zone: ZoneInfo) -> int:
    """Seconds of a day: not all have 24 hours."""
    begin, end = (
        dt.datetime.combine(date, dt.time(), zone).astimezone(dt.UTC)
        for date in (day, day + dt.timedelta(days=1))
    )
    return round((end - begin).total_seconds())


class _Planner:
    def __init__(self, facts: Facts, rules: Rules, days: Days, coverage: Coverage) -> None:
        self._facts = facts
        self._snapshot = facts.snapshot
        self._covers = facts.worked.covers
        self._rules = rules
        self._days = days
        self._coverage = coverage
        self._orphans = self._find_orphans()

    # Which days

    def gone(self) -> Iterator[DayKey]:
        """Days that we wrote, and of which the source, which could tell of them, tells nothing."""
        for key, rows in self._snapshot.actuals.items():
            could = key not in self._days.seconds and self._coverage.could_tell(key)
            if could and any(row.minutes for row in self._ours(key, rows)):
                yield key

    def idle(self) -> Iterator[DayKey]:
        """Days on which somebody was planned and nothing is recorded, as far as that is wanted."""
        if not self._rules.zeros:
            return
        for (person_id, project_id), assignments in self._snapshot.assignments.items():
            for assignment in assignments:
                first = max(assignment.start_date, self._covers.first)
                last = min(assignment.end_date, self._covers.last, self._facts.today)
                days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
                keys = ((day, person_id, project_id) for day in days if day.weekday() < 5)
                yield from (key for key in keys if self._is_idle(key))

    def _is_idle(self, key: DayKey) -> bool:
        there = key in self._days.seconds or key in self._snapshot.actuals
        return not there and self._coverage.could_tell(key) and not self._coverage.unsure(key)

    def _find_orphans(self) -> Mapping[PersonDay, list[Recorded]]:
        """What we wrote on projects that are no longer linked, while all of the day is elsewhere.

        It would count twice: there, and where it is now.
        """
        orphans: dict[PersonDay, list[Recorded]] = defaultdict(list)
        if self._rules.owners.alone:
            return orphans
        for (day, person_id, project_id), rows in self._snapshot.actuals.items():
            project = self._snapshot.projects.get(project_id)
            if project is None or external_ids(project.references, self._rules.reference):
                continue
            ours = [row for row in rows if row.minutes and self._rules.owners.of(row) == "ours"]
            if ours and (day, person_id) not in self._days.unplaced:
                orphans[day, person_id] += ours
        return orphans

    def orphaned(self) -> Iterator[TimesheetStep]:
        """What is to be done with these."""
        for _, rows in sorted(self._orphans.items()):
            for row in rows:
                reason = f"written from {self._rules.source}, but the project is no longer linked"
                if stays := self._stays(row.day):
                    yield self._left(row.day, "conflict", f"{reason}: {stays}", 0, row.minutes)
                else:
                    yield self._write(row, evolve(row, billable=0, nonbillable=0), reason)

    def _stays(self, key: DayKey) -> str:
        return self._rule(key) or self._not_cleared(key)

    # What to do with one

    def steps_of_day(self, key: DayKey) -> list[TimesheetStep]:
        """What to do with one day; nothing if it is right as it is."""
        rows = self._snapshot.actuals.get(key, ())
        if key not in self._days.seconds:
            return self._clear(key, rows) if rows else self._zero(key)
        seconds = self._days.seconds[key]
        minutes, before = minutes_of(seconds), sum(row.minutes for row in rows)
        rule = self._rule(key)
        if before == minutes:
            if seconds and not minutes:
                return [self._left(key, "skip", rule or "less than half a minute", 0, 0)]
            return [] if rule else self._change(key, rows, self._settled(key, rows), "")
        if rule := rule or self._unclear(key, minutes, before):
            return [self._left(key, "skip", rule, minutes, before)]
        if problem := self._problem(key, rows, minutes, before):
            return [self._left(key, "conflict", problem, minutes, before)]
        if minutes > before:
            return self._grow(key, rows, minutes, before)
        less = f"{self._rules.source} has less" if minutes else "rounds to 0 minutes"
        return self._change(key, rows, self._shrunk(key, rows, minutes), less)

    def _rule(self, key: DayKey) -> str:
        """Why Runn would not take the day."""
        project = self._snapshot.projects[key[2]]
        if key[0] > self._facts.today:
            return "in the future"
        if project.is_archived:
            return "the project is archived in Runn"
        if not project.is_confirmed:
            return "the project is tentative in Runn"
        until = self._facts.locks.get(key[2])
        if until and key[0] <= until:
            return f"timesheets of the project are locked until {until}"
        return ""

    def _unclear(self, key: DayKey, minutes: int, before: int) -> str:
        """Why what the source tells of the day may not be all of it."""
        if before and not self._coverage.is_whole(key):
            source = self._rules.source
            return f"a part may be hidden: not all that it refers to in {source} is visible"
        return self._coverage.partial(key) if minutes < before else ""

    def _not_cleared(self, key: DayKey) -> str:
        if not self._rules.prune:
            return "--prune clears it"
        unsure = self._coverage.unsure(key)
        return f"not cleared, since {unsure}" if unsure else ""

    def _problem(self, key: DayKey, rows: Sequence[Recorded], minutes: int, before: int) -> str:
        """What people have to settle first."""
        day, person_id, _ = key
        source, owners = self._rules.source, self._rules.owners
        worked, longest = self._days.by_person[day, person_id], _length(day, self._facts.zone)
        if worked > longest:
            return f"{_hours(worked)} on a day of {longest // 3600} hours"
        for row in rows:
            if not owners.may_change(row, *self._names(key)):
                return f"{owners.objection(row)}: Runn has {before}, {source} {minutes}"
        for row in self._orphans.get((day, person_id), ()):
            if minutes > before and self._stays(row.day):
                _, other = self._names(row.day)
                return f"{row.minutes} of that day are on {other}, which is no longer linked"
        return ""

    def _ours(self, key: DayKey, rows: Sequence[Recorded]) -> list[Recorded]:
        names = self._names(key)
        return [row for row in rows if self._rules.owners.may_change(row, *names)]

    def _names(self, key: DayKey) -> tuple[str, str]:
        return self._snapshot.names(*key[1:])

    def _billed(self, key: DayKey, row: Recorded) -> Recorded:
        """A row that we may change: what is not billable, though all of it now is, becomes so."""
        if row.billable or not row.nonbillable or not is_billable(self._snapshot, *key):
            return row
        return evolve(row, billable=row.nonbillable, nonbillable=0)

    def _settled(self, key: DayKey, rows: Sequence[Recorded]) -> Iterator[Recorded]:
        """The rows as they should be where their sum is right, without those of people."""
        for row in rows:
            billed = self._billed(key, row)
            adopted = billed == row and named(self._rules.owners.adopt, *self._names(key))
            if adopted or self._rules.owners.may_change(row, *self._names(key)):
                yield billed

    def _clear(self, key: DayKey, rows: Sequence[Recorded]) -> list[TimesheetStep]:
        """What we wrote and the source has no more."""
        source = self._rules.source
        ours = [row for row in self._ours(key, rows) if row.minutes]
        before = sum(row.minutes for row in ours)
        if rule := self._rule(key):
            return [self._left(key, "skip", rule, 0, before)]
        if elsewhere := self._days.unplaced.get(key[:2]):
            where = " and ".join(sorted(elsewhere))
            said = f"no longer on this project in {source}, but on what is not linked: {where}"
            return [self._left(key, "conflict", said, 0, before)]
        reason = f"no longer in {source}"
        if stays := self._not_cleared(key):
            return [self._left(key, "skip", f"{reason}: {stays}", 0, before)]
        return [self._write(row, evolve(row, billable=0, nonbillable=0), reason) for row in ours]

    def _zero(self, key: DayKey) -> list[TimesheetStep]:
        if self._rule(key):
            return []
        planned = planned_on(self._snapshot, *key)
        day, person_id, project_id = key
        row = Recorded(
            date=day, person_id=person_id, project_id=project_id, role_id=planned[0].role_id
        )
        return [self._write(None, row, "planned, and not worked")]

    def _grow(
        self, key: DayKey, rows: Sequence[Recorded], minutes: int, before: int
    ) -> list[TimesheetStep]:
        """More: in the role that the day has, on one actual."""
        day, person_id, project_id = key
        role = find_role(self._snapshot, *key)
        filled = [row for row in rows if row.minutes]
        if filled:
            target = max(filled, key=lambda row: (row.role_id == role.found, row.minutes))
        elif role.found is None:
            return [self._left(key, "conflict", role.problem, minutes, before)]
        else:
            target = Recorded(
                date=day, person_id=person_id, project_id=project_id, role_id=role.found
            )
            target = next((row for row in rows if row.key == target.key), target)
        more = minutes - before
        grown = self._billed(key, target)
        if is_billable(self._snapshot, *key):
            grown = evolve(grown, billable=grown.billable + more)
        else:
            grown = evolve(grown, nonbillable=grown.nonbillable + more)
        others = (self._billed(key, row) for row in rows if row.key != target.key)
        reason = f"{self._rules.source} has more" if filled else "not in Runn yet"
        return self._change(key, rows, (*others, grown), reason)

    def _shrunk(self, key: DayKey, rows: Sequence[Recorded], minutes: int) -> Iterator[Recorded]:
        """Less: taken from every part of a split in proportion."""
        billed = [self._billed(key, row) for row in rows]
        left = iter(spread(minutes, [part for row in billed for part in row.parts]))
        for row in billed:
            yield self._billed(key, evolve(row, billable=next(left), nonbillable=next(left)))

    def _change(
        self, key: DayKey, rows: Sequence[Recorded], wanted: Iterable[Recorded], reason: str
    ) -> list[TimesheetStep]:
        """The steps from what is there to what is wanted; none for what is ours and right."""
        present = {row.key: row for row in rows}
        steps: list[TimesheetStep] = []
        billable = 0
        for row in wanted:
            billable += row.billable
            before = present.get(row.key)
            if before is None or before.minutes != row.minutes:
                steps.append(self._write(before, row, reason))
            elif before.parts != row.parts:
                steps.append(self._write(before, row, "planned as billable"))
            elif self._rules.owners.of(before) not in ("ours", "nobody"):
                steps.append(self._write(before, row, "taken as ours: its sum is right"))
        if steps and billable and self._snapshot.projects[key[2]].pricing_model == "nb":
            said = f"the project is non-billable in Runn, but {billable} are recorded as billable"
            minutes = minutes_of(self._days.seconds[key])
            return [self._left(key, "conflict", said, minutes, sum(r.minutes for r in rows))]
        return steps

    def _write(self, before: Recorded | None, after: Recorded, reason: str) -> TimesheetStep:
        owners = self._rules.owners
        present = before.minutes if before else 0
        kind: Kind = "create" if before is None else "update"
        if after.minutes < present:
            kind = "reduce" if after.day in self._days.seconds else "clear"
        person, project = self._names(after.day)
        return TimesheetStep(
            kind=kind,
            reason=reason,
            date=after.date,
            person=person,
            project=project,
            role=self._snapshot.role_name(after.role_id),
            minutes=after.minutes,
            present=present,
            before=before,
            after=after if owners.alone else marked(after, owners.source),
        )

    def _left(
        self, key: DayKey, kind: Kind, reason: str, minutes: int, present: int
    ) -> TimesheetStep:
        person, project = self._names(key)
        return TimesheetStep(
            kind=kind,
            reason=reason,
            date=key[0],
            person=person,
            project=project,
            minutes=minutes,
            present=present,
        )
