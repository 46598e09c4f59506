"""What is done to one article, in whichever process: extracted, corrected, emitted as RDF, put through the gate.

::

    prepare = Preparer(DEFAULT_BASE_IRI)          # once in each process: it reads shapes and reference data
    prepared = prepare(Job(article))
    print(prepared.facts, prepared.failure)
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.articles import Article, ReadProblem
from kg.errors import KgError
from kg.extraction import explain, extract
from kg.extraction.explanation import explanation
from kg.facts import ArticleFacts
from kg.graph import emit, identifiers, settled
from kg.graph.text import carried
from kg.graph.zone_graphs import stated_names
from kg.review.apply import Outcome as ReviewOutcome
from kg.review.apply import Reviewed, review
from kg.review.model import Correction
from kg.zones.naming import ZoneKey

if TYPE_CHECKING:
    from kg.graph.gate import Rejection


@dataclass(frozen=True, slots=True)
class Returned:
    """A correction that came back for review: its id, its article, the quote that it is about, and why."""

    id: str
    article: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """An article on its way to a worker, with the corrections that people made of it.

    `known`: the store holds a graph of it already, made of another text or by another version.
    """

    article: Article
    corrections: tuple[Correction, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article on its way from a worker to the store.

    `quads` is its graph as N-Quads, its lines sorted and each of them once; `names` the names of zones that it states
    (see `stated_names`); `known` as its job says.
    """

    article: str
    source: str
    graph: str
    quads: bytes = b""
    names: frozenset[tuple[str, ZoneKey]] = frozenset()
    known: bool = False
    facts: int = 0
    refused: int = 0
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[Rejection, ...] = ()
    corrected: int = 0
    came_back: tuple[Returned, ...] = ()
    failure: str = ""

    @property
    def triples(self) -> Iterator[ox.Triple]:
        """Its graph, read."""
        return (quad.triple for quad in ox.parse(self.quads, format=ox.RdfFormat.N_QUADS))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that the store holds just so."""

    id: str
    source: str


Outcome: TypeAlias = Prepared | Unchanged | ReadProblem
"""What becomes of an article on its way to the store."""


class Preparer:
    """Article and corrections → what the store is to hold of it. Making one reads the shapes and the reference data."""

    def __init__(self, base_iri: str) -> None:
        from kg.graph.gate import (  # noqa: PLC0415 - slow to import, and not needed where nothing has changed
            Gate,
            with_findings,
        )

        self._base = base_iri
        self._with_findings = with_findings
        self._gate = Gate(base_iri)

    def __call__(self, job: Job) -> Prepared:
        """Extract, correct, emit, validate. What cannot be worked with becomes a failure and stops no other article."""
        article = job.article
        name = identifiers(self._base).article_graph(article.id)
        try:
            extraction = explain(article)
            numbers = explanation(article, extraction).counts
            reviewed = corrected(article, extraction.facts, job.corrections)
            report = self._gate.check(emit(article, reviewed, self._base, datetime.now(UTC)))
            if not report.kept.head:
                reasons = "; ".join(dict.fromkeys(rejection.message for rejection in report.rejected))
                told = f"its description does not conform: {reasons}"
                return Prepared(article.id, article.source, name.value, failure=told)
            triples = self._with_findings(report, article, numbers, self._base).triples
            return Prepared(
                article.id,
                article.source,
                name.value,
                sorted_quads(triples, name),
                frozenset(stated_names(triples, self._base)),
                job.known,
                len(report.kept.facts),
                report.refused,
                report.rejected,
                report.warnings,
                sum(outcome.in_force and outcome.correction.kind != "withdraw" for outcome in reviewed.outcomes),
                tuple(_returned(outcome) for outcome in reviewed.outcomes if outcome.state == "cameBack"),
            )
        except Exception as error:
            return Prepared(article.id, article.source, name.value, failure=_told(error))


def sorted_quads(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> bytes:
    """A graph as N-Quads: its lines sorted, each of them once."""
    quads = (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(written.splitlines(keepends=True))))


def corrected(article: Article, found: ArticleFacts, corrections: Iterable[Correction]) -> Reviewed:
    """What was extracted from an article, with people's corrections of it, in the form in which the graph holds it."""
    return review(settled(found), carried(article.text), corrections)


def _returned(outcome: ReviewOutcome) -> Returned:
    correction = outcome.correction
    placed = correction.row or correction.was[-1]
    return Returned(correction.id, correction.article, placed.anchor.quote, outcome.reason)


def _told(error: Exception) -> str:
    """An error in words; one that nobody foresaw with the place in the code, so that it can be reported."""
    if isinstance(error, KgError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"a fault of this program, please report it: {type(error).__name__}: {error} ({where})"


def extracted(article: Article) -> ArticleFacts | ReadProblem:
    """The facts of an article, or why there are none."""
    try:
        return extract(article)
    except Exception as error:
        return ReadProblem(article.source, None, f"nothing is extracted from it: {_told(error)}")
