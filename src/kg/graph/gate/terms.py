"""pyoxigraph terms → rdflib terms: pySHACL works on an rdflib graph."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.paths import Path

Node = URIRef | BNode | Literal
RdflibTriple = tuple[URIRef | BNode, URIRef, Node]


@lru_cache(maxsize=50_000)
def _iri(iri: str) -> URIRef:
    return URIRef(iri)


def rdflib_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """The same term in rdflib. Lexical forms stay as they are. Triple terms are none of ours: TypeError."""
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        if term.language is not None:
            return Literal(term.value, lang=term.language)
        literal = Literal(term.value, datatype=_iri(term.datatype.value), normalize=False)
        if isinstance(literal.value, Decimal) and not literal.value.is_finite():
            # rdflib takes Python's word for what a decimal is; NaN then cannot be compared, and is none (XSD 3.3.3).
            literal._value, literal._ill_typed = None, True
        return literal
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise TypeError(f"a triple as a term: {term}")


def rdflib_triple(triple: ox.Triple) -> RdflibTriple:
    """The same triple in rdflib."""
    return (rdflib_term(triple.subject), rdflib_term(triple.predicate), rdflib_term(triple.object))  # type: ignore[return-value]


@contextmanager
def quiet_literals() -> Iterator[None]:
    """rdflib logs each literal whose lexical form is none of its datatype, with a traceback. The gate reports those."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class PlainGraph(Graph):
    """A graph without contexts that is only added to, made for pySHACL's questions.

    It is true without being counted. What a subject has, and who has an object, are one look-up each: rdflib's own way
    there is the longest part of a validation. So are the members of a list.
    """

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")
        self._objects: dict[tuple[object, object], dict[Any, None]] = {}
        self._subjects: dict[tuple[object, object], dict[Any, None]] = {}
        self._items: dict[object, tuple[Any, ...]] = {}

    def __bool__(self) -> bool:
        return True

    def add(self, triple: Any) -> PlainGraph:
        """See `Graph.add`."""
        super().add(triple)
        subject, predicate, object_ = triple
        self._objects.setdefault((subject, predicate), {})[object_] = None
        self._subjects.setdefault((predicate, object_), {})[subject] = None
        self._items.clear()
        return self

    def addN(self, quads: Any) -> PlainGraph:  # noqa: N802 - rdflib's name
        """See `Graph.addN`; of quads their triples."""
        for subject, predicate, object_, _ in quads:
            self.add((subject, predicate, object_))
        return self

    def remove(self, triple: Any) -> PlainGraph:
        """Nothing is taken out: NotImplementedError."""
        raise NotImplementedError("a PlainGraph is only added to")

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Iterator[Any]:  # type: ignore[override]
        """See `Graph.objects`."""
        if subject is None or predicate is None or isinstance(predicate, Path):
            return super().objects(subject, predicate, unique)
        return iter(self._objects.get((subject, predicate), ()))

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Iterator[Any]:  # type: ignore[override]
        """See `Graph.subjects`."""
        if predicate is None or object is None or isinstance(object, list) or isinstance(predicate, Path):
            return super().subjects(predicate, object, unique)
        return iter(self._subjects.get((predicate, object), ()))

    def items(self, list: Any) -> Iterator[Any]:  # type: ignore[override]
        """See `Graph.items`."""
        members = self._items.get(list)
        if members is None:
            members = self._items[list] = tuple(super().items(list))
        return iter(members)


def rdflib_graph(triples: Iterable[ox.Triple]) -> PlainGraph:
    """A plain rdflib graph of these triples."""
    graph = PlainGraph()
    with quiet_literals():
        for triple in triples:
            graph.add(rdflib_triple(triple))
    return graph
