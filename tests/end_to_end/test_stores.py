"""The whole way, on each store: a folder, `oxigraph serve`, Virtuoso. What they answer is the same."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pyoxigraph as ox
import pytest
import uvicorn
from pydantic import SecretStr
from typer.testing import CliRunner

from kg.canned import CannedQuery, canned_queries
from kg.cli import app
from kg.cluster import Cluster
from kg.export import CSV_FILES, file_named, write_tables
from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.settings import Settings
from kg.store import Row, Store, store_of
from kg.store.statistics import write_statistics
from kg.web import create_app

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NewServer: TypeAlias = Callable[[str, Path], Any]
"""A kind of server and an empty folder → the server, which can be started and killed (see conftest.py)."""
PAGES = (
    "/",
    "/map",
    "/quality",
    "/queries",
    "/queries/series?place=Đồng+Nai&metric=registeredCapital",
    "/page/province/dong-nai",
    "/page/province/hai-phong-2025",
    "/page/metric/registeredCapital",
    "/page/sector/vsic-2018-26",
    "/page/policy/202-2025-qh15",
    "/page/graph/places",
    "/page/article/hai-phong-9-thang-2024",
    "/ontology",
    "/shapes",
    "/download",
)


def contents(store: Store) -> dict[str, str]:
    """Each graph in canonical form, but for the moments at which they were made."""
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in store.quads():
        if "startedAtTime" not in quad.predicate.value:
            name = str(quad.graph_name)
            graphs.setdefault(name, []).append(ox.Quad(quad.subject, quad.predicate, quad.object))
    return {name: _canonical(quads) for name, quads in graphs.items()}


def _canonical(quads: list[ox.Quad]) -> str:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def brought(settings: Settings, *paths: Path) -> int:
    """Load articles as `kg load` does; how many were new."""
    with store_of(settings) as store:
        report = load(paths, store, base_iri=BASE, processes=1)
        assert report.complete, report
        write_statistics(store, BASE, changed=report.written)
    return report.articles - report.unchanged


def kg(settings: Settings, *arguments: str) -> str:
    """Run a command; what it prints."""
    own = {"KG_CORRECTIONS": settings.corrections, "KG_ZONE_DECISIONS": settings.zone_decisions}
    result = CliRunner().invoke(app, [*arguments], env=settings.environment | own)
    assert result.exit_code == 0, result.output
    return result.output


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The examples in a folder."""
    settings = Settings(store=str(tmp_path_factory.mktemp("reference") / "store"))
    brought(settings, EXAMPLES)
    return settings


@pytest.fixture(scope="session")
def filled(stored: Settings) -> Settings:
    """The examples in each of the stores."""
    assert brought(stored, EXAMPLES) == len(list(EXAMPLES.iterdir()))
    return stored


@pytest.fixture(scope="session")
def client(filled: Settings) -> Iterator[httpx.Client]:
    with serving(filled.model_copy(update={"query_workers": 2, "token": SecretStr("khoa"), "rate_limit": 0})) as opened:
        yield opened


def test_what_was_loaded_is_there_once(filled: Settings, reference: Settings) -> None:
    assert brought(filled, EXAMPLES) == 0
    with store_of(filled, read_only=True) as store, store_of(reference, read_only=True) as expected:
        assert contents(store) == contents(expected)


def _values(query: CannedQuery) -> dict[str, str]:
    wanted = {one.name for one in query.parameters if one.required} | set(query.at_least_one[:1])
    return {one.name: one.example for one in query.parameters if one.name in wanted}


def _all_values(query: CannedQuery) -> dict[str, str]:
    return {one.name: one.example for one in query.parameters if one.example}


