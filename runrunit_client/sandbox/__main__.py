"""`python -m runrunit_client.sandbox --port P`: the fake Runrun.it for any client."""

from clientcore.sandbox.command_line import Access, run
from runrunit_client.sandbox.example import fill_example
from runrunit_client.sandbox.sandbox import PREFIX, RunrunitSandbox


def _access(address: str) -> Access:
    names = ("RUNRUNIT_BASE_URL", "RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN")
    base_url, keys = address + PREFIX, (RunrunitSandbox.app_key, RunrunitSandbox.user_token)
    headers: dict[str, str] = dict(zip(("App-Key", "User-Token"), keys, strict=True))
    variables: dict[str, str] = dict(zip(names, (base_url, *keys), strict=True))
    return Access(variables, f"{base_url}/users", headers)


if __name__ == "__main__":
    run(RunrunitSandbox, fill_example, _access)
