"""What a store holds, counted, in VoID's terms: classes, properties, and which of them go together.

Tools complete queries from it (`void:classPartition`, `void:propertyPartition`), people see what there is. A triple is
counted once for each graph that holds it. Which datatypes and classes a property's values have is read off some of the
articles only, since to look at all of them takes longest by far, and they are of one make.

Source: https://www.w3.org/TR/void/, section 4; the partitions by datatype are those of http://ldf.fi/void-ext.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TypeAlias

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.vocabulary import VOID, vocabulary
from kg.store.base import AnyTerm, Row, Store, text

_Kinds: TypeAlias = "defaultdict[tuple[ox.NamedNode, ox.NamedNode], set[tuple[str, ox.NamedNode]]]"

VOID_EXT = "http://ldf.fi/void-ext#"

SAMPLE = 100
"""So many graphs of articles, and as many others, are looked at for what a property's values are."""

MANY = 50_000
"""Statements from which on a store is not counted anew for a small change: counting takes the longer the larger it is,
and one more article is to cost the same in any store."""

MANY_ARTICLES = 1000
"""Articles from which on a store that was never counted, since others filled it, is taken for one of that size."""

_PROPERTIES = """
SELECT ?property (COUNT(*) AS ?count) WHERE {
  GRAPH ?graph { ?s ?property ?o } FILTER(?graph NOT IN (%s))
} GROUP BY ?property
"""
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } FILTER(?graph NOT IN (%s)) }"
_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?s) AS ?count) WHERE {
  GRAPH ?graph { ?s a ?class } FILTER(?graph NOT IN (%s))
} GROUP BY ?class
"""
# Within each graph: over the union of all, a thing that many graphs speak of would meet each of its types in each.
_CLASS_PROPERTIES = """
SELECT ?class ?property (COUNT(*) AS ?count) WHERE {
  GRAPH ?graph { ?s a ?class ; ?property ?o } FILTER(?graph NOT IN (%s))
} GROUP BY ?class ?property
"""
_GRAPHS_OF_ARTICLES = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?article a %s } } ORDER BY ?graph LIMIT %d"
# From both ends, as articles' graphs stand together: to ask each graph for its name takes a server long.
_GRAPHS = "SELECT ?graph WHERE { GRAPH ?graph {} } ORDER BY %s(?graph) LIMIT %d"
_ARTICLES = "SELECT (COUNT(?article) AS ?now) WHERE { ?article a %s }"


def write_statistics(store: Store, base_iri: str, *, changed: int, anyhow: bool = False) -> bool:
    """Count what the store holds, and write that into its graph `{base}graph/void`; whether there was need to.

    `changed`: of how many articles the graphs were just written. Where the store is large, and they are less than a
    twentieth of it, as are the articles that came or went since it was counted, nothing is counted: the figures are
    still right enough. Nor is a large one that was never counted. `anyhow`: it is counted in any case.

    Raises:
        StoreError: the store cannot be read or written.
    """
    terms = vocabulary(base_iri)
    name = terms.graph("void")
    if not anyhow:
        told = {text(row, "p"): text(row, "o") for row in store.select(_told(name, terms.OBSERVATIONS))}
        if told and not changed:
            return False
        if not told or int(told.get(f"{VOID}triples", 0)) > MANY:
            [row] = store.select(_ARTICLES % terms.ARTICLE)
            now = int(text(row, "now"))
            documents = int(told.get(f"{VOID}documents", 0)) if told else now
            if (told or now > MANY_ARTICLES) and 20 * max(changed, abs(now - documents)) < documents:
                return False
    store.replace_graphs({name.value: statistics(store, base_iri)})
    return True


def _told(graph: ox.NamedNode, dataset: ox.NamedNode) -> str:
    return f"SELECT ?p ?o WHERE {{ GRAPH {graph} {{ {dataset} ?p ?o FILTER(ISLITERAL(?o)) }} }}"


def statistics(store: Store, base_iri: str) -> list[ox.Triple]:
    """The statistics of all graphs but their own; the same for the same data.

    Raises:
        StoreError: the store cannot be read.
    """
    return list(_Statistics(store, base_iri).triples())


class _Statistics:
    def __init__(self, store: Store, base_iri: str) -> None:
        self._store = store
        self._terms = vocabulary(base_iri)
        self._name = self._terms.graph("void")
        self._no_data = {self._name.value, *store.no_data}
        self._others = ", ".join(map(str, (self._name, *map(ox.NamedNode, sorted(store.no_data)))))

    def triples(self) -> Iterator[ox.Triple]:
        dataset = self._terms.OBSERVATIONS
        classes = self._counts(_CLASSES, "class")
        properties = self._counts(_PROPERTIES, "property")
        documents = next((count for (class_,), count in classes if class_ == self._terms.ARTICLE), 0)
        yield _count(dataset, "triples", sum(count for _, count in properties))
        yield _count(dataset, "distinctSubjects", sum(count for _, count in self._counts(_SUBJECTS)))
        yield _count(dataset, "classes", len(classes))
        yield _count(dataset, "properties", len(properties))
        yield _count(dataset, "documents", documents)
        for (property_,), count in properties:
            yield from self._property(dataset, property_, count)
        of_class = defaultdict(list)
        for (class_, property_), count in self._counts(_CLASS_PROPERTIES, "class", "property"):
            of_class[class_].append((property_, count))
        kinds = self._kinds()
        for (class_,), count in classes:
            partition = self._node(class_)
            yield ox.Triple(dataset, _void("classPartition"), partition)
            yield ox.Triple(partition, _void("class"), class_)
            yield _count(partition, "entities", count)
            for property_, triples in of_class[class_]:
                yield from self._property(partition, property_, triples, class_)
                yield from self._values(self._node(class_, property_), kinds[class_, property_])

    def _property(
        self, whole: ox.NamedNode, property_: ox.NamedNode, count: int, *of: ox.NamedNode
    ) -> Iterator[ox.Triple]:
        partition = self._node(*of, property_)
        yield ox.Triple(whole, _void("propertyPartition"), partition)
        yield ox.Triple(partition, _void("property"), property_)
        yield _count(partition, "triples", count)

    def _values(self, whole: ox.NamedNode, kinds: Iterable[tuple[str, ox.NamedNode]]) -> Iterator[ox.Triple]:
        for kind, term in sorted(kinds, key=str):
            partition = ox.NamedNode(f"{whole.value}-{_digest(term)}")
            namespace = VOID if kind == "class" else VOID_EXT
            yield ox.Triple(whole, ox.NamedNode(f"{namespace}{kind}Partition"), partition)
            yield ox.Triple(partition, ox.NamedNode(f"{namespace}{kind}"), term)

    def _kinds(self) -> _Kinds:
        """What the values are, of each property of each class: (datatype or class, its IRI)."""
        kinds: _Kinds = defaultdict(set)
        known: dict[AnyTerm, set[ox.NamedNode]] = {}
        others, articles = self._sample()
        for graphs in (others, articles):  # those of articles last: they say less of what others define
            for graph in graphs:
                quads = list(self._store.quads(graph))
                types: defaultdict[AnyTerm, set[ox.NamedNode]] = defaultdict(set)
                for quad in quads:
                    if quad.predicate == v.A and isinstance(quad.object, ox.NamedNode):
                        types[quad.subject].add(quad.object)
                if graphs is others:
                    known |= types
                for quad in quads:
                    values = _kinds_of(quad.object, types.get(quad.object) or known.get(quad.object, set()))
                    for class_ in types.get(quad.subject, ()):
                        kinds[class_, quad.predicate] |= values
        return kinds

    def _sample(self) -> tuple[list[str], list[str]]:
        """Some graphs that are no article's, and some that are."""
        prefix = self._terms.graphs + "article/"
        ends = {text(row, "graph") for end in ("ASC", "DESC") for row in self._store.select(_GRAPHS % (end, SAMPLE))}
        others = sorted(name for name in ends - self._no_data if not name.startswith(prefix))
        rows = self._store.select(_GRAPHS_OF_ARTICLES % (self._terms.ARTICLE, SAMPLE))
        return others, [name for row in rows if (name := text(row, "graph")).startswith(prefix)]

    def _counts(self, query: str, *keys: str) -> list[tuple[tuple[ox.NamedNode, ...], int]]:
        """What a query counts for each value of `keys`, in their order; not what has a blank node for a class."""
        rows = (row for row in self._store.select(query % self._others))
        kept = (row for row in rows if all(isinstance(row.get(key), ox.NamedNode) for key in keys))
        counted = ((tuple(_named(row, key) for key in keys), int(text(row, "count"))) for row in kept)
        return sorted(counted, key=str)

    def _node(self, *of: ox.NamedNode) -> ox.NamedNode:
        return ox.NamedNode(f"{self._name.value}#{'-'.join(map(_digest, of))}")


def _kinds_of(value: object, types: Iterable[ox.NamedNode]) -> set[tuple[str, ox.NamedNode]]:
    if isinstance(value, ox.Literal):
        return {("datatype", value.datatype)}
    return {("class", class_) for class_ in types}


def _named(row: Row, name: str) -> ox.NamedNode:
    term = row[name]
    assert isinstance(term, ox.NamedNode)
    return term


def _digest(term: ox.NamedNode) -> str:
    return sha256(term.value.encode()).hexdigest()[:16]


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(VOID + name)


def _count(subject: ox.NamedNode, name: str, count: int) -> ox.Triple:
    return ox.Triple(subject, _void(name), ox.Literal(str(count), datatype=v.INTEGER))
