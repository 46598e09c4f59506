"""REGEX over a column of terms, for patterns that mean the same to every regular expression engine.

Such a pattern is made of characters that stand for themselves, `.`, the quantifiers `* + ?` behind one of those, `^` at
its begin and `$` at its end. Only terms that hold its longest run of characters that stand for themselves are looked at
one by one: where these are is found by going through the texts of all terms at once.
"""

from __future__ import annotations

import re

import numpy as np

from kg.store.columns.data import Columns, Ints, Unsupported
from kg.store.columns.values import Column, Terms
from kg.store.term_json import lexical_form

_PATTERN = re.compile(r"(\^?)((?:[^\\^$.*+?()\[\]{}|\"\x00-\x1f][*+?]?|\.[*+?]?)*)(\$?)")
_PIECE = re.compile(r"(.)([*+?]?)", re.DOTALL)
_SHORTEST = 2
_FOLDED = {"i": "İı", "s": "ſ", "k": "\u212a"}
"""Other characters that are these letters, to one engine or another, where case is ignored."""
_ALL_FOLDED = frozenset("".join(_FOLDED.values()))


def matching(columns: Columns, column: Column, pattern: str, flags: str) -> Ints:
    """Where a column holds a string (with a language or without) that matches.

    Raises:
        Unsupported: the pattern is not of that simple kind, or the texts hold what engines differ in.
    """
    if flags not in ("", "i") or not isinstance(column, Terms):
        raise Unsupported
    ignores_case = flags == "i"
    expression, run = _read(pattern, ignores_case=ignores_case)
    numbers, inverse = np.unique(column.numbers, return_inverse=True)
    if not len(numbers):
        return np.zeros(0, np.bool_)
    low, high = int(numbers[0]), int(numbers[-1]) + 1
    texts, begin = columns.texts.together(low, high)
    if ignores_case:
        texts, run = texts.lower(), run.lower()
        others = "".join(folded for letter, folded in _FOLDED.items() if letter.encode() in run)
        if any(character.encode() in texts for character in others):
            raise Unsupported
    found = low + np.searchsorted(begin, _places(texts, run), "right") - 1
    matches = np.zeros(len(numbers), np.bool_)
    for place in np.flatnonzero(np.isin(numbers, found)):
        value = lexical_form(columns.texts[int(numbers[place])].decode())
        if value is not None and ignores_case and not _ALL_FOLDED.isdisjoint(value):
            raise Unsupported
        matches[place] = value is not None and expression.search(value) is not None
    return np.asarray(matches[inverse])


def _read(pattern: str, *, ignores_case: bool) -> tuple[re.Pattern[str], bytes]:
    """The expression, and its longest run of characters that stand for themselves."""
    parts = _PATTERN.fullmatch(pattern)
    if parts is None:
        raise Unsupported
    runs = [""]
    for character, quantifier in _PIECE.findall(parts[2]):
        if character == "." or quantifier or (ignores_case and not character.isascii()):
            runs.append(character if quantifier == "+" and character != "." and character.isascii() else "")
        else:
            runs[-1] += character
    if parts[1]:
        runs[0] = f'"{runs[0]}'  # as it stands in N-Triples
    run = max(runs, key=len)
    if len(run) < _SHORTEST:
        raise Unsupported
    python = f"{parts[1]}{_escaped(parts[2])}" + (r"\Z" if parts[3] else "")
    return re.compile(python, re.IGNORECASE if ignores_case else 0), run.encode()


def _escaped(middle: str) -> str:
    return "".join(
        f"{character if character == '.' else re.escape(character)}{quantifier}"
        for character, quantifier in _PIECE.findall(middle)
    )


def _places(texts: bytes, run: bytes) -> Ints:
    places = []
    place = texts.find(run)
    while place >= 0:
        places.append(place)
        place = texts.find(run, place + 1)
    return np.array(places, np.int64)
