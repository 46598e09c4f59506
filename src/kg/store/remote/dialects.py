"""In what servers differ from the standard and from one another: the one place that knows their names.

`Dialect` is SPARQL 1.1 as it stands, for a server whose default graph is the union of its named graphs and of which one
update request is one transaction. The others say in what they differ. Each was tried on the version named.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.base import DEFAULT_GRAPH, graph_name
from kg.store.formats import GRAPHS, TABLES, Format, named_format
from kg.store.remote.virtuoso_queries import for_virtuoso

Graphs: TypeAlias = Mapping[str, Sequence[ox.Triple]]
Headers: TypeAlias = Mapping[str, str]
There: TypeAlias = Callable[[Sequence[str]], Collection[str]]


class Update(NamedTuple):
    """An update request to send."""

    text: str


class Put(NamedTuple):
    """A graph to be replaced by the Graph Store Protocol."""

    graph: str
    triples: Sequence[ox.Triple]


Step: TypeAlias = Update | Put
"""What can be sent again after it failed in the middle: it comes to the same."""

_N_TRIPLES = named_format("ntriples", GRAPHS)
_JSON = TABLES[0]


class Dialect:
    """SPARQL 1.1 as it stands."""

    hidden: frozenset[str] = frozenset()
    """Graphs of the server's own, which are no data."""
    most_triples = 20_000
    """So many triples are sent in one update request; larger graphs by the Graph Store Protocol."""
    has_default_graph = True
    """Whether there is a default graph beside the named ones."""

    def __init__(self, software: str = "") -> None:
        self.software = software
        """What the server calls itself."""

    def update_url(self, query: str, *, authorized: bool) -> str:
        """Where updates go, if nobody said: beside the query endpoint."""
        return _beside(query, "update")

    def graphs_url(self, query: str, *, authorized: bool) -> str:
        """Where the Graph Store Protocol is spoken, if nobody said."""
        return _beside(query, "data")

    def query(self, text: str, *, in_order: bool = False) -> str:
        """A query as this server understands it. `in_order`: its patterns are best joined as they stand."""
        return text

    def parameters(self, *, of_all: bool, seconds: float) -> list[tuple[str, str]]:
        """What is said beside a query: that it is one of all graphs, in how many seconds it is to be done."""
        return []

    def asked(self, format_: Format) -> Format:
        """In which format to ask for an answer that is wanted in that one: itself, or one to make it of."""
        return format_

    def mended(self, piece: bytes) -> bytes:
        """Lines of an answer in JSON as the standard has it."""
        return piece

    def truth(self, answer: bytes) -> bytes:
        """The answer to an ASK in JSON as the standard has it (SPARQL 1.1 Query Results JSON Format, 3.2)."""
        return answer

    def unfinished(self, headers: Headers) -> str:
        """Why an answer is not the whole answer; "": it is."""
        return ""

    def expired(self, status: int, body: str) -> bool:
        """Whether an error says that the server's own time limit ended the request."""
        return status in (408, 504)

    def refuses(self, status: int, body: str) -> bool:
        """Whether an error says that something is wrong with the query."""
        return status == 400

    def passing(self, status: int, body: str) -> bool:
        """Whether an error says that the same may succeed a moment later."""
        return status in (429, 502, 503)

    def replacing(self, graphs: Graphs, there: There) -> Iterator[Step]:
        """How graphs are made to hold these triples and no others, all or nothing: one of the steps does it.

        `there` tells which of some graphs hold anything now.
        """
        if len(graphs) == 1:
            [(name, triples)] = graphs.items()
            if len(triples) > self.most_triples and name != DEFAULT_GRAPH:
                yield Put(name, triples)
                return
        yield Update(_replaced(graphs))


class Oxigraph(Dialect):
    """`oxigraph serve`, 0.5: the default graph is the union of all only where it is asked for."""

    def update_url(self, query: str, *, authorized: bool) -> str:
        """See `Dialect`."""
        return _beside(query, "update")

    def graphs_url(self, query: str, *, authorized: bool) -> str:
        """See `Dialect`."""
        return _beside(query, "store")

    def parameters(self, *, of_all: bool, seconds: float) -> list[tuple[str, str]]:
        """See `Dialect`."""
        return [("union-default-graph", "")] if of_all else []


