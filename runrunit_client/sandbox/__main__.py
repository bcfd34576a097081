"""`python -m runrunit_client.sandbox --port P`: the fake Runrun.it for any client."""

from clientcore.sandbox.serve import serve
from runrunit_client.sandbox.example import fill_example
from runrunit_client.sandbox.sandbox import PREFIX, RunrunitSandbox


def _make(enforce_limit: bool, period: float | None) -> RunrunitSandbox:
    sandbox = RunrunitSandbox(enforce_limit=enforce_limit, period=period)
    fill_example(sandbox, sandbox.state.today)
    return sandbox


if __name__ == "__main__":
    serve(
        "A fake Runrun.it with an example account",
        _make,
        lambda address: {
            "address": address + PREFIX,
            "app key": RunrunitSandbox.app_key,
            "user token": RunrunitSandbox.user_token,
            "try": f"curl {address}{PREFIX}/users -H 'App-Key: {RunrunitSandbox.app_key}'"
            f" -H 'User-Token: {RunrunitSandbox.user_token}'",
        },
    )
