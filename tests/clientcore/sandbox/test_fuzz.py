"""Whatever is sent: it is answered or refused in the service's own way, and harms nothing later."""

import json
import random
from collections.abc import Awaitable, Callable, Mapping
from operator import attrgetter
from typing import Any

import pytest
from attrs import frozen

from clientcore import FakeClock, Operation
from clientcore.registry import operations_of
from clientcore.sandbox import Sandbox
from clientcore.sandbox.wire import WireRequest, WireResponse
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example as fill_runn
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example as fill_runrunit
from runrunit_client.sandbox.sandbox import PREFIX
from tests.runn_client.account import HEADERS as RUNN_HEADERS
from tests.runrunit_client.account import HEADERS as RUNRUNIT_HEADERS

REQUESTS = 3_000
NESTED = b"[" * 5_000 + b"]" * 5_000
WHOLE_BODIES = [
    b"", b"{", b"[]", b"null", b"5", b'"\\ud800"', b"\xff\xfe{}", NESTED,
    b'{"name":' + NESTED + b"}",
    b"[" * 100_000, b'{"a":1,"a":{}}', b"NaN", b'{"id": ' + b"9" * 5_000 + b"}", b"\x00", b" ",
]  # fmt: skip
ABSURD = [
    "null", "true", "-1", "0", "1", "1.0", "60.5", "1e999", "-0.0", "NaN", "Infinity", "1e400",
    '""',
    "9" * 400, "9007199254740993", '"x"', '" "', '"\\ud800"', '"\\u0000"', '"é😀"', "[]", "[null]",
    "[[]]", "[{}]", "{}", '{"id": 1}', '[{"id": "x"}]', '"2026-11-20"', '"2026-1-1"',
    '"0001-01-01"', '"9999-12-31"', '"2026-11-31"', '"2026-W47-1"', '"20261120"',
    '"\\u0662026-11-20"',
    '"0001-01-01T00:00:00+23:59"', '[{"referenceName": "x", "externalId": "y"}]',
    '[{"referenceName": "x", "externalId": 5}]', '["\\udfff"]', '{"\\ud800": 1}',
]  # fmt: skip
TEXTS = [
    "", " ", "1", "-1", "0", "100001", "true", "maybe", "up", "desc", "x", "%00", "%ff", "%ZZ", "%",
    "%ed%a0%80", "2026-11-20", "2026-1-1", "9999-12-31", "0001-01-01T00:00:00%2B23:59", "9" * 5_000,
    "\u00b2", "\uff11", "1_000", "a,b", ",", "%2F", "..", "1&", "[]", "id", "createdAt",
    "custom_range",
    "NaN", "1e5", "1.0", "%E2%82%AC", "+1", "null",
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"
TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    FORM,
    "text/plain",
    "",
    "\xff",
    "a/b;c=\x00",
]


@frozen
class Service:
    """A sandbox with an example account, and what is known of it."""

    sandbox: Sandbox[Any]
    client: Any
    operations: tuple[Operation[Any], ...]
    prefix: str
    headers: dict[str, str]
    is_own: Callable[[WireResponse], bool]
    good: Mapping[str, list[str]]
    """JSON that a field may be, as far as it is known here."""
    more: tuple[str, ...] = ("cursor",)
    """What is asked for beside the arguments of the operations."""
    also: tuple[str, ...] = ()
    """Other prefixes that are served."""
    statuses: frozenset[int] = frozenset({200, 201, 400, 401, 404, 415})
    """What must have been among the answers."""


def runn() -> Service:
    sandbox = RunnSandbox(clock=FakeClock(), enforce_limit=False)
    fill_runn(sandbox)
    operations = operations_of(RunnClient)

    def is_own(answer: WireResponse) -> bool:
        told: dict[str, object] = json.loads(answer.content)
        return told.keys() - {"code"} == {"statusCode", "error", "message"}

    state, minutes = sandbox.state, ["0", "60", "90.0"]
    good = {
        "personId": [*map(str, state.people)],
        "projectId": [*map(str, state.projects)][:3],
        "roleId": [*map(str, state.roles)],
        "clientId": [*map(str, state.clients)],
        "date": ['"2026-11-20"', '"2026-11-19"'],
        "billableMinutes": minutes,
        "nonbillableMinutes": minutes,
        "budget": ["null", "1.5", "1e3"],
        "references": ["[]", '[{"referenceName": "x", "externalId": "y", "z": null}]'],
        "tags": ["[]", '[{"id": 1}]'],
        "managerIds": ["[]", "[1, 2]"],
        "rateType": ['"days"'],
        "pricingModel": ['"fp"', '"nb"'],
    }
    good |= {n: ['"x"', '"\\u0000"'] for n in ("billableNote", "nonbillableNote", "website")}
    good |= {n: ["null", "7"] for n in ("phaseId", "workstreamId", "teamId", "expensesBudget")}
    good |= {n: ["true", "false"] for n in ("isConfirmed", "isArchived", "isTemplate")}
    return Service(sandbox, sandbox.client(), operations, "", RUNN_HEADERS, is_own, good)


def runrunit() -> Service:
    sandbox = RunrunitSandbox(clock=FakeClock(), enforce_limit=False)
    fill_runrunit(sandbox, sandbox.state.today)
    operations = operations_of(RunrunitClient)

    def is_own(answer: WireResponse) -> bool:
        told: dict[str, object] = {} if answer.status == 404 else json.loads(answer.content)
        return told.keys() <= {"error", "errors"}

    good = {"client_id": ["1"], "task_id": ["1", "2"], "seconds": ["60"]}
    good["date_to_apply"] = good["start_date"] = good["desired_date"] = ['"2026-11-20"']
    more = ("offset", "sort", "sort_dir", "search_term", "is_closed", "is_active", "client_id")
    return Service(
        sandbox, sandbox.client(), operations, PREFIX, RUNRUNIT_HEADERS, is_own, good,
        more, ("/api",), frozenset({200, 201, 204, 400, 401, 404, 415, 422}),
    )  # fmt: skip