class Virtuoso(Dialect):
    """Virtuoso 7.2.

    - Answers of more than 2^20 rows are cut, and so are those that the time limit met, without an error status: headers
      tell. A time limit below a second is passed over.
    - One update request is one transaction. But what such a transaction deletes and inserts again is lost in part when
      the server is killed and started again. So a graph that is there is written into one beside it, and changed in
      what differs. So are large ones: an operation of some 4000 triples is its largest. INSERT DATA takes no blank
      nodes but by their own names, `<nodeID://b1>`. (By the Graph Store Protocol there is no transaction, and large
      integers become decimals.)
    - ASK is answered by a table. Truth values come as 0 and 1, blank nodes as `nodeID://b1`, literals as
      `typed-literal`, which SPARQL 1.1 does not know.
    - `VALUES ?x { UNDEF }`, which says nothing, makes it answer wrongly, and `GRAPH ?g {}` finds none.
    """

    hidden = frozenset(
        {
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://www.w3.org/ns/ldp#",
            "http://www.w3.org/2002/07/owl#",
            "http://localuriqaserver/sparql",
            "http://localhost:8890/sparql",
            "http://localhost:8890/DAV/",
            "urn:activitystreams-owl:map",
            "urn:core:services:sparql",
            "urn:rules.skos",
            "urn:virtuoso:val:acl:schema",
        }
    )
    most_triples = 2500
    has_default_graph = False

    def update_url(self, query: str, *, authorized: bool) -> str:
        """See `Dialect`."""
        return _beside(query, "sparql-auth") if authorized else query

    def graphs_url(self, query: str, *, authorized: bool) -> str:
        """See `Dialect`."""
        return _beside(query, "sparql-graph-crud-auth" if authorized else "sparql-graph-crud")

    def parameters(self, *, of_all: bool, seconds: float) -> list[tuple[str, str]]:
        """See `Dialect`."""
        return [("timeout", str(max(1000, int(seconds * 1000)))), ("maxrows", str(_MOST_ROWS))]

    def query(self, text: str, *, in_order: bool = False) -> str:
        """See `Dialect`."""
        return for_virtuoso(text, in_order=in_order)

    def asked(self, format_: Format) -> Format:
        """See `Dialect`."""
        return _JSON if format_.kind == "table" else _N_TRIPLES

    def mended(self, piece: bytes) -> bytes:
        """See `Dialect`. A quote within a string is escaped, so these can only be what they look like."""
        piece = piece.replace(b'"type": "typed-literal"', b'"type": "literal"')
        piece = piece.replace(b'"type": "bnode", "value": "nodeID://', b'"type": "bnode", "value": "')
        return _TRUTH.sub(lambda match: match[1] + (b"true" if match[2] == b"1" else b"false") + b'"', piece)

    def truth(self, answer: bytes) -> bytes:
        """See `Dialect`. No row is no, a row of 1 is yes."""
        said = json.loads(answer)
        if "boolean" in said:
            return answer
        values = [cell["value"] for row in said["results"]["bindings"] for cell in row.values()]
        return json.dumps({"head": {}, "boolean": values not in ([], ["0"])}).encode()

    def unfinished(self, headers: Headers) -> str:
        """See `Dialect`."""
        if headers.get("x-sql-state") == "S1TAT":
            return "time"
        return "rows" if "x-sparql-maxrows" in headers else ""

    def expired(self, status: int, body: str) -> bool:
        """See `Dialect`."""
        return " S1TAT " in body[:200] or "killed by SQLCancel" in body[:200] or super().expired(status, body)

    def refuses(self, status: int, body: str) -> bool:
        """See `Dialect`. 37000: what it made of the query is no SQL."""
        return " 37000 " in body[:40] or super().refuses(status, body)

    def passing(self, status: int, body: str) -> bool:
        """See `Dialect`. 40001 is a deadlock; 501: it takes what it did not read of a request for another one."""
        return status == 501 or " 40001 " in body[:200] or super().passing(status, body)

    def replacing(self, graphs: Graphs, there: There) -> Iterator[Step]:
        """See `Dialect`. What is deleted and inserted again in one transaction would be lost if it was killed."""
        if DEFAULT_GRAPH in graphs:
            raise StoreError("Virtuoso has no default graph of its own to write to: name one", where=DEFAULT_GRAPH)
        held = there(list(graphs))
        fresh: dict[str, Sequence[ox.Triple]] = {}
        staged: dict[str, str] = {}
        emptied: list[str] = []
        room = self.most_triples
        for name, triples in graphs.items():
            known = _spoken(triples)
            if not known:
                emptied += [f"CLEAR GRAPH {graph_name(name)}"] if name in held else []
            elif name not in held and len(known) <= room:
                fresh[name] = known
                room -= len(known)
            else:
                beside = staged[name] = f"{name}#{STAGED}"
                yield Update(f"CLEAR GRAPH {ox.NamedNode(beside)}")
                for start in range(0, len(known), self.most_triples):
                    yield Update(_inserted({beside: known[start : start + self.most_triples]}))
        made = [_made_equal(name, beside) for name, beside in staged.items()]
        if operations := [*emptied, *made, *([_inserted(fresh)] if fresh else [])]:
            yield Update(" ; ".join(operations))
        if staged:
            yield Update(" ; ".join(f"CLEAR GRAPH {ox.NamedNode(beside)}" for beside in staged.values()))


