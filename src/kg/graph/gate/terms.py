"""pyoxigraph terms → rdflib terms: pySHACL works on an rdflib graph."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef

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
    """A small graph without contexts, which is true without being counted: pySHACL asks that again and again."""

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")

    def __bool__(self) -> bool:
        return True


def rdflib_graph(triples: Iterable[ox.Triple]) -> Graph:
    """A plain rdflib graph of these triples."""
    graph = PlainGraph()
    with quiet_literals():
        for triple in triples:
            graph.add(rdflib_triple(triple))
    return graph
