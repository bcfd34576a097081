from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from clientcore import (
    ApiError,
    AuthenticationError,
    ConflictError,
    DecodeError,
    FakeClock,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    SDKError,
    ServerError,
    SystemClock,
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
from tests.runn_client.account import Account, make

Attempt = Callable[[Account], Awaitable[Any]]


async def read(account: Account) -> list[int]:
    return [person.id async for person in account.runn.people.list()]


async def overwrite(account: Account) -> int:
    return (await account.runn.actuals.create(**account.key(), billable_minutes=60)).minutes


async def add(account: Account) -> int:
    return (await account.runn.actuals.add_time(**account.key(), billable_minutes=60)).minutes


def minutes(account: Account) -> int:
    """What the sandbox has written."""
    return sum(row.billable_minutes for row in account.sandbox.state.actuals.values())


HARMLESS = [Status(500), Status(503), Html(502), CutBody(), LostAnswer(), NoConnection()]


@pytest.mark.parametrize("fault", HARMLESS, ids=str)
@pytest.mark.parametrize("attempt", [read, overwrite])
async def test_what_may_be_repeated_is_repeated(
    account: Account, fault: Fault, attempt: Attempt
) -> None:
    account.sandbox.inject(fault, times=2)
    expected = [account.person] if attempt is read else 60
    assert await attempt(account) == expected
    assert minutes(account) == (0 if attempt is read else 60)
    assert account.clock.slept == [0.25, 0.5]


@pytest.mark.parametrize(
    ("fault", "error", "said", "written"),
    [
        (Status(500, "out of order"), ServerError, "500 out of order", 0),
        (Status(503), ServerError, "503 the sandbox was told to fail", 0),
        (Html(502), ServerError, "502 Bad Gateway", 0),
        (CutBody(), DecodeError, r"answered 201, but its JSON breaks off after \d+ characters", 60),
        (LostAnswer(), TransportError, r"no answer \(ReadError: the connection broke\)", 60),
    ],
    ids=str,
)
async def test_an_addition_that_may_have_been_made_is_not_repeated(
    account: Account, fault: Fault, error: type[SDKError], said: str, written: int
) -> None:
    account.sandbox.inject(fault)
    with pytest.raises(error, match=rf"^Runn: POST /actuals/time-entry at \S+: {said}\. It may"):
        await add(account)
    assert minutes(account) == written
    assert account.clock.slept == []


@pytest.mark.parametrize("fault", [NoConnection(), TooManyRequests(seconds=1)], ids=str)
async def test_an_addition_that_was_surely_not_made_is_made_once(
    account: Account, fault: Fault
) -> None:
    account.sandbox.inject(fault, times=2)
    assert await add(account) == 60
    assert minutes(account) == 60


async def test_a_deletion_whose_answer_is_lost_is_not_repeated(account: Account) -> None:
    actual = await account.runn.actuals.create(**account.key())
    account.sandbox.inject(LostAnswer(), operation="actuals.delete")
    with pytest.raises(TransportError) as caught:
        await account.runn.actuals.delete(actual.id)
    assert not caught.value.never_sent
    assert account.sandbox.state.actuals == {}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, InvalidRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (418, ApiError),
        (422, InvalidRequestError),
    ],
)
async def test_a_refusal_is_final(account: Account, status: int, error: type[ApiError]) -> None:
    account.sandbox.inject(Status(status, "because"))
    with pytest.raises(error) as caught:
        await read(account)
    assert (caught.value.status, caught.value.message) == (status, "because")
    assert caught.value.attempts == 1
    assert [call.status for call in account.sandbox.calls] == [status]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Status(500), ServerError),
        (Html(502), ServerError),
        (CutBody(), DecodeError),
        (LostAnswer(), TransportError),
        (NoConnection(), TransportError),
        (TooManyRequests(seconds=1), RateLimitError),
    ],
    ids=str,
)
async def test_it_gives_up_in_the_end(
    account: Account, fault: Fault, error: type[SDKError]
) -> None:
    account.sandbox.inject(fault, times=5)
    with pytest.raises(error):
        await read(account)
    assert len(account.clock.slept) == 4
    assert await read(account) == [account.person]


SPREAD = 0.5
"""What this clock's waiters add to a pause."""


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
@pytest.mark.parametrize("attempt", [read, overwrite, add])
async def test_a_429_is_waited_out_in_whatever_form_it_tells_the_wait(
    account: Account, form: WaitForm, wait: float, attempt: Attempt
) -> None:
    account.sandbox.inject(TooManyRequests(form, seconds=7))
    await attempt(account)
    assert account.clock.slept == [wait + SPREAD]
    assert minutes(account) == (0 if attempt is read else 60)


async def test_a_wait_beyond_reason_is_not_begun(account: Account) -> None:
    account.sandbox.inject(TooManyRequests("absurd"))
    with pytest.raises(RateLimitError) as caught:
        await read(account)
    assert caught.value.retry_after == 99999999
    assert account.clock.slept == []
    assert await read(account) == [account.person]  # the key is not shut for good
    assert account.clock.slept == [120.5]


async def test_a_stalled_answer_still_arrives(account: Account) -> None:
    account.sandbox.inject(Stall(135))
    assert await read(account) == [account.person]
    assert account.clock.time() == 135


async def test_a_stall_beyond_the_deadline_is_a_timeout() -> None:
    class Endless(SystemClock):
        async def sleep(self, seconds: float) -> None:
            await anyio.sleep_forever()

    account = make(clock=Endless())
    account.sandbox.inject(Stall(135))
    runn = account.runn.with_options(retry=RetryPolicy(attempts=1, deadline=0.001))
    with pytest.raises(RequestTimeoutError):
        await runn.people.get(account.person)


async def test_a_redirect_is_followed_with_the_credentials_at_home(account: Account) -> None:
    account.sandbox.inject(Redirect("/people/?limit=200"))
    assert await read(account) == [account.person]
    assert [call.status for call in account.sandbox.calls] == [302, 200]


async def test_a_redirect_elsewhere_gets_no_credentials(account: Account) -> None:
    account.sandbox.inject(Redirect("https://storage.example/people/?limit=200"))
    with pytest.raises(AuthenticationError) as caught:
        await read(account)
    assert caught.value.message == "Unauthorized"
    assert [call.status for call in account.sandbox.calls] == [302, 401]


async def test_a_write_is_not_redirected(account: Account) -> None:
    account.sandbox.inject(Redirect("/actuals/"))
    with pytest.raises(ApiError) as caught:
        await overwrite(account)
    assert caught.value.status == 302
    assert minutes(account) == 0


async def test_a_fault_meets_only_what_it_is_meant_for(account: Account) -> None:
    account.sandbox.inject(Status(403), operation="people.get", times=2)
    account.sandbox.inject(Status(404))
    with pytest.raises(NotFoundError):
        await account.runn.me.get()
    assert await read(account) == [account.person]
    for _ in range(2):
        with pytest.raises(PermissionDeniedError):
            await account.runn.people.get(account.person)
    assert (await account.runn.people.get(account.person)).id == account.person


async def test_a_page_that_fails_in_the_middle_of_a_walk_is_fetched_again() -> None:
    account = make(clock=FakeClock())
    added = [account.sandbox.add_client(f"Client {number}") for number in range(5)]
    pages = account.runn.clients.list(page_size=2).pages()
    await anext(pages)
    account.sandbox.inject(Status(500))
    rest = [client.id async for page in pages for client in page.items]
    assert rest == added[1:]
