"""`python -m runn_client` and `python -m runrunit_client`: the prompts, as a user starts them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

SECRETS = ("RUNN_API_TOKEN", "RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN")
WITHOUT_IPYTHON = """
import runpy, sys
sys.modules["IPython"] = None
runpy.run_module({!r}, run_name="__main__")
"""

Kind = Literal["IPython", "Python's own"]
kinds = pytest.mark.parametrize("kind", ["IPython", "Python's own"])


def prompt(package: str, typed: str, home: Path, kind: Kind = "IPython", **variables: str) -> str:
    """What a prompt shows of what is typed."""
    inherited = {name: value for name, value in os.environ.items() if name not in SECRETS}
    own = ["-c", WITHOUT_IPYTHON.format(package)]
    done = subprocess.run(
        [sys.executable, *(["-m", package] if kind == "IPython" else own)],
        input=f"{typed}\nexit()\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=50,
        env={**inherited, "IPYTHONDIR": str(home), "NO_COLOR": "1", **variables},
        check=False,
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


@kinds
@pytest.mark.parametrize(
    ("package", "typed", "shown"),
    [
        ("runn_client", "await runn.me.get()", "Me(name='Sandbox')"),
        ("runrunit_client", "[task.title async for task in rr.tasks.list()][0]", "'Airlock'"),
        ("runn_client", "async for p in runn.people.list():\n    print(p.name)\n", "Bob Dylan\n"),
    ],
)
def test_a_prompt_awaits_on_a_sandbox_without_credentials(
    kind: Kind, package: str, typed: str, shown: str, tmp_path: Path
) -> None:
    said = prompt(package, typed, tmp_path, kind)
    assert "a sandbox in memory" in said
    assert shown in said
    assert "Traceback" not in said


@kinds
def test_an_error_of_the_sdk_is_one_line_and_its_traceback_is_at_hand(
    kind: Kind, tmp_path: Path
) -> None:
    said = prompt("runn_client", "await runn.people.get(1)", tmp_path, kind)
    assert len(re.findall(r"NotFoundError: .*404 Person not found.*\n", said)) == 1
    assert "Traceback" not in said
    [command] = re.findall(r"(%tb|tb\(\)) shows the whole traceback", said)
    said = prompt("runn_client", f"await runn.people.get(1)\n{command}", tmp_path, kind)
    assert "transport.py" in said


@kinds
def test_another_error_shows_the_user_s_own_frames(kind: Kind, tmp_path: Path) -> None:
    typed = "def broken(n):\n    return n / 0\n\nimport clientcore.lazy\n"
    said = prompt("runn_client", typed + "broken(1)", tmp_path, kind)
    assert "in broken" in said
    assert "ZeroDivisionError: division by zero" in said
    assert "During handling" not in said
    said = prompt(
        "runn_client", typed + "clientcore.lazy.load('x', {'y': broken}, '')", tmp_path, kind
    )
    assert "TypeError: argument of type 'function'" in said
    assert "lazy.py" not in said
    assert "asyncio" not in said


def test_before_there_is_an_error_there_is_no_traceback(tmp_path: Path) -> None:
    said = prompt("runn_client", "tb()", tmp_path, "Python's own")
    assert "Error" not in said.partition("last one.")[2]


def test_names_are_completed_without_ipython_too(tmp_path: Path) -> None:
    pytest.importorskip("readline")
    typed = "import readline; readline.get_completer()('runn.peo', 0)"
    assert "'runn.people'" in prompt("runn_client", typed, tmp_path, "Python's own")


def test_an_unfinished_task_does_not_end_the_prompt(tmp_path: Path) -> None:
    typed = "import asyncio\nraise asyncio.CancelledError\n1 + 41"
    assert "42" in prompt("runn_client", typed, tmp_path, "Python's own")


@kinds
def test_a_prompt_with_credentials_is_on_the_account_and_does_not_show_them(
    kind: Kind, tmp_path: Path
) -> None:
    said = prompt("runn_client", "runn", tmp_path, kind, RUNN_API_TOKEN="LIVE_s3cr3t")
    assert "THE LIVE ACCOUNT" in said
    assert "s3cr3t" not in said


def test_half_of_the_credentials_are_refused_in_one_line(tmp_path: Path) -> None:
    said = prompt("runrunit_client", "", tmp_path, RUNRUNIT_APP_KEY="s3cr3t")
    assert re.fullmatch(r"ArgumentError: .*RUNRUNIT_USER_TOKEN is not set\n", said)
    assert "s3cr3t" not in said
    said = prompt("runn_client", "", tmp_path, RUNN_API_TOKEN="LIVE_s3cr3t", RUNN_BASE_URL="x")
    assert re.fullmatch(r"ArgumentError: .*\n", said)
