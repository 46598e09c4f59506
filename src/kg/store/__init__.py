"""The store: named graphs that can be replaced one by one and queried together.

`open_store` is the door. Behind it stands the embedded engine; callers only know `kg.store.base.Store`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.base import DEFAULT_GRAPH, Answer, AnyTerm, Row, Solutions, Store, Triples, Truth, text
from kg.store.binding import Bindings, Term
from kg.store.embedded import MEMORY, EmbeddedStore
from kg.store.formats import DATASETS, GRAPHS, TABLES, Format, named_format, negotiate

if TYPE_CHECKING:
    from kg.settings import Settings

__all__ = [
    "DATASETS",
    "DEFAULT_GRAPH",
    "GRAPHS",
    "MEMORY",
    "TABLES",
    "Answer",
    "AnyTerm",
    "Bindings",
    "Format",
    "LoadedArticle",
    "Row",
    "Solutions",
    "Store",
    "Term",
    "Triples",
    "Truth",
    "article_digests",
    "every_loaded_article",
    "loaded_articles",
    "named_format",
    "negotiate",
    "open_store",
    "store_of",
    "text",
]


class LoadedArticle(NamedTuple):
    """Of which text, by which software, and with which corrections ("": none) an article's graph was made."""

    digest: str
    software: str
    review: str = ""


def open_store(location: str, *, read_only: bool = False) -> Store:
    """Open the store at `location`: a folder, or `:memory:`.

    One process at a time may write. Any number may read meanwhile: they see the data of the last `flush`, and keep
    seeing it until they open the store anew.

    Raises:
        StoreLocked: another process has it open for writing.
        StoreError: it cannot be opened; read only: nothing was loaded so far.
    """
    if location == MEMORY:
        return EmbeddedStore.in_memory()
    if location.startswith(("http:", "https:")):
        raise StoreError("a SPARQL server is opened by its settings: `store_of`", where=location)
    folder = Path(location)
    return EmbeddedStore.for_reading(folder) if read_only else EmbeddedStore.for_writing(folder)


def store_of(settings: Settings, *, read_only: bool = False) -> Store:
    """Open the store of these settings: a folder, or a SPARQL server. Otherwise like `open_store`.

    Raises:
        StoreLocked, StoreError: like `open_store`; the server cannot be reached.
        SettingsError: a URL is none that can be asked.
    """
    if not settings.on_server:
        return open_store(settings.store, read_only=read_only)
    from kg.store.remote.address import ServerAddress  # noqa: PLC0415 - where there is no server, httpx is not needed
    from kg.store.remote.store import RemoteStore  # noqa: PLC0415

    return RemoteStore(ServerAddress.of(settings), settings.base_iri, read_only=read_only)


_DIGESTS = """
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?article ?digest ?software ?review WHERE {
  ?article ?hasDigest ?digest .
  OPTIONAL { ?extraction prov:used ?article ; prov:startedAtTime ?time ; prov:wasAssociatedWith ?software }
  OPTIONAL { ?article ?hasReview ?review }
}
"""


def article_digests(store: Store, base_iri: str) -> dict[str, LoadedArticle]:
    """What is loaded: an article's IRI → its digest (`Article.digest`), the IRI of the software that read it, and the
    digest of the corrections that were in it.
    """
    terms = {
        "hasDigest": ox.NamedNode(f"{base_iri}ontology#digest"),
        "hasReview": ox.NamedNode(f"{base_iri}ontology#reviewDigest"),
    }
    return {
        text(row, "article"): LoadedArticle(text(row, "digest"), text(row, "software"), text(row, "review"))
        for row in store.select(_DIGESTS, bindings=terms)
    }


# Without OPTIONAL, for which engines read all that could match: then it costs the same in a large store.
_LOADED = """
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?graph ?digest ?software WHERE {
  %s
  GRAPH ?graph {
    ?article ?hasDigest ?digest .
    ?extraction prov:used ?article ; prov:startedAtTime ?time ; prov:wasAssociatedWith ?software
  }
}
"""
_REVIEWED = "SELECT ?graph ?review WHERE { %s GRAPH ?graph { ?article ?hasReview ?review } }"


def loaded_articles(store: Store, base_iri: str, graphs: Sequence[str]) -> dict[str, LoadedArticle]:
    """Which of these articles' graphs the store has, and of what they were made.

    Raises StoreError where the store cannot answer.
    """
    names = [ox.NamedNode(graph) for graph in graphs]
    return dict(_loaded(store, base_iri, "VALUES ?graph { UNDEF }", {"graph": names})) if names else {}


def every_loaded_article(store: Store, base_iri: str) -> Iterator[tuple[str, LoadedArticle]]:
    """All articles' graphs that the store has, and of what they were made, one after the other.

    Raises StoreError where the store cannot answer.
    """
    return _loaded(store, base_iri, "", {})


def _loaded(store: Store, base_iri: str, which: str, graphs: Bindings) -> Iterator[tuple[str, LoadedArticle]]:
    has_digest, has_review = (ox.NamedNode(f"{base_iri}ontology#{name}") for name in ("digest", "reviewDigest"))
    reviewed = store.select(_REVIEWED % which, bindings={**graphs, "hasReview": has_review})
    reviews = {text(row, "graph"): text(row, "review") for row in reviewed}
    for row in store.select(_LOADED % which, bindings={**graphs, "hasDigest": has_digest}):
        graph = text(row, "graph")
        yield graph, LoadedArticle(text(row, "digest"), text(row, "software"), reviews.get(graph, ""))
