"""Which two accounts to work on: real ones by the environment, else two sandboxes."""

import datetime as dt
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from attrs import frozen

from clientcore import ArgumentError
from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example as fill_runn
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example as fill_runrunit

VARIABLES = ("RUNN_API_TOKEN", "RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN")


@frozen
class Accounts:
    """Clients of both services, and in words what they are connected to."""

    runn: RunnClient
    runrunit: RunrunitClient
    described: str


@asynccontextmanager
async def open_accounts(example_day: dt.date) -> AsyncGenerator[Accounts, None]:
    """Connect to the real accounts if the environment names them, else to two sandboxes.

    Args:
        example_day: The day on which the people in the sandboxes worked.

    Raises:
        ArgumentError: The environment has some of the credentials but not all.
    """
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing and len(missing) < len(VARIABLES):
        raise ArgumentError(f"set {' and '.join(missing)} too, or none of {', '.join(VARIABLES)}")
    accounts = sandboxes(example_day) if missing else _real()
    async with accounts.runn, accounts.runrunit:
        yield accounts


def sandboxes(example_day: dt.date) -> Accounts:
    """Two sandboxes in memory, with the example's people, projects and one day of work."""
    runrunit = RunrunitSandbox()
    fill_runrunit(runrunit, example_day)
    runn = RunnSandbox(time_zone=str(runrunit.state.zone))
    fill_runn(runn)
    said = f"two sandboxes in memory (for real accounts set {', '.join(VARIABLES)})"
    return Accounts(runn.client(), runrunit.client(), said)


def _real() -> Accounts:
    runn, runrunit = RunnClient.from_env(), RunrunitClient.from_env()
    kind = "the test account" if runn.test_account else "the live account"
    return Accounts(runn, runrunit, f"{kind} of Runn and the account of Runrun.it")
