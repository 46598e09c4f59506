"""Look-ups: queries so small that handing them to a worker would take longer than answering them.

One triple pattern, nothing else: the engine finds its solutions by an index, one after the other, and each becomes a
part of the answer. So the cost is bounded by the answer's size, and that is bounded here: an answer that grows larger
is given up, and made by a worker, as those of all other queries are.

What is said of a subject is read from columns where these are there, in a third of the time: the engine reads the query
again, and each term from its files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from kg.store.embedded import EmbeddedStore
from kg.store.formats import Format
from kg.store.subjects import Subjects

_LARGEST = 1 << 17
"""Bytes of an answer."""
_LONGEST = 4096
"""Characters of a query."""
_MOST_ROWS = 1000
"""More of them are not read from columns."""
# A part of the grammar (SPARQL 1.1 Query, 19.8), so that whatever matches is what it looks like.
_SPACE = r"(?>(?:[ \t\r\n]+|#[^\r\n]*)*)"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAME = r"[A-Za-z][A-Za-z0-9_\-]*:[A-Za-z0-9_][A-Za-z0-9_\-]*"
_VARIABLE = r"[?$][A-Za-z0-9_]+"
_LITERAL = rf'"[^"\\\r\n]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:{_IRI}|{_NAME}))?'
_LOOK_UP = re.compile(
    rf"(?P<prologue>{_SPACE}(?:PREFIX{_SPACE}[A-Za-z][A-Za-z0-9_\-]*:{_SPACE}{_IRI}{_SPACE})*)"
    rf"SELECT{_SPACE}(?:\*|(?P<variables>(?:{_VARIABLE}{_SPACE})+)){_SPACE}(?:WHERE{_SPACE})?\{{{_SPACE}"
    rf"(?P<subject>{_IRI}|{_NAME}|{_VARIABLE}){_SPACE}"
    rf"(?P<property>{_IRI}|{_NAME}|{_VARIABLE}|a(?=[ \t\r\n])){_SPACE}"
    rf"(?P<object>{_IRI}|{_NAME}|{_VARIABLE}|{_LITERAL}|[0-9]+){_SPACE}"
    rf"(?:\.{_SPACE})?\}}{_SPACE}(?P<limit>LIMIT{_SPACE}(?P<most>[0-9]+){_SPACE})?",
    re.IGNORECASE | re.ASCII,
)
_DECLARED = re.compile(rf"#[^\r\n]*|([A-Za-z][A-Za-z0-9_\-]*:){_SPACE}({_IRI})", re.ASCII)
_WHOLE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:(?!\.|.*/\.).*>", re.DOTALL)
"""An IRI that stays as it is when it is resolved against another (RFC 3986, section 5.2)."""
_SHOWN = re.compile(r"#[^\r\n]*|[?$]([A-Za-z0-9_]+)", re.ASCII)
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_EMPTY = ox.Store()


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


class LookUp:
    """`SELECT ... { subject property object } LIMIT n`; without LIMIT, the subject is no variable.

    Two variables that are the same one, DISTINCT, ORDER BY and OFFSET would go through solutions that become no part of
    the answer.
    """

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self.text = match.string

    @classmethod
    def of(cls, text: str) -> LookUp | None:
        """From a query; None if it is none."""
        match = _LOOK_UP.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None:
            return None
        variables = [node[1:] for node in match.group("subject", "property", "object") if node[0] in "?$"]
        if len(variables) > 1 and len(set(variables)) < len(variables):
            return None
        return cls(match) if match["subject"][0] not in "?$" or match["limit"] is not None else None

    def from_columns(self, subjects: Subjects) -> bytes | None:
        """The answer as SPARQL results JSON; None if the engine is to make it, or to tell what is wrong."""
        subject, property_, object_ = self._match.group("subject", "property", "object")
        if self._match["variables"] is None:
            return None
        prefixes = _prefixes(self._match["prologue"])
        iri = _resolved(subject, prefixes)
        said = None if iri is None else subjects.said(iri.encode(), _MOST_ROWS)
        if said is None:
            return None
        for place, node in enumerate((property_, object_)):
            if node[0] not in "?$":
                term = _resolved(_TYPE if node == "a" else node, prefixes)
                if term is None:
                    return None
                wanted = term.encode()
                rows = [row for row, number in enumerate(said[place]) if subjects.is_term(number, wanted)]
                said = [said[0][row] for row in rows], [said[1][row] for row in rows]
        if self._match["most"] is not None:
            most = int(self._match["most"][:9])
            said = said[0][:most], said[1][:most]
        return _written(self._match["variables"], property_, object_, said, subjects)

    def from_engine(self, store: EmbeddedStore, format_: Format, base_iri: str | None) -> bytes | None:
        """The answer; None if it is too large.

        The engine gets its text as it is: where a look-up has an IRI, nothing else can stand (see `kg.store.tokens`).

        Raises:
            QuerySyntaxError, QueryError, StoreError: as `EmbeddedStore.query`.
        """
        output = _Bounded()
        found = store.evaluate(self.text, names_graphs=False, base_iri=base_iri)
        try:
            found.serialize(format_, output)  # type: ignore[arg-type]  # it is only written to
        except _TooMuch:
            return None
        return b"".join(output.pieces)


def _written(
    variables: str, property_: str, object_: str, said: tuple[list[int], list[int]], subjects: Subjects
) -> bytes | None:
    names = [name for name in _SHOWN.findall(variables) if name]
    if len(set(names)) < len(names):
        return None
    columns = []
    for name in names:
        if property_[0] in "?$" and name == property_[1:]:
            columns.append((name, subjects.properties(said[0])))
        elif object_[0] in "?$" and name == object_[1:]:
            columns.append((name, subjects.terms(said[1])))
    if any(None in column for _, column in columns):
        return None
    row = ",".join(f'"{name}":%s' for name, _ in columns)
    rows = [row % values for values in zip(*(column for _, column in columns), strict=True)]
    if not columns:
        rows = [""] * len(said[0])
    head = '","'.join(names)
    body = "{" + "},{".join(rows) + "}" if rows else ""
    answer = f'{{"head":{{"vars":["{head}"]}},"results":{{"bindings":[{body}]}}}}'.encode()
    return answer if len(answer) <= _LARGEST else None


def _resolved(node: str, prefixes: Mapping[str, str] | None) -> str | None:
    """An IRI, or a prefixed name, as N-Triples; None for anything else, and for what the engine might change."""
    if node[0] != "<":
        prefix, _, name = node.partition(":")
        if prefixes is None or (begin := prefixes.get(prefix + ":")) is None:
            return None
        node = f"{begin[:-1]}{name}>"
    return node if _WHOLE.fullmatch(node) else None


@lru_cache(maxsize=256)
def _prefixes(prologue: str) -> Mapping[str, str] | None:
    """The prefixes that are declared, with their IRIs in angle brackets; None if the engine is to look at them."""
    declared = {prefix: iri for prefix, iri in _DECLARED.findall(prologue) if prefix}
    if not all(map(_WHOLE.fullmatch, declared.values())):
        return None
    try:
        _EMPTY.query(prologue + "\nASK {}")
    except (SyntaxError, ValueError, RuntimeError):
        return None
    return declared
