"""The code against the facts of both APIs, in both directions, where those are present."""

import datetime as dt
import inspect
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl, urlsplit

import pytest
from attrs import NOTHING, fields, fields_dict, has

from clientcore import UNSET, Operation, Unset
from clientcore.codec.kinds import without_marks
from clientcore.codec.naming import camel_case, snake_case
from clientcore.marks import Length, Range, Unique
from clientcore.operation import CursorPages
from clientcore.registry import operations_of
from runn_client import RunnClient
from runn_client.service import RUNN
from runrunit_client import RunrunitClient
from runrunit_client.service import PAGES_OF_100
from tests.facts import FACTS, WHOLE, needs_facts, specification
from tests.runn_client.specification import CLEARED, excepted, resolved
from tests.runrunit_client.samples import NEEDLESS, SAMPLES, losses, read
from tests.support import ScriptedServer, runn, runrunit

pytestmark = needs_facts

COVERED = {
    "Runn": (
        "* /me/",
        "* /actuals/*",
        "GET /assignments/",
        "GET /clients/",
        "GET /clients/{clientId}",
        "POST /clients/",
        "GET /contracts/",
        "GET /people/",
        "GET /people/{personId}",
        "GET /people/contracts/current",
        "GET /project-members/",
        "GET /projects/",
        "GET /projects/{projectId}",
        "PATCH /projects/{projectId}",
        "GET /projects/{projectId}/people/",
        "GET /projects/{projectId}/timesheet-lock/",
        "GET /roles/",
    ),
    "Runrun.it": (
        "GET /clients",
        "GET /clients/:id",
        "POST /clients",
        "* /manual_work_periods*",
        "GET /projects",
        "GET /projects/:id",
        "POST /projects/",
        "GET /reports/time_worked",
        "GET /tasks",
        "GET /tasks/:id",
        "GET /users",
        "GET /users/:user_id",
        "* /work_periods*",
    ),
}
"""The documented operations that have to have a method; `*` stands for anything."""


