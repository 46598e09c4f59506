"""The canned queries over HTTP: list, page, CSV, JSON."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import httpx
import pytest
from lxml import html

from kg.canned import canned_queries
from kg.errors import QueryTimeout

HTML = {"Accept": "text/html"}


def _csv(client: httpx.Client, path: str, **values: str) -> list[dict[str, str]]:
    answer = client.get(path, params=values)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8"), answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_list(client: httpx.Client) -> None:
    listed = client.get("/queries").json()["queries"]
    assert [query["name"] for query in listed] == list(canned_queries())
    series = next(query for query in listed if query["name"] == "series")
    assert series["csv"] == "/queries/series.csv"
    place = series["parameters"][0]
    assert (place["name"], place["type"], place["required"]) == ("place", "place", True)
    assert place["description"]["vi"] and place["description"]["en"]
    page = client.get("/queries", headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert all(f'href="/queries/{name}"' in page.text for name in canned_queries())


def test_csv(client: httpx.Client) -> None:
    rows = _csv(client, "/queries/series.csv", place="hải phòng", metric="leasedArea")
    assert [(row["value"], row["quote"], row["source"]) for row in rows] == [
        ("117.49", "117,49 ha", "https://bao.example/hai-lan-noi"),
        ("120.21", "120,21 ha", "https://bao.example/hai-lan-noi"),
    ]


def test_csv_cells_cannot_start_a_formula_and_negative_numbers_stay_numbers(client: httpx.Client) -> None:
    rows = _csv(client, "/queries/growth-by-sector.csv", place="Bắc Ninh")
    assert [(row["sector"], row["value"]) for row in rows] == [("'=1+1<img src=x>", "-7")]
    (article,) = _csv(client, "/queries/articles.csv", text="doc-hai")
    assert article["publisher"].startswith("'=cmd")


def test_json(client: httpx.Client) -> None:
    answer = client.get("/queries/series.json", params={"place": "Hải Phòng", "metric": "exportValue"})
    told = answer.json()
    assert told["parameters"] == {"place": "Hải Phòng", "metric": "exportValue"}
    assert [row["value"] for row in told["rows"]] == [35000000000, 40000000000]
    assert told["rows"][0]["scope"] is None
    assert told["columns"][:2] == ["about", "scope"]


@pytest.mark.parametrize("name", canned_queries())
def test_every_query_has_a_page_with_a_form_and_its_table(client: httpx.Client, name: str) -> None:
    query = canned_queries()[name]
    empty = client.get(f"/queries/{name}", headers=HTML)
    assert empty.status_code == 200
    for parameter in query.parameters:
        assert f'name="{parameter.name}"' in empty.text
    values = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    values |= {p.name: p.example for p in query.parameters if p.name in query.at_least_one[:1]}
    # The zone that is given as an example is one of the articles in examples/.
    values |= {"zone": "KCN Thử Nghiệm"} if "zone" in values else {}
    filled = client.get(f"/queries/{name}", params=values, headers=HTML)
    assert filled.status_code == 200
    assert '<table class="answer">' in filled.text
    assert f"/queries/{name}.csv" in filled.text


def test_a_page_of_a_large_store_shows_a_part_and_leads_to_the_next(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'rel="next"' not in client.get("/queries/articles", headers=HTML).text
    monkeypatch.setattr("kg.web.parts._LARGE", 0)
    monkeypatch.setattr("kg.web.parts._PATIENCE", 60.0)
    monkeypatch.setattr("kg.web.parts._THINGS", 2)
    shown: list[str] = []
    address = "/queries/articles?lang=en"
    while address:
        page = html.fromstring(client.get(address, headers=HTML).text)
        cells = page.xpath("//table[@class='answer']/tbody/tr/td[1]")
        assert len(cells) <= 2
        assert bool(page.xpath("//a[@rel='prev']")) == bool(shown)
        shown += [cell.text_content() for cell in cells]
        address = page.xpath("string(//a[@rel='next']/@href)") if cells else ""
    whole = _csv(client, "/queries/articles.csv", limit="all")
    assert len(whole) > 2 and shown == [row["id"] for row in whole]


@pytest.mark.parametrize("name", [name for name, query in canned_queries().items() if query.has_pages])
def test_a_program_gets_a_large_store_in_parts_and_is_told(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = f"/queries/{name}.csv"
    needed = {one.name: one.example for one in canned_queries()[name].parameters if one.required}
    whole = client.get(path, params=needed)
    assert not {"link", "x-total-count"} & set(whole.headers)
    monkeypatch.setattr("kg.web.parts._LARGE", 0)
    monkeypatch.setattr("kg.web.parts._PATIENCE", 60.0)
    monkeypatch.setattr("kg.web.parts._THINGS", 2)
    all_of_it = client.get(path, params={**needed, "limit": "all"})
    assert all_of_it.text == whole.text and not {"link", "x-total-count"} & set(all_of_it.headers)
    rows: list[str] = []
    totals, offset, address = (
        set(),
        0,
        f"{path}?{urlencode(needed | {'offset': '0'})}",
    )  # another address: the whole is kept
    while address:
        part = client.get(address)
        totals.add(int(part.headers["x-total-count"]))
        rows += part.text.splitlines()[1:]
        links = {link["rel"]: link["url"] for link in part.links.values()}
        assert ("prev" in links) == (offset > 0)
        address, offset = links.get("next", ""), offset + 2
    (total,) = totals
    assert offset - 2 < total <= offset
    assert sorted(set(rows)) == sorted(set(whole.text.splitlines()[1:]))


def test_what_is_asked_of_a_place_is_the_same_with_all(client: httpx.Client) -> None:
    asked = {"metric": "projectCount", "province": "Hải Phòng"}
    told = client.get("/queries/roll-up.json", params=asked).json()
    assert told["rows"] == client.get("/queries/roll-up.json", params=asked | {"limit": "all"}).json()["rows"]
    assert told["parameters"] == asked and told["rows"] and not told.get("next")


def test_json_tells_of_the_next_part(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.parts._LARGE", 0)
    monkeypatch.setattr("kg.web.parts._PATIENCE", 60.0)
    monkeypatch.setattr("kg.web.parts._THINGS", 2)
    told = client.get("/queries/articles.json", params={"offset": "0"}).json()
    assert told["parameters"] == {"limit": "2", "offset": "0"} and len(told["rows"]) == 2 < told["total"]
    following = client.get(told["next"]).json()
    assert following["rows"][0] not in told["rows"]
    last = client.get("/queries/articles.json", params={"offset": str(told["total"] - 1)}).json()
    assert len(last["rows"]) == 1 and last["next"] is None


def test_where_counting_fails_a_part_still_leads_on(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_long(*_: object) -> int:
        raise QueryTimeout("took too long")

    monkeypatch.setattr("kg.web.parts._count", too_long)
    part = client.get("/queries/articles.csv", params={"limit": "2"})
    assert "x-total-count" not in part.headers and part.links["next"]["url"].endswith("limit=2&offset=2")


def test_columns_without_a_value_are_named_and_left_out(client: httpx.Client) -> None:
    page = client.get("/queries/series", params={"place": "Hải Phòng", "metric": "exportValue"}, headers=HTML).text
    heads = [cell.text_content() for cell in html.fromstring(page).xpath("//table[@class='answer']//th")]
    assert "Giá trị" in heads and "Ngành" not in heads
    assert "Các cột trống không hiện ở đây" in page
    told = client.get("/queries/series.csv", params={"place": "Hải Phòng", "metric": "exportValue"}).text
    assert "sector" in told.partition("\n")[0]


def test_a_sum_leads_to_each_of_its_figures(client: httpx.Client) -> None:
    page = client.get("/queries/roll-up", params={"metric": "exportValue"}, headers=HTML).text
    links = html.fromstring(page).xpath("//table[@class='answer']//a[starts-with(@href, '/page/observation/')]")
    assert links
    assert all(client.get(link.get("href")).status_code == 200 for link in links)


def test_a_page_shows_figures_as_vietnamese_writes_them(client: httpx.Client) -> None:
    page = client.get("/queries/series", params={"place": "Hải Phòng", "metric": "exportValue"}, headers=HTML).text
    assert '<data value="35000000000">35.000.000.000</data>' in page
    assert '<span title="planned">kế hoạch</span>' in page
    assert 'href="/page/article/ke-hoach"' in page
    assert "w3id.org/vnkg/id" not in page.partition("<tbody>")[2].partition("</table>")[0]


def test_a_year_is_no_quantity(client: httpx.Client) -> None:
    page = client.get("/queries/coverage", params={"metric": "exportValue"}, headers=HTML).text
    assert "<td>2024</td>" in page and "2.024" not in page


def test_nothing_hostile_comes_through_a_page(client: httpx.Client) -> None:
    for path, values in (
        ("/queries/growth-by-sector", {"place": "Bắc Ninh"}),
        ("/queries/articles", {"text": '"><script>alert(2)</script>'}),
        ("/queries/articles", {"text": "doc-hai"}),
        ("/queries/series", {"place": "<script>alert(3)</script>", "metric": "count"}),
        ("/page/article/doc-hai", {}),
    ):
        page = client.get(path, params=values, headers=HTML)
        assert page.text.count("<script") == page.text.count('<script src="/static/') == 1
        assert "<img" not in page.text
        assert 'href="javascript' not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("/queries/nothing.csv", {}, (404, "unknown-query", "name")),
        ("/queries/nothing", {}, (404, "unknown-query", "name")),
        ("/queries/series.csv", {}, (400, "parameter", "place")),
        ("/queries/series.json", {"place": "Atlantis", "metric": "count"}, (400, "parameter", "place")),
        ("/queries/series.json", {"place": "Hải Phòng", "metric": "count", "x": "1"}, (400, "parameter", "x")),
        ("/queries/where-from.csv", {}, (400, "parameter", None)),
    ],
)
def test_errors(client: httpx.Client, path: str, values: dict[str, str], expected: tuple[int, str, str | None]) -> None:
    status, code, where = expected
    answer = client.get(path, params=values)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (answer.json()["code"], answer.json().get("where")) == (code, where)


def test_a_parameter_given_twice(client: httpx.Client) -> None:
    answer = client.get("/queries/series.csv?place=a&place=b&metric=count")
    assert (answer.status_code, answer.json()["where"]) == (400, "place")


def test_a_page_tells_of_a_wrong_value_beside_its_form(client: httpx.Client) -> None:
    page = client.get("/queries/series", params={"place": "Hải Phóng", "metric": "count"}, headers=HTML)
    assert page.status_code == 400
    assert "did you mean: Hải Phòng" in page.text
    assert 'value="Hải Phóng"' in page.text
