import copy
import datetime as dt
import logging
import pickle
from collections.abc import Mapping
from typing import Any, Literal

import httpx
import pytest

from clientcore import UNSET, ArgumentError, DecodeError, DriftError, Unset
from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case, snake_case
from clientcore.model import Model, known_fields, model
from runn_client.models.actual import ActualInput
from runn_client.models.common import Reference, TagId
from tests.support import ScriptedServer, runn, runrunit

Size = Literal["small", "large"]


@model
class Part(Model):
    external_id: str
    size: Size | str | None = None


@model
class Thing(Model):
    id: int
    name: str
    team_id: int | None
    ratio: float | None
    is_active: bool
    day: dt.date
    seen_at: dt.datetime | None
    words: tuple[str, ...]
    references: tuple[Part, ...]
    part: Part | None
    size: Size | str
    anything: object
    settings: Mapping[str, object]
    note: str | None = None


ROW: dict[str, object] = {
    "id": 1,
    "name": "One",
    "teamId": 7,
    "ratio": 0.5,
    "isActive": True,
    "day": "2026-11-23",
    "seenAt": "2026-11-23T12:00:00Z",
    "words": ["a", "b"],
    "references": [{"externalId": "x", "size": "small"}, {"externalId": "y"}],
    "part": {"externalId": "z", "size": None},
    "size": "large",
    "anything": [1, {"two": None}],
    "settings": {"deep": {"er": 1}},
}
THING = Thing(
    id=1,
    name="One",
    team_id=7,
    ratio=0.5,
    is_active=True,
    day=dt.date(2026, 11, 23),
    seen_at=dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC),
    words=("a", "b"),
    references=(Part(external_id="x", size="small"), Part(external_id="y")),
    part=Part(external_id="z"),
    size="large",
    anything=[1, {"two": None}],
    settings={"deep": {"er": 1}},
)
WIRE = {name: camel_case(name) for name in ("team_id", "is_active", "seen_at")}


def tolerant() -> Codec:
    return Codec(camel_case)


def strict() -> Codec:
    return Codec(camel_case, strict=True)


def row(**changes: object) -> dict[str, object]:
    return {**ROW, **{WIRE.get(name, name): value for name, value in changes.items()}}


# UNSET


def test_unset_keeps_its_identity() -> None:
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy({"a": [UNSET]})["a"][0] is UNSET
    assert Unset("UNSET") is UNSET


def test_unset_is_false_and_shows_its_name() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"


@pytest.mark.parametrize(
    ("team_id", "body"), [(UNSET, b"{}"), (None, b'{"teamId": null}'), (7, b'{"teamId": 7}')]
)
async def test_left_out_null_and_a_value_are_three_things(
    team_id: int | None | Unset, body: bytes
) -> None:
    server = ScriptedServer(httpx.Response(200, json={}))
    await runn(server).projects.update(1, team_id=team_id)
    assert server.requests[0].content == body


# Reading what is as documented


@pytest.mark.parametrize("codec", [tolerant(), strict()], ids=["tolerant", "strict"])
def test_a_row_as_documented(codec: Codec) -> None:
    thing = codec.decode(ROW, Thing)
    assert thing == THING
    assert thing.extra == {}


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("id", 5.0, 5),
        ("ratio", 5, 5.0),
        ("ratio", None, None),
        ("team_id", None, None),
        ("day", "2026-11-23T00:00:00Z", dt.date(2026, 11, 23)),
        ("day", "2026-11-23T00:00:00.000-03:00", dt.date(2026, 11, 23)),
        ("seen_at", "2026-11-23T09:00:00-03:00", THING.seen_at),
        ("seen_at", "2026-11-23T12:00:00.000Z", THING.seen_at),
        ("seen_at", None, None),
        ("words", [], ()),
        ("anything", None, None),
        ("anything", "text", "text"),
        ("note", None, None),
        ("note", "None", "None"),
        ("name", "", ""),
    ],
)
def test_other_spellings_of_the_same(field: str, raw: object, value: object) -> None:
    thing = strict().decode(row(**{field: raw}), Thing)
    assert getattr(thing, field) == value
    assert type(getattr(thing, field)) is type(value)


