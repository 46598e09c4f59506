"""Writing over HTTP: SPARQL Update and the Graph Store Protocol, through the SHACL gate, all or nothing.

Source: SPARQL 1.1 Update; SPARQL 1.1 Graph Store HTTP Protocol, section 5. Whatever a request would change is worked
out first, the graphs as they would then be are validated, and only if they conform they are written: in one
transaction, after which readers see the next snapshot.
"""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

import pyoxigraph as ox

from kg.errors import NotConformant, QueryError, RdfSyntaxError
from kg.store.base import DEFAULT_GRAPH, Store
from kg.store.embedded import EmbeddedStore, graphs_with
from kg.store.formats import Format
from kg.store.staging import Staging, check_syntax

if TYPE_CHECKING:
    from kg.graph.gate import Rejection  # slow to import, and needed by who makes the check only

Way = Literal["update", "put", "post", "delete", "patch"]
_SHOWN = 100
_S = TypeVar("_S", bound=Store)


Check: TypeAlias = "Callable[[str, Sequence[ox.Triple]], Iterable[Rejection]]"
"""A graph's name and the triples that it would have → what the shapes have against them."""


@dataclass(frozen=True, slots=True)
class Part:
    """RDF as it came: its bytes and their format."""

    data: bytes
    format: Format


