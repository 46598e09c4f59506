from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FactsError
from kg.release.changes import TABLE, Change, changes, rows, triples

COLUMNS = ("article", "about", "metric", "value", "start", "end", "quote", "confidence", "iri")


def row(article: str, iri: str, **cells: str) -> dict[str, str]:
    told = {"about": "Hải Phòng", "metric": "count", "value": "1", "start": "0", "end": "1", "quote": "1"}
    return {**told, "confidence": "stated", **cells, "article": article, "iri": f"urn:o:{iri}"}


def folder(path: Path, table: list[dict[str, str]]) -> Path:
    path.mkdir(exist_ok=True)
    with gzip.open(path / TABLE, "wt", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(table)
    return path


def compared(
    tmp_path: Path, before: list[dict[str, str]], now: list[dict[str, str]]
) -> list[tuple[str, str, str, str]]:
    found = changes(folder(tmp_path / "a", before), folder(tmp_path / "b", now))
    return [(one.kind, one.row["iri"], one.previous, " ".join(one.columns)) for one in found]


def test_the_same_is_no_change(tmp_path: Path) -> None:
    table = [row("a", "1"), row("a", "2", start="5", end="6"), row("b", "3")]
    assert compared(tmp_path, table, table) == []


def test_articles_that_came_and_went(tmp_path: Path) -> None:
    before = [row("a", "1"), row("b", "2"), row("d", "4")]
    now = [row("b", "2"), row("c", "3"), row("e", "5")]
    assert compared(tmp_path, before, now) == [
        ("removed", "urn:o:1", "", ""),
        ("added", "urn:o:3", "", ""),
        ("removed", "urn:o:4", "", ""),
        ("added", "urn:o:5", "", ""),
    ]


def test_the_same_characters_read_otherwise(tmp_path: Path) -> None:
    before = [row("a", "1"), row("a", "2", start="7", end="9", quote="22", value="22", metric="enterpriseCount")]
    now = [row("a", "1"), row("a", "3", start="7", end="9", quote="22", value="22", metric="projectCount")]
    assert compared(tmp_path, before, now) == [("changed", "urn:o:3", "urn:o:2", "metric")]


def test_the_same_fact_with_another_value_elsewhere(tmp_path: Path) -> None:
    before, now = [row("a", "1", value="5", quote="5")], [row("a", "2", value="6", quote="6", start="3", end="4")]
    assert compared(tmp_path, before, now) == [("changed", "urn:o:2", "urn:o:1", "value start end quote")]


def test_what_is_told_beside_a_statement(tmp_path: Path) -> None:
    before, now = [row("a", "1", confidence="inferred")], [row("a", "1", confidence="reviewed")]
    assert compared(tmp_path, before, now) == [("changed", "urn:o:1", "urn:o:1", "confidence")]


def test_two_articles_are_never_taken_for_one(tmp_path: Path) -> None:
    assert [kind for kind, *_ in compared(tmp_path, [row("a", "1")], [row("b", "2")])] == ["removed", "added"]


articles = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.sampled_from(["stated", "inferred"])), max_size=8
).map(
    lambda told: [
        row(article, f"{article}{number}", value=str(number), start=str(number % 3), confidence=sure)
        for article, number, sure in sorted({(a, n): (a, n, s) for a, n, s in told}.values())
    ]
)


@given(before=articles, now=articles)
def test_the_feed_leads_from_one_to_the_other(
    tmp_path_factory: pytest.TempPathFactory, before: list[dict[str, str]], now: list[dict[str, str]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("feed")
    state = {one["iri"]: one for one in before}
    for change in changes(folder(tmp_path / "a", before), folder(tmp_path / "b", now)):
        if change.kind == "removed":
            del state[change.row["iri"]]
            continue
        if change.kind == "changed":
            del state[change.previous]
        assert change.row["iri"] not in state
        state[change.row["iri"]] = dict(change.row)
    assert state == {one["iri"]: one for one in now}


def test_the_feed_as_rdf() -> None:
    found = [Change("added", row("a", "1")), Change("changed", row("a", "3"), "urn:o:2", ("value",)),
             Change("removed", row("a", "4"))]  # fmt: skip
    counts: Counter[str] = Counter()
    table = list(rows(found, counts))
    assert counts == {"added": 1, "changed": 1, "removed": 1}
    told = {str(triple) for triple in triples(table, "https://example.org/r#changes", "2026-01-01T00:00:00+00:00")}
    activity = "https://www.w3.org/ns/activitystreams#"
    for number, (kind, observation) in enumerate([("Create", "1"), ("Update", "3"), ("Delete", "4")], 1):
        node = f"<https://example.org/r#changes-{number}>"
        assert f"{node} {ox.NamedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type')} <{activity}{kind}>" in told
        assert f"{node} <{activity}object> <urn:o:{observation}>" in told
    assert "<urn:o:3> <http://www.w3.org/ns/prov#wasRevisionOf> <urn:o:2>" in told


def test_what_is_no_release(tmp_path: Path) -> None:
    good = folder(tmp_path / "good", [row("a", "1")])
    (tmp_path / "none").mkdir()
    with pytest.raises(FactsError, match="name the folder of a release"):
        list(changes(tmp_path / "none", good))
    mixed = folder(tmp_path / "mixed", [row("b", "1"), row("a", "2")])
    with pytest.raises(FactsError, match="sorted by article"):
        list(changes(mixed, good))
    cut = folder(tmp_path / "cut", [row("a", "1")])
    (cut / TABLE).write_bytes((cut / TABLE).read_bytes()[:-9])
    with pytest.raises(FactsError, match="cannot be read"):
        list(changes(cut, good))
