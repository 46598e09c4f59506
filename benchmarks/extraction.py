"""How fast articles are read into facts, and in how much memory: with one process and with several, side by side.

Usage: python benchmarks/extraction.py PATH [--processes N ...] [--copies N] [--repeat N]

PATH is anything that `kg load` takes: a folder, a text, a JSONL file (also .gz). Each run is a new Python process that
keeps none of the articles, so that its peak of memory is that of the extraction; of several runs the fastest counts.
Starting other processes takes part of a second: with copies of the articles it weighs as little as in a long load.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kg.articles import read_articles
from kg.articles.model import Article
from kg.extraction import extract
from kg.parallel import ordered_map

_ALL = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did. Seconds from the first article on, by the clock and of all cores together;
    memory in bytes, of the largest process.
    """

    processes: int
    articles: int
    characters: int
    rows: int
    seconds: float
    busy: float
    memory: int

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def measure(path: Path, processes: int, copies: int) -> Run:
    """Extract all articles of a path so many times, in this process or in several."""
    extract(Article("warm", "Khu công nghiệp An Hạ rộng 120 ha.", "warm"))  # the lexicon is built once, not per article
    characters = 0

    def counted() -> Iterator[Article]:
        nonlocal characters
        for copy in range(copies):
            for article in read_articles([path]):
                if isinstance(article, Article):
                    characters += len(article.text)
                    yield replace(article, id=f"{article.id}-{copy}") if copy else article

    articles = rows = 0
    began, busy = time.perf_counter(), cpu()
    for found in ordered_map(door, counted(), processes=processes, weight=lambda article: len(article.text)):
        articles += 1
        rows += found
    seconds = time.perf_counter() - began
    used = max(resource.getrusage(who).ru_maxrss for who in _ALL)
    return Run(processes, articles, characters, rows, seconds, cpu() - busy, used * 1024)


def cpu() -> float:
    """Seconds of computing that this process and its ended workers took so far."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _ALL))


def door() -> Callable[[Article], int]:
    """What a worker does with each article."""
    return row_count


def row_count(article: Article) -> int:
    """How many observations an article gives; the facts themselves stay in the worker."""
    return len(extract(article).observations)


def main() -> None:
    """Run each number of processes in a process of its own and print the results side by side."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--copies", type=int, default=1, help="read the articles so many times, with other ids")
    arguments.add_argument("--repeat", type=int, default=1, help="the fastest of so many runs")
    arguments.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.alone:
        print(json.dumps(asdict(measure(given.path, given.processes[0], given.copies))))
        return
    runs = [fastest(given.path, processes, given.copies, given.repeat) for processes in given.processes]
    if not runs[0].articles:
        sys.exit(f"{given.path}: no articles")
    rows = [
        ("processes", [f"{run.processes}" for run in runs]),
        ("articles", [f"{run.articles}" for run in runs]),
        ("observations", [f"{run.rows}" for run in runs]),
        ("seconds", [f"{run.seconds:.2f}" for run in runs]),
        ("articles/s", [f"{run.rate:.0f}" for run in runs]),
        ("articles/s of a core", [f"{run.articles / run.busy:.0f}" for run in runs]),
        ("million characters/s", [f"{run.characters / run.seconds / 1e6:.2f}" for run in runs]),
        ("peak memory, MiB", [f"{run.memory / 2**20:.0f}" for run in runs]),
        ("times the first", [f"{run.rate / runs[0].rate:.2f}" for run in runs]),
    ]
    for name, values in rows:
        print(f"{name:>20}" + "".join(f"{value:>10}" for value in values))


def fastest(path: Path, processes: int, copies: int, repeat: int) -> Run:
    """The fastest of several runs, each in a new process."""
    command = [
        sys.executable, __file__, str(path), "--alone", "--processes", str(processes), "--copies", str(copies),
    ]  # fmt: skip
    told = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(repeat)]
    return min((Run(**json.loads(line)) for line in told), key=lambda run: run.seconds)


if __name__ == "__main__":
    main()
