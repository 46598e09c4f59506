"""What resolving a name of a zone costs, with 1,000 to 1,000,000 names known: median and 99th percentile.

Usage: python benchmarks/resolution.py [--most N] [--sample N] [--folder DIR]

Fills a store on disk with synthetic names, then times three ways of a name that comes with an article, each over a
sample with nothing remembered: it is `known` already, it is `new` under a name that is known in another province, or
`unheard` of. Reading the name and writing the list of names are part of it; the article's own graph is not. What is
told is this thread's processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.identifiers import identifiers
from kg.graph.zone_graphs import names_graph, names_triples
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store
from kg.zone_registry import Stated, ZoneRegistry
from kg.zones.naming import ZoneKey, read_zone_name
from kg.zones.resolution import resolve

PROVINCES = ("Bắc Giang", "Bắc Ninh", "Hà Nam", "Hải Phòng", "Bình Dương", "Đồng Nai", "Long An", "Quảng Nam")
KINDS = ("known", "new", "unheard")
SYLLABLES = "An Bình Cẩm Đông Giang Hòa Khánh Lộc Minh Nam Phú Quang Sơn Tân Thanh Thuận Trung Vĩnh Xuân Yên".split()


def label(number: int) -> str:
    """The name of the zone of that number: four syllables and, of each three names, two with a number."""
    words, rest = [], number // 3
    for _ in range(6):
        rest, syllable = divmod(rest, len(SYLLABLES))
        words.append(SYLLABLES[syllable])
    return f"KCN {' '.join(words)} {('', 'II', '3')[number % 3]}".rstrip()


def stated(label_: str, province: str, date: str) -> Stated:
    """What an article that names the zone states."""
    subject = identifiers(BASE).subject("Zone", label_, province, "bai", date)
    assert subject.zone is not None
    return {(subject.node.value.removeprefix(f"{BASE}id/"), subject.zone.key)}


def names(first: int, last: int) -> Iterator[tuple[str, str]]:
    """The names of the numbers from `first` to before `last`, each with its province."""
    for number in range(first, last):
        yield label(number), PROVINCES[number * 7 % len(PROVINCES)]


def fill(engine: ox.Store, first: int, last: int) -> None:
    """Write the lists of names as loading would have, all at once."""
    buckets: dict[str, dict[str, set[ZoneKey]]] = defaultdict(lambda: defaultdict(set))
    for label_, province in names(first, last):
        for path, key in stated(label_, province, "2020"):
            buckets[key.bucket][path].add(key)
    quads = []
    for bucket, paths in buckets.items():
        known = {path: frozenset(keys) for path, keys in paths.items()}
        graph = names_graph(bucket, BASE)
        for triple in names_triples(known, resolve(known, ()), bucket, BASE):
            quads.append(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    engine.bulk_extend(quads)


def main() -> None:
    """Print a line for each number of known names."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--most", type=int, default=1_000_000)
    arguments.add_argument("--sample", type=int, default=1_000)
    arguments.add_argument("--folder", help="where the store is made; a temporary folder without it")
    given = arguments.parse_args()
    chosen = random.Random(1)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder, open_store(folder) as store:
        engine: ox.Store = store._engine  # type: ignore[attr-defined]  # by loading it would take hours
        filled, size = 0, 1_000
        print("microseconds a name, median (99 %)")
        print("".join(title.rjust(18) for title in ("known names", *KINDS)))
        while size <= given.most:
            fill(engine, filled, size)
            engine.optimize()
            filled = size
            numbers = chosen.sample(range(size), given.sample)
            measure("known", numbers[:100], size, store)  # reads the places, and the engine's first pages
            cells = [f"{size:,}", *(measure(kind, numbers, size, store) for kind in KINDS)]
            print("".join(cell.rjust(18) for cell in cells), flush=True)
            size *= 10


def measure(kind: str, numbers: list[int], size: int, store: Store) -> str:
    """Median and 99th percentile of what entering a name of that kind costs."""
    costs = []
    identifiers(BASE).subject.cache_clear()
    read_zone_name.cache_clear()  # else it had read the names of a small store when that was filled
    for place, number in enumerate(numbers):
        called, province = label(number), PROVINCES[number * 7 % len(PROVINCES)]
        if kind == "new":
            province = "Cà Mau"
        elif kind == "unheard":
            called = f"KCN Lạ {label(size + place)[4:]} {size}"
        registry = ZoneRegistry(store, BASE)  # it remembers nothing so far
        begin = time.thread_time()
        registry.add(stated(called, province, "2020"))
        costs.append((time.thread_time() - begin) * 1e6)
    return f"{statistics.median(costs):,.0f} ({statistics.quantiles(costs, n=100)[98]:,.0f})"


if __name__ == "__main__":
    main()
