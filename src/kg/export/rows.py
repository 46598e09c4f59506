"""The rows of the published tables, read out of a store an article at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from kg.export.columns import ARTICLE_COLUMNS
from kg.facts import NamedPolicy, Observation, SectorStatement
from kg.facts_rows import Row
from kg.graph import read_articles
from kg.graph.dates import day_literals
from kg.graph.vocabulary import vocabulary
from kg.store import Store, text

PublishedRow: TypeAlias = Mapping[str, str]
"""A row of a published table by column: texts as they are, numbers as plain decimals, "" where there is none."""

# One of each: an article has one title, but nobody keeps who writes by SPARQL from giving it two.
_ARTICLES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?article ?id (MIN(?title_) AS ?title) (MIN(?publisher_) AS ?publisher) (MIN(?author_) AS ?author)
  (MIN(?published_) AS ?published) (MIN(?url_) AS ?url) (MIN(?source_) AS ?source)
WHERE {
  GRAPH ?graph {
    ?article a ?class ; dcterms:identifier ?id .
    OPTIONAL { ?article dcterms:title ?title_ }
    OPTIONAL { ?article dcterms:publisher ?publisher_ }
    OPTIONAL { ?article dcterms:creator ?author_ }
    OPTIONAL { ?article dcterms:issued ?issued BIND(STR(?issued) AS ?published_) }
    OPTIONAL { ?article foaf:page ?page BIND(STR(?page) AS ?url_) }
    OPTIONAL { ?article dcterms:source ?source_ }
  }
} GROUP BY ?article ?id ORDER BY STR(?id)"""


def article_rows(store: Store, base_iri: str) -> Iterator[PublishedRow]:
    """The rows of the table of articles, in the order of their ids.

    Raises:
        StoreError: the engine failed.
    """
    for row in store.select(_ARTICLES, bindings={"class": vocabulary(base_iri).ARTICLE}):
        told = {column: text(row, column) for column in ARTICLE_COLUMNS}
        yield {**told, "article": text(row, "id"), "iri": text(row, "article")}


def fact_rows(
    store: Store, base_iri: str, counted: Callable[[int], None] | None = None
) -> Iterator[Mapping[str, list[PublishedRow]]]:
    """The rows of the facts tables, by table, of one article after another in the order of their ids.

    `counted` is called with the number of articles read so far. Raises like `kg.graph.read_articles`.
    """
    for number, read in enumerate(read_articles(store, base_iri), 1):
        facts = read.facts
        tables: dict[str, Iterable[Row]] = {
            "observations": facts.observations,
            "zones": facts.zones,
            "policies": facts.policies,
            "sectors": facts.sectors,
        }
        yield {
            table: [
                {**row.row(), **_further(row), "iri": iris.row, "about_iri": iris.subject}
                for row, iris in zip(rows, read.iris[table], strict=True)
            ]
            for table, rows in tables.items()
        }
        if counted:
            counted(number)


def _further(row: Row) -> dict[str, str]:
    """What the published tables have beyond the facts table's own columns."""
    told = {}
    if isinstance(row, Observation | SectorStatement):
        told["province"] = row.province
    if isinstance(row, Observation):
        told["confidence"] = row.confidence
    if isinstance(row, Observation | NamedPolicy):
        first, last = day_literals(row.from_, row.to)
        told["period_start"] = first.value if first else ""
        told["period_end"] = last.value if last else ""
    return told
