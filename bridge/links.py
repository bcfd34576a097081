"""Who and what in Runn is meant by a user and a project of another system. Nothing is guessed.

References lead both ways: from an id of the other system to what refers to it, and back. They match
exactly or not at all; what nearly matches is told.
"""

import re
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
        by_email: It was found by its e-mail address.
    """

    found: T | None = None
    problem: str = ""
    by_email: bool = False


def external_ids(references: Iterable[Reference], name: str) -> set[str]:
    """The ids that references of this name lead to."""
    return {r.external_id for r in references if r.reference_name == name}


class PeopleLinks:
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
        self._near = _near_misses(everybody)

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
            return Match(None, f"{_names(referring)} in Runn all refer to {user_id}")
        sharing = self._by_email.get((email or "").casefold(), [])
        active = [person for person in sharing if not person.is_archived]
        candidates = active or sharing
        if len(candidates) > 1:
            return Match(None, f"{_names(candidates)} in Runn all have the e-mail {email}")
        if not candidates:
            by_email = f" or has the e-mail {email}" if email else "; the e-mail is not known"
            near = _told(self._near, self._system, user_id)
            return Match(None, f"nobody in Runn refers to {user_id}{by_email}{near}")
        others = external_ids(candidates[0].references, self._system)
        if others:
            said = f"{candidates[0].name} in Runn has the e-mail {email} but refers to"
            return Match(None, f"{said} {', '.join(sorted(others))}")
        return Match(candidates[0], by_email=True)


class ProjectLinks:
    """Finds projects by reference only: names are changed and spelled in many ways.

    Args:
        projects: Every project in Runn; templates among them are left aside.
        system: The name of the references to go by.
    """

    def __init__(self, projects: Iterable[Project], system: str = RUNRUNIT) -> None:
        real = [project for project in projects if not project.is_template]
        self._system = system
        self._by_reference = _index(real, lambda p: external_ids(p.references, system))
        self._near = _near_misses(real)

    @property
    def any(self) -> bool:
        """Whether any project has such a reference at all."""
        return bool(self._by_reference)

    def find(self, project_id: str) -> Match[Project]:
        """The project that one of the other system is.

        Args:
            project_id: Its id there.
        """
        referring = self._by_reference.get(project_id, [])
        if len(referring) == 1:
            return Match(referring[0])
        if referring:
            return Match(None, f"{_names(referring)} in Runn all refer to {project_id}")
        near = _told(self._near, self._system, project_id)
        return Match(None, f"no project in Runn refers to {project_id}{near}")


def _index(things: Iterable[T], keys: Callable[[T], set[str]]) -> Mapping[str, list[T]]:
    index: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        for key in keys(thing):
            index[key].append(thing)
    return index


def _bare(text: str) -> str:
    """What is left where neither case nor spaces nor signs count."""
    return re.sub(r"[\W_]", "", text).casefold()


def _near_misses(things: Iterable[Person | Project]) -> Mapping[tuple[str, str], list[str]]:
    """References in words, by their bare name and id."""
    index: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing in things:
        for r in thing.references:
            said = f"{thing.name} has {r.external_id!r} under {r.reference_name!r}"
            index[_bare(r.reference_name), _bare(r.external_id)].append(said)
    return index


def _told(near: Mapping[tuple[str, str], list[str]], system: str, external_id: str) -> str:
    found = near.get((_bare(system), _bare(external_id)))
    return f", though {' and '.join(found)}, which is not the same" if found else ""


def _names(things: Iterable[Person | Project]) -> str:
    return " and ".join(f"{thing.name} ({thing.id})" for thing in things)
