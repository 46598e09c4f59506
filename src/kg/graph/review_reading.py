"""What an article's graph tells of corrections: which rows are people's, what is withheld, what became of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kg.facts_rows import Row, row_of
from kg.graph.identifiers import identifiers
from kg.graph.reading import Queryable
from kg.graph.vocabulary import DCTERMS, OA, PROV, vocabulary

_STATES = """
SELECT ?correction ?state ?reason WHERE {
  ?correction kg:correctionState ?state . OPTIONAL { ?correction kg:stateReason ?reason }
}"""
_ORIGINS = """
SELECT ?row ?correction WHERE { GRAPH <%s> { ?correction a kg:Correction . ?row prov:wasGeneratedBy ?correction } }"""
_WITHHELD = """
SELECT ?row ?correction ?json WHERE { GRAPH <%s> { ?correction kg:withholds ?row . ?row kg:rowAsJson ?json } }"""
_NEW = "SELECT ?row ?correction WHERE { GRAPH <%s> { ?correction kg:newReading ?row } }"
_CONTEXT = """
SELECT ?row ?quote ?before ?after WHERE { GRAPH <%s> {
  ?row prov:wasDerivedFrom/oa:hasSelector ?selector . ?selector oa:exact ?quote .
  OPTIONAL { ?selector oa:prefix ?before } OPTIONAL { ?selector oa:suffix ?after }
} }"""
_SOURCES = """
SELECT ?id ?source ?digest WHERE {
  ?article a kg:Article ; dcterms:identifier ?id ; dcterms:source ?source ; kg:digest ?digest
}"""


@dataclass(frozen=True, slots=True)
class StoredReview:
    """Of one article, by the last part of a row's IRI (its hash): the id of the correction that the row is from, that
    withholds it (with the row), or whose place it is a new reading of; and its quote with the words around it.
    """

    by: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, tuple[str, Row]] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


def read_review(store: Queryable, base_iri: str, article: str, *, corrected: bool = True) -> StoredReview:
    """What the graph of the article of that id tells of corrections; nothing, where it is not in the store.

    Where it is known that nobody has `corrected` it, only the rows' quotes are asked for.
    """
    graph = identifiers(base_iri).article_graph(article).value

    def rows(query: str) -> Iterable[Mapping[str, str]]:
        return _rows(store, base_iri, query % graph)

    context = {_last(row["row"]): (row["quote"], row["before"], row["after"]) for row in rows(_CONTEXT)}
    if not corrected:
        return StoredReview(context=context)
    withheld = {}
    for row in rows(_WITHHELD):
        told = json.loads(row["json"])
        withheld[_last(row["row"])] = _last(row["correction"]), row_of(told["table"], article, told, row["row"])
    return StoredReview(
        {_last(row["row"]): _last(row["correction"]) for row in rows(_ORIGINS)},
        withheld,
        {_last(row["row"]): _last(row["correction"]) for row in rows(_NEW)},
        context,
    )


def stored_states(store: Queryable, base_iri: str) -> dict[str, tuple[str, str]]:
    """What became of each correction when its article was loaded, by id: the state (`kg.review.apply`), and why."""
    return {_last(row["correction"]): (_last(row["state"]), row["reason"]) for row in _rows(store, base_iri, _STATES)}


def article_sources(store: Queryable, base_iri: str) -> dict[str, tuple[str, str]]:
    """Of each article in the store, by its id: where it was read from, and its digest."""
    return {row["id"]: (row["source"], row["digest"]) for row in _rows(store, base_iri, _SOURCES)}


def _rows(store: Queryable, base_iri: str, query: str) -> Iterator[Mapping[str, str]]:
    """The rows of a SELECT, each term as its lexical form or IRI; "" where a column has no value."""
    namespaces = {"kg": vocabulary(base_iri).ontology, "dcterms": DCTERMS, "oa": OA, "prov": PROV}
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in namespaces.items())
    answer = cast(Any, store.query(prefixes + query))
    names = [str(getattr(variable, "value", variable)) for variable in answer.variables]
    for row in list(answer):
        yield {name: _lexical(row, name) for name in names}


def _lexical(row: Any, name: str) -> str:
    try:
        term = row[name]
    except KeyError:
        return ""
    return "" if term is None else str(term.value)


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]
