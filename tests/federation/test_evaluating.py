"""A query with SERVICE means what the standard says: shown against the engine, with the remote data in a graph."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryError, ServiceError
from kg.federation import AllowList, Federation, Limits, calls_services
from kg.federation.allowed import Endpoint
from kg.federation.solutions import Table, written
from kg.store.base import Row
from kg.store.tokens import read_query

HERE, THERE, OTHER = "http://here/", "http://there/sparql", "http://other/sparql"
NO_PLACE = "http://nowhere/sparql"
DATA = """
    INSERT DATA {
      <a> <p> <b>, <c>, 1 . <b> <p> <c> . <c> <q> "x", "y"@vi . <at> <endpoint> <http://there/sparql> .
      GRAPH <http://there/sparql> { <b> <p> 1, 2 ; <q> <a> . <c> <q> "x", "\\"}'" ; <p> <c> . <a> <p> <b> }
      GRAPH <http://other/sparql> { <b> <p> 3 }
    }"""


class _Fetcher:
    """Answers as the server would whose data the graph of its name holds."""

    def __init__(self, store: ox.Store, media: str = "application/sparql-results+json") -> None:
        self.store = store
        self.media = media
        self.asked: list[str] = []

    async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
        self.asked.append(sparql)
        answer = self.store.query(sparql, default_graph=ox.NamedNode(str(endpoint)))
        assert isinstance(answer, ox.QuerySolutions)
        format_ = ox.QueryResultsFormat.XML if "xml" in self.media else ox.QueryResultsFormat.JSON
        body = answer.serialize(format=format_)
        assert body is not None
        return body, self.media


def _store() -> ox.Store:
    store = ox.Store()
    store.update(DATA, base_iri=HERE)
    return store


def _rows(store: ox.Store, sparql: str) -> tuple[tuple[str, ...], list[Row]]:
    answer = store.query(sparql, base_iri=HERE)
    assert isinstance(answer, ox.QuerySolutions)
    names = tuple(variable.value for variable in answer.variables)
    return names, [{name: row[name] for name in names if row[name] is not None} for row in answer]


def _federation(fetcher: Any, **limits: Any) -> Federation:
    federation = Federation(AllowList([THERE, OTHER]), Limits(**limits))
    federation._fetcher = fetcher
    return federation


def _resolved(query: str, store: ox.Store | None = None, fetcher: Any = None, **limits: Any) -> str:
    store = store or _store()

    async def local(sparql: str) -> tuple[tuple[str, ...], list[Row]]:
        return _rows(store, read_query(sparql).text)

    federation = _federation(fetcher or _Fetcher(store), **limits)
    return asyncio.run(federation.resolve(query, local, HERE)).text


def _bag(solutions: list[Mapping[str, Any]]) -> Counter[frozenset[tuple[str, str]]]:
    """A multiset of solutions; blank nodes have another name on each way."""

    def shown(term: Any) -> str:
        blank = isinstance(term, ox.BlankNode) or str(term).startswith("<urn:uuid:")
        return "blank" if blank else str(term)

    return Counter(frozenset((name, shown(term)) for name, term in row.items()) for row in solutions)


_TERMS = ("?x", "?y", "?z", "<a>", "<b>")
_TRIPLES = st.builds(
    "{} {} {} .".format, st.sampled_from(_TERMS), st.sampled_from(["<p>", "<q>", "?e"]), st.sampled_from([*_TERMS, "1"])
)
_SOME = st.lists(_TRIPLES, max_size=2).map(" ".join)
_SERVICE = st.builds("@SERVICE {{ {} }}".format, st.lists(_TRIPLES, min_size=1, max_size=2).map(" ".join))


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {}".format, _SOME, inner),
        st.builds("{} {}".format, inner, _SOME),
        st.builds("{} {}".format, inner, inner),
        st.builds("{{ {} }}".format, inner),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("{} OPTIONAL {{ {} }}".format, _SOME, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, _SOME),
        st.builds("{{ {} }} UNION {{ {} }} UNION {{ {} }}".format, _SOME, inner, inner),
        st.builds("{} MINUS {{ {} }}".format, _SOME, inner),
        st.builds("{{ SELECT ?x ?y WHERE {{ {} }} }}".format, inner),
        st.builds("{} FILTER(BOUND(?z) || ?x = <b>)".format, inner),
        st.builds("FILTER(?y != <c>) {}".format, inner),
        st.builds("VALUES (?x ?y) {{ (<a> UNDEF) (<b> <c>) (<c> UNDEF) }} {}".format, inner),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(_SERVICE, _extend, max_leaves=3))
def test_solutions_are_those_of_the_standard(pattern: str) -> None:
    store = _store()
    query = f"SELECT * {{ {pattern} }}"
    try:
        _, expected = _rows(store, query.replace("@SERVICE", f"GRAPH <{THERE}>"))
    except SyntaxError:
        return  # a variable bound twice, and the like
    text = _resolved(query.replace("@SERVICE", f"SERVICE <{THERE}>"), store)
    _, found = _rows(store, read_query(text).text)
    assert _bag(list(found)) == _bag(list(expected))


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_what_is_known_goes_with_the_pattern(media: str) -> None:
    store = _store()
    fetcher = _Fetcher(store, media)
    text = _resolved(f"PREFIX : <> SELECT * {{ <a> :p ?x SERVICE <{THERE}> {{ ?x :p ?v }} }}", store, fetcher)
    [asked] = fetcher.asked
    assert "VALUES (?x)" in asked and asked.count(f"<{HERE}b>") == 1 and "<http://here/d>" not in asked
    assert {str(row["v"]) for row in _rows(store, text)[1]} >= {'"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_an_endpoint_may_be_bound_at_run_time() -> None:
    store = _store()
    query = (
        "SELECT * { VALUES ?e { <http://there/sparql> <http://other/sparql> } SERVICE ?e { <http://here/b> ?p ?v } }"
    )
    _, found = _rows(store, _resolved(query, store))
    assert Counter(str(row["e"]) for row in found) == {f"<{THERE}>": 3, f"<{OTHER}>": 1}
    _, looked_up = _rows(store, _resolved("SELECT * { ?at <endpoint> ?e SERVICE ?e { <http://here/b> ?p ?v } }", store))
    assert len(looked_up) == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            f"SELECT * {{ SERVICE <{NO_PLACE}> {{ ?s ?p ?o }} }}",
            r"SERVICE <http://nowhere/sparql> \(line 1, column 12\)",
        ),
        (f"SELECT * {{ SERVICE SILENT <{NO_PLACE}> {{ ?s ?p ?o }} }}", "only listed endpoints"),
        ("PREFIX n: <http://nowhere/> SELECT * { SERVICE n:sparql { ?s ?p ?o } }", "only listed"),
        (f"BASE <{NO_PLACE}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}", "only listed"),
        (
            f"SELECT * {{ BIND(<{NO_PLACE}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
            r"SERVICE \?e, which is <http://nowhere",
        ),
        (f"SELECT * {{ VALUES ?e {{ <{THERE}> <{NO_PLACE}> }} SERVICE ?e {{ ?s ?p ?o }} }}", "nowhere"),
        ("SELECT * { BIND('http://there/sparql' AS ?e) SERVICE ?e { ?s ?p ?o } }", "which is"),
        ("SELECT * { SERVICE ?e { ?s ?p ?o } }", "nothing before it gives"),
        ("SELECT * { SERVICE ?e { ?e ?p ?o } BIND(<http://there/sparql> AS ?e) }", "nothing before it gives"),
        ("SELECT * { OPTIONAL { <no> <no> ?e } SERVICE ?e { ?s ?p ?o } }", "must have an IRI"),
        (f"SELECT * {{ SERVICE <{THERE}> {{ SERVICE <{NO_PLACE}> {{ ?s ?p ?o }} }} }}", "within a SERVICE"),
        (f"SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?e SERVICE SILENT ?e {{ ?s ?p ?o }} }} }}", "within a SERVICE"),
        (f"SELECT * {{ SERVICE <{THERE}> {{ ?a ?b trueSERVICE<{NO_PLACE}> {{ ?s ?p ?o }} }} }}", "within a SERVICE"),
        (f"SELECT * {{ ?a ?b 1SERVICE <{NO_PLACE}> {{ ?s ?p ?o }} }}", "only listed"),
        (f"SELECT * {{ ?a ?b trueSERVICE <{NO_PLACE}> {{ ?s ?p ?o }} }}", "switched off"),
        ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", "only listed"),
    ],
)
def test_what_is_not_called(query: str, message: str) -> None:
    fetcher = _Fetcher(_store())
    with pytest.raises(QueryError, match=message):
        read_query(_resolved(query, fetcher=fetcher))
    assert not any("nowhere" in asked.partition("SELECT")[0] for asked in fetcher.asked)


def test_parts_of_wikidata_are_no_other_servers() -> None:
    label = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "vi" }'
    query = f"""PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX bd: <http://www.bigdata.com/rdf#>
        SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o {label} }} }}"""

    class Labels(_Fetcher):
        async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
            return await super().query(endpoint, sparql.replace(label, ""))

    assert "VALUES" in _resolved(query, fetcher=Labels(_store()))


class _Failing(_Fetcher):
    async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
        raise ServiceError("is out of order", where=str(endpoint))


def test_silent_failures_say_nothing() -> None:
    store = _store()
    query = f"SELECT * {{ <a> <p> ?x SERVICE SILENT <{THERE}> {{ ?x <p> ?v }} }}"
    _, found = _rows(store, _resolved(query, store, _Failing(store)))
    assert {frozenset(row) for row in found} == {frozenset({"x"})} and len(found) == 3
    with pytest.raises(ServiceError, match="out of order"):
        _resolved(query.replace("SILENT", ""), store, _Failing(store))
    several = f"SELECT * {{ VALUES ?e {{ <{THERE}> <{NO_PLACE}> }} SERVICE SILENT ?e {{ ?x <p> ?v }} }}"
    _, found = _rows(store, _resolved(several, store))
    assert {"e"} in [set(row) for row in found]


ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}'
ENTITY = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]><sparql>&e;</sparql>"


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "application/sparql-results+json"),
        (b"<html></html>", "text/html"),
        (b'{"boolean":true}', "application/json"),
        (ROW % b'{"s":{"type":"uri","value":"x y"}}', "application/json"),
        (ROW % b'{"s":{"type":"literal","value":"x","xml:lang":"a b"}}', "application/json"),
        (ROW[:-3] % (b'{"s":{"type":"uri","value":"http://x/"}},' * 99), "application/json"),
        (ENTITY, "application/xml"),
    ],
)
def test_answers_that_are_none(body: bytes, media: str) -> None:
    class Bad(_Fetcher):
        async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
            return body, media

    with pytest.raises(ServiceError):
        _resolved(f"SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}", fetcher=Bad(_store()))


INJECTED = "SERVICE <http://nowhere/sparql> { ?s ?p ?o"


@pytest.mark.parametrize("value", [f"http://x> }} {INJECTED}", f'x" }} {INJECTED}', "\\", "'''", "\n}"])
@pytest.mark.parametrize("names", [("s",), ("p",), ("p", "zz")])
def test_an_answer_cannot_change_the_query(value: str, names: tuple[str, ...]) -> None:
    """What a server says stays a term, whatever is in it, or is refused."""
    terms = {name: {"type": "uri" if name == "s" else "literal", "value": value} for name in names}
    given = {"head": {"vars": list(names)}, "results": {"bindings": [terms]}}

    class Hostile(_Fetcher):
        async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
            return json.dumps(given).encode(), "application/sparql-results+json"

    store = _store()
    query = f"SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}"
    if names == ("s",):
        with pytest.raises(ServiceError, match="cannot be read"):
            _resolved(query, store, Hostile(store))
    else:
        _, [row] = _rows(store, read_query(_resolved(query, store, Hostile(store))).text)
        assert row == {"p": ox.Literal(value)}


def test_limits() -> None:
    everything = f"SELECT * {{ SERVICE <{THERE}> {{ ?s ?p ?o }} }}"
    assert _resolved(everything, rows=20)
    with pytest.raises(ServiceError, match="more than 3 solutions"):
        _resolved(everything, rows=3)
    many = " ".join([f"SERVICE <{THERE}> {{ ?s ?p ?o }}"] * 3)
    assert _resolved(f"SELECT * {{ {many} }}", calls=3)
    with pytest.raises(QueryError, match="more than 2 calls"):
        _resolved(f"SELECT * {{ {many} }}", calls=2)
    one = f"SERVICE <{THERE}> {{ ?s ?p ?o }} "
    with pytest.raises(QueryError, match="more than 32 SERVICE"):
        _resolved(f"SELECT * {{ {one * 33} }}", calls=99)
    with pytest.raises(QueryError, match="may have 100000 characters"):
        _resolved(f"SELECT * {{ {one} }} # {'x' * 100_000}")


def test_nothing_is_asked_where_nothing_can_match() -> None:
    fetcher = _Fetcher(_store())
    text = _resolved(f"SELECT * {{ ?x <no> ?y SERVICE <{THERE}> {{ ?x ?p ?o }} }}", fetcher=fetcher)
    assert fetcher.asked == []
    assert _rows(_store(), text)[1] == []


def test_many_known_solutions_go_in_several_calls() -> None:
    store = ox.Store()
    rows = " ".join(f"<x{number}> <p> {number} ." for number in range(450))
    store.update(f"INSERT DATA {{ {rows} GRAPH <{THERE}> {{ {rows} }} }}", base_iri=HERE)
    fetcher = _Fetcher(store)
    text = _resolved(f"SELECT * {{ ?x <p> ?v SERVICE <{THERE}> {{ ?x <p> ?w }} }}", store, fetcher)
    assert len(fetcher.asked) == 3
    assert len(_rows(store, text)[1]) == 450


def test_terms_are_made_anew() -> None:
    blanks: dict[str, str] = {}
    node = ox.BlankNode("x")
    assert written(node, blanks) == written(node, blanks) != written(ox.BlankNode("y"), blanks)
    assert written(ox.Literal('a"\n', language="vi"), {}) == '"a\\"\\n"@vi'
    triple = ox.Triple(node, ox.NamedNode("x:p"), node)
    with pytest.raises(ServiceError):
        written(triple, {})
    assert Table(("a", "b"), (("1", "UNDEF"), ("2", "3"))).values == "VALUES (?a ?b) { (1 UNDEF) (2 3) }"


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { ?s ?p 'service' }", False),
        ("{ service <x> {} }", True),
        ("'", False),
    ],
)
def test_whether_services_are_called(query: str, calls: bool) -> None:
    try:
        assert calls_services(query) is calls
    except KgError:
        assert "'" in query