def _cells(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset((name, _cell(term)) for name, term in row.items())


def _cell(term: object) -> str:
    if isinstance(term, ox.Literal):
        try:
            return format(float(term.value), ".10g")
        except ValueError:
            value = {"true": "1", "false": "0"}.get(term.value, term.value)  # Virtuoso's comparisons give numbers
            return " ".join(sorted(value.replace("|", " ").replace(";", " ").split()))  # GROUP_CONCAT has no order
    return str(term)


@pytest.mark.parametrize("name", canned_queries())
def test_canned_queries_answer_the_same(name: str, filled: Settings, reference: Settings) -> None:
    query = canned_queries()[name]
    with store_of(filled, read_only=True) as store, store_of(reference, read_only=True) as expected:
        for given in (_values(query), _all_values(query)):
            answer, wanted = (query.run(one, given, BASE) for one in (store, expected))
            assert answer.variables == wanted.variables
            assert sorted(map(sorted, map(_cells, answer))) == sorted(map(sorted, map(_cells, wanted))), given


def test_all_figures_leave_as_they_came(filled: Settings, reference: Settings) -> None:
    tables = []
    for settings in (filled, reference):
        with store_of(settings, read_only=True) as store:
            outputs = {file: io.BytesIO() for file in map(file_named, (one.name[:-3] for one in CSV_FILES)) if file}
            write_tables(store, BASE, outputs)
            tables.append({file.name: output.getvalue() for file, output in outputs.items()})
    assert tables[0] == tables[1]
    assert len(tables[0]["observations.csv"]) > 10_000


def test_what_is_stored_conforms(filled: Settings, tmp_path: Path) -> None:
    assert "0 violations" in kg(filled, "validate")
    if filled.store_user == "dba":  # the same requests as of any other server, and slow
        return
    kg(filled, "release", "1.0", "--out", str(tmp_path))
    assert (tmp_path / "1.0" / "vnkg.nq.gz").stat().st_size > 10_000


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_served(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.text.rstrip().endswith("</html>")


def _csv(client: httpx.Client, query: str, **more: object) -> list[list[str]]:
    answer = client.get("/sparql", params={"query": query, "format": "csv", **more})  # type: ignore[dict-item]
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))[1:]


PREFIXES = f"PREFIX kg: <{BASE}ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
PROVINCES = f"SELECT (COUNT(*) AS ?n) {{ ?place a <{BASE}ontology#Province> }}"
PLACES, METRICS = f"{BASE}graph/places", f"{BASE}graph/metrics"


