"""Of what the source could tell: what is hidden from it, or left out by it, is not gone."""

from bridge.links import PeopleLinks, ProjectLinks, external_ids
from bridge.timesheets.days import Days
from bridge.timesheets.facts import Facts, Rules
from bridge.timesheets.recorded import DayKey


class Coverage:
    """What it means that the source tells nothing of a day, or less than Runn has.

    Args:
        facts: What both sides have.
        rules: What is wanted.
        days: What the source has, by the keys of Runn.
        people: Who is who.
        projects: Which project is which.
    """

    def __init__(
        self, facts: Facts, rules: Rules, days: Days, people: PeopleLinks, projects: ProjectLinks
    ) -> None:
        self._worked = facts.worked
        self._snapshot = facts.snapshot
        self._rules = rules
        self._people = people
        self._projects = projects
        self._told_of = {person_id for _, person_id in days.by_person}
        self._whole_people = self._find_whole_people()
        self._whole_projects = self._find_whole_projects()

    def could_tell(self, key: DayKey) -> bool:
        """Whether it would tell of a day if there were something to tell."""
        return self._worked.covers.first <= key[0] <= self._worked.covers.last and self.is_whole(
            key
        )

    def is_whole(self, key: DayKey) -> bool:
        """Whether nothing that belongs to the person and the project is hidden from it."""
        return key[1] in self._whole_people and key[2] in self._whole_projects

    def _find_whole_people(self) -> set[int]:
        """People of whose time the source tells the whole: none of their users is hidden."""
        entries = self._worked.entries
        # What the source tells of is visible too, though a list may leave it out
        users = {**{entry.user_id: entry.email for entry in entries}, **self._worked.covers.users}
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
                for user_id in external_ids(person.references, self._rules.reference)
            )
        }

    def _find_whole_projects(self) -> set[int]:
        """Projects of whose time the source tells the whole."""
        told = {entry.project_id for entry in self._worked.entries}
        visible = self._worked.covers.projects | told
        return {
            project.id
            for project in self._snapshot.projects.values()
            if (ids := external_ids(project.references, self._rules.reference))
            and ids <= visible
            and all(self._projects.find(external_id).found is project for external_id in ids)
        }

    def partial(self, key: DayKey) -> str:
        """Why what it tells of a day is not all; empty if it is, as far as it says."""
        left_out = self._worked.covers.left_out.get(key[0])
        return f"{self._rules.source} left out {left_out} s of that day" if left_out else ""

    def unsure(self, key: DayKey) -> str:
        """Why nothing that the source says of a day does not mean that there is none."""
        source = self._rules.source
        if not self._worked.entries:
            return f"{source} tells of no time at all"
        if not self._worked.covers.everybody:
            return f"the user of {source} may not see everybody's time"
        if key[1] not in self._told_of:
            return f"{source} tells nothing of this person in these days"
        return self.partial(key)
