"""The whole way of an article: read, extracted, emitted as RDF, through the gate, into the store.

::

    with open_store("var/store") as store:
        report = load([Path("examples")], store, base_iri=DEFAULT_BASE_IRI)
    print(report.articles, report.facts, report.rejected)

Extraction, emission and the gate run in all cores; only this process writes.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.articles import Article, ReadProblem, read_articles
from kg.canned import examples_graph
from kg.corrections import Kept, synchronised
from kg.errors import KgError
from kg.extraction import extract
from kg.facts import ArticleFacts
from kg.graph import emit, identifiers, reference_graphs, settled
from kg.graph.corrections import review_digest
from kg.graph.text import carried
from kg.parallel import ordered_map
from kg.review.apply import Outcome, Reviewed, review
from kg.review.model import Correction
from kg.store import LoadedArticle, Store, article_digests
from kg.zoning import Zoning

if TYPE_CHECKING:
    from kg.graph.gate import Rejection

FLUSH_EVERY = 250
"""So many articles are written between two flushes: a crash loses no more than these, readers see them after it."""


@dataclass(slots=True)
class LoadReport:
    """What a load did, counted while it goes on.

    `articles` were read and are in the store, `unchanged` of them were there before just so; `facts` were written for
    the others (observations, and mentions of zones and policies), `refused` facts the gate kept out, for the reasons
    in `rejected`. `problems` could not be read; `failures` were read, but could not be stored: what was stored of them
    before stays. `corrected` corrections by people are in force in what was written, those in `came_back` are not,
    since their text has changed.
    """

    articles: int = 0
    unchanged: int = 0
    facts: int = 0
    refused: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[Rejection] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    failures: list[ReadProblem] = field(default_factory=list)
    corrected: int = 0
    came_back: list[Returned] = field(default_factory=list)
    reference_graphs: list[str] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Articles a second, those unchanged included."""
        return self.articles / self.seconds if self.seconds else 0.0

    @property
    def written(self) -> int:
        """How many graphs were written: articles' and reference graphs."""
        return self.articles - self.unchanged + len(self.reference_graphs)

    @property
    def complete(self) -> bool:
        """Whether all input could be read and is in the store."""
        return not (self.problems or self.failures or self.interrupted)


@dataclass(frozen=True, slots=True)
class Returned:
    """A correction that came back for review: its id, its article, the quote that it is about, and why."""

    id: str
    article: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """An article on its way to a worker, with the corrections that people made of it."""

    article: Article
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article on its way from a worker to the store: its graph as N-Triples, which travel fastest."""

    article: str
    source: str
    graph: str
    triples: bytes = b""
    facts: int = 0
    refused: int = 0
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[Rejection, ...] = ()
    corrected: int = 0
    came_back: tuple[Returned, ...] = ()
    failure: str = ""


class Preparer:
    """Article and corrections → what the store is to hold of it. Making one reads the shapes and the reference data."""

    def __init__(self, base_iri: str) -> None:
        from kg.graph.gate import Gate  # noqa: PLC0415 - slow to import, and not needed where nothing has changed

        self._base = base_iri
        self._gate = Gate(base_iri)

    def __call__(self, job: Job) -> Prepared:
        """Extract, correct, emit, validate. What cannot be worked with becomes a failure and stops no other article."""
        article = job.article
        name = identifiers(self._base).article_graph(article.id).value
        try:
            reviewed = corrected(article, extract(article), job.corrections)
            report = self._gate.check(emit(article, reviewed, self._base, datetime.now(UTC)))
        except Exception as error:
            return Prepared(article.id, article.source, name, failure=_told(error))
        if not report.kept.head:
            reasons = "; ".join(dict.fromkeys(rejection.message for rejection in report.rejected))
            return Prepared(article.id, article.source, name, failure=f"its description does not conform: {reasons}")
        return Prepared(
            article.id,
            article.source,
            name,
            ox.serialize(report.kept.triples, format=ox.RdfFormat.N_TRIPLES) or b"",
            len(report.kept.facts),
            report.refused,
            report.rejected,
            report.warnings,
            sum(outcome.in_force and outcome.correction.kind != "withdraw" for outcome in reviewed.outcomes),
            tuple(_returned(outcome) for outcome in reviewed.outcomes if outcome.state == "cameBack"),
        )


def corrected(article: Article, found: ArticleFacts, corrections: Iterable[Correction]) -> Reviewed:
    """What was extracted from an article, with people's corrections of it, in the form in which the graph holds it."""
    return review(settled(found), carried(article.text), corrections)


def _returned(outcome: Outcome) -> Returned:
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


