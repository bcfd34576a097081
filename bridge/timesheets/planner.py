"""Planning timesheets: a pure function of what both sides have."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from bridge.matching import RUNRUNIT, Match, PeopleMatcher, ProjectMatcher, external_ids
from bridge.plan import Kind
from bridge.timesheets.entries import TimeEntry, Visible
from bridge.timesheets.roles import find_role, is_billable
from bridge.timesheets.snapshot import DayKey, Snapshot
from bridge.timesheets.steps import Timesheets, TimesheetStep
from clientcore import UNSET, Unset
from runn_client.models import Actual, ActualInput, Person, Project

T = TypeVar("T")


def plan_entries(
    entries: Iterable[TimeEntry],
    visible: Visible,
    snapshot: Snapshot,
    today: dt.date,
    system: str = RUNRUNIT,
) -> Timesheets:
    """Compare what the source has with what Runn has.

    Args:
        entries: Time worked, in seconds.
        visible: Whom and what the source could tell of. Only their minutes are ever set to 0.
        snapshot: What Runn knows of the same days.
        today: The last day that can be recorded, by the account's calendar.
        system: The source's name, by which Runn refers to it.
    """
    entries = list(entries)
    # What the source tells of is visible too, though a list may leave it out
    users = {**{entry.user_id: entry.email for entry in entries}, **visible.users}
    project_ids = visible.project_ids | {e.project_id for e in entries if e.project_id is not None}
    told = evolve(visible, users=users, project_ids=project_ids)
    return _Planner(told, snapshot, today, system).plan(entries)


def minutes_of(seconds: int) -> int:
    """Whole minutes; half a minute counts as one."""
    return (seconds + 30) // 60


class _Planner:
    def __init__(self, visible: Visible, snapshot: Snapshot, today: dt.date, system: str) -> None:
        self._snapshot = snapshot
        self._today = today
        self._system = system
        self._visible = visible
        self._people = PeopleMatcher(snapshot.people.values(), system)
        self._projects = ProjectMatcher(snapshot.projects.values(), system)
        self._whole_people = self._find_whole_people()
        self._whole_projects = self._find_whole_projects()

    def plan(self, entries: Sequence[TimeEntry]) -> Timesheets:
        seconds: dict[DayKey, int] = defaultdict(int)
        unmatched: list[TimesheetStep] = []
        for entry in entries:
            person = self._people.find(entry.user_id, entry.email)
            project = self._project(entry)
            if person.found is None or project.found is None:
                unmatched.append(_unmatched(entry, person, project))
            else:
                seconds[entry.date, person.found.id, project.found.id] += entry.seconds
        steps: list[TimesheetStep] = []
        unchanged = 0
        for key in sorted({*seconds, *self._gone(seconds)}):
            found = self._steps_of_day(key, seconds.get(key, 0), known=key in seconds)
            unchanged += not found
            steps += found
        total = sum(entry.seconds for entry in entries)
        return Timesheets((*steps, *unmatched), unchanged=unchanged, seconds=total)

    def _project(self, entry: TimeEntry) -> Match[Project]:
        if entry.project_id is None:
            return Match(None, f"the task is in no project of {self._system}")
        return self._projects.find(entry.project_id)

    def _gone(self, seconds: Mapping[DayKey, int]) -> set[DayKey]:
        """Days that Runn has and the source, which could tell of them, has not."""
        return {
            key
            for key, actuals in self._snapshot.actuals.items()
            if key not in seconds and self._is_whole(key)
            if self._visible.first <= key[0] <= self._visible.last
            if any(actual.minutes for actual in actuals)
        }

    def _is_whole(self, key: DayKey) -> bool:
        return key[1] in self._whole_people and key[2] in self._whole_projects

    def _find_whole_people(self) -> set[int]:
        """People of whose time the source tells the whole: none of their users is hidden."""
        users = self._visible.users
        found = {
            match.found.id: match.found
            for user_id, email in users.items()
            if (match := self._people.find(user_id, email)).found
        }
        return {
            person.id
            for person in found.values()
            if all(
                user_id in users and self._people.find(user_id, None).found is person
                for user_id in external_ids(person.references, self._system)
            )
        }

    def _find_whole_projects(self) -> set[int]:
        """Projects of whose time the source tells the whole."""
        return {
            project.id
            for project in self._snapshot.projects.values()
            if (ids := external_ids(project.references, self._system))
            and ids <= self._visible.project_ids
            and all(self._projects.find(external_id).found is project for external_id in ids)
        }

    def _steps_of_day(self, key: DayKey, seconds: int, *, known: bool) -> list[TimesheetStep]:
        """What to do with one day; nothing if it is right as it is."""
        present = self._snapshot.actuals.get(key, ())
        recorded = [actual for actual in present if actual.minutes]
        before = sum(actual.minutes for actual in recorded)
        minutes = minutes_of(seconds)
        if before == minutes and (minutes or not seconds):
            return []
        if (rule := self._rule(key)) or (seconds and not minutes and not before):
            reason = rule or "less than half a minute"
            return [self._step(key, "skip", reason, minutes, before)]
        if before and not self._is_whole(key):
            reason = f"a part may be hidden: not all that it refers to in {self._system} is visible"
            return [self._step(key, "skip", reason, minutes, before)]
        if not minutes:
            said = "rounds to 0 minutes" if known else f"no longer in {self._system}"
            return [self._emptied(key, actual, said) for actual in recorded]
        role = find_role(self._snapshot, *key, present)
        if role.found is None:
            return [self._step(key, "conflict", role.problem, minutes, before)]
        return self._writes(key, role.found, minutes, present)

    def _rule(self, key: DayKey) -> str:
        """Why Runn would not take the day."""
        project = self._snapshot.projects[key[2]]
        if key[0] > self._today:
            return "in the future"
        if project.is_archived:
            return "the project is archived in Runn"
        if not project.is_confirmed:
            return "the project is tentative in Runn"
        return ""

    def _writes(
        self, key: DayKey, role_id: int, minutes: int, present: Sequence[Actual]
    ) -> list[TimesheetStep]:
        """The day's minutes on one actual; what else is recorded for the day is set to 0."""
        own = [actual for actual in present if actual.role_id == role_id]
        target = max(own, key=lambda actual: actual.minutes, default=None)
        role = self._snapshot.role_name(role_id)
        steps = [
            self._emptied(key, actual, f"all of the day is recorded as {role}")
            for actual in present
            if actual is not target and actual.minutes
        ]
        before = target.minutes if target else 0
        if before == minutes:
            return steps
        rest = minutes
        if is_billable(self._snapshot, *key, present):
            rest = min(minutes, target.nonbillable_minutes) if target else 0
        write = _input(key, role_id, minutes - rest, rest, target)
        more = "more" if minutes > before else "less"
        reason = f"{self._system} has {more}" if target else "not in Runn yet"
        kind: Kind = "update" if target else "create"
        last = self._step(key, kind, reason, minutes, before, role_id, write)
        return [*steps, last]

    def _emptied(self, key: DayKey, actual: Actual, reason: str) -> TimesheetStep:
        write = _input(key, actual.role_id, 0, 0, actual)
        return self._step(key, "update", reason, 0, actual.minutes, actual.role_id, write)

    def _step(
        self,
        key: DayKey,
        kind: Kind,
        reason: str,
        minutes: int,
        present: int,
        role_id: int | None = None,
        write: ActualInput | None = None,
    ) -> TimesheetStep:
        return TimesheetStep(
            kind=kind,
            reason=reason,
            date=key[0],
            person=self._snapshot.people[key[1]].name,
            project=self._snapshot.projects[key[2]].name,
            role="" if role_id is None else self._snapshot.role_name(role_id),
            minutes=minutes,
            present=present,
            write=write,
        )


def _input(
    key: DayKey, role_id: int, billable: int, nonbillable: int, present: Actual | None
) -> ActualInput:
    """What to send; notes, phase and workstream of what is overwritten are sent along."""

    def kept(value: T | None) -> T | Unset:
        return UNSET if value is None else value

    return ActualInput(
        date=key[0],
        person_id=key[1],
        project_id=key[2],
        role_id=role_id,
        billable_minutes=billable,
        nonbillable_minutes=nonbillable,
        billable_note=kept(present.billable_note) if present else UNSET,
        nonbillable_note=kept(present.nonbillable_note) if present else UNSET,
        phase_id=kept(present.phase_id) if present else UNSET,
        workstream_id=kept(present.workstream_id) if present else UNSET,
    )


def _unmatched(entry: TimeEntry, person: Match[Person], project: Match[Project]) -> TimesheetStep:
    reasons = [match.problem for match in (person, project) if match.found is None]
    return TimesheetStep(
        kind="conflict" if person.ambiguous or project.ambiguous else "skip",
        reason="; ".join(reasons),
        date=entry.date,
        person=entry.user_name,
        project=entry.project_name,
        minutes=minutes_of(entry.seconds),
    )
