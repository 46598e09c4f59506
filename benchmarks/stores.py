"""How fast the canned queries are answered through our endpoint from the store of the settings, answers not kept.

Usage: KG_STORE=http://127.0.0.1:8890/sparql python benchmarks/stores.py [NAME...] [--runs N]
       python benchmarks/stores.py [NAME...] [--runs N] --virtuoso QUADS [--work FOLDER]

With --virtuoso the store is a Virtuoso of its own, loaded with so many quads of synthetic articles (once: they stay in
the folder). Each query is asked with the examples of its parameters: needed ones only (as anybody gets it, and where it
has parts all in one), with a place where that may be given, then all. Median milliseconds of N runs, the first one
beside it: some servers take long to plan a query that they have not seen.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import uvicorn
from servers import SETTLING, Virtuoso
from synthetic import quads_file

from kg.canned import CannedQuery, canned_queries
from kg.settings import Settings, load_settings
from kg.web import create_app

_EXAMPLES = {"KCN Nomura": "KCN Hải Phòng 1"}
"""What the synthetic articles have for an example that they do not name."""
_QUICK = 1000.0
"""Milliseconds that a canned query may take."""


def main() -> None:
    """Ask and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--virtuoso", type=int, metavar="QUADS", help="ask a Virtuoso with so many quads")
    arguments.add_argument("--work", type=Path, default=Path("var/benchmark"))
    given = arguments.parse_args()
    if not given.virtuoso:
        measure(load_settings(cache_mb=0, rate_limit=0), given.names, given.runs)
        return
    data = quads_file(given.work, given.virtuoso)
    server = Virtuoso(data.parent, data)
    server.prepare()
    with server.running():
        time.sleep(SETTLING)
        beside = str(server.folder / "beside")
        kept = {name: f"{beside}/{name}.jsonl" for name in ("corrections", "zone_decisions")}
        settings = load_settings(store=server.url, store_beside=beside, cache_mb=0, rate_limit=0, **kept)
        measure(settings, given.names, given.runs)


def measure(settings: Settings, names: Sequence[str], runs: int) -> None:
    """Ask the queries of these names (all, if there are none) through our endpoint, and print what it took."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    medians = []
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=120) as client:
            print(client.get("/health").text)
            for name, query in canned_queries().items():
                if not names or name in names:
                    medians += [measured(client, query, values, runs) for values in given_values(query)]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
    answered = [median for median in medians if median]
    quick = sum(median < _QUICK for median in answered)
    print(f"{len(answered)} of {len(medians)} answered, {quick} in less than 1 s; ", end="")
    print(f"median {statistics.median(answered):.0f} ms" if answered else "")


def given_values(query: CannedQuery) -> list[dict[str, str]]:
    """The needed parameters with their examples, and all of them."""
    needed = {one.name for one in query.parameters if one.required} | set(query.at_least_one[:1])
    every = {one.name: _EXAMPLES.get(one.example, one.example) for one in query.parameters if one.example}
    few = {name: value for name, value in every.items() if name in needed}
    whole = [few | {"limit": "all"}] if query.has_pages else []
    place = {name: every[name] for name in ("place", "province") if name in every}
    told = [few, *whole, few | place, every]
    return [values for number, values in enumerate(told) if values not in told[:number]]


def measured(client: httpx.Client, query: CannedQuery, values: dict[str, str], runs: int) -> float:
    """The median of some runs in milliseconds; 0: it is not answered."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        answer = client.get(f"/queries/{query.name}.csv", params=values)
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status_code != 200:
            print(f"{query.name:34} {answer.status_code} {answer.json().get('detail', '')[:120]}")
            return 0
    median = statistics.median(times)
    rows = answer.text.count("\r\n") - 1
    print(f"{query.name:34} {median:8.0f} ms (first {times[0]:6.0f}) {rows:7} rows  {', '.join(values)}")
    return median


if __name__ == "__main__":
    main()
