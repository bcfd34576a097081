"""Applying a plan: group by group, and good ones go even where others are refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, TypeVar

from bridge.plan import Plan, Step
from bridge.workflow import Outcome, Refusal, Refused, Writer
from clientcore import SDKError

S = TypeVar("S", bound=Step)
Group = tuple[S, ...]
"""The steps of one key: written together or not at all."""
Remember = Callable[[Sequence[Step]], None]
Tell = Callable[[int, int], None]


class AllRefusedError(SDKError):
    """One after the other is refused with the same words: it is not about any of them."""


async def apply(
    plan: Plan[S],
    writer: Writer[S],
    outcome: Outcome[S],
    *,
    remember: Remember = lambda steps: None,
    tell: Tell = lambda done, total: None,
) -> None:
    """Write what a plan changes.

    Wherever it stops, each group is either as it was or as planned. Run again after that, planning
    finds what is left to do.

    Args:
        plan: What.
        writer: How.
        outcome: Filled on the way, so that it tells of any error what had been done before.
        remember: Called with steps before they are written.
        tell: Called with the number of steps dealt with and of all.

    Raises:
        AllRefusedError: The service refuses whatever it gets.
        SDKError: The service failed otherwise than by refusing; what was written stays written.
    """
    total = len(plan.changes)
    outcome.planned.extend(plan.changes)
    loop = _Loop(writer, outcome, remember)
    for bulk in _bulks(sorted(plan.changes, key=lambda step: step.key), writer.most):
        await loop.write(bulk)
        tell(len(outcome.written) + len(outcome.refused), total)


def _bulks(steps: Sequence[S], most: int) -> Iterator[list[Group[S]]]:
    """As few bulks as the limit allows, none of which takes apart what belongs together."""
    bulk: list[Group[S]] = []
    size = 0
    for _, found in groupby(steps, key=lambda step: step.key):
        group = tuple(found)
        if bulk and size + len(group) > most:
            yield bulk
            bulk, size = [], 0
        bulk.append(group)
        size += len(group)
    if bulk:
        yield bulk


class _Loop(Generic[S]):
    def __init__(self, writer: Writer[S], outcome: Outcome[S], remember: Remember) -> None:
        self._writer = writer
        self._outcome = outcome
        self._remember = remember
        self._last: tuple[str, str] | None = None
        """In which part and words a single group was refused, if nothing was taken since."""
        self._closed: dict[str, str] = {}
        """Parts in which two were, and the words."""

    async def write(self, bulk: list[Group[S]]) -> None:
        """Write the groups that nobody changed meanwhile."""
        changed = await self._writer.changed(_flat(bulk))
        if changed:
            bulk = self._without(bulk, changed, changed=True)
        if bulk:
            self._remember(_flat(bulk))
            await self._try(bulk)

    async def _try(self, groups: list[Group[S]]) -> None:
        """Write the groups, without those that are named as wrong; in parts if none is named."""
        while groups := self._open(groups):
            steps = _flat(groups)
            try:
                await self._writer.write(steps)
            except Refused as refused:
                if refused.reasons:
                    groups = self._without(groups, refused.reasons)
                elif len(groups) == 1:
                    self._give_up(groups[0], refused.message)
                    return
                else:
                    for some in _parts(groups):
                        await self._try(some)
                    return
            else:
                self._last = None
                self._outcome.written.extend(steps)
                return

    def _open(self, groups: list[Group[S]]) -> list[Group[S]]:
        """The groups whose part is not closed; the others are refused unasked."""
        for group in groups:
            if words := self._closed.get(group[0].key[0]):
                self._refuse(group, {}, words)
        return [group for group in groups if group[0].key[0] not in self._closed]

    def _give_up(self, group: Group[S], words: str) -> None:
        """Refuse one; the second in the same words closes its part, or ends it all."""
        part, before = group[0].key[0], self._last
        self._refuse(group, {}, words)
        self._last = part, words
        if before == (part, words):
            self._closed[part] = words
        elif before and before[1] == words:
            raise AllRefusedError(f"whatever is written is refused: {words}")

    def _without(
        self, groups: list[Group[S]], reasons: Mapping[int, str], *, changed: bool = False
    ) -> list[Group[S]]:
        """The groups in which no step has a reason; the others are refused."""
        good: list[Group[S]] = []
        index = 0
        for group in groups:
            own = {at: reasons[index + at] for at in range(len(group)) if index + at in reasons}
            index += len(group)
            if own:
                self._refuse(group, own, next(iter(own.values())), changed=changed)
            else:
                good.append(group)
        return good

    def _refuse(
        self, group: Group[S], reasons: Mapping[int, str], words: str, *, changed: bool = False
    ) -> None:
        for at, step in enumerate(group):
            self._outcome.refused.append(
                Refusal(step, reasons.get(at, words) or "refused", changed)
            )


def _flat(groups: Sequence[Group[S]]) -> list[S]:
    return [step for group in groups for step in group]


def _parts(groups: list[Group[S]]) -> Iterator[list[Group[S]]]:
    """By the larger whole that groups are in; where that is one, in halves."""
    parts = [list(found) for _, found in groupby(groups, key=lambda group: group[0].key[0])]
    if len(parts) > 1:
        yield from parts
    else:
        middle = len(groups) // 2
        yield groups[:middle]
        yield groups[middle:]
