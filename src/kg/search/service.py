"""Search as a part of queries: `SERVICE <{base}search> { ?thing search:matches "hai phong" ; search:score ?score }`.

The terms are in the namespace `{base}search#`; docs/search.md tells them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import QueryError
from kg.federation.blocks import Block, term
from kg.federation.solutions import Table, table
from kg.search.index import Hit
from kg.store.base import AnyTerm
from kg.store.tokens import Query, Token, position

MOST = 10_000
"""Things that one search may give."""
_DEFAULT_LIMIT = 1000
_LONGEST = 60
"""Tokens of a block: more than its few properties could have."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OUTPUTS = ("score", "rank", "text", "field", "kind")

Find = Callable[[str, str, int], Awaitable[list[Hit]]]
"""What is asked, of which kind ("": any), how many → what was found."""


@dataclass
class _Request:
    """What a block asks for: the variable of the thing, and those of what is told of it."""

    thing: str
    question: str = ""
    kind: str = ""
    limit: int = _DEFAULT_LIMIT
    told: dict[str, str] = field(default_factory=dict)


class SearchService:
    """The service of that name. `find` searches; `base_iri` is the graph's."""

    def __init__(self, base_iri: str, find: Find) -> None:
        self.iri = f"{base_iri}search"
        self._namespace = f"{self.iri}#"
        self._base = base_iri
        self._find = find

    async def __call__(self, block: Block, query: Query) -> Table:
        """The solutions of a block.

        Raises:
            QueryError: it is no search.
            KgError: what `find` raises.
        """
        request = self._read(block, query)
        hits = await self._find(request.question, request.kind, request.limit)
        names = tuple(dict.fromkeys((request.thing, *request.told.values())))
        rows: list[Mapping[str, AnyTerm]] = []
        for rank, hit in enumerate(hits, 1):
            terms = _terms(hit, rank)
            rows.append({request.thing: terms["thing"]} | {name: terms[what] for what, name in request.told.items()})
        return table(names, rows)

    def _read(self, block: Block, query: Query) -> _Request:
        tokens = [token for token in block.tokens if token.text != "."]
        if len(tokens) > _LONGEST:
            raise self._malformed(block, query, f"it has {len(tokens)} parts, and may have {_LONGEST}")
        if len(tokens) < 3 or tokens[0].kind != "variable":
            raise self._malformed(block, query, 'write ?thing search:matches "words"')
        request = _Request(tokens[0].text[1:])
        rest = tokens[1:]
        while rest:
            if rest[0].text == ";":
                rest = rest[1:]
                continue
            if len(rest) < 2 or rest[0].kind not in ("iri", "name"):
                raise self._malformed(block, query, f"after {rest[0].text} a property and a value are needed")
            predicate = term(rest[0], query, self._base)
            name = predicate.value if isinstance(predicate, ox.NamedNode) else ""
            self._note(request, name, rest[1], block, query)
            rest = rest[2:]
            if rest and rest[0].kind == "lang":
                rest = rest[1:]
            if rest and rest[0].text != ";":
                raise self._malformed(block, query, f"{rest[0].text} is not understood there; one thing, and ; between")
        if not request.question:
            raise self._malformed(block, query, 'search:matches "words" is missing')
        return request

    def _note(self, request: _Request, predicate: str, value: Token, block: Block, query: Query) -> None:
        name = predicate.removeprefix(self._namespace)
        if name in _OUTPUTS and value.kind == "variable":
            request.told[name] = value.text[1:]
            return
        said = term(value, query, self._base) if value.kind in ("string", "number") else None
        if isinstance(said, ox.Literal) and name == "matches":
            request.question = said.value
        elif isinstance(said, ox.Literal) and name == "kind":
            request.kind = said.value
        elif isinstance(said, ox.Literal) and name == "limit" and said.value.isdecimal():
            request.limit = min(int(said.value), MOST)
        else:
            raise self._malformed(block, query, f"<{predicate}> {value.text} is not understood")

    def _malformed(self, block: Block, query: Query, what: str) -> QueryError:
        line, column = position("".join(token.text for token in query.tokens), query.tokens[block.start].start)
        return QueryError(f"the search (line {line}, column {column}) cannot be read: {what}")


def _terms(hit: Hit, rank: int) -> dict[str, AnyTerm]:
    text = ox.Literal(hit.text, language=hit.language) if hit.language else ox.Literal(hit.text)
    return {
        "thing": ox.NamedNode(hit.iri),
        "score": ox.Literal(f"{hit.score:.4f}", datatype=ox.NamedNode(_XSD + "decimal")),
        "rank": ox.Literal(str(rank), datatype=ox.NamedNode(_XSD + "integer")),
        "text": text,
        "field": ox.Literal(hit.field),
        "kind": ox.Literal(hit.kind),
    }