def by_name(operations: Sequence[Operation[Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.name)


def endpoint(operation: Operation[Any]) -> str:
    return f"{operation.method} {operation.path}"


def assert_covered(service: str, documented: set[str], ours: set[str], note: Any) -> None:
    missing = sorted(documented - ours)
    note(f"{service}: documented, without a method", missing)
    for pattern in COVERED[service]:
        matching = {name for name in documented if fnmatchcase(name, pattern)}
        assert matching, f"nothing documented is like {pattern}"
        assert not matching.intersection(missing)


# Runn

RUNN_OPERATIONS = operations_of(RunnClient)


def documented(operation: Operation[Any]) -> Any:
    return specification()["paths"][operation.path][operation.method.lower()]


def parameters(operation: Operation[Any], place: str) -> dict[str, Any]:
    found = documented(operation)["parameters"]
    return {parameter["name"]: parameter for parameter in found if parameter["in"] == place}


def body_schema(operation: Operation[Any]) -> Any:
    content = documented(operation).get("requestBody", {}).get("content", {})
    return resolved(content["application/json"]["schema"]) if content else {"properties": {}}


def result_schema(operation: Operation[Any]) -> Any:
    """What one answer holds; for a list, what one item is."""
    [answer] = [
        answer for status, answer in documented(operation)["responses"].items() if status < "3"
    ]
    content = answer.get("content")
    if content is None:
        return None
    schema = resolved(content["application/json"]["schema"])
    if operation.pages:
        assert set(schema["properties"]) == {"values", "nextCursor"}
        schema = resolved(schema["properties"]["values"]["items"])
    return schema


def arguments(operation: Operation[Any]) -> dict[str, inspect.Parameter]:
    method = attrgetter(operation.name)(runn(ScriptedServer()))
    return dict(inspect.signature(method).parameters)


def hints(operation: Operation[Any]) -> dict[str, Any]:
    return get_type_hints(attrgetter(operation.name)(runn(ScriptedServer())))


def options_of(hint: Any) -> set[Any]:
    return set(get_args(hint)) if get_origin(hint) in (Union, UnionType) else {hint}


def literals_in(hint: Any) -> Iterator[object]:
    """The values that a type allows, in a sequence too."""
    for part in get_args(hint):
        if get_origin(hint) is Literal:
            yield part
        else:
            yield from literals_in(part)


def kinds_of(schema: Any) -> set[str]:
    kind = schema["type"]
    return {kind} if isinstance(kind, str) else set(kind)


def differences(schema: Any, hint: Any, where: str, *, written: bool) -> Iterator[str]:
    """Where a type of ours is not what the specification says.

    Args:
        schema: What it says.
        hint: The type.
        where: Which value this is, for people: ends in its name on the wire.
        written: Whether it is something to be written, as opposed to read.
    """
    schema = resolved(schema)
    options = options_of(hint) - {Unset}
    if "anyOf" in schema:
        expected = {dt.date if s.get("format") == "date" else dt.datetime for s in schema["anyOf"]}
        if options != expected:
            yield f"{where}: {options} instead of {expected}"
        return
    kinds = kinds_of(schema)
    may_be_none = "null" in kinds or (written and where in excepted(CLEARED))
    if (NoneType in options) != may_be_none:
        yield f"{where}: may {'' if may_be_none else 'not '}be null"
    options -= {NoneType}
    [kind] = kinds - {"null"}
    name = re.split(r"[ .]", where)[-1]
    if kind == "object":
        [model] = options
        yield from model_differences(schema, model, written=written)
    elif kind == "array":
        [sequence] = options
        if get_origin(sequence) is not (Sequence if written else tuple):
            yield f"{where}: {sequence}"
        [item, *_] = get_args(sequence)
        yield from differences(schema["items"], item, where, written=written)
    elif kind == "string":
        yield from text_differences(schema, options, where, written=written)
    else:
        number = int if WHOLE.search(name) else float
        plain = {"integer": int, "number": number, "boolean": bool}[kind]
        if options != {plain}:
            yield f"{where}: {options} instead of {plain}"


def text_differences(schema: Any, options: set[Any], where: str, *, written: bool) -> Iterator[str]:
    formats: dict[str | None, type[Any]] = {"date": dt.date, "date-time": dt.datetime}
    known = set(schema.get("enum", ())) - {None}
    literal = {value for option in options for value in get_args(option)}
    plain = {option for option in options if get_origin(option) is not Literal}
    expected = set[Any]() if known and written else {formats.get(schema.get("format"), str)}
    if (literal, plain) != (known, expected):
        yield f"{where}: {options} instead of {known or ''} {expected}"


def model_differences(schema: Any, model: type[Any], *, written: bool) -> Iterator[str]:
    """Where the fields of a model are not the properties of an object."""
    hints = {camel_case(name): hint for name, hint in get_type_hints(model).items()}
    ours = {camel_case(a.name): a for a in fields(model) if a.name != "extra"}
    properties, required = schema["properties"], set(schema.get("required", ()))
    if set(ours) != set(properties):
        yield f"{model.__name__}: {sorted(set(ours) ^ set(properties))} are on one side only"
    for name in ours.keys() & properties.keys():
        where = f"{model.__name__}.{name}"
        default = resolved(properties[name]).get("default", NOTHING)
        if written and name not in required:
            default = UNSET
        if ours[name].default != default:
            yield f"{where}: {ours[name].default!r} unless given, instead of {default!r}"
        if not written and name not in required:
            yield f"{where}: may be missing"
        yield from differences(properties[name], hints[name], where, written=written)


@by_name(RUNN_OPERATIONS)
def test_a_runn_operation_is_documented(operation: Operation[Any]) -> None:
    assert operation.path in specification()["paths"]
    assert operation.method.lower() in specification()["paths"][operation.path]
    assert operation.editions == (specification()["info"]["version"],)
    assert bool(documented(operation).get("deprecated")) == bool(operation.deprecated)


def test_every_covered_operation_of_runn_has_a_method(record_property: Any) -> None:
    paths = specification()["paths"]
    every = {f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs}
    ours = {endpoint(operation) for operation in RUNN_OPERATIONS}
    assert_covered("Runn", every, ours, record_property)


@by_name(RUNN_OPERATIONS)
def test_a_runn_method_takes_what_is_documented(operation: Operation[Any]) -> None:
    query = set(parameters(operation, "query")) - {"cursor"}
    body = set(body_schema(operation)["properties"])
    assert not query & body
    taken = list(arguments(operation))
    in_path, rest = taken[: len(operation.placeholders)], taken[len(operation.placeholders) :]
    assert [camel_case(name) for name in in_path] == list(operation.placeholders)
    assert set(operation.placeholders) == set(parameters(operation, "path"))
    renamed = {"page_size": "limit"}
    assert {renamed.get(name) or camel_case(name) for name in rest} == query | body


@by_name(RUNN_OPERATIONS)
def test_a_runn_method_demands_what_is_required(operation: Operation[Any]) -> None:
    schema = body_schema(operation)
    query = parameters(operation, "query")
    for name, parameter in arguments(operation).items():
        wire = "limit" if name == "page_size" else camel_case(name)
        if wire in schema["properties"]:
            required = wire in schema.get("required", ())
            default = resolved(schema["properties"][wire]).get("default", parameter.empty)
        elif wire in query:
            # a required parameter with a default is not required by the real service
            required = query[wire]["required"] and "default" not in query[wire]["schema"]
            default = parameter.empty
        else:
            required, default = True, parameter.empty
        expected = default if required else UNSET
        assert parameter.default == expected, name


@by_name(RUNN_OPERATIONS)
def test_a_runn_method_takes_the_documented_types(operation: Operation[Any]) -> None:
    schemas = dict(body_schema(operation)["properties"])
    for place in ("path", "query"):
        schemas |= {name: p["schema"] for name, p in parameters(operation, place).items()}
    for name, hint in hints(operation).items():
        if name != "return":
            wire = "limit" if name == "page_size" else camel_case(name)
            where = f"{operation.name} {wire}"
            assert list(differences(schemas[wire], hint, where, written=True)) == []


INEXPRESSIBLE = {"pattern", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"}
"""Limits that there is no mark for; the specification has none of them."""


def limits_in(schema: Any) -> set[Any]:
    """What marks a value has to stand under."""
    assert not INEXPRESSIBLE & set(schema)
    found: set[Any] = {Unique} if schema.get("uniqueItems") else set()
    for mark, part in ((Range, "imum"), (Length, "Length"), (Length, "Items")):
        lowest, highest = schema.get(f"min{part}"), schema.get(f"max{part}")
        if (lowest, highest) != (None, None):
            found.add(mark(lowest or 0, highest))
    return found


def marks_on(hint: Any) -> set[Any]:
    """The limits that a value stands under, but for those of what is in it."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return {m for m in marks if isinstance(m, Range) or m is Unique} | marks_on(inner)
    if get_origin(hint) in (Union, UnionType):
        return {mark for option in get_args(hint) for mark in marks_on(option)}
    return set()


def mark_differences(schema: Any, hint: Any, where: str, own: set[Any]) -> Iterator[str]:
    """Where the limits of a value, or of what is in it, are not those of the specification.

    Args:
        schema: What it says.
        hint: The type of ours.
        where: Which value this is, for people.
        own: The marks that it stands under.
    """
    schema = resolved(schema)
    if own != limits_in(schema):
        yield f"{where}: {own} instead of {limits_in(schema)}"
    for part in types_in(hint):
        if get_origin(part) is Sequence:
            [item] = get_args(part)
            yield from mark_differences(schema["items"], item, f"{where}[]", marks_on(item))
        elif has(part):
            for name, inner in get_type_hints(part, include_extras=True).items():
                if name != "extra":
                    property_ = schema["properties"][camel_case(name)]
                    place = f"{part.__name__}.{name}"
                    yield from mark_differences(property_, inner, place, marks_on(inner))


def types_in(hint: Any) -> Iterator[Any]:
    """The members of a union, out of their annotations."""
    if get_origin(hint) is Annotated:
        yield from types_in(get_args(hint)[0])
    elif get_origin(hint) in (Union, UnionType):
        for option in get_args(hint):
            yield from types_in(option)
    else:
        yield hint


@by_name(RUNN_OPERATIONS)
def test_a_runn_argument_stands_under_the_documented_limits(operation: Operation[Any]) -> None:
    schemas = dict(body_schema(operation)["properties"])
    for place in ("path", "query"):
        schemas |= {name: p["schema"] for name, p in parameters(operation, place).items()}
    for parameter in operation.parameters:
        marks = marks_on(parameter.hint)
        if operation.bulk is not None and parameter.place == "body":
            marks.add(Length(1, operation.bulk))
        where = f"{operation.name} {parameter.name}"
        schema = schemas[parameter.wire]
        assert list(mark_differences(schema, parameter.hint, where, marks)) == []


@by_name(RUNN_OPERATIONS)
def test_runn_s_pages_are_as_long_as_documented(operation: Operation[Any]) -> None:
    limit = parameters(operation, "query").get("limit")
    if limit is None:
        assert operation.pages is None
    else:
        schema = limit["schema"]
        assert operation.pages == CursorPages(schema["maximum"], schema["default"])
        assert schema["minimum"] == 1


def merged(operation: Operation[Any], schema: Any) -> Any:
    """A person of a list has less than one that is fetched: the model is for both."""
    if operation.result.__name__ != "Person":
        return schema
    listed = resolved({"$ref": "#/components/schemas/CollectionPerson"})
    single = resolved({"$ref": "#/components/schemas/Person"})
    assert set(listed["properties"]) < set(single["properties"])
    assert schema in (listed, single)
    properties: dict[str, Any] = {}
    for name, own in single["properties"].items():
        only_single = name not in listed["properties"]
        nullable = {**own, "type": [own["type"], "null"], "default": None}
        properties[name] = nullable if only_single else own
    return {**single, "properties": properties}


@by_name(RUNN_OPERATIONS)
def test_a_runn_result_is_the_documented_one(operation: Operation[Any]) -> None:
    schema = result_schema(operation)
    if schema is None:
        assert operation.result is NoneType
    elif has(operation.result):
        schema = merged(operation, schema)
        assert list(model_differences(schema, operation.result, written=False)) == []
    else:
        assert list(differences(schema, operation.result, operation.name, written=False)) == []


def test_runn_s_headers_and_addresses_are_the_documented_ones() -> None:
    addresses = {server["url"] for server in specification()["servers"]}
    assert RUNN.base_url in addresses
    for operation in RUNN_OPERATIONS:
        version = parameters(operation, "header")["accept-version"]["schema"]["enum"]
        assert [RUNN.headers["Accept-Version"]] == version


# Runrun.it

RUNRUNIT_OPERATIONS = operations_of(RunrunitClient)
EDITIONS = ("2022", "2026")
DOCUMENTED = [
    pytest.param(operation, edition, id=f"{operation.name} {edition}")
    for operation in RUNRUNIT_OPERATIONS
    for edition in operation.editions
]

PAGING = {"page", "limit"}

TABLE_TYPES: dict[str, Any] = {
    "integer": int,
    "string": str,
    "url": str,
    "boolean": bool,
    "float": float,
    "decimal": float,
    "date": dt.date,
    "datetime": dt.datetime,
    "date_time": dt.datetime,
}
"""What the plain types of the field tables are here."""

NOT_AS_IN_THE_TABLE = {
    "Task.estimated_at": "the table says boolean; the samples have moments",
    "Task.subtasks_count_progress": 'the table says float; the samples have texts, such as "0.0"',
    "TimeWorked.other": "the samples call it `others`",
    "WorkPeriod.user_id": "the table says integer; the samples have slugs, as all user ids are",
}
"""Fields of which a table is known to be wrong, and by what."""


@cache
def edition_of(edition: str) -> Mapping[str, list[Any]]:
    """The entries of an edition by their endpoint: one endpoint can have several."""
    text = (FACTS / f"runrunit-{edition}.json").read_text(encoding="utf-8")
    entries: dict[str, list[Any]] = {}
    for entry in json.loads(text)["operations"]:
        path = entry["path"].removeprefix("/api/v1.0")
        entries.setdefault(f"{entry['method']} {path}", []).append(entry)
    return entries


def entries_of(operation: Operation[Any], edition: str) -> list[Any]:
    return edition_of(edition)[endpoint(operation)]


def documented_names(operation: Operation[Any], edition: str) -> set[str]:
    """The query parameters and fields of bodies that an edition's tables and samples name."""
    names = set[str]()
    for entry in entries_of(operation, edition):
        # `task[title]` is a field of a body, or a filter that is asked for without its wrapping
        names |= {p["name"].rstrip("]").rpartition("[")[2] for p in entry["parameters"]}
        for example in entry["examples"]:
            request: Mapping[str, Any] = example["request"]
            asked: str = request["path"]
            names |= dict(parse_qsl(urlsplit(asked).query)).keys()
            body: Mapping[str, Any] = request.get("body", {})
            names |= body.get(operation.wrap or "", body).keys()
    return names - PAGING - set(operation.placeholders) - NEEDLESS.get(operation.name, set())


@by_name(RUNRUNIT_OPERATIONS)
def test_a_runrunit_operation_is_in_the_editions_that_it_names(operation: Operation[Any]) -> None:
    found = tuple(edition for edition in EDITIONS if endpoint(operation) in edition_of(edition))
    assert operation.editions == found


@by_name([operation for operation in RUNRUNIT_OPERATIONS if not operation.editions])
def test_an_undocumented_operation_is_known_from_elsewhere(operation: Operation[Any]) -> None:
    text = (FACTS / "runrunit-undocumented.json").read_text(encoding="utf-8")
    known = {f"{o['method']} {o['path']}" for o in json.loads(text)["operations"]}
    assert f"{operation.method} /api/v1.0{operation.path}" in known


def test_every_covered_operation_of_runrunit_has_a_method(record_property: Any) -> None:
    every = {name for edition in EDITIONS for name in edition_of(edition)}
    ours = {endpoint(operation) for operation in RUNRUNIT_OPERATIONS}
    assert_covered("Runrun.it", every, ours, record_property)


@pytest.mark.parametrize(("operation", "edition"), DOCUMENTED)
def test_a_runrunit_method_takes_what_is_documented(
    operation: Operation[Any], edition: str
) -> None:
    method = attrgetter(operation.name)(runrunit(ScriptedServer()))
    taken = list(inspect.signature(method).parameters)
    rest = {snake_case(name) for name in taken[len(operation.placeholders) :]}
    assert documented_names(operation, edition) <= rest
    assert ("page_size" in taken) == (operation.pages is not None)


@pytest.mark.parametrize(("operation", "edition"), DOCUMENTED)
def test_a_runrunit_method_takes_the_allowed_values(
    operation: Operation[Any], edition: str
) -> None:
    hints = get_type_hints(attrgetter(operation.name)(runrunit(ScriptedServer())))
    for entry in entries_of(operation, edition):
        for parameter in entry["parameters"]:
            allowed = set(re.findall(r"\w+", parameter.get("allowed", "").replace(" or ", " ")))
            if parameter["name"] == "limit":
                assert allowed <= {"1", "and", str(PAGES_OF_100.maximum)}
            elif allowed:
                assert set(literals_in(hints[parameter["name"]])) == allowed


@pytest.mark.parametrize(("operation", "edition"), DOCUMENTED)
def test_the_wrapping_is_the_one_of_the_samples(operation: Operation[Any], edition: str) -> None:
    for entry in entries_of(operation, edition):
        for example in entry["examples"]:
            body = example["request"].get("body")
            assert (operation.wrap is not None) == bool(body)
            assert not body or operation.wrap in body


@pytest.mark.parametrize(("operation", "edition"), DOCUMENTED)
def test_a_runrunit_sample_is_read_whole(operation: Operation[Any], edition: str) -> None:
    for entry in entries_of(operation, edition):
        for example in entry["examples"]:
            body = example["response"].get("body")
            assert list(losses(body, read(operation, body, strict=True))) == []


def tables_of(operation: Operation[Any], edition: str) -> Iterator[Mapping[str, str]]:
    """The rows of the field tables of an operation's answers."""
    for entry in entries_of(operation, edition):
        for example in entry["examples"]:
            yield from example["response"].get("fields", ())


def table_difference(kind: str, hint: Any) -> str:
    """Where a type of ours is not what a field table says; empty where it is."""
    options = options_of(hint) - {NoneType}
    literal = {option for option in options if get_origin(option) is Literal}
    [ours] = options - literal
    if kind in TABLE_TYPES:
        same = ours is TABLE_TYPES[kind]
    elif kind.startswith(("array", "Array")):
        same = get_origin(ours) is tuple
    else:
        same = kind.lower() == "object" and (get_origin(ours) is Mapping or has(ours))
    return "" if same else f"{hint} instead of {kind}"


@pytest.mark.parametrize(("operation", "edition"), DOCUMENTED)
def test_a_runrunit_result_has_the_fields_of_the_tables(
    operation: Operation[Any], edition: str
) -> None:
    found: dict[str, str] = {}
    for row in tables_of(operation, edition):
        where = f"{operation.result.__name__}.{row['name']}"
        field = fields_dict(operation.result).get(row["name"])
        difference = (
            table_difference(row["type"], without_marks(field.type))
            if field
            else "not in the model"
        )
        if difference and where not in NOT_AS_IN_THE_TABLE:
            found[where] = difference
    assert found == {}


def test_no_table_is_said_to_be_wrong_that_is_right() -> None:
    wrong = set[str]()
    rows = 0
    for operation in RUNRUNIT_OPERATIONS:
        for edition in operation.editions:
            for row in tables_of(operation, edition):
                rows += 1
                field = fields_dict(operation.result).get(row["name"])
                if field is None or table_difference(row["type"], without_marks(field.type)):
                    wrong.add(f"{operation.result.__name__}.{row['name']}")
    assert wrong == set(NOT_AS_IN_THE_TABLE)
    assert rows > 500, "the tables were not found"


def test_the_samples_in_the_tests_are_those_of_the_document() -> None:
    shown = [
        asked_and_answered(example)
        for operation in RUNRUNIT_OPERATIONS
        if "2022" in operation.editions
        for entry in entries_of(operation, "2022")
        for example in entry["examples"]
    ]
    committed = [asked_and_answered(sample) for sample in SAMPLES]
    assert sorted(committed, key=str) == sorted(shown, key=str)


def asked_and_answered(example: Any) -> tuple[object, ...]:
    asked, answered = example["request"], example["response"]
    return asked["path"], asked.get("body"), answered["status"], answered.get("body")
