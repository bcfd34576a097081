import copy
import datetime as dt
import gc
import pickle
import weakref
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import asdict, evolve, fields
from attrs.exceptions import FrozenInstanceError

from clientcore import DecodeError, DriftError, Input, Model, SDKError, known_fields
from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case
from clientcore.model import model, promised
from clientcore.testing import build
from runn_client.models import Actual, ActualInput, Person, Reference, RosteredDays
from runrunit_client.models import Task, User


@model
class Thing(Model):
    id: int
    team_id: int
    name: str | None = None
    words: tuple[str, ...] = ()
    settings: Mapping[str, object] | None = None

    @property
    def half(self) -> float:
        return self.team_id / 2


@model
class Written(Input):
    id: int


WHOLE = Thing(id=1, team_id=2, name="One", words=("a",), extra={"new": 1})
GAPS = Codec(camel_case).decode({"id": "x", "name": "One", "new": [1]}, Thing)
"""Its `id` is of another type, its `team_id` missing."""
FOUND = r"^Thing\.id: expected a whole number, found str 'x'$"


def twice(thing: Thing) -> list[Thing]:
    return [
        pickle.loads(pickle.dumps(thing)),
        copy.copy(thing),
        copy.deepcopy(thing),
    ]


@pytest.mark.parametrize("thing", [WHOLE, GAPS], ids=["whole", "with gaps"])
def test_copies_and_pickles_are_equal_and_keep_extra(thing: Thing) -> None:
    for copied in twice(thing):
        assert copied == thing
        assert hash(copied) == hash(thing)
        assert repr(copied) == repr(thing)
        assert copied.extra == thing.extra
        assert known_fields(copied) == known_fields(thing)
    assert copy.deepcopy(thing).extra is not thing.extra


@pytest.mark.parametrize("thing", [GAPS, *twice(GAPS)])
def test_a_gap_says_what_was_there_wherever_the_row_has_been(thing: Thing) -> None:
    with pytest.raises(DriftError, match=FOUND):
        thing.id  # noqa: B018
    with pytest.raises(DriftError, match=r"^Thing\.team_id: missing$"):
        thing.team_id  # noqa: B018
    assert (thing.name, thing.words, thing.settings) == ("One", (), None)


def test_equality_is_of_what_is_known() -> None:
    assert Thing(id=1, team_id=2, name="One", words=("a",)) == WHOLE
    assert Thing(id=1, team_id=3, name="One", words=("a",)) != WHOLE
    assert build(Thing, id=1) == build(Thing, id=1)
    assert build(Thing, id=1) != build(Thing, id=1, name=None)
    assert build(Thing, id=1) != build(Person, id=1)
    assert WHOLE != 1
    assert len({WHOLE, evolve(WHOLE), GAPS, build(Thing, name="One", words=(), settings=None)}) == 2


def test_what_holds_a_mapping_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(evolve(WHOLE, settings={}))


def test_a_row_does_not_change() -> None:
    for thing in (WHOLE, GAPS):
        for name in ("id", "team_id", "extra", "other"):
            with pytest.raises(FrozenInstanceError):
                setattr(thing, name, 5)
        with pytest.raises(FrozenInstanceError):
            delattr(thing, "id")
    assert not hasattr(WHOLE, "__dict__")


def test_evolve_and_asdict() -> None:
    changed = evolve(WHOLE, name="Two")
    assert (changed.id, changed.name, changed.extra) == (1, "Two", {"new": 1})
    assert asdict(WHOLE) == {**known_fields(WHOLE), "extra": {"new": 1}}
    for ask in (lambda: evolve(GAPS, name="Two"), lambda: asdict(GAPS)):
        with pytest.raises(DriftError, match=FOUND):
            ask()
    assert known_fields(GAPS) == {"name": "One", "words": (), "settings": None}


def test_a_misspelt_name_is_no_drift() -> None:
    wrong: Any = WHOLE
    misspelt: Any = Thing
    with pytest.raises(AttributeError, match=r"^'Thing' object has no attribute 'nam'") as met:
        wrong.nam  # noqa: B018
    assert not isinstance(met.value, SDKError)
    with pytest.raises(TypeError, match="'nam'"):
        misspelt(id=1, team_id=2, nam="x")


