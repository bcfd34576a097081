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
    taken = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    return Pairs([a for a, _ in taken], [b for _, b in taken])


def cpu_seconds(work: Callable[[], object], times: int) -> Callable[[], float]:
    """A measurement: seconds of processor time that one run of `work` takes, out of `times`.

    The garbage collector runs as it always does, but begins without a backlog.
    """

    def measure() -> float:
        gc.collect()
        started = process_time()
        for _ in range(times):
            work()
        return (process_time() - started) / times

    return measure
