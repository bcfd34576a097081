"""Which two accounts to work on: those that the environment names, or two sandboxes."""

import datetime as dt
import os
from email.utils import parsedate_to_datetime

from attrs import define, evolve, field

from bridge.lists import Lists
from clientcore import ArgumentError, Clock, SystemClock
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example as fill_runn
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example as fill_runrunit

RUNN = ("RUNN_API_TOKEN",)
RUNRUNIT = ("RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN")


class MissingCredentialsError(ArgumentError):
    """The environment does not have all that is needed."""


@define
class Accounts:
    """The account of Runn, what it is in words, and that of Runrun.it where it is needed."""

    runn: RunnClient
    described: str
    runrunit: RunrunitClient | None = None
    clock: Clock = field(factory=SystemClock)
    lists: Lists = field(init=False)
    _ahead: dt.timedelta | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.lists = Lists(self.runn)

    def anew(self) -> "Accounts":
        """The same with nothing read yet, for the next run."""
        return evolve(self)

    async def now(self) -> dt.datetime:
        """The time by Runn's clock, to the second: that of this machine may be wrong."""
        if self._ahead is None:
            answer = await self.runn.request("GET", "/me/")
            date, here = answer.headers.get("date"), self.clock.now()
            self._ahead = (parsedate_to_datetime(date) if date else here) - here
        return self.clock.now() + self._ahead

    async def aclose(self) -> None:
        """Close both clients."""
        await self.runn.aclose()
        if self.runrunit:
            await self.runrunit.aclose()

    async def __aenter__(self) -> "Accounts":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()


def sandboxes(example_day: dt.date) -> Accounts:
    """Two sandboxes in memory, with the example's people, projects and one day of work."""
    runrunit = RunrunitSandbox()
    fill_runrunit(runrunit, example_day)
    runn = RunnSandbox(time_zone=str(runrunit.state.zone))
    fill_runn(runn)
    return Accounts(runn.client(), "two sandboxes in memory", runrunit.client())


def real_accounts(*, runrunit: bool = True) -> Accounts:
    """The accounts that the environment names.

    Args:
        runrunit: Whether that of Runrun.it is needed.

    Raises:
        MissingCredentialsError: The environment has not all of the credentials.
    """
    require(*RUNN, *(RUNRUNIT if runrunit else ()))
    runn = RunnClient.from_env()
    described = "the test account of Runn" if runn.test_account else "the live account of Runn"
    if not runrunit:
        return Accounts(runn, described)
    return Accounts(runn, f"{described} and the account of Runrun.it", RunrunitClient.from_env())


def runrunit_of(accounts: Accounts) -> RunrunitClient:
    """The client of Runrun.it, where it is needed.

    Raises:
        MissingCredentialsError: The accounts are without it.
    """
    if accounts.runrunit is None:
        raise MissingCredentialsError("these accounts are without Runrun.it")
    return accounts.runrunit


def require(*variables: str) -> None:
    """See that all of these variables are set.

    Raises:
        MissingCredentialsError: Some are not, or are empty.
    """
    missing = [name for name in variables if not os.environ.get(name)]
    if missing:
        said = f"{', '.join(missing)} must be set in the environment; --sandbox does without"
        raise MissingCredentialsError(said)
