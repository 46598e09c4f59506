"""The store on a SPARQL server."""

from __future__ import annotations

import io
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from types import TracebackType
from typing import IO, Any, Self

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.answers import EmbeddedSolutions, EmbeddedTruth, engine_errors
from kg.store.base import DEFAULT_GRAPH, Solutions, Triples, Truth, graph_name, text
from kg.store.binding import NO_BINDINGS, Bindings, bind
from kg.store.formats import GRAPHS, TABLES, Format, named_format
from kg.store.generations import NONE, Generation
from kg.store.remote.address import ServerAddress
from kg.store.remote.client import Client
from kg.store.remote.dialects import STAGED, Update, whole_lines
from kg.store.remote.state import State, StateGraph, Writer
from kg.store.tokens import read_query

_JSON = TABLES[0]
_N_TRIPLES = named_format("ntriples", GRAPHS)
_HELD = 1 << 20
"""An answer up to this size is read whole before it is handed out: then it can be asked for again."""
_NAMES = "SELECT ?g WHERE { GRAPH ?g {} }"
_AT_ONCE = 50
_AGAIN = 20
"""So many writes are done again after the server has failed."""
_THERE = "SELECT DISTINCT ?g WHERE { VALUES ?g { %s } GRAPH ?g { ?s ?p ?o } }"
_OF_GRAPHS = "SELECT ?g ?s ?p ?o WHERE { VALUES ?g { %s } GRAPH ?g { ?s ?p ?o } }"
_OF_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_OF_DEFAULT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class RemoteStore:
    """`kg.store.base.Store` over HTTP. Make one with `open_store`."""

    def __init__(self, address: ServerAddress, base_iri: str, *, read_only: bool) -> None:
        """Connect.

        Raises:
            StoreLocked: somebody else is writing.
            StoreError: the server cannot be reached; read only: nothing was loaded so far.
        """
        self._address = address
        self._client: Client | None = Client(address)
        self._graph = StateGraph(base_iri)
        self._read_only = True
        self._changed: set[str] | None = set()
        self._writes = 0
        self._failures = 0
        self._recent: deque[Mapping[str, Sequence[ox.Triple]]] = deque(maxlen=_AGAIN)
        try:
            self._state = self._read_state()
            if read_only:
                if self._state.settled == NONE and not self._any():
                    raise StoreError("nothing was loaded here so far; `kg load PATH...` does", where=address.query)
            else:
                self._graph.check_free(self._state, address.query)
                if self._state.ahead:
                    self._changed = None  # who died in the middle may have written anything
                    self._sweep()
                elif self._state.settled == NONE and self._any():
                    self._state = State(Generation(1, time.time_ns()))  # data that others have brought there
                self._tell(replace(self._state, writer=Writer.here()))
                self._read_only = False
            self._check_union()
        except BaseException:
            self.close()
            raise

    @property
    def location(self) -> str:
        """The URL of its query endpoint."""
        return self._address.query

    @property
    def version(self) -> str:
        """The number of the version that was the newest when it was opened; for a writer one that counts its writes."""
        settled = self._state.settled
        return str(settled) if self._read_only else f"live-{settled}.{self._writes}"

    @property
    def generation(self) -> Generation:
        """The newest complete version when it was opened, or since this one wrote."""
        return self._state.settled if self._state.settled != NONE or not self._any() else Generation(1, 1)

    @property
    def no_data(self) -> frozenset[str]:
        """What the server keeps for itself, and what `kg.store.remote.state` keeps there."""
        return self._open().dialect.hidden | {self._graph.graph}

    def current(self) -> Generation:
        """See `kg.store.base.Store`."""
        return self._read_state().settled

    def changed_since(self, older: Generation) -> set[str] | None:
        """The graphs in which the data differ from that version; None where that is not known."""
        newer = self._state.settled
        if not self._graph.known(older, newer):
            return None
        rows = self.select(self._graph.changes(older, newer))
        return self._graph.changed(older, newer, [str(row["told"].value) for row in rows])  # type: ignore[union-attr]

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """See `kg.store.base.Store`."""
        self._replace({name: [*triples] for name, triples in graphs.items()})

    def load_graphs(self, quads: bytes, graphs: Sequence[str]) -> None:
        """See `kg.store.base.Store`. Some graphs a request: so there are few of them, and none is too large."""
        most = self._open().dialect.most_triples
        batch: dict[str, list[ox.Triple]] = {}
        found: dict[str, list[ox.Triple]] = {name: [] for name in graphs}
        with engine_errors(self.location):
            for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
                found[str(quad.graph_name.value)].append(quad.triple)
        for name, triples in found.items():
            if batch and sum(map(len, batch.values())) + len(triples) > most:
                self._replace(batch)
                batch = {}
            batch[name] = triples
        if batch:
            self._replace(batch)

    def _replace(self, new: Mapping[str, Sequence[ox.Triple]]) -> None:
        client = self._open()
        if self._read_only:
            raise StoreError("opened for reading only", where=self.location)
        for name in new:
            graph_name(name)
        self._begin()
        if self._changed is not None:
            self._changed.update(new)
        self._writes += 1
        before = self._failures
        client.do(client.dialect.replacing(new, self._there))
        self._recent.append(new)
        if client.failures != before:
            # A server that ended without being told to may have lost what it said was written a moment before.
            self._failures = client.failures
            for one in [*self._recent]:
                client.do(client.dialect.replacing(one, self._there))

    def _there(self, names: Sequence[str]) -> set[str]:
        """Which of these graphs hold anything."""
        return {text(row, "g") for row in self.select(_THERE % " ".join(str(ox.NamedNode(name)) for name in names))}

    def flush(self) -> None:
        """See `kg.store.base.Store`."""
        if self._client is None or self._read_only or not self._state.ahead:
            return
        settled, update = self._graph.publish(self._state, self._changed)
        self._client.do([Update(update)])
        self._state = settled
        self._changed = set()

    def select(self, sparql: str, *, bindings: Bindings = NO_BINDINGS, in_order: bool = False) -> Solutions:
        """Rows of a SELECT over the union of all graphs. `in_order`: see `kg.store.base.Store`."""
        answer = self.query(sparql, bindings=bindings, in_order=in_order)
        if not isinstance(answer, Solutions):
            raise StoreError("only a SELECT has rows", where=self.location)
        return answer

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings = NO_BINDINGS,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        in_order: bool = False,
    ) -> Solutions | Truth | Triples:
        """See `kg.store.base.Store`; `in_order` is as for `select`."""
        query = bind(read_query(sparql), bindings)
        asked = f"BASE <{base_iri}> {query.text}" if base_iri else query.text
        client = self._open()
        table = query.form in ("SELECT", "ASK")
        mended = {"SELECT": client.dialect.mended, "ASK": client.dialect.truth}.get(query.form)
        of_all = not (query.names_graphs or default_graphs or named_graphs)
        format_ = _JSON if table else _N_TRIPLES
        stream = self._asked(asked, format_, mended, default_graphs, named_graphs, of_all=of_all, in_order=in_order)
        if not table:
            return _RemoteTriples(ox.parse(stream, format=ox.RdfFormat.N_TRIPLES), self.location)
        answer = ox.parse_query_results(stream, format=ox.QueryResultsFormat.JSON)
        return EmbeddedTruth(answer) if isinstance(answer, ox.QueryBoolean) else EmbeddedSolutions(answer)

    def holds(self, quad: ox.Quad) -> bool:
        """See `kg.store.base.Store`. A question to the server; for a quad of a named graph without blank nodes."""
        rows = self.select(f"SELECT ?p {{ GRAPH {quad.graph_name} {{ {quad.subject} ?p {quad.object} }} }}")
        return any(row["p"] == quad.predicate for row in rows)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one named graph; some graphs at a time, so that no answer is larger than these are."""
        if graph is not None:
            yield from self._of(graph)
            return
        if self._open().dialect.has_default_graph:
            yield from self._of(DEFAULT_GRAPH)
        names = list(self._names())
        for start in range(0, len(names), _AT_ONCE):
            found: dict[str, list[ox.Quad]] = {name: [] for name in names[start : start + _AT_ONCE]}
            for row in self.select(_OF_GRAPHS % " ".join(str(ox.NamedNode(name)) for name in found)):
                quad = ox.Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]
                found[text(row, "g")].append(quad)
            for quads in found.values():
                yield from sorted(quads, key=str)  # a server may give them in another order each time

    def _of(self, graph: str) -> Iterator[ox.Quad]:
        node = graph_name(graph)
        if isinstance(node, ox.NamedNode):
            answer = self.query(_OF_GRAPH % node)
        elif self._open().dialect.has_default_graph:
            answer = self.query(_OF_DEFAULT, default_graphs=(DEFAULT_GRAPH,))
        else:
            return
        assert isinstance(answer, Triples)
        for triple in answer:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, node)

    def export(self, output: IO[bytes], format_: Format, *, prefixes: Mapping[str, str] | None = None) -> int:
        """See `kg.store.base.Store`."""
        if not isinstance(format_.engine, ox.RdfFormat):
            raise StoreError("a table format; give one of a graph, such as .ttl or .nq", where=format_.extension)
        count = 0

        def counted() -> Iterator[ox.Quad]:
            nonlocal count
            for quad in self.quads():
                count += 1
                yield quad

        with engine_errors(self.location):
            ox.serialize(
                counted() if format_.kind == "dataset" else (quad.triple for quad in counted()),
                output,
                format=format_.engine,
                prefixes=dict(prefixes or {}),
            )
        return count

    def close(self) -> None:
        """Flush and let go of the server."""
        if self._client is None:
            return
        try:
            self.flush()
            if not self._read_only and self._state.writer is not None:
                self._tell(replace(self._state, writer=None))
        finally:
            self._client.close()
            self._client = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> Client:
        if self._client is None:
            raise StoreError("closed already", where=self.location)
        return self._client

    def _begin(self) -> None:
        """Say that the data are ahead of the newest version, if that was not said, or a while ago."""
        writer = self._state.writer
        if not (self._state.ahead and writer is not None and not writer.stale):
            if writer is None or writer.stale:
                self._state = replace(self._read_state(), ahead=self._state.ahead)
                self._graph.check_free(self._state, self.location)
            self._tell(replace(self._state, writer=Writer.here(), ahead=True))

    def _tell(self, state: State) -> None:
        self._open().do([Update(self._graph.write(state))])
        self._state = state

    def _read_state(self) -> State:
        told = self._told(self._graph.query)
        if told is None:
            return State()
        return self._graph.read(told)

    def _told(self, query: str) -> str | None:
        row = next(iter(self.select(query)), None)
        return None if row is None else text(row, "told")

    def _check_union(self) -> None:
        """Whether a query that names no graph is one of all graphs: there is no telling the server if it is not so."""
        if self._state.settled != NONE and self._told(self._graph.in_union) is None:
            raise StoreError(
                "the server's default graph is not the union of its named graphs: have it configured so",
                where=self.location,
            )

    def _any(self) -> bool:
        return any(True for _ in self._names())

    def _names(self) -> Iterator[str]:
        """The graphs with data, without those that are none of ours, in the order of their names."""
        names = {text(row, "g") for row in self.select(_NAMES)}
        return iter(sorted(name for name in names - self.no_data if not name.endswith(f"#{STAGED}")))

    def _sweep(self) -> None:
        """Remove graphs that a writer who died was about to put in their places."""
        left = [text(row, "g") for row in self.select(_NAMES) if text(row, "g").endswith(f"#{STAGED}")]
        for name in left:
            self._open().do([Update(f"DROP SILENT GRAPH {graph_name(name)}")])

    def _asked(
        self,
        sparql: str,
        format_: Format,
        mended: Callable[[bytes], bytes] | None,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        *,
        of_all: bool,
        in_order: bool,
    ) -> IO[bytes]:
        """A query's answer as a file. Most are read here and now, and asked for again if that broke."""
        client = self._open()

        def begin() -> tuple[ExitStack, bytes, Iterator[bytes]]:
            with ExitStack() as stack:
                response = stack.enter_context(
                    client.answer(
                        sparql,
                        format_.media_type,
                        default_graphs=default_graphs,
                        named_graphs=named_graphs,
                        of_all=of_all,
                        in_order=in_order,
                    )
                )
                pieces = response.iter_bytes()
                held = bytearray()
                for piece in pieces:
                    held += piece
                    if len(held) >= _HELD:
                        break
                return stack.pop_all(), bytes(held), pieces

        stack, held, pieces = client.again(begin)
        if len(held) < _HELD:
            stack.close()
            return io.BytesIO(mended(held) if mended else held)
        return io.BufferedReader(_Pieces(stack, held, pieces, mended), 1 << 18)


class _Pieces(io.RawIOBase):
    """An answer that is still coming, as a file; it lets go of the connection at its end."""

    def __init__(
        self, stack: ExitStack, held: bytes, pieces: Iterator[bytes], mended: Callable[[bytes], bytes] | None
    ) -> None:
        self._stack = stack
        self._pieces = whole_lines(held, pieces, mended) if mended else chain([held], pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase`."""
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
            if not self._left:
                self._stack.close()
                return 0
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        """Let go of the connection."""
        self._stack.close()
        super().close()


class _RemoteTriples(Triples):
    """CONSTRUCT's and DESCRIBE's answer."""

    def __init__(self, quads: Iterator[ox.Quad], location: str) -> None:
        self._quads = quads
        self._location = location

    def __iter__(self) -> Iterator[ox.Triple]:
        with engine_errors(self._location):
            for quad in self._quads:
                yield quad.triple

    def serialize(self, format_: Format, output: IO[bytes]) -> None:
        """Write all triples in a graph format."""
        if not isinstance(format_.engine, ox.RdfFormat):
            raise StoreError("a graph cannot be written so; give turtle, ntriples, jsonld, rdfxml", where=format_.name)
        with engine_errors(self._location):
            ox.serialize(self, output, format=format_.engine)
