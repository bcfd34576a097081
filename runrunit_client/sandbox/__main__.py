"""`python -m runrunit_client.sandbox --port P`: the fake Runrun.it for any client."""

from clientcore.sandbox.command_line import Access, run
from runrunit_client.sandbox.example import fill_example
from runrunit_client.sandbox.sandbox import PREFIX, RunrunitSandbox


def _access(address: str) -> Access:
    app_key, user_token = RunrunitSandbox.app_key, RunrunitSandbox.user_token
    return Access(
        {
            "RUNRUNIT_BASE_URL": address + PREFIX,
            "RUNRUNIT_APP_KEY": app_key,
            "RUNRUNIT_USER_TOKEN": user_token,
        },
        f"{address}{PREFIX}/users",
        {"App-Key": app_key, "User-Token": user_token},
    )


if __name__ == "__main__":
    run(RunrunitSandbox, fill_example, _access)
