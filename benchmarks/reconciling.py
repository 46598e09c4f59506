"""How long the reconciliation service takes for batches of ten names: median and 99th percentile in ms, over HTTP.

Usage: kg serve --store FOLDER & python benchmarks/reconciling.py http://127.0.0.1:8000 [--batches N]

The names are those of zones, clusters, provinces and districts that the server holds, drawn by a seeded generator: as
they are with their province told, without diacritics and without anything told, and with a letter left out.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable

import httpx

from kg.vietnamese import strip_diacritics

_NAMES = """
PREFIX kg: <{base}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?name ?province WHERE {{
  VALUES ?class {{ kg:Zone kg:Cluster kg:EconomicZone kg:Province kg:District }}
  ?thing a ?class ; rdfs:label ?name .
  OPTIONAL {{ ?thing kg:locatedIn/rdfs:label ?province FILTER(LANG(?province) = "vi") }}
  FILTER(LANG(?name) IN ("vi", ""))
}}"""


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("address")
    arguments.add_argument("--batches", type=int, default=200)
    given = arguments.parse_args()
    with httpx.Client(base_url=given.address, timeout=60, trust_env=False) as client:
        base = client.get("/reconcile").json()["identifierSpace"].removesuffix("id/")
        query = {"query": _NAMES.format(base=base), "format": "json"}
        rows = client.get("/sparql", params=query).json()["results"]["bindings"]
        names = [(row["name"]["value"], row.get("province", {}).get("value", "")) for row in rows]
        print(f"{len(names)} names, {given.batches} batches of ten")
        chosen = random.Random(1)
        kinds: dict[str, Callable[[str, str], dict[str, object]]] = {
            "with their province": _told,
            "without diacritics": lambda name, _: {"query": strip_diacritics(name)},
            "a letter left out": lambda name, _: {"query": _without_a_letter(name, chosen)},
        }
        for kind, asked in kinds.items():
            took, found = [], 0
            for _ in range(given.batches):
                batch = {str(n): asked(*one) for n, one in enumerate(chosen.sample(names, 10))}
                start = time.perf_counter()
                answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
                took.append((time.perf_counter() - start) * 1000)
                found += sum(bool(one["result"]) for one in answer.raise_for_status().json().values())
            worst = statistics.quantiles(took, n=100)[98]
            part = found / given.batches / 10
            print(f"{kind:22} median {statistics.median(took):6.1f} ms   99 % {worst:6.1f} ms   found {part:.1%}")


def _told(name: str, province: str) -> dict[str, object]:
    return {"query": name, "properties": [{"pid": "province", "v": province}] if province else []}


def _without_a_letter(name: str, chosen: random.Random) -> str:
    at = chosen.randrange(len(name))
    return name[:at] + name[at + 1 :]


if __name__ == "__main__":
    main()
