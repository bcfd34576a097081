"""Peak memory while many tasks pass by, each walk in a process of its own."""

import subprocess
import sys
from pathlib import Path

from benchmarks.report import Row, named

TASKS = 100_000
TRACED_TASKS = 5_000
"""Tracing is slow, and shows what stays alive on a shorter walk as well."""
MIB = 1024 * 1024
MOST = 40 * MIB


def run() -> list[Row]:
    peer = f"bare {named('httpx')} and .json()"
    if not Path("/proc/self/status").exists():
        return [Row(f"peak over {TASKS:,} tasks", "", "not measured on this system", peer)]
    return [
        _row(f"peak over {TASKS:,} tasks (RSS)", peer, TASKS, MOST),
        _row(f"peak over {TRACED_TASKS:,} tasks (traced)", peer, TRACED_TASKS, None),
    ]


def _row(name: str, peer: str, tasks: int, most: int | None) -> Row:
    """A row of two walks, traced by tracemalloc where there is no target."""
    ours, bare = (_walk(which, tasks, traced=most is None) for which in ("ours", "bare"))
    return Row(
        name=name,
        ours=f"{ours / MIB:.1f} MiB",
        peer=f"{bare / MIB:.1f} MiB",
        peer_name=peer,
        ratios=[ours / bare],
        target="" if most is None else f"< {most / MIB:g} MiB",
        met=None if most is None else ours < most,
    )


def _walk(which: str, tasks: int, *, traced: bool) -> int:
    """Bytes by which the walk's peak was above its start."""
    tracing = ["-X", "tracemalloc"] if traced else []
    done = subprocess.run(
        [sys.executable, *tracing, "-m", "benchmarks.walk", which, str(tasks)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=True,
    )
    return int(done.stdout)
