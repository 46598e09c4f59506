"""What a store holds, counted, and told in the terms of VoID (https://www.w3.org/TR/void/, section 4).

Statements are counted by graph: one that several articles make is counted for each of them, as it is there several
times in N-Quads. Instances of a class are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.vocabulary import VOID, vocabulary
from kg.store import Row, Store, text

PROPERTIES_QUERY = "SELECT ?term (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?term ?o } } GROUP BY ?term"
CLASSES_QUERY = "SELECT DISTINCT ?term WHERE { ?s a ?term }"
INSTANCES_QUERY = "SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s a ?class }"


@dataclass(frozen=True, slots=True)
class Statistics:
    """`properties`: IRI of a property → statements with it; `classes`: IRI of a class → its instances."""

    properties: Mapping[str, int]
    classes: Mapping[str, int]

    @property
    def statements(self) -> int:
        """All of them."""
        return sum(self.properties.values())


def statistics(store: Store) -> Statistics:
    """Count what a store holds. A class at a time: no more than one class's instances are held in memory.

    Raises:
        StoreError: the engine failed.
    """
    instances = {}
    for term in class_terms(store.select(CLASSES_QUERY)):
        (row,) = store.select(INSTANCES_QUERY, bindings={"class": term})
        instances[term.value] = int(text(row, "count"))
    return Statistics(property_counts(store.select(PROPERTIES_QUERY)), instances)


def class_terms(rows: Iterable[Row]) -> list[ox.NamedNode]:
    """The classes that `CLASSES_QUERY` gave, in the order of their IRIs."""
    found = [row["term"] for row in rows]
    return sorted((term for term in found if isinstance(term, ox.NamedNode)), key=lambda term: term.value)


def property_counts(rows: Iterable[Row]) -> dict[str, int]:
    """The properties and counts that `PROPERTIES_QUERY` gave, in the order of their IRIs."""
    return dict(sorted((text(row, "term"), int(text(row, "count"))) for row in rows))


def void(
    dataset: ox.NamedNode, told: Statistics, base_iri: str, *, dumps: Iterable[str], endpoint: str = ""
) -> Iterator[ox.Triple]:
    """The statistics of a data set, where its dumps are, and where it is queried."""
    terms = vocabulary(base_iri)
    numbers = count(1)

    def add(subject: ox.NamedNode | ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode | int) -> ox.Triple:
        node = ox.Literal(str(value), datatype=v.INTEGER) if isinstance(value, int) else value
        return ox.Triple(subject, ox.NamedNode(VOID + name), node)

    yield ox.Triple(dataset, v.A, ox.NamedNode(VOID + "Dataset"))
    yield add(dataset, "triples", told.statements)
    yield add(dataset, "classes", len(told.classes))
    yield add(dataset, "properties", len(told.properties))
    yield add(dataset, "documents", told.classes.get(terms.ARTICLE.value, 0))
    for url in dumps:
        yield add(dataset, "dataDump", ox.NamedNode(url))
    if endpoint:
        yield add(dataset, "sparqlEndpoint", ox.NamedNode(endpoint))
    for iri, instances in told.classes.items():
        part = ox.BlankNode(f"c{next(numbers)}")
        yield add(dataset, "classPartition", part)
        yield add(part, "class", ox.NamedNode(iri))
        yield add(part, "entities", instances)
    for iri, statements in told.properties.items():
        part = ox.BlankNode(f"p{next(numbers)}")
        yield add(dataset, "propertyPartition", part)
        yield add(part, "property", ox.NamedNode(iri))
        yield add(part, "triples", statements)
