"""What a client is made with, and what is wrong with it."""

import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from clientcore import ArgumentError, RetryPolicy
from runn_client import RunnClient
from runrunit_client import RunrunitClient
from tests.support import APP_KEY, SECRETS, TOKEN, USER_TOKEN, Client

Make = Callable[..., Client]
MAKES: list[Make] = [partial(RunnClient, TOKEN), partial(RunrunitClient, APP_KEY, USER_TOKEN)]


@pytest.fixture(params=MAKES, ids=["runn", "runrunit"])
def make(request: pytest.FixtureRequest) -> object:
    return request.param


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000",
        "http://127.9.9.9",
        "http://[::1]:8000/api",
        "http://localhost:1",
        "http://runn.localhost",
        "https://example.com",
    ],
)
def test_http_is_for_this_machine(url: str, make: Make) -> None:
    assert make(base_url=url).config.base_url == url


@pytest.mark.parametrize(
    "url", ["http://api.runn.io", "http://localhost.example", "http://10.0.0.1", "HTTP://a.b"]
)
def test_http_to_another_machine_has_to_be_allowed(url: str, make: Make) -> None:
    with pytest.raises(ArgumentError, match=r"^base_url must be https: .* allow_http=True"):
        make(base_url=url)
    client = make(base_url=url, allow_http=True)
    assert (client.config.base_url, client.config.allow_http) == (url, True)


def test_http_by_the_environment_has_to_be_allowed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {
        "RUNN_API_TOKEN": TOKEN,
        "RUNRUNIT_APP_KEY": APP_KEY,
        "RUNRUNIT_USER_TOKEN": USER_TOKEN,
    }
    addresses = dict.fromkeys(("RUNN_BASE_URL", "RUNRUNIT_BASE_URL"), "http://sandbox:8000")
    for name, value in {**names, **addresses}.items():
        monkeypatch.setenv(name, value)
    for client in (RunnClient, RunrunitClient):
        with pytest.raises(ArgumentError, match="allow_http=True"):
            client.from_env()
        assert client.from_env(allow_http=True).config.base_url == "http://sandbox:8000"


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "5", None])
def test_the_bound_of_an_answer_is_a_whole_number(size: Any, make: Make) -> None:
    with pytest.raises(ArgumentError, match=r"^max_answer must be a whole number of bytes above 0"):
        make(max_answer=size)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"attempts": 1.5}, "attempts must be a whole number from 1, not 1.5"),
        ({"attempts": 0}, "attempts must be a whole number from 1, not 0"),
        ({"attempts": True}, "attempts must be a whole number from 1, not True"),
        ({"base": -1}, "base must be a number of seconds from 0, not -1"),
        ({"cap": "5"}, "cap must be a number of seconds from 0, not '5'"),
        ({"max_wait": float("nan")}, "max_wait must be a number of seconds from 0, not nan"),
        ({"deadline": -1}, "deadline must be a number of seconds from 0, not -1"),
        ({"deadline": float("nan")}, "deadline must be a number of seconds from 0, not nan"),
    ],
)
def test_a_policy_that_cannot_be_kept_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError) as met:
        RetryPolicy(**options)
    assert str(met.value) == said


def shown(error: BaseException) -> str:
    """All that a tracker of errors shows: the variables of every line that we are at fault for."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in whole.stack if "tests" not in frame.filename]
    assert ours
    return "".join(str(frame.locals) for frame in ours) + str(error) + repr(error)


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "ftp://x"},
        {"base_url": "http://x.example"},
        {"timeout": -1},
        {"max_answer": 0},
        {"app_name": "\n"},
    ],
    ids=str,
)
def test_a_client_that_cannot_be_made_shows_no_secret(options: dict[str, Any], make: Make) -> None:
    with pytest.raises(ArgumentError) as met:
        make(**options)
    assert not [secret for secret in SECRETS if secret in shown(met.value)]


@pytest.mark.parametrize("secret", ["s3cr3t\nvalue", "s3cr3t value ", "s3cr3té"])
def test_a_secret_that_cannot_be_sent_is_not_shown_either(secret: str) -> None:
    makes: list[Make] = [
        partial(RunnClient, secret),
        partial(RunrunitClient, secret, USER_TOKEN),
        partial(RunrunitClient, APP_KEY, secret),
    ]
    for make in makes:
        with pytest.raises(ArgumentError, match="holds characters that no HTTP header") as met:
            make()
        assert "s3cr3t" not in shown(met.value)


def test_the_repr_of_a_client_that_was_not_made_says_so() -> None:
    assert repr(object.__new__(RunnClient)) == "RunnClient(not made)"
