"""Rows out of the tables of a text: each number with what its header, its row, its section and the caption say.

A cell takes its metric from its column's header, else from its row's label (tables printed with the measures downwards),
else from the caption; likewise unit, time, status, origin. The row's first column tells the subject, or the table's
place where rows are years, sectors or measures. What is said nowhere is not guessed: the number is passed over, with the
reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extraction.numbers import NUMERAL, Convention, decimal_convention, parse_numeral
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.table_context import TableContext, Told, read_context
from kg.extraction.table_labels import Label, Unit, fits, folded_label, read_label, unit_of
from kg.extraction.table_subjects import (
    Around,
    Subjects,
    is_total,
    read_columns,
    row_text,
    section_of,
)
from kg.extraction.tables import Cell, Row, Table, find_tables
from kg.extraction.what import GROWTH_OF, Ignored
from kg.extraction.when import STOCKS
from kg.extraction.whom import ZONE_ONLY, Subject
from kg.extraction.zone_list import ZoneList
from kg.facts import Bound, Level, Observation, Origin, Scope, Status
from kg.reference.metrics import metrics
from kg.vietnamese import fold_aligned

_CELL = re.compile(rf"(?P<bound>[~≈<>≤≥]|khoảng|hơn|trên|gần|dưới|ước)?\s*(?P<sign>[+-])?\s*(?P<number>{NUMERAL}(?: [0-9]{{3}}(?![0-9]))*)\s*(?P<unit>[^\d/()]*)")
_PAIR = re.compile(rf"(?P<first>{NUMERAL})\s*/\s*(?P<second>{NUMERAL})")
_BOUNDS: dict[str, Bound] = {
    "~": "approx", "≈": "approx", "khoảng": "approx", "ước": "approx", ">": "atLeast", "≥": "atLeast", "hơn": "atLeast", "trên": "atLeast",
    "<": "below", "≤": "below", "gần": "below", "dưới": "below",
}  # fmt: skip
_CAN_HAVE_ORIGIN = frozenset({
    "projectCount", "registeredCapital", "implementedCapital", "enterpriseCount", "workerCount", "exportValue", "importValue", "exportGrowth",
    "importGrowth", "budgetContribution", "revenue", "outputValue", "jobsCreated",
})  # fmt: skip
_LEASABLE = re.compile(r"(?:đã|được|thực tế|hiện)\s+(?:\w+\s+)?(?:cho )?thuê")
_SECTORAL = frozenset({"registeredCapital", "projectCount", "implementedCapital", "exportValue", "importValue", "outputValue", "outputGrowth", "exportGrowth", "importGrowth", "workerCount", "enterpriseCount", "revenue"})  # fmt: skip
_INDEX_FROM = Decimal(50)


@dataclass(frozen=True, slots=True)
class Value:
    """A cell's number: in `unit` if the cell names one (already multiplied), at [start, end)."""

    value: Decimal
    unit: Unit | None
    bound: Bound
    start: int
    end: int


