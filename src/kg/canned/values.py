"""The types that a parameter can have: how a text is checked, and the RDF terms that it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import get_args

import pyoxigraph as ox

from kg.canned.names import Names
from kg.errors import ParameterError
from kg.facts import Origin, Scope, SectorRelation, Stage, Status, plain_decimal
from kg.reference.metrics import metrics
from kg.store import Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LONGEST = 2_000
_THING = re.compile(r"[a-z-]+/[A-Za-z0-9._~%-]+")


@dataclass(frozen=True, slots=True)
class ParameterType:
    """A type: its name, what it takes in words, the choices where it is a list, and the text → terms function.

    `pattern` is a regular expression (as HTML and JSON Schema have them) that all its values match, or "".
    """

    name: str
    vi: str
    en: str
    read: Callable[[str, Names], tuple[Term, ...]]
    choices: Callable[[], tuple[str, ...]] = tuple
    pattern: str = ""

    def terms(self, value: str, names: Names) -> tuple[Term, ...]:
        """The terms that a value stands for.

        Raises:
            ParameterError: it is no value of this type.
        """
        if len(value) > _LONGEST:
            raise ParameterError(f"is longer than {_LONGEST} characters")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ParameterError("holds half a surrogate pair: no character")
        return self.read(value, names)


def _string(value: str, names: Names) -> tuple[Term, ...]:
    return (ox.Literal(value),)


def _integer(value: str, names: Names) -> tuple[Term, ...]:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ParameterError(f"{value!r} is no whole number")
    return (ox.Literal(str(int(value)), datatype=ox.NamedNode(f"{_XSD}integer")),)


def _rows(value: str, names: Names) -> tuple[Term, ...]:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ParameterError(f"{value!r} is no number")
    return _integer(value, names)


def _decimal(value: str, names: Names) -> tuple[Term, ...]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 18:
        raise ParameterError(f"{value!r} is no decimal number; write one such as 117.49, with a point")
    return (ox.Literal(plain_decimal(number), datatype=ox.NamedNode(f"{_XSD}decimal")),)


def _date(value: str, names: Names) -> tuple[Term, ...]:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise ParameterError(f"{value!r} is no date; write one such as 2024-09-30") from error
    return (ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{_XSD}date")),)


def _year(value: str, names: Names) -> tuple[Term, ...]:
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", value):
        raise ParameterError(f"{value!r} is no year between 1900 and 2099")
    return (ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}integer")),)


def _iri(value: str, names: Names) -> tuple[Term, ...]:
    if _THING.fullmatch(value):
        return (ox.NamedNode(names.thing(value)),)
    try:
        return (ox.NamedNode(value),)
    except ValueError as error:
        reason = f"{value!r} is no absolute IRI, and no KIND/NAME such as zone/hai-phong-kcn-nomura"
        raise ParameterError(reason) from error


def _named(find: Callable[[Names, str], tuple[str, ...]]) -> Callable[[str, Names], tuple[Term, ...]]:
    def read(value: str, names: Names) -> tuple[Term, ...]:
        if value.startswith(("http://", "https://")) or _THING.fullmatch(value):
            return _iri(value, names)
        return tuple(ox.NamedNode(iri) for iri in find(names, value))

    return read


def _article(value: str, names: Names) -> tuple[Term, ...]:
    from kg.graph import identifiers  # noqa: PLC0415 - the graph's maker of IRIs, wanted by this one type only

    if value.startswith(("http://", "https://", "article/")):
        return _iri(value, names)
    return (identifiers(names.base_iri).article(value),)


def _concept(kind: str, choices: tuple[str, ...], name: str = "") -> ParameterType:
    def read(value: str, names: Names) -> tuple[Term, ...]:
        if value not in choices:
            raise ParameterError(f"{value!r} is none of: {', '.join(choices)}")
        return (ox.NamedNode(names.thing(f"{kind}/{value}")),)

    listed = ", ".join(choices)
    return ParameterType(name or kind, f"một trong: {listed}", f"one of: {listed}", read, lambda: choices)


def _words(literal: object) -> tuple[str, ...]:
    return tuple(word for word in get_args(literal) if word)


TYPES: Mapping[str, ParameterType] = MappingProxyType(
    {
        type_.name: type_
        for type_ in (
            ParameterType("string", "văn bản", "text", _string),
            ParameterType("integer", "số nguyên", "a whole number", _integer, pattern="[+\\-]?[0-9]{1,18}"),
            ParameterType("rows", "một số, hoặc all: tất cả", "a number, or all", _rows, pattern="[0-9]{1,9}|all"),
            ParameterType("decimal", "số thập phân, dấu chấm: 117.49", "a decimal number: 117.49", _decimal),
            ParameterType(
                "date", "ngày: 2024-09-30", "a date: 2024-09-30", _date, pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}"
            ),
            ParameterType("year", "năm: 2024", "a year: 2024", _year, pattern="(19|20)[0-9]{2}"),
            ParameterType("iri", "IRI, hoặc LOẠI/TÊN", "an IRI, or KIND/NAME", _iri),
            ParameterType(
                "place",
                "tên tỉnh, huyện, vùng, khu, cụm (có dấu hoặc không), hoặc IRI",
                "name of a province, district, region, zone or cluster (diacritics optional), or an IRI",
                _named(Names.places),
            ),
            ParameterType(
                "province",
                "tên tỉnh, thành phố (có dấu hoặc không), hoặc IRI",
                "name of a province or city (diacritics optional), or an IRI",
                _named(Names.provinces),
            ),
            ParameterType(
                "zone",
                "tên khu, cụm, khu kinh tế (có dấu hoặc không), hoặc IRI",
                "name of a zone, cluster or economic zone (diacritics optional), or an IRI",
                _named(Names.zones),
            ),
            ParameterType(
                "metric",
                "mã hoặc tên chỉ tiêu",
                "id or name of a metric",
                _named(lambda names, value: (names.metric(value),)),
                lambda: tuple(metrics()),
            ),
            ParameterType(
                "sector",
                "mã VSIC 2018 (26, C), mã kèm phiên bản (vsic-2025-63), hoặc tên ngành (dệt may)",
                "a code of VSIC 2018 (26, C), a code with its version (vsic-2025-63), or a sector's name (dệt may)",
                _named(Names.sectors),
            ),
            ParameterType("article", "mã bài, hoặc IRI", "id of an article, or an IRI", _article),
            _concept("scope", _words(Scope)),
            _concept("stage", _words(Stage)),
            _concept("origin", _words(Origin)),
            _concept("status", _words(Status)),
            _concept("sector-relation", _words(SectorRelation), "relation"),
        )
    }
)
"""All types by name."""
