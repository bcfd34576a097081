"""`python -m runn_client.sandbox --port P`: the fake Runn for any client in any language."""

from clientcore.sandbox.command_line import Access, run
from runn_client.sandbox.example import fill_example
from runn_client.sandbox.sandbox import RunnSandbox
from runn_client.service import RUNN


def _access(address: str) -> Access:
    headers = {"Authorization": f"Bearer {RunnSandbox.token}", **RUNN.headers}
    return Access(
        {"RUNN_BASE_URL": address, "RUNN_API_TOKEN": RunnSandbox.token},
        f"{address}/people/",
        headers,
    )


if __name__ == "__main__":
    run(RunnSandbox, fill_example, _access)