STAGED = "being-written"
"""The fragment of a graph beside the one that is being written; what is left of one that was not moved is no data."""
_MOST_ROWS = 100_000_000
_TRUTH = re.compile(rb'(XMLSchema#boolean", "value": ")([01])"')


def dialect_of(software: str) -> Dialect:
    """The dialect of a server that calls itself so in its `Server` header."""
    name = software.lower()
    if name.startswith("virtuoso"):
        return Virtuoso(software)
    return Oxigraph(software) if name.startswith("oxigraph") else Dialect(software)


def whole_lines(held: bytes, pieces: Iterator[bytes], mended: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The pieces of an answer in JSON, mended, cut where a line ends (or later)."""
    kept = bytearray(held)
    for piece in chain(pieces, [b""]):
        end = kept.rfind(b"\n") + 1 if piece else len(kept)
        if end:
            yield mended(bytes(kept[:end]))
            del kept[:end]
        kept += piece
    if kept:
        yield mended(bytes(kept))


def _made_equal(name: str, other: str) -> str:
    """Operations that make a graph hold what another one does, and touch no triple that it holds already."""
    here, there = (f"GRAPH {graph_name(one)} {{ ?s ?p ?o }}" for one in (name, other))
    return (
        f"DELETE {{ {here} }} WHERE {{ {here} FILTER NOT EXISTS {{ {there} }} }} ; "
        f"INSERT {{ {here} }} WHERE {{ {there} FILTER NOT EXISTS {{ {here} }} }}"
    )


def _replaced(graphs: Graphs) -> str:
    names = map(graph_name, graphs)
    emptied = ("CLEAR DEFAULT" if isinstance(one, ox.DefaultGraph) else f"DROP SILENT GRAPH {one}" for one in names)
    return " ; ".join([*emptied, *([_inserted(graphs)] if any(graphs.values()) else [])])


def _inserted(graphs: Graphs) -> str:
    blocks = []
    for name, triples in graphs.items():
        graph = graph_name(name)
        data = "".join(f"{triple} .\n" for triple in triples)
        blocks.append(data if isinstance(graph, ox.DefaultGraph) or not data else f"GRAPH {graph} {{ {data} }}")
    return f"INSERT DATA {{ {' '.join(blocks)} }}"


def _spoken(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """The triples as Virtuoso takes them as data: blank nodes by names that are theirs alone.

    What it would refuse in the middle of an update, when the operations before are done already, is refused here.
    """
    first = secrets.randbits(40) + (1 << 45)  # far above those that it gives itself
    numbers: dict[ox.BlankNode, int] = {}

    def named(term: ox.BlankNode) -> ox.NamedNode:
        return ox.NamedNode(f"nodeID://b{first + numbers.setdefault(term, len(numbers))}")

    spoken = []
    for triple in triples:
        subject, term = triple.subject, triple.object
        if isinstance(term, ox.Literal) and _unspeakable(term):
            raise StoreError(f"Virtuoso cannot keep the value {term}", where=str(subject))
        if isinstance(subject, ox.BlankNode) or isinstance(term, ox.BlankNode):
            spoken.append(
                ox.Triple(
                    named(subject) if isinstance(subject, ox.BlankNode) else subject,
                    triple.predicate,
                    named(term) if isinstance(term, ox.BlankNode) else term,
                )
            )
        else:
            spoken.append(triple)
    return spoken


def _unspeakable(literal: ox.Literal) -> bool:
    kind = literal.datatype.value.removeprefix("http://www.w3.org/2001/XMLSchema#")
    if kind.endswith("uration"):
        return True
    digits = literal.value.lstrip("+-").lstrip("0")
    return kind == "integer" and digits.isdecimal() and len(digits) > 18


def _beside(url: str, name: str) -> str:
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit(parts._replace(path=f"{folder}/{name}", query="", fragment=""))
