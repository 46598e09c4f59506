"""Queries as Virtuoso 7.2 understands them: the same question in words that it answers rightly.

- `VALUES ?x { UNDEF }` says nothing, and is left out; so is a filter that is true for want of ?x.
- `GRAPH ?g {}` finds no graph there: it becomes a sub-select of all that hold a triple.
- An IRI with an escape in it (`<\\u0061>`) is no IRI there.
- Its optimizer finds bad ways through some long queries; where we know better, it is told to join in their order. Only
  who wrote the query can know that: with some queries, that word ends the server (a segmentation fault).
- What is no SPARQL 1.1 is refused: by `DEFINE` and `OPTION` a query sets how the server works, and of its own
  functions, `bif:` and `sql:`, one fetches whatever URL it is given.
- A path of any length, `( ... )*`, is answered wrongly, so such a query is refused.
- YEAR() of no date is an error of the whole query there, not of the expression alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.errors import QueryError, QuerySyntaxError
from kg.store.tokens import Token, position, tokenize

_OWN = re.compile(r"<?(?:[A-Za-z]+::)?(?:bif|sql):", re.IGNORECASE)
_WORDS = frozenset(
    """
    BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT
    OFFSET VALUES UNDEF OPTIONAL GRAPH UNION FILTER BIND MINUS NOT EXISTS IN A TRUE FALSE
    STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI
    CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5
    SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR
    REPLACE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
    """.split()
)
"""All words that a query of SPARQL 1.1 may hold (its grammar, [1] to [138]); SERVICE is answered by us, not there."""
_IN_ORDER = 'DEFINE sql:select-option "order" '
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"


def for_virtuoso(text: str, *, in_order: bool = False) -> str:
    """The query in other words, without its comments. `in_order`: its patterns are joined in the order that they have.

    Raises:
        QuerySyntaxError: it is no query, as far as its terminals and brackets tell.
        QueryError: it is one that Virtuoso answers wrongly, or that only Virtuoso knows.
    """
    tokens = tokenize(text)
    _check_standard(text, tokens)
    words = [index for index, token in enumerate(tokens) if token.kind not in ("space", "comment")]
    texts = [" " if token.kind == "comment" else _unescaped(token) for token in tokens]
    said_of = [tokens[index].text for index in words]
    unset = _never_bound(said_of)
    for before, after in pairwise(words):
        if tokens[before].text == ")" and tokens[after].text in ("*", "+") and after == before + 1:
            raise QueryError(
                "Virtuoso answers paths of any length, ( ... )*, wrongly: ask for the lengths that there are"
            )
    left_out = -1
    for place, start in enumerate(words):
        if place <= left_out:
            texts[start] = ""
            continue
        here = words[place : place + 5]
        said = [tokens[index].text.upper() for index in here]
        if said[:1] == ["VALUES"] and said[2:] == ["{", "UNDEF", "}"]:
            for index in here:
                texts[index] = ""
        elif said[:2] == ["FILTER", "("] and _is_true(said_of, place, unset):
            left_out = _closing(tokens, words, place + 1)
            texts[start] = ""
        elif said[:2] == ["YEAR", "("]:
            texts[start], texts[words[_closing(tokens, words, place + 1)]] = f"{_INTEGER}(SUBSTR(STR", "), 1, 4))"
        elif said[:1] == ["GRAPH"] and said[2:4] == ["{", "}"] and tokens[here[1]].kind == "variable":
            graph = tokens[here[1]].text
            texts[start] = f"{{ SELECT DISTINCT {graph} {{ GRAPH"
            texts[here[3]] = "?s_ ?p_ ?o_ } } }"
    return (_IN_ORDER if in_order else "") + "".join(texts)


def _check_standard(text: str, tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind == "word" and token.word not in _WORDS:
            line, column = position(text, token.start)
            raise QuerySyntaxError(f"{token.text} is no word of SPARQL 1.1", line=line, column=column)
        if token.kind in ("name", "iri") and _OWN.match(_unescaped(token)):
            raise QueryError(f"{token.text}: Virtuoso's own functions are not to be had here, only those of SPARQL 1.1")


def _unescaped(token: Token) -> str:
    if token.kind != "iri" or "\\" not in token.text:
        return token.text
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), token.text)


def _never_bound(said: Sequence[str]) -> set[str]:
    """The variables that only `VALUES ?x { UNDEF }` seems to bind: all their other places are within expressions."""
    unset: set[str] = set()
    others: set[str] = set()
    depth = 0
    for place, text in enumerate(said):
        depth += (text == "(") - (text == ")")
        if text[:1] not in ("?", "$") or len(text) < 2:
            continue
        if [one.upper() for one in said[place - 1 : place]] == ["VALUES"] and said[place + 1] == "{":
            (unset if said[place + 2].upper() == "UNDEF" and said[place + 3] == "}" else others).add(text)
        elif not depth or said[place - 1].upper() == "AS":
            others.add(text)
    return unset - others


def _is_true(said: Sequence[str], place: int, unset: set[str]) -> bool:
    """Whether a filter is `!BOUND(?x) || ...` of a variable that nothing binds."""
    begin = said[place + 2 : place + 7]
    return (
        [*map(str.upper, begin[:3])] == ["!", "BOUND", "("]
        and begin[3] in unset
        and begin[4] == ")"
        and said[place + 7] == "||"
    )


def _closing(tokens: Sequence[Token], words: Sequence[int], opening: int) -> int:
    """The place of the bracket that closes the one at that place."""
    depth = 0
    for place in range(opening, len(words)):
        depth += (tokens[words[place]].text == "(") - (tokens[words[place]].text == ")")
        if not depth:
            return place
    raise QuerySyntaxError("a '(' that nothing closes")
