"""Columns → the answer, in SPARQL 1.1 Query Results JSON; from that the engine writes the other formats."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pyoxigraph as ox

from kg.store.columns.data import DECIMAL, INTEGER, Columns, Unsupported
from kg.store.columns.values import Column, Figures, Terms

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for each string
_XSD = "http://www.w3.org/2001/XMLSchema#"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def to_json(columns: Columns, names: Sequence[str], table: Sequence[Column], count: int) -> bytes:
    """The whole answer. Raises `Unsupported` for terms that are themselves triples."""
    cells = [_cells(columns, name, column) for name, column in zip(names, table, strict=True)]
    rows = (",".join(filter(None, row)) for row in zip(*cells, strict=True)) if cells else [""] * count
    head = json.dumps({"vars": list(names)}, ensure_ascii=False, separators=(",", ":"))
    return f'{{"head":{head},"results":{{"bindings":[{",".join(f"{{{row}}}" for row in rows)}]}}}}'.encode()


def written(answer: bytes, format_: ox.QueryResultsFormat) -> bytes:
    """The answer in a format."""
    if format_ == ox.QueryResultsFormat.JSON:
        return answer
    solutions = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    result = solutions.serialize(format=format_)
    assert result is not None
    return result


def _cells(columns: Columns, name: str, column: Column) -> list[str]:
    key = _string(name)
    if isinstance(column, Terms):
        known: dict[int, str] = {}
        found = []
        for number in column.numbers.tolist():
            cell = known.get(number)
            if cell is None:
                cell = known[number] = f"{key}:{_term(columns.texts[number].decode())}"
            found.append(cell)
        return found
    if column.kind not in (INTEGER, DECIMAL):
        raise Unsupported
    datatype = f'"datatype":"{_XSD}{"integer" if column.kind == INTEGER else "decimal"}"'
    bound = [True] * len(column.values) if column.bound is None else column.bound.tolist()
    return [
        f'{key}:{{"type":"literal","value":"{_figure(int(value), column)}",{datatype}}}' if there else ""
        for value, there in zip(column.values.tolist(), bound, strict=True)
    ]


def _figure(value: int, column: Figures) -> str:
    if not column.scale:
        return str(value)
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(column.scale + 1, "0")
    part = digits[-column.scale :].rstrip("0")
    return f"{sign}{digits[: -column.scale]}{'.' if part else ''}{part}"


def _term(text: str) -> str:
    if text.startswith("<") and not text.startswith("<<"):
        return f'{{"type":"uri","value":{_string(_unescaped(text[1:-1]))}}}'
    if text.startswith("_:"):
        return f'{{"type":"bnode","value":{_string(text[2:])}}}'
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise Unsupported
    value, language, datatype = match.groups()
    told = f'{{"type":"literal","value":{_string(_unescaped(value))}'
    if language:
        return f'{told},"xml:lang":{_string(language)}}}'
    return f'{told},"datatype":{_string(_unescaped(datatype))}}}' if datatype else f"{told}}}"


def lexical_form(term: str) -> str | None:
    """The value of a string, with a language or without; None for any other term."""
    match = _LITERAL.fullmatch(term)
    return None if match is None or match[3] else _unescaped(match[1])


def _string(value: str) -> str:
    return _ENCODER.encode(value)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _character(*found.groups()), text)


def _character(short: str | None, long: str | None, other: str | None) -> str:
    if other is not None:
        return _ESCAPED.get(other, other)
    return chr(int(short or long or "0", 16))
