"""Terms as SPARQL 1.1 Query Results JSON has them (section 3.2.2)."""

from __future__ import annotations

import json
import re

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for each string
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def term_json(text: str) -> str | None:
    """A term that is given as N-Triples; None for a triple, and for a string with a direction (RDF 1.2)."""
    plain = "\\" not in text  # then nothing in it has to be escaped in JSON either
    if text[0] == "<" and text[1] != "<":
        return (
            f'{{"type":"uri","value":"{text[1:-1]}"}}' if plain else f'{{"type":"uri","value":{_string(text[1:-1])}}}'
        )
    if plain and text[0] == '"':
        value, _, told = text.rpartition('"')
        if not told:
            return f'{{"type":"literal","value":{value}"}}'
        if told[0] == "@":
            return None if "--" in told else f'{{"type":"literal","value":{value}","xml:lang":"{told[1:]}"}}'
        return f'{{"type":"literal","value":{value}","datatype":"{told[3:-1]}"}}'
    if text[0] == "_":
        return f'{{"type":"bnode","value":{string_json(text[2:])}}}'
    match = _LITERAL.fullmatch(text)
    if match is None:
        return None
    value, language, datatype = match.groups()
    if language:
        return f'{{"type":"literal","value":{_string(value)},"xml:lang":"{language}"}}'
    told = f',"datatype":{_string(datatype)}' if datatype else ""
    return f'{{"type":"literal","value":{_string(value)}{told}}}'


def lexical_form(term: str) -> str | None:
    """The value of a string, with a language or without; None for any other term."""
    match = _LITERAL.fullmatch(term)
    return None if match is None or match[3] else _unescaped(match[1])


def string_json(value: str) -> str:
    """A string in JSON."""
    return _ENCODER.encode(value)


def _string(escaped: str) -> str:
    """A string in JSON, from what N-Triples has."""
    return string_json(_unescaped(escaped))


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _character(*found.groups()), text)


def _character(short: str | None, long: str | None, other: str | None) -> str:
    if other is not None:
        return _ESCAPED.get(other, other)
    return chr(int(short or long or "0", 16))
