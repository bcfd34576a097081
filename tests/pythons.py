"""The Pythons on this machine that the project is for: `python tests/pythons.py` prints them.

Those of pyenv are found by their full path, for its shims may lead to nothing.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROBE = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
"""What can make an environment says which Python it is."""


def oldest() -> tuple[int, int]:
    """The oldest Python that the project is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    major, minor = project["requires-python"].removeprefix(">=").split(".")
    return int(major), int(minor)


def candidates(pyenv: Path, path: str) -> Iterator[Path]:
    """Files that may be a Python."""
    yield from sorted(pyenv.glob("versions/*/bin/python"), reverse=True)
    for folder in path.split(os.pathsep):
        for file in sorted(Path(folder).glob("python3.*")):
            if re.fullmatch(r"python3\.\d+", file.name):
                yield file


def version_of(python: Path) -> tuple[int, ...] | None:
    """Its version; None where it does not run, or can make no environment."""
    try:
        said = subprocess.run(
            [python, "-c", PROBE], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(int(number) for number in said.stdout.split())


def find(pyenv: Path, path: str) -> Mapping[tuple[int, ...], Path]:
    """One Python of each version that the project is for, the oldest first."""
    found: dict[tuple[int, ...], Path] = {}
    for python in candidates(pyenv, path):
        version = version_of(python)
        if version and version >= oldest():
            found.setdefault(version, python)
    return dict(sorted(found.items()))


if __name__ == "__main__":
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    sys.stdout.writelines(f"{python}\n" for python in find(home, os.environ["PATH"]).values())
