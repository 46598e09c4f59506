"""Bring text into what every RDF syntax can carry, and rows into the form in which the graph holds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.graph.identifiers import mention_key, observation_key, sector_statement_key

_Row = TypeVar("_Row", Observation, NamedZone, NamedPolicy, SectorStatement)

# Not a character of XML 1.0 (section 2.2), so not of RDF/XML or SPARQL XML results; surrogates are in no UTF-8 either.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TEXT_FIELDS = {
    table: tuple(field.name for field in fields(table) if field.type == "str" and field.name != "article")
    for table in (Observation, NamedZone, NamedPolicy, SectorStatement)
}


def carried(text: str) -> str:
    """Put U+FFFD for each character that some RDF syntax cannot carry; the length, and so all offsets, stay."""
    return _UNCARRIED.sub("\ufffd", text)


def settled(facts: ArticleFacts) -> ArticleFacts:
    """The facts as the graph holds them: reading them back from the graph gives exactly these.

    Characters that RDF cannot carry are replaced, and rows that state the same at the same place are one row: the
    first, also where the extractor was surer of the other.
    """
    return ArticleFacts(
        article=facts.article,
        observations=_settled_rows(facts.observations, observation_key),
        zones=_settled_rows(facts.zones, mention_key),
        policies=_settled_rows(facts.policies, mention_key),
        published=facts.published,
        sectors=_settled_rows(facts.sectors, sector_statement_key),
    )


def _settled_rows(rows: Iterable[_Row], key: Callable[[_Row], str]) -> tuple[_Row, ...]:
    kept: dict[str, _Row] = {}
    for row in rows:
        clean = _settled_row(row)
        kept.setdefault(key(clean), clean)
    return tuple(kept.values())


def _settled_row(row: _Row) -> _Row:
    changes = {}
    for name in _TEXT_FIELDS[type(row)]:
        text = getattr(row, name)
        if text and _UNCARRIED.search(text):
            changes[name] = carried(text)
    return replace(row, **cast(Any, changes)) if changes else row