class TableRows:
    """The rows of a text's tables, and why the other numbers in them gave none."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self.observations: list[Observation] = []
        self._reading = reading
        self._taken: list[tuple[int, int]] = []
        self._reasons: list[tuple[int, int, str, bool]] = []
        self._spans: list[tuple[int, int]] = []
        tables = find_tables(reading.doc.text)
        convention = decimal_convention(re.findall(NUMERAL, reading.doc.text)) if tables else "unknown"
        above = 0
        for table in tables:
            reader = _TableReader(reading, zones, table, read_context(reading, zones, table, above), convention)
            self.observations.extend(reader.read())
            self._taken.extend(reader.taken)
            self._reasons.extend((*span, *told) for span, told in reader.reasons.items())
            above = table.end
            self._spans.append((table.start, table.end))
        self._taken.sort()
        self._reasons.sort()

    def holds(self, quantity: Quantity) -> bool:
        """Whether a quantity stands in a table, so that it is none of the prose's."""
        return self._inside(quantity.start)

    def ignored(self, quantity: Quantity) -> Ignored | None:
        """Why a quantity in a table gave no row; None if it gave one."""
        index = bisect_left(self._taken, (quantity.end,)) - 1
        if index >= 0 and quantity.start < self._taken[index][1]:
            return None
        index = bisect_right(self._reasons, quantity.start, key=lambda reason: reason[0]) - 1
        if index >= 0 and quantity.start < self._reasons[index][1]:
            return Ignored(quantity, *self._reasons[index][2:])
        return Ignored(quantity, quantity.kind_hint or "in a table")

    def prose(self) -> Reading:
        """The reading without what its tables name, for the rules that read sentences."""
        if not self._spans:
            return self._reading
        rest = copy(self._reading)
        rest.places = [place for place in rest.places if not self._inside(place.start)]
        rest.zones = [zone for zone in rest.zones if not self._inside(zone.start)]
        rest.times = [time for time in rest.times if not self._inside(time.start)]
        return rest

    def _inside(self, offset: int) -> bool:
        index = bisect_right(self._spans, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self._spans[index][1]


class _TableReader:
    """Reads one table."""

    def __init__(
        self, reading: Reading, zones: ZoneList, table: Table, context: TableContext, convention: Convention
    ) -> None:
        self.taken: list[tuple[int, int]] = []
        self.reasons: dict[tuple[int, int], tuple[str, bool]] = {}
        self._reading = reading
        self._zones = zones
        self._table = table
        self._context = context
        self._usual = convention
        self._columns = read_columns(table, context.nouns, zones)
        self._subjects = Subjects(zones, self._columns, table, context.around)
        self._heads = self._read_heads()
        self._headed = [self._subjects.heading(cell) if role == "value" else None for cell, role in zip(table.header, self._columns.roles, strict=False)]
        self._conventions = [self._convention(column) for column in range(len(self._columns.roles))]
        self._indices = {column for column in range(len(self._heads)) if self._is_index(column)}
        self._rows: list[Observation] = []
        self._last = Label("")

    def read(self) -> list[Observation]:
        """The rows, in the order of the text."""
        section: Around = Around(None, "", province="")
        above = Label("")
        for row in self._table.rows:
            if row.kind == "section":
                text = row_text(row)
                above = read_label(text)
                told = section_of(row, self._subjects, self._zones)
                section = _joined(section, told, fresh=re.match(r"\s*[IVX]+[.)]?\s", row.cells[0].text + " ") is not None)
                continue
            if row.kind == "ragged":
                self._pass(row, "in a row that does not line up with the header", known=False)
                continue
            self._read_row(row, section, above)
            if row.kind == "subtotal":
                section = _joined(section, section_of(row, self._subjects, self._zones), fresh=True)
        return self._rows

    # --- what the columns say ---------------------------------------------------------------------------------------

    def _read_heads(self) -> list[Label]:
        width = len(self._columns.roles)
        heads = [read_label(cell.text) for cell in self._table.header]
        heads += [Label("")] * (width - len(heads))
        leased = [i for i, head in enumerate(heads) if head.names[:1] == ("leasedArea",) or ("industrialLandArea" in head.names and "leasedArea" in head.names)]
        if len(leased) > 1:
            for index in leased:
                if not _LEASABLE.search(heads[index].text):
                    heads[index] = replace(heads[index], names=("industrialLandArea",))
        projects = any("projectCount" in (*head.names, *head.generic) for head in heads)
        if self._context.infrastructure and not projects and self._columns.kind == "zone":
            heads = [replace(h, names=("infrastructureCapital",)) if h.metric(h.units[0] if h.units else None) == "registeredCapital" else h for h in heads]
        return heads

    def _convention(self, column: int) -> Convention:
        """Which sign parts decimals in a column: what its own numbers show, else the table's, else the text's."""
        for columns in ([column], range(len(self._columns.roles))):
            found = [
                n for row in self._table.rows for i in columns if i < len(row.cells) for n in re.findall(NUMERAL, row.cells[i].text)
            ]
            told = _shown(found)
            if told != "unknown":
                return told
        return self._usual

    def _is_index(self, column: int) -> bool:
        """Whether a column "so với cùng kỳ (%)" gives indices (108,5) and no growth (8,5)."""
        values = []
        for row in self._table.rows:
            if column < len(row.cells) and (found := re.search(NUMERAL, row.cells[column].text)):
                value = parse_numeral(found[0], self._conventions[column])
                if value is not None:
                    values.append(value)
        return bool(values) and sorted(values)[len(values) // 2] >= _INDEX_FROM

    # --- rows -------------------------------------------------------------------------------------------------------

    def _read_row(self, row: Row, section: Around, above: Label) -> None:
        columns = self._columns
        name = row.cells[columns.name] if columns.name < len(row.cells) else Cell("", 0, 0)
        text = name.text or row_text(row)
        total = is_total(text) or is_total(row_text(row)) or (row.kind == "total" and columns.kind != "label")
        label = read_label(text) if columns.kind in ("label", "") or total or row.kind == "subtotal" else Label("")
        if columns.kind in ("label", "") and not total:
            if label.origin and not label.names:  # "Trong đó: FDI" below "Số dự án"
                label = replace(label, names=self._last.names, generic=(*self._last.generic, *label.generic))
            else:
                self._last = label
        subject, sector, level = self._subject(row, name, section, total)
        time = self._row_time(row, total)
        unit = self._row_unit(row, label)
        for column in columns.of("value"):
            if column >= len(row.cells) or not row.cells[column].text:
                continue
            headed = self._headed[column] if column < len(self._headed) else None
            self._read_cell(row.cells[column], column, headed or subject, sector, level, label, above, time, unit)
        for role in ("ordinal", "name", "location", "stage", "other", "unit", "time"):
            for column in columns.of(role):  # type: ignore[arg-type]
                if column < len(row.cells):
                    cell = row.cells[column]
                    self.reasons[cell.start, cell.end] = ("a number of a row" if role == "ordinal" else "in a name or note of a table", True)

    def _subject(self, row: Row, name: Cell, section: Around, total: bool) -> tuple[Subject | None, str, Level]:
        kind = self._columns.kind
        if row.kind == "subtotal":
            told = section_of(row, self._subjects, self._zones)
            if told is not None and told.place is not None:
                return told.place, "", "stated"
            if told is not None:
                whole = self._subjects.total(row_text(row))
                return whole, "", "inherited"
        if total:
            if section.place is not None and section.place.type == "District" and not re.search(r"toàn|tổng cộng|cả", fold_aligned(name.text)):
                return section.place, "", "inherited"
            return self._subjects.total(name.text or row_text(row)), "", "inherited"
        if kind in ("time", "label"):
            return self._subjects.whole(), "", "inherited"
        if kind == "sector":
            sector = re.sub(r"^\s*(?:[-–+•*]|\(?\w{1,3}[.)])\s+", "", name.text).strip(" .;:")
            sector = re.sub(r"^(?:ngành|lĩnh vực)\s+", "", sector, flags=re.IGNORECASE)
            whole = _whole_industry(sector)
            return self._subjects.whole(), "" if whole else sector, "inherited"
        if kind == "" and not name.text:
            return self._subjects.whole(), "", "inherited"
        if kind == "":
            label = read_label(name.text)
            if label.names or label.generic or label.origin or label.time or label.stage:
                return self._subjects.whole(), "", "inherited"
            return None, "", "inherited"
        return self._subjects.named(name, row, section), "", "stated"

    def _row_time(self, row: Row, total: bool) -> Told | None:
        columns = self._columns.of("time")
        if not columns:
            return None
        if total:
            spans = [t for r in self._table.rows if r.kind == "data" and (t := self._time_of(r, columns[0])) is not None]
            if len(spans) > 1 and all(len(t.from_) == 4 for t in spans):
                return Told(min(t.from_ for t in spans), max(t.to for t in spans), "stated", "range_span")
            return Told("", "", "stated", "")
        return self._time_of(row, columns[0])

    def _time_of(self, row: Row, column: int) -> Told | None:
        return self._context.told(row.cells[column].text) if column < len(row.cells) else None

    def _row_unit(self, row: Row, label: Label) -> tuple[Unit, ...]:
        for column in self._columns.of("unit"):
            if column < len(row.cells) and (unit := unit_of(row.cells[column].text)) is not None:
                return (unit,)
        return label.units

    # --- cells ------------------------------------------------------------------------------------------------------

    def _read_cell(
        self, cell: Cell, column: int, subject: Subject | None, sector: str, level: Level, label: Label, above: Label,
        time: Told | None, row_units: tuple[Unit, ...],
    ) -> None:  # fmt: skip
        head = self._heads[column] if column >= len(self._headed) or self._headed[column] is None else Label("")
        for part, value in self._values(cell, column, head):
            if value is None:
                continue
            if subject is None:
                investor = self._columns.kind == "investor"
                self.reasons[cell.start, cell.end] = ("by the investors' country" if investor else "of a row about nothing that is named", investor)
                continue
            labels = (part, label, above, self._context.label)
            skip = next((found.skip for found in labels[:3] if found.skip), "")
            metric, unit, metric_level = self._metric(value, labels, row_units, column)
            if not metric or unit is None or skip:
                self.reasons[cell.start, cell.end] = (skip or "in a table: no metric is told", bool(skip) or bool(part.units))
                continue
            self._emit(value, metric, unit, metric_level, subject, sector, level, labels, time)

    def _values(self, cell: Cell, column: int, head: Label) -> list[tuple[Label, Value | None]]:
        """The numbers of a cell with the label of each: one, or two in a column of pairs ("Thực hiện/Kế hoạch")."""
        pair = _PAIR.fullmatch(cell.text)
        if pair is None:
            return [(head, self._value(cell.text, cell.start, column, head))]
        printed = self._table.header[column].text if column < len(self._table.header) else ""
        inside = [words for words in re.findall(r"\(([^()]*)\)", printed) if unit_of(words) is None]
        halves = next((words.split("/") for words in (*inside, re.sub(r"\([^()]*\)", "", printed)) if "/" in words), [])
        if len(halves) != 2:
            return []
        labels = [read_label(half) for half in halves]
        if all(half.status for half in labels) and not any(half.names and half.status is None for half in labels):
            names = tuple(name for name in head.names if name != "implementedCapital")
            labels = [replace(head, status=half.status, names=names, skip="") for half in labels]
        elif not all(half.names or half.generic for half in labels):
            return []
        return [
            (replace(half, units=head.units), self._value(pair[group], cell.start + pair.start(group), column, head))
            for half, group in zip(labels, ("first", "second"), strict=True)
        ]

    def _value(self, text: str, start: int, column: int, head: Label) -> Value | None:
        found = _CELL.fullmatch(fold_aligned(text))
        if found is None:
            return None
        unit = unit_of(found["unit"]) if found["unit"].strip() else None
        if found["unit"].strip() and unit is None:
            return None
        whole = (head.metric(None) != "" and not head.units) or (unit is not None and unit.code == "1")
        number = parse_numeral(found["number"].replace(" ", ""), self._conventions[column], whole=whole)
        if number is None:
            return None
        if found["sign"] == "-":
            number = -number
        begin = found.start("sign") if found["sign"] == "-" else found.start("number")
        end = found.end("unit") if unit is not None else found.end("number")
        return Value(number, unit, _BOUNDS.get(found["bound"] or "", "exact"), start + begin, start + len(text[:end].rstrip()))

    def _metric(
        self, value: Value, labels: Sequence[Label], row_units: tuple[Unit, ...], column: int
    ) -> tuple[str, Unit | None, Level]:
        """The metric and unit of a number: of its column, else its row, section, caption."""
        units = [value.unit] if value.unit else [*(labels[0].units or row_units or labels[2].units or self._context.units)]
        growth = self._growth(labels, column, units)
        if growth is not None:
            return growth
        for index, label in enumerate(labels):
            level: Level = "stated" if index < 2 else "inherited"
            if not label.text:
                continue
            for unit in units:
                if metric := _without_growth(label, unit):
                    return metric, unit, level
            if not units or all(not fits(m, u.code) for u in units for m in (*label.names, *label.generic)):
                metric = label.metric(None)
                if metric and (not units or not labels[0].units):
                    return metric, Unit("1"), level
            if not units and (inferred := self._usual_unit(label, value)):
                return inferred[0], inferred[1], "inferred"
        if any(unit.code == "ha" for unit in units) and self._columns.kind == "zone" and not labels[0].names:
            return ("totalArea", next(unit for unit in units if unit.code == "ha"), "inferred") if value.unit else ("", None, "stated")
        return "", units[0] if units else None, "stated"

    def _usual_unit(self, label: Label, value: Value) -> tuple[str, Unit] | None:
        """The unit that goes without saying: hectares of zones, per cent of an occupancy."""
        for metric in (*label.names, *label.generic):
            if metric == "occupancyRate" and value.value <= 100:
                return metric, Unit("%")
            if metric in ("totalArea", "industrialLandArea", "leasedArea") and self._columns.kind == "zone" and 1 <= value.value <= 30000:
                return metric, Unit("ha")
        return None

    def _growth(self, labels: Sequence[Label], column: int, units: Sequence[Unit]) -> tuple[str, Unit | None, Level] | None:
        """A growth rate's metric; ("", ...) where the column gives rates that are none of ours; None if it gives none."""
        said = [label for label in labels[:3] if label.growth or label.index]
        if not said and self._context.label.growth and all(unit.code == "%" for unit in units):
            said = [self._context.label]
        if not said or any(unit.code not in ("%", "1") for unit in units):
            return None
        if not any(label.growth for label in said) and column in self._indices:
            return "", None, "stated"
        if not units and not any(label.growth for label in said):
            return None
        before = [self._heads[i] for i in range(column - 1, -1, -1) if self._columns.roles[i] == "value" and self._heads[i].names]
        for label in (labels[0], labels[1], *before[:1], labels[2], labels[3], *self._context.labels):
            for metric in label.names:
                if metric in GROWTH_OF:
                    return GROWTH_OF[metric], Unit("%"), "stated" if label is labels[0] or label is labels[1] else "inherited"
            if label.names and label in before[:1]:
                break
        return "", None, "stated"

    def _emit(
        self, value: Value, metric: str, unit: Unit, metric_level: Level, subject: Subject, sector: str, level: Level,
        labels: Sequence[Label], row_time: Told | None,
    ) -> None:  # fmt: skip
        if subject.is_place and metric in ZONE_ONLY:
            self.reasons[value.start, value.end] = ("the area of a place", True)
            return
        amount = value.value * unit.factor
        code = "VND/month" if metric == "averageIncome" and unit.code == "VND" else unit.code
        low, high = metrics()[metric].ranges.get(code, (amount, amount))
        if not low <= amount <= high:
            self.reasons[value.start, value.end] = ("beyond what the metric can be", False)
            return
        part, label, above, caption = labels
        time = self._context.time_of(part) or row_time or self._context.time_of(label) or self._context.time_of(above) or self._context.time(metric)
        if part.cumulative and not part.time and time.from_ != time.to:
            time = replace(time, from_=time.to)
        from_, to = time.from_, time.to
        if from_ != to and (metric in STOCKS or part.cumulative or caption.cumulative) and time.kind != "range_span":
            from_ = to
        origin: Origin = part.origin or label.origin or above.origin or caption.origin
        stated = part.status or label.status or above.status
        status: Status = stated or ("planned" if caption.status == "planned" or self._context.in_future(time) else "actual")
        if part.time is not None and self._context.in_future(time):
            status = "planned"
        self.taken.append((value.start, value.end))
        start, end = self._reading.doc.span(value.start, value.end)
        stage = (label.stage or above.stage or caption.stage) if subject.scope and metric != "occupancyRate" else ""
        if stage and not (metric == "count" or label.stage or above.stage or (caption.stage and self._context.staged)):
            stage = ""
        self._rows.append(
            Observation(
                article=self._reading.article.id, about=subject.about, about_type=subject.type, metric=metric, value=amount, unit=code,
                start=start, end=end, quote=self._reading.doc.raw[start:end], scope=self._scope(subject, part, label), stage=stage,
                sector=sector if metric in _SECTORAL else "", origin=origin if metric in _CAN_HAVE_ORIGIN else "", from_=from_, to=to, status=status,
                bound=value.bound if value.bound != "exact" else part.bound if part.bound != "exact" else label.bound,
                province=subject.province, subject_level=level, metric_level=metric_level, time_level=time.level,
            )
        )  # fmt: skip

    def _scope(self, subject: Subject, part: Label, label: Label) -> Scope:
        if subject.type in ("Zone", "Cluster", "EconomicZone", "Company", "Project"):
            return subject.scope
        return part.scope or label.scope or subject.scope

    def _pass(self, row: Row, reason: str, *, known: bool) -> None:
        for cell in row.cells:
            if cell.text:
                self.reasons[cell.start, cell.end] = (reason, known)


def _without_growth(label: Label, unit: Unit) -> str:
    metric = label.metric(unit)
    return "" if metric in ("outputGrowth", "exportGrowth", "importGrowth") and not label.growth else metric


def _shown(numerals: Sequence[str]) -> Convention:
    """The convention that the numbers of a column show: decimals of one or two digits, or thousands throughout."""
    told = decimal_convention(numerals)
    if told != "unknown":
        return told
    dots = [n for n in numerals if "." in n]
    commas = [n for n in numerals if "," in n]
    if dots and not commas and all(re.fullmatch(r"\d+\.\d{1,2}", n) for n in dots):
        return "en"
    if len(commas) > 1 and not dots and all(re.fullmatch(r"\d{1,3}(?:,\d{3})+", n) for n in commas):
        return "en"
    return "unknown"


def _joined(before: Around, told: Around | None, *, fresh: bool) -> Around:
    """The sections in force: what a new one says, and what it leaves of those before (nothing if it is a main one)."""
    if told is None:
        return Around(None, "") if fresh else before
    if fresh:
        return told
    return Around(
        told.place or before.place, told.scope or before.scope, told.noun or before.noun, told.district or before.district,
        told.province or before.province, told.stage or before.stage,
    )  # fmt: skip


def _whole_industry(sector: str) -> bool:
    return re.fullmatch(r"(?:toàn ngành|chung|tổng số|toàn tỉnh|công nghiệp|toàn bộ)(?: công nghiệp)?", folded_label(sector)) is not None
