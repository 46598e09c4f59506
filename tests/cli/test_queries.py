from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import Result

from kg.canned import canned_queries

Run = Callable[..., Result]


def test_list_names_every_query_with_its_parameters(run: Run) -> None:
    for arguments in (("query", "--list"), ("query",)):
        result = run(*arguments)
        assert result.exit_code == 0
        for name, query in canned_queries().items():
            line = next(line for line in result.stdout.splitlines() if line.split()[1:2] == [name])
            assert query.title.en in line
            for parameter in query.parameters:
                assert f"--{parameter.name.replace('_', '-')}" in line


def test_help_of_all_queries_and_of_each(run: Run) -> None:
    listed = run("query", "--help")
    assert listed.exit_code == 0
    for name, query in canned_queries().items():
        assert name in listed.stdout
        result = run("query", name, "--help")
        assert result.exit_code == 0
        words = " ".join(result.stdout.replace("│", " ").split())
        assert query.title.en in words
        for parameter in query.parameters:
            assert f"--{parameter.name.replace('_', '-')}" in words
            assert " ".join(parameter.description.en.split()[:3]) in words


def test_formats_say_the_same(run: Run, examples: Path) -> None:
    arguments = ("query", "zones-of-province", "--province", "Hải Phòng")
    table, as_csv, as_json = (run(*arguments, "--format", name) for name in ("table", "csv", "json"))
    assert table.exit_code == as_csv.exit_code == as_json.exit_code == 0
    rows = list(csv.DictReader(StringIO(as_csv.stdout)))
    objects = json.loads(as_json.stdout)
    assert rows
    assert len(rows) == len(objects)
    assert f"{len(rows)} row" in table.stderr
    for row, object_ in zip(rows, objects, strict=True):
        assert list(row) == list(object_)
        for name, value in object_.items():
            assert row[name] == ("" if value is None else str(value).lower() if value is True else str(value))
            if isinstance(value, str) and not value.startswith("http"):
                assert value in table.stdout


