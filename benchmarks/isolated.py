"""Each benchmark in a process of its own: what one loads must not slow the next one down."""

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from benchmarks.report import Row


def run(name: str) -> list[Row]:
    """The rows of the benchmark in the module of this name."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run_here, name).result()


def _run_here(name: str) -> list[Row]:
    rows: list[Row] = import_module(f"benchmarks.{name}").run()
    return rows