def test_a_moment_keeps_its_offset() -> None:
    thing = strict().decode(row(seen_at="2026-11-23T09:00:00-03:00"), Thing)
    assert thing.seen_at is not None
    assert thing.seen_at.utcoffset() == dt.timedelta(hours=-3)


@pytest.mark.parametrize(
    ("data", "kind", "value"),
    [
        ([ROW], tuple[Thing, ...], (THING,)),
        ({"a": 1}, Mapping[str, object], {"a": 1}),
        ("x", str, "x"),
        ("what it may be", type(None), None),
        (None, object, None),
    ],
)
def test_results_that_are_no_model(data: object, kind: Any, value: object) -> None:
    assert strict().decode(data, kind) == value


# Reading what is not


WRONG: list[tuple[str, object, str]] = [
    ("name", None, ": expected a text, found null"),
    ("name", 5, ": expected a text, found int"),
    ("name", ["One"], ": expected a text, found list"),
    ("is_active", "false", ": expected true or false, found str"),
    ("is_active", 0, ": expected true or false, found int"),
    ("is_active", None, ": expected true or false, found null"),
    ("id", 1.9, ": expected a whole number, found float"),
    ("id", True, ": expected a whole number, found bool"),
    ("id", "5", ": expected a whole number, found str"),
    ("id", None, ": expected a whole number, found null"),
    ("team_id", "7", ": expected a whole number, found str"),
    ("team_id", False, ": expected a whole number, found bool"),
    ("ratio", "0.5", ": expected a number, found str"),
    ("ratio", True, ": expected a number, found bool"),
    ("ratio", float("inf"), ": expected a number, found float"),
    ("ratio", 10**400, ": expected a number, found int"),
    ("words", "hello", ": expected an array, found str"),
    ("words", None, ": expected an array, found null"),
    ("words", {"a": 1}, ": expected an array, found dict"),
    ("words", ["a", None], "[1]: expected a text, found null"),
    ("references", "hello", ": expected an array, found str"),
    ("references", [None], "[0]: expected an object, found null"),
    ("part", "z", ": expected an object, found str"),
    ("part", [], ": expected an object, found list"),
    ("day", "23/11/2026", ": expected a date as YYYY-MM-DD, found str"),
    ("day", "2026-11-23T12:00:00Z", ": expected a date as YYYY-MM-DD, found str"),
    ("day", 20261123, ": expected a text, found int"),
    ("seen_at", "2026-11-23T12:00:00", ": expected a date and time with its zone, found none"),
    ("seen_at", "2026-11-23", ": expected a date and time with its zone, found none"),
    ("seen_at", "noon", ": expected a date and time, found str"),
    ("seen_at", 1795435200, ": expected a text, found int"),
    ("size", 5, ": expected a text, found int"),
    ("size", None, ": expected a text, found null"),
    ("settings", [], ": expected an object, found list"),
    ("settings", None, ": expected an object, found null"),
]


EMPTY = [("words", None), ("settings", None)]
"""Collections that are not there, which is drift too, but nothing to stumble over."""
GAPS = [wrong for wrong in WRONG if wrong[:2] not in EMPTY]


@pytest.mark.parametrize(("field", "raw", "said"), GAPS)
def test_a_wrongly_typed_field_is_left_out_and_its_raw_value_is_kept(
    field: str, raw: object, said: str
) -> None:
    thing = tolerant().decode(row(**{field: raw}), Thing)
    others = {name: value for name, value in known_fields(THING).items() if name != field}
    assert known_fields(thing) == others
    assert thing.extra == {WIRE.get(field, field): raw}
    assert not hasattr(thing, field)
    with pytest.raises(DriftError) as met:
        getattr(thing, field)
    assert (met.value.model, met.value.field) == ("Thing", field)
    assert met.value.found.startswith(said.removeprefix(": "))  # and then shows the value


@pytest.mark.parametrize(("field", "raw"), EMPTY)
def test_a_collection_that_is_null_or_missing_reads_as_empty(field: str, raw: object) -> None:
    without = {name: value for name, value in ROW.items() if name != field}
    for answer in (row(**{field: raw}), without):
        thing = tolerant().decode(answer, Thing)
        assert getattr(thing, field) == type(getattr(THING, field))()
        assert thing.extra == {}


