import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcore import RateLimit
from clientcore.limits.headers import asked_wait, read_rate_limit

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SERVER_DATE = "Mon, 23 Nov 2026 12:00:00 GMT"
EPOCH = int(NOW.timestamp())
PERIOD = 60.0
DAY = 86400
NO_DATES = [
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2026 00:00:00 +99999999999",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
]


@pytest.mark.parametrize("prefix", ["x-ratelimit-", "ratelimit-"])
def test_limit_remaining_and_reset_are_read(prefix: str) -> None:
    headers = {prefix + "limit": "120", prefix + "remaining": "7", prefix + "reset": "42"}
    assert read_rate_limit(headers, NOW, PERIOD) == RateLimit(120, 7, 42.0)


def test_the_reset_of_runn_is_a_number_of_seconds() -> None:
    headers = {"x-ratelimit-reset": "42", "date": SERVER_DATE}
    assert asked_wait(headers, NOW, PERIOD) == 42


@pytest.mark.parametrize("headers", [{}, {"date": SERVER_DATE}, {"x-ratelimit-limit": "soon"}])
def test_no_limit_is_read_where_none_is_told(headers: dict[str, str]) -> None:
    assert read_rate_limit(headers, NOW, PERIOD) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [("7", 7), ("7.9", 7), (" 7 ", 7), ("0", 0), ("-3", 0), ("1e12", 10**12)]
    + [(text, None) for text in ("", "nan", "inf", "-inf", "seven", "1e999", "7;w=60")],
)
def test_counts_are_read_with_care(text: str, count: int | None) -> None:
    headers = {"ratelimit-remaining": text, "ratelimit-limit": "100"}
    assert read_rate_limit(headers, NOW, PERIOD) == RateLimit(100, count)


@pytest.mark.parametrize("hours_wrong", [-26, -3, 0, 3, 26])
@pytest.mark.parametrize(
    ("reset", "wait"),
    [
        ("2026-11-23T12:00:30+00:00", 30),
        ("2026-11-23T09:00:30-03:00", 30),
        ("2026-11-23T17:30:30+05:30", 30),
        ("2026-11-23T12:00:30Z", 30),
        ("2026-11-23T12:00:30.250Z", 30.25),
        ("2026-11-23T12:00:30", 30),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("2026-11-23T11:59:59+00:00", 0),
        ("2026-11-23T14:00:00+00:00", 7200),
        ("2026-11-23T11:59:00+00:00", 0),
        ("2026-11-23T11:58:59+00:00", PERIOD),
        ("0001-01-01T00:00:00+14:00", PERIOD),
    ],
)
def test_a_moment_is_measured_by_the_servers_clock(
    reset: str, wait: float, hours_wrong: int
) -> None:
    here = NOW + dt.timedelta(hours=hours_wrong)
    for name in ("ratelimit-reset", "retry-after"):
        assert asked_wait({name: reset, "date": SERVER_DATE}, here, PERIOD) == wait


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        (str(EPOCH + 30), 30),
        (f"{EPOCH + 30}.5", 30.5),
        (str(EPOCH - 5), 0),
        (str(EPOCH - 60), 0),
        (str(EPOCH - 61), PERIOD),
        ("1e9", PERIOD),  # long ago: this window did not end in 2001
        (str(EPOCH + 31 * DAY), 31 * DAY),
        (str(EPOCH + 32 * DAY), PERIOD),
        ("2e9", PERIOD),
        ("9999-12-31T23:59:59Z", PERIOD),
        ("99999999", PERIOD),
    ],
)
def test_a_reset_is_believed_as_far_as_a_window_can_reach(text: str, wait: float) -> None:
    headers = {"ratelimit-reset": text, "ratelimit-remaining": "0", "date": SERVER_DATE}
    assert asked_wait(headers, NOW, PERIOD) == wait
    seen = read_rate_limit(headers, NOW, PERIOD)
    assert seen is not None
    assert seen.remaining == 0
    assert seen.reset in (wait, None)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("1e8", 1e8),
        ("1e9", 1e9),
        (str(EPOCH + 30), EPOCH + 30),
        ("1e300", 1e300),
    ],
)
@pytest.mark.parametrize("date", [{"date": SERVER_DATE}, {}], ids=["date", "no date"])
def test_a_retry_after_is_taken_at_its_word(text: str, wait: float, date: dict[str, str]) -> None:
    """Its number is seconds, never a moment; who will not wait so long gives up on it."""
    assert asked_wait({"retry-after": text, **date}, NOW, PERIOD) == wait


