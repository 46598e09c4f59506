"""The whole way of an article: read, extracted, emitted as RDF, through the gate, into the store.

::

    with open_store("var/store") as store:
        report = load([Path("examples")], store, base_iri=DEFAULT_BASE_IRI)
    print(report.articles, report.facts, report.rejected)

Extraction, emission and the gate run in all cores; only this process writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.articles import Article, ReadProblem, read_articles
from kg.articles.partitions import Partition, partitions
from kg.articles.reading import already_read
from kg.articles.web import Web
from kg.canned import examples_graph
from kg.corrections import Kept, synchronised
from kg.facts import ArticleFacts
from kg.graph import identifiers, reference_graphs
from kg.graph.corrections import review_digest
from kg.load_report import LoadReport
from kg.parallel import ordered_map
from kg.preparing import Job, Outcome, Prepared, Preparer, Unchanged, extracted
from kg.store import LoadedArticle, Store, every_loaded_article, loaded_articles
from kg.storing import Storing
from kg.zoning import Zoning

if TYPE_CHECKING:
    from kg.cluster import Cluster

ASKED_TOGETHER = 100
HEAVIEST = 2_000_000
"""So many articles, or code points of their texts, are held while the store is asked whether it has them already."""


def load(
    paths: Iterable[str | Path],
    store: Store,
    *,
    base_iri: str,
    journal: Path | None = None,
    zone_journal: Path | None = None,
    processes: int = 0,
    force: bool = False,
    web: Web | None = None,
    cluster: Cluster | None = None,
    progress: Callable[[LoadReport], None] = lambda report: None,
) -> LoadReport:
    """Bring the articles of files, folders and addresses into the store; `progress` is called after each of them.

    Pages and feeds are fetched by `web`; without one, their addresses are problems.

    An article whose text and metadata were loaded by this version of the software already, with the same corrections,
    is passed over (not with `force`); a changed one replaces its own graph and nothing else. Corrections are those of
    the file `journal` and of the store; each gets what only the other has. Likewise decisions about zones, in the file
    `zone_journal`. Reference graphs are written where they differ.
    Each graph is one transaction. Ctrl-C ends it after the article at hand: what was written stays. `processes`: 0
    takes all cores, 1 does all in this process. With a `cluster` its workers do it.

    Raises:
        StoreError: the store cannot be written.
        ReviewError, ZoneError: the file of corrections, or that of decisions, cannot be read or written.
        OntologyError: ontology/ or shapes/ hold something unusable.
        WorkerDied, ClusterError: a process ended without an answer, or the cluster did. What was written before stays.
    """
    report = LoadReport()
    begin = time.perf_counter()
    try:
        report.reference_graphs = write_reference_graphs(store, base_iri)
        kept = synchronised(store, base_iri, journal)
        zoning = Zoning(store, base_iri, zone_journal)
        report.problems += [*kept.problems, *zoning.problems]
        prepared: Generator[Prepared, None, None]
        if cluster is None:
            fresh = _fresh(read_articles(paths, web), store, base_iri, kept, report, progress=progress, force=force)
            prepared = ordered_map(partial(Preparer, base_iri), fresh, processes=processes, weight=_length)
        else:
            outcomes = _on_cluster(cluster, partitions(map(str, paths), web), store, base_iri, kept, force=force)
            prepared = _counted(outcomes, report, progress=progress)
        storing = Storing(store, zoning, report)
        try:
            with closing(prepared):
                for result in prepared:
                    storing.add(result)
                    report.seconds = time.perf_counter() - begin
                    progress(report)
        finally:
            storing.flush()
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
    for chunk in _chunks(entries, report):
        known = loaded_articles(store, base_iri, [iris.article_graph(article.id).value for article in chunk])
        for article in chunk:
            corrections = tuple(kept.of.get(article.id, ()))
            found = known.get(iris.article_graph(article.id).value)
            if found == LoadedArticle(article.digest, software, review_digest(corrections)) and not force:
                report.articles += 1
                report.unchanged += 1
                progress(report)
            else:
                yield Job(article, corrections, known=found is not None)


def _on_cluster(
    cluster: Cluster,
    portions: Iterator[Partition | ReadProblem],
    store: Store,
    base_iri: str,
    kept: Kept,
    *,
    force: bool,
) -> Generator[Outcome, None, None]:
    """What becomes of the articles on a cluster; of those with the same id the first is kept, as everywhere."""
    from kg.cluster import Known, Task  # noqa: PLC0415 - not needed by most

    known = Known(every_loaded_article(store, base_iri))
    corrections = {article: tuple(found) for article, found in kept.of.items()}
    seen: set[int] = set()
    with closing(cluster.outcomes(portions, Task(base_iri, known, corrections, force))) as outcomes:
        for outcome in outcomes:
            if not isinstance(outcome, ReadProblem):
                name = outcome.article if isinstance(outcome, Prepared) else outcome.id
                if hash(name) in seen:
                    yield already_read(name, outcome.source)
                    continue
                seen.add(hash(name))
            yield outcome


def _counted(
    outcomes: Generator[Outcome, None, None], report: LoadReport, *, progress: Callable[[LoadReport], None]
) -> Generator[Prepared, None, None]:
    """What is to be stored; the rest goes into the report."""
    with closing(outcomes):
        for outcome in outcomes:
            if isinstance(outcome, Prepared):
                yield outcome
            elif isinstance(outcome, Unchanged):
                report.articles += 1
                report.unchanged += 1
                progress(report)
            else:
                report.problems.append(outcome)


def _chunks(entries: Iterable[Article | ReadProblem], report: LoadReport) -> Iterator[list[Article]]:
    """Articles as many at a time as the store is asked about at once; what could not be read goes into the report."""
    chunk: list[Article] = []
    weight = 0
    for entry in entries:
        if isinstance(entry, ReadProblem):
            report.problems.append(entry)
            continue
        chunk.append(entry)
        weight += len(entry.text)
        if len(chunk) >= ASKED_TOGETHER or weight >= HEAVIEST:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


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


def extract_all(
    paths: Iterable[str | Path], problems: list[ReadProblem], *, processes: int = 0
) -> Iterator[ArticleFacts]:
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
    return extracted
