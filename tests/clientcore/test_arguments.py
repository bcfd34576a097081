import datetime as dt
import inspect
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, Literal, get_type_hints

import pytest
from attrs import frozen

from clientcore import UNSET, ArgumentError, Unset
from clientcore.arguments import Misfit, check_range, checker
from clientcore.marks import Range
from runn_client.models.actual import ActualInput
from runn_client.models.common import Reference
from tests.support import ScriptedServer, runn

TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
NAIVE = dt.datetime(2026, 11, 23, 12)
DAY = {"date": TODAY, "person_id": 1, "project_id": 2, "role_id": 3}
WRONG: Any = 5
"""Not what it should be, which only a type checker would notice here."""


class Kind(StrEnum):
    A = "a"


REFERENCE = Reference(reference_name="a", external_id="1")


@frozen(kw_only=True)
class Inner:
    name: str


@frozen(kw_only=True)
class Outer:
    inner: Inner
    size: int | Unset = UNSET


def method(
    number: int,
    text: str,
    *,
    flag: bool | Unset = UNSET,
    amount: float | None | Unset = UNSET,
    day: dt.date | Unset = UNSET,
    moment: dt.datetime | Unset = UNSET,
    since: dt.date | dt.datetime | Unset = UNSET,
    numbers: Sequence[int] | Unset = UNSET,
    outers: Sequence[Outer] | Unset = UNSET,
    settings: Mapping[str, object] | Unset = UNSET,
    kind: Literal["a", "b"] | None | Unset = UNSET,
    anything: object = None,
) -> None:
    """A signature with all that methods have."""


def check_arguments(positional: tuple[object, ...], named: Mapping[str, object]) -> None:
    hints = get_type_hints(method, include_extras=True)
    for name, value in {**dict(zip(hints, positional, strict=False)), **named}.items():
        checker(hints[name])(value, name)


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"flag": True},
        {"flag": UNSET},
        {"amount": 5},
        {"amount": 0.5},
        {"amount": None},
        {"day": TODAY},
        {"moment": NOON},
        {"since": TODAY},
        {"since": NOON},
        {"numbers": []},
        {"numbers": [1, 2]},
        {"numbers": (1, 2)},
        {"numbers": range(3)},
        {"outers": [Outer(inner=Inner(name="x")), Outer(inner=Inner(name="y"), size=1)]},
        {"settings": {"a": [1]}},
        {"kind": "a"},
        {"kind": None},
        {"kind": Kind.A},
        {"anything": {1, 2}},
    ],
)
def test_what_fits_is_let_through(named: dict[str, object]) -> None:
    check_arguments((1, "x"), named)


MISFITS: list[tuple[tuple[object, ...], dict[str, object], str]] = [
    (("1", "x"), {}, "number must be a whole number, not '1' (str)"),
    ((1.0, "x"), {}, "number must be a whole number, not 1.0 (float)"),
    ((True, "x"), {}, "number must be a whole number, not True (bool)"),
    ((None, "x"), {}, "number must be a whole number, not None (NoneType)"),
    ((UNSET, "x"), {}, "number must be given, not left out"),
    ((1, 2), {}, "text must be text, not 2 (int)"),
    ((1, b"x"), {}, "text must be text, not b'x' (bytes)"),
    ((1, "x"), {"flag": 1}, "flag must be True or False, not 1 (int)"),
    ((1, "x"), {"flag": None}, "flag must be True or False, not None (NoneType)"),
    ((1, "x"), {"flag": "false"}, "flag must be True or False, not 'false' (str)"),
    ((1, "x"), {"amount": float("nan")}, "amount must be a number or None, not nan (float)"),
    ((1, "x"), {"amount": float("inf")}, "amount must be a number or None, not inf (float)"),
    ((1, "x"), {"amount": 10**400}, f"amount must be a number or None, not 1{'0' * 59}… (int)"),
    ((1, "x"), {"amount": True}, "amount must be a number or None, not True (bool)"),
    ((1, "x"), {"amount": "5"}, "amount must be a number or None, not '5' (str)"),
    ((1, "x"), {"day": NOON}, f"day must be a date, not {NOON!r:.60}… (datetime)"),
    ((1, "x"), {"day": "2026-11-23"}, "day must be a date, not '2026-11-23' (str)"),
    (
        (1, "x"),
        {"moment": NAIVE},
        f"moment must be a datetime with a time zone, not {NAIVE!r} (datetime)",
    ),
    (
        (1, "x"),
        {"moment": TODAY},
        "moment must be a datetime with a time zone, not datetime.date(2026, 11, 23) (date)",
    ),
    (
        (1, "x"),
        {"since": NAIVE},
        f"since must be a date or a datetime with a time zone, not {NAIVE!r} (datetime)",
    ),
    ((1, "x"), {"numbers": 5}, "numbers must be a sequence, each a whole number, not 5 (int)"),
    (
        (1, "x"),
        {"numbers": "12"},
        "numbers must be a sequence, each a whole number, not '12' (str)",
    ),
    (
        (1, "x"),
        {"numbers": {1, 2}},
        "numbers must be a sequence, each a whole number, not {1, 2} (set)",
    ),
    ((1, "x"), {"numbers": [1, "2"]}, "numbers[1] must be a whole number, not '2' (str)"),
    ((1, "x"), {"numbers": [UNSET]}, "numbers[0] must be given, not left out"),
    ((1, "x"), {"outers": [{}]}, "outers[0] must be a Outer, not {} (dict)"),
    (
        (1, "x"),
        {"outers": [Outer(inner=Inner(name="x")), Outer(inner=Inner(name=WRONG))]},
        "outers[1].inner.name must be text, not 5 (int)",
    ),
    ((1, "x"), {"outers": [Outer(inner=WRONG)]}, "outers[0].inner must be a Inner, not 5 (int)"),
    ((1, "x"), {"settings": []}, "settings must be a Mapping, not [] (list)"),
    ((1, "x"), {"kind": "c"}, "kind must be 'a' or 'b' or None, not 'c' (str)"),
    ((1, "x"), {"kind": ["a"]}, "kind must be 'a' or 'b' or None, not ['a'] (list)"),
]


