from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from kg import __version__
from kg.settings import Settings, env_name

Run = Callable[..., Result]
COMMANDS = ("facts", "load", "score", "explain", "query", "sparql", "validate", "export", "serve", "settings")


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout == f"kg {__version__}\n"


def test_help_names_the_commands_and_the_exit_codes(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f" {command} " in result.stdout
    words = " ".join(result.stdout.split())
    for code in ("0 done", "1 an error", "2 the command was not understood", "3 some of the input was bad", "130"):
        assert code in words


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_teaches_by_example(run: Run, command: str) -> None:
    for option in ("--help", "-h"):
        result = run(command, option)
        assert result.exit_code == 0
        assert "Examples:" in result.stdout
        assert f"kg {command}" in result.stdout.split("Examples:")[1]


def test_no_command_prints_the_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "kg load" in result.output


def test_unknown_command(run: Run) -> None:
    result = run("lode")
    assert result.exit_code == 2
    assert "load" in result.stderr


def test_settings_shows_each_with_variable_value_default_and_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PORT", "9123")
    result = run("settings")
    assert result.exit_code == 0
    for name, field in Settings.model_fields.items():
        line = next(line for line in result.stdout.splitlines() if f" {env_name(name)} " in line)
        assert f" {name} " in line
        assert str(field.get_default(call_default_factory=True)) in line
        assert (field.description or "-")[:40] in line
    assert "9123" in next(line for line in result.stdout.splitlines() if " KG_PORT " in line)


def test_settings_warns_of_slips(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PROT", "9000")
    assert "KG_PROT" in run("settings").stderr


def test_a_bad_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_PORT", "a lot")
    result = run("settings")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: KG_PORT: ")
    assert len(result.stderr.splitlines()) == 1
