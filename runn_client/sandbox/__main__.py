"""`python -m runn_client.sandbox --port P`: the fake Runn for any client in any language."""

from clientcore.sandbox.serve import serve
from runn_client.sandbox.example import fill_example
from runn_client.sandbox.sandbox import RunnSandbox


def _make(enforce_limit: bool, period: float | None) -> RunnSandbox:
    sandbox = RunnSandbox(enforce_limit=enforce_limit, period=period)
    fill_example(sandbox)
    return sandbox


if __name__ == "__main__":
    serve(
        "A fake Runn with an example account",
        _make,
        lambda address: {
            "address": address,
            "token": RunnSandbox.token,
            "try": f"curl {address}/people/ -H 'Authorization: Bearer {RunnSandbox.token}'"
            " -H 'Accept-Version: 1.0.0'",
        },
    )
