"""What README and its companions name must exist, and what README shows must work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.settings import DEFAULT_BASE_IRI, Settings, env_name

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md")
}
COMMANDS = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name, text in DOCUMENTS.items():
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
        assert named <= targets, name
    assert "make serve" in README
    assert "make test" in README


def test_kg_commands_that_documents_name_exist() -> None:
    from typer.testing import CliRunner

    from kg.cli import app

    named = {
        command for text in DOCUMENTS.values() for command in re.findall(r"(?:`|^)kg ([a-z]+)", text, re.MULTILINE)
    }
    assert {"load", "facts", "query", "sparql", "export", "serve", "validate", "score", "settings"} <= named
    for command in named:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_every_link_leads_somewhere() -> None:
    for name, text in DOCUMENTS.items():
        folder = ROOT / "docs" if (ROOT / "docs" / name).exists() else ROOT
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("https://") or (folder / target).exists(), f"{name}: {target}"


def test_every_setting_is_in_the_documents_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `KG_")]
    known = {env_name(name) for name in Settings.model_fields}
    assert set(re.findall(r"`(KG_[A-Z_]+)`", README + text)) <= known
    for name, field in Settings.model_fields.items():
        row = next((line for line in rows if f"`{env_name(name)}`" in line), "")
        assert row, name
        default = field.default
        if field.default_factory is None:
            shown = f"{default:g}" if isinstance(default, float) else str(default)
            assert not shown or f"`{shown}`" in row, name


def test_every_package_is_in_the_architecture() -> None:
    text = DOCUMENTS["architecture.md"]
    for path in (ROOT / "src" / "kg").iterdir():
        name = path.stem
        if not name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists()):
            assert f"`kg.{name}`" in text or f"`kg.{name}." in text, name
    assert DEFAULT_BASE_IRI in README


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, in which what README shows is run."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def test_what_readme_shows_works(checkout: Path) -> None:
    shown = [command for command in COMMANDS if command.startswith("kg ")]
    assert len(shown) >= 10
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    for command in shown:
        arguments = [sys.executable, "-m", "kg", *shlex.split(command)[1:]]
        result = subprocess.run(arguments, cwd=checkout, env=outside, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{command}\n{result.stderr}"
        assert "Traceback" not in result.stderr, command
        if command.startswith(("kg query", "kg sparql", "kg load")):
            assert result.stdout, command
    assert (checkout / "var" / "facts" / "observations.csv").exists()
    assert (checkout / "var" / "graph.ttl").stat().st_size > 10_000
