"""Columns → the answer, in SPARQL 1.1 Query Results JSON; from that the engine writes the other formats."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyoxigraph as ox

from kg.store.columns.data import DECIMAL, INTEGER, Columns, Unsupported
from kg.store.columns.values import Column, Figures, Terms
from kg.store.term_json import string_json, term_json

_XSD = "http://www.w3.org/2001/XMLSchema#"


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
    key = string_json(name)
    if isinstance(column, Terms):
        known: dict[int, str] = {}
        found = []
        for number in column.numbers.tolist():
            cell = known.get(number)
            if cell is None:
                term = term_json(columns.texts[number].decode())
                if term is None:
                    raise Unsupported
                cell = known[number] = f"{key}:{term}"
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
