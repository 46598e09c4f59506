"""The page of what is wrong, unsure or missing, and the same as triples."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.settings import DEFAULT_BASE_IRI, Settings

DQV = "http://www.w3.org/ns/dqv#"


@pytest.mark.parametrize(("language", "word"), [("vi", "Mâu thuẫn"), ("en", "Contradictions")])
def test_the_page(client: httpx.Client, language: str, word: str) -> None:
    page = client.get("/quality", params={"lang": language}, headers={"Accept": "text/html"})
    assert page.status_code == 200 and word in page.text
    assert "117,49 ha" in page.text and "120,21 ha" in page.text
    assert 'class="number h' in page.text


def test_the_triples(client: httpx.Client) -> None:
    answer = client.get("/quality", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.TURTLE)
    dataset = ox.NamedNode(f"{DEFAULT_BASE_IRI}id/dataset/observations")
    measured = {
        str(quad.object): quad
        for quad in store.quads_for_pattern(dataset, ox.NamedNode(DQV + "hasQualityMeasurement"), None)
    }
    assert len(measured) == 9
    conflicts = ox.NamedNode(f"{DEFAULT_BASE_IRI}quality#conflicts-measurement")
    (value,) = store.quads_for_pattern(conflicts, ox.NamedNode(DQV + "value"), None)
    listed = client.get("/queries/conflicts.json").json()["rows"]
    assert isinstance(value.object, ox.Literal) and int(value.object.value) == len(listed) > 0
    targets = ox.NamedNode("http://www.w3.org/ns/oa#hasTarget")
    assert len(list(store.quads_for_pattern(None, targets, None))) == 2 * len(listed)


def test_without_data(tmp_path: Path, server: object) -> None:
    with server(Settings(store=str(tmp_path / "store"))) as client:  # type: ignore[operator]
        page = client.get("/quality", headers={"Accept": "text/html"})
        assert page.status_code == 200 and "Chưa có dữ liệu" in page.text