@pytest.mark.parametrize(("field", "raw", "said"), WRONG)
def test_strict_refuses_a_wrongly_typed_field(field: str, raw: object, said: str) -> None:
    with pytest.raises(DecodeError) as met:
        strict().decode(row(**{field: raw}), Thing)
    assert f"{met.value.path}: {met.value.reason}" == field + said


def test_of_what_is_missing_only_what_was_promised_is_not_there(
    caplog: pytest.LogCaptureFixture,
) -> None:
    thing = tolerant().decode({"id": 5}, Thing)
    empty: dict[str, object] = {"words": (), "references": (), "settings": {}}
    optional = dict.fromkeys(("team_id", "ratio", "seen_at", "part", "note"))
    assert known_fields(thing) == {"id": 5, **empty, **optional}
    assert thing.extra == {}
    with pytest.raises(DriftError, match=r"^Thing\.name: missing$"):
        thing.name  # noqa: B018
    told = {record.getMessage().partition(" ")[0] for record in caplog.records}
    assert told == {
        f"Thing.{name}" for name in ("name", "is_active", "day", "size", "anything", *empty)
    }


def test_unknown_fields_are_kept_at_every_depth() -> None:
    parts = [{"externalId": "x", "newField": 1}]
    thing = tolerant().decode(row(references=parts, other={"a": []}, extra=5), Thing)
    assert thing.extra == {"other": {"a": []}, "extra": 5}
    assert thing.references[0].extra == {"newField": 1}
    assert thing == tolerant().decode(row(references=[{"externalId": "x"}]), Thing)


def test_unknown_fields_are_kept_beside_a_wrong_one() -> None:
    thing = tolerant().decode(row(id="5", other=1), Thing)
    assert thing.extra == {"id": "5", "other": 1}


def test_an_unknown_value_of_an_enumeration_stays_a_text() -> None:
    thing = tolerant().decode(row(size="huge", part={"externalId": "z", "size": "tiny"}), Thing)
    assert thing.size == "huge"
    assert thing.part == Part(external_id="z", size="tiny")
    assert thing.extra == {}


def test_a_surprise_inside_a_part_costs_that_field_only() -> None:
    parts = [{"externalId": "x"}, {"externalId": 5, "size": "large"}]
    references = tolerant().decode(row(references=parts), Thing).references
    assert references[0] == Part(external_id="x")
    assert known_fields(references[1]) == {"size": "large"}
    with pytest.raises(DriftError, match=r"^Part\.external_id: expected a text, found int 5$"):
        references[1].external_id  # noqa: B018
    assert references[1].extra == {"externalId": 5}


def test_each_drift_is_logged_once_per_model_and_field(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    codec = tolerant()
    for _ in range(3):
        codec.decode(row(id="5"), Thing)
        codec.decode(row(id=None, is_active="false"), Thing)
        codec.decode(row(part={"externalId": 5}, other=1, size="huge"), Thing)
    assert [record.getMessage() for record in caplog.records] == [
        "Thing.id is not as documented and is left out: expected a whole number, found str",
        "Thing.is_active is not as documented and is left out: expected true or false, found str",
        "Part.external_id is not as documented and is left out: expected a text, found int",
    ]
    assert {record.name for record in caplog.records} == {"clientcore.codec.codec"}


async def test_each_client_tells_of_drift_and_its_copies_do_not_repeat_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "clientcore.codec.codec")
    server = ScriptedServer(httpx.Response(200, json={"name": 5}))
    one, other = runn(server), runn(server)
    for client in (one, one.with_options(timeout=5), one.with_options(strict=False)):
        await client.me.get()
    assert len(caplog.records) == 1
    await other.me.get()
    await other.with_options(timeout=5).me.get()
    assert len(caplog.records) == 2
    with pytest.raises(DecodeError, match=r"answered 200, but name: expected a text, found int$"):
        await one.with_options(strict=True).me.get()
    assert {record.getMessage() for record in caplog.records} == {
        "Me.name is not as documented and is left out: expected a text, found int"
    }


def test_drift_of_a_collection_and_of_a_row_is_logged_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    codec = tolerant()
    codec.decode_items([row(words=None), None, None], Thing)
    codec.decode({**ROW, "words": "x"}, Thing)
    assert [record.getMessage() for record in caplog.records] == [
        "Thing.words is not as documented and reads as empty: null",
        "Thing is not as documented: expected an object, found null",
    ]


