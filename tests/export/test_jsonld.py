from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.errors import StoreError
from kg.export import jsonld
from kg.export.context import jsonld_context, shortened
from kg.graph.prefixes import prefixes
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store


def written(quads: list[ox.Quad]) -> bytes:
    output = io.BytesIO()
    jsonld.write(quads, output, BASE)
    return output.getvalue()


def read(data: bytes) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.JSON_LD))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def test_the_sample_comes_back(sample: Store) -> None:
    quads = list(sample.quads())
    assert len({quad.graph_name for quad in quads}) > 8
    assert read(written(quads)) == canonical(quads)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself
def test_another_reader_gets_the_same(sample: Store) -> None:
    quads = list(sample.quads(f"{BASE}graph/article/hai-lan-noi"))
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    expected = rdflib.Graph().parse(data=lines, format="nt")
    got = rdflib.Dataset()
    got.parse(data=written(quads).decode(), format="json-ld")
    graph = got.graph(rdflib.URIRef(f"{BASE}graph/article/hai-lan-noi"))
    assert len(graph) == len(quads) > 50
    assert isomorphic(rdflib.Graph() + graph, expected)


def test_it_is_short_and_plain(sample: Store) -> None:
    document = json.loads(written(list(sample.quads(f"{BASE}graph/article/lap-day"))))
    (graph,) = document["@graph"]
    assert graph["@id"] == f"{BASE}graph/article/lap-day"
    observation = next(node for node in graph["@graph"] if "kg:Observation" in node.get("@type", ()))
    assert observation["@id"].startswith("observation:")
    assert observation["kg:metric"].startswith("metric:")
    assert observation["sdmx-measure:obsValue"] in {"50", "65", "30", "100"}


def test_the_context_has_what_the_data_use(sample: Store) -> None:
    """Each property of an article's graph whose values are all things, or all of one datatype, is coerced."""
    told = jsonld_context(BASE)
    namespaces = prefixes(BASE)
    values: dict[str, set[str]] = {}
    for quad in sample.quads(f"{BASE}graph/article/ke-hoach"):
        kind = "@id" if isinstance(quad.object, ox.NamedNode) else "literal"
        values.setdefault(shortened(quad.predicate.value, namespaces), set()).add(kind)
    things = {name for name, kinds in values.items() if kinds == {"@id"} and name != "rdf:type"}
    assert len(things) > 10
    for name in things:
        assert told[name] == {"@id": f"{namespaces[name.partition(':')[0]]}{name.partition(':')[2]}", "@type": "@id"}


iris = st.sampled_from(
    [
        f"{BASE}ontology#metric",
        f"{BASE}ontology#rowNumber",
        f"{BASE}ontology#",
        f"{BASE}ontology#//x",
        f"{BASE}id/metric/",
        f"{BASE}id/metric/count",
        f"{BASE}id/span/a-1-2#quote",
        f"{BASE}id/zone/a/b",
        "span:x",
        "kg:Observation",
        "http://www.w3.org/2001/XMLSchema#integer",
        "http://www.w3.org/2001/XMLSchema#decimal",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil",
        "http://example.org/a?b=c#d/e",
        "urn:x:y",
        "mailto:a@b.example",
    ]
).map(ox.NamedNode)
nodes = iris | st.sampled_from("abc").map(ox.BlankNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
literals = (
    texts.map(ox.Literal)
    | st.builds(lambda value, language: ox.Literal(value, language=language), texts, st.sampled_from(["vi", "en-gb"]))
    | st.builds(
        lambda value, datatype: ox.Literal(value, datatype=datatype),
        st.sampled_from(["1", "01", "1.50", "x", "", "2024-01-01", "true"]),
        iris,
    )
)
quads = st.builds(ox.Quad, nodes, iris, nodes | literals, nodes | st.just(ox.DefaultGraph()))


@given(st.lists(quads, max_size=12))
def test_any_quads_come_back(some: list[ox.Quad]) -> None:
    assert read(written(some)) == canonical(some)


def test_what_it_cannot_say_is_refused() -> None:
    triple = ox.Triple(ox.NamedNode("urn:a:b"), ox.NamedNode("urn:a:c"), ox.Literal("d"))
    with pytest.raises(StoreError, match="N-Quads"):
        written([ox.Quad(ox.NamedNode("urn:a:b"), ox.NamedNode("urn:a:c"), triple)])
