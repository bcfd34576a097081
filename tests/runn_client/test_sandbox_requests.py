import pytest

from clientcore import ConflictError, FakeClock, NotFoundError
from clientcore.sandbox import Call, Refused
from runn_client.resources.people import People
from runn_client.sandbox import RunnSandbox
from tests.runn_client.account import HEADERS, Account, raw, said_to

JSON = {"Content-Type": "application/json"}


async def test_the_key_has_a_name(account: Account) -> None:
    assert (await account.runn.me.get()).name == "Sandbox"
    assert account.runn.test_account


VERSION = {"Accept-Version": "1.0.0"}
WRONG_TOKEN = {**VERSION, "Authorization": "Bearer TEST_other"}
NO_VERSION = {"Authorization": HEADERS["Authorization"]}
OLD_VERSION = {**NO_VERSION, "Accept-Version": "0.9.0"}
PHRASES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


@pytest.mark.parametrize(
    ("request_line", "headers", "status", "message"),
    [
        ("GET /me/", VERSION, 401, "Unauthorized"),
        ("GET /me/", WRONG_TOKEN, 401, "Unauthorized"),
        ("GET /nothing", VERSION, 404, "Route GET:/nothing not found"),
        ("GET /me/", NO_VERSION, 400, "headers must have required property 'accept-version'"),
        ("GET /me/", OLD_VERSION, 400, "headers must have required property 'accept-version'"),
        ("GET /nothing", HEADERS, 404, "Route GET:/nothing not found"),
        ("PUT /me/", HEADERS, 404, "Route PUT:/me/ not found"),
        ("GET /people/eric", HEADERS, 400, "params/personId must be integer"),
        (
            "GET /people/?modifiedAfter=soon",
            HEADERS,
            400,
            "querystring/modifiedAfter must match a date or date-time",
        ),
        (
            "GET /people/?sortBy=name",
            HEADERS,
            400,
            "querystring/sortBy must be equal to one of the allowed values",
        ),
    ],
)
async def test_a_refusal_has_runn_s_own_shape(
    account: Account, request_line: str, headers: dict[str, str], status: int, message: str
) -> None:
    method, path = request_line.split(" ")
    answer = await raw(account.sandbox, method, path, headers)
    assert answer.status_code == status
    shape = {"statusCode": status, "error": PHRASES[status], "message": message}
    assert answer.json() == shape


@pytest.mark.parametrize("path", ["/people", "/people/", "/projects/{}/people", "/clients"])
async def test_a_trailing_slash_does_not_matter(account: Account, path: str) -> None:
    path = path.format(account.project)
    assert (await raw(account.sandbox, "GET", path)).status_code == 200
    assert (await raw(account.sandbox, "GET", path.rstrip("/") + "/")).status_code == 200
    twice = path.rstrip("/") + "//"
    refused = await said_to(account.sandbox, "GET", twice)
    assert refused == (404, f"Route GET:{twice} not found")


async def test_a_json_type_without_a_body_is_refused(account: Account) -> None:
    actual = await account.runn.actuals.create(**account.key())
    path = f"/actuals/{actual.id}/"
    refused = await raw(account.sandbox, "DELETE", path, {**HEADERS, **JSON})
    assert refused.status_code == 400
    assert refused.json() == {
        "statusCode": 400,
        "error": "Bad Request",
        "message": "Body cannot be empty when content-type is set to 'application/json'",
        "code": "FST_ERR_CTP_EMPTY_JSON_BODY",
    }
    assert len(await account.actuals()) == 1
    assert (await raw(account.sandbox, "DELETE", path)).status_code == 204


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "Body is not valid JSON"),
        (b"[]", "body must be object"),
        (b"null", "body must be object"),
        (b'"text"', "body must be object"),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(
    account: Account, content: bytes, said: str
) -> None:
    headers = {**HEADERS, **JSON}
    refused = await said_to(account.sandbox, "POST", "/clients/", headers, content=content)
    assert refused == (400, said)


async def test_the_121st_request_of_a_minute_is_refused_and_the_next_window_serves_again() -> None:
    clock = FakeClock()
    sandbox = RunnSandbox(clock=clock)
    first = await raw(sandbox, "GET", "/me/")
    limit = {name: value for name, value in first.headers.items() if "rate" in name}
    assert limit == {
        "x-ratelimit-limit": "120",
        "x-ratelimit-remaining": "119",
        "x-ratelimit-reset": "60",
    }
    assert "retry-after" not in first.headers
    clock.advance(20.5)
    answers = [await raw(sandbox, "GET", "/me/") for _ in range(120)]
    assert [answer.status_code for answer in answers] == [200] * 119 + [429]
    assert answers[-2].headers["x-ratelimit-remaining"] == "0"
    refused = answers[-1]
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert refused.headers["x-ratelimit-reset"] == refused.headers["retry-after"] == "40"
    assert refused.json() == {
        "statusCode": 429,
        "error": "Too Many Requests",
        "message": "Rate limit exceeded, retry in 40 seconds",
    }
    clock.advance(39)
    assert await said_to(sandbox, "GET", "/me/") == (429, "Rate limit exceeded, retry in 1 seconds")
    clock.advance(0.5)
    assert (await raw(sandbox, "GET", "/me/")).status_code == 200


async def test_what_is_refused_counts_too() -> None:
    sandbox = RunnSandbox(clock=FakeClock())
    answers = [await raw(sandbox, "GET", "/me/", {}) for _ in range(121)]
    assert [answer.status_code for answer in answers] == [401] * 120 + [429]


async def test_a_client_alone_on_its_key_never_meets_429(account: Account) -> None:
    for _ in range(250):
        await account.runn.me.get()
    assert {call.status for call in account.sandbox.calls} == {200}
    assert account.clock.time() == pytest.approx(120, abs=1)
    assert account.runn.rate_limit is not None
    assert account.runn.rate_limit.limit == 120


async def test_two_clients_on_one_key_are_both_served(account: Account) -> None:
    other = account.sandbox.client()
    for _ in range(100):
        await account.runn.me.get()
        await other.me.get()
    assert [call.status for call in account.sandbox.calls].count(200) == 200


async def test_the_limit_can_be_scaled_or_left_out() -> None:
    clock = FakeClock()
    scaled = RunnSandbox(clock=clock, period=1.0)
    statuses = [(await raw(scaled, "GET", "/me/")).status_code for _ in range(121)]
    assert statuses[-1] == 429
    clock.advance(1.0)
    assert (await raw(scaled, "GET", "/me/")).status_code == 200
    free = RunnSandbox(clock=clock, enforce_limit=False)
    answers = [await raw(free, "GET", "/me/") for _ in range(130)]
    assert {answer.status_code for answer in answers} == {200}
    assert "x-ratelimit-limit" not in answers[0].headers


async def test_calls_are_logged_in_order(account: Account) -> None:
    await account.runn.people.list().collect()
    with pytest.raises(NotFoundError):
        await account.runn.people.get(1)
    await raw(account.sandbox, "GET", "/nothing")
    logged = [(call.operation, call.status) for call in account.sandbox.calls]
    assert logged == [("people.list", 200), ("people.get", 404), ("", 404)]


async def test_an_operation_can_be_answered_in_another_way(account: Account) -> None:
    def refuse(call: Call) -> object:
        raise Refused(409, f"{call.values[0]} is busy")

    account.sandbox.handle(People.get, refuse)
    with pytest.raises(ConflictError) as caught:
        await account.runn.people.get(account.person)
    assert caught.value.message == f"{account.person} is busy"
