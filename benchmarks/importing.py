"""What it takes until there is a client, in a fresh process.

Timed inside the process: the interpreter's own start would only bring the ratio closer to 1.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import alternate
from benchmarks.report import Row, named

ROUNDS = 25
MOST = 1.3

RUNN = 'from runn_client import RunnClient; RunnClient("x")'
RUNRUNIT = 'from runrunit_client import RunrunitClient; RunrunitClient("x", "y")'
PEER = "import httpx, cattrs"


def run() -> list[Row]:
    return [
        Row.of_times(
            f"import {name} and make a client",
            alternate(_fresh(statement), _fresh(PEER), ROUNDS),
            f"import {named('httpx', 'cattrs')}",
            MOST,
        )
        for name, statement in (("runn_client", RUNN), ("runrunit_client", RUNRUNIT))
    ]


def _fresh(statement: str) -> Callable[[], float]:
    """A measurement: seconds that the statement takes in a process of its own."""
    code = (
        "from time import perf_counter; started = perf_counter()\n"
        f"{statement}\n"
        "print(perf_counter() - started)"
    )
    root = Path(__file__).parents[1]

    def measure() -> float:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, check=True
        )
        return float(done.stdout)

    return measure
