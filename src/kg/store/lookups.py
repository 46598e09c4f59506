"""Look-ups: queries so small that handing them to a worker would take longer than answering them.

One triple pattern, nothing else: the engine finds its solutions by an index, one after the other, and each becomes a
part of the answer. So the cost is bounded by the answer's size, and that is bounded here: an answer that grows larger
is given up, and made by a worker, as those of all other queries are.

What is said of a subject is read from columns where these are there, in a third of the time: the engine reads the query
again, and each term from its files. Small queries of several patterns (`kg.store.small`) are answered only where there
are columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from kg.store.embedded import EmbeddedStore
from kg.store.formats import Format
from kg.store.small import Small, read_small, small_answer
from kg.store.subjects import Subjects
from kg.store.terminals import IRI, LITERAL, NAME, SPACE, TYPE, VARIABLE, prologue_of, resolved

_LARGEST = 1 << 17
"""Bytes of an answer."""
_LONGEST = 4096
"""Characters of a query."""
_MOST_ROWS = 1000
"""More of them are not read from columns."""
_LOOK_UP = re.compile(
    rf"SELECT{SPACE}(?:\*|(?P<variables>(?:{VARIABLE}{SPACE})+)){SPACE}(?:WHERE{SPACE})?\{{{SPACE}"
    rf"(?P<subject>{IRI}|{NAME}|{VARIABLE}){SPACE}"
    rf"(?P<property>{IRI}|{NAME}|{VARIABLE}|a(?=[ \t\r\n])){SPACE}"
    rf"(?P<object>{IRI}|{NAME}|{VARIABLE}|{LITERAL}|[0-9]+){SPACE}"
    rf"(?:\.{SPACE})?\}}{SPACE}(?P<limit>LIMIT{SPACE}(?P<most>[0-9]+){SPACE})?",
    re.IGNORECASE | re.ASCII,
)
_DESCRIBE = re.compile(rf"DESCRIBE{SPACE}(?:{IRI}|{NAME}(?=[ \t\r\n]|\Z)){SPACE}", re.IGNORECASE | re.ASCII)
_SHOWN = re.compile(r"#[^\r\n]*|[?$]([A-Za-z0-9_]+)", re.ASCII)


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

    def __init__(self, prefixes: Mapping[str, str] | None, match: re.Match[str]) -> None:
        self._prefixes = prefixes
        self._match = match

    @classmethod
    def of(cls, text: str) -> LookUp | None:
        """From a query; None if it is none."""
        if len(text) > _LONGEST:
            return None
        prefixes, end = prologue_of(text)
        match = _LOOK_UP.fullmatch(text, end)
        if match is None:
            return None
        variables = [node[1:] for node in match.group("subject", "property", "object") if node[0] in "?$"]
        if len(variables) > 1 and len(set(variables)) < len(variables):
            return None
        return cls(prefixes, match) if match["subject"][0] not in "?$" or match["limit"] is not None else None

    def from_columns(self, subjects: Subjects) -> bytes | None:
        """The answer as SPARQL results JSON; None if the engine is to make it, or to tell what is wrong."""
        subject, property_, object_ = self._match.group("subject", "property", "object")
        if self._match["variables"] is None:
            return None
        prefixes = self._prefixes
        iri = resolved(subject, prefixes)
        said = None if iri is None else subjects.said(iri.encode(), _MOST_ROWS)
        if said is None:
            return None
        for place, node in enumerate((property_, object_)):
            if node[0] not in "?$":
                term = resolved(TYPE if node == "a" else node, prefixes)
                if term is None:
                    return None
                wanted = term.encode()
                rows = [row for row, number in enumerate(said[place]) if subjects.is_term(number, wanted)]
                said = [said[0][row] for row in rows], [said[1][row] for row in rows]
        if self._match["most"] is not None:
            most = int(self._match["most"][:9])
            said = said[0][:most], said[1][:most]
        return _written(self._match["variables"], property_, object_, said, subjects)


def small_or_bounded(
    text: str, store: EmbeddedStore, subjects: Subjects | None, format_: Format, base_iri: str | None
) -> bytes | None:
    """The answer to a query over the union of all graphs that is small, or bounded by its answer; None: a worker's.

    Columns are those of the same snapshot. Raises like `from_engine`.
    """
    asked = LookUp.of(text)
    if asked is not None:
        answer = asked.from_columns(subjects) if subjects is not None and format_.name == "json" else None
        return answer or from_engine(text, store, format_, base_iri)
    small = read_small(text)
    if small is None:
        return from_engine(text, store, format_, base_iri) if _is_description(text) else None
    answer = None if subjects is None else small_answer(subjects, small, format_)
    return from_engine(text, store, format_, base_iri) if answer is None and _is_bounded(small) else answer


def from_engine(text: str, store: EmbeddedStore, format_: Format, base_iri: str | None) -> bytes | None:
    """The engine's answer; None if it is too large.

    The engine gets the text as it is: where a look-up has an IRI, nothing else can stand (see `kg.store.tokens`).

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


def _is_description(text: str) -> bool:
    return len(text) <= _LONGEST and _DESCRIBE.fullmatch(text, prologue_of(text).end) is not None


def _is_bounded(small: Small) -> bool:
    """Whether each solution becomes a part of the answer: then its size bounds the work."""
    if len(small.patterns) > 1 or small.distinct or small.offset or small.form == "ASK":
        return False
    pattern = small.patterns[0]
    variables = [node for node in pattern if node is not None and node[0] == "?"]
    begins = any(node is not None and node[0] != "?" for node in (pattern.subject, pattern.graph))
    if len(set(variables)) < len(variables) or not (begins or small.limit is not None):
        return False
    if small.form == "CONSTRUCT":
        return small.template == (pattern._replace(graph=None),)
    return any(f"?{name}" in variables for name in small.names)


def _written(
    variables: str, property_: str, object_: str, said: tuple[list[int], list[int]], subjects: Subjects
) -> bytes | None:
    names = _names(variables)
    if len(set(names)) < len(names):
        return None
    columns = []
    for name in names:
        if property_[0] in "?$" and name == property_[1:]:
            columns.append((name, subjects.terms(said[0])))
        elif object_[0] in "?$" and name == object_[1:]:
            columns.append((name, subjects.terms(said[1])))
    if any(None in column for _, column in columns):
        return None
    row = ",".join(f'"{name}":%s' for name, _ in columns)
    cells = tuple(chain.from_iterable(zip(*(column for _, column in columns), strict=True)))
    rows = len(said[0])
    head = '","'.join(names)
    body = "{" + "},{".join([row] * rows) % cells + "}" if rows else ""
    answer = f'{{"head":{{"vars":["{head}"]}},"results":{{"bindings":[{body}]}}}}'.encode()
    return answer if len(answer) <= _LARGEST else None


@lru_cache(maxsize=256)
def _names(variables: str) -> tuple[str, ...]:
    return tuple(name for name in _SHOWN.findall(variables) if name)
