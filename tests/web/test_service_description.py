"""What the endpoint says of itself, by SPARQL 1.1 Service Description."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from kg.store import GRAPHS, TABLES, Format

SD = "http://www.w3.org/ns/sparql-service-description#"
A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def _described(client: httpx.Client, accept: str = "text/turtle") -> ox.Dataset:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    format_ = next(format_ for format_ in GRAPHS if answer.headers["content-type"] == format_.content_type)
    assert isinstance(format_.engine, ox.RdfFormat)
    return ox.Dataset(ox.parse(answer.content, format=format_.engine))


def _objects(data: ox.Dataset, predicate: str) -> list[str]:
    return [str(quad.object.value) for quad in data.quads_for_predicate(ox.NamedNode(SD + predicate))]  # type: ignore[union-attr]


def test_has_endpoint_triple(client: httpx.Client) -> None:
    """W3C service-description#has-endpoint-triple."""
    assert _objects(_described(client), "endpoint") == [f"{str(client.base_url).rstrip('/')}/sparql"]


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_returns_rdf(client: httpx.Client, format_: Format) -> None:
    """W3C service-description#returns-rdf."""
    assert len(_described(client, format_.media_type)) > 30
    assert client.get("/sparql").headers["content-type"] == "text/turtle; charset=utf-8"
    assert client.head("/sparql").headers["content-type"] == "text/turtle; charset=utf-8"
    refused = client.get("/sparql", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not-acceptable")


def test_conforms_to_schema(client: httpx.Client) -> None:
    """W3C service-description#conforms-to-schema: the classes' needed properties are there."""
    data = _described(client)
    for class_, needed in (("Service", "endpoint"), ("Dataset", "defaultGraph"), ("NamedGraph", "name")):
        members = [quad.subject for quad in data.quads_for_object(ox.NamedNode(SD + class_)) if quad.predicate == A]
        assert members
        for member in members:
            properties = {quad.predicate.value for quad in data.quads_for_subject(member)}
            assert SD + needed in properties


def test_tells_formats_features_and_graphs(client: httpx.Client) -> None:
    data = _described(client)
    assert len(_objects(data, "resultFormat")) == len(TABLES) + len(GRAPHS)
    assert _objects(data, "supportedLanguage") == [SD + "SPARQL11Query"]
    assert _objects(data, "feature") == [SD + "UnionDefaultGraph"]
    names = _objects(data, "name")
    assert "https://w3id.org/vnkg/graph/article/ke-hoach" in names
    assert "https://w3id.org/vnkg/graph/places" in names


def test_who_browses_gets_a_form(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<textarea" in answer.text
