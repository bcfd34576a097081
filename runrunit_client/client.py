"""RunrunitClient: the way in to Runrun.it."""

import os
from typing import TYPE_CHECKING, ClassVar, Self

from clientcore.client import BaseClient
from clientcore.errors import ArgumentError
from clientcore.http.credentials import Credentials, Secret
from clientcore.registry import resource
from clientcore.service import Service
from clientcore.settings import MAX_ANSWER
from runrunit_client.service import RUNRUNIT

if TYPE_CHECKING:
    from clientcore.clock import Clock
    from clientcore.http.connection import HttpClient
    from clientcore.http.observer import OnAttempt
    from clientcore.http.retry import RetryPolicy
    from clientcore.limits.limiter import Limiter
    from runrunit_client.resources.clients import Clients
    from runrunit_client.resources.manual_work_periods import ManualWorkPeriods
    from runrunit_client.resources.projects import Projects
    from runrunit_client.resources.reports import Reports
    from runrunit_client.resources.tasks import Tasks
    from runrunit_client.resources.users import Users
    from runrunit_client.resources.work_periods import WorkPeriods


class RunrunitClient(BaseClient):
    """A client of Runrun.it's API, under asyncio and under trio.

    It tries again by itself where that does no harm (see `RetryPolicy`), keeps to the limit of
    100 requests a minute, and shares both connections and limit with its copies. Use it in
    `async with`, or call `aclose` at the end.

    It may be used in one event loop after another (`asyncio.run` twice), by any number of tasks,
    but not in two loops or threads at the same time: make a client for each.

    Args:
        app_key: The account's key.
        user_token: The token of one user, in whose name everything is written.
        base_url: The address up to and with the version.
        http_client: An HTTP client to use; it is not closed with this one.
        limiter: What keeps to the limit, to be shared by all that use the same key.
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

    service: ClassVar[Service] = RUNRUNIT

    clients: "Clients" = resource()
    """The companies that projects are for."""
    manual_work_periods: "ManualWorkPeriods" = resource()
    """Time that somebody entered by hand."""
    projects: "Projects" = resource()
    """Projects."""
    reports: "Reports" = resource()
    """Reports."""
    tasks: "Tasks" = resource()
    """Tasks."""
    users: "Users" = resource()
    """People with an account."""
    work_periods: "WorkPeriods" = resource()
    """Time that the timer measured."""

    def __init__(
        self,
        app_key: str,
        user_token: str,
        *,
        base_url: str = RUNRUNIT.base_url,
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
        secrets = {
            "App-Key": Secret("app_key", app_key),
            "User-Token": Secret("user_token", user_token),
        }
        del app_key, user_token  # what shows variables, as trackers of errors do, shows no secret
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
        """A client by the environment: RUNRUNIT_APP_KEY and RUNRUNIT_USER_TOKEN.

        RUNRUNIT_BASE_URL is used too if it is set.

        Args:
            allow_http: Let the address be http on a host that is not this machine.

        Raises:
            ArgumentError: One of the first two is not set.
        """
        for name in ("RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN"):
            if not os.environ.get(name):
                raise ArgumentError(f"the environment variable {name} is not set")
        return cls(
            os.environ["RUNRUNIT_APP_KEY"],
            os.environ["RUNRUNIT_USER_TOKEN"],
            base_url=os.environ.get("RUNRUNIT_BASE_URL") or RUNRUNIT.base_url,
            allow_http=allow_http,
        )
