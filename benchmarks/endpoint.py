"""How fast the endpoint answers over HTTP, beside other servers with the same data.

Usage: python benchmarks/endpoint.py [--quads N] [--runs N] [--seconds S] [--servers NAME,...] [--work FOLDER]

Writes synthetic articles as N-Quads by this project's own emitter, loads them into each server, and prints three
tables:

- each query alone, never the same text twice, so that no cache answers: medians and 99th percentiles in ms, and how
  many times as long as ours the others take; short queries are asked more often, as most of their time is the client's;
- the cheapest look-up, another article each time, by 1, 8 and 32 connections: requests a second;
- the same look-up again and again, which ours answers from what it keeps.

The servers take turns query by query, so that whatever else the machine does meets all of them; each is asked twice, in
other words, and the second time counts. `wrk` sends the
requests of the last two tables (Debian: `apt install wrk`). Of rdflib-endpoint only what it can do within a minute is
measured.
"""

from __future__ import annotations

import argparse
import math
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import httpx
from queries import LOOK_UP, QUERIES, Measured
from servers import SERVERS, SETTLING, RdflibEndpoint, Server, Virtuoso
from synthetic import quads_file

_PATIENCE = 60.0
# Of a query of so few ms the client's own time is the most: so many times as many runs tell the servers apart.
_SHORT = 2.0
_MORE = 20
_CONNECTIONS = (1, 8, 32)
_ARTICLES = 600
_JSON = "application/sparql-results+json"
_LUA = """
local number, path = {first}, "{path}"
request = function()
  number = number + 1
  local article = {article}
  return wrk.format("GET", path .. "?query=" .. string.format("{query}", article){more},
    {{["Accept"] = "{accept}", ["Host"] = "127.0.0.1"}})
end
"""


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quads", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--seconds", type=float, default=5, help="of each measurement of requests a second")
    arguments.add_argument("--servers", default=",".join(server.name for server in SERVERS))
    arguments.add_argument("--work", type=Path, default=Path("var/benchmark"))
    given = arguments.parse_args()
    wanted = given.servers.split(",")
    data = quads_file(given.work, given.quads)
    servers = [kind(data.parent, data) for kind in SERVERS if kind.name in wanted and _there(kind)]
    for server in servers:
        server.prepare()
    with ExitStack() as stack:
        for server in servers:
            print(f"starting {server.name} ...", flush=True)
            stack.enter_context(server.running())
        _queries(servers, given.runs)
        # By itself each: what the others do meanwhile would not be fair to it.
    for title, changing in (("another one each time", True), ("always the same one", False)):
        _throughput(servers, given.seconds, title, changing=changing)


def _there(kind: type[Server]) -> bool:
    if kind is Virtuoso and not shutil.which("virtuoso-t"):
        print("virtuoso is not installed (Debian: apt install virtuoso-opensource-7)")
        return False
    return True


def _queries(servers: Sequence[Server], runs: int) -> None:
    number = count()
    medians: dict[str, dict[str, float]] = {server.name: {} for server in servers}
    print(
        f"\nms: median / 99th percentile of {runs} runs ({_MORE * runs} of what takes less than {_SHORT:.0f} ms), one "
        "query at a time, no query twice; (times as long as ours)\n"
    )
    _row("", *(server.name for server in servers))
    with httpx.Client(trust_env=False, timeout=_PATIENCE) as client:
        for query in QUERIES:
            times: dict[str, list[float]] = {server.name: [] for server in servers}
            wanted = runs
            while len(times[servers[0].name]) < wanted:
                for server in servers:
                    _ask(client, server, query, next(number), times[server.name])
                if len(times[servers[0].name]) == runs and statistics.median(times[servers[0].name]) < _SHORT:
                    wanted = _MORE * runs
            cells = []
            for server in servers:
                took = times[server.name]
                median = statistics.median(took) if took else math.inf
                medians[server.name][query.name] = median
                ratio = median / medians[servers[0].name][query.name]
                told = f"({ratio:.{1 if ratio >= 2 else 2}f}x)" if server is not servers[0] else ""
                cells.append(f"{_ms(median)} / {_ms(percentile(took, 99))} {told}" if took else "> 1 min")
            _row(query.name + (" *" if query.heavy else ""), *cells)
    print("\n* a heavy one")
    _summary(servers, medians)


