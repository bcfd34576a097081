import datetime as dt
import inspect
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, NoReturn, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientcore import Model, known_fields
from clientcore.codec import reader
from clientcore.codec.by_field import ReadField, read_by_field
from clientcore.codec.converter import converter_for, read_fields
from clientcore.codec.naming import Naming, camel_case, snake_case
from clientcore.codec.scalars import Mismatch
from clientcore.model import model
from runn_client.models import Actual, Person, Project, TimesheetLock
from runrunit_client.models import Task, TimeWorked


@model
class Part(Model):
    external_id: str
    team_id: int | None
    day: dt.date
    words: tuple[str, ...]
    note: str | None = None


@model
class Everything(Model):
    whole: int
    text: str
    yes: bool
    number: float
    day: dt.date
    moment: dt.datetime
    size: Literal["small", "large"] | str
    ids: tuple[int, ...]
    parts: tuple[Part, ...]
    numbers: tuple[float, ...]
    part: Part
    settings: Mapping[str, object]
    anything: object
    whole_or_none: int | None
    number_or_none: float | None
    day_or_none: dt.date | None
    moment_or_none: dt.datetime | None
    size_or_none: Literal["small", "large"] | str | None
    words_or_none: tuple[str, ...] | None
    part_or_none: Part | None
    settings_or_none: Mapping[str, object] | None
    later: str | None = None
    later_part: Part | None = None
    later_words: tuple[str, ...] = ()
    later_text: str = "small"


texts = st.sampled_from(
    [
        "",
        "a",
        "small",
        "2026-11-23",
        "2026-11-23T00:00:00Z",
        "2026-11-23T10:00:00-03:00",
        "20261123",
    ]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.just(10**400),
    st.floats(),
    st.just(5.0),
    texts,
)
parts: st.SearchStrategy[object] = st.fixed_dictionaries(
    {"externalId": scalars | texts, "day": texts},
    optional={"teamId": scalars, "words": st.lists(texts), "note": scalars, "other": scalars},
)
likely: dict[Any, st.SearchStrategy[object]] = {
    int: st.integers() | st.just(5.0),
    str: texts,
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
    dt.date: st.dates().map(str) | st.just("2026-11-23T00:00:00-03:00"),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)).map(dt.datetime.isoformat),
    Part: parts,
    object: scalars,
    Mapping[str, object]: st.dictionaries(texts, scalars, max_size=1),
}
anything = st.one_of(scalars, st.lists(scalars, max_size=2), st.lists(parts, max_size=2), parts)


def likely_value(field: ReadField) -> st.SearchStrategy[object]:
    """What the field usually is."""
    kind: Any = field.kind
    item = likely.get(kind.__args__[0]) if getattr(kind, "__origin__", None) is tuple else None
    usual = likely.get(kind, texts) if item is None else st.lists(item, max_size=3)
    return usual | st.none() if field.optional else usual


FIELDS = {
    strict: read_fields(converter_for(camel_case, strict), Everything, camel_case)
    for strict in (False, True)
}
good_rows = st.fixed_dictionaries(
    {f.wire: likely_value(f) for f in FIELDS[False] if not f.may_be_missing(False)},
    optional={f.wire: likely_value(f) for f in FIELDS[False] if f.may_be_missing(False)},
)
surprises = st.dictionaries(
    st.sampled_from([f.wire for f in FIELDS[False]] + ["other", "extra"]), anything, max_size=2
)


def outcome(read: Callable[[], object]) -> object:
    """What was read, to the types of the values; or what was wrong."""
    try:
        return exact(read())
    except Mismatch as surprise:
        return surprise.reason, surprise.path


def exact(value: Any) -> object:
    kind = cast("Any", type(value))
    if issubclass(kind, Model):
        return kind, exact(known_fields(value)), exact(value.extra)
    if kind is dict:
        return {name: exact(item) for name, item in value.items()}
    if kind in (tuple, list):
        return kind, [exact(item) for item in value]
    return kind, repr(value)


@pytest.mark.parametrize("strict", [False, True])
@settings(deadline=None)
@given(row=good_rows, changes=surprises, without=st.sets(st.sampled_from(["whole", "ids", "part"])))
def test_the_fast_reader_reads_what_the_slow_one_reads(
    strict: bool, row: dict[str, object], changes: dict[str, object], without: set[str]
) -> None:
    left = {name: value for name, value in row.items() if name not in without or len(changes) < 2}
    answer = {**left, **changes}
    fast = converter_for(camel_case, strict).get_structure_hook(Everything)
    slow = read_by_field
    expected = outcome(lambda: slow(answer, Everything, FIELDS[strict], strict))
    assert outcome(lambda: fast(answer, Everything)) == expected


