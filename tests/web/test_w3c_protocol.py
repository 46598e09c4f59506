"""The cases of the W3C's SPARQL 1.1 Protocol suite in words and data of our own, each under the name that it has there.

Suite: https://w3c.github.io/rdf-tests/sparql/sparql11/protocol/ (34 tests). As there, queries and updates go to one
address. The service description's three tests are in test_service_description.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import httpx
import pytest

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
BOOLEANS = ("application/sparql-results+json", "application/sparql-results+xml")
TABLES = (*BOOLEANS, "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig")
OUT = "https://khu.example/ket-qua"


def _graph(number: int) -> str:
    return f"https://khu.example/đồ-thị/{number}"


def _type(number: int) -> str:
    return f"<{_graph(number)}> a <https://khu.example/Trang>"


def _address(*pairs: tuple[str, str]) -> str:
    return f"/sparql?{urlencode(pairs, quote_via=quote)}" if pairs else "/sparql"


def _default(*numbers: int, name: str = "default-graph-uri") -> list[tuple[str, str]]:
    return [(name, _graph(number)) for number in numbers]


def _named(*numbers: int, name: str = "named-graph-uri") -> list[tuple[str, str]]:
    return [(name, _graph(number)) for number in numbers]


@dataclass(frozen=True)
class Asked:
    """One request, and what is expected of its answer: a class of statuses, a kind of format, a truth value."""

    address: str = "/sparql"
    method: str = "POST"
    media: str = ""
    body: str | bytes | None = None
    status: int = 2
    format: tuple[str, ...] = ()
    truth: bool | None = None


def _ask(body: str, *parameters: tuple[str, str]) -> Asked:
    return Asked(_address(*parameters), media=QUERY, body=body, format=BOOLEANS, truth=True)


def _get(query: str, *parameters: tuple[str, str]) -> Asked:
    return Asked(_address(("query", query), *parameters), "GET", format=BOOLEANS, truth=True)


def _kind(body: str, formats: tuple[str, ...]) -> Asked:
    return Asked(_address(*_default(0)), media=QUERY, body=body, format=formats)


def _update(body: str, *parameters: tuple[str, str]) -> Asked:
    return Asked(_address(*parameters), media=UPDATE, body=body)


def _bad(method: str = "POST", address: str = "/sparql", media: str = "", body: str | bytes | None = None) -> Asked:
    return Asked(address, method, media, body, status=4)


TWO = f"ASK {{ {_type(1)} . {_type(2)} }}"
TWO_NAMED = f"ASK {{ GRAPH ?a {{ {_type(1)} }} GRAPH ?b {{ {_type(2)} }} }}"
FILL = "DROP ALL ; " + " ; ".join(f"INSERT DATA {{ GRAPH <{_graph(n)}> {{ {_type(n)} }} }}" for n in (1, 2, 3))
COPY = f"INSERT {{ GRAPH <{OUT}> {{ ?s <https://khu.example/trong> ?g }} }} WHERE "
IN = "<https://khu.example/trong>"


def _found(*present: tuple[int, str], absent: int) -> Asked:
    there = " . ".join(f"<{_graph(number)}> {IN} {where}" for number, where in present)
    return _ask(
        f"ASK {{ GRAPH <{OUT}> {{ {there} }} FILTER NOT EXISTS {{ GRAPH <{OUT}> {{ <{_graph(absent)}> ?p ?o }} }} }}"
    )


CASES: dict[str, list[Asked]] = {
    "query_post_form": [
        Asked(_address(*_default(0)), media=FORM, body="query=ASK%20%7B%7D", format=BOOLEANS, truth=True)
    ],
    "query_dataset_default_graphs_get": [_get(TWO, *_default(1, 2))],
    "query_dataset_default_graphs_post": [_ask(TWO, *_default(1, 2))],
    "query_dataset_named_graphs_post": [_ask(TWO_NAMED, *_named(1, 2))],
    "query_dataset_named_graphs_get": [_get(TWO_NAMED, *_named(1, 2))],
    "query_dataset_full": [
        _ask(TWO_NAMED.replace("ASK {", f"ASK {{ {_type(3)} .", 1), *_default(3), *_named(1, 2)),
    ],
    "query_multiple_dataset": [_ask(TWO_NAMED.replace("ASK", f"ASK FROM <{_graph(3)}>"), *_named(1, 2))],
    "query_get": [_get("ASK {}", *_default(0))],
    "query_content_type_select": [_kind("SELECT (1 AS ?one) {}", TABLES)],
    "query_content_type_ask": [_kind("ASK {}", BOOLEANS)],
    "query_content_type_describe": [_kind("DESCRIBE <https://khu.example/>", GRAPHS)],
    "query_content_type_construct": [_kind("CONSTRUCT { <a> <b> 1 } WHERE {}", GRAPHS)],
    "update_dataset_default_graph": [
        _update(f"{FILL} ; {COPY} {{ ?s a ?t BIND(1 AS ?g) }}", *_default(1, name="using-graph-uri")),
        _found((1, "1"), absent=2),
    ],
    "update_dataset_default_graphs": [
        _update(f"{FILL} ; {COPY} {{ ?s a ?t BIND(1 AS ?g) }}", *_default(1, 2, name="using-graph-uri")),
        _found((1, "1"), (2, "1"), absent=3),
    ],
    "update_dataset_named_graphs": [
        _update(f"{FILL} ; {COPY} {{ GRAPH ?g {{ ?s a ?t }} }}", *_named(1, 2, name="using-named-graph-uri")),
        _found((1, f"<{_graph(1)}>"), (2, f"<{_graph(2)}>"), absent=3),
    ],
    "update_dataset_full": [
        _update(
            f"{FILL} ; {COPY} {{ {{ GRAPH ?g {{ ?s a ?t }} }} UNION {{ ?s a ?t BIND('mặc định' AS ?g) }} }}",
            *_default(1, name="using-graph-uri"),
            *_named(2, name="using-named-graph-uri"),
        ),
        _found((1, "'mặc định'"), (2, f"<{_graph(2)}>"), absent=3),
    ],
    "update_post_form": [Asked(media=FORM, body="update=CLEAR+ALL")],
    "update_post_direct": [_update("CLEAR ALL")],
    "update_base_uri": [
        _update(f"CLEAR GRAPH <{OUT}> ; INSERT DATA {{ GRAPH <{OUT}> {{ <http://s> <http://p> <nội> }} }}"),
        _ask(f"ASK {{ GRAPH <{OUT}> {{ <http://s> <http://p> ?o FILTER(REGEX(STR(?o), '^http://.+/nội$')) }} }}"),
    ],
    "query_post_direct": [_ask("ASK {}")],
    "bad_query_method": [_bad("PUT", _address(("query", "ASK {}"), *_default(0)), FORM)],
    "bad_multiple_queries": [_bad("GET", _address(("query", "ASK {}"), ("query", "SELECT * {}")))],
    "bad_query_wrong_media_type": [_bad(media="text/plain", body="ASK {}")],
    "bad_query_missing_form_type": [_bad(body="query=ASK%20%7B%7D")],
    "bad_query_missing_direct_type": [_bad(body="ASK {}")],
    "bad_query_non_utf8": [_bad(media=f"{QUERY}; charset=UTF-16", body="ASK {}".encode("utf-16"))],
    "bad_query_syntax": [_bad("GET", _address(("query", "ASK {")))],
    "bad_update_get": [_bad("GET", _address(("update", "CLEAR ALL")))],
    "bad_multiple_updates": [_bad(media=FORM, body="update=CLEAR%20NAMED&update=CLEAR%20DEFAULT")],
    "bad_update_wrong_media_type": [_bad(media="text/plain", body="CLEAR NAMED")],
    "bad_update_missing_form_type": [_bad(body="update=CLEAR%20NAMED")],
    "bad_update_non_utf8": [_bad(media=f"{UPDATE}; charset=UTF-16", body="CLEAR NAMED".encode("utf-16"))],
    "bad_update_syntax": [_bad(media=FORM, body="update=CLEAR%20ONE")],
    "bad_update_dataset_conflict": [
        _bad(
            address=_address(*_named(2, name="using-named-graph-uri")),
            media=UPDATE,
            body=f"WITH <{_graph(1)}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        )
    ],
}


def test_all_of_the_suite_is_here() -> None:
    assert len(CASES) == 34


@pytest.mark.parametrize("name", CASES)
def test_protocol(endpoint: httpx.Client, name: str) -> None:
    if "dataset" in name and name.startswith("query"):
        filled = endpoint.post("/sparql", content=FILL.encode(), headers={"Content-Type": UPDATE})
        assert filled.status_code == 204, filled.text
    for asked in CASES[name]:
        body = asked.body.encode() if isinstance(asked.body, str) else asked.body
        headers = {"Content-Type": asked.media} if asked.media else {}
        answer = endpoint.request(asked.method, asked.address, content=body, headers=headers)
        assert answer.status_code // 100 == asked.status, answer.text
        if asked.format:
            assert answer.headers["content-type"].partition(";")[0] in asked.format
        if asked.truth is not None:
            assert answer.json()["boolean"] is asked.truth
