"""Several graphs as the one default graph of a query: their merge, in which a triple is there once.

Source: SPARQL 1.1 Query Language, section 13.2 (RDF merge). The engine finds a triple once for each of the graphs that
hold it, which makes more solutions, and other counts and sums, than the standard has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from kg.store.tokens import Query, tokenize

_OVERLAP = "ASK { GRAPH ?one { ?s ?p ?o } GRAPH ?other { ?s ?p ?o } FILTER(STR(?one) < STR(?other)) }"

GraphName: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Named: TypeAlias = ox.NamedNode | ox.BlankNode


def from_clauses(text: str, base_iri: str | None) -> tuple[list[Named], list[Named]]:
    """The graphs that a query's FROM and FROM NAMED name; none of a query that is malformed.

    Raises:
        SyntaxError: the engine's, where their prefixes are not declared.
    """
    tokens = iter(Query(tokenize(text)).meaningful)
    names: tuple[list[str], list[str]] = ([], [])
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    first = next((token.start for token in tokens if token.word in forms), len(text))
    for token in tokens:
        if token.word == "FROM" and (name := next(tokens, None)) is not None:
            named = name.word == "NAMED"
            name = next(tokens, name) if named else name
            if name.kind in ("iri", "name"):
                names[named].append(name.text)
    default, others = (list(_resolved(text[:first], each, base_iri)) for each in names)
    return default, others


def _resolved(prologue: str, names: list[str], base_iri: str | None) -> Iterator[Named]:
    """The IRIs that some terms stand for."""
    for name in names:
        answer = ox.Store().query(f"{prologue} SELECT ({name} AS ?name) {{}}", base_iri=base_iri)
        assert isinstance(answer, ox.QuerySolutions)
        for solution in answer:
            if isinstance(found := solution["name"], ox.NamedNode):
                yield found


def merged(engine: ox.Store, default: Sequence[GraphName], named: Sequence[Named]) -> ox.Store | None:
    """A store whose default graph is the merge of some graphs, beside the named ones; each of them is told once.

    None if no two of them have a triple in common: then the engine needs no help. To see that takes little; to copy the
    graphs takes some seconds for a million triples.
    """
    if len(default) < 2:
        return None
    names: list[Named] = [graph for graph in default if not isinstance(graph, ox.DefaultGraph)]
    if len(names) == len(default) and not engine.query(_OVERLAP, default_graph=[], named_graphs=names):
        return None
    store = ox.Store()
    for graph in default:
        store.extend(ox.Quad(*quad.triple) for quad in engine.quads_for_pattern(None, None, None, graph))
    for name in named:
        store.extend(engine.quads_for_pattern(None, None, None, name))
    return store
