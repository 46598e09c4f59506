from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import Result

from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import open_store

Run = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def spoilt(examples_store: Path, tmp_path: Path) -> str:
    """A store in which one article's observations have lost their values; the article's id."""
    shutil.copytree(examples_store, tmp_path / "store")
    graph = f"{BASE}graph/article/nam-dinh-ccn-2022"
    value = ox.NamedNode("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
    with open_store(str(tmp_path / "store")) as store:
        kept = [quad.triple for quad in store.quads(graph) if quad.predicate != value]
        store.replace_graphs({graph: kept})
    return "nam-dinh-ccn-2022"


def test_what_was_loaded_is_valid(run: Run, examples: Path) -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert "0 violations" in result.stderr


def test_violations_are_listed(run: Run, spoilt: str) -> None:
    result = run("validate")
    assert result.exit_code == 1
    assert spoilt in result.stdout
    assert "Violation" in result.stdout
    records = [json.loads(line) for line in run("validate", "--format", "json").stdout.splitlines()]
    assert {record["article"] for record in records if record["kind"] == "violation"} == {spoilt}


def test_one_article_is_checked(run: Run, spoilt: str) -> None:
    bad = run("validate", "--article", spoilt)
    assert bad.exit_code == 1
    good = run("validate", "--article", "hai-phong-9-thang-2024")
    assert good.exit_code == 0
    assert "1 articles checked" in good.stderr
    unknown = run("validate", "--article", "khong-co")
    assert unknown.exit_code == 1
    assert "khong-co" in unknown.stderr
