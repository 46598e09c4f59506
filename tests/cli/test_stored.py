from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import Result

from kg.facts_tables import read_tables
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


@pytest.mark.parametrize(
    ("extension", "engine"),
    [
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_exports_hold_everything(
    run: Run, examples: Path, tmp_path: Path, extension: str, engine: ox.RdfFormat
) -> None:
    target = tmp_path / "out" / f"graph.{extension}"
    result = run("export", target)
    assert result.exit_code == 0
    with open_store(str(examples), read_only=True) as store:
        quads = set(store.quads())
    exported = list(ox.parse(path=str(target), format=engine))
    named = extension in ("nq", "trig", "jsonld")
    assert str(len(quads)) in result.stderr
    assert len(set(exported)) == (len(quads) if named else len({quad.triple for quad in quads}))
    assert {quad.graph_name for quad in exported} == (
        {quad.graph_name for quad in quads} if named else {ox.DefaultGraph()}
    )


def test_export_of_tables(run: Run, examples: Path, tmp_path: Path) -> None:
    assert run("export", f"{tmp_path}/tables/").exit_code == 0
    assert run("export", tmp_path / "observations.csv").exit_code == 0
    assert (tmp_path / "observations.csv").read_bytes() == (tmp_path / "tables" / "observations.csv").read_bytes()
    assert len(read_tables(tmp_path / "tables")) >= 6


def test_export_into_the_unknown(run: Run, examples: Path, tmp_path: Path) -> None:
    for name in ("graph.pdf", "graph"):
        result = run("export", tmp_path / name)
        assert result.exit_code == 2
        assert ".ttl" in result.stderr
        assert not (tmp_path / name).exists()


def test_export_that_fails_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("# older\n", encoding="utf-8")
    assert run("export", target).exit_code == 1, "there is no store"
    assert target.read_text(encoding="utf-8") == "# older\n"


def test_export_to_where_nothing_can_be_written(run: Run, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("export", tmp_path / "file" / "graph.ttl")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