def test_names_need_no_diacritics(run: Run, examples: Path) -> None:
    plain = run("query", "zones-of-province", "--province", "hai phong", "--format", "csv")
    written = run("query", "zones-of-province", "--province", "Hải Phòng", "--format", "csv")
    assert plain.stdout == written.stdout
    assert len(plain.stdout.splitlines()) > 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-such-query",), "no canned query is called so"),
        (("serie",), "there are: series"),
        (("series", "--place", "Hải Phòng"), "--metric"),
        (("series", "--place", "Hải Phòng", "--metric", "leasedArea", "--colour", "red"), "--colour"),
        (("series", "--place", "Không Đâu Cả", "--metric", "leasedArea"), "place: "),
        (("compare-provinces", "--metric", "leasedArea", "--year", "20x"), "year: "),
        (("series", "--place", "Hải Phòng", "--metric", "leasedArea", "--format", "xml"), "xml"),
    ],
)
def test_what_is_not_understood(run: Run, examples: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("query", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_query_file_dropped_into_the_folder_becomes_a_command(
    run: Run, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long-titles.rq").write_text(
        "#+ title@vi: Bài có tiêu đề dài\n#+ title@en: Articles with long titles\n"
        "#+ description@vi: Thử.\n#+ description@en: A trial [of brackets].\n"
        "#+ parameter from_length: integer, required\n"
        "#+ parameter from_length@vi: Dài từ\n#+ parameter from_length@en: At least so long\n"
        "#+ parameter in: string, optional\n#+ parameter in@vi: Chứa\n#+ parameter in@en: Holding this\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        "SELECT ?title WHERE { VALUES ?from_length { UNDEF } VALUES ?in { UNDEF }\n"
        "  ?article dcterms:title ?title FILTER (STRLEN(?title) >= ?from_length)\n"
        "  FILTER (!BOUND(?in) || CONTAINS(?title, ?in)) } ORDER BY ?title\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("kg.canned.model.queries_dir", lambda: tmp_path)
    assert "--from-length" in run("query", "--list").stdout
    assert "[of brackets]" in run("query", "long-titles", "--help").stdout
    everything = run("query", "long-titles", "--from-length", "1", "--format", "json")
    some = run("query", "long-titles", "--from-length", "1", "--in", "Hải Phòng", "--format", "json")
    assert everything.exit_code == some.exit_code == 0
    titles = [row["title"] for row in json.loads(everything.stdout)]
    assert [title for title in titles if "Hải Phòng" in title] == [row["title"] for row in json.loads(some.stdout)]
    assert 0 < len(json.loads(some.stdout)) < len(titles)
    assert run("query", "long-titles").exit_code == 2


def test_a_query_of_an_empty_store_says_what_to_do(run: Run) -> None:
    result = run("query", "articles")
    assert result.exit_code == 1
    assert "kg load" in result.stderr


def test_sparql_select(run: Run, examples: Path) -> None:
    question = "SELECT ?zone ?name { ?zone a kg:Zone ; rdfs:label ?name } ORDER BY ?name"
    table = run("sparql", question)
    assert table.exit_code == 0
    assert " zone:" in table.stdout
    as_csv = run("sparql", question, "--format", "csv")
    rows = list(csv.DictReader(StringIO(as_csv.stdout)))
    assert rows[0]["zone"].startswith("https://w3id.org/vnkg/id/zone/")
    as_json = json.loads(run("sparql", question, "--format", "json").stdout)
    assert len(as_json["results"]["bindings"]) == len(rows)


def test_sparql_from_a_file_and_from_standard_input(run: Run, examples: Path, tmp_path: Path) -> None:
    question = "# how many?\nSELECT (COUNT(*) AS ?count)\n{ ?o a kg:Observation }\n"
    (tmp_path / "count.rq").write_text(question, encoding="utf-8")
    from_file = run("sparql", tmp_path / "count.rq", "--format", "csv")
    from_input = run("sparql", "-", "--format", "csv", input=question)
    assert from_file.exit_code == from_input.exit_code == 0
    assert from_file.stdout == from_input.stdout
    assert int(from_file.stdout.split()[1]) > 50


def test_sparql_ask_and_construct(run: Run, examples: Path) -> None:
    assert run("sparql", "ASK { ?s a kg:Zone }").stdout == "true\n"
    assert run("sparql", "ASK { ?s a kg:Nothing }").stdout == "false\n"
    assert '"boolean":true' in run("sparql", "ASK { ?s a kg:Zone }", "--format", "json").stdout.replace(" ", "")
    turtle = run("sparql", "CONSTRUCT { ?s a kg:Zone } WHERE { ?s a kg:Zone }").stdout
    ntriples = run("sparql", "CONSTRUCT { ?s a kg:Zone } WHERE { ?s a kg:Zone }", "--format", "nt").stdout
    assert "@prefix kg:" in turtle
    assert len(ntriples.splitlines()) == turtle.count("\nzone:") > 0
    first = turtle.split("\nzone:")[1].split()[0]
    assert run("sparql", f"ASK {{ zone:{first} a kg:Zone }}").stdout == "true\n", "a shown name can be asked with"


@pytest.mark.parametrize(
    ("question", "code", "told"),
    [
        ("SELECT ?s { ?s a kg:Zone", 1, "line 1, column 11"),
        ("SELECT ?s {\n ?s a kg:Zone ;; ] }", 1, "line 2"),
        ("SELECT ?s { ?s a unheard:Of }", 1, "unheard:"),
        ("INSERT DATA { <http://a> <http://b> <http://c> }", 1, "error: "),
        ("missing.rq", 2, "neither a query (it has no braces) nor a file"),
        (".", 2, "cannot be read as a query"),
    ],
)
def test_sparql_that_cannot_be_answered(run: Run, examples: Path, question: str, code: int, told: str) -> None:
    result = run("sparql", question)
    assert result.exit_code == code
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_sparql_unknown_format(run: Run, examples: Path) -> None:
    result = run("sparql", "ASK { ?s ?p ?o }", "--format", "pdf")
    assert result.exit_code == 1
    assert "pdf" in result.stderr
