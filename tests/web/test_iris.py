"""Every IRI of ours that the data use leads to a page and to data."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox

from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store

_OF_A_KIND = 40


def _documents(folder: Path) -> set[str]:
    """All IRIs under the base in a full export, without fragments: graphs, terms of triples, datatypes."""
    found: set[str] = set()
    with open_store(str(folder), read_only=True) as store:
        for row in store.select("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"):
            for name in ("g", "s", "p", "o"):
                term = row[name]
                node = term.datatype if isinstance(term, ox.Literal) else term
                if isinstance(node, ox.NamedNode) and node.value.startswith(DEFAULT_BASE_IRI):
                    found.add(node.value.partition("#")[0])
    return found


def test_every_iri_is_found_as_a_page_and_as_turtle(client: httpx.Client, sample_store: Path) -> None:
    documents = _documents(sample_store)
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(documents):
        kinds["/".join(iri.removeprefix(DEFAULT_BASE_IRI).split("/")[:2])].append(iri)
    assert len(documents) > 1000 and len(kinds) > 30
    # Of a kind of which there are hundreds (districts, sectors) some from all over: each is served by the same code.
    chosen = [iri for iris in kinds.values() for iri in iris[:: max(1, len(iris) // _OF_A_KIND)]]

    def asked(iri: str) -> list[str]:
        path = "/" + iri.removeprefix(DEFAULT_BASE_IRI)
        wrong = []
        for media in ("text/html", "text/turtle"):
            answer = client.get(path, headers={"Accept": media}, follow_redirects=True)
            if answer.status_code != 200 or not answer.headers["content-type"].startswith(media):
                wrong.append(f"{path} as {media}: {answer.status_code} {answer.headers.get('content-type')}")
        return wrong

    with ThreadPoolExecutor(4) as pool:
        wrong = [one for several in pool.map(asked, chosen) for one in several]
    assert wrong == []
