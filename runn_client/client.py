"""RunnClient: the way in to Runn."""

import os
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from clientcore.client import BaseClient
from clientcore.errors import ArgumentError
from clientcore.http.credentials import Credentials
from clientcore.operation import Operation, operations_in
from runn_client.service import RUNN

if TYPE_CHECKING:
    from clientcore.clock import Clock
    from clientcore.http.connection import HttpClient
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

    Args:
        token: An API token; one that begins with `TEST_` belongs to the test account.
        base_url: The account's host; accounts in the US have `https://api.us.runn.io`.
        http_client: An HTTP client to use; it is not closed with this one.
        limiter: What keeps to the limit, to be shared by all that use the same token.
        retry: When to try again.
        timeout: Seconds that one attempt may stall; 30 unless given.
        strict: Raise DecodeError where an answer is not as documented.
        app_name: Your application's name, added to the User-Agent.
        clock: For tests.

    Raises:
        ArgumentError: One of them cannot be used.
    """

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
        clock: "Clock | None" = None,
    ) -> None:
        credentials = Credentials({"Authorization": f"Bearer {token}"}, {"token": token})
        super().__init__(
            RUNN,
            credentials,
            base_url=base_url,
            http_client=http_client,
            limiter=limiter,
            retry=retry,
            timeout=timeout,
            strict=strict,
            app_name=app_name,
            clock=clock,
        )

    @classmethod
    def from_env(cls) -> Self:
        """A client by the environment: RUNN_API_TOKEN and, if it is set, RUNN_BASE_URL.

        Raises:
            ArgumentError: RUNN_API_TOKEN is not set.
        """
        token = os.environ.get("RUNN_API_TOKEN")
        if not token:
            raise ArgumentError("the environment variable RUNN_API_TOKEN is not set")
        return cls(token, base_url=os.environ.get("RUNN_BASE_URL") or RUNN.base_url)

    @property
    def test_account(self) -> bool:
        """Whether the token belongs to the test account, where nothing is real."""
        return self._transport.credentials.headers["Authorization"].startswith("Bearer TEST_")

    @property
    def operations(self) -> tuple[Operation[Any], ...]:
        """Every operation of the package."""
        return all_operations()

    @cached_property
    def actuals(self) -> "Actuals":
        """Work that was done, as in a timesheet."""
        from runn_client.resources.actuals import Actuals

        return Actuals(self._transport)

    @cached_property
    def assignments(self) -> "Assignments":
        """Planned work."""
        from runn_client.resources.assignments import Assignments

        return Assignments(self._transport)

    @cached_property
    def clients(self) -> "Clients":
        """The companies that projects are for."""
        from runn_client.resources.clients import Clients

        return Clients(self._transport)

    @cached_property
    def contracts(self) -> "Contracts":
        """Role, cost and hours of people over time."""
        from runn_client.resources.contracts import Contracts

        return Contracts(self._transport)

    @cached_property
    def me(self) -> "ApiKey":
        """The API key itself."""
        from runn_client.resources.me import ApiKey

        return ApiKey(self._transport)

    @cached_property
    def people(self) -> "People":
        """People, and placeholders for people."""
        from runn_client.resources.people import People

        return People(self._transport)

    @cached_property
    def project_members(self) -> "ProjectMembers":
        """Memberships of people in projects."""
        from runn_client.resources.project_members import ProjectMembers

        return ProjectMembers(self._transport)

    @cached_property
    def projects(self) -> "Projects":
        """Projects, and what hangs on one of them."""
        from runn_client.resources.projects import Projects

        return Projects(self._transport)

    @cached_property
    def roles(self) -> "Roles":
        """What people work as."""
        from runn_client.resources.roles import Roles

        return Roles(self._transport)


def all_operations() -> tuple[Operation[Any], ...]:
    """Every operation of the package, resource by resource."""
    # A resource's attribute on the client and its module have the same name
    names = [
        name for name, member in vars(RunnClient).items() if isinstance(member, cached_property)
    ]
    modules = (import_module(f"runn_client.resources.{name}") for name in names)
    return tuple(operation for module in modules for operation in operations_in(module))
