"""Bringing the index up to date with the newest snapshot: a process of its own, since it is work.

`python -m kg.search.building FOLDER`, for the store that the environment names. Only the graphs that changed are read,
where that is known.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.graph import vocabulary as v
from kg.graph.quoting import of_sentence
from kg.graph.vocabulary import SKOS, vocabulary
from kg.search.index import Index, Text
from kg.settings import load_settings
from kg.store import DEFAULT_GRAPH, Row, Store, open_store, store_of, text
from kg.store.processes import die_with_parent, leave_network

_PREDICATES = {
    v.LABEL.value: "label",
    f"{SKOS}prefLabel": "label",
    f"{SKOS}altLabel": "alias",
    f"{SKOS}hiddenLabel": "alias",
    "http://www.geonames.org/ontology#officialName": "alias",
    v.TITLE.value: "title",
}
_NAMED = """
SELECT ?graph ?thing ?p ?text WHERE {{
  GRAPH ?graph {{ ?thing ?p ?text }} VALUES ?p {{ {predicates} }} {graphs}
  FILTER NOT EXISTS {{ GRAPH ?graph {{ ?thing a ?class }} VALUES ?class {{ {left_out} }} }}
}}
"""
_QUOTES = f"""
PREFIX oa: <{v.OA}>
PREFIX prov: <{v.PROV}>
SELECT ?graph ?thing ?exact ?prefix ?suffix ?about WHERE {{{{
  {{graphs}}
  GRAPH ?graph {{{{
    ?thing prov:wasDerivedFrom ?span .
    ?span oa:hasSelector ?selector .
    ?selector oa:exact ?exact .
    OPTIONAL {{{{ ?selector oa:prefix ?prefix }}}}
    OPTIONAL {{{{ ?selector oa:suffix ?suffix }}}}
    OPTIONAL {{{{ ?thing <{{label}}> ?about }}}}
  }}}}
}}}}
"""
_AT_ONCE = 50


def bring_up_to_date(folder: Path, base_iri: str, opening: Callable[[], Store] | None = None) -> None:
    """Make the index in `folder` one of the newest version of the data. Does nothing where it is.

    `opening` opens the store for reading; without it, `folder` is the store's, too.

    Raises:
        StoreError: there is no snapshot, or it cannot be read; the index cannot be written.
    """
    index = Index(folder, base_iri)
    opening = opening or partial(open_store, str(folder), read_only=True)
    with _alone(index.path.parent), opening() as store:
        newest, before = store.generation, index.generation()
        if newest == before:
            return
        changed = store.changed_since(before)
        with index.writing() as writing:
            if changed is None:
                writing.clear()
                for graph, texts in _texts(store, base_iri, None):
                    writing.add(graph, texts)
            else:
                graphs = sorted(changed - {DEFAULT_GRAPH})
                for graph in graphs:
                    writing.forget(graph)
                for start in range(0, len(graphs), _AT_ONCE):
                    for graph, texts in _texts(store, base_iri, graphs[start : start + _AT_ONCE]):
                        writing.add(graph, texts)
            writing.become(newest)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes the index."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"the search index cannot be written: {error}", where=str(folder)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _texts(store: Store, base_iri: str, graphs: Iterable[str] | None) -> Iterator[tuple[str, Iterable[Text]]]:
    """The texts of these graphs (None: of all), graph by graph, or in pieces of it."""
    only = "" if graphs is None else f"VALUES ?graph {{ {' '.join(str(ox.NamedNode(graph)) for graph in graphs)} }}"
    predicates = " ".join(f"<{predicate}>" for predicate in _PREDICATES)
    found: dict[str, list[Text]] = defaultdict(list)
    terms = vocabulary(base_iri)
    # Who looks for a zone wants no row that was found wrong, and none of those who found it.
    left_out = f"{terms.SET_ASIDE_ROW} {terms.CORRECTION} {v.PERSON}"
    for row in store.select(_NAMED.format(predicates=predicates, graphs=only, left_out=left_out)):
        thing, said = row["thing"], row["text"]
        if isinstance(thing, ox.NamedNode) and isinstance(said, ox.Literal):
            graph = found[text(row, "graph")]
            graph.append(Text(thing.value, _PREDICATES[text(row, "p")], said.value, said.language or ""))
    yield from found.items()
    found.clear()
    label = terms.ABOUT_LABEL.value
    for row in store.select(_QUOTES.format(label=label, graphs=only)):
        if isinstance(row["thing"], ox.NamedNode):
            found[text(row, "graph")].append(Text(row["thing"].value, "quote", _quoted(row), "", text(row, "about")))
    yield from found.items()


def _quoted(row: Row) -> str:
    """A quote in its sentence, on one line."""
    before, behind = of_sentence(text(row, "prefix"), text(row, "suffix"))
    return " ".join(f"{before}{text(row, 'exact')}{behind}".split())


def main() -> None:
    """Do it, for the arguments of this process; what went wrong goes to standard output, for who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    die_with_parent()
    os.nice(5)
    try:
        settings = load_settings()
        if not settings.on_server:
            leave_network()
        bring_up_to_date(Path(sys.argv[1]), settings.base_iri, partial(store_of, settings, read_only=True))
    except KgError as error:
        sys.stdout.write(error.message)
        sys.exit(1)


if __name__ == "__main__":
    main()
