"""What holds the packages together, checked without running much of them."""

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from attrs import fields_dict, has

import runn_client.models
import runrunit_client.models
from clientcore import Operation
from clientcore.client import BaseClient
from clientcore.model import Model
from clientcore.operation import declared_by
from clientcore.registry import operations_of
from clientcore.resource import Resource
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.support import ScriptedServer, runn, runrunit

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "clientcore": {"clientcore"},
    "runn_client": {"runn_client", "clientcore"},
    "runrunit_client": {"runrunit_client", "clientcore"},
    "bridge": {"bridge", "runn_client", "runrunit_client", "clientcore"},
}
REQUIRED = {"httpx", "attrs", "cattrs", "anyio"}
EXTRAS = {
    "bridge/lease.py": {"redis"},
    "clientcore/limits/redis.py": {"redis"},
    "clientcore/prompt.py": {"IPython"},
    "clientcore/sandbox/command_line.py": {"uvicorn"},
    "clientcore/sandbox/serve.py": {"starlette"},
}
"""What else a file may import; everything in the bridge may import what its command line needs."""
COMMAND_LINE = {"rich", "cyclopts"}
LONGEST = {"clientcore": 250, "runn_client": 500, "runrunit_client": 500, "bridge": 500}

FILES = [
    pytest.param(path, id=str(path.relative_to(ROOT)))
    for package in MAY_IMPORT
    for path in sorted((ROOT / package).rglob("*.py"))
]
OPERATIONS = [
    pytest.param(client, operation, id=f"{type(client).__name__} {operation.name}")
    for client, operations in (
        (runn(ScriptedServer()), operations_of(RunnClient)),
        (runrunit(ScriptedServer()), operations_of(RunrunitClient)),
    )
    for operation in operations
]
MODELS = [runn_client.models, runrunit_client.models]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The packages that are imported anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert node.level == 0, "imports are absolute"
            yield node.module.partition(".")[0]


# Files