def test_a_retry_after_in_the_last_year_that_there_is_is_taken_at_its_word_too() -> None:
    headers = {"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT", "date": SERVER_DATE}
    years = asked_wait(headers, NOW, PERIOD) / (365.25 * DAY)
    assert round(years) == 9999 - 2026


@pytest.mark.parametrize(
    ("hours_wrong", "wait"), [(0, 30), (-3, PERIOD), (3, PERIOD)], ids=["right", "slow", "fast"]
)
@pytest.mark.parametrize("reset", ["2026-11-23T09:00:30-03:00", str(EPOCH + 30)])
@pytest.mark.parametrize("date", [{}, {"date": "yesterday"}], ids=["no date", "bad date"])
def test_without_the_servers_clock_a_wrong_local_one_costs_a_window_at_the_most(
    reset: str, hours_wrong: int, wait: float, date: dict[str, str]
) -> None:
    here = NOW + dt.timedelta(hours=hours_wrong)
    assert asked_wait({"ratelimit-reset": reset, **date}, here, PERIOD) == wait


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("30", 30),
        ("0.25", 0.25),
        (" 30 ", 30),
        ("0", 0),
        ("-5", PERIOD),
        ("-1e12", PERIOD),
        ("5000", 5000),
        ("1_0", PERIOD),
        ("٣", PERIOD),
        ("²", PERIOD),
        ("1" * 5000, PERIOD),
        ("-" + "1" * 5000, PERIOD),
        ("0." + "1" * 5000, pytest.approx(0.1111111)),
        ("9" * 5000 + "-11-23T12:00:30Z", PERIOD),
        ("Mon, 23 Nov ٢٠٢٦ 12:00:30 GMT", PERIOD),
        ("nan", PERIOD),
        ("inf", PERIOD),
        ("-inf", PERIOD),
        ("1e999", PERIOD),
        ("", PERIOD),
        ("soon", PERIOD),
        ("2026-99-99T00:00:00Z", PERIOD),
    ],
)
@pytest.mark.parametrize("name", ["retry-after", "x-ratelimit-reset", "ratelimit-reset"])
def test_odd_numbers_and_texts(name: str, text: str, wait: float) -> None:
    assert asked_wait({name: text, "date": SERVER_DATE}, NOW, PERIOD) == wait


@pytest.mark.parametrize(
    "text",
    [
        "1e12",
        "1795435230000",  # milliseconds since 1970
        "1e17",
        "1e300",
        "253402300800",  # the year 10000
        *NO_DATES,
    ],
)
@pytest.mark.parametrize("name", ["x-ratelimit-reset", "ratelimit-reset"])
@pytest.mark.parametrize("date", [SERVER_DATE, ""])
def test_a_reset_that_is_no_moment_costs_a_window(text: str, name: str, date: str) -> None:
    assert asked_wait({name: text, "date": date}, NOW, PERIOD) == PERIOD


@pytest.mark.parametrize("text", NO_DATES)
@pytest.mark.parametrize("date", [SERVER_DATE, ""])
def test_a_retry_after_that_is_no_moment_costs_a_window(text: str, date: str) -> None:
    assert asked_wait({"retry-after": text, "date": date}, NOW, PERIOD) == PERIOD


PIECES = st.sampled_from(
    [
        *"0123456789+-:., eETZ",
        "9" * 400,
        "2026",
        "Mon, 23 Nov",
        "GMT",
        "nan",
        "inf",
        "٣",
        "²",
        "\x00",
    ]
)
ODD = st.text(max_size=40) | st.lists(PIECES, max_size=12).map("".join)


@given(ODD, ODD, ODD, ODD, ODD)
def test_no_header_raises_and_every_wait_is_a_number_of_seconds(
    limit: str, remaining: str, reset: str, retry_after: str, date: str
) -> None:
    headers = {
        "ratelimit-limit": limit,
        "ratelimit-remaining": remaining,
        "ratelimit-reset": reset,
        "retry-after": retry_after,
        "date": date,
    }
    assert 0 <= asked_wait(headers, NOW, PERIOD) < math.inf


def test_without_any_header_the_wait_is_a_whole_window() -> None:
    assert asked_wait({}, NOW, PERIOD) == PERIOD


@pytest.mark.parametrize(
    ("retry_after", "reset", "wait"),
    [("10", "40", 40), ("40", "10", 40), ("soon", "10", 10), ("10", "soon", 10)],
)
@pytest.mark.parametrize("prefix", ["x-ratelimit-", "ratelimit-"])
def test_the_longer_of_retry_after_and_reset_wins(
    prefix: str, retry_after: str, reset: str, wait: float
) -> None:
    headers = {"retry-after": retry_after, prefix + "reset": reset}
    assert asked_wait(headers, NOW, PERIOD) == wait
