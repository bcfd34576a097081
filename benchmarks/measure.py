"""Taking turns with a peer, and the figures that come of it."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True)
class Pairs:
    """Two things measured in turn; the numbers of one place were taken one after the other."""

    ours: list[float]
    peer: list[float]

    @property
    def medians(self) -> tuple[float, float]:
        return median(self.ours), median(self.peer)

    @property
    def ratios(self) -> list[float]:
        return [a / b for a, b in zip(self.ours, self.peer, strict=True)]


def alternate(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> Pairs:
    """Measure ours, peer, ours, peer...; the first pair only warms up and does not count."""
    ours()
    peer()
    gc.collect()
    gc.freeze()  # what was there before is not for the collector to go through on each run
    try:
        taken = [(ours(), peer()) for _ in range(rounds)]
    finally:
        gc.unfreeze()
    return Pairs([a for a, _ in taken], [b for _, b in taken])


def cpu_seconds(work: Callable[[], object]) -> Callable[[], float]:
    """A measurement: seconds of processor time that `work` takes.

    The garbage collector runs as it always does, but begins without a backlog.
    """

    def measure() -> float:
        gc.collect()
        started = process_time()
        work()
        return process_time() - started

    return measure
