"""The pages of things: both languages, links that lead somewhere, nothing hostile comes through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html

from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI, Settings
from kg.store import open_store
from kg.web.language import preferred
from kg.web.views.bars import bars
from kg.web.views.figures import Figure

PAGES = [
    "country/viet-nam",
    "region/dong-bang-song-hong",
    "province/hai-phong",
    "province/hai-phong-2025",
    "province/hai-duong",
    "district/hai-phong-kien-thuy",
    "zone/hai-phong-kcn-thu-nghiem",
    "cluster/hai-phong-ccn-chua-co-so",
    "article/ke-hoach",
    "article/doc-hai",
    "metric/leasedArea",
    "metric/exportValue",
    "sector/vsic-2018-26",
    "sector/vsic-2018-C",
    "policy/202-2025-qh15",
    "unit/VND-per-month",
    "scope/zones",
    "event/2025-hai-phong",
    "graph/article/ke-hoach",
    "graph/places",
]


def _observation(client: httpx.Client, value: str) -> str:
    rows = client.get("/queries/where-from.json", params={"value": value}).json()["rows"]
    return str(rows[0]["observation"]).removeprefix(f"{DEFAULT_BASE_IRI}id/")


def _policy(client: httpx.Client) -> str:
    rows = client.get("/queries/policies.json", params={"text": "99/QĐ-UBND"}).json()["rows"]
    return str(rows[0]["policy"]).removeprefix(f"{DEFAULT_BASE_IRI}id/")


def _text(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", html.fromstring(page.text).find("body").text_content())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_there_in_both_languages_and_links_what_is_there(
    client: httpx.Client, path: str, language: str
) -> None:
    page = client.get(f"/page/{path}", params={"lang": language})
    assert page.status_code == 200
    assert page.headers["content-language"] == language and "Accept-Language" in page.headers["vary"]
    tree = html.fromstring(page.text)
    assert tree.get("lang") == language
    assert len(tree.findall(".//h1")) == 1
    assert not tree.xpath("//a[not(@href) or @href='']")
    links = {link for link in tree.xpath("//a/@href | //link/@href | //script/@src") if link.startswith("/")}
    there = set(tree.xpath("//@id"))
    for anchor in tree.xpath("//a/@href[starts-with(., '#')]"):
        assert anchor[1:] in there, anchor
    for link in sorted(links)[:60]:
        answer = client.get(link.partition("#")[0], headers={"Accept": "text/html"})
        assert answer.status_code == 200, link
        if "/page/" in link:
            assert answer.headers["content-language"] == ("en" if "lang=en" in link else "vi")


def test_the_language_follows_the_browser_unless_the_address_says_it(client: httpx.Client) -> None:
    for given, expected in (("en-GB,en;q=0.9", "en"), ("vi", "vi"), ("", "vi"), ("fr,de", "vi")):
        page = client.get("/page/province/hai-phong", headers={"Accept-Language": given})
        assert page.headers["content-language"] == expected
    page = client.get("/page/province/hai-phong?lang=vi", headers={"Accept-Language": "en"})
    assert page.headers["content-language"] == "vi"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("en;q=0.4, vi;q=0.5", "vi"), ("en;q=nonsense, vi;q=0.1", "vi"), ("*", "vi"), ("EN-us", "en"), ("en;q=9", "en")],
)
def test_the_better_liked_language(given: str, expected: str) -> None:
    assert preferred(given) == expected


def test_a_place_tells_its_lifetime_its_zones_and_its_figures(client: httpx.Client) -> None:
    page = client.get("/page/province/hai-phong")
    told = _text(page)
    assert "đến hết 30/6/2025" in told and "Hải Phòng ngày nay" in told
    assert "KCN Thử Nghiệm" in told and "CCN Chưa Có Số" in told
    assert "Kế hoạch và thực tế" in told and "40 tỷ USD" in told and "35 tỷ USD" in told
    assert 'href="/page/province/hai-phong-2025"' in page.text
    tree = html.fromstring(page.text)
    assert tree.xpath("//figure[@class='outline']//*[name()='path'][@class='land']")
    today = _text(client.get("/page/province/hai-phong-2025"))
    assert "1.234" in today and "KCN Thử Nghiệm" in today and "Từ 1/7/2025" in today


def test_each_point_of_a_chart_opens_its_quote(client: httpx.Client) -> None:
    page = client.get("/page/zone/hai-phong-kcn-thu-nghiem")
    points = html.fromstring(page.text).xpath("//*[name()='svg']//a[contains(@class, 'point')]")
    assert [point.get("aria-label") for point in points] == ["50 % (2022)", "65 % (2023)"]
    told = _text(client.get(points[1].get("href")))
    assert "lấp đầy 50% năm 2022 và 65% năm 2023" in told
    assert "Lấp đầy chưa khớp" in told


def test_an_observation_names_who_contradicts_it(client: httpx.Client) -> None:
    page = client.get(f"/page/{_observation(client, '117.49')}")
    otherwise = page.text.partition('id="contradicting"')[2].partition('id="agreeing"')[0]
    assert "120,21 ha" in otherwise and "117,49" not in otherwise
    assert "<mark>117,49 ha</mark>" in page.text
    assert 'href="https://bao.example/hai-lan-noi"' in page.text


def test_an_article_has_its_quotes_in_order_and_no_more_of_its_text(client: httpx.Client) -> None:
    page = client.get("/page/article/hai-lan-noi")
    quotes = html.fromstring(page.text).xpath("//ol[@class='readings']//mark/text()")
    assert quotes == ["117,49 ha", "124,91 ha", "94,06%", "120,21 ha"]
    assert "Cụm đã cho thuê 117,49 ha trong số 124,91 ha, đạt 94,06%. Bảng cuối bài" not in _text(page)


def test_a_policy_has_its_target_beside_what_came_of_it(client: httpx.Client) -> None:
    told = _text(client.get(f"/page/{_policy(client)}"))
    assert "99/QĐ-UBND" in told and "40 tỷ USD" in told and "35 tỷ USD" in told and "trước hạn" in told


def test_a_metric_ranks_provinces_and_tells_what_there_is(client: httpx.Client) -> None:
    page = client.get("/page/metric/registeredCapital")
    ranking = html.fromstring(page.text).xpath("//table[@class='ranking']//tbody//th/a/text()")
    assert ranking == ["Bắc Ninh", "Hải Phòng"]
    assert "hơn 4 tỷ USD" in _text(page)
    assert not html.fromstring(client.get("/page/metric/registeredCapital?year=1999").text).xpath(
        "//table[@class='ranking']"
    )


def test_figures_as_csv_and_json(client: httpx.Client) -> None:
    table = client.get("/data/province/bac-ninh.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = table.text.splitlines()
    assert header.startswith("about,metric,value,unit,") and len(rows) == 2
    assert "'=1+1<img src=x>" in table.text and ",-7," in table.text
    told = client.get("/data/province/bac-ninh.json").json()
    assert {row["value"] for row in told["rows"]} == {-7, 4000000000}
    assert client.get("/data/scope/zones.csv").status_code == 404
    assert client.get("/data/province/hai-phong.exe").status_code == 404
    assert client.get("/data/province/nowhere.csv").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_hostile_comes_through(client: httpx.Client, language: str) -> None:
    observation = _observation(client, "-7")
    for path in ("article/doc-hai", "province/bac-ninh", observation, "metric/outputGrowth", "graph/article/doc-hai"):
        page = client.get(f"/page/{path}", params={"lang": language})
        tree = html.fromstring(page.text)
        assert tree.xpath("//script/@src") == ["/static/enhance.js"] and len(tree.xpath("//script")) == 1
        assert not tree.xpath("//img | //iframe | //object | //embed | //style | //base | //meta[@http-equiv]")
        assert not [name for name in tree.xpath("//@*") if name.attrname.startswith("on")]
        assert not [link for link in tree.xpath("//@href") if link.strip().lower().startswith("javascript")]
    assert "<script>alert(1)</script>" in _text(client.get("/page/article/doc-hai"))


def test_versions_of_the_ontology_and_the_shapes(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    version = re.search(r"/ontology/([0-9.]+)</code>", page)
    assert version
    assert client.get(f"/ontology/{version[1]}", headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get("/ontology/0.0.0").status_code == 404
    shapes = client.get("/shapes", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert 'id="Observation-refArea"' in shapes and "exactly one thing" in shapes
    assert "sh:NodeShape" in client.get("/shapes").text or "shacl#NodeShape" in client.get("/shapes").text


def test_amounts_are_never_rounded_away() -> None:
    from kg.web.writing import amount

    assert amount(Decimal("4507830123456"), "VND", "vi") == "4.507,830123456 tỷ đồng"
    assert amount(Decimal("0"), "1", "en") == "0"
    assert amount(Decimal("999999"), "USD", "en", "below") == "less than 999,999 USD"


def test_a_merged_province_shows_what_was_told_of_those_before(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/page/province/hai-phong-2025").text)
    (section,) = page.xpath("//section[@id='formerly']")
    assert "/page/province/hai-phong" in section.xpath(".//th//a/@href")
    figures = section.xpath(".//a[contains(@href, '/page/observation/')]/@href")
    assert figures
    assert client.get(figures[0]).status_code == 200
    assert client.get("/page/province/hai-phong").text.count('id="formerly"') == 0


def test_a_figure_stands_in_its_sentence(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/page/province/hai-phong").text)
    quotes = {quote.text_content() for quote in page.xpath("//td[contains(@class, 'source')]/q")}
    assert any(len(quote) > 40 for quote in quotes)
    assert all(len(quote) < 250 for quote in quotes)
    for quote in page.xpath("//td[contains(@class, 'source')]/q"):
        assert quote.xpath("mark")


def test_what_is_missing_is_said_in_the_language_of_the_page(client: httpx.Client) -> None:
    headers = {"Accept": "text/html"}
    for language, said in (("vi", "Không có trang này"), ("en", "There is no such page")):
        answer = client.get("/nowhere", params={"lang": language}, headers=headers)
        assert answer.status_code == 404
        assert said in answer.text


def test_growth_of_several_sectors_of_one_time_is_drawn_as_bars() -> None:
    def figure(sector: str, value: str, year: int = 2024) -> Figure:
        words: dict[str, Any] = dict.fromkeys((field.name for field in fields(Figure)), "")
        words |= {"place": "p", "metric": "outputGrowth", "unit": "%", "status": "actual", "bound": "exact"}
        words |= {"from_": str(year), "to": str(year), "start": date(year, 1, 1), "end": date(year, 12, 31)}
        return Figure(**words | {"observation": f"{sector}{year}", "sector": sector, "value": Decimal(value)})

    found = [
        figure("dệt may", "-5"),
        figure("", "10"),
        figure("thép", "20"),
        figure("gỗ", "4"),
        figure("gỗ", "9", 2020),
    ]
    (drawn,) = bars([found], "vi")
    assert [(bar.label, bar.whole) for bar in drawn.bars] == [
        ("", True),
        ("thép", False),
        ("gỗ", False),
        ("dệt may", False),
    ]
    assert drawn.title == "2024"
    assert drawn.zero == pytest.approx(20)
    last = drawn.bars[-1]
    assert last.x == pytest.approx(0)
    assert last.length == pytest.approx(-20)
    assert drawn.bars[1].x + drawn.bars[1].length == pytest.approx(100)
    assert bars([found[:2]], "vi") == []


def test_a_zone_and_its_phases_lead_to_each_other(tmp_path: Path, server: Callable[..., Any]) -> None:
    (tmp_path / "bai.txt").write_text(
        "Bản tin\n\nTỉnh Bắc Giang có CCN Mẫu Một (giai đoạn 2) rộng 20 ha.\n", encoding="utf-8"
    )
    with open_store(str(tmp_path / "store")) as store:
        load([tmp_path / "bai.txt"], store, base_iri=DEFAULT_BASE_IRI, processes=1)
    with server(Settings(store=str(tmp_path / "store"))) as client:
        whole, part = "/page/cluster/bac-giang-ccn-mau-mot", "/page/cluster/bac-giang-ccn-mau-mot-giai-doan-2"
        page = client.get(whole).text
        assert part in page
        assert "/page/article/bai" in page
        assert whole in client.get(part).text
