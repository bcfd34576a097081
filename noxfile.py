"""The project's chores. `nox` alone checks everything; `nox -s demo` shows what it is for."""

import shutil
import sys
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
    """The test suite on asyncio and on trio; the whole of it with coverage."""
    install(session, "test")
    # Some of the tests cover less than all of them have to
    coverage = () if session.posargs else ("--cov", "--cov-report=term:skip-covered")
    session.run("pytest", *coverage, "--durations=10", *session.posargs)


@nox.session(default=False, venv_backend="none")
def pythons(session: nox.Session) -> None:
    """The session `tests` on every Python of this machine that the project is for."""
    found = session.run(sys.executable, "tests/pythons.py", silent=True, external=True)
    failed: list[str] = []
    for python in str(found).splitlines():
        again = (sys.executable, "-m", "nox", "--session", "tests", "--force-python", python)
        try:
            session.run(*again, "--", *session.posargs, external=True)
        except nox.command.CommandFailed:
            failed.append(python)
    if failed:
        session.error(f"failed on {', '.join(failed)}")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build sdist and wheel, look into both, and use them where there is nothing else."""
    install(session, "test", "build")
    with TemporaryDirectory() as folder:
        # The wheel is built from the sdist
        session.run("python", "-m", "build", "--outdir", folder, silent=True)
        (sdist,), (built,) = Path(folder).glob("*.tar.gz"), Path(folder).glob("*.whl")
        session.run("python", "-m", "tests.shipped", str(sdist), str(built))
        empty = Path(folder, "empty")
        session.run("python", "-m", "venv", str(empty), silent=True)
        python = str(empty / "bin" / "python")
        session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
        with session.chdir(folder):
            names = ", ".join((*PACKAGES, "runn_client.sandbox", "runrunit_client.sandbox"))
            session.run(python, "-W", "error", "-c", f"import {names}", external=True)
        shutil.unpack_archive(sdist, folder)
        with session.chdir(Path(folder, sdist.name.removesuffix(".tar.gz"))):
            # Some of them: that they run from there is the question. `-m` takes the code there
            some = ("tests/runn_client", "tests/test_readme.py", "tests/test_docs.py")
            session.run("python", "-m", "pytest", "-x", *some)


@nox.session
def demo(session: nox.Session) -> None:
    """The tutorial's cast on two sandboxes."""
    install(session, extra="cli")
    session.run("python", "-m", "bridge", "demo")


@nox.session
def docs(session: nox.Session) -> None:
    """The pages that are made: of the operations from themselves, of the errors by causing them."""
    install(session, extra="all")
    for name in ("operations", "errors"):
        with Path(f"docs/{name}.md").open("w") as page:
            session.run("python", f"docs/{name}.py", stdout=page)


@nox.session
def bench(session: nox.Session) -> None:
    """The figures, each against a named peer in the same run."""
    install(session, "bench")
    session.run("python", "-m", "benchmarks", *session.posargs)
