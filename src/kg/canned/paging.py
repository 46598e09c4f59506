"""A part of a canned query's answer: so many things, from some place on, and how many there are in all.

The LIMIT goes into the sub-select that is sorted, which finds what the rows are about; the rest of the query then tells
of so many things only. So a page of a large answer takes a moment where the whole takes long, and things that have
several rows keep them together. Where no sub-select is sorted, the things are the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import QueryError
from kg.store.tokens import Query, Token, tokenize

LIMIT, OFFSET = "limit", "offset"
ALL = "all"
"""The limit of who wants everything."""


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
    said = (f" LIMIT {limit}" if limit is not None else "") + (f" OFFSET {offset}" if offset else "")
    texts = [token.text for token in tokens]
    # The line of its own is for a comment that may stand before it.
    return Query(tokenize("".join([*texts[:end], f"\n{said}\n", *texts[end:]])))


def count_of(query: Query) -> Query:
    """The query that counts, as ?count, the things of which `page_of` gives some.

    Raises:
        QueryError: as `page_of`.
    """
    tokens = query.tokens
    begin, order, _ = _sorted(tokens)
    prologue = tokens[: next(place for place, token in enumerate(tokens) if token.word == "SELECT")]
    things = "".join(token.text for token in tokens[begin:order])
    head = "".join(token.text for token in prologue)
    return Query(tokenize(f"{head}\nSELECT (COUNT(*) AS ?count) WHERE {{ {{ {things}\n}} }}"))


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
