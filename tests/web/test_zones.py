"""A zone that has several names, over HTTP: each IRI leads to it, and its page has the figures under all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI, Settings
from kg.store import open_store

from .conftest import running

ARTICLES = {
    "giang": "KCN Đồi Mẫu lấp đầy 61%\n\nNgày đăng: 12/3/2019\n\nKCN Đồi Mẫu (tỉnh Bắc Giang) lấp đầy 61% năm 2018.\n",
    "ninh": "KCN Đồi Mẫu lấp đầy 88%\n\nNgày đăng: 15/10/2025\n\nKCN Đồi Mẫu (tỉnh Bắc Ninh) lấp đầy 88% năm 2025.\n",
}


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("zones")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_store(str(folder / "store")) as store:
        assert load([folder], store, base_iri=DEFAULT_BASE_IRI, processes=1).articles == 2
    with running(Settings(store=str(folder / "store"), query_workers=1)) as client:
        yield client


@pytest.mark.parametrize("path", ["zone/bac-giang-kcn-doi-mau", "zone/bac-ninh-kcn-doi-mau"])
def test_every_name_leads_to_the_zones_page(zones: httpx.Client, path: str) -> None:
    page = zones.get(f"/id/{path}?lang=en", headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert page.url.path == "/page/zone/bac-giang-kcn-doi-mau" and page.url.params["lang"] == "en"
    assert "61%" in page.text and "88%" in page.text
    assert "Bac Giang" in page.text and "Bac Ninh" in page.text


def test_the_data_of_a_name_say_which_zone_it_is(zones: httpx.Client) -> None:
    told = zones.get("/data/zone/bac-ninh-kcn-doi-mau.nt").text
    zone = f"<{DEFAULT_BASE_IRI}id/zone/bac-giang-kcn-doi-mau>"
    assert f"<http://purl.org/dc/terms/isReplacedBy> {zone}" in told
    assert f"<http://www.w3.org/2002/07/owl#sameAs> {zone}" in told
    rows = zones.get("/data/zone/bac-giang-kcn-doi-mau.json").json()["rows"]
    assert sorted(row["value"] for row in rows) == [61, 88]