GOOD: dict[Any, object] = {
    int: 1,
    str: "a",
    bool: True,
    float: 0.5,
    object: None,
    dt.date: "2026-11-23",
    dt.datetime: "2026-11-23T10:00:00-03:00",
    Mapping[str, object]: {"a": 1},
    Part: {"externalId": "x", "teamId": 7, "day": "2026-11-23", "words": ["a"], "note": "n"},
}
MISSING = object()
VALUES: list[object] = [
    *(None, True, 0, 5, 5.0, 5.5, -0.0, float("inf"), float("nan"), 10**30, 10**400, MISSING),
    *("", "a", "small", "huge", "5", "2026-11-23", "20261123", "2026-11-23T00:00:00Z"),
    *("2026-11-23T10:00:00", "2026-11-23T10:00:00-03:00", "2026-02-30", "2026-W48-1", "0123456789"),
    *(
        [],
        [1],
        [1, True],
        [1, 2.0],
        ["a"],
        ["a", None],
        [None],
        [{}],
        [GOOD[Part]],
        list("0123456789"),
    ),
    *({}, {"a": None}, GOOD[Part], {"externalId": None, "other": 1}),
]


def good_value(field: ReadField) -> object:
    item = getattr(field.kind, "__args__", (None,))[0]
    return [GOOD[item]] if str(field.kind).startswith("tuple") else GOOD.get(field.kind, "small")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("field", FIELDS[False], ids=lambda field: field.name)
def test_each_field_is_read_alike_whatever_is_there(field: ReadField, strict: bool) -> None:
    good = {other.wire: good_value(other) for other in FIELDS[strict]}
    fast = converter_for(camel_case, strict).get_structure_hook(Everything)
    for value in VALUES:
        answer = {name: raw for name, raw in good.items() if name != field.wire}
        if value is not MISSING:
            answer[field.wire] = value
        for row in (answer, {**answer, "other": 1}):
            expected = outcome(partial(read_by_field, row, Everything, FIELDS[strict], strict))
            assert outcome(partial(fast, row, Everything)) == expected, value


@settings(deadline=None)
@given(row=good_rows)
def test_rows_as_documented_are_generated(row: dict[str, object]) -> None:
    """Or else the test above would compare the slow way with itself."""
    read = read_by_field(row, Everything, FIELDS[False], False)
    assert len(known_fields(read)) == len(FIELDS[False])


@pytest.mark.parametrize(
    ("raw", "found"),
    [(None, "null"), (5, "int"), ("x", "str"), ([], "list"), ([1], "list"), (True, "bool")],
)
def test_what_is_no_object_is_refused(raw: object, found: str) -> None:
    with pytest.raises(Mismatch, match=f"^expected an object, found {found}$"):
        converter_for(camel_case, False).get_structure_hook(Part)(raw, Part)


PART: dict[str, object] = {"externalId": "x", "teamId": None, "day": "2026-11-23", "words": ["a"]}


def refuse(*args: object, **named: object) -> NoReturn:
    raise AssertionError("the slow way")


@pytest.mark.parametrize("more", [{}, {"note": None}, {"note": "x"}, {"other": 1}])
@pytest.mark.parametrize("left_out", ["teamId", "nothing"])
def test_a_row_as_documented_does_not_take_the_slow_way(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, object], left_out: str
) -> None:
    monkeypatch.setattr(reader, "read_by_field", refuse)
    fields = read_fields(converter_for(camel_case, False), Part, camel_case)
    read = reader.generate(Part, fields, False)
    row = {name: value for name, value in {**PART, **more}.items() if name != left_out}
    assert read(row, None) == Part(
        external_id="x",
        team_id=None,
        day=dt.date(2026, 11, 23),
        words=("a",),
        note=more.get("note"),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    )
    with pytest.raises(AssertionError, match="the slow way"):
        read({**PART, "externalId": 5}, None)


def test_a_row_that_was_read_is_as_one_that_was_constructed() -> None:
    read = converter_for(camel_case, False).get_structure_hook(Part)(PART, Part)
    made = Part(external_id="x", team_id=None, day=dt.date(2026, 11, 23), words=("a",))
    assert type(read) is Part
    assert exact(read) == exact(made)
    with pytest.raises(AttributeError):
        setattr(read, "note", "y")  # noqa: B010


def test_the_text_of_a_reader_is_the_one_that_is_shown() -> None:
    fields = read_fields(converter_for(camel_case, False), Part, camel_case)
    shown = [block.strip() + "\n" for block in str(reader.__doc__).split("```python")[1:]]
    declared, text = (block.partition("```")[0] for block in shown)
    assert text == reader.source("Part", fields, strict=False)
    assert declared.strip() == inspect.getsource(Part).strip()


def test_a_traceback_shows_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read_by_field", refuse)
    fields = read_fields(converter_for(camel_case, False), Part, camel_case)
    read = reader.generate(Part, fields, False)
    with pytest.raises(AssertionError, match="the slow way") as met:
        read({}, None)
    shown = "".join(traceback.format_exception(met.value))
    assert "in read_Part\n    value = row['externalId']" in shown


@pytest.mark.parametrize(
    ("kind", "naming"),
    [
        (Actual, camel_case),
        (Person, camel_case),
        (Project, camel_case),
        (TimesheetLock, camel_case),
        (Task, snake_case),
        (TimeWorked, snake_case),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_readers_are_made_once_for_all(kind: type[Model], naming: Naming, strict: bool) -> None:
    one, other = (converter_for(naming, strict).get_structure_hook(kind) for _ in range(2))
    assert one is other
