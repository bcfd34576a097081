import pytest

from clientcore import Operation, RetryPolicy
from clientcore.http.retry import Attempt

READ = Operation("things.get", "GET", "/things/{id}", object, editions=())
OVERWRITE = Operation("things.put", "PUT", "/things/{id}", object, editions=(), idempotent=True)
CREATE = Operation("things.create", "POST", "/things", object, editions=())
DELETE = Operation("things.delete", "DELETE", "/things/{id}", object, editions=())

UNCERTAIN = [
    Attempt(status=500),
    Attempt(status=502),
    Attempt(status=503),
    Attempt(status=599),
    Attempt(),
    Attempt(status=200, broken=True),
]


@pytest.mark.parametrize("operation", [READ, OVERWRITE, CREATE, DELETE], ids=lambda o: o.name)
@pytest.mark.parametrize("outcome", [Attempt(status=429), Attempt(never_sent=True)])
def test_what_surely_had_no_effect_is_repeated_for_every_operation(
    operation: Operation[object], outcome: Attempt
) -> None:
    assert RetryPolicy().decide(operation, 1, outcome, 1.0) == 0.5


@pytest.mark.parametrize("outcome", UNCERTAIN)
@pytest.mark.parametrize("operation", [READ, OVERWRITE], ids=lambda o: o.name)
def test_what_may_have_had_an_effect_is_repeated_where_that_is_harmless(
    operation: Operation[object], outcome: Attempt
) -> None:
    assert RetryPolicy().decide(operation, 1, outcome, 1.0) == 0.5


@pytest.mark.parametrize("outcome", UNCERTAIN)
@pytest.mark.parametrize("operation", [CREATE, DELETE], ids=lambda o: o.name)
def test_what_may_have_had_an_effect_is_not_repeated_otherwise(
    operation: Operation[object], outcome: Attempt
) -> None:
    assert RetryPolicy().decide(operation, 1, outcome, 1.0) is None


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 422, 428, 430, 499])
def test_any_other_answer_is_final(status: int) -> None:
    assert RetryPolicy().decide(READ, 1, Attempt(status=status), 1.0) is None


@pytest.mark.parametrize(("attempt", "again"), [(1, True), (2, True), (3, False), (4, False)])
def test_the_number_of_attempts_is_kept(attempt: int, again: bool) -> None:
    policy = RetryPolicy(attempts=3)
    assert (policy.decide(READ, attempt, Attempt(status=429), 1.0) is not None) == again


def test_the_backoff_doubles_up_to_its_cap() -> None:
    policy = RetryPolicy(attempts=99, base=0.5, cap=20)
    waits = [policy.decide(READ, attempt, Attempt(status=500), 1.0) for attempt in range(1, 10)]
    assert waits == [0.5, 1, 2, 4, 8, 16, 20, 20, 20]


def test_the_backoff_has_no_end() -> None:
    policy = RetryPolicy(attempts=10_000, deadline=None)
    assert policy.decide(READ, 5_000, Attempt(status=500), 1.0) == policy.cap
    assert RetryPolicy(cap=0.2).decide(READ, 1, Attempt(status=500), 1.0) == 0.2


@pytest.mark.parametrize(("jitter", "wait"), [(0.0, 0), (0.25, 1), (1.0, 4)])
def test_the_whole_backoff_is_jittered(jitter: float, wait: float) -> None:
    assert RetryPolicy(base=4).decide(READ, 1, Attempt(status=500), jitter) == wait


@pytest.mark.parametrize(("asked", "wait"), [(0.0, 4), (3.9, 4), (7.5, 7.5), (100, 100)])
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_is_never_shorter_than_asked(status: int, asked: float, wait: float) -> None:
    outcome = Attempt(status=status, asked_wait=asked)
    assert RetryPolicy(base=4).decide(READ, 1, outcome, 1.0) == wait
    assert RetryPolicy(base=4).decide(READ, 1, outcome, 0.0) == asked


@pytest.mark.parametrize(("asked", "wait"), [(30.0, 30.0), (30.1, None), (1e9, None)])
def test_a_longer_wait_than_max_wait_is_not_waited(asked: float, wait: float | None) -> None:
    outcome = Attempt(status=429, asked_wait=asked)
    assert RetryPolicy(max_wait=30).decide(READ, 1, outcome, 0.0) == wait


@pytest.mark.parametrize("setting", [{"attempts": 0}, {"base": -1}, {"cap": -1}, {"max_wait": -1}])
def test_settings_that_make_no_sense_are_refused(setting: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(setting))):
        RetryPolicy(**setting)
