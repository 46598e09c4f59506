"""Writing through the gate: all or nothing, and what comes of it is what the standard says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NotConformant, QueryError, QuerySyntaxError, RdfSyntaxError, StoreLocked
from kg.graph.gate import Gate, Rejection
from kg.settings import DEFAULT_BASE_IRI
from kg.store import GRAPHS, open_store
from kg.store.base import DEFAULT_GRAPH
from kg.store.writes import Part, Way, Write, Written, write

TURTLE = GRAPHS[0]
BASE = "http://example.org/"
ARTICLE = f"{DEFAULT_BASE_IRI}graph/article/ke-hoach"


def _lenient(name: str, triples: Sequence[ox.Triple]) -> Iterable[Rejection]:
    """Finds fault with nothing but the value "bad"."""
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and triple.object.value == "bad":
            yield Rejection("", "", "shape", "no", "Violation", str(triple.subject), "bad")


def _update(folder: Path, sparql: str, **more: tuple[str, ...]) -> Written:
    return write(folder, Write("update", BASE, sparql=sparql, **more), _lenient)  # type: ignore[arg-type]


def _put(folder: Path, turtle: str, graph: str = f"{BASE}g", way: Way = "put") -> Written:
    return write(folder, Write(way, graph, graph, (Part(turtle.encode(), TURTLE),)), _lenient)


def _quads(folder: Path) -> set[str]:
    with open_store(str(folder), read_only=True) as store:
        return {str(quad).replace(BASE, "") for quad in store.quads()}


def test_an_update_makes_the_next_version(tmp_path: Path) -> None:
    first = _update(tmp_path, "INSERT DATA { GRAPH <g> { <a> <b> <c> } }")
    again = _update(tmp_path, "INSERT DATA { GRAPH <g> { <a> <b> <c> } }")
    assert (first.changed, again.changed) == (1, 0)
    assert int(again.version) == int(first.version) > 0
    assert _quads(tmp_path) == {"<a> <b> <c> <g>"}


def test_a_violation_anywhere_writes_nothing(tmp_path: Path) -> None:
    _put(tmp_path, "<a> <b> <c> .")
    sparql = (
        "INSERT DATA { GRAPH <h> { <a> <b> 1 } } ;"
        "INSERT { GRAPH <i> { ?s <d> 'bad' } } WHERE { GRAPH <g> { ?s ?p ?o } }"
    )
    with pytest.raises(NotConformant, match="1 violations") as refused:
        _update(tmp_path, sparql)
    assert refused.value.report == (
        {"graph": f"{BASE}i", "shape": "shape", "message": "no", "focus": f"<{BASE}a>", "value": "bad"},
    )
    with pytest.raises(NotConformant):
        _put(tmp_path, "<a> <b> 'bad' .")
    assert _quads(tmp_path) == {"<a> <b> <c> <g>"}
    assert not (tmp_path / "staging").exists()


def test_graph_store_operations(tmp_path: Path) -> None:
    assert not _put(tmp_path, "<#a> <#b> [ <#c> 1 ] .").existed
    assert _put(tmp_path, "<#a> <#b> 2 .").existed
    assert _quads(tmp_path) == {'<g#a> <g#b> "2"^^<http://www.w3.org/2001/XMLSchema#integer> <g>'}
    _put(tmp_path, "<#a> <#b> <#c> . ", way="post")
    assert len(_quads(tmp_path)) == 2
    _put(tmp_path, "<a> <b> <c> .", graph=DEFAULT_GRAPH)
    assert "<a> <b> <c>" in {quad.strip() for quad in _quads(tmp_path)} or len(_quads(tmp_path)) == 3
    assert write(tmp_path, Write("delete", BASE, f"{BASE}g"), _lenient).existed
    assert not write(tmp_path, Write("delete", BASE, f"{BASE}g"), _lenient).existed
    assert len(_quads(tmp_path)) == 1


def test_adding_the_same_blank_nodes_twice_adds_them_twice(tmp_path: Path) -> None:
    for _ in range(2):
        _put(tmp_path, "<a> <b> [ <c> 1 ] .", way="post")
    assert len(_quads(tmp_path)) == 4


def test_a_patch_sees_its_graph_alone(tmp_path: Path) -> None:
    _put(tmp_path, "<a> <b> 1 . <c> <b> 2 .")
    _put(tmp_path, "<a> <b> 9 .", graph=f"{BASE}other")
    patch = Write(
        "patch", BASE, f"{BASE}g", sparql="DELETE { ?s <b> ?o } INSERT { ?s <n> ?o } WHERE { ?s <b> ?o FILTER(?o < 2) }"
    )
    assert write(tmp_path, patch, _lenient).changed == 1
    number = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert _quads(tmp_path) == {
        f"<a> <n> {number.format(1)} <g>",
        f"<c> <b> {number.format(2)} <g>",
        f"<a> <b> {number.format(9)} <other>",
    }
    elsewhere = Write("patch", BASE, f"{BASE}g", sparql="INSERT DATA { GRAPH <other> { <x> <y> <z> } }")
    with pytest.raises(QueryError, match="one graph"):
        write(tmp_path, elsewhere, _lenient)


def test_the_pattern_of_an_update_sees_the_union_as_queries_do(tmp_path: Path) -> None:
    _put(tmp_path, "<a> a <Zone> .", graph=f"{BASE}one")
    _put(tmp_path, "<a> <name> 'Khu \\\"A\\\"' ; <near> [] .", graph=f"{BASE}two")
    _update(tmp_path, "INSERT { GRAPH <new> { ?z <label> ?n ; <part> [] } } WHERE { ?z a <Zone> ; <name> ?n }")
    assert {quad for quad in _quads(tmp_path) if quad.endswith("<new>") and "label" in quad} == {
        '<a> <label> "Khu \\"A\\"" <new>'
    }
    _update(
        tmp_path, "DELETE { GRAPH ?g { ?z ?p ?o } } WHERE { GRAPH ?g { ?z ?p ?o } . ?z a <Zone> FILTER(!ISBLANK(?o)) }"
    )
    assert not any("label" in quad or "Zone" in quad for quad in _quads(tmp_path))
    with pytest.raises(QueryError, match="blank node"):
        _update(tmp_path, "INSERT { GRAPH <x> { <a> <b> ?o } } WHERE { <a> <near> ?o }")
    _update(tmp_path, "INSERT { GRAPH <x> { <a> <b> ?o } } WHERE { GRAPH <two> { <a> <near> ?o } }")
    assert any(quad.endswith("<x>") for quad in _quads(tmp_path))


def test_the_dataset_of_the_protocol(tmp_path: Path) -> None:
    for name in "123":
        _put(tmp_path, f"<s{name}> a <D> .", graph=f"{BASE}{name}")
    insert = (
        "INSERT { GRAPH <out> { ?s <in> ?g } } WHERE { { GRAPH ?g { ?s a <D> } } UNION { ?s a <D> BIND('d' AS ?g) } }"
    )
    _update(tmp_path, insert, using=(f"{BASE}1",), using_named=(f"{BASE}2",))
    assert {quad for quad in _quads(tmp_path) if quad.endswith("<out>")} == {
        '<s1> <in> "d" <out>',
        "<s2> <in> <2> <out>",
    }
    _update(tmp_path, "DELETE WHERE { GRAPH ?g { ?s a <D> } }", using_named=(f"{BASE}3",))
    assert len([quad for quad in _quads(tmp_path) if "ns#type" in quad]) == 2
    for clash in ("WITH <1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT {} USING <1> WHERE {}"):
        with pytest.raises(QueryError, match="leave one of them out"):
            _update(tmp_path, clash, using=(f"{BASE}1",))
    with pytest.raises(QueryError, match="no absolute IRI"):
        _update(tmp_path, "CLEAR ALL", using=("x",))


@pytest.mark.parametrize(
    ("turtle", "place"),
    [("<a> <b> c .", (1, 9)), ("<a> <b> 'x\n' .", (1, 11)), ("@prefix x: <y> .\n<a> <b>", (2, 8))],
)
def test_rdf_that_cannot_be_read(tmp_path: Path, turtle: str, place: tuple[int, int]) -> None:
    with pytest.raises(RdfSyntaxError, match="no turtle") as refused:
        _put(tmp_path, turtle)
    assert (refused.value.line, refused.value.column) == place


def test_triple_terms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match="triple"):
        _put(tmp_path, "<a> <b> <<( <a> <b> <c> )>> .")
    with pytest.raises(QueryError, match="triple"):
        _update(tmp_path, "INSERT DATA { GRAPH <g> { <a> <b> <<( <a> <b> <c> )>> } }")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with open_store(str(tmp_path)), pytest.raises(StoreLocked):
        _put(tmp_path, "<a> <b> <c> .")
    with pytest.raises(QuerySyntaxError):
        _update(tmp_path, "CLEAR")


_DATA = ["<a> <b> <c>", "<a> <b> 1", "[] <b> [ <c> [] ]", "<d> <b> []"]
_NAMES = ["<g>", "<h>", "<i>"]
_OPERATIONS = st.one_of(
    st.builds("INSERT DATA {{ GRAPH {0} {{ {1} }} }}".format, st.sampled_from(_NAMES), st.sampled_from(_DATA)),
    st.builds("INSERT DATA {{ {0} }}".format, st.sampled_from(_DATA)),
    st.builds("DELETE DATA {{ GRAPH {0} {{ {1} }} }}".format, st.sampled_from(_NAMES), st.sampled_from(_DATA[:2])),
    st.builds("CLEAR SILENT {0}".format, st.sampled_from(["DEFAULT", "NAMED", "ALL", *("GRAPH " + g for g in _NAMES)])),
    st.builds("DROP SILENT {0}".format, st.sampled_from(["DEFAULT", "NAMED", "ALL", *("GRAPH " + g for g in _NAMES)])),
    st.builds(
        "{0} SILENT {1} TO {2}".format,
        st.sampled_from(["COPY", "MOVE", "ADD"]),
        st.sampled_from(["DEFAULT", *_NAMES]),
        st.sampled_from(["DEFAULT", *_NAMES]),
    ),
    st.builds("DELETE WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}".format, st.sampled_from(["?g", *_NAMES])),
    st.builds(
        "DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH {0} {{ ?s <n> ?o, [] }} }}"
        " WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}".format,
        st.sampled_from(_NAMES),
    ),
    st.builds(
        "WITH {0} DELETE {{ ?s ?p ?o }} INSERT {{ ?o <inverse> ?s }}"
        " WHERE {{ ?s ?p ?o FILTER(!ISLITERAL(?o)) }}".format,
        st.sampled_from(_NAMES),
    ),
    st.builds(
        "INSERT {{ ?s ?p ?o }} USING {0} WHERE {{ ?s ?p ?o }}".format,
        st.sampled_from(_NAMES),
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_OPERATIONS, min_size=1, max_size=4))
def test_what_is_written_is_what_the_engine_would_have_made(
    tmp_path_factory: pytest.TempPathFactory, operations: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("writes")
    sparql = " ;\n".join(operations)
    expected = ox.Store()
    for start in ("INSERT DATA { GRAPH <g> { <a> <b> <c>, [ <b> 1 ] } GRAPH <h> { <x> <y> <z> } <d> <e> <f> }", sparql):
        _update(folder, start)
        expected.update(start, base_iri=BASE)
    with open_store(str(folder), read_only=True) as store:
        found = ox.Dataset(store.quads())
    wanted = ox.Dataset(expected)
    for dataset in (found, wanted):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == wanted


def test_the_gate_of_the_shapes(sample_store: Path, tmp_path: Path) -> None:
    check = Gate(DEFAULT_BASE_IRI).check_triples
    with open_store(str(sample_store), read_only=True) as source:
        triples = [quad.triple for quad in source.quads(ARTICLE)]
        places = [quad.triple for quad in source.quads(f"{DEFAULT_BASE_IRI}graph/metrics")]
    turtle = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    put = Write("put", ARTICLE, ARTICLE, (Part(turtle, TURTLE),))
    assert write(tmp_path, put, check).changed == 1
    metrics = f"{DEFAULT_BASE_IRI}graph/metrics"
    data = ox.serialize(places, format=ox.RdfFormat.N_TRIPLES) or b""
    assert write(tmp_path, Write("put", metrics, metrics, (Part(data, TURTLE),)), check).changed == 1
    foreign = Write("put", BASE, f"{BASE}g", (Part(b"<a> a <http://xmlns.com/foaf/0.1/Document> .", TURTLE),))
    assert write(tmp_path, foreign, check).changed == 1
    spoil = f"""
        PREFIX sdmx: <http://purl.org/linked-data/sdmx/2009/measure#>
        WITH <{ARTICLE}> DELETE {{ ?o sdmx:obsValue ?v }} INSERT {{ ?o sdmx:obsValue "nhiều" }}
        WHERE {{ ?o sdmx:obsValue ?v }}"""
    with pytest.raises(NotConformant) as refused:
        write(tmp_path, Write("update", BASE, sparql=spoil), check)
    assert {found["graph"] for found in refused.value.report} == {ARTICLE}
    assert all(found["message"] and found["shape"] and found["focus"] for found in refused.value.report)
    bare = f"INSERT DATA {{ GRAPH <{BASE}h> {{ <x> a <{DEFAULT_BASE_IRI}ontology#Observation> }} }}"
    with pytest.raises(NotConformant):
        write(tmp_path, Write("update", BASE, sparql=bare), check)
    assert write(tmp_path, Write("update", BASE, sparql=f"DROP GRAPH <{ARTICLE}>"), check).changed == 1
