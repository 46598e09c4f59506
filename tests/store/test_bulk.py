from __future__ import annotations

import signal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.store import open_store
from kg.store.bulk import BulkLoad, interrupts_held

P = ox.NamedNode("http://example.org/p")
GRAPHS = [f"http://example.org/g{number}" for number in range(3)]


def triples(*values: object) -> list[ox.Triple]:
    return [ox.Triple(P, P, ox.Literal(str(value))) for value in values]


def quads(graphs: dict[str, list[ox.Triple]]) -> bytes:
    return "".join(f"{triple} <{name}> .\n" for name, said in graphs.items() for triple in said).encode()


def contents(location: str, *, read_only: bool = True) -> set[str]:
    with open_store(location, read_only=read_only) as store:
        return {str(quad) for quad in store.quads()}


said = st.dictionaries(st.sampled_from(GRAPHS), st.lists(st.text(max_size=3), min_size=1, max_size=4))


@given(before=said, after=said)
def test_graphs_that_are_loaded_at_once_are_as_if_replaced_one_by_one(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    found = []
    for bulk in (False, True):
        with open_store(":memory:") as store:
            store.replace_graphs({name: triples(*values) for name, values in before.items()})
            new = {name: triples(*values) for name, values in after.items()}
            if bulk:
                store.load_graphs(quads(new), list(new))
            else:
                store.replace_graphs(new)
            found.append(set(store.quads()))
    assert found[0] == found[1]


def test_readers_see_what_was_loaded_after_a_flush(tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    with open_store(location) as store:
        store.replace_graphs({GRAPHS[0]: triples("before"), GRAPHS[1]: triples("stays")})
        store.flush()
        store.load_graphs(quads({GRAPHS[0]: triples("after"), GRAPHS[2]: triples("new")}), [GRAPHS[0], GRAPHS[2]])
        assert {triple.split('"')[1] for triple in contents(location)} == {"before", "stays"}
        store.flush()
        assert {triple.split('"')[1] for triple in contents(location)} == {"after", "stays", "new"}
    assert not (tmp_path / "store" / "bulk.nq").exists()


def test_nothing_is_loaded_where_one_may_only_read(tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    with open_store(location) as store:
        store.replace_graphs({GRAPHS[0]: triples("before")})
    with open_store(location, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.load_graphs(quads({GRAPHS[0]: triples("after")}), [GRAPHS[0]])


def test_what_a_process_was_ended_in_the_middle_of_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = str(tmp_path / "store")
    new = {GRAPHS[0]: triples("after", "and more"), GRAPHS[2]: triples("new")}

    def half(engine: ox.Store, written: bytes, replaced: object) -> None:
        engine.add(ox.Quad(P, P, ox.Literal("and more"), ox.NamedNode(GRAPHS[0])))
        raise OSError("ended here")

    with open_store(location) as store:
        store.replace_graphs({GRAPHS[0]: triples("before"), GRAPHS[1]: triples("stays")})
        store.flush()
        with monkeypatch.context() as patch:
            patch.setattr("kg.store.bulk._load", half)
            with pytest.raises(StoreError):
                store.load_graphs(quads(new), list(new))
    found = contents(location, read_only=False)
    assert {triple.split('"')[1] for triple in found} == {"after", "and more", "stays", "new"}
    assert contents(location) == found, "readers see it, too"
    assert not (tmp_path / "store" / "bulk.nq").exists()


def test_what_was_not_wholly_written_down_is_not_loaded(tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    with open_store(location) as store:
        store.replace_graphs({GRAPHS[0]: triples("before")})
    (tmp_path / "store" / "bulk.new").write_bytes(quads({GRAPHS[1]: triples("cut")})[:-9])
    assert {triple.split('"')[1] for triple in contents(location, read_only=False)} == {"before"}


def test_there_is_nothing_to_finish_in_memory() -> None:
    assert not BulkLoad(None).finish(ox.Store())


def test_an_interrupt_is_answered_at_the_end() -> None:
    done = False
    with pytest.raises(KeyboardInterrupt), interrupts_held(), interrupts_held():
        signal.raise_signal(signal.SIGINT)
        done = True
    assert done
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
