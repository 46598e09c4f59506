from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import Result

from kg.facts_tables import read_tables
from kg.store import open_store

Run = Callable[..., Result]


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
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    names = [resource["path"] for resource in described["resources"]]
    assert names == [f"{table}.csv" for table in ("articles", "observations", "zones", "policies", "sectors")]
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path / "tables", check=True)


def test_export_of_tables_as_parquet_and_compressed(run: Run, examples: Path, tmp_path: Path) -> None:
    assert run("export", f"{tmp_path}/tables/", "--parquet", "--gzip").exit_code == 0
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {"observations.csv.gz", "observations.parquet", "datapackage.json", "SHA256SUMS"} <= names
    assert not [name for name in names if name.endswith(".csv")]


def test_export_compressed_with_its_checksum(run: Run, examples: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "plain.nq").exit_code == 0
    assert run("export", tmp_path / "graph.nq.gz", "--checksum").exit_code == 0
    assert gzip.decompress((tmp_path / "graph.nq.gz").read_bytes()) == (tmp_path / "plain.nq").read_bytes()
    subprocess.run(["sha256sum", "--check", "--strict", "graph.nq.gz.sha256"], cwd=tmp_path, check=True)


def test_export_of_parquet_without_the_library(
    run: Run, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("export", tmp_path / "observations.parquet")
    assert result.exit_code == 1
    assert "vnkg[parquet]" in result.stderr
    assert list(tmp_path.glob("observations*")) == []


def test_export_into_the_unknown(run: Run, examples: Path, tmp_path: Path) -> None:
    for name in ("graph.pdf", "graph", "graph.pdf.gz"):
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


def test_releases_one_after_the_other(run: Run, examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases"
    first = run("release", "2026.1", "--out", out, "--issued", "2026-01-31")
    assert first.exit_code == 0, first.stderr
    second = run("release", "2026.2", "--out", out, "--previous", out / "2026.1", "--url", "https://data.example/x")
    assert second.exit_code == 0, second.stderr
    assert "0 added, 0 changed, 0 removed" in second.stderr
    assert "https://data.example/x/vnkg.nq.gz" in (out / "2026.2" / "catalog.ttl").read_text(encoding="utf-8")
    again = run("release", "2026.1", "--out", out)
    assert again.exit_code == 1
    assert "does not change" in again.stderr


def test_a_release_without_the_library_for_parquet(
    run: Run, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("release", "1", "--out", tmp_path / "releases")
    assert result.exit_code == 0
    assert "vnkg[parquet]" in result.stderr
    assert not list((tmp_path / "releases" / "1").glob("*.parquet"))
