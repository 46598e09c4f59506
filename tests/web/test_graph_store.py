"""Graph Store Protocol: its demands beyond the W3C's suite, who may write, and the gate."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from pydantic import SecretStr

from kg.settings import Settings
from kg.store import GRAPHS, Format, open_store

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]
BASE = "https://w3id.org/vnkg/"
ARTICLE = f"{BASE}graph/article/ke-hoach"
TURTLE = {"Content-Type": "text/turtle"}
TOKEN = "chia-khoa-dai"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, sample_store: Path, server: Serve) -> Iterator[httpx.Client]:
    """A server with a token over a copy of the sample store."""
    store = tmp_path_factory.mktemp("written") / "store"
    shutil.copytree(sample_store, store)
    with server(Settings(store=str(store), query_workers=1, token=SecretStr(TOKEN))) as client:
        yield client


def _problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    problem: dict[str, object] = answer.json()
    assert problem["code"] == code
    return problem


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/graph/article/ke-hoach", f"/graph?graph={ARTICLE}", "/graph?default"])
def test_without_a_token_nothing_is_written(
    client: httpx.Client, written: httpx.Client, method: str, address: str
) -> None:
    body = None if method == "DELETE" else b"<a> <b> <c> ."
    for headers in (TURTLE, TURTLE | BEARER):
        _problem(client.request(method, address, headers=headers, content=body), 403, "read-only")
    wrong = (
        "",
        "Bearer",
        "Bearer x",
        f"Bearer {TOKEN}x",
        "Basic ?",
        "Basic é",
        f"Basic {TOKEN}",
        f"Token {TOKEN}",
        TOKEN,
    )
    for header in wrong:
        as_bytes = [(b"Content-Type", b"text/turtle"), (b"Authorization", header.encode())]
        answer = written.request(method, address, headers=as_bytes, content=body)
        _problem(answer, 401, "unauthorized")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert len(written.get("/graph/article/ke-hoach").content) > 1000


@pytest.mark.parametrize("token", ["x", "mật khẩu: dài"])
def test_the_token_may_come_as_a_password(token: str, server: Serve, tmp_path: Path) -> None:
    basic = base64.b64encode(f"ai cũng được:{token}".encode()).decode()
    with server(Settings(store=str(tmp_path), query_workers=1, token=SecretStr(token))) as client:
        for number, value in enumerate((f"Basic {basic}".encode(), f"bearer {token}".encode())):
            headers = {b"Content-Type": b"text/turtle", b"Authorization": value}
            assert client.put(f"/graph/{number}", content=b"<a> <b> <c> .", headers=headers).status_code == 201


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_every_format_goes_in_and_out(written: httpx.Client, format_: Format) -> None:
    triple = ox.Triple(*(ox.NamedNode(f"https://khu.example/{part}") for part in ("khu", "tên", "Hải-Phòng")))
    assert isinstance(format_.engine, ox.RdfFormat)
    data = ox.serialize([triple], format=format_.engine)
    address = f"/graph/dạng/{format_.name}"
    headers = {"Content-Type": format_.content_type, **BEARER}
    answer = written.put(address, content=data, headers=headers)
    assert answer.status_code == 201
    assert answer.headers["location"].endswith(quote(address))
    assert int(answer.headers["x-data-version"]) > 1
    back = written.get(address, headers={"Accept": format_.media_type})
    assert [quad.triple for quad in ox.parse(back.content, format=format_.engine)] == [triple]


def test_a_graph_of_an_article_comes_as_it_went(written: httpx.Client) -> None:
    whole = written.get("/graph/article/ke-hoach", headers={"Accept": "application/n-triples"}).text
    for iri in (ARTICLE, f"{written.base_url}/graph/article/ke-hoach"):
        again = written.get("/graph", params={"graph": iri}, headers={"Accept": "application/n-triples"}).text
        assert sorted(again.splitlines()) == sorted(whole.splitlines())
    headers = {"Content-Type": "application/n-triples", **BEARER}
    assert written.put("/graph/article/ke-hoach", content=whole, headers=headers).status_code == 204


def test_relative_iris_are_below_the_graph(written: httpx.Client) -> None:
    written.put("/graph/tương-đối", content=b"<#a> <b> <> .", headers=TURTLE | BEARER)
    answer = written.get("/graph/tương-đối", headers={"Accept": "application/n-triples"})
    assert answer.text == f"<{BASE}graph/tương-đối#a> <{BASE}graph/b> <{BASE}graph/tương-đối> .\n"


def test_a_patch(written: httpx.Client) -> None:
    written.put("/graph/vá", content=b"<a> <b> 1 .", headers=TURTLE | BEARER)
    update = {"Content-Type": "application/sparql-update", **BEARER}
    patch = "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }"
    assert written.patch("/graph/vá", content=patch, headers=update).status_code == 204
    assert '"2"' in written.get("/graph/vá", headers={"Accept": "application/n-triples"}).text
    elsewhere = "INSERT DATA { GRAPH <http://x/> { <a> <b> 1 } }"
    _problem(written.patch("/graph/vá", content=elsewhere, headers=update), 400, "query")
    _problem(written.patch("/graph/vá", content=patch, headers=TURTLE | BEARER), 415, "unsupported-type")
    _problem(written.patch("/graph/vá", content="INSERT", headers=update), 400, "query-syntax")


def test_what_the_shapes_refuse_is_not_written(written: httpx.Client) -> None:
    before = written.get("/graph/article/lap-day", headers={"Accept": "application/n-triples"}).text
    spoilt = before.replace("#decimal>", "#string>")
    assert spoilt != before
    headers = {"Content-Type": "application/n-triples", **BEARER}
    problem = _problem(written.put("/graph/article/lap-day", content=spoilt, headers=headers), 422, "not-conformant")
    report = problem["report"]
    assert isinstance(report, list) and report
    assert report[0]["graph"] == f"{BASE}graph/article/lap-day"
    assert report[0]["shape"] and report[0]["message"] and report[0]["focus"]
    after = written.get("/graph/article/lap-day", headers={"Accept": "application/n-triples"}).text
    assert sorted(after.splitlines()) == sorted(before.splitlines())


@pytest.mark.parametrize(
    ("request_", "headers", "body", "refusal"),
    [
        ("PUT /graph", TURTLE, b"", (400, "protocol")),
        ("PUT /graph?default&graph=http://x/", TURTLE, b"", (400, "protocol")),
        ("PUT /graph?default=x", TURTLE, b"", (400, "protocol")),
        ("PUT /graph?graph=http://x/&graph=http://y/", TURTLE, b"", (400, "protocol")),
        ("PUT /graph?graph=http://x/%3C%3E", TURTLE, b"", (400, "protocol")),
        ("PUT /graph?graph=x", TURTLE, b"", (400, "protocol")),
        ("GET /graph?graph=/graph/article/ke-hoach", {}, None, (400, "protocol")),
        ("DELETE /graph?graph=", {}, None, (400, "protocol")),
        ("GET /graph", {}, None, (400, "protocol")),
        ("PUT /graph/x", TURTLE, b"<a> <b> c .", (400, "rdf-syntax")),
        ("PUT /graph/x", TURTLE, b"\xff", (400, "rdf-syntax")),
        ("PUT /graph/x", {"Content-Type": "application/trig"}, b"<http://g> { <a> <b> <c> }", (400, "rdf-syntax")),
        ("PUT /graph/x", {}, b"<a> <b> <c> .", (415, "unsupported-type")),
        ("PUT /graph/x", {"Content-Type": "image/png"}, b"", (415, "unsupported-type")),
        ("PUT /graph/x", {"Content-Type": "text/turtle; charset=utf-16"}, b"", (415, "unsupported-type")),
        ("POST /graph/x", {"Content-Type": "multipart/form-data"}, b"", (400, "protocol")),
        ("POST /graph/x", {"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n\r\n", (400, "protocol")),
        (
            "POST /graph/x",
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n<a> <b> <c> .\r\n--b--\r\n',
            (400, "protocol"),
        ),
        ("DELETE /graph/never-there", {}, None, (404, "not-found")),
        ("TRACE /graph/x", {}, None, (405, "method-not-allowed")),
    ],
)
def test_what_is_refused(
    written: httpx.Client, request_: str, headers: dict[str, str], body: bytes | None, refusal: tuple[int, str]
) -> None:
    method, address = request_.split()
    problem = _problem(written.request(method, address, headers=headers | BEARER, content=body), *refusal)
    assert refusal[1] != "rdf-syntax" or problem.get("line", 1) == 1
    assert written.get("/graph/x").status_code == 404


def test_a_body_that_is_too_large(server: Serve, tmp_path: Path) -> None:
    with server(Settings(store=str(tmp_path), query_workers=1, token=SecretStr(TOKEN), write_mb=1)) as client:
        answer = client.put("/graph/x", content=b"#" * (1 << 21), headers=TURTLE | BEARER)
        _problem(answer, 413, "too-large")


def test_options(client: httpx.Client) -> None:
    answer = client.options("/graph/article/ke-hoach")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS")
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "PUT"}
    assert "PUT" in client.options("/graph/x", headers=preflight).headers["access-control-allow-methods"]


def test_while_something_is_loaded_writes_wait(server: Serve, tmp_path: Path) -> None:
    with server(Settings(store=str(tmp_path), query_workers=1, token=SecretStr(TOKEN))) as client:
        assert client.get("/ready").status_code == 200  # it makes its store at the start
        with open_store(str(tmp_path)):
            answer = client.put("/graph/x", content=b"<a> <b> <c> .", headers=TURTLE | BEARER)
            _problem(answer, 503, "locked")
            assert answer.headers["retry-after"] == "5"
            assert str(tmp_path) not in answer.text
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
