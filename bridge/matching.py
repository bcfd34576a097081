"""Who and what in Runn is meant by a user and a project of another system. Nothing is guessed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from attrs import frozen

from runn_client.models import Person, Project, Reference

RUNRUNIT = "Runrun.it"
"""The name of the references in Runn that lead to Runrun.it."""

T = TypeVar("T")


@frozen
class Match(Generic[T]):
    """What was found: one thing, or why it is not clear which.

    Attributes:
        found: The one that is meant; None if there is not exactly one.
        problem: Why not; empty if there is.
        ambiguous: True where there is more than one, which people have to settle.
    """

    found: T | None = None
    problem: str = ""
    ambiguous: bool = False


def external_ids(references: Iterable[Reference], name: str) -> set[str]:
    """The ids that references of this name lead to."""
    return {r.external_id for r in references if r.reference_name == name}


class PeopleMatcher:
    """Finds people by reference, then by e-mail.

    Args:
        people: Everybody in Runn.
        system: The name of the references to go by.
    """

    def __init__(self, people: Iterable[Person], system: str = RUNRUNIT) -> None:
        everybody = list(people)
        self._system = system
        self._by_reference = _index(everybody, lambda p: external_ids(p.references, system))
        self._by_email = _index(everybody, lambda p: {p.email.casefold()} if p.email else set())

    def find(self, user_id: str, email: str | None) -> Match[Person]:
        """The person that a user of the other system is.

        Args:
            user_id: The user's id there.
            email: The user's e-mail address, if it is known.
        """
        referring = self._by_reference.get(user_id, [])
        if len(referring) == 1:
            return Match(referring[0])
        if referring:
            return Match(None, f"{_names(referring)} in Runn all refer to {user_id}", True)
        sharing = self._by_email.get((email or "").casefold(), [])
        active = [person for person in sharing if not person.is_archived]
        candidates = active or sharing
        if len(candidates) > 1:
            return Match(None, f"{_names(candidates)} in Runn all have the e-mail {email}", True)
        if not candidates:
            by_email = f" or has the e-mail {email}" if email else "; the e-mail is not known"
            return Match(None, f"nobody in Runn refers to {user_id}{by_email}")
        others = external_ids(candidates[0].references, self._system)
        if others:
            said = f"{candidates[0].name} in Runn has the e-mail {email} but refers to"
            return Match(None, f"{said} {', '.join(sorted(others))}", True)
        return Match(candidates[0])


class ProjectMatcher:
    """Finds projects by reference only: names are changed and spelled in many ways.

    Args:
        projects: Every project in Runn; templates among them are left aside.
        system: The name of the references to go by.
    """

    def __init__(self, projects: Iterable[Project], system: str = RUNRUNIT) -> None:
        real = [project for project in projects if not project.is_template]
        self._by_reference = _index(real, lambda p: external_ids(p.references, system))

    def find(self, project_id: str) -> Match[Project]:
        """The project that one of the other system is.

        Args:
            project_id: Its id there.
        """
        referring = self._by_reference.get(project_id, [])
        if len(referring) == 1:
            return Match(referring[0])
        if referring:
            return Match(None, f"{_names(referring)} in Runn all refer to {project_id}", True)
        return Match(None, f"no project in Runn refers to {project_id}")


def _index(things: Iterable[T], keys: Callable[[T], set[str]]) -> Mapping[str, list[T]]:
    index: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        for key in keys(thing):
            index[key].append(thing)
    return index


def _names(things: Iterable[Person | Project]) -> str:
    return " and ".join(f"{thing.name} ({thing.id})" for thing in things)
