"""Terminals of SPARQL as most queries write them: what the server reads itself, without the engine.

A part of the grammar (SPARQL 1.1 Query, 19.8), so that whatever matches is what it looks like. What does not match may
be well-formed all the same; it is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pyoxigraph as ox

SPACE = r"(?>(?:[ \t\r\n]+|#[^\r\n]*)*)"
IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
NAME = r"[A-Za-z][A-Za-z0-9_\-]*:[A-Za-z0-9_][A-Za-z0-9_\-]*"
VARIABLE = r"[?$][A-Za-z0-9_]+"
LITERAL = rf'"[^"\\\r\n]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:{IRI}|{NAME}))?'
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
"""What `a` stands for."""

_PROLOGUE = re.compile(
    rf"{SPACE}(?:PREFIX{SPACE}[A-Za-z][A-Za-z0-9_\-]*:{SPACE}{IRI}{SPACE})*", re.IGNORECASE | re.ASCII
)
_WHOLE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:(?!\.|.*/\.).*>", re.DOTALL)
"""An IRI that stays as it is when it is resolved against another (RFC 3986, section 5.2)."""
_DECLARED = re.compile(rf"#[^\r\n]*|([A-Za-z][A-Za-z0-9_\-]*:){SPACE}({IRI})", re.ASCII)
_EMPTY = ox.Store()
_REMEMBERED = 256
_PROLOGUES: dict[str, Prologue] = {}


def resolved(node: str, prefixes: Mapping[str, str] | None) -> str | None:
    """An IRI, or a prefixed name, as N-Triples; None for anything else, and for what the engine might change."""
    if node[0] != "<":
        prefix, _, name = node.partition(":")
        if prefixes is None or (begin := prefixes.get(prefix + ":")) is None:
            return None
        node = f"{begin[:-1]}{name}>"
    return node if _WHOLE.fullmatch(node) else None


class Prologue(NamedTuple):
    """Prefixes with their IRIs in angle brackets (None: the engine is to look at them), and where it ends."""

    prefixes: Mapping[str, str] | None
    end: int


def prologue_of(text: str) -> Prologue:
    """What stands before a query's form. Many queries have the same, so it is remembered."""
    before = text[: text.find("SELECT")]
    known = _PROLOGUES.get(before)
    if known is not None:
        return known
    match = _PROLOGUE.match(text)
    end = 0 if match is None else match.end()
    found = Prologue(_prefixes(text[:end]), end)
    # What ends with the text may be a comment, which would go on in another text.
    if end < len(text):
        if len(_PROLOGUES) >= _REMEMBERED:
            _PROLOGUES.clear()
        _PROLOGUES[text[:end]] = found
    return found


def _prefixes(prologue: str) -> Mapping[str, str] | None:
    declared = {prefix: iri for prefix, iri in _DECLARED.findall(prologue) if prefix}
    if not all(map(_WHOLE.fullmatch, declared.values())):
        return None
    try:
        _EMPTY.query(prologue + "\nASK {}")
    except (SyntaxError, ValueError, RuntimeError):
        return None
    return declared
