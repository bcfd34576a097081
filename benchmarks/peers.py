"""The same models in other libraries."""

import datetime as dt
import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, reduce
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import NOTHING, fields, has
from pydantic import AwareDatetime, BaseModel, ConfigDict, create_model

from clientcore.codec.kinds import without_marks
from clientcore.codec.naming import Naming

SPEC = Path(__file__).parents[2] / "shared" / "api" / "runn-openapi.json"
"""Runn's own description of its API, which the repository does not hold."""


@cache
def pydantic_model(model: type[Any], naming: Naming) -> type[BaseModel]:
    """A pydantic model with the same fields, types and names on the wire."""
    definitions: dict[str, Any] = {
        a.name: (
            _pydantic_type(without_marks(a.type), naming),
            ... if a.default is NOTHING else a.default,
        )
        for a in fields(model)
        if a.name != "extra"
    }
    config = ConfigDict(extra="allow", frozen=True, alias_generator=naming, protected_namespaces=())
    return create_model(model.__name__, __config__=config, **definitions)


def _pydantic_type(kind: Any, naming: Naming) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return reduce(or_, [_pydantic_type(option, naming) for option in get_args(kind)])
    if origin is tuple:
        return tuple[_pydantic_type(get_args(kind)[0], naming), ...]
    if origin is Literal:
        return kind
    if origin is Mapping:  # pydantic reads a dict much faster than a Mapping
        return dict[str, Any]
    if kind is object:
        return Any
    if kind is dt.datetime:
        return AwareDatetime
    return pydantic_model(kind, naming) if has(kind) else kind


@contextmanager
def generated_project() -> Iterator[Callable[[dict[str, Any]], Any] | None]:
    """`Project.from_dict` as openapi-python-client writes it; None without the description."""
    if not SPEC.is_file():
        yield None
        return
    with TemporaryDirectory() as folder:
        config = Path(folder, "config.yml")
        config.write_text("post_hooks: []\n")
        command = [
            *(sys.executable, "-m", "openapi_python_client", "generate"),
            *("--path", str(SPEC), "--config", str(config), "--meta", "none"),
            *("--output-path", str(Path(folder, "generated_runn"))),
        ]
        subprocess.run(command, check=True, capture_output=True)
        sys.path.insert(0, folder)
        try:
            yield importlib.import_module("generated_runn.models.project").Project.from_dict
        finally:
            sys.path.remove(folder)
