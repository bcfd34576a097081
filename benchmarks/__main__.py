"""Run the benchmarks and print one table: `python -m benchmarks [NAME ...]`."""

import argparse
import platform
import sys
from time import perf_counter

from benchmarks import isolated
from benchmarks.report import Row, table

NAMES = ("importing", "calling", "decoding", "limiting", "memory", "timesheets")
"""Each is a module of its own, imported when its turn comes: they need different peers."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all unless given"
    )
    names = parser.parse_args().names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    started = perf_counter()
    rows: list[Row] = []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += isolated.run(name)
    print(table(rows))
    print(
        "\nMedians; the ratio is the median of ratios taken in pairs, ours and peer in turn."
        "\nMemory: one walk each, its peak above what the process held before the first request."
        f"\nPython {platform.python_version()}, {perf_counter() - started:.0f} s in all."
    )


if __name__ == "__main__":
    main()
