"""Which two accounts to work on: those that the environment names, or two sandboxes."""

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


class MissingCredentialsError(ArgumentError):
    """The environment does not name both accounts."""


@asynccontextmanager
async def open_accounts(sandbox_day: dt.date | None = None) -> AsyncGenerator[Accounts, None]:
    """Connect to the accounts that the environment names, or to two sandboxes.

    Args:
        sandbox_day: The day on which the people in the sandboxes worked; None for real accounts.

    Raises:
        MissingCredentialsError: The environment has not all of the credentials.
    """
    accounts = _real() if sandbox_day is None else sandboxes(sandbox_day)
    async with accounts.runn, accounts.runrunit:
        yield accounts


def sandboxes(example_day: dt.date) -> Accounts:
    """Two sandboxes in memory, with the example's people, projects and one day of work."""
    runrunit = RunrunitSandbox()
    fill_runrunit(runrunit, example_day)
    runn = RunnSandbox(time_zone=str(runrunit.state.zone))
    fill_runn(runn)
    return Accounts(runn.client(), runrunit.client(), "two sandboxes in memory")


def _real() -> Accounts:
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing:
        said = f"{', '.join(missing)} must be set in the environment; --sandbox does without"
        raise MissingCredentialsError(said)
    runn, runrunit = RunnClient.from_env(), RunrunitClient.from_env()
    kind = "the test account" if runn.test_account else "the live account"
    return Accounts(runn, runrunit, f"{kind} of Runn and the account of Runrun.it")