def _ask(client: httpx.Client, server: Server, query: Measured, number: int, times: list[float]) -> None:
    slow = isinstance(server, RdflibEndpoint)
    if slow and (len(times) >= 3 or (times and times[0] > 5000)):
        return
    try:
        # Once before, unmeasured: what the other servers did meanwhile to the processor's caches is not to count.
        for time_of in ("before", "measured")[slow:]:
            begin = time.perf_counter()
            parameters = {"query": f"{query.sparql}\n# {number} {time_of}"}
            answer = client.get(server.url, params=parameters, headers={"Accept": _JSON})
    except httpx.TimeoutException:
        return
    times.append((time.perf_counter() - begin) * 1000)
    if answer.status_code != 200:
        raise SystemExit(f"{server.name}, {query.name}: {answer.status_code} {answer.text[:300]}")


def _summary(servers: Sequence[Server], medians: dict[str, dict[str, float]]) -> None:
    ours = medians[servers[0].name]
    for server in servers[1:]:
        theirs = medians[server.name]
        ratios = [theirs[name] / ours[name] for name in ours if theirs[name] < math.inf]
        heavy = [theirs[query.name] / ours[query.name] for query in QUERIES if query.heavy]
        mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))
        print(f"{server.name}: {mean:.1f} times as long as ours in the geometric mean, the heavy ones ", end="")
        print(f"at least {min(heavy):.1f} times")


def _throughput(servers: Iterable[Server], seconds: float, title: str, *, changing: bool) -> None:
    if not shutil.which("wrk"):
        print("\nrequests a second are not measured: wrk is not installed (Debian: apt install wrk)")
        return
    print(f"\nrequests a second / 99th percentile in ms, by connections: the cheapest look-up, {title}\n")
    _row("", *map(str, _CONNECTIONS))
    for server in servers:
        with server.running():
            script = server.folder / "look-up.lua"
            time.sleep(SETTLING)
            cells = []
            for connections in _CONNECTIONS:
                script.write_text(_lua(server, connections, changing=changing), encoding="utf-8")
                cells.append(_wrk(server, script, connections, seconds))
        _row(server.name, *(f"{rate:.0f} / {slowest}" for rate, slowest in cells))


def _lua(server: Server, connections: int, *, changing: bool) -> str:
    query = str(httpx.QueryParams({"q": LOOK_UP % "000100"}))[2:].replace("%", "%%").replace("000100", "%06d")
    return _LUA.format(
        path=server.path,
        # No number twice, or what one measurement had asked would be kept for the next.
        first=connections * 10_000_000,
        article=f"(number * 7919) % {_ARTICLES}" if changing else "100",
        query=query,
        # The text is another one each time, so that nothing is answered from what was kept.
        more=' .. "%20%23" .. number' if changing else "",
        accept=_JSON,
    )


def _wrk(server: Server, script: Path, connections: int, seconds: float) -> tuple[float, str]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "--timeout", "30s", "-s", str(script)]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{server.name} did not answer all requests: {told}")
    rate, slowest = re.search(r"Requests/sec: +([\d.]+)", told), re.search(r"99% +([\d.]+)(us|ms|s)", told)
    assert rate is not None and slowest is not None
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slowest[2]]
    return float(rate[1]), _ms(float(slowest[1]) * scale)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of them do not exceed; without any, none does."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else math.inf


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _row(first: str, *cells: str) -> None:
    print(f"{first:24}" + "".join(f"{cell:>27}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
