"""SPARQL Update over HTTP: who may, what is refused, and that queries see it at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from kg.errors import SettingsError
from kg.settings import Settings, load_settings

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]
UPDATE = {"Content-Type": "application/sparql-update"}
BEARER = {"Authorization": "Bearer chia-khoa"}
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <http://g/> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, sample_store: Path, server: Serve) -> Iterator[httpx.Client]:
    store = tmp_path_factory.mktemp("updated") / "store"
    shutil.copytree(sample_store, store)
    with server(Settings(store=str(store), query_workers=2, token=SecretStr("chia-khoa"))) as client:
        yield client


def _count(client: httpx.Client) -> int:
    return int(client.get("/sparql", params={"query": COUNT}).json()["results"]["bindings"][0]["n"]["value"])


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_queries_see_an_update_at_once(written: httpx.Client) -> None:
    for number in range(1, 6):
        data = f"INSERT DATA {{ GRAPH <http://g/> {{ <http://s/{number}> <http://p/> 'số {number}' }} }}"
        answer = (
            written.post("/update", content=data.encode(), headers=UPDATE | BEARER)
            if number % 2
            else written.post("/update", data={"update": data}, headers=BEARER)
        )
        assert answer.status_code == 204
        assert _count(written) == number
        assert written.get("/health").json()["data"] == answer.headers["x-data-version"]
    assert written.post("/update", content=b"DROP GRAPH <http://g/>", headers=UPDATE | BEARER).status_code == 204
    assert _count(written) == 0


def test_the_pattern_sees_all_graphs(written: httpx.Client) -> None:
    update = """
        PREFIX kg: <https://w3id.org/vnkg/ontology#>
        INSERT { GRAPH <http://zones/> { ?zone <http://seen/> ?label } }
        WHERE { ?zone a kg:Zone ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }"""
    assert written.post("/update", content=update, headers=UPDATE | BEARER).status_code == 204
    answer = written.get("/sparql", params={"query": "SELECT ?o { ?z <http://seen/> ?o }"})
    assert {row["o"]["value"] for row in answer.json()["results"]["bindings"]} == {"KCN Thử Nghiệm"}


SERVICE = "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }"
BARE = "INSERT DATA { GRAPH <http://g/> { <http://x/> a <https://w3id.org/vnkg/ontology#Observation> } }"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ({"content": "CLEAR ALL", "headers": UPDATE}, 401, "unauthorized"),
        ({"content": "x" * (1 << 21), "headers": UPDATE}, 401, "unauthorized"),
        ({"content": "CLEAR", "headers": UPDATE | BEARER}, 400, "query-syntax"),
        ({"content": "LOAD <http://127.0.0.1:1/>", "headers": UPDATE | BEARER}, 400, "query"),
        ({"content": "LOAD SILENT <file:///etc/passwd>", "headers": UPDATE | BEARER}, 400, "query"),
        ({"content": SERVICE, "headers": UPDATE | BEARER}, 400, "query"),
        ({"content": "DROP GRAPH <http://not-there/>", "headers": UPDATE | BEARER}, 400, "query"),
        ({"data": {"query": "ASK {}"}, "headers": BEARER}, 400, "protocol"),
        ({"data": {"query": "ASK {}", "update": "CLEAR ALL"}, "headers": BEARER}, 400, "protocol"),
        ({"content": "CLEAR ALL", "headers": UPDATE | BEARER, "params": {"update": "CLEAR ALL"}}, 400, "protocol"),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "text/plain"} | BEARER}, 415, "unsupported-type"),
        ({"content": b"CLEAR \xff", "headers": UPDATE | BEARER}, 400, "encoding"),
        ({"content": BARE, "headers": UPDATE | BEARER}, 422, "not-conformant"),
    ],
)
def test_what_is_refused(written: httpx.Client, arguments: dict[str, object], status: int, code: str) -> None:
    version = written.get("/health").json()["data"]
    assert _code(written.post("/update", **arguments)) == (status, code)  # type: ignore[arg-type]
    assert written.get("/health").json()["data"] == version


def test_methods(written: httpx.Client) -> None:
    answer = written.get("/update", params={"update": "CLEAR ALL"}, headers=BEARER)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")
    assert written.options("/update").headers["allow"] == "POST, OPTIONS"


def test_at_the_query_address_only_if_it_is_set(written: httpx.Client, server: Serve, tmp_path: Path) -> None:
    assert written.post("/sparql", content="CLEAR ALL", headers=UPDATE | BEARER).status_code == 415
    assert written.post("/sparql", data={"update": "CLEAR ALL"}, headers=BEARER).status_code == 400
    settings = Settings(store=str(tmp_path), query_workers=1, token=SecretStr("chia-khoa"), update_at_sparql=True)
    with server(settings) as client:
        data = "INSERT DATA { GRAPH <http://g/> { <http://s/> <http://p/> 1 } }"
        assert _code(client.post("/sparql", content=data, headers=UPDATE)) == (401, "unauthorized")
        assert _code(client.post("/sparql", data={"update": data})) == (401, "unauthorized")
        assert client.post("/sparql", content=data, headers=UPDATE | BEARER).status_code == 204
        assert client.post("/sparql", data={"update": "CLEAR ALL"}, headers=BEARER).status_code == 204
        assert client.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True


def test_a_runaway_is_ended_and_writes_nothing(server: Serve, tmp_path: Path, sample_store: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    settings = Settings(store=str(store), query_workers=1, token=SecretStr("chia-khoa"), write_timeout=2)
    with server(settings) as client:
        # The process that writes takes a moment to start; only then the time counts.
        assert client.post("/update", content="CLEAR DEFAULT", headers=UPDATE | BEARER).status_code == 204
        version = client.get("/health").json()["data"]
        runaway = """INSERT { GRAPH <http://g/> { ?a ?b ?n } } WHERE { { SELECT (COUNT(*) AS ?n) {
            GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } } } }"""
        assert _code(client.post("/update", content=runaway, headers=UPDATE | BEARER)) == (503, "query-timeout")
        assert client.get("/health").json()["data"] == version
        data = "INSERT DATA { GRAPH <http://g/> { <http://s/> <http://p/> 1 } }"
        assert client.post("/update", content=data, headers=UPDATE | BEARER).status_code == 204
        assert _count(client) == 1


def test_the_description_tells_of_updates(written: httpx.Client, client: httpx.Client) -> None:
    language = "sparql-service-description#SPARQL11Update"
    nt = {"Accept": "application/n-triples"}
    assert language in written.get("/sparql", headers=nt).text
    assert language not in client.get("/sparql", headers=nt).text


def test_an_empty_token_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TOKEN", "  ")
    assert not load_settings().writable
    monkeypatch.setenv("KG_TOKEN", "x")
    assert load_settings().writable
    assert "'x'" not in repr(load_settings())


def test_the_test_mode_is_for_loopback_only(endpoint: httpx.Client) -> None:
    with pytest.raises(SettingsError, match="only on"):
        load_settings(host="0.0.0.0", test_mode=True)
    origin = {"Origin": "https://anywhere.example"}
    assert _code(endpoint.post("/update", content="CLEAR ALL", headers=UPDATE | origin)) == (403, "read-only")
    assert _code(endpoint.delete("/graph?default", headers=origin)) == (403, "read-only")
