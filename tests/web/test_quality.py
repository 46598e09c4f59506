"""The page of what is wrong, unsure or missing, and the same as triples."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI, Settings
from kg.store import open_store

DQV = "http://www.w3.org/ns/dqv#"


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "Cùng một bài nêu nhiều giá trị"), ("en", "One article states several values")]
)
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
    assert len(measured) == 11
    conflicts = ox.NamedNode(f"{DEFAULT_BASE_IRI}quality#conflicts-measurement")
    (value,) = store.quads_for_pattern(conflicts, ox.NamedNode(DQV + "value"), None)
    listed = client.get("/queries/conflicts.json").json()["rows"]
    assert isinstance(value.object, ox.Literal) and int(value.object.value) == len(listed) > 0
    targets = ox.NamedNode("http://www.w3.org/ns/oa#hasTarget")
    assert len(list(store.quads_for_pattern(None, targets, None))) == 2 * len(listed)


def test_what_the_shapes_say_and_what_was_not_understood(tmp_path: Path, server: object) -> None:
    """More than full is odd, and let in; money of nobody knows what is not understood."""
    (tmp_path / "bai.txt").write_text(
        "Bản tin\n\nNăm 2021, các khu công nghiệp của tỉnh Bắc Giang có tỷ lệ lấp đầy 250%.\n\nHết 2,5 tỷ USD.\n",
        encoding="utf-8",
    )
    with open_store(str(tmp_path / "store")) as store:
        report = load([tmp_path / "bai.txt"], store, base_iri=DEFAULT_BASE_IRI, processes=1)
    assert len(report.warnings) == 1
    with server(Settings(store=str(tmp_path / "store"))) as client:  # type: ignore[operator]
        page = html.fromstring(client.get("/quality", headers={"Accept": "text/html"}).text)
        assert [page.xpath(f"//li[@id='{name}']/strong")[0].text for name in ("refused", "unknown")] == ["0", "1"]
        links = page.xpath("//h2[@id='findings']/following::table[1]//th/a/@href")
        assert links and all(client.get(link).status_code == 200 for link in links)
        assert page.xpath("//h2[@id='not-understood']/following::ul[1]//a[@href='/page/article/bai']")


def test_without_data(tmp_path: Path, server: object) -> None:
    with server(Settings(store=str(tmp_path / "store"))) as client:  # type: ignore[operator]
        page = client.get("/quality", headers={"Accept": "text/html"})
        assert page.status_code == 200 and "Chưa có dữ liệu" in page.text
