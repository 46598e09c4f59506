"""The embedded store: graphs replaced whole, readers beside a writer, the union and FROM, answers and formats."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QuerySyntaxError, StoreError, StoreLocked
from kg.store import (
    DATASETS,
    GRAPHS,
    MEMORY,
    TABLES,
    AnyTerm,
    Format,
    LoadedArticle,
    Solutions,
    Store,
    article_digests,
    loaded_articles,
    named_format,
    open_store,
    text,
)
from kg.store.generations import Generations

G1, G2, G3 = (f"http://example.org/graph/{n}" for n in (1, 2, 3))
P = ox.NamedNode("http://example.org/p")


def _triple(subject: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(f"http://example.org/{subject}"), P, ox.Literal(value))


def _values(store: Store, sparql: str = "SELECT ?o { ?s ?p ?o }", **named: list[str]) -> list[str]:
    default, others = named.get("default_graphs", ()), named.get("named_graphs", ())
    answer = store.query(sparql, default_graphs=default, named_graphs=others)
    assert isinstance(answer, Solutions)
    return sorted(text(row, "o") for row in answer)


@pytest.fixture
def store() -> Store:
    store = open_store(MEMORY)
    store.replace_graphs({G1: [_triple("a", "1")], G2: [_triple("b", "2")], G3: [_triple("c", "3")]})
    return store


def test_the_default_graph_is_the_union(store: Store) -> None:
    assert _values(store) == ["1", "2", "3"]
    assert _values(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }") == ["1", "2", "3"]


def test_from_and_from_named_are_honoured(store: Store) -> None:
    assert _values(store, f"SELECT ?o FROM <{G1}> FROM <{G2}> {{ ?s ?p ?o }}") == ["1", "2"]
    assert _values(store, f"SELECT ?o FROM NAMED <{G1}> {{ ?s ?p ?o }}") == []
    assert _values(store, f"SELECT ?o FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == ["1"]


def test_named_graphs_of_the_request_override_those_of_the_query(store: Store) -> None:
    query = f"SELECT ?o FROM <{G3}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    assert _values(store, query, default_graphs=[G1]) == ["1"]
    assert _values(store, query, named_graphs=[G2]) == ["2"]
    assert _values(store, query, default_graphs=[G1], named_graphs=[G2]) == ["1", "2"]


def test_a_quad_is_held_in_its_own_graph_alone(store: Store) -> None:
    one = _triple("a", "1")
    quad = ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(G1))
    assert store.holds(quad)
    assert not store.holds(ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(G2)))
    assert not store.holds(ox.Quad(one.subject, one.predicate, ox.Literal("10"), ox.NamedNode(G1)))
    store.replace_graphs({G1: []})
    assert not store.holds(quad)


def test_replacing_a_graph_leaves_the_others(store: Store) -> None:
    store.replace_graphs({G2: [_triple("b", "20"), _triple("b", '2"1\n')]})
    assert _values(store) == ["1", '2"1\n', "20", "3"]
    store.replace_graphs({G2: []})
    assert _values(store) == ["1", "3"]
    assert len(list(store.quads(G1))) == 1 and len(list(store.quads())) == 2


def test_every_kind_of_term_survives_a_replacement(store: Store) -> None:
    node = ox.BlankNode("b")
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    terms: list[AnyTerm] = [
        ox.Literal("xin chào", language="vi"),
        ox.Literal("1.5", datatype=decimal),
        ox.NamedNode("http://example.org/hải"),
        node,
        ox.Triple(ox.NamedNode("http://example.org/s"), P, ox.Literal("\t'\"\\")),
    ]
    triples = [ox.Triple(ox.NamedNode("http://example.org/s"), P, term) for term in terms]
    for _ in range(2):  # the second time it exists, and goes another way
        store.replace_graphs({G1: [*triples, ox.Triple(node, P, ox.Literal("in the node"))]})
        kept = {str(quad.object) for quad in store.quads(G1) if not isinstance(quad.object, ox.BlankNode)}
        assert kept == {str(term) for term in terms if term is not node} | {'"in the node"'}
        assert len(list(store.quads(G1))) == 6


def test_a_graph_needs_an_iri(store: Store) -> None:
    with pytest.raises(StoreError, match="no IRI"):
        store.replace_graphs({"relative": []})
    with pytest.raises(QueryError, match="no absolute IRI"):
        store.query("ASK {}", default_graphs=["x> <y"])


def test_the_version_changes_with_the_data(store: Store) -> None:
    before = store.version
    store.replace_graphs({G1: []})
    assert store.version != before


def test_syntax_errors_name_line_column_and_reason(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT ?s WHERE {\n  ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 10)
    assert "after 'SELECT ?s WHERE { ?s ?p }'" in caught.value.message
    with pytest.raises(QuerySyntaxError, match="unbound"):
        store.query("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o } GROUP BY ?o")


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        ("SELECT * {\n ?s foaf:name ?o }", 2, 5, "prefix foaf: is not declared"),
        ("SELECT * { ?s ?p ?o", 1, 10, "nothing closes"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "closes nothing"),
        ("SELECT (?a AS ?b) { ?b ?a ?c }", 1, 31, "overrides an existing variable"),
    ],
)
def test_the_commonest_slips_are_named(store: Store, query: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(QuerySyntaxError, match=reason) as caught:
        store.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_refused_queries(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="update"):
        store.query("DROP ALL")


@pytest.mark.parametrize("format_", TABLES, ids=lambda format_: format_.name)
def test_tables_in_every_format(store: Store, format_: Format) -> None:
    output = io.BytesIO()
    store.select("SELECT ?o { ?s ?p ?o }").serialize(format_, output)
    parsed = output.getvalue().decode()
    assert all(value in parsed for value in ("1", "2", "3"))


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_graphs_in_every_format(store: Store, format_: Format) -> None:
    output = io.BytesIO()
    store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").serialize(format_, output)
    assert isinstance(format_.engine, ox.RdfFormat)
    read = ox.parse(output.getvalue(), format=format_.engine)
    assert {quad.triple for quad in read} == {_triple("a", "1"), _triple("b", "2"), _triple("c", "3")}


def test_truth_values(store: Store) -> None:
    answer = store.query("ASK { ?s ?p '1' }")
    assert answer and not store.query("ASK { ?s ?p 'no' }")
    output = io.BytesIO()
    answer.serialize(named_format("json", TABLES), output)
    assert json.loads(output.getvalue())["boolean"] is True
    with pytest.raises(StoreError, match="truth value"):
        answer.serialize(named_format("csv", TABLES), io.BytesIO())


def test_an_answer_is_not_written_in_a_format_of_another_kind(store: Store) -> None:
    with pytest.raises(StoreError, match="table"):
        store.select("SELECT * { ?s ?p ?o }").serialize(named_format("ttl", GRAPHS), io.BytesIO())
    with pytest.raises(StoreError, match="graph"):
        store.query("DESCRIBE <http://example.org/a>").serialize(named_format("csv", TABLES), io.BytesIO())
    with pytest.raises(StoreError, match="rows"):
        store.select("ASK {}")
    with pytest.raises(StoreError, match="no format"):
        named_format("docx", TABLES)


@pytest.mark.parametrize("format_", [*GRAPHS, *DATASETS], ids=lambda format_: f"{format_.kind}-{format_.name}")
def test_exports_read_back(store: Store, format_: Format) -> None:
    output = io.BytesIO()
    count = store.export(output, format_, prefixes={"e": "http://example.org/"})
    assert isinstance(format_.engine, ox.RdfFormat)
    read = list(ox.parse(output.getvalue(), format=format_.engine))
    assert count == len(read) == 3
    graphs = {str(quad.graph_name) for quad in read}
    assert len(graphs) == (3 if format_.kind == "dataset" else 1)


def test_export_refuses_table_formats(store: Store) -> None:
    with pytest.raises(StoreError, match="table format"):
        store.export(io.BytesIO(), named_format("csv", TABLES))


# On disk


def test_what_is_written_is_there_after_opening_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "deep" / "store")
    with open_store(folder) as store:
        store.replace_graphs({G1: [_triple("a", "1")]})
    with open_store(folder) as store:
        assert _values(store) == ["1"]
        assert store.location == folder


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with open_store(str(tmp_path)), pytest.raises(StoreLocked, match="another process is writing"):
        open_store(str(tmp_path))


def test_a_writer_in_another_process_locks_too(tmp_path: Path) -> None:
    code = f"from kg.store import open_store; s = open_store({str(tmp_path)!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(StoreLocked):
            open_store(str(tmp_path))
        process.communicate(b"\n")


def test_readers_see_the_last_flush_beside_a_writer(tmp_path: Path) -> None:
    folder = str(tmp_path)
    with open_store(folder) as writer:
        writer.replace_graphs({G1: [_triple("a", "1")]})
        writer.flush()
        with open_store(folder, read_only=True) as before:
            writer.replace_graphs({G1: [_triple("a", "10")], G2: [_triple("b", "2")]})
            assert _values(before) == ["1"]
            writer.flush()
            assert _values(before) == ["1"]
            with open_store(folder, read_only=True) as after:
                assert _values(after) == ["10", "2"]
                assert after.version != before.version
            with pytest.raises(StoreError, match="reading only"):
                before.replace_graphs({G1: []})


def test_snapshots_that_nobody_reads_are_swept_away(tmp_path: Path) -> None:
    folder = str(tmp_path)
    with open_store(folder) as writer:
        for value in ("1", "2"):
            writer.replace_graphs({G1: [_triple("a", value)]})
            writer.flush()
        held = open_store(folder, read_only=True)
        for value in ("3", "4", "5"):
            writer.replace_graphs({G1: [_triple("a", value)]})
            writer.flush()
        assert sorted(path.name for path in (tmp_path / "generations").iterdir() if path.is_dir()) == ["2", "5"]
        assert _values(held) == ["2"]
        held.close()
        writer.replace_graphs({G1: [_triple("a", "6")]})
    assert [path.name for path in (tmp_path / "generations").iterdir() if path.is_dir()] == ["6"]


def test_flushing_without_writing_makes_no_new_snapshot(tmp_path: Path) -> None:
    with open_store(str(tmp_path)) as writer:
        writer.replace_graphs({G1: [_triple("a", "1")]})
        writer.flush()
        writer.flush()
    with open_store(str(tmp_path)):
        pass
    assert Generations(tmp_path).current().number == 1


def test_a_writer_that_was_killed_is_caught_up_with(tmp_path: Path) -> None:
    code = (
        "import os; from kg.store import open_store; import pyoxigraph as ox\n"
        f"s = open_store({str(tmp_path)!r}); n = ox.NamedNode('http://example.org/p')\n"
        f"s.replace_graphs({{{G1!r}: [ox.Triple(n, n, ox.Literal('1'))]}}); s.flush()\n"
        f"s.replace_graphs({{{G2!r}: [ox.Triple(n, n, ox.Literal('2'))]}}); os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with open_store(str(tmp_path), read_only=True) as reader:
        assert _values(reader) == ["1"]
    open_store(str(tmp_path)).close()
    with open_store(str(tmp_path), read_only=True) as reader:
        assert _values(reader) == ["1", "2"]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing was loaded"):
        open_store(str(tmp_path / "none"), read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_new_store_can_be_read_once_it_is_closed(tmp_path: Path) -> None:
    open_store(str(tmp_path)).close()
    with open_store(str(tmp_path), read_only=True) as reader:
        assert _values(reader) == []


def test_no_store_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path / "file"))
    with pytest.raises(StoreError, match="by its settings"):
        open_store("https://example.org/sparql")


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")


def test_digests_of_what_is_loaded() -> None:
    base = "https://example.org/kg/"
    article, run, software = (ox.NamedNode(f"{base}id/{kind}") for kind in ("article/a", "extraction/a", "software/v"))
    prov = "http://www.w3.org/ns/prov#"
    with open_store(MEMORY) as store:
        store.replace_graphs(
            {
                G1: [
                    ox.Triple(article, ox.NamedNode(f"{base}ontology#digest"), ox.Literal("abc")),
                    ox.Triple(run, ox.NamedNode(f"{prov}used"), article),
                    ox.Triple(run, ox.NamedNode(f"{prov}startedAtTime"), ox.Literal("2026-01-02T03:04:05Z")),
                    ox.Triple(run, ox.NamedNode(f"{prov}wasAssociatedWith"), software),
                    ox.Triple(article, ox.NamedNode(f"{base}ontology#reviewDigest"), ox.Literal("def")),
                ]
            }
        )
        loaded = LoadedArticle("abc", software.value, "def")
        assert article_digests(store, base) == {article.value: loaded}
        assert loaded_articles(store, base, [G2, G1]) == {G1: loaded}
        assert loaded_articles(store, base, []) == {}
