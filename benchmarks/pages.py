"""How fast pages are made and how much they weigh: python benchmarks/pages.py STORE [--times 20] [--all]

Each page is asked for with `Cache-Control: no-cache`, so that it is made anew each time. Printed for each: median and
slowest milliseconds, kB as sent with gzip. `--all` asks for every IRI of ours in the store once, as a page and as
Turtle, and prints those that are not there.
"""

from __future__ import annotations

import argparse
import gzip
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pyoxigraph as ox
import uvicorn

from kg.settings import DEFAULT_BASE_IRI, Settings
from kg.store import open_store
from kg.web import create_app

_PATHS = [
    "/",
    "/map",
    "/quality",
    "/queries",
    "/queries/series?place=Đồng+Nai&metric=registeredCapital",
    "/page/country/viet-nam",
    "/page/province/dong-nai",
    "/page/province/hai-phong-2025",
    "/page/district/hai-phong-thuy-nguyen",
    "/page/metric/registeredCapital",
    "/page/sector/vsic-2018-26",
    "/page/policy/202-2025-qh15",
    "/ontology",
    "/shapes",
    "/sparql",
]


@contextmanager
def serving(store: str) -> Iterator[httpx.Client]:
    """A client of a server over that store."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    settings = Settings(store=store, rate_limit=0)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def measure(client: httpx.Client, path: str, times: int) -> str:
    """A line of the table."""
    headers = {"Accept": "text/html", "Cache-Control": "no-cache", "Accept-Encoding": "gzip"}
    answer = client.get(path, headers=headers)
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        answer = client.get(path, headers=headers)
        taken.append((time.perf_counter() - before) * 1000)
    weight = len(gzip.compress(answer.content, 5)) / 1000
    return f"{path:62} {answer.status_code} {statistics.median(taken):8.1f} {max(taken):8.1f} {weight:8.1f}"


def iris(store: str) -> list[str]:
    """All IRIs under the default base, without fragments."""
    found = set()
    with open_store(store, read_only=True) as opened:
        for row in opened.select("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"):
            for name in ("g", "s", "p", "o"):
                term = row[name]
                node = term.datatype if isinstance(term, ox.Literal) else term
                if isinstance(node, ox.NamedNode) and node.value.startswith(DEFAULT_BASE_IRI):
                    found.add(node.value.partition("#")[0].removeprefix(DEFAULT_BASE_IRI))
    return sorted(found)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    with serving(given.store) as client:
        while client.get("/ready").status_code != 200:
            time.sleep(0.2)
        rows = client.get("/queries/coverage.json").json()["rows"]
        zone = next((row["place"] for row in rows if "/zone/" in row["place"]), "")
        found = client.get("/data/province/dong-nai.json").json()["rows"]
        more = [zone] + [row[name] for row in found[:1] for name in ("observation", "article")]
        paths = _PATHS + [f"/page/{iri.partition('/id/')[2]}" for iri in more if iri]
        print(f"{'path':62} {'':3} {'median':>8} {'slowest':>8} {'kB':>8}")
        for path in paths:
            print(measure(client, path, given.times))
        if given.all:
            wrong = 0
            every = iris(given.store)
            for iri in every:
                for media in ("text/html", "text/turtle"):
                    answer = client.get(f"/{iri}", headers={"Accept": media}, follow_redirects=True)
                    if answer.status_code != 200 or not answer.headers["content-type"].startswith(media):
                        wrong += 1
                        print(f"/{iri} as {media}: {answer.status_code}")
            print(f"{len(every)} IRIs, {wrong} not found as a page or as Turtle")


if __name__ == "__main__":
    main()
