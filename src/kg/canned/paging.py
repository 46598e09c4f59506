"""A part of a canned query's answer: so many things, from some place on, and how many there are in all.

What the rows are about, the things, is found and sorted first, and then so many of them are told of: what the rest of
the query looks up is looked up for these only. So a page of a large answer takes a moment where the whole takes long,
and things that have several rows keep them together. There are three ways:

- The query says which variables stand for its things. They are asked for first (`page_of_things`), and then the query
  of them alone (`rows_of`): no server finds a bad way through either. Very many are found within the query.
- Else the LIMIT goes into the first sub-select that is sorted.
- Where no sub-select is sorted, the things are the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.canned.things import given_by_bind, things_alone, things_of
from kg.errors import QueryError
from kg.store import Bindings, Row
from kg.store.base import AnyTerm
from kg.store.binding import Term, is_declared
from kg.store.tokens import Query, Token, tokenize

LIMIT, OFFSET = "limit", "offset"
ALL = "all"
"""The limit of who wants everything."""
_MOST_TOLD = 1000
"""So many things are told one by one in a query; more are found within it. Virtuoso takes no list of 9,000."""


def page_of(query: Query, *, limit: int | None, offset: int) -> Query:
    """The query with LIMIT and OFFSET (SPARQL 1.1 Query Language, 15.4 and 15.5) where it is sorted.

    Raises:
        QueryError: it is not, or says already how many.
    """
    tokens = query.tokens
    _, order, end = _sorted(tokens)
    if any(token.word in ("LIMIT", "OFFSET") for token in tokens[order:end]):
        raise QueryError("where it is sorted it has a LIMIT of its own, so it has no parts")
    if limit is None and not offset:
        return query
    texts = [token.text for token in tokens]
    # The line of its own is for a comment that may stand before it.
    return Query(tokenize("".join([*texts[:end], f"\n{_said(limit, offset)}\n", *texts[end:]])))


def page_by_things(query: Query, things: Sequence[str], *, limit: int | None, offset: int) -> Query:
    """The query, of so many things, in one: what finds them is a sub-select. Raises as `page_of_things`."""
    if limit is None and not offset:
        return query
    select, order = things_of(query, things)
    names = " ".join(f"(?{name} AS ?part_{name})" if given_by_bind(query, name) else f"?{name}" for name in things)
    # What they are sorted by stays inside: it may be unbound, and is bound again outside.
    inner = f"{{\n{select}\n{order}{_said(limit, offset)}\n}}"
    return _limited(query, things, f" {{ SELECT DISTINCT {names} WHERE {{ {inner} }} }}\n")


def page_of_things(query: Query, things: Sequence[str], *, limit: int | None, offset: int) -> Query:
    """The query for so many things of a query, in its order; what else it gives is what they are sorted by.

    Raises:
        QueryError: as `kg.canned.things.things_of`.
    """
    select, order = things_of(query, things)
    return Query(tokenize(f"{_prologue(query)}{select}\n{order}\n{_said(limit, offset)}"))


def rows_of(query: Query, things: Sequence[str], found: Sequence[Row]) -> Query:
    """The query, of these things alone: what `page_of_things` gave, at least one.

    They stand before everything else, as VALUES. A thing that a BIND gives has another name there, since nothing may be
    bound before it (SPARQL 1.1 Query Language, 10.1), and is compared at the end.
    """
    names = " ".join(f"?part_{name}" if given_by_bind(query, name) else f"?{name}" for name in things)
    data = "\n".join(f"({' '.join(str(_value(row[name])) for name in things)})" for row in found)
    return _limited(query, things, f" VALUES ({names}) {{\n{data}\n}}\n")


def _limited(query: Query, things: Sequence[str], first: str) -> Query:
    tokens = query.tokens
    texts = [token.text for token in tokens]
    opened = next(place for place, token in enumerate(tokens) if token.text == "{") + 1
    closed = next(place for place in range(len(tokens) - 1, 0, -1) if tokens[place].text == "}")
    given = [name for name in things if given_by_bind(query, name)]
    last = "".join(f"\n FILTER(?{name} = ?part_{name}) " for name in given)
    # Beside a name of its own it stands at the end: a server that joins in order would compare each with all.
    begun, rest = ([], [first, last]) if given else ([first], [])
    return Query(tokenize("".join([*texts[:opened], *begun, *texts[opened:closed], *rest, *texts[closed:]])))


def asked_first(limit: int | None) -> bool:
    """Whether the things of such a part are asked for first."""
    return limit is not None and limit <= _MOST_TOLD


def narrowed(query: Query, things: Sequence[str], found: Sequence[Row]) -> Bindings:
    """The values that these things have of variables with `VALUES ?name { ... }`: such a block need hold no others."""
    declared = [name for name in things if is_declared(query, name)]
    return {name: list(dict.fromkeys(_value(row[name]) for row in found)) for name in declared}


def columns_of(query: Query) -> tuple[str, ...]:
    """The names of a query's columns, all of which are plain variables."""
    tokens = query.meaningful
    begin = next(place for place, token in enumerate(tokens) if token.word == "SELECT")
    opened = next(place for place, token in enumerate(tokens) if token.text == "{")
    return tuple(token.text[1:] for token in tokens[begin:opened] if token.kind == "variable")


