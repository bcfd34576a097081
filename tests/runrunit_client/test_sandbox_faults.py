from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from clientcore import (
    ApiError,
    AuthenticationError,
    DecodeError,
    InvalidRequestError,
    PermissionDeniedError,
    RateLimitError,
    SDKError,
    ServerError,
    TransportError,
)
from clientcore.sandbox import (
    CutBody,
    Fault,
    Html,
    LostAnswer,
    NoConnection,
    Redirect,
    Stall,
    Status,
    TooManyRequests,
)
from clientcore.sandbox.faults import WaitForm
from tests.runrunit_client.account import TODAY, Account

Attempt = Callable[[Account], Awaitable[Any]]


async def read(account: Account) -> list[str]:
    return [user.id async for user in account.runrunit.users.list()]


async def enter(account: Account) -> int:
    periods = account.runrunit.manual_work_periods
    return (await periods.create(task_id=account.task, date_to_apply=TODAY, seconds=60)).seconds


async def change(account: Account) -> int:
    period = account.sandbox.add_time(account.task, account.user, TODAY, 60)
    return (await account.runrunit.manual_work_periods.update(period, seconds=90)).seconds


def seconds(account: Account) -> int:
    """What the sandbox has written."""
    return sum(row.seconds for row in account.sandbox.state.manual_work_periods.values())


HARMLESS = [Status(500), Html(502), CutBody(), LostAnswer(), NoConnection()]


@pytest.mark.parametrize("fault", HARMLESS, ids=str)
async def test_what_may_be_repeated_is_repeated(account: Account, fault: Fault) -> None:
    account.sandbox.inject(fault, times=2)
    assert await read(account) == ["administrator", account.user]
    account.sandbox.inject(fault, times=2)
    assert await change(account) == 90
    assert account.clock.slept == [0.25, 0.5, 0.25, 0.5]


@pytest.mark.parametrize(
    ("fault", "error", "said", "written"),
    [
        (Status(500), ServerError, "500 the sandbox was told to fail", 0),
        (Html(502), ServerError, "502 Bad Gateway", 0),
        (CutBody(), DecodeError, r"answered 201, but its JSON breaks off after \d+ characters", 60),
        (LostAnswer(), TransportError, r"no answer \(ReadError: the connection broke\)", 60),
    ],
    ids=str,
)
async def test_an_entry_that_may_have_been_made_is_not_repeated(
    account: Account, fault: Fault, error: type[SDKError], said: str, written: int
) -> None:
    account.sandbox.inject(fault)
    with pytest.raises(
        error, match=rf"^Runrun\.it: POST /manual_work_periods at \S+: {said}\. It may"
    ):
        await enter(account)
    assert seconds(account) == written


@pytest.mark.parametrize("fault", [NoConnection(), TooManyRequests(seconds=1)], ids=str)
async def test_an_entry_that_was_surely_not_made_is_made_once(
    account: Account, fault: Fault
) -> None:
    account.sandbox.inject(fault, times=2)
    assert await enter(account) == 60
    assert seconds(account) == 60


@pytest.mark.parametrize(
    ("form", "wait"),
    [
        ("seconds", 7),
        ("fraction", 7),
        ("http-date", 7),
        ("iso", 7),
        ("negative", 60),
        ("nan", 60),
        ("none", 60),
    ],
)
async def test_a_429_is_waited_out_in_whatever_form_it_tells_the_wait(
    account: Account, form: WaitForm, wait: float
) -> None:
    account.sandbox.inject(TooManyRequests(form, seconds=7))
    await enter(account)
    assert account.clock.slept == [wait + 0.5]


@pytest.mark.parametrize(
    ("fault", "error", "status", "said"),
    [
        (Status(401, "no key"), AuthenticationError, 401, "no key"),
        (Status(403, "not yours"), PermissionDeniedError, 403, "not yours"),
        (Status(422, "not so"), InvalidRequestError, 422, "not so"),
        (TooManyRequests("absurd"), RateLimitError, 429, "Too Many Requests"),
        (
            Redirect("https://storage.example/api/v1.0/users"),
            AuthenticationError,
            401,
            "Unauthorized",
        ),
    ],
    ids=str,
)
async def test_what_is_final(
    account: Account, fault: Fault, error: type[ApiError], status: int, said: str
) -> None:
    account.sandbox.inject(fault)
    with pytest.raises(error) as caught:
        await read(account)
    assert (caught.value.status, caught.value.message) == (status, said)
    assert account.clock.slept == []


async def test_a_redirect_is_followed(account: Account) -> None:
    account.sandbox.inject(Redirect("/api/v1.0/users?ids=eric-clapton"))
    assert await read(account) == [account.user]
    assert [call.status for call in account.sandbox.calls] == [302, 200]


async def test_a_stalled_answer_still_arrives(account: Account) -> None:
    account.sandbox.inject(Stall(20))
    assert await enter(account) == 60
    assert account.clock.time() == 20
