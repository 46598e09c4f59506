"""How a canned query's file is read, and what is said about one that is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.canned import canned_queries, read_canned_query
from kg.errors import OntologyError, ParameterError
from kg.store import open_store, text

HEAD = """\
#+ title@vi: Một câu hỏi
#+ title@en: A question
#+ description@vi: Hỏi gì đó.
#+ description@en: Asks something.
"""
PARAMETER = """\
#+ parameter word: string, default xin chào
#+ parameter word@vi: Một từ
#+ parameter word@en: A word
"""
BODY = 'SELECT ?word WHERE { VALUES ?word { "?" } }\n'


def _file(folder: Path, content: str, name: str = "mine.rq") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_dropped_into_a_folder_is_a_query(tmp_path: Path) -> None:
    assert dict(canned_queries(tmp_path)) == {}
    _file(tmp_path, HEAD + PARAMETER + "#+ keywords: một, two\n\n" + BODY)
    query = canned_queries(tmp_path)["mine"]
    assert (query.title.vi, query.title.en, query.keywords) == ("Một câu hỏi", "A question", ("một", "two"))
    assert not query.in_order and canned_queries()["province-profile"].in_order
    (parameter,) = query.parameters
    assert (parameter.type.name, parameter.required, parameter.default) == ("string", False, "xin chào")
    with open_store(":memory:") as store:
        assert [text(row, "word") for row in query.run(store, {})] == ["xin chào"]
        assert [text(row, "word") for row in query.run(store, {"word": '" } #'})] == ['" } #']


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + BODY)
    assert canned_queries(tmp_path)["mine"].title.en == "A question"
    path.write_text(HEAD.replace("A question", "Another") + BODY, encoding="utf-8")
    assert canned_queries(tmp_path)["mine"].title.en == "Another"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (HEAD.replace("#+ title@en: A question\n", "") + BODY, "title@en"),
        (HEAD + "#+ title@vi: Lại nữa\n" + BODY, "a second time"),
        (HEAD + "#+ colour: red\n" + BODY, "no key"),
        (HEAD + "#+ no colon\n" + BODY, "key: value"),
        (HEAD + PARAMETER.replace("string", "colour") + BODY, "no type"),
        (HEAD + PARAMETER.replace("default xin chào", "perhaps") + BODY, "not `required`"),
        (HEAD + PARAMETER.replace("#+ parameter word@en: A word\n", "") + BODY, "word@en"),
        (HEAD + PARAMETER.replace("word", "other") + BODY, "no variable"),
        (HEAD + "#+ parameter word@vi: không khai báo\n" + BODY, "not declared"),
        (HEAD + "#+ at least one of: word\n" + BODY, "no parameter"),
        (HEAD + "#+ joins: at random\n" + BODY, "not `in order`"),
        (HEAD + PARAMETER.replace("string, default xin chào", "rows, optional") + BODY, "limit and offset only"),
        (
            HEAD + PARAMETER.replace("word", "limit").replace("string, default xin chào", "rows, optional") + BODY,
            "not sorted",
        ),
        (HEAD + "ASK {}", "SELECT"),
        (HEAD + "DROP ALL", "cannot be read as a query"),
        (HEAD + "SELECT * { ?s ?p 'open", "cannot be read as a query"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, content: str, reason: str) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(OntologyError, match=reason) as caught:
        read_canned_query(path)
    assert caught.value.where.startswith("mine.rq")


def test_a_file_s_name_is_an_address(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="small letters"):
        read_canned_query(_file(tmp_path, HEAD + BODY, "Mine Too.rq"))
    with pytest.raises(OntologyError, match="cannot be read"):
        read_canned_query(tmp_path / "missing.rq")


@pytest.mark.parametrize(
    ("name", "values", "where", "reason"),
    [
        ("series", {"place": "Hải Phòng"}, "metric", "needs it"),
        ("series", {"place": " ", "metric": "count"}, "place", "needs it"),
        (
            "series",
            {"place": "Hải Phòng", "metric": "count", "colour": "red"},
            "colour",
            "no such parameter; there are: place",
        ),
        ("where-from", {}, "", "at least one of: value, observation"),
    ],
)
def test_values_that_do_not_fit_the_parameters(name: str, values: dict[str, str], where: str, reason: str) -> None:
    with pytest.raises(ParameterError, match=reason) as caught:
        canned_queries()[name].values(values)
    assert caught.value.where == where


@pytest.mark.parametrize("query", canned_queries().values(), ids=lambda query: query.name)
def test_shipped_files_say_all_in_both_languages(query: object) -> None:
    from kg.canned import CannedQuery

    assert isinstance(query, CannedQuery)
    assert query.keywords and query.description.vi != query.description.en
    for parameter in query.parameters:
        assert parameter.description.vi != parameter.description.en
        assert parameter.example or not parameter.required
    with open_store(":memory:") as store:  # as it stands, without values, it is a query of its own
        assert list(store.select(query.sparql)) is not None
