"""What it takes until there is a client, in a fresh process.

Processor time, taken inside the process: the interpreter's own start would only bring the ratio
closer to 1.
Both sides read compiled bytecode, as after an installation, and both do without click: where it
happens to be installed, httpx loads a whole command line, which users of the SDK may not have.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import alternate
from benchmarks.report import Row, named

ROUNDS = 30
MOST = 1.3

RUNN = 'from runn_client import RunnClient; RunnClient("x")'
RUNRUNIT = 'from runrunit_client import RunrunitClient; RunrunitClient("x", "y")'
PEER = "import httpx, cattrs"


def run() -> list[Row]:
    with TemporaryDirectory() as bytecode:
        return [
            Row.of_times(
                f"import {name}, make a client (CPU)",
                alternate(_fresh(statement, bytecode), _fresh(PEER, bytecode), ROUNDS),
                f"import {named('httpx', 'cattrs')}",
                MOST,
            )
            for name, statement in (("runn_client", RUNN), ("runrunit_client", RUNRUNIT))
        ]


def _fresh(statement: str, bytecode: str) -> Callable[[], float]:
    """A measurement: seconds of processor time that the statement takes in a process of its own."""
    code = (
        "import sys; sys.modules['click'] = None\n"
        "from time import process_time; started = process_time()\n"
        f"{statement}\n"
        "print(process_time() - started)"
    )
    command = [sys.executable, "-X", f"pycache_prefix={bytecode}", "-c", code]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    root = Path(__file__).parents[1]

    def measure() -> float:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
        return float(done.stdout)

    return measure