def test_the_endpoint_keeps_to_the_protocol(client: httpx.Client) -> None:
    [[everywhere]] = _csv(client, PROVINCES)
    [[places]] = _csv(client, PROVINCES, **{"default-graph-uri": PLACES})
    assert int(everywhere) > int(places) > 90
    assert _csv(client, PROVINCES, **{"default-graph-uri": METRICS}) == [["0"]]
    assert _csv(client, PROVINCES.replace("{ ?place", f"FROM <{PLACES}> {{ ?place", 1)) == [[places]]
    named = PREFIXES + "SELECT DISTINCT ?g { GRAPH ?g { ?x a kg:Province } }"
    assert _csv(client, named, **{"named-graph-uri": PLACES}) == [[PLACES]]
    for name, truth in ((PLACES, True), (f"{BASE}graph/none", False)):
        asked = {"query": f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"}
        assert client.get("/sparql", params=asked | {"format": "json"}).json()["boolean"] is truth
        assert f"<boolean>{truth}</boolean>".lower() in client.get("/sparql", params=asked | {"format": "xml"}).text
    for format_, start in (("xml", b"<?xml"), ("tsv", b"?label"), ("json", b"{")):
        query = PREFIXES + "SELECT ?label { ?x a kg:Province ; rdfs:label ?label } LIMIT 3"
        answer = client.get("/sparql", params={"query": query, "format": format_})
        assert (answer.content.lstrip().startswith(start) and "@vi" in answer.text) or "lang" in answer.text
    graph = client.get("/sparql", params={"query": f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{METRICS}> {{ ?s ?p ?o }} }}"})
    assert graph.headers["content-type"].startswith("text/turtle")
    assert len(list(ox.parse(graph.content, format=ox.RdfFormat.TURTLE))) > 1000
    wrong = client.get("/sparql", params={"query": "SELECT * { ?s ?p }"})
    assert wrong.status_code == 400 and wrong.headers["content-type"] == "application/problem+json"


def test_a_query_has_its_time(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    begin = time.monotonic()
    answer = client.get("/sparql", params={"query": endless, "timeout": "1"})
    assert answer.status_code == 503 and "was stopped" in answer.text
    assert time.monotonic() - begin < 10
    assert _csv(client, PROVINCES)


def test_services_are_called_by_us(client: httpx.Client) -> None:
    search = f"SELECT ?thing {{ SERVICE <{BASE}search> {{ ?thing <{BASE}search#matches> 'hai phong' }} }}"
    assert [f"{BASE}id/province/hai-phong"] in _csv(client, search)
    found = client.get("/search", params={"q": "hai phong"}, headers={"Accept": "application/json"}).json()["results"]
    assert found[0]["iri"] == f"{BASE}id/province/hai-phong"
    outside = client.get("/sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"})
    assert outside.status_code == 400


def test_writing_goes_through_the_gate(client: httpx.Client, filled: Settings) -> None:
    allowed = {"Authorization": "Bearer khoa", "Content-Type": "application/sparql-update"}

    def update(text: str) -> httpx.Response:
        return client.post("/update", content=text, headers=allowed)

    graph = "http://example.org/them"
    before = client.get("/health").json()["data"]
    done = update(
        f'INSERT DATA {{ GRAPH <{graph}> {{ <http://example.org/a> rdfs:label "Một"@vi }} }}'.replace(
            "rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"
        )
    )
    assert done.status_code == 204, done.text
    assert client.get("/health").json()["data"] != before
    seen = client.get("/graph", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    assert [str(quad.object) for quad in ox.parse(seen.content, format=ox.RdfFormat.N_TRIPLES)] == ['"Một"@vi']
    changed = update(f"WITH <{graph}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 'Hai' }} WHERE {{ ?s ?p ?o }}")
    assert changed.status_code == 204, changed.text
    seen = client.get("/graph", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    assert '"Hai"' in seen.text and "Một" not in seen.text
    bad = f"INSERT DATA {{ GRAPH <{graph}> {{ <http://example.org/o> a <{BASE}ontology#Observation> }} }}"
    assert update(bad).status_code == 422
    gone = client.delete("/graph", params={"graph": graph}, headers={"Authorization": "Bearer khoa"})
    assert gone.status_code == 204, gone.text
    assert client.get("/graph", params={"graph": graph}).status_code == 404
    if filled.on_server:
        refused = update("DELETE WHERE { <http://example.org/a> ?p ?o }")
        assert refused.status_code == 400 and "must name each graph" in refused.text


TEXT = """Khu công nghiệp Thái Nguyên

Đến hết năm 2023, tỉnh Thái Nguyên có 6 khu công nghiệp. KCN Yên Bình đã cho thuê 312,75 ha. KCN Yên Bình 2 đã cho
thuê 41,5 ha.
"""


def test_people_correct_figures_and_decide_on_zones(filled: Settings, tmp_path: Path) -> None:
    article = tmp_path / "thai-nguyen.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert brought(filled, article) == 1
    sheet = tmp_path / "sheet.csv"
    kg(filled, "review", "export", "--article", "thai-nguyen", "--out", str(sheet))
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"), newline="")))
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(row | ({"review": "reject"} if row["quote"] == "6" else {}) for row in rows)
    kg(filled, "review", "load", str(sheet), "--author", "Vũ Thị Duyệt")
    with store_of(filled, read_only=True) as store:
        [correction] = canned_queries()["corrections"].run(store, {"article": "thai-nguyen"}, BASE)
        assert "Vũ Thị Duyệt" in {str(term.value) for term in correction.values()}  # type: ignore[union-attr]
    zones = ("zone/thai-nguyen-kcn-yen-binh", "zone/thai-nguyen-kcn-yen-binh-2")
    reasons = ("--author", "Ai", "--reason", "một khu")
    kg(filled, "zones", "merge", *zones, *reasons)
    with store_of(filled, read_only=True) as store:
        merged = store.select(f"SELECT ?to {{ <{BASE}id/{zones[1]}> <http://purl.org/dc/terms/isReplacedBy> ?to }}")
        assert [str(row["to"]) for row in merged] == [f"<{BASE}id/{zones[0]}>"]
    assert brought(filled, article) == 0


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with Cluster.local(1) as cluster:
        yield cluster


def test_a_cluster_loads_into_a_server(filled: Settings, cluster: Cluster, tmp_path: Path) -> None:
    if not filled.on_server:
        pytest.skip("tests/test_cluster.py does")
    articles = _articles(tmp_path, 12)
    undisturbed = Settings(store=str(tmp_path / "undisturbed"))
    brought(undisturbed, articles)
    with store_of(filled) as store:
        report = load([articles], store, base_iri=BASE, cluster=cluster)
        assert report.complete and (report.articles, report.unchanged) == (12, 0)
    with store_of(filled) as store, store_of(undisturbed, read_only=True) as expected:
        assert load([articles], store, base_iri=BASE, cluster=cluster).unchanged == 12
        loaded, wanted = contents(store), contents(expected)
        of_articles = {name for name in wanted if "graph/article/" in name}
        assert len(of_articles) == 12
        assert {name: loaded[name] for name in of_articles} == {name: wanted[name] for name in of_articles}


def _articles(folder: Path, count: int) -> Path:
    path = folder / "articles.jsonl"
    lines = (
        {"id": f"bai-{number}", "text": f"Năm 2021, tỉnh Nam Định có {number + 2} cụm công nghiệp."}
        for number in range(count)
    )
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_server_killed_in_the_middle_of_a_load(kind: str, new_server: NewServer, tmp_path: Path) -> None:
    articles = _articles(tmp_path, 30)
    undisturbed = Settings(store=str(tmp_path / "undisturbed"))
    brought(undisturbed, articles)
    (tmp_path / "server").mkdir()
    server = new_server(kind, tmp_path / "server")
    server.start()

    try:
        _loaded_though_killed(server, articles, force=False)
        _same(server.settings(), undisturbed)
        _loaded_though_killed(
            server, articles, force=True
        )  # what is there already is written otherwise than what is new
        _same(server.settings(), undisturbed)
    finally:
        server.kill()


def test_data_that_others_have_brought_are_served(new_server: NewServer, tmp_path: Path) -> None:
    server = new_server("oxigraph", tmp_path)
    server.start()
    try:
        settings = server.settings(store_beside=str(tmp_path / "beside"))
        brought(settings, _articles(tmp_path, 1))
        graph = f"<{BASE}graph/state>"
        httpx.post(server.url.replace("query", "update"), data={"update": f"DROP GRAPH {graph}"}).raise_for_status()
        for _ in range(2):
            with serving(settings) as client:
                told = client.get("/health").json()
                assert (told["status"], told["articles"], told["data"]) == ("ok", 1, "1")
            store_of(settings).close()  # somebody may write, and then does not
    finally:
        server.kill()


def _loaded_though_killed(server: Any, articles: Path, *, force: bool) -> None:
    """Load while the server is killed and started again, and do the same to it afterwards."""
    loading = threading.Event()

    def kill() -> None:
        loading.wait(60)  # so that it happens while something is written
        server.kill()
        server.start()

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        with store_of(server.settings()) as store:
            report = load(
                [articles], store, base_iri=BASE, processes=1, force=force, progress=lambda report: loading.set()
            )
            assert report.complete and report.articles == 30
            write_statistics(store, BASE, changed=report.written)
    finally:
        loading.set()
        killing.join()
    server.kill()
    server.start()


def _same(settings: Settings, expected: Settings) -> None:
    with store_of(settings, read_only=True) as store, store_of(expected, read_only=True) as other:
        assert contents(store) == contents(other)
