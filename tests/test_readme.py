"""The README's examples run, and print what it says."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from runn_client import RunnClient
from runn_client.sandbox import RunnSandbox
from runn_client.sandbox.example import fill_example as fill_runn
from runrunit_client import RunrunitClient
from runrunit_client.sandbox import RunrunitSandbox
from runrunit_client.sandbox.example import fill_example as fill_runrunit

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"```sh\n(.*?)\n```", README)


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    runn, runrunit = RunnSandbox(), RunrunitSandbox()
    fill_runn(runn)
    fill_runrunit(runrunit, dt.date(2026, 11, 20))
    for client, sandbox in ((RunnClient, runn), (RunrunitClient, runrunit)):
        connect: Callable[[], object] = sandbox.client
        monkeypatch.setattr(client, "from_env", connect)


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_the_readme_says(
    code: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, "README.md", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == output


def test_there_are_examples_of_both_clients_and_of_the_bridge() -> None:
    assert len(EXAMPLES) == 3


def test_ci_runs_the_readmes_second_command() -> None:
    _, test_command = COMMANDS
    assert test_command in (ROOT / ".ci" / "run").read_text()
