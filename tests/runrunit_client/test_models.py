import copy
import datetime as dt
from typing import Any

import pytest

from clientcore import DecodeError, DriftError
from clientcore.codec.codec import Codec
from clientcore.codec.naming import snake_case
from clientcore.registry import operations_of
from runrunit_client import RunrunitClient
from runrunit_client.models import ManualWorkPeriod, Task, TimeWorked, User, WorkPeriod
from tests.runrunit_client.samples import SAMPLES, losses, read

OPERATIONS = {
    (operation.method, operation.path): operation for operation in operations_of(RunrunitClient)
}


def sample(method: str, path: str) -> Any:
    """The body of the first answer that the document shows for an operation."""
    return copy.deepcopy(
        next(
            sample["response"]["body"]
            for sample in SAMPLES
            if (sample["method"], sample["path"]) == (method, path)
        )
    )


@pytest.mark.parametrize("shown", SAMPLES, ids=lambda s: f"{s['method']} {s['request']['path']}")
def test_a_documented_answer_is_read_whole(shown: dict[str, Any]) -> None:
    operation = OPERATIONS[shown["method"], shown["path"]]
    body = shown["response"].get("body")
    assert list(losses(body, read(operation, body, strict=True))) == []


def test_all_operations_of_the_document_are_among_the_samples() -> None:
    documented = {key for key, operation in OPERATIONS.items() if "2022" in operation.editions}
    assert {(sample["method"], sample["path"]) for sample in SAMPLES} == documented


def test_time_worked() -> None:
    report = Codec(snake_case, strict=True).decode(
        sample("GET", "/reports/time_worked"), TimeWorked
    )
    [row] = report.result
    assert (row.date, row.project_id, row.user_id) == (dt.date(2018, 2, 5), 1, None)
    assert (row.automatic_time, row.manual_time, row.time) == (0, 72000, 72000)
    assert report.others is not None
    assert report.others[0].time == 10800
    assert report.capacity is not None


def test_ids_dates_and_moments_have_their_own_types() -> None:
    codec = Codec(snake_case, strict=True)
    task = codec.decode(sample("GET", "/tasks/:id"), Task)
    assert isinstance(task.created_at, dt.datetime)
    assert task.created_at.utcoffset() == dt.timedelta(hours=-3)
    assert isinstance(task.id, int)
    assert isinstance(task.user_id, str)
    assert task.assignments[0].id == "49537adb9"
    period = codec.decode(sample("GET", "/manual_work_periods/:id"), ManualWorkPeriod)
    assert period.date_to_apply == dt.date(2019, 2, 8)
    work = codec.decode(sample("GET", "/work_periods/:id"), WorkPeriod)
    assert work.end is not None
    assert work.end - work.start == dt.timedelta(seconds=work.worked_time)


@pytest.mark.parametrize(
    ("change", "field", "value", "kept"),
    [
        ({"state": "on_hold"}, "state", "on_hold", {}),
        ({"points": None}, "points", None, {}),
        ({"brand_new": [1]}, "id", 1, {"brand_new": [1]}),
    ],
)
def test_a_surprise_costs_no_row_and_is_kept(
    change: dict[str, object], field: str, value: object, kept: dict[str, object]
) -> None:
    row = {**sample("GET", "/tasks/:id"), **change}
    task = Codec(snake_case).decode(row, Task)
    assert getattr(task, field) == value
    assert task.extra == kept
    assert task.board_name == row["board_name"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": None}, "a text, found null"),
        ({"time_worked": "90"}, "a whole number, found str '90'"),
        ({"is_urgent": "false"}, "true or false, found str 'false'"),
        ({"assignments": "none"}, "an array, found str 'none'"),
        ({"desired_date": "soon"}, "a date as YYYY-MM-DD, found str 'soon'"),
    ],
)
def test_what_cannot_be_read_costs_that_field_only(change: dict[str, object], said: str) -> None:
    [field] = change
    task = Codec(snake_case).decode({**sample("GET", "/tasks/:id"), **change}, Task)
    with pytest.raises(DriftError) as caught:
        getattr(task, field)
    assert str(caught.value) == f"Task.{field}: expected {said}"
    assert task.extra == change
    assert task.board_name == sample("GET", "/tasks/:id")["board_name"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"state": "on_hold"},
            "state: 'on_hold' is none of closed, not_assigned, queued, working_on",
        ),
        ({"title": None}, "title: expected a text, found null"),
        ({"brand_new": 1}, "brand_new: a field that is not documented"),
    ],
)
def test_strict_refuses_a_surprise_and_names_it(change: dict[str, object], said: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Codec(snake_case, strict=True).decode({**sample("GET", "/tasks/:id"), **change}, Task)
    assert str(caught.value) == said


def test_a_missing_field_costs_no_other() -> None:
    row = sample("GET", "/users/:user_id")
    del row["name"]
    user = Codec(snake_case).decode(row, User)
    with pytest.raises(DriftError, match=r"^User\.name: missing$"):
        user.name  # noqa: B018
    assert user.email == row["email"]


def test_what_only_one_edition_has_may_be_missing() -> None:
    user = Codec(snake_case, strict=True).decode(sample("GET", "/users/:user_id"), User)
    assert user.is_certified_expert is None
