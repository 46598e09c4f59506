"""What each stage of a load costs: the figures of docs/scale.md.

Usage: python benchmarks/stages.py PATH... [--quads N]

Seconds are those of a core (this process's CPU time, with its engine's threads), so that a busy machine shows the same.
First the articles of PATH, one stage after the other in this process; then N synthetic quads (default: a million) into
an empty store by its bulk path and, a tenth of them, in one transaction an article.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from synthetic import synthetic_articles

from kg.articles import Article, read_articles
from kg.extraction import extract
from kg.graph import emit, identifiers
from kg.graph.gate import Gate
from kg.preparing import sorted_quads
from kg.settings import DEFAULT_BASE_IRI
from kg.store import DATASETS, Store, loaded_articles, named_format, open_store
from kg.store.statistics import statistics
from kg.storing import BATCH_BYTES


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--quads", type=int, default=1_000_000, metavar="N")
    given = arguments.parse_args()
    print("ms of a core for an article")
    _articles(given.paths)
    with tempfile.TemporaryDirectory() as folder:
        _quads(given.quads, Path(folder))


def _articles(paths: list[Path]) -> None:
    gate = Gate(DEFAULT_BASE_IRI)
    when = datetime.now(UTC)
    begin = time.process_time()
    articles = [entry for entry in read_articles(paths) if isinstance(entry, Article)]
    count = len(articles)
    characters = sum(len(article.text) for article in articles)
    print(
        f"{'read':>12}: {_ms(begin, count):6.2f}   {count} articles of {characters / count:.0f} characters on average"
    )
    begin = time.process_time()
    facts = [extract(article) for article in articles]
    found = sum(len(one.observations) for one in facts)
    print(f"{'extract':>12}: {_ms(begin, count):6.2f}   {found / count:.2f} observations on average")
    begin = time.process_time()
    graphs = [emit(article, one, DEFAULT_BASE_IRI, when) for article, one in zip(articles, facts, strict=True)]
    print(f"{'emit':>12}: {_ms(begin, count):6.2f}")
    begin = time.process_time()
    reports = [gate.check(graph) for graph in graphs]
    print(f"{'validate':>12}: {_ms(begin, count):6.2f}")
    begin = time.process_time()
    quads = [sorted_quads(report.kept.triples, report.kept.name) for report in reports]
    lines = sum(each.count(b"\n") for each in quads)
    size = sum(map(len, quads)) / count
    print(f"{'serialise':>12}: {_ms(begin, count):6.2f}   {lines / count:.1f} quads, {size / 1024:.1f} kB on average")


def _quads(wanted: int, folder: Path) -> None:
    graphs = list(islice(_graphs(), max(1, wanted // 1450)))
    total = sum(lines.count(b"\n") for lines, _ in graphs)
    print(f"seconds of a core for a million quads ({total} quads in {len(graphs)} graphs)")
    with open_store(str(folder / "bulk")) as store:
        with _timed("bulk path", total):
            for batch in _batches(graphs):
                store.load_graphs(b"".join(lines for lines, _ in batch), [name for _, name in batch])
                store.flush()
        size = sum(file.stat().st_size for file in (folder / "bulk" / "live").rglob("*") if file.is_file())
        written = sum(len(lines) for lines, _ in graphs)
        print(f"{'on disk':>12}: {size / total:6.0f} bytes a quad; {written / total:.0f} as N-Quads")
        names = [name for _, name in graphs]
        begin = time.process_time()
        for start in range(0, len(names), 100):
            loaded_articles(store, DEFAULT_BASE_IRI, names[start : start + 100])
        print(f"{'look up':>12}: {_ms(begin, len(names)):6.2f} ms an article")
        with _timed("count", total):
            statistics(store, DEFAULT_BASE_IRI)
        with _timed("export", total), (folder / "all.nq").open("wb") as output:
            store.export(output, named_format("nq", DATASETS))
    part = graphs[: max(1, len(graphs) // 10)]
    with open_store(str(folder / "single")) as store, _timed("one by one", sum(q.count(b"\n") for q, _ in part)):
        _one_by_one(store, part)


def _one_by_one(store: Store, graphs: list[tuple[bytes, str]]) -> None:
    import pyoxigraph as ox  # noqa: PLC0415 - only here

    for lines, name in graphs:
        store.replace_graphs({name: [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS)]})
    store.flush()


def _graphs() -> Iterator[tuple[bytes, str]]:
    make = identifiers(DEFAULT_BASE_IRI)
    for article, facts in synthetic_articles():
        graph = emit(article, facts, DEFAULT_BASE_IRI, datetime.now(UTC))
        yield sorted_quads(graph.triples, graph.name), make.article_graph(article.id).value


def _batches(graphs: list[tuple[bytes, str]]) -> Iterator[list[tuple[bytes, str]]]:
    batch: list[tuple[bytes, str]] = []
    held = 0
    for graph in graphs:
        batch.append(graph)
        held += len(graph[0])
        if held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    yield batch


@contextmanager
def _timed(name: str, quads: int) -> Iterator[None]:
    begin, began = time.process_time(), time.perf_counter()
    yield
    used = (time.process_time() - begin) / quads * 1e6
    print(f"{name:>12}: {used:6.2f}   ({(time.perf_counter() - began) / quads * 1e6:.2f} s by the clock)", flush=True)


def _ms(begin: float, count: int) -> float:
    return (time.process_time() - begin) / count * 1000


if __name__ == "__main__":
    main()
