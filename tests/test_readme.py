"""The README is true: a reader who does what it says sees what it shows."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.served import served

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
URLS: Mapping[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]


@pytest.fixture(scope="module")
def shell() -> Iterator[Mapping[str, str]]:
    """What a shell has in which the lines were pasted that the README's sandboxes print."""
    [commands] = (block for block in COMMANDS if ".sandbox" in block)
    variables = dict(os.environ)
    with ExitStack() as started:
        for command in commands.splitlines():
            python, m, module, port, number, *options, background = shlex.split(command)
            assert (python, m, port, background) == ("python", "-m", "--port", "&")
            assert number.isdecimal()  # it may be taken here: any other does
            server = started.enter_context(served(module.removesuffix(".sandbox"), *options))
            variables |= server.variables
        yield variables


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_the_readme_says(
    code: str, output: str, shell: Mapping[str, str]
) -> None:
    command = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(
        command, cwd=ROOT, env=shell, capture_output=True, text=True, check=False
    )
    assert (anywhere(ended.stdout), ended.stderr) == (anywhere(output), "")


def anywhere(output: str) -> str:
    """An output in which every port is the same: the README's may be taken here."""
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:1", output)


def test_every_example_is_run() -> None:
    assert len(EXAMPLES) == README.count("```python")
    shown = " ".join(code for code, _ in EXAMPLES)
    for package in ("runn_client", "runrunit_client", "bridge", "sandbox"):
        assert package in shown


def test_ci_runs_the_readmes_second_command() -> None:
    assert COMMANDS[1].startswith("python3 -m venv")
    assert COMMANDS[1] in (ROOT / ".ci" / "run").read_text()


LINKS = re.findall(r"\]\(([^)]*)\)", README)


def test_a_link_leads_somewhere_from_a_package_index_too() -> None:
    assert [link for link in LINKS if not link.startswith("https://")] == []


def test_a_link_into_the_repository_leads_to_a_file_in_it() -> None:
    files = f"{URLS['Source']}/blob/main/"
    ours = [link.removeprefix(files) for link in LINKS if link.startswith(URLS["Source"])]
    assert ours
    assert [path for path in ours if not (ROOT / path).is_file()] == []


def test_every_place_of_the_project_is_in_its_repository() -> None:
    assert [url for url in URLS.values() if not url.startswith(URLS["Source"])] == []
    assert (ROOT / URLS["Changelog"].removeprefix(f"{URLS['Source']}/blob/main/")).is_file()
