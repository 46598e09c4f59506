"""What stands behind the IRIs, as data and as pages; and the pages about the server itself."""

from __future__ import annotations

import re

import httpx
import pyoxigraph as ox
import pytest

from kg.settings import DEFAULT_BASE_IRI

HTML = {"Accept": "text/html"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("accept", "media", "engine"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("text/html;q=0.5, application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_a_thing_as_data(client: httpx.Client, accept: str, media: str, engine: ox.RdfFormat) -> None:
    led = client.get("/id/article/ke-hoach", headers={"Accept": accept})
    assert (led.status_code, led.headers["vary"]) == (303, "Accept")
    assert re.fullmatch(r"/data/article/ke-hoach\.[a-z]+", led.headers["location"])
    answer = client.get(led.headers["location"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"{media}; charset=utf-8")
    triples = {quad.triple for quad in ox.parse(answer.content, format=engine)}
    assert {triple.subject for triple in triples} == {ox.NamedNode(f"{DEFAULT_BASE_IRI}id/article/ke-hoach")}
    assert ox.Literal("Mục tiêu xuất khẩu", language="vi") in {triple.object for triple in triples}


def test_a_thing_as_a_page(client: httpx.Client) -> None:
    led = client.get("/id/article/ke-hoach", headers=BROWSER)
    assert (led.status_code, led.headers["location"]) == (303, "/page/article/ke-hoach")
    page = client.get(led.headers["location"], headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Mục tiêu xuất khẩu</span></h1>" in page.text


def test_the_language_asked_for_is_kept(client: httpx.Client) -> None:
    led = client.get("/id/province/hai-phong?lang=en", headers=BROWSER)
    assert led.headers["location"] == "/page/province/hai-phong?lang=en"


def test_a_span_brings_its_quote(client: httpx.Client) -> None:
    found = client.get("/queries/where-from.json", params={"value": "117.49"}).json()["rows"][0]
    observation = found["observation"].removeprefix(DEFAULT_BASE_IRI)
    page = client.get(f"/{observation}", headers=HTML, follow_redirects=True).text
    span = re.search(r'href="/page/(span/[^"]+)"', page)
    assert span
    assert "117,49 ha" in client.get(f"/data/{span[1]}.ttl").text
    assert "117,49 ha" in client.get(f"/page/{span[1]}").text


def test_links_stay_on_this_server_whatever_its_name(client: httpx.Client) -> None:
    page = client.get("/page/province/hai-phong", headers={**HTML, "Host": "data.example.org"}).text
    links = re.findall(r'<a [^>]*href="([^"]+)"', page)
    assert links
    assert not [link for link in links if link.startswith(DEFAULT_BASE_IRI)]
    local = next(link for link in links if link.startswith("/page/"))
    assert client.get(local, headers=HTML).status_code == 200


def test_a_named_graph(client: httpx.Client) -> None:
    answer = client.get("/graph/article/ke-hoach", headers={"Accept": "application/n-triples"})
    assert answer.text.count("\n") > 30


@pytest.mark.parametrize(
    "path", ["/id/zone/nowhere", "/id/", "/id/a b", "/id/%3Cscript%3E", "/id/đường", "/graph/none", "/id/%ff"]
)
def test_what_is_unknown_is_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    page = client.get(path, headers=HTML)
    if path.startswith("/id"):
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "<script>" not in page.text


def test_what_cannot_be_given(client: httpx.Client) -> None:
    assert client.get("/id/article/ke-hoach", headers={"Accept": "image/png"}).status_code == 406


def test_the_ontology(client: httpx.Client) -> None:
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert ox.NamedNode(f"{DEFAULT_BASE_IRI}ontology#Observation") in {
        quad.subject for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)
    }
    page = client.get("/ontology", headers=HTML).text
    assert 'id="Observation"' in page and "kg.ttl" not in page


def test_home(client: httpx.Client) -> None:
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200
    assert '<html lang="vi">' in page.text
    for link in ("/map", "/queries", "/sparql", "/quality", "/ontology", "/docs", "/page/province/hai-phong-2025"):
        assert f'href="{link}"' in page.text
    english = client.get("/?lang=en").text
    assert '<html lang="en">' in english and 'href="/page/province/hai-duong?lang=en"' in english


def test_health(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["articles"], health["observations"]) == ("ok", 6, 18)
    assert health["version"] and health["data"] != "0"


def test_the_sparql_page(client: httpx.Client) -> None:
    page = client.get("/sparql", headers=BROWSER)
    assert 'action="/sparql"' in page.text and f"{client.base_url}".rstrip("/") + "/sparql" in page.text


@pytest.mark.parametrize(
    "path",
    ["/", "/map", "/quality", "/queries", "/queries/series", "/ontology", "/docs", "/page/metric/count", "/none"],
)
def test_pages_load_nothing_from_elsewhere_and_run_no_script_but_ours(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers=HTML)
    assert " style=" not in page.text and " onclick" not in page.text
    loaded = re.findall(r'<(?:link rel="stylesheet"|img|iframe|script)[^>]*(?:href|src)="([^"]+)"', page.text)
    assert loaded == ["/static/style.css", "/static/enhance.js"]
    assert page.text.count("<script") == 1
    assert client.get(loaded[0]).headers["content-type"].startswith("text/css")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "is_document"),
    [
        ("/sparql?query=ASK%7B%7D&format=xml", True),
        ("/data/metric/count.ttl", True),
        ("/static/style.css", True),
        ("/sparql?query=ASK%7B%7D&format=json", False),
        ("/queries/articles.csv", False),
    ],
)
def test_what_browsers_may_do_with_documents_alone(client: httpx.Client, path: str, is_document: bool) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["x-content-type-options"] == "nosniff"
    assert ("content-security-policy" in answer.headers) == ("referrer-policy" in answer.headers) == is_document


def test_cors(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/queries/articles.csv", "/none", "/static/style.css"):
        assert client.get(path, headers={"Origin": "https://example.org"}).headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_head_of_pages(client: httpx.Client) -> None:
    for path in ("/", "/queries", "/page/province/hai-phong"):
        head = client.head(path, headers=HTML)
        assert (head.status_code, head.content) == (200, b"")


def test_methods_that_are_not_possible(client: httpx.Client) -> None:
    answer = client.post("/queries")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "method-not-allowed"


def test_openapi_is_complete(client: httpx.Client) -> None:
    told = client.get("/openapi.json").json()
    assert told["components"]["schemas"]["Problem"]
    operations = [
        (path, method, operation) for path, methods in told["paths"].items() for method, operation in methods.items()
    ]
    assert {path for path, _, _ in operations} >= {
        "/sparql",
        "/queries",
        "/queries/{name}",
        "/id/{path}",
        "/health",
        "/queries/series.csv",
    }
    identifiers = [operation["operationId"] for _, _, operation in operations]
    assert len(set(identifiers)) == len(identifiers)
    for path, method, operation in operations:
        assert operation["summary"] and operation["description"] and operation["responses"], (path, method)
        for status, response in operation["responses"].items():
            assert response["description"]
            assert status < "400" or list(response["content"]) == ["application/problem+json"], (path, method, status)
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert parameter["description"], (path, parameter)
    page = client.get("/docs", headers=HTML).text
    assert all(path in page for path, _, _ in operations)


def test_a_zones_page_tells_the_sectors_that_it_wants(client: httpx.Client) -> None:
    page = client.get("/page/zone/hai-phong-kcn-thu-nghiem").text
    assert "muốn thu hút" in page and "26 Sản xuất sản phẩm điện tử, máy tính và sản phẩm quang học" in page
    sector = client.get("/page/sector/vsic-2018-26").text
    assert "KCN Thử Nghiệm" in sector


def test_a_corrected_figure_says_who_corrected_it_and_what_stood_there(client: httpx.Client) -> None:
    found = client.get("/queries/where-from.json", params={"value": "1234"}).json()["rows"][0]
    assert found["correctedBy"] == "Người Xem"
    own = found["observation"].replace(f"{DEFAULT_BASE_IRI}id/", "/page/")
    page = client.get(own).text
    assert "Sửa: Người Xem, 1/4/2026" in page and "là dự án" in page
    assert "Changed: Người Xem, 2026-04-01" in client.get(own, params={"lang": "en"}).text
    former = re.search(r'Trước khi sửa</dt>.*?href="(/page/observation/[^"]+)"', page, re.DOTALL)
    assert former
    old = client.get(former[1]).text
    assert "không còn là dữ kiện" in old and f'href="{own}"' in old
    assert "workerCount = 1234" in old


def test_an_article_lists_its_corrections(client: httpx.Client) -> None:
    page = client.get("/page/article/sau-hop-nhat").text
    assert page.index("Bác bỏ: Người Xem") < page.index("Sửa: Người Xem"), "the newest first"
    assert "có hiệu lực" in page
    assert "Đính chính" not in client.get("/page/article/ke-hoach").text
