"""One row of a facts table, built out of cells and taken apart again: what is amiss is told with place and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias, get_args

from kg.errors import FactsError
from kg.facts import (
    AboutType,
    Bound,
    Level,
    NamedPolicy,
    NamedZone,
    Observation,
    Origin,
    PolicyKind,
    Scope,
    SectorRelation,
    SectorStatement,
    Stage,
    Status,
    ZoneType,
    plain_decimal,
)

Row: TypeAlias = Observation | NamedZone | NamedPolicy | SectorStatement

CHOICES: Mapping[str, tuple[str, ...]] = {
    "about_type": get_args(AboutType),
    "scope": get_args(Scope),
    "stage": get_args(Stage),
    "origin": get_args(Origin),
    "status": get_args(Status),
    "bound": get_args(Bound),
    "type": get_args(ZoneType),
    "kind": get_args(PolicyKind),
    "relation": get_args(SectorRelation),
    "subject_level": get_args(Level),
    "metric_level": get_args(Level),
    "time_level": get_args(Level),
}
"""The words that a column takes; "" where it may be empty."""
_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_NEEDED = frozenset(("article", "about", "metric", "unit", "quote", "label"))


class Cells:
    """One row's cells, with the place to name when one of them is amiss. A column that is missing is empty."""

    def __init__(self, cells: Mapping[str, str], where: str) -> None:
        self.cells = cells
        self.where = where

    def refuse(self, column: str, reason: str) -> FactsError:
        """The error to raise for a column."""
        return FactsError(reason, where=f"{self.where}, column {column}" if self.where else f"column {column}")

    def text(self, column: str) -> str:
        """The text of a cell; FactsError where it is empty and must not be."""
        cell = self.cells.get(column, "")
        if not cell and column in _NEEDED:
            raise self.refuse(column, "empty, but every row needs it")
        return cell

    def choice(self, column: str, default: str = "") -> Any:
        """The word of a cell, one of the column's; FactsError where it is none."""
        cell = self.cells.get(column) or default
        if cell not in CHOICES[column]:
            known = ", ".join(choice or "(empty)" for choice in CHOICES[column])
            raise self.refuse(column, f"{cell!r} is none of: {known}")
        return cell

    def date(self, column: str) -> str:
        """The partial date of a cell, "" where there is none."""
        cell = self.cells.get(column, "")
        if cell and not _PARTIAL_DATE.fullmatch(cell):
            raise self.refuse(column, f"{cell!r} is no partial ISO date: write 2022, 2022-08 or 2022-08-01")
        return cell

    def integer(self, column: str, *, needed: bool = True) -> int:
        """The offset of a cell."""
        cell = self.cells.get(column, "")
        if not cell and not needed:
            return 0
        if not (cell.isascii() and cell.isdigit()) or len(cell) > 15:
            raise self.refuse(column, f"{cell!r} is no offset: a whole number from 0 is needed")
        return int(cell)

    def decimal(self, column: str) -> Decimal:
        """The number of a cell."""
        cell = self.cells.get(column, "")
        try:
            value = Decimal(cell)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value.adjusted()) > 40 or "_" in cell:
            raise self.refuse(column, f"{cell!r} is no plain decimal: write it like 4507830000000 or 94.06")
        return value


def observation_of(row: Cells) -> Observation:
    """The figure of a row. Raises FactsError."""
    start, end = row.integer("start"), row.integer("end")
    quote = row.text("quote")
    if end - start != len(quote):
        raise row.refuse("end", f"the quote has {len(quote)} characters, but start and end are {end - start} apart")
    return Observation(
        article=row.text("article"),
        about=row.text("about"),
        about_type=row.choice("about_type"),
        metric=row.text("metric"),
        value=row.decimal("value"),
        unit=row.text("unit"),
        start=start,
        end=end,
        quote=quote,
        scope=row.choice("scope"),
        stage=row.choice("stage"),
        sector=row.text("sector"),
        origin=row.choice("origin"),
        from_=row.date("from"),
        to=row.date("to"),
        status=row.choice("status"),
        bound=row.choice("bound"),
        province=row.text("province"),
        policy=row.text("policy"),
        subject_level=row.choice("subject_level", "stated"),
        metric_level=row.choice("metric_level", "stated"),
        time_level=row.choice("time_level", "stated"),
    )


