"""Queries that take too long, too much memory, or whose client left: they end, and others go on."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import httpx
import pytest

from kg.errors import SettingsError
from kg.settings import Settings
from kg.store import open_store
from kg.web import create_app

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _until_one_runs(client: httpx.Client) -> None:
    while "kg_http_requests_in_progress 2.0" not in client.get("/metrics").text:  # this one, and the one that runs
        time.sleep(0.02)


def test_a_runaway_is_ended_and_others_are_answered(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_timeout=60, query_workers=2)) as client:
        answers: list[httpx.Response] = []
        asked = {"query": RUNAWAY, "timeout": "1.5"}
        thread = threading.Thread(target=lambda: answers.append(client.get("/sparql", params=asked)))
        thread.start()
        _until_one_runs(client)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        thread.join()
        assert (answers[0].status_code, answers[0].json()["code"]) == (503, "query-timeout")
        assert "1.5 s" in answers[0].json()["detail"]
        assert client.get("/health").json()["status"] == "ok"


def test_a_long_answer_that_runs_out_of_time_breaks_off(server: Serve, sample_store: Path) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        server(Settings(store=str(sample_store), query_timeout=1.5, query_workers=1)) as client,
        pytest.raises(httpx.RemoteProtocolError),
        client.stream("GET", "/sparql", params={"query": endless}) as answer,
    ):
        assert answer.status_code == 200
        for _ in answer.iter_bytes():
            pass


def test_a_query_that_eats_memory_is_ended(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_memory_mb=1024, query_workers=1)) as client:
        query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
        answer = client.get("/sparql", params={"query": query})
        assert (answer.status_code, answer.json()["code"]) == (503, "query-too-large")
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_client_that_leaves_ends_its_query(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1, query_timeout=60)) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": RUNAWAY}, timeout=0.5)
        # The only worker is free again, long before the query's time is over.
        assert client.get("/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200


def test_a_client_that_leaves_within_its_request_is_no_fault(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1)) as client:
        head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\n"
        with socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as leaving:
            leaving.sendall(head.encode() + b"ASK")
        counted = 'kg_http_requests_total{method="POST",route="/sparql",status="408"} 1.0'
        for _ in range(200):
            if counted in (metrics := client.get("/metrics").text):
                break
            time.sleep(0.05)
        assert counted in metrics


def test_bodies_of_many_clients_fill_no_memory(
    server: Serve, sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.state._BODIES", 1 << 20)
    with server(Settings(store=str(sample_store), query_workers=1, write_mb=1)) as client:  # so 3 MiB in all
        head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        head += "Content-Length: 999999\r\n\r\n"
        long = {"content": "ASK {} #" + "x" * 900_000, "headers": {"Content-Type": "application/sparql-query"}}
        with ExitStack() as stack:
            for _ in range(3):
                slow = stack.enter_context(socket.create_connection(("127.0.0.1", client.base_url.port or 0)))
                slow.sendall(head.encode() + b"x" * 900_000)
            for _ in range(200):
                answer = client.post("/sparql", **long)  # type: ignore[arg-type]
                if answer.status_code != 200:
                    break
                time.sleep(0.05)
            assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "5")
        for _ in range(200):
            if client.post("/sparql", **long).status_code == 200:  # type: ignore[arg-type]
                return
            time.sleep(0.05)
        pytest.fail("there is no room again")


def test_a_client_may_ask_for_less_time(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1, query_timeout=60)) as client:
        answer = client.get("/sparql", params={"query": RUNAWAY, "timeout": "0.4"})
        assert (answer.status_code, answer.json()["code"]) == (503, "query-timeout")
        assert "0.4 s" in answer.json()["detail"]
        for seconds in ("1e9", "1e-300"):
            assert client.post("/sparql", data={"query": "ASK {}", "timeout": seconds}).status_code == 200
    with server(Settings(store=str(sample_store), query_workers=1, query_timeout=0.5)) as client:
        answer = client.get("/sparql", params={"query": RUNAWAY, "timeout": "1000"})
        assert "0.5 s" in answer.json()["detail"]


ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT "
GRAPH = "CONSTRUCT { ?a ?b ?c . ?d ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 2000"


def test_an_answer_with_too_many_rows_is_an_error(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1, result_rows=50)) as client:
        for format_ in ("json", "xml", "csv", "tsv"):
            params = {"query": ROWS + "50", "format": format_}
            assert client.get("/sparql", params=params).status_code == 200
            answer = client.get("/sparql", params=params | {"query": ROWS + "51"})
            assert (answer.status_code, answer.json()["code"]) == (400, "result-too-large")
        answer = client.get("/sparql", params={"query": GRAPH, "format": "ntriples"})
        assert answer.json()["code"] == "result-too-large"
        assert client.get("/sparql", params={"query": ROWS + "50"}).status_code == 200  # the worker is free again


def test_an_answer_of_too_many_bytes_breaks_off(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1, result_mb=2)) as client:
        with (
            pytest.raises(httpx.RemoteProtocolError),
            client.stream("GET", "/sparql", params={"query": ROWS + "100000"}) as answer,
        ):
            assert answer.status_code == 200
            for _ in answer.iter_bytes():
                pass
        assert len(client.get("/sparql", params={"query": ROWS + "3000"}).content) < 2 << 20


def test_who_reads_slowly_keeps_no_worker(server: Serve, sample_store: Path) -> None:
    with (
        server(Settings(store=str(sample_store), query_workers=1)) as client,
        client.stream("GET", "/sparql", params={"query": ROWS + "100000"}) as slow,
    ):
        pieces = slow.iter_raw(1 << 10)
        first = next(pieces)
        with httpx.Client(base_url=client.base_url, trust_env=False) as other:
            assert other.get("/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200
        assert len(first + b"".join(pieces)) > 10 << 20


def test_slow_readers_fill_no_disk(server: Serve, sample_store: Path) -> None:
    long = {"query": ROWS + "40000"}
    with server(Settings(store=str(sample_store), query_workers=2, cache_mb=0, spool_mb=1)) as client:
        answer = client.get("/sparql", params=long)
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "5")
    with server(Settings(store=str(sample_store), query_workers=2, cache_mb=0)) as client:
        size = len(client.get("/sparql", params=long).content)
    room = size * 3 // 2 >> 20
    with server(Settings(store=str(sample_store), query_workers=2, cache_mb=0, spool_mb=room)) as client:
        for _ in range(3):  # it is given back each time
            assert len(client.get("/sparql", params=long).content) > size // 2


def test_too_many_queries_are_turned_away(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1, query_queue=0, query_timeout=5)) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200

        def run() -> None:  # what the server counts for itself may be in its way
            while client.get("/sparql", params={"query": RUNAWAY}).json()["code"] == "busy":
                time.sleep(0.01)

        thread = threading.Thread(target=run)
        thread.start()
        _until_one_runs(client)
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        thread.join()
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "5")


def test_an_empty_store_is_served_until_something_is_loaded(server: Serve, tmp_path: Path, sample_store: Path) -> None:
    with server(Settings(store=str(tmp_path / "store"))) as client:
        assert client.get("/health").json()["status"] == "empty"
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 503
        for path in ("/", "/queries", "/queries/coverage", "/queries/series", "/docs"):
            page = client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == 200
        assert "Chưa có dữ liệu" in client.get("/", headers={"Accept": "text/html"}).text
        with open_store(str(sample_store), read_only=True) as source, open_store(str(tmp_path / "store")) as target:
            graph = "https://w3id.org/vnkg/graph/article/ke-hoach"
            target.replace_graphs({graph: [quad.triple for quad in source.quads(graph)]})
            target.flush()
            health = client.get("/health").json()  # beside the open writer, without a restart
            assert (health["status"], health["articles"], health["observations"]) == ("ok", 1, 2)
            before = client.get("/queries/articles.csv").text
            target.replace_graphs({graph: []})
            assert client.get("/queries/articles.csv").text == before
            target.flush()
        assert client.get("/queries/articles.csv").text.count("\r\n") == 1


def test_a_url_that_cannot_be_the_store_is_told_at_the_start() -> None:
    with pytest.raises(SettingsError, match="KG_STORE_PASSWORD"):
        create_app(Settings(store="https://ai:matkhau@example.org/sparql"))
