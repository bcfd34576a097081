"""`python -m runn_client` and `python -m runrunit_client`: the prompts, as a user starts them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRETS = ("RUNN_API_TOKEN", "RUNRUNIT_APP_KEY", "RUNRUNIT_USER_TOKEN")


def prompt(package: str, typed: str, home: Path, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if name not in SECRETS}
    done = subprocess.run(
        [sys.executable, "-m", package],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        env={**inherited, "IPYTHONDIR": str(home), **environment},
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("package", "typed", "shown"),
    [
        ("runn_client", "await runn.me.get()", "Me(name='Sandbox')"),
        ("runrunit_client", "[task.title async for task in rr.tasks.list()][0]", "'Airlock'"),
    ],
)
def test_a_prompt_awaits_on_a_sandbox_without_credentials(
    package: str, typed: str, shown: str, tmp_path: Path
) -> None:
    said = prompt(package, f"{typed}\nexit\n", tmp_path)
    assert "a sandbox in memory" in said
    assert shown in said


def test_a_prompt_with_credentials_is_on_the_account_and_does_not_show_them(tmp_path: Path) -> None:
    said = prompt("runn_client", "runn\nexit\n", tmp_path, RUNN_API_TOKEN="LIVE_s3cr3t")
    assert "THE LIVE ACCOUNT" in said
    assert "s3cr3t" not in said


def test_half_of_the_credentials_are_refused(tmp_path: Path) -> None:
    said = prompt("runrunit_client", "", tmp_path, RUNRUNIT_APP_KEY="s3cr3t")
    assert "RUNRUNIT_USER_TOKEN is not set" in said
    assert "s3cr3t" not in said
