"""Graph → facts: the tables of an article, read back out of its named graph by SPARQL.

What comes back are the rows that were emitted (`kg.graph.text.settled` of the facts), in their order, with the fields
that the CSV does not have. Two things are not in the graph, so do not come back: offsets at which the quote does not
stand (they come back as 0, and the gate lets no such observation in), and an article's date that is no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeAlias, cast
from urllib.parse import unquote

import pyoxigraph as ox

from kg.facts import AboutType as _AboutType
from kg.facts import (
    ArticleFacts,
    Bound,
    Level,
    NamedPolicy,
    NamedZone,
    Observation,
    Origin,
    PolicyKind,
    Scope,
    SectorRelation,
    SectorStatement,
    Stage,
)
from kg.facts import Status as _Status
from kg.facts import ZoneType as _ZoneType
from kg.graph.identifiers import KINDS
from kg.graph.vocabulary import DCTERMS, OA, PROV, QUDT, RDFS, SDMX_DIMENSION, SDMX_MEASURE, Vocabulary, vocabulary

_Row: TypeAlias = "Mapping[str, Any] | ox.QuerySolution"


class Queryable(Protocol):
    """What answers a SPARQL SELECT with rows that can be asked for a variable: a `kg.store`, a pyoxigraph Store."""

    def query(self, query: str, /) -> Any:
        """The rows that answer a SELECT."""


_ARTICLES = """
SELECT ?graph ?id ?issued WHERE {
  %s
  GRAPH ?graph { ?article a kg:Article ; dcterms:identifier ?id . OPTIONAL { ?article dcterms:issued ?issued } }
} ORDER BY STR(?id)"""

_SPAN = """
  OPTIONAL { ?row prov:wasDerivedFrom/oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }"""

_OBSERVATIONS = (
    """
