"""How fast articles come from files into the store, with the extraction, the gate and all: articles a second.

Usage: python benchmarks/load.py PATH... [--processes N] [--profile]

Loads into a new store in a temporary folder, then loads the same again, which should cost next to nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import tempfile
from pathlib import Path

from kg.pipeline import LoadReport, load
from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store


def main() -> None:
    """Load twice and print both."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--processes", type=int, default=0, help="0: all cores")
    arguments.add_argument("--profile", action="store_true", help="with --processes 1: where the time goes")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        profile = cProfile.Profile()
        for run in ("new", "unchanged"):
            with open_store(folder) as store:
                if given.profile:
                    profile.enable()
                report = load(given.paths, store, base_iri=DEFAULT_BASE_IRI, processes=given.processes)
                profile.disable()
            print(f"{run:>9}: {told(report)}")
        size = sum(file.stat().st_size for file in (Path(folder) / "live").rglob("*") if file.is_file())
        print(f"    store: {size / 2**20:.1f} MiB")
    for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "largest worker")):
        print(f"   memory: {resource.getrusage(who).ru_maxrss / 2**10:.0f} MiB at most ({name})")
    if given.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


def told(report: LoadReport) -> str:
    """One line on a load."""
    return (
        f"{report.articles} articles ({report.unchanged} unchanged), {report.facts} facts, {report.refused} refused, "
        f"{len(report.problems) + len(report.failures)} problems, {report.seconds:.2f} s, {report.rate:.0f} articles/s"
    )


if __name__ == "__main__":
    main()
