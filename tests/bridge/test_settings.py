import re
from pathlib import Path

import pytest

from bridge.settings import (
    TEMPLATE,
    CsvSettings,
    Settings,
    TogglSettings,
    read_settings,
)
from clientcore import ArgumentError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bridge.toml"


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    assert read_settings(None) == Settings()


def test_the_usual_file_is_read_without_being_named(file: Path) -> None:
    file.write_text('source = "csv"\nzeros = true\n[csv]\nfile = "hours.csv"\n')
    wanted = Settings(source="csv", zeros=True, csv=CsvSettings(file="hours.csv"))
    assert read_settings(None) == wanted == read_settings(file)


def test_what_init_writes_changes_nothing(file: Path) -> None:
    file.write_text(TEMPLATE)
    assert read_settings(file) == Settings()


def test_what_init_writes_shows_every_setting_with_its_default(file: Path) -> None:
    lines = re.sub(r"(?m)^# (?=\w+ = |\[\w+\])", "", TEMPLATE)
    assert '\nsource = "runrunit"' in lines
    file.write_text(lines)
    shown = read_settings(file)
    toggl = TogglSettings(
        workspace=5411215, email="you@example.com", team="team.json", projects="projects.json"
    )
    assert shown == Settings(
        time_zone="America/Sao_Paulo",
        redis="redis://localhost:6379/0",
        toggl=toggl,
        csv=CsvSettings(file="hours.csv", reference="Hours"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zeroes = true", "line 1: zeroes is no setting; zeros is"),
        ("\n# zeros\nzeros = 1", "line 3: zeros must be true or false, not 1"),
        ('source = "harvest"', 'line 1: source must be "runrunit" or "toggl" or "csv"'),
        ("time_zone = 3", "line 1: time_zone must be a text, not 3"),
        ('toggl = "x"', "line 1: toggl must be a table"),
        ('undo = "a"\n[toggl]\nworkspace = "x"\nemail = "y"', "line 3: workspace must be a whole"),
        ('[toggl]\nemail = "y"', "line 1: toggl lacks workspace"),
        ('[csv]\nfile = "y"\nfle = "z"', "line 3: fle is no setting; file is"),
        ('file = "y"\n[csv]\nfile = "y"', "line 1: file is no setting"),
        ("source =\nzeros = true", "line 1, column"),
        ('RUNN_API_TOKEN = "x"', "line 1: RUNN_API_TOKEN is no setting"),
    ],
)
def test_an_error_names_key_and_line(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(ArgumentError) as met:
        read_settings(file)
    assert str(file) in str(met.value)
    assert said in str(met.value)


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(ArgumentError, match=r"other\.toml cannot be read"):
        read_settings(Path("other.toml"))
