"""The embedded store: Oxigraph on disk, or in memory.

A store's folder holds::

    live/            the engine's own files; one process at a time writes them
    generations/N/   what readers open: a snapshot of live/ (hard links; it takes milliseconds and hardly any space)
    generations/N.lock   shared by the readers of N, so that nobody sweeps it away under them
    generations/N.changed   in which graphs N differs from the snapshot before
    current          the number of the newest snapshot
    bulk.nq          what is just being taken in at once (`kg.store.bulk`)
    unpublished      there while live/ holds more than the newest snapshot

Readers never touch live/: `kg load` runs while `kg serve` answers from the snapshot before, and each `flush` brings in
the next one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from kg.errors import QueryError, StoreError, StoreLocked
from kg.store.answers import EmbeddedSolutions, EmbeddedTriples, EmbeddedTruth, engine_errors
from kg.store.base import DEFAULT_GRAPH, Solutions, Triples, Truth, graph_name
from kg.store.binding import NO_BINDINGS, Bindings, bind
from kg.store.bulk import BulkLoad, interrupts_held
from kg.store.formats import Format
from kg.store.generations import NONE, Generation, Generations
from kg.store.merging import GraphName, Named, from_clauses, merged
from kg.store.tokens import read_query

MEMORY = ":memory:"


class EmbeddedStore:
    """`kg.store.base.Store` over pyoxigraph. Make one with `open_store`."""

    def __init__(
        self,
        location: str,
        engine: ox.Store,
        *,
        generation: Generation = NONE,
        writer: Generations | None = None,
        lock: int = -1,
    ) -> None:
        self._location = location
        self._engine: ox.Store | None = engine
        self._generation = generation
        self._writer = writer
        self._lock = lock
        self._writes = 0

    @classmethod
    def in_memory(cls) -> EmbeddedStore:
        """An empty store that ends with its process."""
        return cls(MEMORY, ox.Store(), writer=Generations(None))

    @classmethod
    def for_writing(cls, folder: Path) -> EmbeddedStore:
        """Open, and make it when missing.

        Raises:
            StoreLocked: another process writes it.
            StoreError: the folder cannot be made or is no store.
        """
        live = folder / "live"
        try:
            live.parent.mkdir(parents=True, exist_ok=True)
            (folder / "generations").mkdir(exist_ok=True)
            engine = ox.Store(str(live))
        except OSError as error:
            if "lock" in str(error).lower():
                raise StoreLocked(
                    "another process is writing to it; wait until it has ended (reading and serving go on meanwhile)",
                    where=str(folder),
                ) from error
            raise StoreError(f"cannot be opened as a store: {error}", where=str(folder)) from error
        writer = Generations(folder)
        writer.opened()
        with engine_errors(str(folder)):
            if BulkLoad(folder).finish(engine):
                writer.begin(None)
        return cls(str(folder), engine, generation=writer.current(), writer=writer)

    @classmethod
    def for_reading(cls, folder: Path) -> EmbeddedStore:
        """Open the newest snapshot.

        Raises:
            StoreError: there is no store, or nothing was loaded into it so far.
        """
        generations = Generations(folder)
        for _ in range(20):
            generation = generations.current()
            if generation == NONE:
                break
            snapshot = generations.snapshot(generation.number)
            lock = generations.hold(generation.number)
            try:
                if snapshot.is_dir():
                    engine = ox.Store.read_only(str(snapshot))
                    return cls(str(folder), engine, generation=generation, lock=lock)
            except OSError as error:
                os.close(lock)
                raise StoreError(f"its snapshot cannot be opened: {error}", where=str(snapshot)) from error
            os.close(lock)  # a writer swept it away between the two steps; there is a newer one
        raise StoreError("nothing was loaded here so far; `kg load PATH...` does", where=str(folder))

    @classmethod
    def of_copy(cls, folder: Path, engine: ox.Store, generation: Generation) -> EmbeddedStore:
        """A snapshot of a folder, of which `engine` is a copy in memory. For reading only."""
        return cls(str(folder), engine, generation=generation)

    @property
    def location(self) -> str:
        """The folder that it was opened with, or `:memory:`."""
        return self._location

    @property
    def version(self) -> str:
        """The snapshot's number, or for a writer one that counts its writes."""
        return f"live-{self._generation}.{self._writes}" if self._writer else str(self._generation)

    @property
    def generation(self) -> Generation:
        """The snapshot that a reader reads; for a writer the newest one when it was opened."""
        return self._generation

    @property
    def no_data(self) -> frozenset[str]:
        """None: whatever is in here is data."""
        return frozenset()

    def changed_since(self, older: Generation) -> set[str] | None:
        """See `kg.store.base.Store`."""
        return None if self._location == MEMORY else self._snapshots().changed_between(older, self._generation)

    def current(self) -> Generation:
        """See `kg.store.base.Store`."""
        return NONE if self._location == MEMORY else self._snapshots().current()

    def _snapshots(self) -> Generations:
        return self._writer or Generations(Path(self._location))

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """See `kg.store.base.Store`."""
        engine, writer = self._writable()
        new = {graph_name(name): triples for name, triples in graphs.items()}
        gone = [
            "CLEAR DEFAULT" if isinstance(graph, ox.DefaultGraph) else f"DROP SILENT GRAPH {graph}"
            for graph in new
            if isinstance(graph, ox.DefaultGraph) or engine.contains_named_graph(graph)
        ]
        writer.begin(graphs)
        self._writes += 1
        with engine_errors(self._location):
            if gone:
                # One update request is one transaction of this engine.
                blocks = []
                for graph, triples in new.items():
                    data = "".join(f"{triple} .\n" for triple in triples)
                    blocks.append(data if isinstance(graph, ox.DefaultGraph) else f"GRAPH {graph} {{ {data} }}")
                engine.update(f"{' ; '.join(gone)} ; INSERT DATA {{ {' '.join(blocks)} }}")
            else:
                engine.extend(
                    ox.Quad(triple.subject, triple.predicate, triple.object, graph)
                    for graph, triples in new.items()
                    for triple in triples
                )

    def load_graphs(self, quads: bytes, graphs: Sequence[str]) -> None:
        """See `kg.store.base.Store`."""
        engine, writer = self._writable()
        names = [graph_name(name) for name in graphs]
        there = [name for name in names if isinstance(name, ox.NamedNode) and engine.contains_named_graph(name)]
        writer.begin(graphs)
        self._writes += 1
        with engine_errors(self._location), interrupts_held():
            BulkLoad(writer.folder).run(engine, quads, there)

    def flush(self) -> None:
        """See `kg.store.base.Store`."""
        if self._writer is not None and self._engine is not None:
            with engine_errors(self._location):
                self._engine.flush()
                self._writer.publish(self._engine)

    @property
    def published(self) -> str:
        """The version that a reader would see who opened the store now."""
        return str(self._writer.current() if self._writer is not None else self._generation)

    def graphs_with(self, nodes: Iterable[ox.BlankNode]) -> set[str]:
        """The graphs that say something of these blank nodes."""
        return graphs_with(self._open(), nodes)

    def copy_to(self, folder: Path) -> None:
        """Make a copy of all that is written, of hard links where the file system has them."""
        with engine_errors(self._location):
            self._open().backup(str(folder))

    def select(self, sparql: str, *, bindings: Bindings = NO_BINDINGS, in_order: bool = False) -> Solutions:
        """Rows of a SELECT over the union of all graphs. This engine decides by itself in which order to join."""
        answer = self.query(sparql, bindings=bindings)
        if not isinstance(answer, Solutions):
            raise StoreError("only a SELECT has rows", where=self._location)
        return answer

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings = NO_BINDINGS,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> Solutions | Truth | Triples:
        """See `kg.store.base.Store`."""
        query = bind(read_query(sparql), bindings)
        return self.evaluate(
            query.text,
            names_graphs=query.names_graphs,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            base_iri=base_iri,
        )

    def evaluate(
        self,
        text: str,
        *,
        names_graphs: bool,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> Solutions | Truth | Triples:
        """Answer a query that was read already: `text` and `names_graphs` are those of a `kg.store.tokens.Query`.

        Raises like `query`.
        """
        engine = self._open()
        with engine_errors(self._location, text):
            # The engine's union graph would override FROM: it is asked for only where nobody names a graph.
            if not names_graphs and not default_graphs and not named_graphs:
                answer = engine.query(text, base_iri=base_iri, use_default_graph_as_union=True)
            else:
                default: list[GraphName] = [_asked(name) for name in default_graphs]
                named: list[Named] = [_asked_named(name) for name in named_graphs]
                if not default and not named:
                    of_query, named = from_clauses(text, base_iri)
                    default = [*of_query]
                default, named = list(dict.fromkeys(default)), list(dict.fromkeys(named))
                merge = merged(engine, default, named)
                answer = (merge or engine).query(
                    text,
                    base_iri=base_iri,
                    default_graph=[ox.DefaultGraph()] if merge else default,
                    named_graphs=named,
                )
        if isinstance(answer, ox.QuerySolutions):
            return EmbeddedSolutions(answer)
        return EmbeddedTruth(answer) if isinstance(answer, ox.QueryBoolean) else EmbeddedTriples(answer)

    def holds(self, quad: ox.Quad) -> bool:
        """See `kg.store.base.Store`."""
        engine = self._open()
        with engine_errors(self._location):
            return quad in engine

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one named graph."""
        return iter(self._open().quads_for_pattern(None, None, None, graph_name(graph) if graph is not None else None))

    def export(self, output: IO[bytes], format_: Format, *, prefixes: Mapping[str, str] | None = None) -> int:
        """See `kg.store.base.Store`."""
        engine = self._open()
        if not isinstance(format_.engine, ox.RdfFormat):
            raise StoreError("a table format; give one of a graph, such as .ttl or .nq", where=format_.extension)
        count = 0

        def counted() -> Iterator[ox.Quad]:
            nonlocal count
            for quad in engine.quads_for_pattern(None, None, None, None):
                count += 1
                yield quad

        with engine_errors(self._location):
            ox.serialize(
                counted() if format_.kind == "dataset" else (quad.triple for quad in counted()),
                output,
                format=format_.engine,
                prefixes=dict(prefixes or {}),
            )
        return count

    def close(self) -> None:
        """Flush and let go of the files."""
        if self._engine is None:
            return
        try:
            self.flush()
        finally:
            self._engine = None
            if self._lock >= 0:
                os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _writable(self) -> tuple[ox.Store, Generations]:
        engine = self._open()
        if self._writer is None:
            raise StoreError("opened for reading only", where=self._location)
        return engine, self._writer

    def _open(self) -> ox.Store:
        if self._engine is None:
            raise StoreError("closed already", where=self._location)
        return self._engine


def graphs_with(engine: ox.Store, nodes: Iterable[ox.BlankNode]) -> set[str]:
    """The graphs of an engine's store that say something of these blank nodes."""
    found: set[str] = set()
    for node in nodes:
        for pattern in ((node, None, None, None), (None, None, node, None)):
            for quad in engine.quads_for_pattern(*pattern):
                name = quad.graph_name
                found.add(DEFAULT_GRAPH if isinstance(name, ox.DefaultGraph) else str(name.value))
    return found


def _asked(name: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name == DEFAULT_GRAPH else _asked_named(name)


def _asked_named(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"no absolute IRI, so it names no graph: {error}", where=name) from error
