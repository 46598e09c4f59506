"""SERVICE over HTTP between two servers, and that no server is reached that no list names."""

from __future__ import annotations

import json
import re
import shutil
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr

from kg.errors import SettingsError
from kg.settings import Settings
from kg.web import create_app

Serve = Callable[..., AbstractContextManager[httpx.Client]]
DOCS = Path(__file__).resolve().parents[2] / "docs"
RESULTS = "application/sparql-results+json"
RDFS = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX kg: <https://w3id.org/vnkg/ontology#>"


class _Remote(BaseHTTPRequestHandler):
    """Another server: what it does is told by the path."""

    def do_POST(self) -> None:
        server = cast("_Server", self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        server.asked.append((self.path, body, dict(self.headers)))
        if self.path.startswith("/go/"):
            self.send_response(int(self.path.split("/")[2]))
            self.send_header("Location", server.target)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/slow":
            time.sleep(3)
        rows = [{"o": {"type": "literal", "value": "x" * 1000}}] * (3000 if self.path == "/large" else 1)
        answer = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": rows}}).encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", RESULTS)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Remote)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.target = ""
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: Any) -> None:
        pass


class _Trap(socketserver.ThreadingTCPServer):
    """A listener that nobody may reach."""

    def __init__(self) -> None:
        self.reached = 0
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.port = self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self.reached += 1
        super().process_request(request, client_address)


@contextmanager
def _started(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def remote() -> Iterator[_Server]:
    server = _Server()
    with _started(server):
        yield server


@pytest.fixture(scope="module")
def trap() -> Iterator[_Trap]:
    trap = _Trap()
    with _started(trap):
        yield trap
        assert trap.reached == 0


@pytest.fixture(scope="module")
def calling(
    server: Serve, sample_store: Path, remote: _Server, client: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, _Server]]:
    """A server that may call two others: the one of the test, and another of our own."""
    store = tmp_path_factory.mktemp("calling") / "store"
    shutil.copytree(sample_store, store)
    settings = Settings(
        store=str(store),
        query_workers=1,
        service_allow=(remote.address, f"{client.base_url}/sparql", "http://private.example/sparql"),
        service_timeout=1.0,
        service_mb=1,
        token=SecretStr("x"),
    )
    with server(settings) as opened:
        yield opened, remote