@pytest.mark.parametrize("path", FILES)
def test_imports_go_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert set(imported(parsed(path))) & set(MAY_IMPORT) <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", FILES)
def test_only_what_is_declared_is_imported_and_httpx_in_one_module_only(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    allowed = {*REQUIRED, *MAY_IMPORT, *sys.stdlib_module_names, *EXTRAS.get(name, ())}
    if name != "clientcore/http/connection.py":
        allowed -= {"httpx"}
    if name.startswith("bridge/"):
        allowed |= COMMAND_LINE
    assert set(imported(parsed(path))) <= allowed


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_not_long(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST[package]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()


# Importing


def loaded_by(code: str) -> set[str]:
    """The modules that a new process has after running it."""
    code += "\nimport sys\nprint('\\n'.join(sys.modules))"
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


@cache
def loaded_by_the_dependencies() -> set[str]:
    return loaded_by("import httpx, attrs, cattrs, cattrs.gen, anyio")


@pytest.mark.parametrize("package", ["runn_client", "runrunit_client"])
def test_importing_a_client_loads_little(package: str) -> None:
    more = loaded_by(f"import {package}") - loaded_by_the_dependencies()
    packages = {name.partition(".")[0] for name in more} - sys.stdlib_module_names
    assert packages == {package, "clientcore"}
    ours = {name for name in more if name.startswith((f"{package}.", "clientcore."))}
    lazy = (f"{package}.models", f"{package}.resources", f"{package}.sandbox", "clientcore.sandbox")
    assert not [name for name in ours if name.startswith((*lazy, "clientcore.limits.redis"))]


@pytest.mark.parametrize(
    ("package", "make"),
    [("runn_client", "RunnClient('x')"), ("runrunit_client", "RunrunitClient('x', 'y')")],
)
def test_a_resource_is_loaded_when_it_is_first_used(package: str, make: str) -> None:
    modules = loaded_by(f"from {package} import *\nclient = {make}\nclient.projects")
    assert {name for name in modules if name.startswith(f"{package}.resources.")} <= {
        f"{package}.resources.projects",
        f"{package}.resources.common",
    }
    assert f"{package}.models.project" in modules
    assert f"{package}.models.assignment" not in modules
    assert f"{package}.models.task" not in modules


# Models


def offered(module: ModuleType) -> dict[str, str]:
    """What the models' package imports for type checkers: names, and the modules they are from."""
    tree = parsed(Path(str(module.__file__)))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    return {
        alias.asname or alias.name: node.module or ""
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def defined(module: ModuleType) -> dict[str, str]:
    """The models that the modules of a package define, and where."""
    folder = Path(str(module.__file__)).parent
    homes = [f"{module.__name__}.{path.stem}" for path in folder.glob("[!_]*.py")]
    return {
        name: home
        for home in homes
        for name, value in vars(import_module(home)).items()
        if inspect.isclass(value) and value.__module__ == home
    }


@pytest.mark.parametrize("module", MODELS, ids=lambda module: module.__name__)
def test_models_are_offered_lazily_and_to_type_checkers_alike(module: ModuleType) -> None:
    assert offered(module) == defined(module)
    assert sorted(dir(module)) == sorted(offered(module))
    for name, home in offered(module).items():
        assert getattr(module, name) is getattr(import_module(home), name)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        module.Nothing  # noqa: B018


def models_in(kind: Any) -> Iterator[type[Any]]:
    """The models that a type is made of."""
    if has(kind):
        yield kind
        for field in get_type_hints(kind).values():
            yield from models_in(field)
    for part in get_args(kind):
        yield from models_in(part)


@pytest.mark.parametrize(("client", "operation"), OPERATIONS)
def test_a_result_keeps_what_it_does_not_know(
    client: BaseClient, operation: Operation[Any]
) -> None:
    for model in models_in(operation.result):
        assert issubclass(model, Model), model
        assert "extra" in fields_dict(model)


# Methods


def resources(client: type[BaseClient]) -> Iterator[type[Resource]]:
    instance = runn(ScriptedServer()) if client is RunnClient else runrunit(ScriptedServer())
    for name in dict.fromkeys(
        operation.name.partition(".")[0] for operation in instance.operations
    ):
        yield type(getattr(instance, name))


RESOURCES = [*resources(RunnClient), *resources(RunrunitClient)]


def public_methods(resource: type[object]) -> list[str]:
    return [
        name
        for name, member in vars(resource).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]


METHODS = [
    pytest.param(getattr(owner, name), id=f"{owner.__module__}.{name}")
    for owner in (*RESOURCES, BaseClient)
    for name in public_methods(owner)
]


def section(method: object, title: str) -> str:
    """A part of a docstring, indented as the names in it are."""
    doc = inspect.getdoc(method) or ""
    found = re.search(rf"^{title}:\n((?:    .*\n?|\n)*)", doc, re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize(("client", "operation"), OPERATIONS)
def test_an_operation_is_named_like_its_method(
    client: BaseClient, operation: Operation[Any]
) -> None:
    declared = declared_by(attrgetter(operation.name)(client))
    assert declared is not None
    assert declared.read(client.service)[0] is operation


@pytest.mark.parametrize("client", [RunnClient, RunrunitClient], ids=lambda c: c.__name__)
def test_every_resource_is_offered_with_a_sentence(client: type[BaseClient]) -> None:
    """The sentence is a string below the attribute, where documentation tools look for it."""
    [tree] = [n for n in parsed(source_of(client)).body if isinstance(n, ast.ClassDef)]
    following = dict(zip(tree.body, tree.body[1:], strict=False))
    offered = {
        node.target.id: following[node]
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Call)
    }
    modules = {path.stem for path in (source_of(client).parent / "resources").glob("[!_]*.py")}
    assert set(offered) == modules - {"common"}
    assert list(offered) == sorted(offered)
    for node in offered.values():
        assert isinstance(node, ast.Expr)
        assert isinstance(node.value, ast.Constant)
        assert str(node.value.value).endswith(".")


def source_of(owner: type[object]) -> Path:
    return Path(inspect.getfile(owner))


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: f"{r.__module__}.{r.__name__}")
def test_a_method_is_declared_if_and_only_if_it_has_no_body(resource: type[Resource]) -> None:
    """Type checkers are silent about an async stub that nobody declared, and about a lost body."""
    [tree] = [n for n in parsed(source_of(resource)).body if isinstance(n, ast.ClassDef)]
    methods = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len({method.name for method in methods}) == len(methods)
    for method in methods:
        declared = any(ast.unparse(d).startswith("operation(") for d in method.decorator_list)
        *_, last = method.body
        empty = len(method.body) == 2 and ast.unparse(last) == "..."
        assert declared == empty, method.name
        assert declared == (declared_by(vars(resource)[method.name]) is not None)


def test_operations_are_short() -> None:
    """Hundreds follow this pattern: what it costs in lines is paid for each of them."""
    lines = operations = 0
    for resource in RESOURCES:
        [tree] = [n for n in parsed(source_of(resource)).body if isinstance(n, ast.ClassDef)]
        for method in tree.body[1:]:
            assert isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
            assert method.end_lineno is not None
            lines += method.end_lineno - method.decorator_list[0].lineno + 1
            operations += 1
    assert lines / operations <= 18


def test_the_sandboxes_are_short() -> None:
    """Tables answer most operations: only what is particular to one is written for it."""
    lines = operations = 0
    for client in (RunnClient, RunrunitClient):
        files = (source_of(client).parent / "sandbox").glob("*.py")
        lines += sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
        operations += len(operations_of(client))
    assert lines / operations <= 22


@pytest.mark.parametrize("method", METHODS)
def test_every_argument_is_explained_in_order(method: Any) -> None:
    explained = re.findall(r"^    (\w+): \S", section(method, "Args"), re.MULTILINE)
    arguments = list(inspect.signature(method).parameters)
    assert ["self", *explained] == arguments


@pytest.mark.parametrize("client", [RunnClient, RunrunitClient])
def test_every_setting_of_a_client_is_explained_in_order(client: type[BaseClient]) -> None:
    explained = re.findall(r"^    (\w+): \S", section(client, "Args"), re.MULTILINE)
    assert explained == list(inspect.signature(client).parameters)


def test_the_clients_have_the_same_settings() -> None:
    runn_settings, runrunit_settings = (
        [
            (parameter.name, parameter.annotation)
            for parameter in inspect.signature(client).parameters.values()
            if parameter.kind is parameter.KEYWORD_ONLY
        ]
        for client in (RunnClient, RunrunitClient)
    )
    assert runn_settings == runrunit_settings


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: f"{r.__module__}.{r.__name__}")
def test_the_common_methods_come_first_and_in_one_order(resource: type[Resource]) -> None:
    methods = public_methods(resource)
    common = ("list", "get", "create", "update", "delete")
    present = [name for name in common if name in methods]
    assert methods[: len(present)] == present


@pytest.mark.parametrize(("client", "operation"), OPERATIONS)
def test_what_is_in_the_path_comes_first_and_the_rest_is_named(
    client: BaseClient, operation: Operation[Any]
) -> None:
    parameters = list(inspect.signature(attrgetter(operation.name)(client)).parameters.values())
    in_path = len(operation.placeholders)
    assert all(p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters[:in_path])
    if operation.name != "actuals.create_bulk":  # its one argument needs no name
        assert all(p.kind is p.KEYWORD_ONLY for p in parameters[in_path:])
