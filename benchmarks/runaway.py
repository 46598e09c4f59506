"""What runaway queries do to the endpoint and to those who ask it meanwhile.

Usage: python benchmarks/runaway.py [--quads N] [--limit SECONDS] [--seconds S] [--many N] [--work FOLDER]

Eight clients ask small queries all the time, alone and beside a runaway of each kind: a cartesian product of five
patterns, one that is sorted, a path through everything. Printed are the clients' medians and 99th percentiles, how long
after its limit each runaway was answered, and with what. Then many runaways are sent one after another, and processes
and memory compared before and after.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
from endpoint import percentile
from queries import LOOK_UP, QUERIES
from servers import SETTLING, Ours
from synthetic import quads_file

_CLIENTS = 8
_SMALL = ("describe an article", "all of an article", "series of a province", "count figures")
_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
RUNAWAYS = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
    "sort": f"SELECT * {{ {_PRODUCT} }} ORDER BY ?o ?l ?i",
    "path": "SELECT (COUNT(*) AS ?n) { ?x (!<http://example.org/>)* ?y . ?y (!<http://example.org/>|^!<a:b>)* ?z }",
}


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quads", type=int, default=1_000_000)
    arguments.add_argument("--limit", type=float, default=5.0, help="seconds that a query has")
    arguments.add_argument("--seconds", type=float, default=15.0, help="of each measurement")
    arguments.add_argument("--many", type=int, default=50)
    arguments.add_argument("--work", type=Path, default=Path("var/benchmark"))
    given = arguments.parse_args()
    data = quads_file(given.work, given.quads)
    server = Ours(data.parent, data, KG_QUERY_TIMEOUT=f"{given.limit:g}", KG_LOG_REQUESTS="false")
    server.prepare()
    with server.running():
        time.sleep(SETTLING)
        _beside(server, given.limit, given.seconds)
        _one_after_another(server, given.many)


def _beside(server: Ours, limit: float, seconds: float) -> None:
    print(
        f"\n{_CLIENTS} clients, ms: median / 99th percentile; seconds until the runaway's answer (limit {limit:g} s)\n"
    )
    with _clients(server) as times:
        time.sleep(seconds)
    alone = percentile(times, 99)
    print(f"{'alone':12} {statistics.median(times):8.1f} / {alone:8.1f}   ({len(times)} queries)")
    for name, sparql in RUNAWAYS.items():
        with _clients(server) as times:
            told = []
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                took, answer = _ask(server, sparql)
                told.append(f"{took:.2f} s {answer.status_code} {answer.json()['code']}")
        beside = percentile(times, 99)
        print(
            f"{name:12} {statistics.median(times):8.1f} / {beside:8.1f}   ({len(times)} queries; {beside / alone:.2f} "
            f"times the 99th percentile)   {'; '.join(told)}",
            flush=True,
        )


@contextmanager
def _clients(server: Ours) -> Iterator[list[float]]:
    """Clients that ask as fast as they are answered; their times in ms."""
    times: list[float] = []
    stop = threading.Event()
    number = count()
    small = [query.sparql for query in QUERIES if query.name in _SMALL]

    def ask() -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not stop.is_set():
                turn = next(number)
                sparql = small[turn % len(small)]
                begin = time.perf_counter()
                answer = client.get(server.url, params={"query": f"{sparql}\n# {turn}"})
                times.append((time.perf_counter() - begin) * 1000)
                assert answer.status_code == 200, answer.text

    threads = [threading.Thread(target=ask) for _ in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    times.clear()
    try:
        yield times
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _one_after_another(server: Ours, many: int) -> None:
    def measured() -> str:
        pids = _with_children(server.pid)
        return f"{len(pids)} processes, {sum(map(_memory_mb, pids)):.0f} MiB"

    # The workers that there are have read what they read; so are those that come after them.
    for number in range(8):
        _ask(server, LOOK_UP % f"{number:06d}")
    print(f"\nbefore {many} runaways one after another: {measured()}")
    slowest = 0.0
    for number in range(many):
        sparql = list(RUNAWAYS.values())[number % len(RUNAWAYS)]
        took, answer = _ask(server, sparql, timeout="0.5")
        assert answer.status_code == 503, answer.text
        slowest = max(slowest, took)
    time.sleep(3)
    took, answer = _ask(server, LOOK_UP % "000001")
    assert answer.status_code == 200
    print(f"after them: {measured()}; the slowest was ended after {slowest:.2f} s (limit 0.5 s)")


def _ask(server: Ours, sparql: str, **parameters: str) -> tuple[float, httpx.Response]:
    begin = time.perf_counter()
    answer = httpx.get(server.url, params={"query": sparql} | parameters, timeout=120, trust_env=False)
    return time.perf_counter() - begin, answer


def _with_children(pid: int) -> list[int]:
    """A process and all that it and they started."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def _memory_mb(pid: int) -> float:
    """The memory of a process; what several share counts in parts."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
