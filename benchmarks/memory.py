"""Peak memory while 100,000 tasks pass by, each walk in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import alternate
from benchmarks.report import Row, named

TASKS = 100_000
ROUNDS = 1
MOST = 40
"""MiB."""


def run() -> list[Row]:
    pass
