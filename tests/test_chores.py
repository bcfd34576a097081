"""The chores around the tests: how long one may take, what is told at the end, which Pythons."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.pythons import find, oldest

ROOT = Path(__file__).parents[1]


def test_no_test_may_hang(request: pytest.FixtureRequest) -> None:
    assert 0 < float(request.config.getini("timeout")) <= 60


def run_pytest(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_test_that_hangs_fails(tmp_path: Path) -> None:
    hanging = "import anyio\nasync def test_it(): await anyio.Event().wait()\n"
    (tmp_path / "test_hanging.py").write_text(hanging)
    ended = run_pytest(
        str(tmp_path), "--timeout=0.5", "-x", "-c", "pyproject.toml", "-p", "tests.conftest"
    )
    assert ended.returncode == 1
    assert "Timeout" in ended.stdout


def test_what_was_not_checked_and_why_is_one_line_at_the_end(tmp_path: Path) -> None:
    nowhere = tmp_path / "facts"
    ended = run_pytest("tests/test_conformance.py", SDK_FACTS=str(nowhere))
    [line] = [line for line in ended.stdout.splitlines() if "NOT CHECKED" in line]
    assert line.startswith("NOT CHECKED: ")
    assert "of tests/test_conformance.py" in line
    assert f"there are no facts in {nowhere}; SDK_FACTS tells where they are" in line


def test_where_all_is_checked_nothing_is_told() -> None:
    assert "NOT CHECKED" not in run_pytest("tests/test_docs.py").stdout


# nox


class Session:
    """Takes the place of a session of nox, and keeps what it is to run."""

    def __init__(self, *posargs: str) -> None:
        self.posargs = posargs
        self.commands: list[tuple[str, ...]] = []

    def install(self, *_: str) -> None:
        pass

    def run(self, *command: str, **_: object) -> str:
        self.commands.append(command)
        if command[1:] == ("tests/pythons.py",):
            return "/a/python\n/b/python\n"
        if "/a/python" in command:
            raise CommandFailed
        return ""

    def error(self, said: str) -> None:
        raise SystemExit(said)


class CommandFailed(Exception):  # noqa: N818 - nox calls it so
    pass


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The noxfile, where there need be no nox."""

    def session(chore: Any = None, **_: object) -> Any:
        return chore or session

    def nothing(*_: object) -> dict[str, object]:
        return {}

    nox: Any = ModuleType("nox")
    nox.options, nox.session, nox.Session = SimpleNamespace(), session, Session
    nox.command = SimpleNamespace(CommandFailed=CommandFailed)
    nox.project = SimpleNamespace(load_toml=nothing, dependency_groups=nothing)
    monkeypatch.setitem(sys.modules, "nox", nox)
    return runpy.run_path(str(ROOT / "noxfile.py"))


def test_the_whole_suite_has_to_cover_enough_and_a_part_has_not(chores: dict[str, Any]) -> None:
    whole, part = Session(), Session("-k", "name")
    chores["tests"](whole)
    chores["tests"](part)
    assert "--cov" in whole.commands[-1]
    assert part.commands[-1] == ("pytest", "--durations=10", "-k", "name")


def test_every_python_gets_its_turn_although_one_fails(chores: dict[str, Any]) -> None:
    session = Session("-x")
    with pytest.raises(SystemExit, match=r"failed on /a/python$"):
        chores["pythons"](session)
    assert [command[-3:] for command in session.commands[1:]] == [
        ("/a/python", "--", "-x"),
        ("/b/python", "--", "-x"),
    ]


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_pythons_are_found_and_what_is_none_is_left_aside(tmp_path: Path) -> None:
    versions, folder, other = tmp_path / "pyenv" / "versions", tmp_path / "bin", tmp_path / "other"
    in_pyenv = executable(versions / "3.12.1" / "bin" / "python", "echo 3 12")
    executable(versions / "3.10.2" / "bin" / "python", "echo 3 10")
    executable(folder / "python3.12", "echo 3 12")  # the same once more
    executable(folder / "python3.13", "echo no such version >&2; exit 127")  # a shim to nothing
    executable(folder / "python3-config", "echo 3 15")
    in_path = executable(other / "python3.14", "echo 3 14")
    (other / "python3.15").symlink_to(tmp_path / "gone")
    path = os.pathsep.join(str(each) for each in (folder, other, tmp_path / "nowhere"))
    assert find(tmp_path / "pyenv", path) == {(3, 12): in_pyenv, (3, 14): in_path}
    assert find(tmp_path / "nowhere", "") == {}


def test_the_oldest_python_is_that_of_the_project() -> None:
    assert oldest() == (3, 11) <= sys.version_info