@pytest.mark.parametrize(
    ("surprise", "said"),
    [
        (None, "expected an object, found null"),
        (5, "expected an object, found int"),
        ("x", "expected an object, found str"),
        ([], "expected an object, found list"),
        ({}, "missing"),
        ({"id": "5"}, "expected a whole number, found str '5'"),
        ({**ROW, "id": "5"}, "expected a whole number, found str '5'"),
    ],
)
def test_a_page_with_one_surprising_row_loses_nothing(surprise: object, said: str) -> None:
    things = tolerant().decode_items([ROW, surprise, ROW], Thing)
    assert len(things) == 3
    assert things[0] == things[2] == THING
    with pytest.raises(DriftError, match=rf"^Thing\.id: {said}$"):
        things[1].id  # noqa: B018


@pytest.mark.parametrize(
    ("raw", "found"), [(None, "null"), (5, "int"), ("x", "str"), ([1, 2], "list")]
)
def test_a_row_that_is_no_object_is_kept(raw: object, found: str) -> None:
    (thing,) = tolerant().decode_items([raw], Thing)
    assert known_fields(thing) == {}
    assert thing.extra == {"": raw}
    with pytest.raises(DriftError) as met:
        thing.words  # noqa: B018
    assert str(met.value) == f"Thing.words: expected an object, found {found}"


@pytest.mark.parametrize(("raw", "found"), [(None, "null"), (5, "int"), ("x", "str"), ([], "list")])
def test_a_single_answer_that_is_no_object_is_an_error(raw: object, found: str) -> None:
    with pytest.raises(DecodeError, match=f"^expected an object, found {found}$"):
        tolerant().decode(raw, Thing)


def part(**changes: object) -> dict[str, object]:
    return {"externalId": "x", **changes}


@pytest.mark.parametrize(
    ("index", "changes", "path", "reason"),
    [
        (3, {"team_id": "7"}, "items[3].team_id", "expected a whole number, found str"),
        (0, {"is_active": None}, "items[0].is_active", "expected true or false, found null"),
        (1, {"newField": 1}, "items[1].newField", "a field that is not documented"),
        (0, {"size": "huge"}, "items[0].size", "'huge' is none of large, small"),
        (2, {"words": ["a", 5]}, "items[2].words[1]", "expected a text, found int"),
        (
            0,
            {"references": [part(), part(externalId=5)]},
            "items[0].references[1].external_id",
            "expected a text, found int",
        ),
        (0, {"references": [part(), {}]}, "items[0].references[1].external_id", "missing"),
        (
            0,
            {"references": [part(), part(a=1)]},
            "items[0].references[1].a",
            "a field that is not documented",
        ),
        (
            0,
            {"references": [part(size="xl")]},
            "items[0].references[0].size",
            "'xl' is none of large, small",
        ),
        (0, {"references": [None]}, "items[0].references[0]", "expected an object, found null"),
        (0, {"part": part(size=1)}, "items[0].part.size", "expected a text, found int"),
        (
            0,
            {"seen_at": "2026-11-23T12:00:00"},
            "items[0].seen_at",
            "expected a date and time with its zone, found none",
        ),
        (0, {"day": "x"}, "items[0].day", "expected a date as YYYY-MM-DD, found str"),
    ],
)
def test_strict_names_the_path_of_the_surprise(
    index: int, changes: dict[str, object], path: str, reason: str
) -> None:
    rows: list[object] = [ROW] * index
    with pytest.raises(DecodeError) as met:
        strict().decode_items([*rows, row(**changes), ROW], Thing)
    assert (met.value.path, met.value.reason) == (path, reason)
    assert str(met.value) == f"{path}: {reason}"


def test_strict_refuses_a_missing_field() -> None:
    fields = {name: value for name, value in ROW.items() if name != "teamId"}
    with pytest.raises(DecodeError, match=r"^items\[1\]\.team_id: missing$"):
        strict().decode_items([ROW, fields], Thing)


def test_strict_refuses_a_row_that_is_null() -> None:
    with pytest.raises(DecodeError, match=r"^items\[1\]: expected an object, found null$"):
        strict().decode_items([ROW, None], Thing)


