"""Writing over HTTP into a store on a server: an update is worked out here, on copies of the graphs that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pyoxigraph as ox

from kg.settings import Settings
from kg.store.base import graph_name
from kg.store.remote.address import ServerAddress
from kg.store.remote.store import RemoteStore
from kg.store.staging import Staging, check_syntax
from kg.store.writes import Check, Write, Written, write_into


def write_to_server(settings: Settings, wanted: Write, check: Check) -> Written:
    """Do it, all or nothing. Raises like `kg.store.writes.write_into`."""
    opening = partial(RemoteStore, ServerAddress.of(settings), settings.base_iri, read_only=False)
    return write_into(opening, wanted, check, partial(_updated, wanted))


def _updated(wanted: Write, live: RemoteStore) -> Mapping[str, Sequence[ox.Triple]]:
    """What an update would make of the graphs that it changes."""
    operations = check_syntax(wanted.sparql, wanted.base_iri)
    staging = Staging(ox.Store(), wanted.base_iri)
    before = {}
    for name in staging.graphs_named(operations, wanted.using, wanted.using_named):
        before[name] = {quad.triple for quad in live.quads(name)}
        graph = graph_name(name)
        staging.engine.extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in before[name])
    staging.execute(operations, wanted.using, wanted.using_named)
    after = {name: staging.triples(name) for name in sorted(staging.touched)}
    return {name: triples for name, triples in after.items() if set(triples) != before.get(name, set())}