def count_of(query: Query, things: Sequence[str] = ()) -> Query:
    """The query that counts, as ?count, the things of which `page_of` gives some.

    Raises:
        QueryError: as `page_of`.
    """
    tokens = query.tokens
    begin, order, _ = _sorted(tokens)
    counted = things_alone(query, things) if things else "".join(token.text for token in tokens[begin:order])
    return Query(tokenize(f"{_prologue(query)}\nSELECT (COUNT(*) AS ?count) WHERE {{ {{ {counted}\n}} }}"))


def count_of_distinct(query: Query, names: Sequence[str]) -> Query:
    """The query that counts, as ?count, in how many ways these variables are bound in its answer.

    What else its rows tell is left out, so an engine need not look it up, nor sort anything.
    """
    tokens = query.tokens
    depth, began, opened, closed = 0, -1, -1, -1
    for place, token in enumerate(tokens):
        if token.word == "SELECT" and not depth:
            began = place
        elif token.text == "{":
            opened = place if not depth else opened
            depth += 1
        elif token.text == "}":
            depth -= 1
            closed = place if not depth and closed < 0 else closed
    head, body = ("".join(token.text for token in some) for some in (tokens[:began], tokens[opened : closed + 1]))
    said = " ".join(f"?{name}" for name in names)
    return Query(tokenize(f"{head}SELECT (COUNT(*) AS ?count) WHERE {{ {{ SELECT DISTINCT {said} WHERE {body} }} }}"))


def _value(term: AnyTerm) -> Term:
    if not isinstance(term, ox.NamedNode | ox.Literal):
        raise QueryError(f"{term} cannot be asked for again")
    return term


def _said(limit: int | None, offset: int) -> str:
    return (f" LIMIT {limit}" if limit is not None else "") + (f" OFFSET {offset}" if offset else "")


def _prologue(query: Query) -> str:
    tokens = query.tokens
    begin = next(place for place, token in enumerate(tokens) if token.word == "SELECT")
    return "".join(token.text for token in tokens[:begin])


def _sorted(tokens: Sequence[Token]) -> tuple[int, int, int]:
    """The first sub-select with an ORDER BY, or the query that has one: where its SELECT, that, and its end stand."""
    selects: list[int] = []  # of each bracket that is open, where its SELECT stands; -1: it has none
    inner: tuple[int, int] | None = None
    outer: tuple[int, int] | None = None
    began, depth = -1, 0
    for place, token in enumerate(tokens):
        if token.text == "{":
            selects.append(-1)
        elif token.text == "}":
            selects.pop()
            if inner is not None and len(selects) < depth:
                return *inner, place
        elif token.word == "SELECT":
            if selects:
                selects[-1] = place
            else:
                began = place
        elif token.word == "ORDER" and not inner:
            if not selects:
                outer = began, place
            elif selects[-1] >= 0:
                inner, depth = (selects[-1], place), len(selects)
    if outer is None:
        raise QueryError("it is not sorted by ORDER BY, so it has no parts")
    return *outer, len(tokens)
