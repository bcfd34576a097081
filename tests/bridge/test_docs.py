"""The page about timesheets is true."""

import re
import tomllib
from pathlib import Path

import pytest

from bridge.settings import read_settings

PAGE = (Path(__file__).parents[2] / "docs" / "timesheets.md").read_text()


def test_a_source_of_ones_own_does_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    [(code, output)] = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "timesheets.md", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == output


@pytest.mark.parametrize("text", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
def test_the_settings_are_settings(text: str, tmp_path: Path) -> None:
    assert tomllib.loads(text)
    (tmp_path / "bridge.toml").write_text(text)
    read_settings(tmp_path / "bridge.toml")
