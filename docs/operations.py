"""Write the table of operations: `python docs/operations.py > docs/operations.md`."""

import sys
from collections.abc import Iterable
from typing import Any

from clientcore import Operation
from clientcore.registry import operations_of
from runn_client import RunnClient
from runrunit_client import RunrunitClient

HEAD = """# Operations

Every method that calls a service, and what it calls. This table is made from the operations
themselves, by `nox -s docs`.
"""


def table(title: str, name: str, operations: Iterable[Operation[Any]]) -> str:
    """One client's part."""
    lines = [f"## {title}", "", "| method | calls | documented in | page | repeated |"]
    lines.append("|---|---|---|---|---|")
    for operation in operations:
        documented = ", ".join(operation.editions) or "no edition"
        page = str(operation.pages.maximum) if operation.pages else ""
        repeated = "yes" if operation.idempotent else "only if never received"
        method = f"`{name}.{operation.name}`"
        lines.append(f"| {method} | `{operation}` | {documented} | {page} | {repeated} |")
    return "\n".join(lines)


def document() -> str:
    """The whole page."""
    runn = table("Runn", "runn", operations_of(RunnClient))
    runrunit = table("Runrun.it", "rr", operations_of(RunrunitClient))
    return f"{HEAD}\n{runn}\n\n{runrunit}\n"


if __name__ == "__main__":
    sys.stdout.write(document())
