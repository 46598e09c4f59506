"""SPARQL's terminals: what a query is made of, so that words in strings, comments and IRIs are not taken for keywords.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar), terminals [139] to [173].

The engine reads its input without a tokenizer, as its grammar goes, and where a token does not suit it, it tries a
shorter one. So `<?b).SERVICE?s#>` after an operand is one IRI to the standard, but a comparison, a SERVICE and a
comment to the engine; a long string with a bad escape in it becomes an empty string and whatever follows. Nobody may
hide a word that way: such strings are refused here, and an IRI that could be read in two ways gets its first
character written as an escape in `Query.text`, and then is an IRI to everybody.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from kg.errors import QueryError, QuerySyntaxError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
Kind = Literal["space", "comment", "iri", "string", "variable", "blank", "name", "number", "lang", "word", "mark"]

_PREFIX_CHARACTERS = 100
"""So long may a prefix be, without its colon, to be known for one. The standard has no most."""

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_SPACED = frozenset({"CONCAT", "COALESCE"})
_VARYING = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

_BASE = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
_BASE += r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_U = _BASE + "_"
_VARCHAR = _U + r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_CHAR = _VARCHAR + r"\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Nothing here may look at a character again and again: a text of a megabyte would keep the server busy for hours. So
# what was matched is not given back (`*+`), and a prefix has a most: `a-a-a-` may begin one at each letter.
_PREFIX = rf"(?:[{_BASE}][{_CHAR}.]{{0,{_PREFIX_CHARACTERS - 1}}}+(?<!\.))?:"
_LOCAL = rf"(?:[{_U}:0-9]|{_ESCAPED})(?:[{_CHAR}:]++|{_ESCAPED}|\.++(?=[{_CHAR}:]|{_ESCAPED}))*+"
# Of a character that exists: no half of a surrogate pair, nothing above U+10FFFF.
_CODE_POINT = r"\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|\\U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4}"
_ESCAPE = rf"\\[tbnrf\\\"']|{_CODE_POINT}"
_TERMINALS: tuple[tuple[Kind, str], ...] = (
    ("space", r"[ \t\r\n]+"),
    ("comment", r"#[^\n\r]*"),
    ("iri", rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*>"),
    ("string", f"'''(?:'{{0,2}}(?:[^'\\\\]|{_ESCAPE}))*'''"),
    ("string", f'"""(?:"{{0,2}}(?:[^"\\\\]|{_ESCAPE}))*"""'),
    ("string", f"'(?:[^'\\\\\\n\\r]|{_ESCAPE})*'"),
    ("string", f'"(?:[^"\\\\\\n\\r]|{_ESCAPE})*"'),
    ("variable", rf"[?$](?:[{_U}0-9])[{_VARCHAR}]*"),
    ("blank", rf"_:[{_U}0-9](?:[{_CHAR}]++|\.++(?=[{_CHAR}]))*+"),
    ("name", rf"{_PREFIX}(?:{_LOCAL})?"),
    ("number", r"(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    ("lang", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    ("word", rf"[{_U}][{_VARCHAR}]*"),
    ("mark", r"\^\^|&&|\|\||!=|<=|>=|<<|>>|[{}()\[\].,;*/|^?+!=<>\-~]"),
)
# No expression begins like this: a prefixed name, and two slashes after it.
_NO_EXPRESSION = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://|\\")
# The last group is what is no token, one character of it.
_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern in (*_TERMINALS, ("", "."))), re.DOTALL)
# Many queries of at most so many characters are remembered: the same ones are asked again and again.
_SHORT = 8192
_KINDS: tuple[Kind, ...] = ("space", *(kind for kind, _ in _TERMINALS))  # by the number of the group
_STRAY = len(_KINDS)
_WORD = _KINDS.index("word")
_IRI = _KINDS.index("iri")


class Token(NamedTuple):
    """One terminal: its kind, its text, and where it begins (code points, from 0)."""

    kind: Kind
    text: str
    start: int

    @property
    def word(self) -> str:
        """A keyword in capitals; empty for any other kind of token."""
        return self.text.upper() if self.kind == "word" else ""


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of a query, spaces and comments too: their texts joined are the query.

    Raises:
        QuerySyntaxError: something is no token of SPARQL, such as a string that does not end.
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        index = match.lastindex or 0
        if index == _STRAY:
            raise _stray(text, match.start())
        tokens.append(Token(_KINDS[index], match[0], match.start()))
    return tuple(tokens)


def _stray(text: str, offset: int) -> QuerySyntaxError:
    line, column = position(text, offset)
    what = "a string that does not end" if text[offset] in "'\"" else f"a stray {text[offset]!r}"
    return QuerySyntaxError(f"{what} near {text[offset : offset + 20]!r}", line=line, column=column)


class Query:
    """A query, taken apart once. Make one with `read_query`."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens

    @classmethod
    def scanned(cls, text: str) -> Query:
        """A query of whose tokens only what most queries need is looked at; all of them as soon as somebody asks.

        Raises:
            QuerySyntaxError: as `tokenize` does.
        """
        words = []
        plain = True
        for match in _TOKEN.finditer(text):
            index = match.lastindex
            if index == _WORD:
                words.append(match[0].upper())
            elif index == _IRI:
                plain = plain and _unambiguous(match[0]) == match[0]
            elif index == _STRAY:
                raise _stray(text, match.start())
        return _Scanned(text, tuple(words), plain)

    @cached_property
    def text(self) -> str:
        """The query as the engine gets it: as it came, but for what `texts` changes."""
        return "".join(self.texts)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The tokens' texts as the engine gets them: ambiguous IRIs with an escape, and around one bug of the engine.

        It takes `CONCAT (` and `COALESCE (` for malformed: the space goes behind the bracket.
        """
        texts = [_unambiguous(token.text) if token.kind == "iri" else token.text for token in self.tokens]
        if _SPACED.isdisjoint(self.words):
            return tuple(texts)
        opened = -1
        for index, token in enumerate(self.tokens):
            if token.word in _SPACED:
                opened = index + 1
            elif token.kind not in ("space", "comment"):
                if token.text == "(" and 0 < opened < index:
                    texts[opened : index + 1] = [token.text, *texts[opened:index]]
                opened = -1
        return tuple(texts)

    @cached_property
    def meaningful(self) -> tuple[Token, ...]:
        """The tokens without spaces and comments."""
        return tuple(token for token in self.tokens if token.kind not in ("space", "comment"))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its keywords and names of functions, in capitals, in their order."""
        return tuple(token.text.upper() for token in self.tokens if token.kind == "word")

    @property
    def form(self) -> Form:
        """Which of the four forms it is."""
        for word in self.words:
            if word in _FORMS:
                return word  # type: ignore[return-value]  # it is one of them
        raise QuerySyntaxError("no SELECT, ASK, CONSTRUCT or DESCRIBE in it")

    @property
    def names_graphs(self) -> bool:
        """Whether it has a FROM or FROM NAMED of its own."""
        return "FROM" in self.words

    @cached_property
    def varies(self) -> bool:
        """Whether it may be answered differently each time, from the same data."""
        return not _VARYING.isdisjoint(self.words)

    @cached_property
    def variables(self) -> frozenset[str]:
        """Names of its variables, without their sign."""
        return frozenset(token.text[1:] for token in self.tokens if token.kind == "variable")


