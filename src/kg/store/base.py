"""What a store is to its callers, whichever engine stands behind it.

The embedded engine (`kg.store.embedded`) is one, a SPARQL server (`kg.store.remote`) the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import IO, Protocol, Self, TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.binding import NO_BINDINGS, Bindings
from kg.store.formats import Format
from kg.store.generations import Generation

AnyTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = Mapping[str, AnyTerm]

DEFAULT_GRAPH = "urn:x-arq:DefaultGraph"
"""What the store's own default graph is called where a graph is named: it has no IRI. (So Jena calls it.)"""


def graph_name(name: str) -> ox.NamedNode | ox.DefaultGraph:
    """The graph of that name, `DEFAULT_GRAPH` or an IRI.

    Raises:
        StoreError: it is no IRI.
    """
    if name == DEFAULT_GRAPH:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise StoreError(f"no IRI, so it cannot name a graph: {error}", where=name) from error


def text(row: Row, name: str) -> str:
    """A column's lexical form or IRI; empty where the row has no value there."""
    term = row.get(name)
    return "" if term is None else str(term) if isinstance(term, ox.Triple) else str(term.value)


class Answer(ABC):
    """What a query answers. It is read once: iterated, or serialized."""

    @abstractmethod
    def serialize(self, format_: Format, output: IO[bytes]) -> None:
        """Write it all to `output`.

        Raises:
            StoreError: this kind of answer cannot be written in that format, or the engine failed.
        """


class Solutions(Answer):
    """A table: SELECT's answer."""

    @property
    @abstractmethod
    def variables(self) -> tuple[str, ...]:
        """The columns' names, without their sign, in the order of the query."""

    @abstractmethod
    def __iter__(self) -> Iterator[Row]:
        """Row by row; a column without a value is absent from the row."""


class Truth(Answer):
    """A truth value: ASK's answer."""

    @abstractmethod
    def __bool__(self) -> bool: ...


class Triples(Answer):
    """A graph: CONSTRUCT's and DESCRIBE's answer."""

    @abstractmethod
    def __iter__(self) -> Iterator[ox.Triple]: ...


class Store(Protocol):
    """A set of named graphs that can be replaced one by one and queried together."""

    @property
    def location(self) -> str:
        """Where it is: the folder or URL that it was opened with."""

    @property
    def version(self) -> str:
        """Names the state of the data that queries see: another string whenever it may have changed."""

    @property
    def generation(self) -> Generation:
        """The version of the data that a reader sees; for a writer the newest one when it was opened, or it flushed."""

    @property
    def no_data(self) -> frozenset[str]:
        """Graphs that queries see, but which are no data: what a server keeps there for itself."""

    def changed_since(self, older: Generation) -> set[str] | None:
        """The graphs in which `generation` differs from an older one; None where that is not known.

        Raises:
            StoreError: the store cannot be read.
        """

    def current(self) -> Generation:
        """The newest version that there is now."""

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """Make each named graph hold exactly these triples, all of them or none. Empty ones go.

        Raises:
            StoreError: opened for reading only, a name is no IRI, or writing failed.
        """

    def load_graphs(self, quads: bytes, graphs: Sequence[str]) -> None:
        """Make each of these graphs hold exactly what N-Quads say of it: the fast way where most of them are new.

        `quads` are grouped by graph, in the order of `graphs`, and hold no blank nodes. Each graph is there wholly
        or not at all, however this process ends; of several graphs, some may be there and others not.

        Raises:
            StoreError: opened for reading only, a name is no IRI, or writing failed.
        """

    def flush(self) -> None:
        """Make what was written durable, and visible to those who open the store from now on."""

    def select(self, sparql: str, *, bindings: Bindings = NO_BINDINGS, in_order: bool = False) -> Solutions:
        """`query`, for those who know that they ask a SELECT over the union of all graphs.

        `in_order`: an engine that cannot tell by itself had best join its patterns in the order that they have.
        """

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings = NO_BINDINGS,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> Solutions | Truth | Triples:
        """Answer a query.

        The default graph is the union of all named graphs, unless the query (FROM, FROM NAMED) or the arguments name
        graphs; the arguments override the query (SPARQL 1.1 Protocol, 2.1.4). `bindings`: see `kg.store.binding`.

        Raises:
            QuerySyntaxError: the query is malformed.
            QueryError: it asks for what is switched off (SERVICE, updates), or a binding does not fit.
            StoreError: the engine failed.
        """

    def holds(self, quad: ox.Quad) -> bool:
        """Whether this very quad is stored: one look into an index, with no term read.

        Raises:
            StoreError: the store cannot be read.
        """

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one named graph, in no particular order."""

    def export(self, output: IO[bytes], format_: Format, *, prefixes: Mapping[str, str] | None = None) -> int:
        """Write everything; a `graph` format (Turtle, ...) gets all graphs' triples. Returns how many statements.

        Raises:
            StoreError: a table format, or writing failed.
        """

    def close(self) -> None:
        """Flush and let go of it. Closing twice does no harm."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
