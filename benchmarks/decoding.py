"""Rows of a full page to models, from parsed JSON and from the body's bytes."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from attrs import asdict
from pydantic import TypeAdapter

from benchmarks.measure import alternate, cpu_seconds
from benchmarks.peers import generated_project, pydantic_model
from benchmarks.report import MISSING, Row, named
from benchmarks.samples import projects, tasks
from clientcore.codec.codec import Codec
from clientcore.codec.naming import Naming, camel_case, snake_case
from runn_client.models.project import Project
from runrunit_client.models.task import Task

ROUNDS = 60
MOST = {"parsed": 0.85, "bytes": 1.4}
"""Our time by pydantic's; from bytes, the standard library's parser is against one in Rust."""

Read = Callable[[], list[Any]]


def run() -> list[Row]:
    return [*_runn(), *_against_pydantic("100 tasks", tasks(range(1, 101)), Task, snake_case)]


def _runn() -> Iterator[Row]:
    rows = projects(range(1, 201))
    yield from _against_pydantic("200 projects", rows, Project, camel_case)
    generator = named("openapi-python-client")
    with generated_project() as from_dict:
        if from_dict is None:
            yield Row("decode 200 projects", "", MISSING, generator)
            return
        body = json.dumps(rows).encode()
        codec = Codec(camel_case)
        read = {
            "parsed": (
                lambda: codec.decode_items(rows, Project),
                lambda: [from_dict(row) for row in rows],
            ),
            "bytes": (
                lambda: codec.decode_items(json.loads(body), Project),
                lambda: [from_dict(row) for row in json.loads(body)],
            ),
        }
        _check_same_dates(*(each() for each in read["parsed"]))
        for form, (ours, peer) in read.items():
            yield _row(f"decode 200 projects, {form} (CPU)", ours, peer, f"code by {generator}")


def _against_pydantic(
    name: str, rows: list[Any], model: type[Any], naming: Naming
) -> Iterator[Row]:
    body = json.dumps(rows).encode()
    Codec(naming, strict=True).decode_items(rows, model)  # the sample is as documented
    codec = Codec(naming)
    peer_model: Any = pydantic_model(model, naming)
    adapter: TypeAdapter[list[Any]] = TypeAdapter(list[peer_model])
    read = {
        "parsed": (
            lambda: codec.decode_items(rows, model),
            lambda: adapter.validate_python(rows),
        ),
        "bytes": (
            lambda: codec.decode_items(json.loads(body), model),
            lambda: adapter.validate_json(body),
        ),
    }
    for form, (ours, peer) in read.items():
        _check_same(ours(), peer())
        yield _row(f"decode {name}, {form} (CPU)", ours, peer, named("pydantic"), MOST[form])


def _row(name: str, ours: Read, peer: Read, peer_name: str, most: float | None = None) -> Row:
    pairs = alternate(cpu_seconds(ours), cpu_seconds(peer), ROUNDS)
    return Row.of_times(name, pairs, peer_name, most)


def _check_same(ours: list[Any], peer: list[Any]) -> None:
    """Both have read every field of every row to the same value."""
    mine = [asdict(item, filter=lambda a, _: a.name != "extra") for item in ours]
    if mine != [item.model_dump() for item in peer]:
        raise AssertionError("the models do not read the same values")


def _check_same_dates(ours: list[Any], peer: list[Any]) -> None:
    if [(a.id, a.updated_at) for a in ours] != [(b.id, b.updated_at) for b in peer]:
        raise AssertionError("the generated code does not read the same values")
