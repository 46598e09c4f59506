from __future__ import annotations

import csv
import gzip
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from kg.errors import KgError
from kg.export import FILES, PARQUET_FILES
from kg.release import Release, release
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import MEMORY, Store, open_store

FIRST = Release("1.0", datetime(2026, 1, 1, tzinfo=UTC), "https://data.example/1.0/")
GONE = f"{BASE}graph/article/tang-truong"


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[Store]:
    with open_store(str(sample_store), read_only=True) as store:
        yield store


@pytest.fixture(scope="module")
def smaller(sample: Store) -> Iterator[Store]:
    """The sample without one article."""
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in sample.quads():
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    del graphs[GONE]
    with open_store(MEMORY) as store:
        store.replace_graphs(graphs)
        yield store


@pytest.fixture(scope="module")
def folder(smaller: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(smaller, BASE, FIRST, tmp_path_factory.mktemp("releases")).folder


@pytest.fixture(scope="module")
def second(sample: Store, folder: Path) -> Path:
    wanted = Release("1.1", datetime(2026, 2, 1, tzinfo=UTC), "https://data.example/1.1/", folder)
    made = release(sample, BASE, wanted, folder.parent)
    assert made.changes == {"added": 4}
    return made.folder


def test_it_has_everything(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    about = (
        "README.md CITATION.cff SHA256SUMS catalog.ttl catalog.jsonld void.ttl prov.ttl datapackage.json context.jsonld"
    )
    assert names == {file.name for file in FILES} | set(about.split())
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_checksums_fit(second: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=second, check=True)
    listed = {line.split()[1] for line in (second / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert listed == {path.name for path in second.iterdir()} - {"SHA256SUMS"}


def test_the_change_feed(sample: Store, second: Path) -> None:
    with gzip.open(second / "changes.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert {row["change"] for row in table} == {"added"}
    kind = ox.NamedNode(f"{BASE}ontology#Observation")
    added = {quad.subject.value for quad in sample.quads(GONE) if quad.object == kind}  # type: ignore[union-attr]
    assert {row["iri"] for row in table} == added
    feed = list(ox.parse(gzip.decompress((second / "changes.ttl.gz").read_bytes()), format=ox.RdfFormat.TURTLE))
    objects = {quad.object.value for quad in feed if quad.predicate.value.endswith("#object")}
    assert objects == added
    assert "Since 1.0: 4 observations added" in (second / "README.md").read_text(encoding="utf-8")


def test_descriptions_can_be_read_and_tell_of_the_release(second: Path) -> None:
    node = ox.NamedNode(f"{BASE}release/1.1/")
    for name in ("catalog.ttl", "catalog.jsonld", "void.ttl", "prov.ttl"):
        quads = list(ox.parse(path=str(second / name)))
        assert node in {quad.subject for quad in quads}, name
    told = {str(quad.triple) for quad in ox.parse(path=str(second / "catalog.ttl"))}
    assert f'{node} <http://www.w3.org/ns/dcat#version> "1.1"' in told
    assert f"{node} <http://www.w3.org/ns/dcat#previousVersion> <{BASE}release/1.0/>" in told
    provenance = {str(quad.triple) for quad in ox.parse(path=str(second / "prov.ttl"))}
    assert f"{node} <http://www.w3.org/ns/prov#wasRevisionOf> <{BASE}release/1.0/>" in provenance
    counted = {
        quad.predicate.value: quad.object for quad in ox.parse(path=str(second / "void.ttl")) if quad.subject == node
    }
    assert counted["http://rdfs.org/ns/void#documents"] == ox.Literal(6)
    package = json.loads((second / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == "1.1"
    assert all(resource["hash"].startswith("sha256:") for resource in package["resources"])


def test_the_citation(folder: Path) -> None:
    """What the Citation File Format 1.2.0 requires, and the types of what we give beside."""
    told = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0"
    assert told["type"] == "dataset"
    assert told["license"] == "CC-BY-4.0"
    assert told["authors"] == [{"name": "The vnkg contributors"}]
    assert told["version"] == "1.0"
    assert told["date-released"] == "2026-01-01"
    assert all(isinstance(told[name], str) and told[name] for name in ("message", "title", "abstract", "url"))


def test_the_same_data_give_the_same_release(sample: Store, tmp_path: Path) -> None:
    wanted = replace(FIRST, parquet=False)
    once, again = (release(sample, BASE, wanted, tmp_path / name).folder for name in ("a", "b"))
    assert not (once / PARQUET_FILES[0].name).exists()
    sums = [(path / "SHA256SUMS").read_text(encoding="utf-8") for path in (once, again)]
    assert sums[0] == sums[1]


def test_a_release_does_not_change(sample: Store, folder: Path) -> None:
    before = (folder / "SHA256SUMS").read_bytes()
    with pytest.raises(KgError, match="a release does not change"):
        release(sample, BASE, FIRST, folder.parent)
    assert (folder / "SHA256SUMS").read_bytes() == before


@pytest.mark.parametrize("version", ["", "../x", "a/b", ".1", "1 0"])
def test_versions_that_are_none(sample: Store, tmp_path: Path, version: str) -> None:
    with pytest.raises(KgError, match="a version has"):
        release(sample, BASE, replace(FIRST, version=version), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_that_fails_leaves_nothing(sample: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="name the folder of a release"):
        release(sample, BASE, replace(FIRST, previous=tmp_path / "none", parquet=False), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
