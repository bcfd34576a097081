"""What a wheel and an sdist may hold: `python -m tests.shipped ARCHIVE ...` fails on anything else.

The build takes what lies in the packages' folders, so what an editor or a merge leaves there would
be published with them.
"""

import sys
import tarfile
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from zipfile import ZipFile

PACKAGES = ("clientcore", "runn_client", "runrunit_client", "bridge")
CODE = tuple(f"{package}/{name}" for package in PACKAGES for name in ("*.py", "py.typed"))
WHEEL = (
    *CODE,
    *(f"*.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "licenses/LICENSE")),
)
SDIST = (
    *CODE,
    "tests/*.py",
    "tests/data/*.json",
    "docs/*.md",
    "docs/*.py",
    "benchmarks/*.py",
    "noxfile.py",
    "pyproject.toml",
    ".ci/run",
    ".gitignore",
    "LICENSE",
    "PKG-INFO",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
)
"""All that the tests, the documentation and the chores need: they run in an unpacked sdist."""


def names_in(archive: Path) -> list[str]:
    """The files in a wheel, or in an sdist without its outer folder."""
    if archive.suffix == ".whl":
        return ZipFile(archive).namelist()
    with tarfile.open(archive) as tar:
        return [member.name.partition("/")[2] for member in tar if not member.isdir()]


def mistakes(names: Iterable[str], allowed: Iterable[str]) -> Iterator[str]:
    """What is there and should not be, and what should be and is not there."""
    names, allowed = list(names), list(allowed)
    for name in names:
        if not any(fnmatchcase(name, pattern) for pattern in allowed):
            yield f"{name} should not be in it"
    for pattern in allowed:
        if not any(fnmatchcase(name, pattern) for name in names):
            yield f"nothing in it is {pattern}"


def check(archive: Path) -> list[str]:
    """What is wrong with an archive."""
    return list(mistakes(names_in(archive), WHEEL if archive.suffix == ".whl" else SDIST))


if __name__ == "__main__":
    found = [f"{path}: {mistake}" for path in sys.argv[1:] for mistake in check(Path(path))]
    sys.exit("\n".join(found) or None)
