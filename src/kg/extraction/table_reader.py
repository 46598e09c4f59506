"""One table read row by row into observations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extraction.figures import GROWTH_OF
from kg.extraction.numbers import Convention
from kg.extraction.reading import Reading
from kg.extraction.subject import ZONE_ONLY, Subject
from kg.extraction.table_cells import Cell
from kg.extraction.table_columns import is_total, read_columns, row_text
from kg.extraction.table_context import TableContext, Told
from kg.extraction.table_labels import Label, folded_label, read_label
from kg.extraction.table_measures import Measure, Measures, Said
from kg.extraction.table_subjects import Around, Subjects, joined, section_of
from kg.extraction.table_units import Unit, unit_of
from kg.extraction.table_values import Value
from kg.extraction.tables import Row, Table
from kg.extraction.when import STOCKS
from kg.extraction.zone_list import ZoneList
from kg.facts import Level, Observation, Origin, Scope, Stage, Status
from kg.reference.metrics import metrics
from kg.vietnamese import fold_aligned

_WITH_ORIGIN = frozenset((
    "projectCount", "registeredCapital", "implementedCapital", "enterpriseCount", "workerCount", "jobsCreated",
    "exportValue", "importValue", "exportGrowth", "importGrowth", "budgetContribution", "revenue", "outputValue",
))  # fmt: skip
_WITH_SECTOR = _WITH_ORIGIN - {"jobsCreated", "budgetContribution"} | {"outputGrowth"}
_MAIN_SECTION = re.compile(r"\s*[IVX]+[.)]?(?:\s|$)")
_MAIN_ROW = re.compile(r"\(?(?:[IVX]+|[A-Z])[.)]?")
_LIST_MARK = re.compile(r"^\s*(?:[-–+•*]|\(?\w{1,3}[.)])\s+")
_PART_OF_ROW = re.compile(r"\s*(?:[-–+•*]|trong đó)", re.IGNORECASE)
_SECTOR_NOUN = re.compile(r"^(?:ngành|lĩnh vực)\s+", re.IGNORECASE)
_ALL_SECTORS = re.compile(r"(?:toàn ngành|chung|tổng số|toàn tỉnh|công nghiệp|toàn bộ)(?: công nghiệp)?")
_OF_ALL = re.compile(r"toàn|tổng cộng|cả")
_NOTES = ("name", "location", "stage", "other", "unit", "time")


@dataclass(frozen=True, slots=True)
class _RowTold:
    """What holds for a row's cells. `subject` is None where the row is about nothing that is named."""

    subject: Subject | None
    level: Level
    sector: str
    label: Label
    section: Label
    time: Told | None
    units: tuple[Unit, ...]


