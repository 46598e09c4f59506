"""Search over HTTP and within SPARQL."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from pydantic import SecretStr

from kg.settings import Settings

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]
DOCS = Path(__file__).resolve().parents[2] / "docs"
BASE = "https://w3id.org/vnkg/"
PREFIX = f"PREFIX search: <{BASE}search#> PREFIX kg: <{BASE}ontology#>"


def _json(client: httpx.Client, **parameters: str | int) -> dict[str, Any]:
    answer = client.get("/search", params=parameters, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _rows(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    rows = answer.json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


@pytest.mark.parametrize("words", ["hai phong", "Hải Phòng", "HAI PHÒNG", "hải phò"])
def test_with_and_without_diacritics(client: httpx.Client, words: str) -> None:
    results = _json(client, q=words)["results"]
    assert results[0]["iri"].startswith(f"{BASE}id/province/hai-phong")
    assert (results[0]["text"], results[0]["field"]) == ("Hải Phòng", "label")
    assert client.get(results[0]["path"], headers={"Accept": "text/turtle"}).status_code == 200


def test_kinds_and_pages(client: httpx.Client) -> None:
    results = _json(client, q="thu nghiem", kind="zone")["results"]
    assert [result["text"] for result in results] == ["KCN Thử Nghiệm"]
    first = _json(client, q="hai", limit=2)
    following = first["next"]
    answer = client.get(following, headers={"Accept": "application/json"})
    iris = [result["iri"] for part in (first, answer.json()) for result in part["results"]]
    assert len(set(iris)) == 4
    assert _json(client, q="")["results"] == _json(client, q="không có chữ này đâu")["results"] == []


def test_the_page_escapes_what_it_shows(client: httpx.Client) -> None:
    html = {"Accept": "text/html"}
    page = client.get("/search", params={"q": "script alert", "kind": "article"}, headers=html).text
    assert "&lt;script&gt;alert(1)" in page and "<script>" not in page
    hostile = client.get("/search", params={"q": '"><script>'}, headers=html).text
    assert "<script>" not in hostile
    assert "Không tìm thấy gì" in client.get("/search", params={"q": "zzzz"}, headers=html).text


def test_answers_are_kept_by_version(client: httpx.Client) -> None:
    answer = client.get("/search", params={"q": "hai phong"}, headers={"Accept": "application/json"})
    assert answer.headers["x-data-version"] == "1"
    again = client.get(
        "/search",
        params={"q": "hai phong"},
        headers={"Accept": "application/json", "If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize("parameters", [{"q": "x" * 501}, {"q": "x", "limit": "0"}, {"q": "x", "offset": "-1"}])
def test_what_is_refused(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/search", params=parameters)
    assert (answer.status_code, answer.json()["code"]) == (422, "parameter")


def test_within_sparql(client: httpx.Client) -> None:
    rows = _rows(
        client,
        f"""{PREFIX} SELECT ?zone ?text ?score ?rank ?field ?kind WHERE {{
              SERVICE <{BASE}search> {{
                ?zone search:matches "thử nghiệm" ; search:text ?text ; search:score ?score ; search:rank ?rank ;
                  search:field ?field ; search:kind ?kind .
              }}
              ?zone a kg:Zone
            }}""",
    )
    assert len(rows) >= 1
    assert (rows[0]["text"], rows[0]["field"], rows[0]["kind"]) == ("KCN Thử Nghiệm", "label", "zone")
    assert float(rows[0]["score"]) > 0 and int(rows[0]["rank"]) >= 1
    limited = f'{PREFIX} SELECT ?x {{ SERVICE <{BASE}search> {{ ?x search:matches "hai"@vi ; search:limit 3 }} }}'
    assert len(_rows(client, limited)) == 3
    of_kind = f'{PREFIX} SELECT ?x {{ SERVICE <{BASE}search> {{ ?x search:kind "metric" ; search:matches "von" }} }}'
    assert {row["x"].rpartition("/")[0] for row in _rows(client, of_kind)} == {f"{BASE}id/metric"}


def test_answers_of_searches_within_sparql_may_be_kept(client: httpx.Client) -> None:
    query = f'{PREFIX} SELECT ?x {{ SERVICE <{BASE}search> {{ ?x search:matches "hai phong" }} }}'
    answer = client.get("/sparql", params={"query": query})
    assert answer.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize(
    "block",
    [
        "",
        "?x search:text ?t",
        "?x search:matches ?words",
        "<http://x/> search:matches 'a'",
        "?x search:matches 'a' ; search:colour 'red'",
        "?x search:matches 'a' ; search:limit 'many'",
        "?x search:matches 'a' . ?y search:matches 'b'",
        "?x search:matches 'a' , 'b'",
        "?x search:matches 'a' FILTER(?x > 1)",
        "?x nope:matches 'a'",
        "?x search:matches 'a'" + " ; search:kind 'zone'" * 20,
    ],
)
def test_blocks_that_are_no_search(client: httpx.Client, block: str) -> None:
    query = f"{PREFIX} SELECT * {{ SERVICE <{BASE}search> {{ {block} }} }}"
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert answer.json()["code"] in ("query", "query-syntax")


def test_what_docs_show_works(client: httpx.Client) -> None:
    shown = re.findall(r"```sparql\n(.*?)```", (DOCS / "search.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(shown) == 2
    for query in shown:
        assert _rows(client, query)


def test_nothing_stale_is_found(server: Serve, tmp_path: Path, sample_store: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store, ignore=shutil.ignore_patterns("search"))
    with server(Settings(store=str(store), query_workers=1, token=SecretStr("x"))) as client:
        label = "<http://www.w3.org/2000/01/rdf-schema#label>"
        sparql = f'{PREFIX} SELECT ?x {{ SERVICE <{BASE}search> {{ ?x search:matches "kỳ lạ hoắc" }} ?x {label} ?l }}'
        for number in range(3):
            data = f'<http://x/{number}> {label} "KCN Kỳ Lạ Hoắc {number}" .'
            headers = {"Content-Type": "text/turtle", "Authorization": "Bearer x"}
            assert client.put("/graph/new", content=data.encode(), headers=headers).status_code in (201, 204)
            results = _json(client, q="ky la hoac")["results"]
            assert [result["iri"] for result in results] == [f"http://x/{number}"]
            assert _rows(client, sparql) == [{"x": f"http://x/{number}"}]


def test_an_empty_store(server: Serve, tmp_path: Path) -> None:
    with server(Settings(store=str(tmp_path), query_workers=1)) as client:
        assert client.get("/search", params={"q": "x"}, headers={"Accept": "text/html"}).status_code == 200
        assert client.get("/search", params={"q": "x"}).status_code == 503


def test_the_page_says_what_each_figure_is(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/search", params={"q": "hai phong"}, headers={"Accept": "text/html"}).text)
    figures = page.xpath("//ul[contains(@class, 'found')]/li[a[starts-with(@href, '/page/observation/')]]")
    assert figures
    for found in figures:
        assert ": " in found.xpath("a")[0].text_content()
        assert found.xpath("q/mark")
    assert not page.xpath("//ul[contains(@class, 'found')]//a[starts-with(@href, '/page/mention/')]")