def test_a_property_that_meets_a_gap_names_the_field() -> None:
    assert WHOLE.half == 1
    with pytest.raises(DriftError, match=r"^Thing\.team_id: missing$"):
        GAPS.half  # noqa: B018
    actual = build(Actual, billable_minutes=5)
    with pytest.raises(DriftError, match=r"^Actual\.nonbillable_minutes: missing$"):
        actual.minutes  # noqa: B018


def test_rows_can_be_asked_for_a_field_with_a_default() -> None:
    assert getattr(GAPS, "team_id", 7) == 7
    assert not hasattr(GAPS, "team_id")
    assert hasattr(WHOLE, "team_id")


def test_rows_can_be_referred_to_weakly_and_are_freed() -> None:
    row = Codec(camel_case).decode({"id": 1, "teamId": 2}, Thing)
    seen = weakref.ref(row)
    del row
    gc.collect()
    assert seen() is None


def test_a_drift_error_is_of_every_kind_that_people_catch_and_pickles() -> None:
    error = DriftError("Task", "title", "missing")
    copies: list[DriftError] = [error, pickle.loads(pickle.dumps(error)), copy.copy(error)]
    for copied in copies:
        assert (copied.model, copied.field, copied.found) == ("Task", "title", "missing")
        assert (copied.reason, copied.path) == ("missing", "Task.title")
        assert str(copied) == "Task.title: missing"
    assert issubclass(DriftError, DecodeError)
    assert issubclass(DriftError, AttributeError)


def test_a_long_value_is_not_shown_whole() -> None:
    for raw in ("x" * 1000, 10**1000):
        row = Codec(camel_case).decode({"id": 1, "teamId": 2, "words": raw, "name": [raw]}, Thing)
        for name in ("words", "name"):
            with pytest.raises(DriftError) as met:
                getattr(row, name)
            assert len(str(met.value)) < 110


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (WHOLE, "Thing(id=1, name='One', team_id=2)"),
        (GAPS, "Thing(name='One')"),
        (build(Thing), "Thing()"),
        (
            build(Task, id=1, title="Draw", user_id="ann", points=None),
            "Task(id=1, title='Draw', user_id='ann')",
        ),
        (
            build(Actual, id=1, date=dt.date(2026, 11, 23), person_id=5, project_id=6),
            "Actual(id=1, date=2026-11-23, person_id=5)",
        ),
        (
            build(Person, id=1, first_name="Eric", last_name="Clapton", email="eric@example.com"),
            "Person(id=1, first_name='Eric', last_name='Clapton', email='eric@example.com')",
        ),
        (
            Reference(reference_name="Runrun.it", external_id="5"),
            "Reference(reference_name='Runrun.it', external_id='5')",
        ),
        (
            RosteredDays(monday=1, tuesday=2, wednesday=3, thursday=4, friday=5),
            "RosteredDays(monday=1, tuesday=2, wednesday=3)",
        ),
        (build(User, id="ann", email=None, name="a\nb"), r"User(id='ann', name='a\nb')"),
    ],
)
def test_a_repr_is_one_short_line(row: Model, shown: str) -> None:
    assert repr(row) == shown


def test_a_repr_stays_short_whatever_is_in_it() -> None:
    long = build(Person, id=10**30, first_name="x" * 500, last_name="\n" * 500, email="y" * 500)
    assert len(repr(long)) < 110
    assert "\n" not in repr(long)


def test_what_is_only_written_has_no_extra() -> None:
    assert [attribute.name for attribute in fields(Written)] == ["id"]
    assert evolve(Written(id=1), id=2) == Written(id=2)
    assert copy.deepcopy(Written(id=1)) == Written(id=1)
    assert repr(Written(id=1)) == "Written(id=1)"
    assert not issubclass(ActualInput, Model)
    assert issubclass(ActualInput, Input)


@model
class Report(Model):
    rows: tuple[Thing, ...] = promised()
    others: tuple[Thing, ...]


@pytest.mark.parametrize(
    ("answer", "said"), [({}, "missing"), ({"rows": None}, "expected an array, found null")]
)
def test_a_promised_collection_is_not_empty_because_it_is_not_there(answer: Any, said: str) -> None:
    report = Codec(camel_case).decode(answer, Report)
    assert report.others == ()
    with pytest.raises(DriftError, match=rf"^Report\.rows: {said}$"):
        report.rows  # noqa: B018
    assert Codec(camel_case).decode({"rows": []}, Report).rows == ()