SELECT * WHERE { GRAPH <%s> {
  ?row a kg:Observation ; kg:rowNumber ?number ; sdmx-dimension:refArea ?subject ; kg:metric ?metric ;
    sdmx-measure:obsValue ?value ; qudt:unit ?unit ; kg:status ?status ; kg:bound ?bound ;
    kg:subjectConfidence ?subjectLevel ; kg:metricConfidence ?metricLevel ; kg:timeConfidence ?timeLevel .
  ?subject a ?class . VALUES (?class ?type) { %s }
  OPTIONAL { ?row prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?row kg:aboutLabel ?about }
  OPTIONAL { ?row kg:scope ?scope }
  OPTIONAL { ?row kg:stage ?stage }
  OPTIONAL { ?row kg:origin ?origin }
  OPTIONAL { ?row kg:sectorLabel ?sector }
  OPTIONAL { ?row kg:from ?from }
  OPTIONAL { ?row kg:to ?to }
  OPTIONAL { ?row kg:provinceLabel ?province }
  OPTIONAL { ?row kg:targetOfLabel ?policy }"""
    + _SPAN
    + " } } ORDER BY ?number STR(?row)"
)

_ZONES = (
    """
SELECT * WHERE { GRAPH <%s> {
  ?row a kg:Mention ; kg:rowNumber ?number ; kg:mentionOf ?subject .
  ?subject a ?class . VALUES (?class ?type) { %s }
  OPTIONAL { ?row rdfs:label ?label }
  OPTIONAL { ?row kg:provinceLabel ?province }
  OPTIONAL { ?row kg:districtLabel ?district }
  OPTIONAL { ?row kg:stage ?stage }"""
    + _SPAN
    + " } } ORDER BY ?number STR(?row)"
)

_POLICIES = (
    """
SELECT * WHERE { GRAPH <%s> {
  ?row a kg:Mention ; kg:rowNumber ?number ; kg:mentionOf ?subject ; kg:policyKind ?kind .
  OPTIONAL { ?row dcterms:identifier ?policyNumber }
  OPTIONAL { ?row dcterms:title ?title }
  OPTIONAL { ?row kg:issuer ?issuer }
  OPTIONAL { ?row dcterms:issued ?date }
  OPTIONAL { ?row kg:from ?from }
  OPTIONAL { ?row kg:to ?to }"""
    + _SPAN
    + " } } ORDER BY ?number STR(?row)"
)

_SECTORS = (
    """
SELECT * WHERE { GRAPH <%s> {
  ?row a kg:SectorStatement ; kg:rowNumber ?number ; sdmx-dimension:refArea ?subject ; kg:sectorRelation ?relation ;
    kg:subjectConfidence ?subjectLevel .
  ?subject a ?class . VALUES (?class ?type) { %s }
  OPTIONAL { ?row prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?row kg:aboutLabel ?about }
  OPTIONAL { ?row kg:sectorLabel ?sector }
  OPTIONAL { ?row kg:scope ?scope }
  OPTIONAL { ?row kg:provinceLabel ?province }"""
    + _SPAN
    + " } } ORDER BY ?number STR(?row)"
)

_ZONE_TYPES = ("Zone", "Cluster", "EconomicZone")


class RowIris(NamedTuple):
    """The IRI of a row's node (an observation, a mention, a sector statement), and of what the row is about."""

    row: str
    subject: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article's facts, and the IRIs of its rows: for each table as many as it has rows, in their order."""

    facts: ArticleFacts
    iris: Mapping[str, tuple[RowIris, ...]]


def read_facts(store: Queryable, base_iri: str, article_iri: str | None = None) -> Iterator[ArticleFacts]:
    """The facts of one article, or of all in the store in the order of their ids.

    An article that the store does not have gives nothing.

    Raises:
        SettingsError: there can be no IRIs under `base_iri`.
        QueryError, StoreError: the store cannot answer (a pyoxigraph Store raises its own).
    """
    for read in read_articles(store, base_iri, article_iri):
        yield read.facts


def read_articles(store: Queryable, base_iri: str, article_iri: str | None = None) -> Iterator[ReadArticle]:
    """Like `read_facts`, with the IRIs of the rows."""
    terms = vocabulary(base_iri)
    wanted = ""
    if article_iri is not None:
        graph = article_iri.replace(terms.things + "article/", terms.graphs + "article/", 1)
        wanted = f"VALUES ?graph {{ <{graph}> }}"
    # All of them at once: a store need not answer the next query while an answer is read.
    articles = [
        (_text(row, "graph"), _text(row, "id"), _text(row, "issued"))
        for row in store.query(_prefixes(terms) + _ARTICLES % wanted)
    ]
    for graph, article, issued in articles:
        yield _Reader(store, terms, graph, article).read(issued)


@lru_cache(maxsize=16)
def _prefixes(terms: Vocabulary) -> str:
    namespaces = {
        "kg": terms.ontology,
        "dcterms": DCTERMS,
        "oa": OA,
        "prov": PROV,
        "qudt": QUDT,
        "rdfs": RDFS,
        "sdmx-dimension": SDMX_DIMENSION,
        "sdmx-measure": SDMX_MEASURE,
    }
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in namespaces.items())


def _text(row: _Row, name: str) -> str:
    """The lexical form or IRI in a column; "" where it has no value."""
    try:
        term = row[name]
    except KeyError:
        return ""
    return "" if term is None else str(term.value)


def _word(row: _Row, name: str) -> str:
    """The facts table's word for a concept: the last part of its IRI."""
    return unquote(_text(row, name).rpartition("/")[2])


def _offset(row: _Row, name: str) -> int:
    return int(_text(row, name) or 0)


class _Reader:
    """Reads one article's graph."""

    def __init__(self, store: Queryable, terms: Vocabulary, graph: str, article: str) -> None:
        self.store = store
        self.terms = terms
        self.graph = graph
        self.article = article

    def read(self, published: str) -> ReadArticle:
        observations = self.rows(_OBSERVATIONS, self.types(KINDS))
        zones = self.rows(_ZONES, self.types(_ZONE_TYPES))
        policies = self.rows(_POLICIES)
        sectors = self.rows(_SECTORS, self.types(KINDS))
        facts = ArticleFacts(
            article=self.article,
            observations=tuple(map(self.observation, observations)),
            zones=tuple(map(self.zone, zones)),
            policies=tuple(map(self.policy, policies)),
            published=published,
            sectors=tuple(map(self.sector, sectors)),
        )
        tables = {"observations": observations, "zones": zones, "policies": policies, "sectors": sectors}
        return ReadArticle(
            facts,
            {
                table: tuple(RowIris(_text(row, "row"), _text(row, "subject")) for row in rows)
                for table, rows in tables.items()
            },
        )

    def rows(self, query: str, *values: str) -> list[_Row]:
        return list(self.store.query(_prefixes(self.terms) + query % (self.graph, *values)))

    @staticmethod
    def types(names: Iterable[str]) -> str:
        return " ".join(f'(kg:{name} "{name}")' for name in names)

    def observation(self, row: _Row) -> Observation:
        unit = _text(row, "unit")
        return Observation(
            article=self.article,
            about=_text(row, "about"),
            about_type=cast(_AboutType, _text(row, "type")),
            metric=_word(row, "metric"),
            value=Decimal(_text(row, "value")),
            unit=self.terms.unit_codes.get(unit) or _word(row, "unit"),
            start=_offset(row, "start"),
            end=_offset(row, "end"),
            quote=_text(row, "quote"),
            scope=cast(Scope, _word(row, "scope")),
            stage=cast(Stage, _word(row, "stage")),
            sector=_text(row, "sector"),
            origin=cast(Origin, _word(row, "origin")),
            from_=_text(row, "from"),
            to=_text(row, "to"),
            status=cast(_Status, _word(row, "status")),
            bound=cast(Bound, _word(row, "bound")),
            province=_text(row, "province"),
            policy=_text(row, "policy"),
            subject_level=cast(Level, _word(row, "subjectLevel")),
            metric_level=cast(Level, _word(row, "metricLevel")),
            time_level=cast(Level, _word(row, "timeLevel")),
        )

    def zone(self, row: _Row) -> NamedZone:
        return NamedZone(
            article=self.article,
            label=_text(row, "label"),
            type=cast(_ZoneType, _text(row, "type")),
            province=_text(row, "province"),
            district=_text(row, "district"),
            stage=cast(Stage, _word(row, "stage")),
            start=_offset(row, "start"),
            end=_offset(row, "end"),
        )

    def policy(self, row: _Row) -> NamedPolicy:
        return NamedPolicy(
            article=self.article,
            number=_text(row, "policyNumber"),
            kind=cast(PolicyKind, _word(row, "kind")),
            issuer=_text(row, "issuer"),
            date=_text(row, "date"),
            title=_text(row, "title"),
            from_=_text(row, "from"),
            to=_text(row, "to"),
            start=_offset(row, "start"),
            end=_offset(row, "end"),
        )

    def sector(self, row: _Row) -> SectorStatement:
        return SectorStatement(
            article=self.article,
            about=_text(row, "about"),
            about_type=cast(_AboutType, _text(row, "type")),
            relation=cast(SectorRelation, _word(row, "relation")),
            sector=_text(row, "sector"),
            start=_offset(row, "start"),
            end=_offset(row, "end"),
            quote=_text(row, "quote"),
            scope=cast(Scope, _word(row, "scope")),
            province=_text(row, "province"),
            subject_level=cast(Level, _word(row, "subjectLevel")),
        )
