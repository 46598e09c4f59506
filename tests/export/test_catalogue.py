from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS

from kg.export import FILES, Written
from kg.export.catalogue import Edition, Offered, catalogue, services, turtle
from kg.settings import DEFAULT_BASE_IRI as BASE

SHAPES = Path(__file__).parent / "data" / "dcat-ap-3.0.0-shacl.jsonld"
DATASET = f"{BASE}id/dataset/observations"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """DCAT-AP's own; see data/README.md."""
    triples = [quad.triple for quad in ox.parse(path=str(SHAPES), format=ox.RdfFormat.JSON_LD)]
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=written, format="nt")


def described(*, release: bool) -> rdflib.Graph:
    edition = Edition(
        DATASET,
        f"{BASE}release/1.0/" if release else DATASET,
        "1.0",
        datetime(2026, 1, 1, tzinfo=UTC),
        *((f"{BASE}release/0.9/", "Since 0.9: 3 added") if release else ()),
    )
    written = Written(1, 20, "ab" * 32) if release else None
    files = [Offered(file, f"https://data.example/{file.name}", written) for file in FILES]
    offered = () if release else services("https://data.example")
    told = catalogue(BASE, edition, files, page="https://data.example/", services=offered)
    return rdflib.Graph().parse(data=turtle(told, BASE), format="turtle")


def conforms(graph: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, str]:
    # Everything is an rdfs:Resource (RDF Schema, 2.1), but the shapes want to see it written.
    everything = {term for triple in graph for term in (triple[0], triple[2]) if not isinstance(term, rdflib.Literal)}
    whole = graph + rdflib.Graph()
    for term in everything:
        whole.add((term, RDF.type, RDFS.Resource))
    ok, _, text = pyshacl.validate(whole, shacl_graph=shapes)
    return bool(ok), text


@pytest.mark.parametrize("release", [False, True])
def test_it_is_as_dcat_ap_wants_it(shapes: rdflib.Graph, release: bool) -> None:
    graph = described(release=release)
    ok, text = conforms(graph, shapes)
    assert ok, text
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == len(FILES)
    served = {str(url).rpartition("/")[2] for url in graph.objects(None, DCAT.endpointURL)}
    assert served == (set() if release else {"sparql", "reconcile"})


@pytest.mark.parametrize("lost", [DCAT.accessURL, rdflib.DCTERMS.title, rdflib.FOAF.name])
def test_the_shapes_notice_what_is_missing(shapes: rdflib.Graph, lost: rdflib.URIRef) -> None:
    graph = described(release=True)
    graph.remove((None, lost, None))
    assert not conforms(graph, shapes)[0]


def test_every_file_is_told_with_where_it_is() -> None:
    graph = described(release=True)
    urls = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert urls == {f"https://data.example/{file.name}" for file in FILES}
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        assert graph.value(distribution, rdflib.DCTERMS.license)
        assert graph.value(distribution, rdflib.DCTERMS.rights)
        assert graph.value(distribution, DCAT.byteSize)