class _Scanned(Query):
    def __init__(self, source: str, words: tuple[str, ...], plain: bool) -> None:
        self._source = source
        self.words = words
        if plain and _SPACED.isdisjoint(words):
            self.text = source

    @cached_property
    def tokens(self) -> tuple[Token, ...]:  # type: ignore[override]  # an attribute all the same
        return tokenize(self._source)


def read_query(text: str) -> Query:
    """Take a query apart and refuse what no query may do here: update, fetch, or call another server.

    Raises:
        QuerySyntaxError: it is no SPARQL query, as far as its terminals tell.
        QueryError: it holds SERVICE, or is an update.
    """
    return _read_again(text) if len(text) <= _SHORT else _read_again_long(text)


def _read(text: str) -> Query:
    query = Query.scanned(text)
    form = next((word for word in query.words if word in _FORMS or word in _UPDATES), "")
    if form in _UPDATES:
        raise QueryError(f"{form} is an update; this takes queries only (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    # The engine needs no space after a keyword: it reads `trueSERVICE` as two words.
    if any("SERVICE" in word for word in query.words):
        start = next(token.start for token in query.tokens if "SERVICE" in token.word)
        line, column = position(text, start)
        raise QueryError(f"SERVICE (line {line}, column {column}) is switched off: a query may not call another server")
    if not form:
        line, column = position(text, len(text))
        raise QuerySyntaxError("no SELECT, ASK, CONSTRUCT or DESCRIBE in it", line=line, column=column)
    return query


_read_again = lru_cache(maxsize=256)(_read)
_read_again_long = lru_cache(maxsize=4)(_read)  # enough for who reads one twice on its way


def _unambiguous(iri: str) -> str:
    content = iri[1:-1]
    if _NO_EXPRESSION.match(content) or ("#" not in content and "service" not in content.lower()):
        return iri
    return f"<\\U{ord(content[0]):08X}{content[1:]}>"
