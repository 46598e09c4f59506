"""How fast the canned queries are answered through our endpoint from the store of the settings, answers not kept.

Usage: KG_STORE=http://127.0.0.1:8890/sparql python benchmarks/stores.py [NAME...] [--runs N]

Each query is asked with the examples of its parameters, needed ones only (whole, and where it has pages its first one),
then all. Median milliseconds of N runs, the
first one beside it: some servers take long to plan a query that they have not seen.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import threading
import time

import httpx
import uvicorn

from kg.canned import CannedQuery, canned_queries
from kg.settings import load_settings
from kg.web import create_app


def main() -> None:
    """Ask and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    settings = load_settings(cache_mb=0, rate_limit=0)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    medians = []
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=120) as client:
            print(client.get("/health").text)
            for name, query in canned_queries().items():
                if not given.names or name in given.names:
                    medians += [measured(client, query, values, given.runs) for values in given_values(query)]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
    answered = [median for median in medians if median]
    print(f"{len(answered)} of {len(medians)} answered; median {statistics.median(answered):.0f} ms")


def given_values(query: CannedQuery) -> list[dict[str, str]]:
    """The needed parameters with their examples, and all of them."""
    needed = {one.name for one in query.parameters if one.required} | set(query.at_least_one[:1])
    every = {one.name: one.example for one in query.parameters if one.example}
    few = {name: value for name, value in every.items() if name in needed}
    first = [few | {name: every[name] for name in ("limit", "offset")}] if query.has_pages else []
    return [few, *first, *([every] if every not in (few, *first) else [])]


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