def load(
    paths: Iterable[Path],
    store: Store,
    *,
    base_iri: str,
    journal: Path | None = None,
    zone_journal: Path | None = None,
    processes: int = 0,
    force: bool = False,
    progress: Callable[[LoadReport], None] = lambda report: None,
) -> LoadReport:
    """Bring the articles of files and folders into the store; `progress` is called after each of them.

    An article whose text and metadata were loaded by this version of the software already, with the same corrections,
    is passed over (not with `force`); a changed one replaces its own graph and nothing else. Corrections are those of
    the file `journal` and of the store; each gets what only the other has. Likewise decisions about zones, in the file
    `zone_journal`. Reference graphs are written where they differ.
    Each graph is one transaction. Ctrl-C ends it after the article at hand: what was written stays. `processes`: 0
    takes all cores, 1 does all in this process.

    Raises:
        StoreError: the store cannot be written.
        ReviewError, ZoneError: the file of corrections, or that of decisions, cannot be read or written.
        OntologyError: ontology/ or shapes/ hold something unusable.
        WorkerDied: a process ended without an answer. What was written before stays.
    """
    report = LoadReport()
    begin = time.perf_counter()
    try:
        report.reference_graphs = write_reference_graphs(store, base_iri)
        kept = synchronised(store, base_iri, journal)
        zoning = Zoning(store, base_iri, zone_journal)
        report.problems += [*kept.problems, *zoning.problems]
        fresh = _fresh(read_articles(paths), store, base_iri, kept, report, progress=progress, force=force)
        prepared = ordered_map(partial(Preparer, base_iri), fresh, processes=processes, weight=_length)
        written = 0
        with closing(prepared):
            for result in prepared:
                if _write(result, zoning, report):
                    written += 1
                    if written % FLUSH_EVERY == 0:
                        store.flush()
                report.seconds = time.perf_counter() - begin
                progress(report)
    except KeyboardInterrupt:
        report.interrupted = True
    finally:
        store.flush()
        report.seconds = time.perf_counter() - begin
    return report


def _length(job: Job) -> int:
    return len(job.article.text)


def _fresh(
    entries: Iterable[Article | ReadProblem],
    store: Store,
    base_iri: str,
    kept: Kept,
    report: LoadReport,
    *,
    progress: Callable[[LoadReport], None],
    force: bool,
) -> Iterator[Job]:
    """The articles that the store does not hold just so; the other entries go into the report."""
    iris = identifiers(base_iri)
    software = iris.software().value
    known = {} if force else article_digests(store, base_iri)
    for entry in entries:
        if isinstance(entry, ReadProblem):
            report.problems.append(entry)
            continue
        corrections = tuple(kept.of.get(entry.id, ()))
        wanted = LoadedArticle(entry.digest, software, review_digest(corrections))
        if known.get(iris.article(entry.id).value) == wanted:
            report.articles += 1
            report.unchanged += 1
            progress(report)
        else:
            yield Job(entry, corrections)


def _write(result: Prepared, zoning: Zoning, report: LoadReport) -> bool:
    report.refused += result.refused
    report.rejected += result.rejected
    report.warnings += result.warnings
    report.corrected += result.corrected
    report.came_back += result.came_back
    if result.failure:
        report.failures.append(ReadProblem(result.source, None, f"not stored: {result.failure}"))
        return False
    triples = (quad.triple for quad in ox.parse(result.triples, format=ox.RdfFormat.N_TRIPLES))
    problems = zoning.write(result.graph, triples)
    report.problems += [ReadProblem(result.source, None, problem) for problem in problems]
    report.articles += 1
    report.facts += result.facts
    return True


def write_reference_graphs(store: Store, base_iri: str) -> list[str]:
    """Write those reference graphs that the store holds otherwise or not at all; their names.

    Raises:
        StoreError: the store cannot be written.
        OntologyError: ontology/, shapes/ or queries/ hold something unusable.
    """
    written = []
    for name, triples in (*reference_graphs(base_iri), examples_graph(base_iri)):
        if _canonical(quad.triple for quad in store.quads(name.value)) != _canonical(triples):
            store.replace_graphs({name.value: triples})
            written.append(name.value)
    return written


def _canonical(triples: Iterable[ox.Triple]) -> ox.Dataset:
    """What can be compared: a store gives blank nodes names of its own, and writes numbers its way (1.0 as 1)."""
    kept = ox.Store()
    kept.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset = ox.Dataset(kept)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def extract_all(paths: Iterable[Path], problems: list[ReadProblem], *, processes: int = 0) -> Iterator[ArticleFacts]:
    """The facts of each article in files and folders, in the order of reading; what cannot be read goes to `problems`.

    Raises:
        WorkerDied: a process ended without an answer.
    """
    articles = _readable(read_articles(paths), problems)
    for found in ordered_map(_extractor, articles, processes=processes, weight=lambda article: len(article.text)):
        if isinstance(found, ReadProblem):
            problems.append(found)
        else:
            yield found


def _readable(entries: Iterable[Article | ReadProblem], problems: list[ReadProblem]) -> Iterator[Article]:
    for entry in entries:
        if isinstance(entry, ReadProblem):
            problems.append(entry)
        else:
            yield entry


def _extractor() -> Callable[[Article], ArticleFacts | ReadProblem]:
    return _extracted


def _extracted(article: Article) -> ArticleFacts | ReadProblem:
    try:
        return extract(article)
    except Exception as error:
        return ReadProblem(article.source, None, f"nothing is extracted from it: {_told(error)}")
