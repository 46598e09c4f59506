"""Finding the SERVICE of a query, and what is known before it is reached.

Source: SPARQL 1.1 Federated Query; SPARQL 1.1 Query Language, grammar [53] to [67]. Groups are told by their braces and
by the words before these; nothing here changes what a query means, as long as a pattern that is found to stand before a
SERVICE is one that its solutions are joined with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QuerySyntaxError
from kg.store.answers import engine_errors
from kg.store.base import AnyTerm
from kg.store.tokens import Query, Token, position, tokenize

_ENDS = frozenset("{}.)]")
"""Marks behind which a group is joined with what stands before it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A SERVICE: its tokens from `start` to `end` (exclusive), among all tokens of the query.

    `endpoint` is an IRI, a prefixed name or a variable; `group` the pattern with its braces; `before` the patterns that
    are matched before it, as text, without their filters.
    """

    start: int
    end: int
    silent: bool
    endpoint: Token
    group: str
    tokens: tuple[Token, ...]
    before: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the pattern, and of the endpoint if it is one."""
        tokens = (self.endpoint, *self.tokens)
        return tuple(dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable"))

    @property
    def shared(self) -> tuple[str, ...]:
        """Those of them that occur before it, too."""
        known = {token.text[1:] for token in tokenize(self.before) if token.kind == "variable"}
        return tuple(name for name in self.variables if name in known)


def first_block(query: Query) -> Block | None:
    """The first SERVICE of a query that is in no other one.

    Raises:
        QuerySyntaxError: what follows the word is no endpoint and pattern.
    """
    tokens = query.tokens
    start = next((index for index, token in enumerate(tokens) if token.word == "SERVICE"), None)
    if start is None:
        return None
    rest = [index for index in range(start + 1, len(tokens)) if _means(tokens[index])][:3]
    silent = bool(rest) and tokens[rest[0]].word == "SILENT"
    rest = rest[silent:]
    line, column = position("".join(token.text for token in tokens), tokens[start].start)
    if len(rest) < 2 or tokens[rest[0]].kind not in ("iri", "name", "variable") or tokens[rest[1]].text != "{":
        raise QuerySyntaxError("SERVICE needs an endpoint and a pattern in braces", line=line, column=column)
    end = _closing(tokens, rest[1])
    if end is None:
        raise QuerySyntaxError("a '{' that nothing closes", line=line, column=column)
    return Block(
        start=start,
        end=end + 1,
        silent=silent,
        endpoint=tokens[rest[0]],
        group="".join(query.texts[rest[1] : end + 1]),
        tokens=tuple(token for token in tokens[rest[1] + 1 : end] if _means(token)),
        before=_before(query, start),
    )


def prologue(query: Query) -> str:
    """All that a query declares: its PREFIX and BASE, as text."""
    return "".join(query.texts[: _form(query.tokens)])


def dataset(query: Query) -> str:
    """The FROM and FROM NAMED of a query, as text."""
    tokens = query.meaningful
    clauses = []
    for index, token in enumerate(tokens):
        if token.word == "FROM" and index + 1 < len(tokens):
            named = tokens[index + 1].word == "NAMED" and index + 2 < len(tokens)
            clauses.append(f"FROM {'NAMED ' if named else ''}{tokens[index + 1 + named].text}")
    return " ".join(clauses)


def term(token: Token, query: Query, base_iri: str) -> AnyTerm:
    """The term that a token stands for in a query: an IRI, a prefixed name, a string, a number.

    Raises:
        QuerySyntaxError: its prefix is not declared, or what declares it is malformed.
    """
    declared = prologue(query)
    with engine_errors("", declared):
        answer = ox.Store().query(f"{declared} SELECT ({token.text} AS ?term) {{}}", base_iri=base_iri)
        assert isinstance(answer, ox.QuerySolutions)
        found: AnyTerm = next(iter(answer))["term"]
        return found


def _form(tokens: Sequence[Token]) -> int:
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    return next((index for index, token in enumerate(tokens) if token.word in forms), len(tokens))


def _means(token: Token) -> bool:
    return token.kind not in ("space", "comment")


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text == "{") - (tokens[index].text == "}")
            if not depth:
                return index
    return None


def _opening(tokens: Sequence[Token], inside: int) -> int | None:
    """The brace that opens the group around a token."""
    depth = 0
    for index in range(inside - 1, -1, -1):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text == "}") - (tokens[index].text == "{")
            if depth < 0:
                return index
    return None


def _before(query: Query, start: int) -> str:
    """What is joined with a pattern that begins at `start`, from within its group outwards."""
    tokens = query.tokens
    found = ""
    at = start
    while (opening := _opening(tokens, at)) is not None:
        found = _without_filters(query, opening + 1, at) + found
        lead = _lead(tokens, opening)
        if lead is None:
            break
        at, inner = lead
        found = f" {inner} {{ {found} }} " if inner else f" {{ {found} }} "
    return found.strip()


def _lead(tokens: Sequence[Token], opening: int) -> tuple[int, str] | None:
    """Where a group begins with the words that lead to it, and how to write it among the patterns before it.

    None where what stands before it has no part in it: the pattern of a query or a sub-select, MINUS, EXISTS.
    """
    last = _last(tokens, opening)
    around = _opening(tokens, opening)
    if last < 0 or around is None or tokens[last].word in ("WHERE", "MINUS", "EXISTS", "CONSTRUCT"):
        return None
    first = next((index for index in range(around + 1, opening) if _means(tokens[index])), opening)
    if tokens[first].word == "SELECT":
        return None
    if tokens[last].word == "OPTIONAL":
        return last, ""
    before = _last(tokens, last)
    if before >= 0 and tokens[before].word == "GRAPH":
        return before, f"GRAPH {tokens[last].text}"
    while tokens[last].word == "UNION":
        # An alternative sees what stands before the first of them.
        closing = _last(tokens, last)
        previous = _opening(tokens, closing) if tokens[closing].text == "}" else None
        if previous is None:
            return None
        opening = previous
        last = _last(tokens, opening)
    return (opening, "") if tokens[last].kind != "mark" or tokens[last].text in _ENDS else None


def _last(tokens: Sequence[Token], before: int) -> int:
    """The last token before one that is neither space nor comment; -1 if there is none."""
    return next((index for index in range(before - 1, -1, -1) if _means(tokens[index])), -1)


def _without_filters(query: Query, start: int, end: int) -> str:
    """The text of some patterns without their FILTERs, which may speak of what is only found later."""
    tokens = query.tokens
    out = []
    index = start
    depth = 0
    while index < end:
        token = tokens[index]
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
        if token.word == "FILTER" and not depth:
            index = _end_of_filter(tokens, index + 1, end)
            out.append(" ")
            continue
        out.append(query.texts[index])
        index += 1
    return "".join(out)


def _end_of_filter(tokens: Sequence[Token], start: int, end: int) -> int:
    """The first token behind the constraint of a FILTER: `(...)`, `NAME(...)`, `EXISTS {...}`."""
    depth = 0
    for index in range(start, end):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text in "({") - (tokens[index].text in ")}")
            if not depth and tokens[index].text in (")", "}"):
                return index + 1
    return end