@dataclass(frozen=True, slots=True)
class Write:
    """What is to be done. `graph`: the one concerned (`DEFAULT_GRAPH`: the store's own), for all ways but `update`.

    `put` replaces the graph by `parts`, `post` adds them, `delete` removes it, `patch` runs `sparql` on it alone,
    `update` runs `sparql` on the whole store. `base_iri` resolves relative IRIs.
    """

    way: Way
    base_iri: str
    graph: str = DEFAULT_GRAPH
    parts: tuple[Part, ...] = ()
    sparql: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: the version of the data since then, how many graphs changed, whether the graph was there."""

    version: str
    changed: int
    existed: bool


def write(folder: Path, wanted: Write, check: Check) -> Written:
    """Do it in the store of a folder, all or nothing. Raises like `write_into`."""
    return write_into(
        lambda: EmbeddedStore.for_writing(folder), wanted, check, lambda live: _updated(folder, live, wanted)
    )


def write_into(
    opening: Callable[[], _S], wanted: Write, check: Check, updated: Callable[[_S], Mapping[str, Sequence[ox.Triple]]]
) -> Written:
    """Do it, all or nothing. `opening` opens the store, `updated` tells what an update would make of its graphs.

    Raises:
        QuerySyntaxError, QueryError: the update is malformed, or asks for what is not possible.
        RdfSyntaxError: the RDF cannot be read.
        NotConformant: the shapes have something against the outcome. Nothing was written.
        StoreLocked: another process is writing.
        StoreError: the store cannot be written.
    """
    parsed = [triple for part in wanted.parts for triple in _parse(part, wanted.base_iri)]
    if wanted.way == "update":
        check_syntax(wanted.sparql, wanted.base_iri)  # before anything is locked
    with opening() as live:
        before = [] if wanted.way == "update" else _triples(live, wanted.graph)
        if wanted.way == "update":
            changes = updated(live)
        elif wanted.way == "patch":
            changes = {wanted.graph: _patched(before, wanted)}
        elif wanted.way == "post":
            changes = {wanted.graph: [*before, *parsed]}
        else:
            changes = {wanted.graph: parsed}
        if wanted.way != "update" and set(changes[wanted.graph]) == set(before):
            changes = {}
        _validate(changes, check)
        if wanted.way in ("post", "patch") and isinstance(live, EmbeddedStore):
            # On a server the names of blank nodes are of one answer only, so no other graph can share any.
            changes = _with_neighbours(changes, live.graphs_with, lambda name: _triples(live, name))
        if changes:
            live.replace_graphs(changes)
            live.flush()
        return Written(str(live.current()), len(changes), bool(before))


def _updated(folder: Path, live: EmbeddedStore, wanted: Write) -> Mapping[str, Sequence[ox.Triple]]:
    place = folder / "staging"
    shutil.rmtree(place, ignore_errors=True)  # of a process that was ended in the middle of this
    try:
        live.copy_to(place)
        return _staged(place, live, wanted)
    except Exception as error:
        # As long as the frames of an error hold the copy open, the engine goes on writing into its folder.
        traceback.clear_frames(error.__traceback__)
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _staged(place: Path, live: EmbeddedStore, wanted: Write) -> Mapping[str, Sequence[ox.Triple]]:
    staging = Staging(ox.Store(str(place)), wanted.base_iri)
    staging.execute(check_syntax(wanted.sparql, wanted.base_iri), wanted.using, wanted.using_named)
    changes = {}
    for name in sorted(staging.touched):
        after = staging.triples(name)
        before = _triples(live, name) if after else _any(live, name)
        if set(before) != set(after):
            changes[name] = after
    return _with_neighbours(changes, lambda nodes: graphs_with(staging.engine, nodes), staging.triples)


def _with_neighbours(
    changes: Mapping[str, Sequence[ox.Triple]],
    graphs_with: Callable[[Iterable[ox.BlankNode]], set[str]],
    triples: Callable[[str], Sequence[ox.Triple]],
) -> Mapping[str, Sequence[ox.Triple]]:
    """The changes, and the graphs that share blank nodes with them: what is written gets new blank nodes."""
    whole = dict(changes)
    waiting = list(changes.values())
    seen: set[ox.BlankNode] = set()
    while waiting:
        terms = (term for triple in waiting.pop() for term in (triple.subject, triple.object))
        nodes = {term for term in terms if isinstance(term, ox.BlankNode)} - seen
        seen |= nodes
        for name in graphs_with(nodes) - whole.keys():
            whole[name] = triples(name)
            waiting.append(whole[name])
    return whole


def _patched(before: Sequence[ox.Triple], wanted: Write) -> Sequence[ox.Triple]:
    """The graph after an update that sees it as the default graph of a store with nothing else in it."""
    engine = ox.Store()
    engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in before)
    staging = Staging(engine, wanted.base_iri)
    staging.execute(check_syntax(wanted.sparql, wanted.base_iri))
    if any(staging.triples(name) for name in staging.touched - {DEFAULT_GRAPH}):
        raise QueryError("a patch is of one graph, which it sees as the default graph: leave GRAPH and WITH out")
    return staging.triples(DEFAULT_GRAPH)


def _triples(live: Store, name: str) -> list[ox.Triple]:
    return [quad.triple for quad in live.quads(name)]


def _any(live: EmbeddedStore, name: str) -> list[ox.Triple]:
    return [quad.triple for quad, _ in zip(live.quads(name), range(1), strict=False)]


def _parse(part: Part, base_iri: str) -> list[ox.Triple]:
    assert isinstance(part.format.engine, ox.RdfFormat)
    try:
        quads = list(
            ox.parse(
                part.data,
                format=part.format.engine,
                base_iri=base_iri,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
        )
    except SyntaxError as error:
        reason = error.msg.rpartition(": ")[2] if error.lineno else error.msg
        raise RdfSyntaxError(
            f"this is no {part.format.name}: {reason}", line=error.lineno or 0, column=error.offset or 0
        ) from error
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            raise RdfSyntaxError(f"a triple as the object of another is not taken: {quad.object}")
    return [quad.triple for quad in quads]


def _validate(changes: Mapping[str, Sequence[ox.Triple]], check: Check) -> None:
    report = []
    for name, triples in changes.items():
        for triple in triples:
            if isinstance(triple.object, ox.Triple):
                raise QueryError(f"a triple as the object of another is not taken: {triple.object}")
        report += [
            {
                "graph": name,
                "shape": found.shape,
                "message": found.message,
                "focus": found.focus,
                "value": found.value,
            }
            for found in (check(name, triples) if triples else ())
            if found.severity == "Violation"
        ]
    if report:
        more = f" (the first {_SHOWN} of them are listed)" if len(report) > _SHOWN else ""
        raise NotConformant(
            f"the SHACL shapes find {len(report)} violations in what would be written{more}; nothing was written",
            report=report[:_SHOWN],
        )
