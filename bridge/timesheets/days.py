"""What the source has, summed by the keys of Runn, and what of it belongs nowhere there."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cache

from attrs import define, field, frozen

from bridge.links import Match, PeopleLinks, ProjectLinks
from bridge.plan import Kind
from bridge.timesheets.recorded import DayKey
from bridge.timesheets.source import TimeEntry, Worked
from bridge.timesheets.steps import TimesheetStep
from clientcore import DecodeError
from runn_client.models import Person, Project

PersonDay = tuple[dt.date, int]
"""A day, and a person's id in Runn."""


@frozen(kw_only=True)
class Days:
    """Seconds by day, person and project in Runn."""

    seconds: Mapping[DayKey, int]
    by_person: Mapping[PersonDay, int]
    """All seconds of a person, on whatever project."""
    unplaced: Mapping[PersonDay, Set[str]]
    """Projects that are not known in Runn, on which a person worked that day."""
    left_out: tuple[TimesheetStep, ...]
    """What belongs nowhere: a step for each person or project that is to be linked."""


def minutes_of(seconds: int) -> int:
    """Whole minutes; half a minute counts as one."""
    return (seconds + 30) // 60


def sum_days(worked: Worked, people: PeopleLinks, projects: ProjectLinks, source: str) -> Days:
    """Sum what belongs together in Runn, and list what does not belong there.

    Args:
        worked: What the source has.
        people: Who is who.
        projects: Which project is which.
        source: What the source is called.

    Raises:
        DecodeError: A time is negative.
    """
    sharing = _sharing_an_email(worked.entries, people)
    seconds: Counter[DayKey] = Counter()
    by_person: Counter[PersonDay] = Counter()
    unplaced: dict[PersonDay, set[str]] = defaultdict(set)
    left_out: dict[tuple[str, ...], _LeftOut] = defaultdict(_LeftOut)

    @cache
    def find_person(user_id: str, email: str | None) -> Match[Person]:
        if said := sharing.get(user_id):
            return Match(None, said)
        return people.find(user_id, email)

    @cache
    def find_project(project_id: str | None) -> Match[Project]:
        if project_id is None:
            return Match(None, f"the task is in no project of {source}")
        return projects.find(project_id)

    for entry in worked.entries:
        if entry.seconds < 0:
            said = f"{entry.user_name} has {entry.seconds} seconds on {entry.date}, less than none"
            raise DecodeError(said, service=source)
        person = find_person(entry.user_id, entry.email)
        project = find_project(entry.project_id)
        if not worked.covers.first <= entry.date <= worked.covers.last:
            left_out["outside", entry.user_id].add(entry, "not of the days that were asked for")
            continue
        if person.found:
            by_person[entry.date, person.found.id] += entry.seconds
            if not project.found:
                unplaced[entry.date, person.found.id].add(entry.project_name)
        if person.found and project.found:
            seconds[entry.date, person.found.id, project.found.id] += entry.seconds
        else:
            # By what is to be linked: who is unknown on whatever project, and the other way round
            who = "" if person.found else entry.user_id
            what = "" if project.found else f"{entry.project_id}"
            problems = "; ".join(filter(None, (person.problem, project.problem)))
            left_out["unknown", who, what].add(entry, problems)
    steps = tuple(found.step() for _, found in sorted(left_out.items()))
    return Days(seconds=seconds, by_person=by_person, unplaced=unplaced, left_out=steps)


def _sharing_an_email(entries: Iterable[TimeEntry], people: PeopleLinks) -> Mapping[str, str]:
    """Users whom only an e-mail address leads to a person to whom it leads others too: why not."""
    users: dict[int, dict[str, TimeEntry]] = defaultdict(dict)
    for user_id, entry in {entry.user_id: entry for entry in entries}.items():
        match = people.find(user_id, entry.email)
        if match.found and match.by_email:
            users[match.found.id][user_id] = entry
    return {
        user_id: f"{' and '.join(sorted(same))} all have the e-mail {entry.email}"
        for same in users.values()
        if len(same) > 1
        for user_id, entry in same.items()
    }


@define
class _LeftOut:
    """Time that is left out for one reason."""

    reason: str = ""
    seconds: int = 0
    days: set[dt.date] = field(factory=set[dt.date])
    people: set[str] = field(factory=set[str])
    projects: set[str] = field(factory=set[str])
    no_project: bool = True

    def add(self, entry: TimeEntry, reason: str) -> None:
        self.reason = reason
        self.seconds += entry.seconds
        self.days.add(entry.date)
        self.people.add(entry.user_name)
        self.projects.add(entry.project_name)
        self.no_project = self.no_project and entry.project_id is None

    def step(self) -> TimesheetStep:
        first, last = min(self.days), max(self.days)
        until = "" if first == last else f"; {len(self.days)} days until {last}"
        # Where a task is in no project, there is nothing that could be linked
        kind: Kind = "skip" if self.no_project else "conflict"
        return TimesheetStep(
            kind=kind,
            reason=self.reason + until,
            date=first,
            person=_one_or(self.people, "people"),
            project=_one_or(self.projects, "projects"),
            minutes=minutes_of(self.seconds),
        )


def _one_or(names: set[str], plural: str) -> str:
    return next(iter(names)) if len(names) == 1 else f"{len(names)} {plural}"