async def test_strict_is_a_setting_of_the_client() -> None:
    server = ScriptedServer(httpx.Response(200, json={"name": "Ann", "shoeSize": 44}))
    client = runn(server)
    assert (await client.me.get()).extra == {"shoeSize": 44}
    with pytest.raises(DecodeError, match=r"^Runn: GET /me/ at .*, but shoeSize: a field that is"):
        await client.with_options(strict=True).me.get()


async def test_a_bulk_whose_answer_has_a_surprising_row_is_no_error() -> None:
    server = ScriptedServer(httpx.Response(200, json=[{"id": 1}, None]))
    actual = ActualInput(date=dt.date(2026, 1, 1), person_id=1, project_id=1, role_id=1)
    done = await runn(server).actuals.create_bulk([actual, actual])
    assert done[0].id == 1
    with pytest.raises(DriftError, match=r"^Actual\.id: expected an object, found null$"):
        done[1].id  # noqa: B018


# Writing


def test_fields_are_renamed_and_those_left_out_are_not_written() -> None:
    fields = {"person_id": 1, "from_": "x", "note": UNSET, "team_id": None}
    assert tolerant().encode_fields(fields) == {"personId": 1, "from": "x", "teamId": None}
    assert Codec(snake_case).encode_fields(fields) == {
        "person_id": 1,
        "from": "x",
        "team_id": None,
    }


def test_models_dates_and_collections_are_written() -> None:
    zone = dt.timezone(dt.timedelta(hours=-3))
    written = tolerant().encode_fields(
        {
            "references": (Reference(reference_name="Runrun.it", external_id="5"),),
            "tags": [TagId(id=1)],
            "day": dt.date(2026, 11, 23),
            "at": dt.datetime(2026, 11, 23, 12, 0, 1, 500, tzinfo=dt.UTC),
            "there": dt.datetime(2026, 11, 23, 9, tzinfo=zone),
            "settings": {"snake_key": {"a": 1}},
        }
    )
    assert written == {
        "references": [{"referenceName": "Runrun.it", "externalId": "5"}],
        "tags": [{"id": 1}],
        "day": "2026-11-23",
        "at": "2026-11-23T12:00:01Z",
        "there": "2026-11-23T12:00:00Z",
        "settings": {"snake_key": {"a": 1}},
    }


def test_what_was_read_can_be_written_without_what_came_along() -> None:
    read = tolerant().decode({"referenceName": "a", "externalId": "1", "id": 9}, Reference)
    assert read.extra == {"id": 9}
    assert tolerant().encode(read) == {"referenceName": "a", "externalId": "1"}


def test_a_moment_without_a_zone_is_not_written() -> None:
    with pytest.raises(ArgumentError, match="is no moment in UTC"):
        tolerant().encode(dt.datetime(2026, 11, 23))


def test_a_model_is_written_without_what_is_unset() -> None:
    actual = ActualInput(date=dt.date(2026, 11, 23), person_id=1, project_id=2, role_id=3)
    written = {
        "date": "2026-11-23",
        "personId": 1,
        "projectId": 2,
        "roleId": 3,
        "billableMinutes": 0,
        "nonbillableMinutes": 0,
    }
    assert tolerant().encode(actual) == written


async def test_the_body_of_a_bulk() -> None:
    server = ScriptedServer(httpx.Response(200, json=[]))
    actual = ActualInput(
        date=dt.date(2026, 11, 23), person_id=1, project_id=2, role_id=3, phase_id=None
    )
    await runn(server).actuals.create_bulk([actual])
    assert server.requests[0].content == (
        b'{"actuals": [{"date": "2026-11-23", "personId": 1, "projectId": 2, "roleId": 3, '
        b'"billableMinutes": 0, "nonbillableMinutes": 0, "phaseId": null}]}'
    )


async def test_the_body_of_runrunit_is_wrapped_and_in_snake_case() -> None:
    server = ScriptedServer(httpx.Response(200, json={}))
    client = runrunit(server)
    await client.manual_work_periods.create(
        task_id=1, date_to_apply=dt.date(2026, 11, 23), seconds=60
    )
    assert server.requests[0].content == (
        b'{"manual_work_period": {"task_id": 1, "date_to_apply": "2026-11-23", "seconds": 60}}'
    )
