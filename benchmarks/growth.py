"""What one more article costs in stores of several sizes: it should be the same in all of them.

Usage: python benchmarks/growth.py PATH... [--quads N]... [--rounds N]

Stores of so many quads of synthetic articles (beside the reference graphs) are made; then one article after the other
of PATH is loaded into each in turn, as `kg load` does: looked up, extracted, validated, written, flushed, counted.
Printed are medians of milliseconds, and how much more it is than in the first store.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from synthetic import synthetic_articles

from kg.articles import Article, read_articles
from kg.graph import emit, identifiers
from kg.graph.zone_graphs import stated_names
from kg.load_report import LoadReport
from kg.pipeline import load, write_reference_graphs
from kg.preparing import Job, Preparer, sorted_quads
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, loaded_articles, open_store
from kg.store.statistics import write_statistics
from kg.storing import Storing
from kg.zoning import Zoning

_STEPS = ("looked up", "prepared", "written", "flushed", "all of these", "whole load", "counted")


def main() -> None:
    """Make the stores, load into each in turn, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--quads", type=int, action="append", metavar="N", help="default: 1000, 100000, 10000000")
    arguments.add_argument("--rounds", type=int, default=20, help="articles loaded into each")
    given = arguments.parse_args()
    sizes = given.quads or [1_000, 100_000, 10_000_000]
    articles = [entry for entry in islice(read_articles(given.paths), given.rounds) if isinstance(entry, Article)]
    prepare = Preparer(DEFAULT_BASE_IRI)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stores = []
        for size in sizes:
            begin = time.perf_counter()
            store = stack.enter_context(open_store(str(Path(folder) / str(size))))
            _fill(store, size)
            stores.append(store)
            print(f"{size} quads made in {time.perf_counter() - begin:.0f} s", flush=True)
        taken: list[dict[str, list[float]]] = [{step: [] for step in _STEPS} for _ in stores]
        for number, article in enumerate(articles):
            file = Path(folder) / f"{article.id}.txt"
            file.write_text(article.text, encoding="utf-8")
            pairs = list(zip(stores, taken, strict=True))
            first = number % len(pairs)  # each in turn: what comes first finds cold caches
            for store, times in pairs[first:] + pairs[:first]:
                _steps(store, article, prepare, times)
                begin = time.perf_counter()
                load([file], store, base_iri=DEFAULT_BASE_IRI, processes=1, force=True)
                times["whole load"].append(time.perf_counter() - begin)
                begin = time.perf_counter()
                write_statistics(store, DEFAULT_BASE_IRI, changed=1)
                times["counted"].append(time.perf_counter() - begin)
        for step in _STEPS:
            medians = [statistics.median(times[step]) * 1000 for times in taken]
            cells = (f"{median:8.1f} ms ({median / medians[0]:4.2f})" for median in medians)
            print(f"{step:>13}: {'   '.join(cells)}")


def _steps(store: Store, article: Article, prepare: Preparer, times: dict[str, list[float]]) -> None:
    """Load an article, timing each step by itself; what is the same for every load is left out."""
    zoning = Zoning(store, DEFAULT_BASE_IRI)
    storing = Storing(store, zoning, LoadReport())
    begin = time.perf_counter()
    found = loaded_articles(store, DEFAULT_BASE_IRI, [identifiers(DEFAULT_BASE_IRI).article_graph(article.id).value])
    asked = time.perf_counter()
    result = prepare(Job(article, known=bool(found)))
    prepared = time.perf_counter()
    zoning.write(result.graph, result.triples)
    written = time.perf_counter()
    storing.flush()
    flushed = time.perf_counter()
    moments = (begin, asked, prepared, written, flushed)
    for step, start, end in zip(_STEPS, moments, moments[1:], strict=False):
        times[step].append(end - start)
    times["all of these"].append(flushed - begin)


def _fill(store: Store, size: int) -> None:
    write_reference_graphs(store, DEFAULT_BASE_IRI)
    zoning = Zoning(store, DEFAULT_BASE_IRI)
    quads, graphs, written, names = bytearray(), list[str](), 0, set()
    for article, facts in synthetic_articles():
        if written >= size:
            break
        graph = emit(article, facts, DEFAULT_BASE_IRI, datetime.now(UTC))
        lines = sorted_quads(graph.triples, graph.name)
        quads += lines
        graphs.append(graph.name.value)
        written += lines.count(b"\n")
        names |= stated_names(graph.triples, DEFAULT_BASE_IRI)
        if len(quads) > 2**24 or written >= size:
            zoning.registry.add(names)
            store.load_graphs(bytes(quads), graphs)
            store.flush()
            quads, graphs, names = bytearray(), [], set()
    write_statistics(store, DEFAULT_BASE_IRI, changed=written)


if __name__ == "__main__":
    main()
