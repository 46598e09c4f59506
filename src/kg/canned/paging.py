"""A part of a canned query's answer: so many rows, from some place on.

The LIMIT goes into the sub-select that is sorted, which finds what the rows are about; the rest of the query then tells
of so many things only. So a page of a large answer takes a moment where the whole takes long, and things that have
several rows keep them together.
"""

from __future__ import annotations

from kg.errors import QueryError
from kg.store.tokens import Query, Token, tokenize

LIMIT, OFFSET = "limit", "offset"


def page_of(query: Query, *, limit: int | None, offset: int) -> Query:
    """The query with LIMIT and OFFSET (SPARQL 1.1 Query Language, 15.4 and 15.5) in its sorted sub-select.

    Raises:
        QueryError: it has none.
    """
    end = _end_of_sorted(query)
    if limit is None and not offset:
        return query
    said = (f" LIMIT {limit}" if limit is not None else "") + (f" OFFSET {offset}" if offset else "")
    texts = (f"{said} {token.text}" if token is end else token.text for token in query.tokens)
    return Query(tokenize("".join(texts)))


def _end_of_sorted(query: Query) -> Token:
    """The bracket that ends the first sub-select with an ORDER BY."""
    depth, sorted_at = 0, 0
    for token in query.tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.word == "ORDER" and depth and not sorted_at:
            sorted_at = depth
        elif sorted_at and depth < sorted_at:
            return token
    raise QueryError("it has no sub-select with ORDER BY, so it has no pages")