SERVICES = [
    pytest.param(runn, id="Runn"),
    pytest.param(runrunit, id="Runrun.it"),
]


class Stranger:
    """Somebody who sends anything, the same with the same seed."""

    def __init__(self, service: Service, seed: int) -> None:
        self._service = service
        self._dice = random.Random(seed)

    def request(self) -> WireRequest:
        dice = self._dice
        operation = dice.choice(self._service.operations)
        count = len(operation.placeholders)
        prefix = dice.choice([self._service.prefix, *self._service.also])
        path = prefix + operation.fill(self._segment() for _ in range(count))
        if dice.random() < 0.1:
            path = dice.choice(["", "/", "//", path + "/", path + "//", path + "%", path.upper()])
        headers = dict(self._service.headers)
        headers["Content-Type"] = TYPES[0] if dice.random() < 0.8 else dice.choice(TYPES)
        if dice.random() < 0.05:
            headers.pop(dice.choice(list(headers)))
        methods = ["HEAD", "OPTIONS", "get", "PROPFIND", "DELETE", "POST", "PUT", "PATCH"]
        method = operation.method if dice.random() < 0.9 else dice.choice(methods)
        is_form = headers.get("Content-Type") == FORM and dice.random() < 0.8
        body = self._form(operation) if is_form else self._body(operation)
        return WireRequest.received(method, path, self._query(operation), headers, body)

    def _segment(self) -> str:
        if self._dice.random() < 0.5:
            return str(self._dice.randint(100_001, 100_030))
        return self._dice.choice(TEXTS) or "1"

    def _query(self, operation: Operation[Any]) -> str:
        dice = self._dice
        names = [p.wire for p in operation.at("query")]
        names += [*self._service.more, "page", "limit", "x", "%ff", "a[b]"]
        pairs = [
            f"{dice.choice(names)}={dice.choice(TEXTS)}"
            for _ in range(dice.choice((0, 0, 1, 2, 3, 30)))
        ]
        return dice.choice(["&", "&", "&", ";", "&&"]).join(pairs)

    def _body(self, operation: Operation[Any]) -> bytes:
        dice = self._dice
        if dice.random() < 0.1:
            return dice.choice(WHOLE_BODIES)
        inner = self._object(operation)
        if operation.bulk is not None and dice.random() < 0.8:
            [listed] = operation.at("body")
            rows = ",".join(self._row() for _ in range(dice.choice((0, 1, 2, 101))))
            inner = f'{{"{listed.wire}": [{rows}]}}'
        if operation.wrap and dice.random() < 0.8:
            inner = f'{{"{operation.wrap}": {inner}}}'
        return inner.encode()

    def _form(self, operation: Operation[Any]) -> bytes:
        dice, wrap = self._dice, operation.wrap or "x"
        names = [p.wire for p in operation.at("body", "beside")] or ["x"]
        forms = [f"{wrap}[{{}}]", "{}", wrap, f"{wrap}[{{}}][y]", f"{wrap}[", "[]", "{}[]", "%ff"]
        pairs = [
            (dice.choice(forms).format(name), dice.choice([*TEXTS, self._good(name).strip('"')]))
            for name in dice.choices(names, k=dice.choice((0, 1, 3, 8)))
        ]
        return "&".join(map("=".join, pairs)).encode()

    def _object(self, operation: Operation[Any]) -> str:
        dice = self._dice
        names = [p.wire for p in operation.at("body", "beside") if dice.random() < 0.8]
        careless = dice.choice((0, 0, 0.2))  # most of it must be good for any to be taken
        extra = dice.choices(["__proto__", "id", "extra", "createdAt"], k=1) if careless else []
        values = [
            (n, dice.choice(ABSURD) if dice.random() < careless else self._good(n))
            for n in [*names, *extra]
        ]
        return "{" + ",".join(f'"{name}": {value}' for name, value in values) + "}"

    def _good(self, name: str) -> str:
        if name == "name":
            return f'"N{self._dice.randint(1, 200)}"'
        return self._dice.choice(self._service.good.get(name, ["1", "null", "[]", '"x"', "true"]))

    def _row(self) -> str:
        create = next(o for o in self._service.operations if o.name == "actuals.create")
        return self._object(create) if self._dice.random() < 0.9 else self._dice.choice(ABSURD)


@pytest.mark.parametrize("make", SERVICES)
@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_that_is_sent_breaks_it(make: Callable[[], Service], seed: int) -> None:
    service = make()
    stranger = Stranger(service, seed)
    statuses: set[int] = set()
    for _ in range(REQUESTS):
        request = stranger.request()
        answer = await service.sandbox.answer(request)
        statuses.add(answer.status)
        assert answer.status < 500, request
        if answer.status >= 400 and request.method != "HEAD":
            assert service.is_own(answer), request
    assert service.statuses <= statuses
    await everything_can_be_read(service)


async def everything_can_be_read(service: Service) -> None:
    """With a strict client: what was written is as documented."""
    for operation in service.operations:
        call: Callable[..., Any] = attrgetter(operation.name)(service.client)
        if operation.method == "GET" and not operation.placeholders:
            found: Awaitable[Any] = call().collect() if operation.pages else call()
            await found
        elif operation.name.endswith(".get"):
            listed = attrgetter(operation.name.removesuffix("get") + "list")(service.client)
            for row in await listed().collect():
                await call(row.id)
