"""The check of what is published finds what should not be, and what is missing."""

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.shipped import PACKAGES, SDIST, WHEEL, check

WHOLE_WHEEL = [pattern.replace("*", "x") for pattern in WHEEL]
WHOLE_SDIST = [pattern.replace("*", "x") for pattern in SDIST]


def wheel(folder: Path, names: Iterable[str]) -> Path:
    path = folder / "x-1-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return path


def sdist(folder: Path, names: Iterable[str]) -> Path:
    path = folder / "x-1.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(f"x-1/{name}"), io.BytesIO())
    return path


def test_what_belongs_in_them_is_in_order(tmp_path: Path) -> None:
    assert check(wheel(tmp_path, WHOLE_WHEEL)) == []
    assert check(sdist(tmp_path, WHOLE_SDIST)) == []


@pytest.mark.parametrize(
    "name",
    [
        "clientcore/http/transport.py.orig",
        "runn_client/models/.person.py.swp",
        "bridge/notes.md",
        "runrunit_client/.env",
        "conftest.py",
    ],
)
def test_a_stray_file_is_found(tmp_path: Path, name: str) -> None:
    found = [f"{name} should not be in it"]
    assert check(wheel(tmp_path, [*WHOLE_WHEEL, name])) == found
    assert check(sdist(tmp_path, [*WHOLE_SDIST, name])) == found


def test_tests_are_not_in_the_wheel(tmp_path: Path) -> None:
    name = "tests/conftest.py"
    assert check(wheel(tmp_path, [*WHOLE_WHEEL, name])) == [f"{name} should not be in it"]
    assert check(sdist(tmp_path, [*WHOLE_SDIST, name])) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_missing_is_found(tmp_path: Path, package: str) -> None:
    marker = f"{package}/py.typed"
    for archive in (
        wheel(tmp_path, [name for name in WHOLE_WHEEL if name != marker]),
        sdist(tmp_path, [name for name in WHOLE_SDIST if name != marker]),
    ):
        assert check(archive) == [f"nothing in it is {marker}"]
