"""What tools look for before they ask: the data set's description and examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.canned import canned_queries
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.settings import Settings
from kg.store import GRAPHS, Format

DATASET = ox.NamedNode(f"{BASE}id/dataset/observations")
VOID = "http://rdfs.org/ns/void#"
ADDRESSES = ("/.well-known/void", "/.well-known/sparql-examples")


def _read(answer: httpx.Response) -> ox.Dataset:
    assert answer.status_code == 200, answer.text
    format_ = next(format_ for format_ in GRAPHS if answer.headers["content-type"] == format_.content_type)
    assert isinstance(format_.engine, ox.RdfFormat)
    return ox.Dataset(ox.parse(answer.content, format=format_.engine))


def _values(data: ox.Dataset, subject: ox.NamedNode, predicate: str) -> list[str]:
    quads = data.quads_for_subject(subject)
    return [quad.object.value for quad in quads if quad.predicate.value == predicate]  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_each_comes_in_each_format_of_graphs(client: httpx.Client, address: str, format_: Format) -> None:
    answer = client.get(address, headers={"Accept": format_.media_type})
    assert answer.headers["content-type"] == format_.content_type
    assert len(_read(answer)) > 100
    assert client.head(address, headers={"Accept": format_.media_type}).status_code == 200
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_void_tells_what_a_query_counts(client: httpx.Client) -> None:
    data = _read(client.get("/.well-known/void"))
    assert _values(data, DATASET, VOID + "sparqlEndpoint") == [f"{str(client.base_url).rstrip('/')}/sparql"]
    assert _values(data, DATASET, VOID + "uriSpace") == [f"{BASE}id/"]
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{BASE}graph/void>) }}"
    counted = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1]
    assert _values(data, DATASET, VOID + "triples") == [counted]


def test_an_editor_completes_from_the_endpoint(client: httpx.Client) -> None:
    """The query by which sib-swiss/sparql-editor learns which properties a class has."""
    query = f"""PREFIX void: <{VOID}> PREFIX ext: <http://ldf.fi/void-ext#>
    SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {{
      ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
      OPTIONAL {{ {{ ?pp void:classPartition [ void:class ?objectClass ] }} UNION
        {{ ?pp ext:datatypePartition [ ext:datatype ?objectDatatype ] }} }} }}"""
    lines = client.get("/sparql", params={"query": query, "format": "csv", "ac": 1}).text.split()
    observed = f"{BASE}ontology#Observation,http://purl.org/linked-data/sdmx/2009/dimension#refArea"
    assert f"{observed},{BASE}ontology#Province," in lines


def test_each_example_runs_at_its_target(client: httpx.Client) -> None:
    data = _read(client.get("/.well-known/sparql-examples"))
    for name in canned_queries():
        node = ox.NamedNode(f"{BASE}queries/{name}")
        (sparql,) = _values(data, node, "http://www.w3.org/ns/shacl#select")
        (target,) = _values(data, node, "https://schema.org/target")
        assert client.post(target, data={"query": sparql}).status_code == 200, name


def test_both_are_there_before_anything_is_loaded(tmp_path: Path, server: Callable[..., object]) -> None:
    with server(Settings(store=str(tmp_path), query_workers=1)) as client:  # type: ignore[attr-defined]
        for address in ADDRESSES:
            assert len(_read(client.get(address))) > 20
