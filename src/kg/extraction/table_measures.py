"""Which metric a cell of a table measures, and in which unit: as its column, row, section and caption say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction.figures import GROWTH_OF
from kg.extraction.numbers import Convention
from kg.extraction.table_cells import Cell
from kg.extraction.table_columns import Columns
from kg.extraction.table_context import TableContext
from kg.extraction.table_labels import Label, fits, read_label
from kg.extraction.table_units import Unit, unit_of
from kg.extraction.table_values import Value, column_convention, gives_indices, pair_of, read_value
from kg.extraction.tables import Table
from kg.facts import Level

_ALREADY_LEASED = re.compile(r"(?:đã|được|thực tế|hiện)\s+(?:\w+\s+)?(?:cho )?thuê")
# A header that says of figures no more than that they are results, whatever the rows measure: "Thực hiện 2014".
_RESULTS = re.compile(
    r"(?:(?:ước|kết quả|số|đã|được|tình hình|lũy kế|luỹ kế|cả|năm|tháng|quý|đến|hết|kỳ|trong"
    r"|[\divx]+)[\s,/.:-]*)*thực hiện"
    r"(?:[\s,/.:-]*(?:được|cả|năm|tháng|quý|đầu|cuối|kỳ|cùng kỳ|trước|này|nay|đến|hết|so|lũy kế|luỹ kế|trong"
    r"|[\divx]+))*"
)
_ALL_FUNDING = re.compile(r"(?:tổng )?(?:kinh phí|vốn|số vốn)(?: thực hiện| đề án)?")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_ZONE_AREAS = ("totalArea", "industrialLandArea", "leasedArea")
_LARGEST_ZONE = 30000


@dataclass(frozen=True, slots=True)
class Said:
    """The labels that hold for a cell, nearest first: of its column, its row, the section above, the caption."""

    column: Label
    row: Label
    section: Label
    caption: Label

    @property
    def own(self) -> tuple[Label, Label, Label]:
        """Those of the table itself."""
        return self.column, self.row, self.section


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with its unit, and how the metric was found."""

    metric: str
    unit: Unit
    level: Level


