"""What a store on a server tells of itself, in a graph of its own: `{base}graph/state`.

Which version of the data it is (see `kg.store.generations.Generation`), in which graphs the last versions differ from
those before, and who is writing. So servers of pages know what of theirs is still right, wherever somebody loads.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreLocked
from kg.store.generations import NONE, Generation

_REMEMBERED = 50
"""For so many versions it is known which graphs they changed."""
_MOST_GRAPHS = 1000
"""A version that changed more of them does not list them."""
_LEASE = 120.0
"""Seconds after which a writer that says nothing of itself is taken for dead."""
_WHILE_WRITING = 10.0
"""While somebody writes, what was answered may be kept for so many seconds."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the machine, the process, and until when (seconds since 1970) it is taken for alive."""

    host: str
    pid: int
    until: float

    @property
    def alive(self) -> bool:
        """Whether it may still be writing."""
        if time.time() > self.until:
            return False
        if self.host != socket.gethostname():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
        return True

    @property
    def ours(self) -> bool:
        """Whether it is this process."""
        return self.host == socket.gethostname() and self.pid == os.getpid()

    @property
    def stale(self) -> bool:
        """Whether it is time to say again that it is alive."""
        return time.time() > self.until - _LEASE / 2

    @classmethod
    def here(cls) -> Writer:
        """This process, from now on."""
        return cls(socket.gethostname(), os.getpid(), time.time() + _LEASE)


@dataclass(frozen=True, slots=True)
class State:
    """The newest version that is complete, who has it open for writing (None: nobody), and whether more was written."""

    settled: Generation = NONE
    writer: Writer | None = None
    ahead: bool = False

    @property
    def generation(self) -> Generation:
        """By which answers are kept: another one every few seconds while the data are ahead of the newest version."""
        if not self.ahead:
            return self.settled
        return Generation(max(1, self.settled.number), self.settled.stamp + int(time.time() / _WHILE_WRITING) + 1)


class StateGraph:
    """The names and texts by which the state is read and written."""

    def __init__(self, base_iri: str) -> None:
        self.graph = f"{base_iri}graph/state"
        self._base = f"{base_iri}graph/"
        self._told = ox.NamedNode(f"{base_iri}ontology#storeState")
        self._changes = ox.NamedNode(f"{base_iri}ontology#storeChanges")

    @property
    def query(self) -> str:
        """What gives the state as ?told."""
        node = ox.NamedNode(self.graph)
        return f"SELECT ?told WHERE {{ GRAPH {node} {{ {node} {self._told} ?told }} }}"

    @property
    def in_union(self) -> str:
        """The same of the default graph: it is to be the union of all graphs."""
        return f"SELECT ?told WHERE {{ {ox.NamedNode(self.graph)} {self._told} ?told }}"

    def read(self, told: str) -> State:
        """The state that ?told holds."""
        said = json.loads(told)
        writer = Writer(**said["writer"]) if said.get("writer") else None
        return State(Generation(said["number"], said["stamp"]), writer, said["ahead"])

    def write(self, state: State) -> str:
        """The update that makes the server tell that state."""
        return self._replaced(state)

    def publish(self, state: State, changed: Iterable[str] | None) -> tuple[State, str]:
        """The state after a version is complete, and the update that says so."""
        before = state.settled
        after = Generation(before.number + 1, max(time.time_ns(), before.stamp + 1))
        named = None if changed is None else sorted(changed)
        listed: list[str] | None = None
        if named is not None and len(named) <= _MOST_GRAPHS:
            listed = [name.removeprefix(self._base) for name in named]
        told = json.dumps({"stamp": after.stamp, "since": before.stamp, "graphs": listed}, ensure_ascii=False)
        data = f"{self._node(after.number)} {self._changes} {ox.Literal(told)}"
        old = self._node(after.number - _REMEMBERED)
        settled = State(after, Writer.here())
        return settled, self._replaced(settled, data, f"DELETE WHERE {{ GRAPH {self._name} {{ {old} ?p ?o }} }} ; ")

    def changes(self, older: Generation, newer: Generation) -> str:
        """The query that gives the changes between two versions as ?told."""
        nodes = " ".join(str(self._node(number)) for number in range(older.number + 1, newer.number + 1))
        return f"SELECT ?told WHERE {{ GRAPH {self._name} {{ VALUES ?v {{ {nodes} }} ?v {self._changes} ?told }} }}"

    def known(self, older: Generation, newer: Generation) -> bool:
        """Whether it may be known in which graphs two versions differ."""
        return older != NONE and 0 <= newer.number - older.number <= _REMEMBERED

    def changed(self, older: Generation, newer: Generation, told: Iterable[str]) -> set[str] | None:
        """The graphs in which two versions differ, by what `changes` gave; None: not known."""
        by_start: dict[int, dict[str, Any]] = {one["since"]: one for one in map(json.loads, told)}
        since, changed = older.stamp, set[str]()
        while since != newer.stamp:
            one = by_start.pop(since, None)
            if one is None or one["graphs"] is None:
                return None
            changed.update(name if ":" in name else self._base + name for name in one["graphs"])
            since = one["stamp"]
        return changed

    def check_free(self, state: State, where: str) -> None:
        """Make sure that nobody else has it open for writing.

        Raises:
            StoreLocked: somebody does.
        """
        writer = state.writer
        if writer is not None and writer.alive and not writer.ours:
            raise StoreLocked(
                f"process {writer.pid} on {writer.host} is writing to it; wait until it has ended (reading and serving"
                f" go on meanwhile). One that died is forgotten after {_LEASE:g} s",
                where=where,
            )

    @property
    def _name(self) -> ox.NamedNode:
        return ox.NamedNode(self.graph)

    def _node(self, number: int) -> ox.NamedNode:
        return ox.NamedNode(f"{self.graph}#{number}")

    def _replaced(self, state: State, more: str = "", before: str = "") -> str:
        writer = state.writer
        told = {
            "number": state.settled.number,
            "stamp": state.settled.stamp,
            "ahead": state.ahead,
            "writer": None if writer is None else {"host": writer.host, "pid": writer.pid, "until": writer.until},
        }
        now = ox.Literal(json.dumps(told))
        data = f"{self._name} {self._told} {now} . {more}"
        # What it says already is left alone: Virtuoso may lose what is deleted and inserted again in one request.
        of_it = f"GRAPH {self._name} {{ {self._name} ?p ?o }}"
        emptied = f"DELETE {{ {of_it} }} WHERE {{ {of_it} FILTER(STR(?o) != {now}) }}"
        return f"{before}{emptied} ; INSERT DATA {{ GRAPH {self._name} {{ {data} }} }}"
