"""What an export of many quads takes in time and memory: python benchmarks/exporting.py [--quads 10000000]

Synthetic quads are written, brought into a store on disk, and exported by `kg export`, each format in a process of its
own, whose peak of memory is read when it has ended. Its resident set counts pages of the store's files, too, that the
system maps into it and takes back when others want them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import quads_file

from kg.store import open_store
from kg.store.embedded import EmbeddedStore

FILES = ("graph.nq.gz", "graph.nt", "graph.ttl", "graph.trig", "graph.jsonld.gz", "observations.csv", "tables/")


def main() -> None:
    """Print a line for each format."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quads", type=int, default=10_000_000)
    arguments.add_argument("--work", type=Path, default=Path("var/benchmark"))
    arguments.add_argument("--files", nargs="*", default=FILES)
    given = arguments.parse_args()
    # In a process of its own: a child's peak of memory begins with what its parent holds when it starts it.
    filling = multiprocessing.get_context("spawn").Process(target=fill, args=(given.work, given.quads))
    filling.start()
    filling.join()
    store = given.work / str(given.quads) / "store"
    print(f"{'file':20} {'seconds':>8} {'MB':>8} {'memory, MiB':>12}")
    for file in given.files:
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            seconds, memory = exported(store, f"{folder}/{file}")
            size = sum(one.stat().st_size for one in Path(folder).rglob("*") if one.is_file()) / 1e6
        print(f"{file:20} {seconds:8.0f} {size:8.0f} {memory:12.0f}", flush=True)


def fill(work: Path, quads: int) -> None:
    """Make a store of so many quads where it is not there."""
    data = quads_file(work, quads)
    folder = data.parent / "store"
    if not (folder / "current").exists():
        with open_store(str(folder)) as store:
            assert isinstance(store, EmbeddedStore) and store._engine is not None
            store._engine.bulk_load(path=str(data))  # by loading it would take hours
            store._engine.optimize()
            store.flush()


def exported(store: Path, file: str) -> tuple[float, float]:
    """Seconds and peak of memory (MiB) of exporting the store into that file."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "kg", "export", file, "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg export {file} ended with {process.returncode}")
    return time.perf_counter() - begin, usage.ru_maxrss / 2**10


if __name__ == "__main__":
    main()
