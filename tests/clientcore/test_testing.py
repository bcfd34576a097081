import json
from typing import Any

import pytest

import runn_client.testing
import runrunit_client.testing
from clientcore import DriftError
from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case, snake_case
from clientcore.registry import operations_of
from clientcore.testing import build
from runn_client.models import Person, Project, Reference
from runrunit_client import RunrunitClient
from runrunit_client.models import Task
from tests.runn_client.test_models import READ
from tests.runrunit_client.samples import SAMPLES, read

OPERATIONS = {
    (operation.method, operation.path): operation for operation in operations_of(RunrunitClient)
}


def test_only_what_was_given_is_known() -> None:
    task = build(Task, id=1, title="Draw", points=None)
    assert (task.id, task.title, task.points, task.extra) == (1, "Draw", None, {})
    for name in ("user_id", "description", "tags_data"):
        with pytest.raises(DriftError, match=rf"^Task\.{name}: missing$"):
            getattr(task, name)


def test_a_misspelt_field_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="Task has no field 'titel'"):
        build(Task, id=1, titel="Draw")


def test_a_row_can_be_built_with_what_is_beyond_the_documentation() -> None:
    assert build(Task, id=1, extra={"new": 1}).extra == {"new": 1}


@pytest.mark.parametrize("row", [row for row, _ in READ], ids=lambda row: str(list(row)[:2]))
@pytest.mark.parametrize("change", [{}, {"id": "?"}, {"name": None, "new": [{"a": None}]}])
def test_a_row_of_runn_goes_there_and_back(row: dict[str, Any], change: dict[str, Any]) -> None:
    model: Any = next(type(expected) for known, expected in READ if known is row)
    codec = Codec(camel_case)
    thing: Any = codec.decode({**row, **change}, model)
    written = json.loads(json.dumps(runn_client.testing.to_json(thing)))
    again = codec.decode(written, model)
    assert again == thing
    assert again.extra == thing.extra
    if not change:
        assert set(row) <= set(written)


@pytest.mark.parametrize("shown", SAMPLES, ids=lambda s: f"{s['method']} {s['request']['path']}")
def test_a_sample_of_runrunit_goes_there_and_back(shown: dict[str, Any]) -> None:
    operation = OPERATIONS[shown["method"], shown["path"]]
    body = shown["response"].get("body")
    if operation.result is type(None):
        return
    thing: Any = read(operation, body, strict=False)
    written = json.loads(json.dumps(runrunit_client.testing.to_json(thing)))
    assert read(operation, written, strict=True) == thing


def test_gaps_go_there_and_back_at_every_depth() -> None:
    codec = Codec(camel_case)
    references = [{"referenceName": 5}, {"referenceName": "a", "externalId": "b", "c": 1}]
    person = codec.decode({"id": 1, "references": references, "email": 5, "d": {}}, Person)
    again = codec.decode(runn_client.testing.to_json(person), Person)
    assert again == person
    assert [again.extra, *(r.extra for r in again.references)] == [
        {"email": 5, "d": {}},
        {"referenceName": 5},
        {"c": 1},
    ]


@pytest.mark.parametrize("raw", [None, 5, [1]])
def test_rows_that_were_no_objects_go_there_and_back(raw: object) -> None:
    rows = Codec(camel_case).decode_items([raw, {"id": 1}], Project)
    written: Any = runn_client.testing.to_json(rows)
    assert written[0] == raw
    assert Codec(camel_case).decode(written, tuple[Project, ...]) == tuple(rows)


def test_each_package_spells_as_its_service_does() -> None:
    reference = Reference(reference_name="a", external_id="b")
    project = build(Project, client_id=5, references=(reference,))
    assert runn_client.testing.to_json(project) == {
        "clientId": 5,
        "references": [{"referenceName": "a", "externalId": "b"}],
    }
    task = runrunit_client.testing.build(Task, project_id=5)
    assert runrunit_client.testing.to_json([task]) == [{"project_id": 5}]
    assert Codec(snake_case).decode({"project_id": 5}, Task).project_id == 5
    assert runn_client.testing.build is build
    assert set(runn_client.testing.__all__) == set(runrunit_client.testing.__all__)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23T12:00:00.141Z",
        "2026-11-23T12:00:00Z",
        "2026-11-23T09:00:00-03:00",
        "2026-11-23T12:00:00.141592Z",
    ],
)
def test_a_moment_is_written_as_the_services_write_it(moment: str) -> None:
    [project] = Codec(camel_case).decode_items([{"createdAt": moment}], Project)
    written: Any = runn_client.testing.to_json(project)
    assert written["createdAt"] == moment
