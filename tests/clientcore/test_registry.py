"""The registry, on a package that is written for it."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from clientcore.operation import DeclarationError
from clientcore.registry import operations_of

SERVICE = """
from clientcore.client import BaseClient
from clientcore.codec.naming import snake_case
from clientcore.registry import resource
from clientcore.service import Service

class Client(BaseClient):
    service = Service(name="S", base_url="https://s.example", naming=snake_case, requests=1)
    {attributes}
"""
RESOURCE = """
from clientcore.operation import operation
from clientcore.resource import Resource

class {name}(Resource):
    @operation("GET", "/{path}")
    async def get(self) -> object: ...

    @operation("POST", "/{path}")
    async def create(self{argument}) -> object: ...
"""


class Package:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "made_up_package"
        (self.folder / "resources").mkdir(parents=True)
        (self.folder / "resources" / "__init__.py").touch()
        (self.folder / "__init__.py").touch()

    def add(self, module: str, name: str, argument: str = "") -> None:
        code = RESOURCE.format(name=name, path=module, argument=argument)
        (self.folder / "resources" / f"{module}.py").write_text(code)

    def client(self, *attributes: str) -> type:
        code = SERVICE.format(attributes="\n    ".join(attributes) or "pass")
        (self.folder / "client.py").write_text(code)
        module: ModuleType = __import__("made_up_package.client", fromlist=["Client"])
        found: type = module.Client
        return found


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for name in [name for name in sys.modules if name.startswith("made_up_package")]:
        monkeypatch.delitem(sys.modules, name)
    return Package(tmp_path)


def test_operations_are_found_in_the_files_by_name(package: Package) -> None:
    package.add("teams", "Teams")
    package.add("boards", "Boards")
    client = package.client('teams: "Teams" = resource()', 'boards: "Boards" = resource()')
    names = [operation.name for operation in operations_of(client)]
    assert names == ["boards.get", "boards.create", "teams.get", "teams.create"]
    assert operations_of(client) is operations_of(client)


@pytest.mark.parametrize(
    "attributes",
    [
        (),
        ('team: "Teams" = resource()',),
        ("teams = 5",),
    ],
)
def test_what_cannot_be_reached_is_an_error(package: Package, attributes: tuple[str, ...]) -> None:
    package.add("teams", "Teams")
    client = package.client(*attributes)
    with pytest.raises(DeclarationError, match=r"^Teams cannot be reached as Client\.teams$"):
        operations_of(client)


def test_two_resources_in_a_file_are_an_error(package: Package) -> None:
    package.add("teams", "Teams")
    file = package.folder / "resources" / "teams.py"
    file.write_text(file.read_text() + "\nclass Others(Resource): ...\n")
    client = package.client('teams: "Teams" = resource()')
    with pytest.raises(DeclarationError, match=r"^Others cannot be reached as Client\.teams$"):
        operations_of(client)


def test_two_operations_of_one_name_are_an_error(package: Package) -> None:
    package.add("teams", "Teams")
    file = package.folder / "resources" / "teams.py"
    file.write_text(file.read_text() + "\n    again = create\n")
    client = package.client('teams: "Teams" = resource()')
    with pytest.raises(DeclarationError, match=r"^teams\.create is there twice$"):
        operations_of(client)


def test_a_signature_that_cannot_work_is_an_error_when_operations_are_looked_at(
    package: Package,
) -> None:
    package.add("teams", "Teams", argument=", **names: str")
    client = package.client('teams: "Teams" = resource()')
    with pytest.raises(DeclarationError, match=r"Teams\.create\(\) \(teams\.create\) names must"):
        operations_of(client)
