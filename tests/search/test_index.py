"""The index holds what the snapshot holds, however it came to it; the best comes first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryTimeout, StoreError
from kg.search import Index, read_words
from kg.search.building import bring_up_to_date
from kg.store import open_store
from kg.store.generations import NONE, Generation, Generations

BASE = "https://w3id.org/vnkg/"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def _thing(kind: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}id/{kind}/{name}")


def _label(kind: str, name: str, label: str, language: str = "vi") -> ox.Triple:
    return ox.Triple(_thing(kind, name), LABEL, ox.Literal(label, language=language))


def _write(folder: Path, graphs: dict[str, list[ox.Triple]]) -> None:
    with open_store(str(folder)) as store:
        store.replace_graphs({f"{BASE}graph/{name}": triples for name, triples in graphs.items()})


def _found(folder: Path, question: str, kind: str = "", limit: int = 20) -> list[str]:
    index = Index(folder, BASE)
    hits = index.find(read_words(question), Generations(folder).current(), kind=kind, limit=limit)
    assert hits is not None
    return [hit.iri.removeprefix(f"{BASE}id/") for hit in hits]


def test_the_best_comes_first(tmp_path: Path) -> None:
    alias = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    title = ox.NamedNode("http://purl.org/dc/terms/title")
    _write(
        tmp_path,
        {
            "a": [
                _label("province", "hai-phong", "Hải Phòng"),
                _label("province", "hai-phong", "Hai Phong", "en"),
                _label("zone", "hai-phong-x", "KCN Hải Phòng X"),
                _label("mention", "m", "Hải Phòng"),
                ox.Triple(_thing("province", "hp"), alias, ox.Literal("Hải Phòng")),
                ox.Triple(_thing("article", "a"), title, ox.Literal("Phòng ở Hải Dương", language="vi")),
                _label("zone", "hai-phong-y", "Hải Phông"),
            ]
        },
    )
    bring_up_to_date(tmp_path, BASE)
    assert _found(tmp_path, "hai phong") == [
        "province/hai-phong",
        "zone/hai-phong-y",
        "province/hp",
        "zone/hai-phong-x",
        "article/a",
        "mention/m",
    ]
    assert _found(tmp_path, "Hải Phòng")[:2] == ["province/hai-phong", "zone/hai-phong-y"]
    assert _found(tmp_path, "Hải Phông")[0] == "zone/hai-phong-y"
    assert _found(tmp_path, '"hai phong"', kind="zone") == ["zone/hai-phong-y", "zone/hai-phong-x"]
    assert _found(tmp_path, "ph hai") == []
    assert _found(tmp_path, "hai ph", limit=1) == ["province/hai-phong"]
    assert _found(tmp_path, "") == []
    [first, *_] = Index(tmp_path, BASE).find(read_words("hai phong"), Generations(tmp_path).current()) or []
    assert (first.text, first.language, first.field, first.kind) == ("Hải Phòng", "vi", "label", "province")


def test_quotes_are_found_by_the_words_around_them(sample_store: Path) -> None:
    bring_up_to_date(sample_store, BASE)
    [hit, *_] = (
        Index(sample_store, BASE).find(read_words("da cho thue 117,49"), Generations(sample_store).current()) or []
    )
    assert (hit.kind, hit.field, hit.about) == ("observation", "quote", "Hải Phòng")
    assert "117,49 ha" in hit.text


def test_what_people_set_aside_is_not_found_nor_they_themselves(sample_store: Path) -> None:
    bring_up_to_date(sample_store, BASE)
    index, newest = Index(sample_store, BASE), Generations(sample_store).current()
    assert index.find(read_words("workerCount 1234"), newest) == []
    found = index.find(read_words("Người Xem"), newest) or []
    assert not {hit.kind for hit in found} & {"person", "correction"}
    assert index.find(read_words("mới có 1.234"), newest), "what stands instead is"


def test_it_follows_the_snapshots(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing was loaded"):
        bring_up_to_date(tmp_path, BASE)
    _write(
        tmp_path,
        {"a": [_label("zone", "a", "Khu A"), _label("zone", "x", "Khu X")], "b": [_label("zone", "x", "Khu X")]},
    )
    assert Index(tmp_path, BASE).find(read_words("khu"), Generations(tmp_path).current()) is None
    bring_up_to_date(tmp_path, BASE)
    assert _found(tmp_path, "khu") == ["zone/a", "zone/x"]
    _write(tmp_path, {"a": [_label("zone", "a", "Khu Khác")]})
    assert Index(tmp_path, BASE).find(read_words("khu"), Generations(tmp_path).current()) is None
    bring_up_to_date(tmp_path, BASE)
    assert _found(tmp_path, "khu") == ["zone/a", "zone/x"]
    assert _found(tmp_path, "khac") == ["zone/a"]
    assert _found(tmp_path, "khu a") == []
    _write(tmp_path, {"b": []})
    bring_up_to_date(tmp_path, BASE)
    assert _found(tmp_path, "khu") == ["zone/a"]
    bring_up_to_date(tmp_path, BASE)  # nothing to do


_NAMES = st.sampled_from(["Khu Một", "Khu Hai", "Cụm Ba", "Đình Vũ"])
_CHANGES = st.lists(
    st.dictionaries(
        st.sampled_from("abc"), st.lists(st.tuples(st.sampled_from("xyz"), _NAMES), max_size=3), min_size=1
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(_CHANGES)
def test_changes_lead_to_what_a_new_index_would_be(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, list[tuple[str, str]]]]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    for change in changes:
        _write(folder, {name: [_label("zone", *pair) for pair in pairs] for name, pairs in change.items()})
        bring_up_to_date(folder, BASE)
    followed = _content(folder)
    for file in (folder / "search").glob("index.sqlite*"):
        file.unlink()
    bring_up_to_date(folder, BASE)
    assert followed == _content(folder)


def _content(folder: Path) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(folder / "search" / "index.sqlite")
    try:
        query = "SELECT graph, iri, text, plain FROM held JOIN doc ON doc.id = doc JOIN words ON words.rowid = doc.id"
        orphans = "SELECT count(*) FROM words WHERE rowid NOT IN (SELECT doc FROM held)"
        assert connection.execute(orphans).fetchone() == (0,)
        return set(connection.execute(query))
    finally:
        connection.close()


def test_an_index_of_another_base_version_or_store_is_made_anew(tmp_path: Path) -> None:
    _write(tmp_path, {"a": [_label("zone", "a", "Khu A")]})
    bring_up_to_date(tmp_path, BASE)
    assert Index(tmp_path, "https://example.org/").generation() == NONE
    bring_up_to_date(tmp_path, "https://example.org/")
    assert Index(tmp_path, BASE).generation() == NONE
    path = tmp_path / "search" / "index.sqlite"
    for spoil in (b"no database", b""):
        path.write_bytes(spoil)
        assert Index(tmp_path, BASE).find(read_words("khu"), Generation(1, 1)) is None
        bring_up_to_date(tmp_path, BASE)
        assert _found(tmp_path, "khu") == ["zone/a"]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    bring_up_to_date(tmp_path, BASE)
    assert _found(tmp_path, "khu") == ["zone/a"]


def test_an_index_that_cannot_be_written(tmp_path: Path) -> None:
    _write(tmp_path, {"a": [_label("zone", "a", "Khu A")]})
    (tmp_path / "search").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        bring_up_to_date(tmp_path, BASE)


def test_a_search_has_its_time(tmp_path: Path) -> None:
    _write(tmp_path, {"a": [_label("zone", f"z{number}", f"Khu {number}") for number in range(3000)]})
    bring_up_to_date(tmp_path, BASE)
    with pytest.raises(QueryTimeout):
        Index(tmp_path, BASE).find(read_words("khu"), Generations(tmp_path).current(), seconds=-1)
    assert len(_found(tmp_path, "khu", limit=5000)) == 3000