class TableReader:
    """Reads one table.

    `taken`: the spans of numbers that gave rows; `reasons`: of other cells, why they gave none, and if that is known.
    """

    def __init__(
        self, reading: Reading, zones: ZoneList, table: Table, context: TableContext, convention: Convention
    ) -> None:
        self.taken: list[tuple[int, int]] = []
        self.reasons: dict[tuple[int, int], tuple[str, bool]] = {}
        self._reading = reading
        self._zones = zones
        self._table = table
        self._context = context
        self._columns = read_columns(table, context.nouns, zones)
        self._subjects = Subjects(zones, self._columns, table, context.around)
        self._measures = Measures(table, self._columns, context, convention)
        self._heading = {
            column: subject
            for column, cell in enumerate(table.header[: len(self._columns.roles)])
            if self._columns.roles[column] == "value" and (subject := self._subjects.heading(cell)) is not None
        }
        self._rows: list[Observation] = []
        self._last = Label("")
        self._above = Label("")

    def read(self) -> list[Observation]:
        """The rows, in the order of the text."""
        section, above = Around(), Label("")
        for row in self._table.rows:
            if row.kind == "section":
                above = read_label(row_text(row))
                told = section_of(row, self._subjects, self._zones)
                section = joined(section, told, fresh=_MAIN_SECTION.match(row.cells[0].text) is not None)
            elif row.kind == "ragged":
                self._pass_over(row)
            else:
                told = section_of(row, self._subjects, self._zones) if self._heads_others(row) else None
                self._read_row(row, section, above, told)
                section = section if told is None else joined(section, told, fresh=True)
        return self._rows

    def _heads_others(self, row: Row) -> bool:
        """Whether a row with figures is the sum of those below: numbered by a letter or a Roman number."""
        return row.kind == "subtotal" or (row.kind == "data" and _MAIN_ROW.fullmatch(row.cells[0].text) is not None)

    def _pass_over(self, row: Row) -> None:
        for cell in row.cells:
            self.reasons[cell.start, cell.end] = ("in a row of a table that does not line up with its header", False)

    # --- rows -------------------------------------------------------------------------------------------------------

    def _read_row(self, row: Row, section: Around, above: Label, group: Around | None) -> None:
        columns = self._columns
        name = row.cells[columns.name]
        text = name.text or row_text(row)
        total = is_total(text) or is_total(row_text(row)) or (row.kind == "total" and columns.kind not in ("label", ""))
        label = Label("")
        if total or group is not None or columns.kind in ("label", ""):
            label = self._row_label(text, total)
        subject, level, sector = self._subject(row, name, section, group, total=total)
        told = _RowTold(subject, level, sector, label, above, self._row_time(row, total), self._row_units(row, label))
        for column in columns.of("value"):
            self._read_cell(row.cells[column], column, told)
        for cell, role in zip(row.cells, columns.roles, strict=True):
            if role == "ordinal":
                self.reasons[cell.start, cell.end] = ("the number of a table's row", True)
            elif role in _NOTES:
                self.reasons[cell.start, cell.end] = ("in a name or note of a table", True)

    def _row_label(self, text: str, total: bool) -> Label:
        """What a row's name says as a label; a part of the measure above ("Trong đó: FDI") has that measure."""
        label = read_label(text)
        if total or self._columns.kind not in ("label", ""):
            return label
        if _PART_OF_ROW.match(text) is None:
            self._above = label
        elif not label.origin:  # "- Vốn đăng ký" below "1. Dự án FDI"
            label = replace(label, origin=self._above.origin)
        if label.origin and not label.names:
            return replace(label, names=self._last.names, generic=(*self._last.generic, *label.generic))
        self._last = label
        return label

    def _subject(
        self, row: Row, name: Cell, section: Around, group: Around | None, *, total: bool
    ) -> tuple[Subject | None, Level, str]:
        """Whom a row is about, how that was found, and its sector."""
        kind = self._columns.kind
        if group is not None:
            if group.place is not None:
                return group.place, "stated", ""
            return self._subjects.total(row_text(row)), "inherited", ""
        if total:
            inside = section.place
            words = fold_aligned(name.text or row_text(row))
            if inside is not None and inside.type == "District" and not _OF_ALL.search(words):
                return inside, "inherited", ""
            return self._subjects.total(name.text or row_text(row)), "inherited", ""
        if kind in ("time", "label") or not name.text:
            return self._subjects.whole(), "inherited", ""
        if kind == "sector":
            sector = _SECTOR_NOUN.sub("", _LIST_MARK.sub("", name.text)).strip(" .;:")
            all_of_them = _ALL_SECTORS.fullmatch(folded_label(sector)) is not None
            return self._subjects.whole(), "inherited", "" if all_of_them else sector
        if kind == "":
            label = read_label(name.text)
            told_by_label = label.names or label.generic or label.origin or label.time or label.stage
            return self._subjects.whole() if told_by_label else None, "inherited", ""
        return self._subjects.named(name, row, section), "stated", ""

    def _row_time(self, row: Row, total: bool) -> Told | None:
        columns = self._columns.of("time")
        if not columns:
            return None
        if not total:
            return self._context.told(row.cells[columns[0]].text)
        rows = [r for r in self._table.rows if r.kind == "data"]
        times = [time for r in rows if (time := self._context.told(r.cells[columns[0]].text)) is not None]
        if len(times) > 1 and all(len(time.from_) == 4 for time in times):  # the sum over years is that of all of them
            return Told(min(t.from_ for t in times), max(t.to for t in times), "stated", "range_span")
        return Told("", "", "stated", "")

    def _row_units(self, row: Row, label: Label) -> tuple[Unit, ...]:
        found = (unit_of(row.cells[column].text) for column in self._columns.of("unit"))
        unit = next((unit for unit in found if unit is not None), None)
        return label.units if unit is None else (unit,)

    # --- cells ------------------------------------------------------------------------------------------------------

    def _read_cell(self, cell: Cell, column: int, told: _RowTold) -> None:
        heading = self._heading.get(column)
        head = self._measures.head(column) if heading is None else Label("")
        subject = heading or told.subject
        for label, value in self._measures.values(cell, column, head):
            if subject is None:
                investor = self._columns.kind == "investor"
                reason = "by the investors' country" if investor else "of a table's row about nothing that is known"
                self.reasons[cell.start, cell.end] = (reason, investor)
                continue
            said = Said(label, told.label, told.section, self._context.label)
            skip = next((one.skip for one in said.own if one.skip), "")
            measure = None if skip else self._measures.measure(value, said, told.units, column)
            if measure is None:
                self.reasons[cell.start, cell.end] = (
                    skip or "in a table whose words name no metric of ours",
                    bool(skip or label.text),
                )
            else:
                self._emit(value, measure, subject, said, told)

    def _emit(self, value: Value, measure: Measure, subject: Subject, said: Said, told: _RowTold) -> None:
        metric = measure.metric
        amount = value.value * measure.unit.factor
        unit = "VND/month" if metric == "averageIncome" and measure.unit.code == "VND" else measure.unit.code
        low, high = metrics()[metric].ranges[unit]
        against = (
            "the area of a place" if subject.is_place and metric in ZONE_ONLY
            else "" if low <= amount <= high else "outside the plausible range of its metric"
        )  # fmt: skip
        if against:
            self.reasons[value.start, value.end] = (against, True)
            return
        time = self._time(metric, said, told)
        self.taken.append((value.start, value.end))
        start, end = self._reading.doc.span(value.start, value.end)
        origin: Origin = next((label.origin for label in (*said.own, said.caption) if label.origin), "")
        bounds = (value.bound, said.column.bound, said.row.bound)
        self._rows.append(
            Observation(
                article=self._reading.article.id,
                about=subject.about,
                about_type=subject.type,
                metric=metric,
                value=amount,
                unit=unit,
                start=start,
                end=end,
                quote=self._reading.doc.raw[start:end],
                scope=_scope(subject, said),
                stage=_stage(subject, metric, said),
                sector=told.sector if metric in _WITH_SECTOR else "",
                origin=origin if metric in _WITH_ORIGIN else "",
                from_=time.from_,
                to=time.to,
                status=self._status(said, time),
                bound=next((bound for bound in bounds if bound != "exact"), "exact"),
                province=subject.province,
                subject_level=told.level,
                metric_level=measure.level,
                time_level=time.level,
            )
        )

    def _time(self, metric: str, said: Said, told: _RowTold) -> Told:
        """When a figure holds, as column, row, section or caption say; a stock holds at the end of a period."""
        context = self._context
        time = context.time_of(said.column) or told.time or context.time_of(said.row) or context.time_of(said.section)
        time = time or context.time
        cumulative = said.column.cumulative or said.caption.cumulative
        if cumulative or (metric in STOCKS and metric not in GROWTH_OF.values() and time.kind != "range_span"):
            return replace(time, from_=time.to or time.from_)
        return time

    def _status(self, said: Said, time: Told) -> Status:
        future = self._context.in_future(time)
        stated = next((label.status for label in said.own if label.status), None)
        if stated is None:
            stated = "planned" if said.caption.status == "planned" or future else "actual"
        return "planned" if future and said.column.time is not None else stated


def _scope(subject: Subject, said: Said) -> Scope:
    """The zones of a place that a figure covers: of the kind that its labels name, else of the whole table's."""
    if subject.type in ("Zone", "Cluster", "EconomicZone", "Company", "Project"):
        return subject.scope
    return said.column.scope or said.row.scope or subject.scope


def _stage(subject: Subject, metric: str, said: Said) -> Stage:
    """The stage of the zones that a figure covers: a header's only where it counts them ("Số KCN đang hoạt động")."""
    if not subject.scope:
        return ""
    stages = (said.column.stage if metric == "count" else "", said.row.stage, said.section.stage, said.caption.stage)
    return next((stage for stage in stages if stage), "")
