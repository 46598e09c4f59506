"""Look-ups: queries so small that handing them to a worker would take longer than answering them.

One triple pattern, nothing else: the engine finds its solutions by an index, one after the other, and each becomes a
part of the answer. So the cost is bounded by the answer's size, and that is bounded here: an answer that grows larger
is given up, and made by a worker, as those of all other queries are.
"""

from __future__ import annotations

import re

from kg.store.embedded import EmbeddedStore
from kg.store.formats import Format

_LARGEST = 1 << 17
"""Bytes of an answer."""
_LONGEST = 4096
"""Characters of a query."""
# A part of the grammar (SPARQL 1.1 Query, 19.8), so that whatever matches is what it looks like.
_SPACE = r"(?>(?:[ \t\r\n]+|#[^\r\n]*)*)"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAME = r"[A-Za-z][A-Za-z0-9_\-]*:[A-Za-z0-9_][A-Za-z0-9_\-]*"
_VARIABLE = r"[?$][A-Za-z0-9_]+"
_LITERAL = rf'"[^"\\\r\n]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:{_IRI}|{_NAME}))?'
_LOOK_UP = re.compile(
    rf"{_SPACE}(?:PREFIX{_SPACE}[A-Za-z][A-Za-z0-9_\-]*:{_SPACE}{_IRI}{_SPACE})*"
    rf"SELECT{_SPACE}(?:\*|(?:{_VARIABLE}{_SPACE})+){_SPACE}(?:WHERE{_SPACE})?\{{{_SPACE}"
    rf"(?P<subject>{_IRI}|{_NAME}|{_VARIABLE}){_SPACE}"
    rf"(?P<property>{_IRI}|{_NAME}|{_VARIABLE}|a(?=[ \t\r\n])){_SPACE}"
    rf"(?P<object>{_IRI}|{_NAME}|{_VARIABLE}|{_LITERAL}|[0-9]+){_SPACE}"
    rf"(?:\.{_SPACE})?\}}{_SPACE}(?P<limit>LIMIT{_SPACE}[0-9]+{_SPACE})?",
    re.IGNORECASE | re.ASCII,
)


class _TooMuch(Exception):  # noqa: N818 - reads as what it is
    pass


class _Bounded:
    """A file that takes so many bytes."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > _LARGEST:
            raise _TooMuch
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass


def is_look_up(text: str) -> bool:
    """Whether a query is `SELECT ... { subject property object } LIMIT n`; without LIMIT, the subject is no variable.

    Two variables that are the same one, DISTINCT, ORDER BY and OFFSET would go through solutions that become no part of
    the answer.
    """
    match = _LOOK_UP.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return False
    variables = [node[1:] for node in match.group("subject", "property", "object") if node[0] in "?$"]
    if len(set(variables)) < len(variables):
        return False
    return match["subject"][0] not in "?$" or match["limit"] is not None


def looked_up(store: EmbeddedStore, text: str, format_: Format, base_iri: str | None) -> bytes | None:
    """The answer of a look-up; None if it is too large.

    The engine gets its text as it is: where a look-up has an IRI, nothing else can stand (see `kg.store.tokens`).

    Raises:
        QuerySyntaxError, QueryError, StoreError: as `EmbeddedStore.query`.
    """
    output = _Bounded()
    found = store.evaluate(text, names_graphs=False, base_iri=base_iri)
    try:
        found.serialize(format_, output)  # type: ignore[arg-type]  # it is only written to
    except _TooMuch:
        return None
    return b"".join(output.pieces)