def zone_of(row: Cells) -> NamedZone:
    """The zone of a row. Raises FactsError."""
    return NamedZone(
        article=row.text("article"),
        label=row.text("label"),
        type=row.choice("type"),
        province=row.text("province"),
        district=row.text("district"),
        stage=row.choice("stage"),
        start=row.integer("start", needed=False),
        end=row.integer("end", needed=False),
    )


def policy_of(row: Cells) -> NamedPolicy:
    """The policy of a row; its number or its title must be there. Raises FactsError."""
    if not row.text("number") and not row.text("title"):
        raise row.refuse("number", "number and title are both empty: one of them must name the policy")
    return NamedPolicy(
        article=row.text("article"),
        number=row.text("number"),
        kind=row.choice("kind"),
        issuer=row.text("issuer"),
        date=row.date("date"),
        title=row.text("title"),
        from_=row.date("from"),
        to=row.date("to"),
        start=row.integer("start", needed=False),
        end=row.integer("end", needed=False),
    )


def sector_of(row: Cells) -> SectorStatement:
    """The statement of a sector of a row. Raises FactsError."""
    if not row.text("sector"):
        raise row.refuse("sector", "empty, but every row needs it")
    return SectorStatement(
        article=row.text("article"),
        about=row.text("about"),
        about_type=row.choice("about_type"),
        relation=row.choice("relation"),
        sector=row.text("sector"),
        start=row.integer("start"),
        end=row.integer("end"),
        quote=row.text("quote"),
        scope=row.choice("scope"),
        province=row.text("province"),
        subject_level=row.choice("subject_level", "stated"),
    )


BUILDERS: Mapping[str, Callable[[Cells], Row]] = {
    "observations": observation_of,
    "zones": zone_of,
    "policies": policy_of,
    "sectors": sector_of,
}
"""How a row of each table is built of its cells. Each raises FactsError with the place and the column at fault."""


def row_fields(row: Row) -> dict[str, Any]:
    """A row's fields by their names in the tables, those that the CSV does not have too, but without its article.

    Values of observations are plain decimals as text, since they are exact.
    """
    told = {item.name.rstrip("_"): getattr(row, item.name) for item in fields(row) if item.name != "article"}
    if isinstance(row, Observation):
        told["value"] = plain_decimal(row.value)
    return told


def row_of(table: str, article: str, told: object, where: str) -> Row:
    """The row that `row_fields` told of, or one like it. Raises FactsError, with `where` before the column at fault."""
    if not isinstance(told, dict):
        raise FactsError("no object", where=where)
    texts = {name: "" if cell is None else str(cell) for name, cell in told.items()}
    return BUILDERS[table](Cells({**texts, "article": article}, where))


def describe(row: Row) -> str:
    """One row in one line for people: whom, what, how much, when, and how sure; or what is named, and where it lies.

    >>> from decimal import Decimal
    >>> describe(Observation("a", "KCN Sao Mai", "Zone", "totalArea", Decimal("63.70"), "ha", 0, 7, "63,7 ha"))
    'KCN Sao Mai · totalArea = 63.7 ha · actual · stated'
    >>> describe(NamedZone("a", "KCN Sao Mai", "Zone", "Hải Phòng"))
    'KCN Sao Mai · Zone · Hải Phòng'
    """
    if isinstance(row, NamedZone):
        return _joined(row.label, row.type, row.province, row.district, row.stage)
    if isinstance(row, NamedPolicy):
        return _joined(row.kind, row.number, row.title, row.issuer, row.date, _time(row.from_, row.to))
    if isinstance(row, SectorStatement):
        return _joined(row.about, row.scope, f"{row.relation} {row.sector}", row.subject_level)
    unit = "" if row.unit == "1" else f" {row.unit}"
    bound = {"exact": "=", "approx": "≈", "atLeast": "≥", "below": "<"}[row.bound]
    return _joined(
        row.about, row.scope, row.stage, row.sector, f"{row.metric} {bound} {plain_decimal(row.value)}{unit}",
        row.origin, _time(row.from_, row.to), row.status, f"target of {row.policy}" if row.policy else "",
        row.confidence,
    )  # fmt: skip


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _time(from_: str, to: str) -> str:
    if from_ == to:
        return from_
    if from_ and to:
        return f"{from_} to {to}"
    return f"from {from_}" if from_ else f"to {to}"
