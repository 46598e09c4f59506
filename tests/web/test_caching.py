"""What is kept is given again only while it is right, and clients are told how to ask whether theirs still is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.settings import Settings
from kg.store import open_store
from kg.store.generations import Generation
from kg.web.caching import Answers, Kept

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]
P = ox.NamedNode("http://example.org/p")
G = "http://example.org/g"
ALL = "SELECT ?o { ?s <http://example.org/p> ?o } ORDER BY ?o"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _queries(client: httpx.Client) -> float:
    """How many queries were run, as the server counts them."""
    lines = client.get("/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("kg_queries_total{"))


def _write(store: Path, *values: int) -> None:
    with open_store(str(store)) as opened:
        opened.replace_graphs({G: [ox.Triple(P, P, ox.Literal(value)) for value in values]})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    _write(tmp_path / "store", 1)
    return tmp_path / "store"


def test_the_same_request_is_worked_out_once(server: Serve, store: Path) -> None:
    with server(Settings(store=str(store))) as client:
        first = client.get("/sparql", params={"query": ALL})
        for _ in range(3):
            again = client.get("/sparql", params={"query": ALL})
            assert again.content == first.content
            for name in ("etag", "cache-control", "content-type", "vary", "x-data-version", "content-length"):
                assert again.headers[name] == first.headers[name]
        assert first.headers["cache-control"] == "public, no-cache"
        assert again.headers["access-control-allow-origin"] == "*"
        assert _queries(client) == 1
        head = client.head("/sparql", params={"query": ALL})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
        assert _queries(client) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Accept": "text/csv"}},
        {"params": {"query": ALL, "format": "xml"}},
        {"params": {"query": ALL + " "}},
        {"params": {"query": ALL, "default-graph-uri": G}},
        {"headers": {"Host": "other.example"}},
    ],
)
def test_another_request_has_an_answer_of_its_own(server: Serve, store: Path, other: dict[str, dict[str, str]]) -> None:
    with server(Settings(store=str(store))) as client:
        first = client.get("/sparql", params={"query": ALL})
        second = client.get("/sparql", **({"params": {"query": ALL}} | other))  # type: ignore[arg-type]
        assert second.status_code == 200
        assert second.headers["etag"] != first.headers["etag"]
        assert _queries(client) == 2


def test_who_has_it_is_told_so(server: Serve, store: Path) -> None:
    with server(Settings(store=str(store))) as client:
        first = client.get("/sparql", params={"query": ALL})
        tag = first.headers["etag"]
        for given in (tag, f'"other", {tag}', f"W/{tag}"):
            answer = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": given})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
            assert answer.headers["cache-control"] == "public, no-cache" and answer.headers["vary"] == "Accept"
        answer = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": '"other"'})
        assert (answer.status_code, answer.content) == (200, first.content)
        assert _queries(client) == 1
        _write(store, 1, 2)
        answer = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": tag})
        assert answer.status_code == 200 and answer.headers["etag"] != tag


def test_nothing_is_out_of_date_after_a_change(server: Serve, store: Path) -> None:
    pages = ["/queries/coverage", "/queries/coverage.csv", "/queries/articles.json"]
    with server(Settings(store=str(store))) as client:
        for number in range(2, 8):
            _write(store, *range(number))
            for _ in range(2):
                rows = client.get("/sparql", params={"query": ALL}).json()["results"]["bindings"]
                assert len(rows) == number
                posted = client.post("/sparql", data={"query": ALL}, headers={"Accept": "text/csv"})
                assert posted.text.count("\r\n") == number + 1
                for page in pages:
                    answer = client.get(page, headers={"Accept": "*/*"})
                    assert answer.headers["x-data-version"] == str(number), page
                    assert answer.headers["etag"].removeprefix("W/").startswith(f'"{number}-'), page


def test_another_store_in_the_same_folder_is_another_version(server: Serve, store: Path, tmp_path: Path) -> None:
    _write(tmp_path / "other", 5)
    with server(Settings(store=str(store), copy_memory_mb=0)) as client:
        first = client.get("/sparql", params={"query": ALL})
        store.rename(tmp_path / "old")
        (tmp_path / "other").rename(store)
        second = client.get("/sparql", params={"query": ALL})
        assert first.headers["x-data-version"] == second.headers["x-data-version"] == "1"
        assert second.json()["results"]["bindings"][0]["o"]["value"] == "5"
        assert first.headers["etag"] != second.headers["etag"]


def test_queries_in_a_body_are_kept_too(server: Serve, store: Path) -> None:
    with server(Settings(store=str(store))) as client:
        direct = {"Content-Type": "application/sparql-query"}
        for _ in range(2):
            first = client.post("/sparql", data={"query": ALL})
            second = client.post("/sparql", content=ALL, headers=direct)
            assert first.content == second.content
        assert _queries(client) == 2
        assert client.post("/sparql", content=ALL + " LIMIT 0", headers=direct).content != first.content
        # A POST is no question of whether something has changed.
        tagged = direct | {"If-None-Match": second.headers["etag"]}
        assert client.post("/sparql", content=ALL, headers=tagged).status_code == 200


@pytest.mark.parametrize("what", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_differs_each_time_is_not_kept(server: Serve, store: Path, what: str) -> None:
    with server(Settings(store=str(store))) as client:
        query = f"SELECT ({what} AS ?now) {{}}"
        answers = [client.get("/sparql", params={"query": query}) for _ in range(2)]
        assert answers[0].content != answers[1].content
        assert answers[0].headers["cache-control"] == "no-store" and "etag" not in answers[0].headers


def test_errors_and_what_a_client_wants_anew_are_not_given_from_what_is_kept(server: Serve, store: Path) -> None:
    with server(Settings(store=str(store))) as client:
        for _ in range(2):
            assert client.get("/sparql", params={"query": "SELECT"}).status_code == 400
            answer = client.get("/sparql", params={"query": ALL}, headers={"Cache-Control": "no-cache"})
            assert answer.headers["etag"]
        assert _queries(client) == 4
        assert client.get("/sparql", params={"query": ALL}).status_code == 200
        assert _queries(client) == 4


def test_without_room_nothing_is_kept_but_tags_hold(server: Serve, store: Path) -> None:
    with server(Settings(store=str(store), cache_mb=0)) as client:
        tags = {client.get("/sparql", params={"query": ALL}).headers["etag"] for _ in range(2)}
        assert len(tags) == 1 and _queries(client) == 2
        same = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": tags.pop()})
        assert same.status_code == 304


def test_many_who_ask_the_same_at_once_wait_for_one_answer(server: Serve, store: Path) -> None:
    _write(store, *range(600))
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c + ?f > 5) }"
    with server(Settings(store=str(store))) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get("/sparql", params={"query": slow}), range(8)))
        assert {answer.content for answer in answers} == {answers[0].content}
        assert _queries(client) == 1


def test_no_more_is_kept_than_there_is_room_for() -> None:
    answers = Answers(100_000)
    now = Generation(1, 1)
    for number in range(300):
        answers.put(now, (f"/{number}",), Kept([], b"x" * (number * 50), None))
        assert answers.size <= 100_000
        assert answers.get(now, ("/0",)) is not None or number > 80  # what was used last is kept longest
    assert answers.get(now, ("/299",)) is not None
    assert answers.get(now, ("/150",)) is None
    assert answers.get(Generation(2, 2), ("/299",)) is None
    answers.put(Generation(2, 2), ("/a",), Kept([], b"", None))
    assert answers.get(now, ("/299",)) is None and answers.size < 2000
