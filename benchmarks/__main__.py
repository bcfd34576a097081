"""Run the benchmarks and print one table: `python -m benchmarks [NAME ...]`."""

import argparse
import platform
import sys
from time import perf_counter

from benchmarks import calling, decoding, importing, limiting, memory
from benchmarks.report import table

BENCHMARKS = {
    "importing": importing.run,
    "calling": calling.run,
    "decoding": decoding.run,
    "limiting": limiting.run,
    "memory": memory.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all unless given"
    )
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := set(names) - BENCHMARKS.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    started = perf_counter()
    rows = []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += BENCHMARKS[name]()
    print(table(rows))
    print(
        f"\nMedians; the ratio is the median of ratios taken in pairs, ours and peer in turn."
        f"\nPython {platform.python_version()}, {perf_counter() - started:.0f} s in all."
    )


main()
