"""Any answer that the specification allows is read whole, and without a surprise."""

from types import NoneType
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case
from clientcore.operation import Operation
from clientcore.registry import operations_of
from runn_client import RunnClient
from tests.facts import WHOLE, needs_facts, specification
from tests.runn_client.specification import resolved
from tests.runrunit_client.samples import losses
from tests.strategies import few

pytestmark = needs_facts

OPERATIONS = {o.name: o for o in operations_of(RunnClient) if o.result not in (NoneType, bytes)}

PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "null": st.none(),
    "boolean": st.booleans(),
    "integer": st.integers(),
    "number": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    "string": st.text(),
}
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "date": st.dates().map(str),
    "date-time": st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='milliseconds')}Z"),
}


def answers(schema: Any, name: str = "") -> st.SearchStrategy[Any]:
    """What a schema allows, every documented field in it.

    Ids and minutes are whole numbers, though it has them as `number` or `integer` at random.
    """
    schema = resolved(schema)
    if "anyOf" in schema:
        return st.one_of([answers(one, name) for one in schema["anyOf"]])
    if "allOf" in schema:
        return st.tuples(*(answers(one, name) for one in schema["allOf"])).map(merged)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([of_kind(kind, schema, name) for kind in kinds])


def of_kind(kind: str, schema: Any, name: str) -> st.SearchStrategy[Any]:
    if kind == "object":
        fields = schema["properties"].items()
        return st.fixed_dictionaries({field: answers(inner, field) for field, inner in fields})
    if kind == "array":
        return st.lists(answers(schema["items"], name), max_size=3)
    if kind == "string" and schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    return PLAIN["integer" if kind == "number" and WHOLE.search(name) else kind]


def merged(parts: tuple[dict[str, object], ...]) -> dict[str, object]:
    return {name: value for part in parts for name, value in part.items()}


def documented(operation: Operation[Any]) -> Any:
    """The schema of a good answer; of one row where there are pages of them."""
    verbs = specification()["paths"][operation.path]
    found = verbs[operation.method.lower()]["responses"].items()
    [good] = [answer for status, answer in found if status < "3"]
    schema = good["content"]["application/json"]["schema"]
    return resolved(schema)["properties"]["values"] if operation.pages else schema


@pytest.mark.parametrize("name", OPERATIONS)
@few
@given(data=st.data())
def test_any_documented_answer_is_read_whole(name: str, data: st.DataObject) -> None:
    operation, codec = OPERATIONS[name], Codec(camel_case, strict=True)
    answer = data.draw(answers(documented(operation)))
    if operation.pages is None:
        read: object = codec.decode(answer, operation.result)
    else:
        read = codec.decode_items(cast("list[object]", answer), operation.result)
    assert list(losses(answer, read, naming=camel_case)) == []
