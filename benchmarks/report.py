"""One row for each figure, and the table of them all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from statistics import median
from typing import Self

from benchmarks.measure import Pairs

MISSING = "not present"


@dataclass(frozen=True)
class Row:
    """A figure beside its peer's."""

    name: str
    ours: str
    peer: str
    peer_name: str
    ratios: Sequence[float] = field(default=())
    target: str = ""
    met: bool | None = None
    """None where no target was set."""

    @classmethod
    def of_times(cls, name: str, pairs: Pairs, peer_name: str, most: float | None = None) -> Self:
        """A row of seconds; the median ratio must not be above `most`."""
        ours, peer = pairs.medians
        met = None if most is None else median(pairs.ratios) <= most
        target = "" if most is None else f"<= {most:g}x"
        return cls(name, seconds(ours), seconds(peer), peer_name, pairs.ratios, target, met)

    @classmethod
    def of_surplus(cls, name: str, pairs: Pairs, peer_name: str, most: float) -> Self:
        """A row of seconds over the peer's; their median must not be above `most`."""
        ours, peer = pairs.medians
        over = median(a - b for a, b in zip(pairs.ours, pairs.peer, strict=True))
        name = f"{name}, {seconds(over)} over the peer's"
        met, target = over <= most, f"<= {seconds(most)}"
        return cls(name, seconds(ours), seconds(peer), peer_name, pairs.ratios, target, met)

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        return (
            self.name,
            self.ours,
            self.peer,
            f"{median(self.ratios):.2f}x" if self.ratios else "",
            f"{min(self.ratios):.2f}..{max(self.ratios):.2f}" if self.ratios else "",
            self.target,
            verdict,
            self.peer_name,
        )


HEADINGS = ("figure", "ours", "peer", "ratio", "min..max", "target", "", "the peer")


def seconds(value: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value / 1e-6:.0f} µs"


def named(*distributions: str) -> str:
    """Distributions with the versions that are installed: `httpx 0.28.1 + cattrs 26.1`."""
    return " + ".join(f"{name} {version(name)}" for name in distributions)


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    aligned = (zip(line, widths, strict=True) for line in lines)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in line).rstrip() for line in aligned
    )
