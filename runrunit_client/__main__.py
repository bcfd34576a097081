"""`python -m runrunit_client`: an async prompt with `rr` at hand."""

import os
import sys

from clientcore import ArgumentError
from clientcore.prompt import in_one_line, start_prompt
from runrunit_client.client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example


def main() -> None:
    """Start the prompt on the account that the environment names, else on a sandbox."""
    try:
        _start()
    except ArgumentError as error:  # the environment names no account that there can be
        sys.exit(in_one_line(error))


def _start() -> None:
    if os.environ.get("RUNRUNIT_APP_KEY") or os.environ.get("RUNRUNIT_USER_TOKEN"):
        rr, account = RunrunitClient.from_env(), "THE REAL ACCOUNT"
    else:
        sandbox = RunrunitSandbox()
        fill_example(sandbox, sandbox.state.today)
        rr = sandbox.client()
        account = "a sandbox in memory; set RUNRUNIT_APP_KEY and RUNRUNIT_USER_TOKEN for your own"
    start_prompt(f"rr is a RunrunitClient on {account}. Try: await rr.tasks.list()", {"rr": rr})


if __name__ == "__main__":
    main()
