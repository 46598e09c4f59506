"""What the server tells of itself: log, metrics, health, readiness."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kg.settings import Settings
from kg.web.logs import JsonFormatter, log_to

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root, requests = logging.getLogger(), logging.getLogger("kg.requests")
    before = (root.handlers[:], root.level, requests.level)
    stream = io.StringIO()
    log_to(stream)
    yield stream
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    requests.setLevel(before[2])


def _lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_each_request_is_a_line_of_json(log: io.StringIO, server: Serve, sample_store: Path) -> None:
    query = "SELECT ?o { ?s <http://purl.org/dc/terms/title> ?o } LIMIT 3"
    with server(Settings(store=str(sample_store), query_workers=1)) as client:
        client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        client.post("/sparql", data={"query": query})
        client.get("/sparql", params={"query": "SELEC"})
        client.get("/không-có")
    lines = [line for line in _lines(log) if line["event"] == "request"]
    assert [(line["method"], line["path"], line["status"], line["outcome"]) for line in lines] == [
        ("GET", "/sparql", 200, "ok"),
        ("POST", "/sparql", 200, "ok"),
        ("GET", "/sparql", 400, "query-syntax"),
        ("GET", "/không-có", 404, "not-found"),
    ]
    assert lines[0]["query"] == lines[1]["query"]
    assert re.fullmatch("[0-9a-f]{16}", str(lines[0]["query"]))
    assert (lines[0]["rows"], lines[0]["data"], lines[0]["client"]) == (3, "1", "127.0.0.1")
    assert all(float(str(line["ms"])) >= 0 for line in lines)
    assert "terms/title" not in log.getvalue()


def test_a_fault_is_logged_with_its_traceback() -> None:
    try:
        raise ValueError("quá tệ")
    except ValueError:
        record = logging.getLogger("kg.web").makeRecord(
            "kg.web", logging.ERROR, "f", 1, "unforeseen", (), __import__("sys").exc_info()
        )
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["event"], line["logger"]) == ("error", "unforeseen", "kg.web")
    assert "ValueError: quá tệ" in line["traceback"]


def test_metrics_are_in_the_format_of_prometheus(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), query_workers=1)) as client:
        client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 7"})
        client.get("/sparql", params={"query": "SELEC"})
        client.get("/queries/coverage.csv")
        client.request("PROPFIND", "/any/thing/at/all")
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    one = {"method": "GET", "route": "/sparql"}
    assert found["kg_http_requests_total", *sorted({**one, "status": "200"}.items())] == 1
    assert found["kg_http_requests_total", *sorted({**one, "status": "400"}.items())] == 1
    assert found["kg_http_requests_total", ("method", "other"), ("route", "none"), ("status", "404")] == 1
    assert found["kg_queries_total", ("outcome", "ok")] == 1
    assert found["kg_query_rows_total",] == 7
    assert found["kg_articles",] == 6
    assert "any/thing" not in answer.text


def test_readiness(client: httpx.Client, server: Serve, tmp_path: Path) -> None:
    told = client.get("/ready").json()
    assert (told["status"], told["data"]) == ("ready", "1") and told["source"] in ("memory", "disk")
    with server(Settings(store=str(tmp_path / "none"))) as empty:
        assert empty.get("/ready").status_code == 503
        assert empty.get("/health").status_code == 200
        assert empty.get("/metrics").status_code == 200
