"""RunnClient: the way in to Runn."""

import os
from typing import TYPE_CHECKING, ClassVar, Self

from clientcore.client import BaseClient
from clientcore.errors import ArgumentError
from clientcore.http.credentials import Credentials, Secret
from clientcore.registry import resource
from clientcore.service import Service
from clientcore.settings import MAX_ANSWER
from runn_client.service import RUNN

if TYPE_CHECKING:
    from clientcore.clock import Clock
    from clientcore.http.connection import HttpClient
    from clientcore.http.observer import OnAttempt
    from clientcore.http.retry import RetryPolicy
    from clientcore.limits.limiter import Limiter
    from runn_client.resources.actuals import Actuals
    from runn_client.resources.assignments import Assignments
    from runn_client.resources.clients import Clients
    from runn_client.resources.contracts import Contracts
    from runn_client.resources.me import ApiKey
    from runn_client.resources.people import People
    from runn_client.resources.project_members import ProjectMembers
    from runn_client.resources.projects import Projects
    from runn_client.resources.roles import Roles


class RunnClient(BaseClient):
    """A client of Runn's API, under asyncio and under trio.

    It tries again by itself where that does no harm (see `RetryPolicy`), keeps to the limit of
    120 requests a minute, and shares both connections and limit with its copies. Use it in
    `async with`, or call `aclose` at the end.

    It may be used in one event loop after another (`asyncio.run` twice), by any number of tasks,
    but not in two loops or threads at the same time: make a client for each.

    Args:
        token: An API token; one that begins with `TEST_` belongs to the test account.
        base_url: The account's host; accounts in the US have `https://api.us.runn.io`.
        http_client: An HTTP client to use; it is not closed with this one.
        limiter: What keeps to the limit, to be shared by all that use the same token.
        retry: When to try again.
        timeout: Seconds that one attempt may stall; 30 unless given. As a whole it may take ten
            times as long.
        strict: Raise DecodeError where an answer is not as documented.
        app_name: Your application's name, added to the User-Agent.
        on_attempt: Told of each attempt when it is over, for metrics and traces.
        max_answer: Bytes that an answer may have, unpacked; 100 million unless given.
        allow_http: Let base_url be http and not https on a host that is not this machine.
        clock: For tests.

    Raises:
        ArgumentError: One of them cannot be used.
    """

    service: ClassVar[Service] = RUNN

    actuals: "Actuals" = resource()
    """Work that was done, as in a timesheet."""
    assignments: "Assignments" = resource()
    """Planned work."""
    clients: "Clients" = resource()
    """The companies that projects are for."""
    contracts: "Contracts" = resource()
    """Role, cost and hours of people over time."""
    me: "ApiKey" = resource()
    """The API key itself."""
    people: "People" = resource()
    """People, and placeholders for people."""
    project_members: "ProjectMembers" = resource()
    """Memberships of people in projects."""
    projects: "Projects" = resource()
    """Projects, and what hangs on one of them."""
    roles: "Roles" = resource()
    """What people work as."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str = RUNN.base_url,
        http_client: "HttpClient | None" = None,
        limiter: "Limiter | None" = None,
        retry: "RetryPolicy | None" = None,
        timeout: float | None = None,
        strict: bool = False,
        app_name: str | None = None,
        on_attempt: "OnAttempt | None" = None,
        max_answer: int = MAX_ANSWER,
        allow_http: bool = False,
        clock: "Clock | None" = None,
    ) -> None:
        secrets = {"Authorization": Secret("token", token, "Bearer ")}
        del token  # what shows variables, as trackers of errors do, shows no secret
        super().__init__(
            Credentials(secrets),
            base_url=base_url,
            http_client=http_client,
            limiter=limiter,
            retry=retry,
            timeout=timeout,
            strict=strict,
            app_name=app_name,
            on_attempt=on_attempt,
            max_answer=max_answer,
            allow_http=allow_http,
            clock=clock,
        )

    @classmethod
    def from_env(cls, *, allow_http: bool = False) -> Self:
        """A client by the environment: RUNN_API_TOKEN and, if it is set, RUNN_BASE_URL.

        Args:
            allow_http: Let the address be http on a host that is not this machine.

        Raises:
            ArgumentError: RUNN_API_TOKEN is not set.
        """
        if not os.environ.get("RUNN_API_TOKEN"):
            raise ArgumentError("the environment variable RUNN_API_TOKEN is not set")
        base_url = os.environ.get("RUNN_BASE_URL") or RUNN.base_url
        return cls(os.environ["RUNN_API_TOKEN"], base_url=base_url, allow_http=allow_http)

    @property
    def test_account(self) -> bool:
        """Whether the token belongs to the test account, where nothing is real."""
        return self._transport.credentials.headers["Authorization"].startswith("Bearer TEST_")
