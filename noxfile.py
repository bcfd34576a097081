"""The project's chores. `nox` alone checks everything; `nox -s demo` shows what it is for."""

from pathlib import Path
from tempfile import TemporaryDirectory

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "types", "wheel", "tests"]
nox.options.reuse_existing_virtualenvs = True

PACKAGES = ("clientcore", "runn_client", "runrunit_client", "bridge")
PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str, extra: str = "all") -> None:
    """The project as it stands, an extra of it, and groups of tools."""
    tools = [tool for group in groups for tool in nox.project.dependency_groups(PROJECT, group)]
    session.install("--quiet", "-e", f".[{extra}]", *tools)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff: rules and format."""
    session.install("--quiet", *nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Mypy and pyright, both strict, and the completeness of each package's types."""
    install(session, "types", "test")
    session.run("mypy")
    # A .venv in this folder would be taken for the project's own: name the right one
    session.run("basedpyright", "--pythonpath", str(Path(session.bin, "python")))
    with TemporaryDirectory() as elsewhere, session.chdir(elsewhere):
        for package in PACKAGES:
            session.run("basedpyright", "--verifytypes", package, "--ignoreexternal")


@nox.session
def tests(session: nox.Session) -> None:
    """The test suite on asyncio and on trio, with coverage."""
    install(session, "test")
    session.run(
        "pytest", "--cov", "--cov-report=term:skip-covered", "--durations=10", *session.posargs
    )


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel and import it where there is nothing else."""
    session.install("--quiet", "build")
    with TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--wheel", "--outdir", folder, silent=True)
        (built,) = Path(folder).glob("*.whl")
        empty = Path(folder) / "empty"
        session.run("python", "-m", "venv", str(empty), silent=True)
        python = str(empty / "bin" / "python")
        session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
        with session.chdir(folder):
            names = ", ".join((*PACKAGES, "runn_client.sandbox", "runrunit_client.sandbox"))
            session.run(python, "-W", "error", "-c", f"import {names}", external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """The tutorial's cast on two sandboxes."""
    install(session, extra="cli")
    session.run("python", "-m", "bridge", "demo")


@nox.session
def docs(session: nox.Session) -> None:
    """The table of operations, made from the operations themselves."""
    install(session, extra="cli")
    with Path("docs/operations.md").open("w") as page:
        session.run("python", "docs/operations.py", stdout=page)


@nox.session
def bench(session: nox.Session) -> None:
    """The figures, each against a named peer in the same run."""
    install(session, "bench")
    session.run("python", "-m", "benchmarks", *session.posargs)
