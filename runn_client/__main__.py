"""`python -m runn_client`: an async prompt with `runn` at hand."""

import os
import sys

from clientcore import ArgumentError
from clientcore.prompt import in_one_line, start_prompt
from runn_client.client import RunnClient
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example


def main() -> None:
    """Start the prompt on the account that the environment names, else on a sandbox."""
    try:
        _start()
    except ArgumentError as error:  # the environment names no account that there can be
        sys.exit(in_one_line(error))


def _start() -> None:
    if os.environ.get("RUNN_API_TOKEN"):
        runn = RunnClient.from_env()
        account = "the test account" if runn.test_account else "THE LIVE ACCOUNT"
    else:
        sandbox = RunnSandbox()
        fill_example(sandbox)
        runn, account = sandbox.client(), "a sandbox in memory; set RUNN_API_TOKEN for your own"
    start_prompt(
        f"runn is a RunnClient on {account}. Try: await runn.people.list()",
        {"runn": runn},
    )


if __name__ == "__main__":
    main()