class Measures:
    """The headers of one table, and what the cells below them measure."""

    def __init__(self, table: Table, columns: Columns, context: TableContext, usual: Convention) -> None:
        self._table = table
        self._columns = columns
        self._context = context
        self._heads = self._read_heads()
        width = len(columns.roles)
        self._conventions = [column_convention(table, column, usual) for column in range(width)]
        self._indices = {c for c in range(width) if gives_indices(table, c, self._conventions[c])}

    def _read_heads(self) -> list[Label]:
        width = len(self._columns.roles)
        heads = [read_label(cell.text) for cell in self._table.header][:width]
        heads += [Label("")] * (width - len(heads))
        leased = [i for i, head in enumerate(heads) if "leasedArea" in head.names]
        if len(leased) > 1:  # beside "đã cho thuê", a plain "cho thuê" is what can be leased
            for index in leased:
                if not _ALREADY_LEASED.search(heads[index].text):
                    heads[index] = replace(heads[index], names=("industrialLandArea",))
        registered = any("registeredCapital" in (*head.names, *head.generic) for head in heads)
        for index, head in enumerate(heads):
            # Beside what is registered, "Thực hiện" is capital; else it says that a column holds results.
            if not registered and "implementedCapital" in head.names and _RESULTS.fullmatch(head.text):
                heads[index] = replace(head, names=tuple(n for n in head.names if n != "implementedCapital"))
        beside = any("counterpartFunding" in head.names for head in heads)
        if beside and any("supportFunding" in head.names and "hỗ trợ" in head.text for head in heads):
            for index, head in enumerate(heads):  # beside support and what is put up against it, "Kinh phí" is both
                if _ALL_FUNDING.fullmatch(head.text):
                    heads[index] = replace(head, names=(), generic=())
        projects = any("projectCount" in (*head.names, *head.generic) for head in heads)
        if self._context.infrastructure and not projects and self._columns.kind == "zone":
            for index, head in enumerate(heads):
                if head.units and head.metric(head.units[0]) == "registeredCapital":
                    heads[index] = replace(head, names=("infrastructureCapital",))
        return heads

    def head(self, column: int) -> Label:
        """What the header of a column says."""
        return self._heads[column]

    def values(self, cell: Cell, column: int, head: Label) -> list[tuple[Label, Value]]:
        """The numbers of a cell with the label of each: one, or two in a column of pairs ("Thực hiện/Kế hoạch")."""
        convention = self._conventions[column]
        counts = head.metric(None) != "" and not head.units
        pair = pair_of(cell.text)
        if pair is None:
            value = read_value(cell.text, cell.start, convention, counts=counts)
            return [] if value is None else [(head, value)]
        halves = self._halves(column, head)
        if halves is None:
            return []
        values = [read_value(text, cell.start + offset, convention, counts=counts) for text, offset in pair]
        return [(half, value) for half, value in zip(halves, values, strict=True) if value is not None]

    def _halves(self, column: int, head: Label) -> tuple[Label, Label] | None:
        """The labels of the two numbers of a cell, of a header with a stroke; None if it does not tell them."""
        printed = self._table.header[column].text if column < len(self._table.header) else ""
        inside = [words for words in _BRACKETED.findall(printed) if unit_of(words) is None]
        for words in (*inside, _BRACKETED.sub("", printed)):
            parts = words.split("/")
            if len(parts) != 2:
                continue
            first, second = (replace(read_label(part), units=head.units) for part in parts)
            if first.status and second.status:
                names = tuple(name for name in head.names if name != "implementedCapital")
                whole = replace(head, names=names, skip="")
                return replace(whole, status=first.status), replace(whole, status=second.status)
            if (first.names or first.generic) and (second.names or second.generic):
                return first, second
        return None

    def measure(self, value: Value, said: Said, row_units: Sequence[Unit], column: int) -> Measure | None:
        """What a number measures; None where nothing tells."""
        units: Sequence[Unit] = (
            (value.unit,) if value.unit else said.column.units or row_units or said.section.units or self._context.units
        )
        if not units:
            units = self._money_unit(said.column)
        if self._is_growth(said, units):
            return self._growth(said, column, units)
        for label in (*said.own, said.caption) if said.column.neutral else (said.column,):
            if not label.text:
                continue
            level: Level = "stated" if label is said.column or label is said.row else "inherited"
            for unit in units:
                metric = label.metric(unit)
                if metric and (label.growth or metric not in GROWTH_OF.values()):
                    return Measure(metric, unit, level)
            if not said.column.units and not _fits_any(label, units) and (metric := label.metric(None)):
                return Measure(metric, Unit("1"), level)
            if not units and (usual := self._usual(label, value)):
                return usual
        if (
            value.unit is not None
            and value.unit.code == "ha"
            and self._columns.kind == "zone"
            and not said.column.names
        ):
            return Measure("totalArea", value.unit, "inferred")
        return None

    def _money_unit(self, label: Label) -> tuple[Unit, ...]:
        """The one unit of money that the headers name, for a column of money that names none."""
        if not any(fits(metric, code) for metric in label.names for code in ("VND", "USD")):
            return ()
        named = {unit for head in self._heads for unit in head.units if unit.code in ("VND", "USD")}
        return tuple(named) if len(named) == 1 else ()

    def _usual(self, label: Label, value: Value) -> Measure | None:
        """The unit that goes without saying: hectares of zones, per cent of an occupancy."""
        for metric in (*label.names, *label.generic):
            if metric == "occupancyRate" and value.value <= 100:
                return Measure(metric, Unit("%"), "inferred")
            if metric in _ZONE_AREAS and self._columns.kind == "zone" and 1 <= value.value <= _LARGEST_ZONE:
                return Measure(metric, Unit("ha"), "inferred")
        return None

    def _is_growth(self, said: Said, units: Sequence[Unit]) -> bool:
        """Whether a number is a growth rate, or an index, of whatever."""
        if any(unit.code not in ("%", "1") for unit in units):
            return False
        if any(label.growth for label in said.own):
            return True
        if any(label.index for label in said.own):
            return bool(units)
        return said.caption.growth and all(unit.code == "%" for unit in units)

    def _growth(self, said: Said, column: int, units: Sequence[Unit]) -> Measure | None:
        grows = any(label.growth for label in (*said.own, said.caption))
        if not grows and column in self._indices:
            return None
        for label in (said.column, said.row):
            if metric := _growth_of(label):
                return Measure(metric, Unit("%"), "stated")
        before = (c for c in range(column - 1, -1, -1) if self._columns.roles[c] == "value" and self._heads[c].names)
        beside = next(before, None)
        if beside is not None:  # "Xuất khẩu (triệu USD) | Tăng (%)": the growth of what stands in the column before
            metric = _growth_of(self._heads[beside])
            return Measure(metric, Unit("%"), "inherited") if metric else None
        for label in (said.section, said.caption, self._context.intro):
            if metric := _growth_of(label):
                return Measure(metric, Unit("%"), "inherited")
        return None


def _fits_any(label: Label, units: Sequence[Unit]) -> bool:
    return any(fits(metric, unit.code) for unit in units for metric in (*label.names, *label.generic))


def _growth_of(label: Label) -> str:
    return next((GROWTH_OF[metric] for metric in label.names if metric in GROWTH_OF), "")
