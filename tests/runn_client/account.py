"""A small account in the fake Runn, and a way to it without the client."""

import datetime as dt
from typing import Any

import httpx
from attrs import frozen

from clientcore import FakeClock
from runn_client import RunnClient
from runn_client.models import Actual
from runn_client.sandbox import RunnSandbox

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
HEADERS = {"Authorization": f"Bearer {RunnSandbox.token}", "Accept-Version": "1.0.0"}


@frozen
class Account:
    """An account with one of each, and a client for it."""

    sandbox: RunnSandbox
    runn: RunnClient
    clock: FakeClock
    client: int
    project: int
    role: int
    person: int

    def key(self, **changes: Any) -> dict[str, Any]:
        """What names an actual."""
        own = {"person_id": self.person, "project_id": self.project, "role_id": self.role}
        return {"date": TODAY, **own, **changes}

    async def actuals(self) -> list[Actual]:
        return await self.runn.actuals.list().collect()


def make(**options: Any) -> Account:
    clock: FakeClock = options.setdefault("clock", FakeClock())
    sandbox = RunnSandbox(**options)
    client = sandbox.add_client("Apple")
    role = sandbox.add_role("Developer")
    return Account(
        sandbox=sandbox,
        runn=sandbox.client(),
        clock=clock,
        client=client,
        project=sandbox.add_project("Hidden Moon Base", client),
        role=role,
        person=sandbox.add_person("Eric", "Clapton", email="eric@example.com", role_id=role),
    )


async def raw(
    sandbox: RunnSandbox, method: str, path: str, headers: dict[str, str] = HEADERS, **options: Any
) -> httpx.Response:
    async with sandbox.http_client() as http:
        url = "https://api.runn.io" + path
        return await http.request(method, url, headers=headers, **options)


async def said_to(
    sandbox: RunnSandbox, method: str, path: str, headers: dict[str, str] = HEADERS, **options: Any
) -> tuple[int, str]:
    """The status with which a request is answered, and why it is refused if it is."""
    answer = await raw(sandbox, method, path, headers, **options)
    told: Any = {} if answer.is_success else answer.json()
    return answer.status_code, told.get("message", "")