@pytest.mark.parametrize(("positional", "named", "said"), MISFITS)
def test_what_does_not_fit_is_refused_by_its_name(
    positional: tuple[object, ...], named: dict[str, object], said: str
) -> None:
    with pytest.raises(Misfit) as met:
        check_arguments(positional, named)
    assert str(met.value) == said


def test_a_long_value_is_cut_in_the_text() -> None:
    with pytest.raises(Misfit) as met:
        check_arguments(("x" * 1000, "x"), {})
    assert str(met.value) == f"number must be a whole number, not '{'x' * 59}… (str)"


@pytest.mark.parametrize("value", [0, -1, 201])
def test_a_number_out_of_its_range_is_refused(value: int) -> None:
    with pytest.raises(Misfit) as met:
        check_range("page_size", value, Range(1, 200))
    assert str(met.value) == f"page_size must be from 1 to 200, not {value}"


@pytest.mark.parametrize("value", [1, 200])
def test_both_ends_of_a_range_are_in_it(value: int) -> None:
    check_range("page_size", value, Range(1, 200))


REFUSED: list[tuple[str, list[object], dict[str, object], str]] = [
    ("projects.get", ["42"], {}, "project_id must be a whole number, not '42' (str)"),
    ("projects.get", [True], {}, "project_id must be a whole number, not True (bool)"),
    ("projects.update", [1], {"name": None}, "name must be text, not None (NoneType)"),
    (
        "projects.update",
        [1],
        {"team_id": "7"},
        "team_id must be a whole number or None, not '7' (str)",
    ),
    ("projects.update", [1], {"budget": float("nan")}, "budget must be a number, not nan (float)"),
    (
        "projects.update",
        [1],
        {"pricing_model": "free"},
        "pricing_model must be 'fp' or 'tm' or 'nb', not 'free' (str)",
    ),
    (
        "projects.update",
        [1],
        {"references": REFERENCE},
        f"references must be a sequence, each a Reference, not {REFERENCE!r} (Reference)",
    ),
    (
        "projects.update",
        [1],
        {"references": [REFERENCE, {}]},
        "references[1] must be a Reference, not {} (dict)",
    ),
    (
        "projects.update",
        [1],
        {"references": [REFERENCE, Reference(reference_name="b", external_id=WRONG)]},
        "references[1].external_id must be text, not 5 (int)",
    ),
    (
        "actuals.create",
        [],
        {**DAY, "date": NOON},
        f"date must be a date, not {NOON!r:.60}… (datetime)",
    ),
    (
        "actuals.create",
        [],
        {**DAY, "billable_minutes": 1.5},
        "billable_minutes must be a whole number, not 1.5 (float)",
    ),
    (
        "actuals.create_bulk",
        [[ActualInput(date=WRONG, person_id=1, project_id=2, role_id=3)]],
        {},
        "actuals[0].date must be a date, not 5 (int)",
    ),
    (
        "actuals.create_bulk",
        [WRONG],
        {},
        "actuals must be a sequence, each a ActualInput, not 5 (int)",
    ),
    ("actuals.create_bulk", [[]], {}, "the number of actuals must be from 1 to 100, not 0"),
    (
        "projects.list",
        [],
        {"modified_after": NAIVE},
        f"modified_after must be a date or a datetime with a time zone, not {NAIVE!r} (datetime)",
    ),
    ("projects.list", [], {"page_size": 0}, "page_size must be from 1 to 200, not 0"),
    ("projects.list", [], {"page_size": 201}, "page_size must be from 1 to 200, not 201"),
    ("projects.list", [], {"page_size": True}, "page_size must be a whole number, not True (bool)"),
    (
        "projects.list",
        [],
        {"page_size": None},
        "page_size must be a whole number, not None (NoneType)",
    ),
    (
        "projects.list",
        [],
        {"include_archived": "yes"},
        "include_archived must be True or False, not 'yes' (str)",
    ),
    ("projects.list_people", [None], {}, "project_id must be a whole number, not None (NoneType)"),
]


async def run(method: Callable[..., Any], positional: list[object], named: Any) -> None:
    result = method(*positional, **named)
    if inspect.isawaitable(result):
        await result


@pytest.mark.parametrize(("name", "positional", "named", "said"), REFUSED)
async def test_a_call_that_is_refused_sends_nothing(
    name: str, positional: list[object], named: dict[str, object], said: str
) -> None:
    server = ScriptedServer()
    with pytest.raises(ArgumentError) as met:
        await run(attrgetter(name)(runn(server)), positional, named)
    resource, _, method = name.partition(".")
    assert str(met.value) == f"{resource.title()}.{method}(): {said}"
    assert server.requests == []


def test_an_argument_error_is_a_value_error_too() -> None:
    assert issubclass(ArgumentError, ValueError)
