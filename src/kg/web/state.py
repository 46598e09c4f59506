"""What the server keeps between requests: settings, query workers, and what is computed once for each snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import pyoxigraph as ox
from starlette.requests import Request

from kg.canned import Names, names_from, names_query
from kg.errors import SettingsError, StoreError, StoreLocked
from kg.federation import AllowList, Federation, Limits
from kg.graph.vocabulary import vocabulary
from kg.search import SearchService
from kg.settings import Settings, env_name
from kg.store import Row, store_of, text
from kg.store.binding import Bindings, bind
from kg.store.pool import Pool
from kg.store.tokens import read_query
from kg.store.workers import WorkerPool
from kg.store.write_process import WriteProcess
from kg.store.writes import Write, Written
from kg.web.metrics import Metrics
from kg.web.prepared import Preparing
from kg.web.released import Releases
from kg.web.room import Room
from kg.web.searching import Searcher

_T = TypeVar("_T")

_BODIES = 256 << 20
"""Bytes of bodies that are being read at once, beside those of writes."""

_COUNTS = """
SELECT (COUNT(*) AS ?count) WHERE { ?thing a ?class }
"""
# What several articles name is in the graph of each.
_NEWEST = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?article ?title ?day WHERE {
  VALUES ?class { UNDEF } ?article a ?class ; dcterms:title ?title ; dcterms:issued ?day
} ORDER BY DESC(?day) ?article LIMIT 5"""
_DISTINCT = """
SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE { VALUES ?class { UNDEF } ?thing a ?class }
"""
_LABELS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label WHERE {
  ?concept skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "vi")
}
"""
# All graphs that are no article's; and of those of articles as many as anybody would read through.
_GRAPHS = """
SELECT ?graph WHERE {
  { GRAPH ?graph {} FILTER(!STRSTARTS(STR(?graph), ?articles)) }
  UNION
  { SELECT ?graph WHERE { GRAPH ?graph {} FILTER(STRSTARTS(STR(?graph), ?articles)) } LIMIT 1000 }
}
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds, with clusters among the zones, in which version of the data ("0": none so far).

    `newest` are (IRI, title, day) of the articles that came out last.
    """

    version: str
    articles: int
    observations: int
    zones: int = 0
    policies: int = 0
    newest: tuple[tuple[str, str, str], ...] = ()


class State:
    """One for each application."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.terms = vocabulary(settings.base_iri)
        self.metrics = Metrics()
        self.room = Room(
            settings.spool_mb << 20, "too many large answers are on their way to slow clients; try again later"
        )
        self.bodies = Room(_BODIES + (settings.write_mb << 21), "too many bodies are on their way; try again later")
        self.searcher = Searcher(settings.beside, settings.base_iri, settings.environment)
        self.federation = _federation(settings, self.searcher)
        self.federating = 0
        self.preparing = Preparing(
            settings.downloads_folder,
            settings.store,
            settings.base_iri,
            lambda: self.pool.settled,
            settings.environment,
        )
        self.releases = Releases(Path(settings.releases) if settings.releases else None)
        self._pool: Pool | None = None
        self._writer: WriteProcess | None = None
        self._kept: dict[str, tuple[str, asyncio.Task[Any]]] = {}

    @property
    def pool(self) -> Pool:
        """The query workers."""
        if self._pool is None:
            raise StoreError("the server is not running")
        return self._pool

    async def open(self) -> None:
        """Start what runs beside the requests."""
        settings = self.settings
        self._pool = _pool(settings)
        self._writer = WriteProcess(
            settings.store,
            settings.base_iri,
            settings.write_timeout,
            settings.query_memory_mb * 2,
            settings.environment,
        )
        if settings.writable:
            await asyncio.to_thread(_make, settings)
        await self._pool.start()
        self.searcher.open(self._pool)

    async def close(self) -> None:
        """End it."""
        for _, task in self._kept.values():
            task.cancel()
        await self.preparing.close()
        await self.searcher.close()
        await self.federation.close()
        if self._writer is not None:
            await self._writer.close()
        if self._pool is not None:
            await self._pool.close()

    async def write(self, wanted: Write) -> Written:
        """Write; queries that begin afterwards see it. Raises like `WriteProcess.write`."""
        if self._writer is None:
            raise StoreError("the server is not running")
        written = await self._writer.write(wanted)
        await self.pool.look()
        return written

    async def rows(self, sparql: str, bindings: Bindings | None = None) -> list[Row]:
        """The rows of a SELECT of ours. Raises like `WorkerPool.run`."""
        _, rows = await self.pool.rows(bind(read_query(sparql), bindings or {}).text)
        return rows

    async def held(self) -> Held:
        """What the store holds now."""
        return await self._once_a_version("held", self._count)

    async def names(self) -> Names:
        """The names of places, zones and metrics."""
        return await self._once_a_version("names", self._read_names)

    async def labels(self) -> Mapping[str, str]:
        """The Vietnamese labels of the ontology's concepts, by IRI."""
        return await self._once_a_version("labels", self._read_labels)

    async def graphs(self) -> tuple[str, ...]:
        """Names of the named graphs: all but articles', and up to 1000 articles'."""
        return await self._once_a_version("graphs", self._read_graphs)

    async def _read_graphs(self, version: str) -> tuple[str, ...]:
        if version == "0":
            return ()
        articles = ox.Literal(self.terms.graphs + "article/")
        return tuple(sorted(text(row, "graph") for row in await self.rows(_GRAPHS, {"articles": articles})))

    async def _count(self, version: str) -> Held:
        if version == "0":
            return Held(version, 0, 0)
        counts = [
            int(text((await self.rows(_COUNTS, {"class": term}))[0], "count"))
            for term in (self.terms.ARTICLE, self.terms.OBSERVATION)
        ]
        for terms in (("Zone", "Cluster", "EconomicZone"), ("Policy",)):
            classes = tuple(self.terms.term(name) for name in terms)
            counts.append(int(text((await self.rows(_DISTINCT, {"class": classes}))[0], "count")))
        newest = await self.rows(_NEWEST, {"class": self.terms.ARTICLE})
        told = tuple((text(row, "article"), text(row, "title"), text(row, "day")) for row in newest)
        articles, observations, zones, policies = counts
        return Held(version, articles, observations, zones, policies, told)

    async def _read_names(self, version: str) -> Names:
        if version == "0":
            return Names(self.settings.base_iri)
        return names_from(await self.rows(names_query(self.settings.base_iri)), self.settings.base_iri)

    async def _read_labels(self, version: str) -> Mapping[str, str]:
        if version == "0":
            return {}
        return {text(row, "concept"): text(row, "label") for row in await self.rows(_LABELS)}

    async def _once_a_version(self, name: str, compute: Callable[[str], Awaitable[_T]]) -> _T:
        version = self.pool.version
        kept = self._kept.get(name)
        if kept is None or kept[0] != version or (kept[1].done() and (kept[1].cancelled() or kept[1].exception())):
            task = asyncio.ensure_future(compute(version))
            self._kept[name] = kept = (version, cast("asyncio.Task[Any]", task))
        # Shielded: that one asker leaves must not take the answer from the others.
        return cast(_T, await asyncio.shield(kept[1]))