def _ask(client: httpx.Client, query: str, **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": RESULTS})


def _rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    rows = answer.json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


def test_two_servers_of_our_own(calling: tuple[httpx.Client, _Server], client: httpx.Client) -> None:
    """The recipe of docs/federation.md: the labels that another server has for the places that this one speaks of."""
    here = f"{client.base_url}/sparql"
    query = f"""{RDFS}
        SELECT DISTINCT ?zone ?name WHERE {{
          ?zone a kg:Zone .
          SERVICE <{here}> {{ ?zone rdfs:label ?name }}
        }}"""
    answer = _ask(calling[0], query)
    assert _rows(answer) == [
        {"zone": "https://w3id.org/vnkg/id/zone/hai-phong-kcn-thu-nghiem", "name": "KCN Thử Nghiệm"}
    ]
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    body = {"query": query, "format": "csv"}
    assert calling[0].post("/sparql", data=body).text.count("\r\n") == 2
    construct = query.replace("SELECT DISTINCT ?zone ?name", "CONSTRUCT { ?zone rdfs:label ?name }")
    turtle = calling[0].get("/sparql", params={"query": construct}, headers={"Accept": "text/turtle"})
    assert '"KCN Thử Nghiệm"@vi' in turtle.text


def test_a_chain_is_refused_by_the_next(calling: tuple[httpx.Client, _Server], client: httpx.Client) -> None:
    """The other server may call nobody, and says so; we pass that on as a failure of it."""
    here = f"{client.base_url}/sparql"
    answer = _ask(calling[0], f"SELECT * {{ SERVICE <{here}> {{ SERVICE <{here}> {{ ?s ?p ?o }} }} }}")
    assert (answer.status_code, answer.json()["code"]) == (502, "service")


def _recipes() -> list[str]:
    return re.findall(r"```sparql\n(.*?)```", (DOCS / "federation.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_recipes_that_are_shown_work(
    server: Serve, sample_store: Path, tmp_path: Path, client: httpx.Client
) -> None:
    """With another server of our own in Wikidata's place, that holds a little of what Wikidata has."""
    with server(Settings(store=str(tmp_path / "wikidata"), query_workers=1, test_mode=True)) as wikidata:
        known = """PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
            INSERT DATA { GRAPH <http://g/> { wd:Q1 wdt:P1566 "1581297" ; wdt:P1082 2088020 ; wdt:P2046 1526 } }"""
        assert wikidata.post("/update", data={"update": known}).status_code == 204
        there, here = f"{wikidata.base_url}/sparql", f"{client.base_url}/sparql"
        settings = Settings(store=str(sample_store), query_workers=1, service_allow=(there, here))
        with server(settings) as calling:
            provinces, figures, several = (
                recipe.replace("https://query.wikidata.org/sparql", there)
                .replace("https://one.example/sparql", there)
                .replace("https://two.example/sparql", here)
                for recipe in _recipes()
            )
            rows = _rows(_ask(calling, provinces))
            assert {(row["name"], row["population"], row["area"]) for row in rows} == {("Hải Phòng", "2088020", "1526")}
            rows = _rows(_ask(calling, figures))
            items = {(row["about"], row.get("item", "")) for row in rows}
            assert {("Hải Phòng", "http://www.wikidata.org/entity/Q1"), ("Bắc Ninh", "")} <= items
            assert _rows(_ask(calling, several)) == [{"endpoint": here, "articles": "6"}]  # there: none, so no group


def test_what_is_sent(calling: tuple[httpx.Client, _Server]) -> None:
    client, remote = calling
    remote.asked.clear()
    assert _rows(_ask(client, f"SELECT * {{ SERVICE <{remote.address}/plain> {{ ?s <x> ?o }} }}"))[0]["o"][0] == "x"
    [(path, body, headers)] = remote.asked
    assert path == "/plain" and body.startswith("query=BASE+%3C")
    assert headers["User-Agent"].startswith("vnkg/") and headers["Accept"].startswith(RESULTS)
    assert not {"Cookie", "Authorization", "Origin", "Referer"} & set(headers)


@pytest.mark.parametrize("path", ["/slow", "/large", "/broken"])
def test_each_call_has_its_limits(calling: tuple[httpx.Client, _Server], path: str) -> None:
    client, remote = calling
    query = f"SELECT * {{ SERVICE <{remote.address}{path}> {{ ?s <x> ?o }} }}"
    answer = _ask(client, query)
    assert (answer.status_code, answer.json()["code"]) == (502, "service")
    assert _rows(_ask(client, query.replace("SERVICE", "SERVICE SILENT"))) == [{}]


def test_all_calls_have_the_time_of_the_query(calling: tuple[httpx.Client, _Server]) -> None:
    client, remote = calling
    calls = " ".join(f"SERVICE SILENT <{remote.address}/slow> {{ ?s{number} <x> ?o }}" for number in range(9))
    answer = _ask(client, f"SELECT * {{ {calls} }}", timeout="1.5")
    assert (answer.status_code, answer.json()["code"]) == (503, "query-timeout")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_judged_too(calling: tuple[httpx.Client, _Server], trap: _Trap, status: int) -> None:
    client, remote = calling
    query = f"SELECT * {{ SERVICE <{remote.address}/go/{status}> {{ ?s <x> ?o }} }}"
    for target in (f"http://127.0.0.1:{trap.port}/", f"//127.0.0.1:{trap.port}/", f"http://localhost:{trap.port}/"):
        remote.target = target
        answer = _ask(client, query)
        assert (answer.status_code, answer.json()["code"]) == (502, "service")
    remote.target = "/plain"
    assert _ask(client, query).status_code == (502 if status == 303 else 200)
    remote.target = "/go/307"
    assert "redirects" in _ask(client, query).text or status == 303


def test_names_that_lead_to_private_addresses(
    calling: tuple[httpx.Client, _Server], trap: _Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    answers = iter(["127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254"])

    def told(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host == "private.example":
            family = socket.AF_INET6 if ":" in (address := next(answers)) else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (address, trap.port))]
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", told)
    for _ in range(4):
        answer = _ask(calling[0], "SELECT * { SERVICE <http://private.example/sparql> { ?s ?p ?o } }")
        assert (answer.status_code, answer.json()["code"]) == (502, "service"), answer.text
        assert "not public" in answer.text


_ENTITY = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<rdf:Description rdf:about="http://x/a"><x:p>&e;</x:p></rdf:Description></rdf:RDF>"""
_DTD = """<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:{port}/x.dtd">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>"""


def test_nobody_is_reached_that_no_list_names(calling: tuple[httpx.Client, _Server], trap: _Trap) -> None:
    """SERVICE constant, relative, prefixed, bound, nested, hidden; LOAD; FROM; entities; contexts."""
    client, remote = calling
    there = f"http://127.0.0.1:{trap.port}/"
    for query in (
        f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{there}> {{ ?s ?p ?o }} }}",
        f"BASE <{there}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
        f"PREFIX t: <{there}> SELECT * {{ SERVICE t:x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{there}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(IRI(CONCAT('http://127.0.0.1', ':{trap.port}/')) AS ?e) SERVICE SILENT ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?e {{ <{remote.address}/plain> <{there}> }} SERVICE SILENT ?e {{ ?s <x> ?o }} }}",
        f"SELECT * {{ ?a ?b trueSERVICE<{there}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE <{there}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERVICE <{remote.address}@127.0.0.1:{trap.port}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{remote.address}/plain#> {{ SERVICE <{there}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * FROM <{there}> FROM NAMED <{there}> {{ ?s ?p ?o }}",
        f"DESCRIBE <{there}>",
        f"LOAD <{there}>",
    ):
        for answer in (
            _ask(client, query),
            _ask(client, query, **{"default-graph-uri": there, "named-graph-uri": there}),
        ):
            assert answer.status_code in (200, 400, 406, 502), answer.text
    token = {"Authorization": "Bearer x"}
    update = {"Content-Type": "application/sparql-update"} | token
    for text in (
        f"LOAD <{there}>",
        f"LOAD SILENT <{there}> INTO GRAPH <{there}>",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{remote.address}> {{ ?s ?p ?o }} }}",
    ):
        assert client.post("/update", content=text, headers=update).status_code == 400
        patched = client.patch("/graph/x", content=text, headers=update)
        assert patched.status_code == 400
    using = {"using-graph-uri": there}
    assert client.post("/update", content="DELETE WHERE { ?s ?p 1 }", params=using, headers=update).status_code == 204
    context = json.dumps({"@context": there, "@id": "http://x/a", "http://x/p": 1})
    for media, data in (
        ("application/rdf+xml", _ENTITY.format(port=trap.port)),
        ("application/rdf+xml", _DTD.format(port=trap.port)),
        ("application/ld+json", context),
    ):
        headers = {"Content-Type": media} | token
        assert client.put("/graph/x", content=data, headers=headers).status_code in (204, 400)
    assert client.get("/graph", params={"graph": there}).status_code == 404
    assert trap.reached == 0


def test_without_a_list_no_server_is_called(client: httpx.Client, remote: _Server) -> None:
    remote.asked.clear()
    for query in (
        f"SELECT * {{ SERVICE <{remote.address}/plain> {{ ?s <x> ?o }} }}",
        f"SELECT * {{ BIND(<{remote.address}/plain> AS ?e) SERVICE ?e {{ ?s <x> ?o }} }}",
    ):
        answer = _ask(client, query)
        assert (answer.status_code, answer.json()["code"]) == (400, "query")
        assert "no other server is" in answer.json()["detail"]
    assert remote.asked == []
    assert "BasicFederatedQuery" not in client.get("/sparql").text


def test_the_description_tells_of_services(calling: tuple[httpx.Client, _Server]) -> None:
    assert "BasicFederatedQuery" in calling[0].get("/sparql").text


def test_a_list_that_cannot_be_used_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="no address of an endpoint"):
        create_app(Settings(service_allow=("wikidata",)))
    monkeypatch.setenv("KG_SERVICE_ALLOW", " https://a.example/sparql , https://b.example/ ")
    assert Settings().service_allow == ("https://a.example/sparql", "https://b.example/")
