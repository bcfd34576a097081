"""`python -m runrunit_client.sandbox --port P`: the fake Runrun.it for any client."""

from clientcore.sandbox.command_line import Access, Settings, run
from runrunit_client.sandbox.example import fill_example
from runrunit_client.sandbox.sandbox import PREFIX, RunrunitSandbox


def _make(settings: Settings) -> RunrunitSandbox:
    sandbox = RunrunitSandbox(
        enforce_limit=settings.enforce_limit, period=settings.period, clock=settings.clock
    )
    fill_example(sandbox, sandbox.state.today)
    return sandbox


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
    run("runrunit_client", "A fake Runrun.it with an example account", _make, _access)