def _federation(settings: Settings, searcher: Searcher) -> Federation:
    try:
        allowed = AllowList(settings.service_allow)
    except ValueError as error:
        raise SettingsError(str(error), where=env_name("service_allow")) from error
    most = Limits(settings.service_timeout, settings.service_mb, settings.service_rows, settings.service_calls)
    search = SearchService(settings.base_iri, searcher.for_query)
    return Federation(allowed, most, {search.iri: search})


def _pool(settings: Settings) -> Pool:
    """Workers over a folder, or what asks a server."""
    if settings.on_server:
        from kg.store.remote.pool import RemotePool  # noqa: PLC0415 - where there is no server, httpx is not needed

        return RemotePool(settings)
    return WorkerPool(
        Path(settings.store),
        size=settings.query_workers,
        timeout=settings.query_timeout,
        memory_mb=settings.query_memory_mb,
        queue=settings.query_queue,
        copy_mb=settings.copy_memory_mb,
    )


def _make(settings: Settings) -> None:
    """Make the store where there is none: a server that takes writes answers queries from the start."""
    if settings.on_server:
        return
    with suppress(StoreLocked), store_of(settings):  # locked: whoever is loading makes it
        pass


def state_of(request: Request) -> State:
    """The state of the application that a request came to."""
    return cast(State, request.app.state.kg)
