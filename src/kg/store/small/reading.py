"""Reading small queries: SELECT, ASK and CONSTRUCT over triple patterns.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar). What is read here needs no look by the engine whether it is
well-formed; whatever is not understood is None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.store.terminals import IRI, NAME, TYPE, prologue_of, resolved

_LONGEST = 4096
"""Characters of a query."""
_MOST_PATTERNS = 16
# Behind a name or a number nothing may stand that could be a part of it.
_END = r"(?=[ \t\r\n;,{}/]|\.(?=[ \t\r\n{}<?$]|\Z)|\Z)"
_TOKEN = re.compile(
    rf"[ \t\r\n]++|#[^\r\n]*+|[?$][A-Za-z0-9_]++|{NAME}{_END}|{IRI}(?![?*+|])"
    rf'|"[^"\\\r\n]*+"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^(?:{IRI}|{NAME}{_END}))?+'
    rf"|[0-9]+(?:\.[0-9]+)?{_END}|[A-Za-z]++(?![0-9_:])|[{{}}.,;/^]",
    re.ASCII,
)
_XSD = "http://www.w3.org/2001/XMLSchema#"

Form: TypeAlias = Literal["SELECT", "ASK", "CONSTRUCT"]


class Pattern(NamedTuple):
    """A triple pattern. A node is a variable (`?name`), or a term as N-Triples; `graph` is None outside of GRAPH."""

    subject: str
    property: str
    object: str
    graph: str | None = None


class Small(NamedTuple):
    """A query: `names` are the columns of a SELECT, `template` the triples of a CONSTRUCT."""

    form: Form
    patterns: tuple[Pattern, ...]
    names: tuple[str, ...] = ()
    distinct: bool = False
    template: tuple[Pattern, ...] = ()
    limit: int | None = None
    offset: int = 0


class _Unknown(Exception):  # noqa: N818 - reads as what it is
    pass


def read_small(text: str) -> Small | None:
    """Take a query apart; None if it is none that is understood here."""
    if len(text) > _LONGEST:
        return None
    prefixes, end = prologue_of(text)
    form = text[end : end + 9].upper()
    if not form.startswith(("SELECT", "ASK", "CONSTRUCT")):
        return None
    try:
        return _Reader(text[end:], prefixes).query()
    except _Unknown:
        return None


class _Reader:
    def __init__(self, text: str, prefixes: Mapping[str, str] | None) -> None:
        found: list[str] = _TOKEN.findall(text)
        if "".join(found) != text:  # something stands between them that is none of them
            raise _Unknown
        self._tokens = [token for token in found if token[0] not in " \t\r\n#"]
        self._tokens.append("")
        self._next = 0
        self._prefixes = prefixes
        self._known: dict[str, str] = {}
        self._paths = 0
        self._in_template = False

    def query(self) -> Small:
        form = self._take().upper()
        names: list[str] = []
        template: list[Pattern] | None = None
        distinct = False
        if form == "SELECT":
            distinct = self._word("DISTINCT")
            while self._token[:1] in ("?", "$"):
                names.append(self._take()[1:])
            if not names or len(set(names)) < len(names):
                raise _Unknown
        elif form == "CONSTRUCT" and self._token == "{":
            template = self._template()
        elif form not in ("ASK", "CONSTRUCT"):
            raise _Unknown
        short = form == "CONSTRUCT" and template is None
        if not self._word("WHERE") and form == "CONSTRUCT":
            raise _Unknown
        patterns = self._template() if short else self._group()
        if short:
            template = patterns
        if not 0 < len(patterns) <= _MOST_PATTERNS:
            raise _Unknown
        limit, offset = self._modifiers()
        if self._token:
            raise _Unknown
        told: Form = "SELECT" if form == "SELECT" else "ASK" if form == "ASK" else "CONSTRUCT"
        return Small(told, tuple(patterns), tuple(names), distinct, tuple(template or ()), limit, offset)

    # Tokens.

    @property
    def _token(self) -> str:
        return self._tokens[self._next]

    def _take(self) -> str:
        token = self._tokens[self._next]
        if not token:
            raise _Unknown
        self._next += 1
        return token

    def _mark(self, mark: str) -> bool:
        if self._tokens[self._next] == mark:
            self._next += 1
            return True
        return False

    def _word(self, word: str) -> bool:
        if self._tokens[self._next].upper() == word:
            self._next += 1
            return True
        return False

    # Clauses.

    def _template(self) -> list[Pattern]:
        """Triples that no path may stand in (SPARQL 1.1 Query, [52] TriplesTemplate)."""
        self._in_template = True
        template = self._triples(None)
        self._in_template = False
        return template

    def _group(self) -> list[Pattern]:
        if not self._mark("{"):
            raise _Unknown
        patterns: list[Pattern] = []
        while not self._mark("}"):
            if self._word("GRAPH"):
                patterns += self._triples(self._node())
                self._mark(".")
            else:
                self._same_subject(patterns, None)
                if not self._mark(".") and self._token != "}" and self._token.upper() != "GRAPH":
                    raise _Unknown
        return patterns

    def _triples(self, graph: str | None) -> list[Pattern]:
        if not self._mark("{"):
            raise _Unknown
        patterns: list[Pattern] = []
        while not self._mark("}"):
            self._same_subject(patterns, graph)
            if not self._mark(".") and self._token != "}":
                raise _Unknown
        if not patterns:
            raise _Unknown
        return patterns

    def _same_subject(self, patterns: list[Pattern], graph: str | None) -> None:
        subject = self._node()
        while True:
            steps = self._path()
            while True:
                self._add(patterns, subject, steps, self._object(), graph)
                if not self._mark(","):
                    break
            if not self._mark(";"):
                return
            while self._mark(";"):
                pass
            if self._token in (".", "}"):
                return

    def _add(
        self, patterns: list[Pattern], subject: str, steps: list[tuple[str, bool]], end: str, graph: str | None
    ) -> None:
        for place, (step, inverse) in enumerate(steps):
            other = end
            if place < len(steps) - 1:
                self._paths += 1
                other = f"?/{self._paths}"  # which no query can write
            patterns.append(Pattern(other, step, subject, graph) if inverse else Pattern(subject, step, other, graph))
            subject = other

    def _path(self) -> list[tuple[str, bool]]:
        token = self._token
        if token[:1] in ("?", "$"):
            return [(f"?{self._take()[1:]}", False)]
        steps = []
        while True:
            inverse = not self._in_template and self._mark("^")
            steps.append((TYPE if self._mark("a") else self._iri(self._take()), inverse))
            if self._in_template or not self._mark("/"):
                return steps

    def _modifiers(self) -> tuple[int | None, int]:
        """LIMIT and OFFSET, each once, in either order."""
        limit, offset = None, None
        while self._token:
            if limit is None and self._word("LIMIT"):
                limit = self._number()
            elif offset is None and self._word("OFFSET"):
                offset = self._number()
            else:
                raise _Unknown
        return limit, offset or 0

    def _number(self) -> int:
        token = self._take()
        if not token.isdecimal() or len(token) > 9:
            raise _Unknown
        return int(token)

    # Nodes.

    def _node(self) -> str:
        token = self._take()
        return f"?{token[1:]}" if token[0] in "?$" else self._iri(token)

    def _object(self) -> str:
        token = self._take()
        if token[0] in "?$":
            return f"?{token[1:]}"
        if token[0] != '"' and not token[0].isdecimal():
            return self._iri(token)
        return self._literal(token)

    def _iri(self, token: str) -> str:
        known = self._known.get(token)
        if known is None:
            if token[0] != "<" and ":" not in token:
                raise _Unknown
            known = resolved(token, self._prefixes)
            if known is None:
                raise _Unknown
            try:
                ox.NamedNode(known[1:-1])
            except ValueError:
                raise _Unknown from None
            self._known[token] = known
        return known

    def _literal(self, token: str) -> str:
        """A literal, or a number."""
        if token[0] != '"':
            literal = _literals(token, None, _XSD + ("decimal" if "." in token else "integer"))
        else:
            value, _, told = token[1:].rpartition('"')
            language = told[1:] if told[:1] == "@" else None
            literal = _literals(value, language, self._iri(told[2:])[1:-1] if told[:1] == "^" else None)
        if literal is None or (self._in_template and literal.written != literal.kept):
            raise _Unknown
        return literal.kept


class _Literal(NamedTuple):
    """A literal as N-Triples: as it is written, and as the engine keeps it, to which `05` and `5` are one integer."""

    written: str
    kept: str


@lru_cache(maxsize=1024)
def _literals(value: str, language: str | None, datatype: str | None) -> _Literal | None:
    try:
        literal = ox.Literal(value, datatype=None if datatype is None else ox.NamedNode(datatype), language=language)
    except ValueError:
        return None
    node = ox.NamedNode(TYPE[1:-1])
    store = ox.Store()
    store.add(ox.Quad(node, node, literal))
    return _Literal(str(literal), str(next(iter(store)).object))
