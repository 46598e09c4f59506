"""How fast articles come from files into the store, with the extraction, the gate and all: articles a second.

Usage: python benchmarks/load.py PATH... [--articles N] [--processes N]... [--dask N]... [--oxigraph COMMAND]

Loads into a new store in a temporary folder, then loads the same again, which should cost next to nothing. With
--articles, the articles are repeated under other ids until there are so many. --processes and --dask (workers) may be
given several times, to be compared side by side. With --oxigraph (the `oxigraph` of PyPI), what was loaded is loaded
once more from N-Quads: by that program, and by the store's bulk path in the batches in which `kg load` uses it.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, groupby
from pathlib import Path

from kg.articles import Article, read_articles
from kg.cluster import Cluster
from kg.load_report import LoadReport
from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI
from kg.store import DATASETS, Store, named_format, open_store
from kg.storing import BATCH_BYTES

Way = Callable[[list[Path], Store], LoadReport]


def main() -> None:
    """Load in each of the ways, and print what it took."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--articles", type=int, metavar="N", help="repeat the articles until there are N")
    arguments.add_argument("--processes", type=int, action="append", metavar="N", help="0: all cores")
    arguments.add_argument("--dask", type=int, action="append", metavar="N", help="a cluster of N workers")
    arguments.add_argument("--oxigraph", metavar="COMMAND", help="the program to compare the bulk path with")
    arguments.add_argument("--profile", action="store_true", help="with --processes 1: where the time goes")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = [_repeated(given.paths, given.articles, Path(folder))] if given.articles else given.paths
        ways: dict[str, Way] = {
            f"{number} processes": _processes(number) for number in given.processes or ([] if given.dask else [0])
        }
        ways |= {f"Dask, {number} workers": _cluster(number) for number in given.dask or ()}
        rates = {}
        for number, (name, way) in enumerate(ways.items()):
            rates[name] = _measure(name, way, paths, Path(folder) / f"store-{number}", profiled=given.profile)
            slowest = min(rates.values())
            print(f"           {rates[name] / slowest:.2f} times the slowest so far", flush=True)
        if given.oxigraph:
            _compare(Path(folder) / "store-0", given.oxigraph, Path(folder))


def _repeated(paths: list[Path], wanted: int, folder: Path) -> Path:
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as output:
        written = 0
        for round_ in count():
            for entry in read_articles(paths):
                if isinstance(entry, Article) and written < wanted:
                    record = {"id": f"{entry.id}-{round_}", "text": entry.text, "title": entry.title, "url": entry.url}
                    output.write(json.dumps(record, ensure_ascii=False) + "\n")
                    written += 1
            if written >= wanted or not written:
                return file
    raise AssertionError


def _processes(number: int) -> Way:
    def way(paths: list[Path], store: Store) -> LoadReport:
        return load(paths, store, base_iri=DEFAULT_BASE_IRI, processes=number)

    return way


def _cluster(number: int) -> Way:
    """Only starting the cluster is not counted."""

    def way(paths: list[Path], store: Store) -> LoadReport:
        with Cluster.local(number) as cluster:
            return load(paths, store, base_iri=DEFAULT_BASE_IRI, cluster=cluster)

    return way


def _measure(name: str, way: Way, paths: list[Path], folder: Path, *, profiled: bool) -> float:
    profile = cProfile.Profile()
    rate = 0.0
    for run in ("new", "unchanged"):
        before = _cpu_seconds()
        with open_store(str(folder)) as store, _memory() as peaks:
            if profiled and run == "new":
                profile.enable()
            report = way(paths, store)
            profile.disable()
        rate = rate or report.rate
        here, there = (after - earlier for after, earlier in zip(_cpu_seconds(), before, strict=True))
        print(f"{name}, {run}: {told(report)}, seconds of a core: {here:.2f} here, {there:.2f} in others")
        quarters = [max(peaks[index * len(peaks) // 4 : (index + 1) * len(peaks) // 4] or [0]) for index in range(4)]
        print(f"           MiB in all processes, at most, in each quarter of the time: {quarters}")
    size = sum(file.stat().st_size for file in (folder / "live").rglob("*") if file.is_file())
    print(f"           store: {size / 2**20:.1f} MiB")
    if profiled:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    return rate


def _cpu_seconds() -> tuple[float, float]:
    """Of this process, and of those that it started and that have ended: on a busy machine, what to compare."""
    here, there = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return here.ru_utime + here.ru_stime, there.ru_utime + there.ru_stime


@contextmanager
def _memory() -> Iterator[list[int]]:
    """MiB held by this process and those that it started (what they share is counted once), looked at each second."""
    peaks: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1.0):
            peaks.append(sum(_proportional(process) for process in _family(os.getpid())) >> 10)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peaks
    finally:
        ended.set()
        watching.join()


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = {int(child) for task in tasks for child in (task / "children").read_text().split()}
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _compare(store: Path, command: str, folder: Path) -> None:
    """The same quads through `oxigraph load` and through the store's bulk path, in turn, three times."""
    file = folder / "all.nq"
    with open_store(str(store), read_only=True) as opened, file.open("wb") as output:
        opened.export(output, named_format("nq", DATASETS))
    lines = sorted(file.read_bytes().splitlines(keepends=True), key=lambda line: (_graph(line), line))
    lines = [line for line in lines if b"_:" not in line]  # those of the shapes go through transactions
    file.write_bytes(b"".join(lines))
    batches = list(_batches(lines))
    print(f"{len(lines)} quads, {len(batches)} batches")
    for round_ in range(3):
        begin = time.perf_counter()
        arguments = [command, "load", "--location", str(folder / f"theirs-{round_}"), "--file", str(file)]
        subprocess.run(arguments, check=True, capture_output=True)
        theirs = time.perf_counter() - begin
        begin = time.perf_counter()
        with open_store(str(folder / f"ours-{round_}")) as ours:
            for quads, graphs in batches:
                ours.load_graphs(quads, graphs)
                ours.flush()
        mine = time.perf_counter() - begin
        print(
            f"oxigraph load {len(lines) / theirs:,.0f} quads/s, bulk path {len(lines) / mine:,.0f} quads/s "
            f"({theirs / mine:.0%})",
            flush=True,
        )


def _graph(line: bytes) -> bytes:
    return line.rsplit(b" ", 2)[1]


def _batches(lines: list[bytes]) -> Iterator[tuple[bytes, list[str]]]:
    quads, graphs = bytearray(), list[str]()
    for name, of_graph in groupby(lines, _graph):
        quads += b"".join(of_graph)
        graphs.append(name.decode().strip("<>"))
        if len(quads) >= BATCH_BYTES:
            yield bytes(quads), graphs
            quads, graphs = bytearray(), []
    if quads:
        yield bytes(quads), graphs


def told(report: LoadReport) -> str:
    """One line on a load."""
    return (
        f"{report.articles} articles ({report.unchanged} unchanged), {report.facts} facts, {report.refused} refused, "
        f"{len(report.problems) + len(report.failures)} problems, {report.seconds:.2f} s, {report.rate:.0f} articles/s"
    )


if __name__ == "__main__":
    main()
