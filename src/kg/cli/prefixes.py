"""Declaring the graph's prefixes for those who type a query."""

from __future__ import annotations

from itertools import pairwise
from typing import IO

import pyoxigraph as ox

from kg.errors import QuerySyntaxError
from kg.graph.prefixes import prefixes
from kg.store import Format, Solutions, Store, Triples, Truth
from kg.store.tokens import tokenize


def missing_prefixes(sparql: str, base_iri: str) -> str:
    """PREFIX declarations, on one line, for the well-known prefixes that a query uses and does not declare itself."""
    known = prefixes(base_iri)
    tokens = [token for token in tokenize(sparql) if token.kind not in ("space", "comment")]
    declared = {after.text for token, after in pairwise(tokens) if token.word == "PREFIX"}
    used = dict.fromkeys(token.text.partition(":")[0] for token in tokens if token.kind == "name")
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in used if name in known and f"{name}:" not in declared)


def ask(store: Store, sparql: str, base_iri: str) -> Solutions | Truth | Triples:
    """Answer a query that need not declare the well-known prefixes.

    Raises:
        QuerySyntaxError: with line and column in the text as given.
        QueryError, StoreError: as `Store.query`.
    """
    before = missing_prefixes(sparql, base_iri)
    try:
        return store.query(before + sparql)
    except QuerySyntaxError as error:
        if error.line != 1 or not before:
            raise
        raise QuerySyntaxError(error.message, line=1, column=max(1, error.column - len(before))) from error


def write_graph(answer: Triples, format_: Format, output: IO[bytes], base_iri: str) -> None:
    """Write an answer's triples with the well-known prefixes, where the format has prefixes.

    Raises:
        QueryError, StoreError: the engine failed.
    """
    assert isinstance(format_.engine, ox.RdfFormat)
    ox.serialize(iter(answer), output, format=format_.engine, prefixes=prefixes(base_iri))
