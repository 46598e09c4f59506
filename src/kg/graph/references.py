"""The graphs that are no article's: ontology, metrics, places, sectors, shapes, and what the data set says of it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import __version__
from kg.graph import vocabulary as v
from kg.graph.dataset import CREATOR, DESCRIPTIONS, KEYWORDS, LICENCE, TITLES
from kg.graph.shapes import shapes_graph
from kg.graph.turtle import read_turtle
from kg.graph.vocabulary import DCAT, DCTERMS, FOAF, QB, RDFS, SKOS, VOID, Vocabulary, vocabulary
from kg.resources import ontology_dir

_GRAPH_NAMES = {"kg": "ontology"}
_LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"


def reference_graphs(base_iri: str) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
    """The name and the triples of each reference graph under `base_iri`; the same at each call.

    `{base}graph/ontology` is ontology/kg.ttl; each other file of ontology/ has the graph of its name (`metrics`,
    `places`, `sectors`); `shapes` are the SHACL shapes, `dataset` the data set's description (DCAT, VoID, data cube).

    Raises:
        OntologyError: a file of ontology/ or shapes/ is missing or unusable.
        SettingsError: no IRIs can be made under `base_iri`.
    """
    terms = vocabulary(base_iri)
    for path in sorted(ontology_dir().glob("*.ttl")):
        yield terms.graph(_GRAPH_NAMES.get(path.stem, path.stem)), read_turtle(path, base_iri)
    yield terms.graph("shapes"), shapes_graph(base_iri)
    yield terms.graph("dataset"), list(_dataset(terms))


def _dataset(terms: Vocabulary) -> Iterator[ox.Triple]:
    yield from dataset_description(terms.base)
    yield from _structure(terms)


def _node(namespace: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + name)


def _both(subject: ox.NamedNode, predicate: ox.NamedNode, vietnamese: str, english: str) -> Iterator[ox.Triple]:
    yield ox.Triple(subject, predicate, ox.Literal(vietnamese, language="vi"))
    yield ox.Triple(subject, predicate, ox.Literal(english, language="en"))


def dataset_description(base_iri: str) -> Iterator[ox.Triple]:
    """The data set as DCAT and VoID describe one, and as a data cube's qb:DataSet."""
    terms = vocabulary(base_iri)
    dataset = terms.OBSERVATIONS
    for class_ in (_node(DCAT, "Dataset"), _node(VOID, "Dataset"), _node(QB, "DataSet")):
        yield ox.Triple(dataset, v.A, class_)
    yield from _both(dataset, v.TITLE, *TITLES)
    yield from _both(dataset, v.LABEL, *TITLES)
    yield from _both(dataset, v.DESCRIPTION, *DESCRIPTIONS)
    for keywords in KEYWORDS:
        yield from _both(dataset, _node(DCAT, "keyword"), *keywords)
    yield ox.Triple(dataset, _node(DCTERMS, "license"), ox.NamedNode(LICENCE))
    yield ox.Triple(dataset, v.CREATOR, ox.Literal(CREATOR))
    yield ox.Triple(dataset, _node(DCTERMS, "spatial"), terms.thing("country", "viet-nam"))
    for language in ("vi", "en"):
        yield ox.Triple(dataset, _node(DCTERMS, "language"), _node(_LANGUAGE, language))
    yield ox.Triple(dataset, _node(DCAT, "version"), ox.Literal(__version__))
    yield ox.Triple(dataset, _node(VOID, "uriSpace"), ox.Literal(terms.things))
    namespaces = (terms.ontology, v.QB, v.SDMX_DIMENSION, v.SDMX_MEASURE, v.QUDT, v.PROV, v.OA, SKOS, DCTERMS, FOAF)
    for namespace in namespaces:
        yield ox.Triple(dataset, _node(VOID, "vocabulary"), ox.NamedNode(namespace))
    for graph in ("ontology", "metrics", "places", "sectors", "shapes"):
        yield ox.Triple(dataset, _node(RDFS, "seeAlso"), terms.graph(graph))


def _structure(terms: Vocabulary) -> Iterator[ox.Triple]:
    """The cube's structure (RDF Data Cube, section 6): which properties say what a value is of, and how to take it.

    Each observation of a cube has a value for each dimension, and no two have the same for all (constraints IC-11 and
    IC-12). So the span that a figure was read from is a dimension: by it contradicting figures stand side by side.
    What only some figures have (a scope, a time) are attributes, which may be left out.
    """
    structure = terms.thing("dataset", "observations-structure")
    yield ox.Triple(terms.OBSERVATIONS, _node(QB, "structure"), structure)
    yield ox.Triple(structure, v.A, _node(QB, "DataStructureDefinition"))
    yield from _both(structure, v.LABEL, "Cấu trúc của số liệu", "Structure of the observations")
    required = (v.UNIT, terms.BOUND, terms.CONFIDENCE, terms.ABOUT_LABEL, terms.CELL_KEY)
    optional = (
        v.REF_PERIOD,
        terms.FROM,
        terms.TO,
        terms.PERIOD_START,
        terms.PERIOD_END,
        terms.SCOPE,
        terms.STAGE,
        terms.ORIGIN,
        terms.SECTOR_LABEL,
        terms.TARGET_OF,
    )
    dimensions = (v.REF_AREA, terms.METRIC, terms.STATUS, v.DERIVED_FROM, terms.ROW_NUMBER)
    components = [("dimension", property_) for property_ in dimensions]
    components += [("measure", v.VALUE)]
    components += [("attribute", property_) for property_ in (*required, *optional)]
    for order, (role, property_) in enumerate(components, start=1):
        name = property_.value.rpartition("#")[2].rpartition("/")[2]
        component = terms.thing("dataset", f"observations-component-{name}")
        yield ox.Triple(structure, _node(QB, "component"), component)
        yield ox.Triple(component, v.A, _node(QB, "ComponentSpecification"))
        yield ox.Triple(component, _node(QB, role), property_)
        yield ox.Triple(component, _node(QB, "order"), ox.Literal(str(order), datatype=v.INTEGER))
        yield ox.Triple(property_, v.A, _node(QB, f"{role.capitalize()}Property"))
        if role == "attribute":
            needed = ox.Literal("true" if property_ in required else "false", datatype=_node(v.XSD, "boolean"))
            yield ox.Triple(component, _node(QB, "componentRequired"), needed)
    yield ox.Triple(terms.STATUS, _node(QB, "codeList"), terms.thing("scheme", "status"))
