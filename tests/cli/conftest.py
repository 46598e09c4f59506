from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI, Settings, env_name
from kg.store import open_store

EXAMPLES = Path(__file__).parents[2] / "examples"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, a store of the test's own, and a terminal of one known width."""
    for name in Settings.model_fields:
        monkeypatch.delenv(env_name(name), raising=False)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))
    for name in ("FORCE_COLOR", "COLUMNS", "TERM", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Run:
    """Run `kg ARGUMENTS...` in this process; a fault of the program is raised."""

    def run(*arguments: object, **options: object) -> Result:
        texts = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, texts, catch_exceptions=False, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def examples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the examples. Read it only."""
    folder = tmp_path_factory.mktemp("examples") / "store"
    with open_store(str(folder)) as store:
        report = load([EXAMPLES], store, base_iri=DEFAULT_BASE_IRI, processes=1)
    assert report.complete, report
    return folder


@pytest.fixture
def examples(examples_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The examples' store is the one that commands use."""
    monkeypatch.setitem(os.environ, "KG_STORE", str(examples_store))
    return examples_store
