"""The answer to a small query, in the format asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox

from kg.store.formats import Format
from kg.store.quads import Quads
from kg.store.small.reading import Pattern, Small
from kg.store.small.walking import Solutions, TooMuch, Walk
from kg.store.subjects import Subjects

_LARGEST = 1 << 17
"""Bytes of an answer."""


def small_answer(quads: Subjects, asked: Small, format_: Format) -> bytes | None:
    """The answer to a query of which the default graph is the union of all; None: a worker is to answer it."""
    if (asked.form == "CONSTRUCT") != isinstance(format_.engine, ox.RdfFormat):
        return None
    if asked.form == "ASK" and format_.name != "json":
        return None
    try:
        found = Walk(quads).solutions(asked.patterns)
    except TooMuch:
        return None
    if asked.form == "ASK":
        return b'{"head":{},"boolean":%b}' % (b"true" if found.rows else b"false")
    answer = _graph(quads, asked, found) if asked.form == "CONSTRUCT" else _table(quads, asked, found)
    if answer is None or len(answer) > _LARGEST:
        return None
    if format_.name in ("json", "ntriples"):
        return answer
    return _rewritten(answer, format_.engine)


def _kept(asked: Small, rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return rows[asked.offset : None if asked.limit is None else asked.offset + asked.limit]


def _table(quads: Quads, asked: Small, found: Solutions) -> bytes | None:
    """As SPARQL results JSON; None for terms that this cannot write."""
    places = [(name, place) for name in asked.names if (place := found.places.get(f"?{name}")) is not None]
    if not found.rows:
        places = []
    rows = found.rows
    if asked.distinct:
        shown = dict.fromkeys(tuple(row[place] for _, place in places) for row in rows)
        rows, places = list(shown), [(name, index) for index, (name, _) in enumerate(places)]
    rows = _kept(asked, rows)
    columns = []
    size = 0
    for name, place in places:
        numbers = [row[place] for row in rows]
        counts = Counter(numbers)
        size += sum(count * quads.size(number) for number, count in counts.items())
        if size > _LARGEST:
            return None
        terms = dict(zip(counts, quads.terms([*counts]), strict=True))
        if None in terms.values():
            return None
        cells = {number: f'"{name}":{term}' for number, term in terms.items()}
        columns.append([cells[number] for number in numbers])
    told = [",".join(cells) for cells in zip(*columns, strict=True)] if columns else [""] * len(rows)
    body = "{" + "},{".join(told) + "}" if told else ""
    head = '","'.join(asked.names)
    return f'{{"head":{{"vars":["{head}"]}},"results":{{"bindings":[{body}]}}}}'.encode()


def _graph(quads: Quads, asked: Small, found: Solutions) -> bytes | None:
    """As N-Triples, each triple once; those that no graph can hold are left out (SPARQL 1.1 Query, 16.2)."""
    texts: dict[int, bytes] = {}
    lines: dict[bytes, None] = {}
    size = 0
    templates = [_placed(pattern, found) for pattern in asked.template]
    for row in _kept(asked, found.rows):
        for template in templates:
            if template is None:
                continue
            terms = []
            for node in template:
                if isinstance(node, bytes):
                    terms.append(node)
                    continue
                number = row[node]
                if number not in texts:
                    texts[number] = quads.text(number)
                terms.append(texts[number])
            subject, property_, object_ = terms
            if b"<<" in (subject[:2], object_[:2]):
                return None
            if subject[:1] in b"<_" and property_[:1] == b"<":
                line = b"%b %b %b .\n" % (subject, property_, object_)
                size += len(line)
                if size > _LARGEST:
                    return None
                lines[line] = None
    return b"".join(lines)


def _placed(pattern: Pattern, found: Solutions) -> Sequence[int | bytes] | None:
    """A triple of a template with the places of its variables in a row; None if one of them is never bound."""
    nodes: list[int | bytes] = []
    for node in pattern[:3]:
        if node[0] != "?":
            nodes.append(node.encode())
        elif node in found.places:
            nodes.append(found.places[node])
        else:
            return None
    return nodes


def _rewritten(answer: bytes, format_: ox.QueryResultsFormat | ox.RdfFormat) -> bytes:
    """An answer in another format."""
    if isinstance(format_, ox.RdfFormat):
        triples = [quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)]
        return ox.serialize(triples, format=format_) or b""
    solutions = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions.serialize(format=format_) or b""
