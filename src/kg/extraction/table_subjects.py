"""Whom the rows of a table are about: what the cells of its name column, its sections and totals name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.extraction.subject import Subject
from kg.extraction.table_cells import Cell
from kg.extraction.table_columns import LONGEST_NAME, PLACE_TYPE, Columns, bare_name, noun_before, one_of, row_text
from kg.extraction.table_labels import folded_label, read_label, scope_of, stage_of
from kg.extraction.tables import Row, Table
from kg.extraction.zone_index import Zone
from kg.extraction.zone_list import ZoneList
from kg.facts import AboutType, Scope, Stage
from kg.reference.places import Place, places
from kg.vietnamese import fold_aligned

_NOT_A_NAME = re.compile(
    r"(?:khác|các|còn lại|trong đó|giai đoạn|gđ|phân khu|tổng|cộng|toàn|trung bình|bình quân|tính chung|nguồn|"
    r"ghi chú|chia ra|số|ngoài|khu vực|đang|đã|chưa|năm|quý|tháng|\()",
)
_TRAILING = re.compile(r"\s*(?:\(([^()]*)\)|,\s*(.+))$")
_PHASE = re.compile(
    r"giai đoạn|gđ|mở rộng|khu [a-z0-9]+$|^[0-9ivx]{1,4}(?:\s*[+,&-]\s*[0-9ivx]{1,4}){0,3}$", re.IGNORECASE
)


@dataclass(slots=True)
class Around:
    """Where the rows lie: what caption, title and section rows say of place and kinds of zones.

    `zone` is the one zone that they are about, if it is one.
    """

    place: Subject | None = None
    scope: Scope = ""
    noun: str = ""
    district: str = ""
    province: str = ""
    stage: Stage = ""
    zone: Subject | None = None


class Subjects:
    """Finds the subject of one row after another; the zones that they name are put into the article's zones."""

    def __init__(self, zones: ZoneList, columns: Columns, table: Table, around: Around) -> None:
        self._zones = zones
        self._columns = columns
        self._around = around
        self._scope = self._scope_of_rows(table)

    @property
    def scope(self) -> Scope:
        """The kinds of zones that the table is about, taken together."""
        return self._scope

    def _scope_of_rows(self, table: Table) -> Scope:
        if self._columns.kind != "zone":
            counted = {
                noun
                for cell in table.header
                for label in [read_label(cell.text)]
                if label.metric(None) == "count"
                for noun in label.nouns
            }
            return scope_of(tuple(counted)) or self._around.scope
        nouns: Counter[str] = Counter()
        section = ""
        for row in table.rows:
            if row.kind == "section":
                section = next(iter(read_label(row_text(row)).nouns), section)
            elif row.kind in ("data", "ragged") and self._columns.name < len(row.cells):
                found = noun_before(bare_name(row.cells[self._columns.name].text))
                noun = found[0] if found else section or self._columns.noun
                if noun:
                    nouns[noun] += 1
        return scope_of(tuple(nouns)) or self._around.scope

    def total(self, label: str) -> Subject | None:
        """The subject of a total row: the table's place, with the kinds of zones that the rows are."""
        nouns = read_label(label).nouns
        scope = scope_of(nouns) or self._scope
        folded = fold_aligned(label)
        place = self._around.place
        if self._columns.kind == "province" or re.search(r"cả nước|toàn quốc", folded):
            if not re.search(r"cả nước|toàn quốc", folded) and (
                place is None or place.type not in ("Region", "Country")
            ):
                return None
            place = place if place and place.type == "Region" else Subject("Việt Nam", "Country")
        if place is None or place.type in ("Zone", "Cluster", "EconomicZone"):
            return place
        return Subject(place.about, place.type, scope, place.province)

    def whole(self) -> Subject | None:
        """The subject of rows that name none (years, metrics): the table's place or zone."""
        place = self._around.zone or self._around.place
        if place is None or place.type in ("Zone", "Cluster", "EconomicZone"):
            return place
        return Subject(place.about, place.type, self._scope, place.province)

    def named(self, cell: Cell, row: Row, section: Around) -> Subject | None:
        """The subject that a cell of the name column names."""
        kind = self._columns.kind
        text = bare_name(cell.text)
        if kind == "zone":
            return self._zone(cell, row, section)
        if kind in ("province", "district"):
            found = self._place(text, "Province" if kind == "province" else "District")
            return Subject(found.about, found.type, self._scope, found.province) if found else None
        if kind == "region":
            found = self._place(text, "Region")
            return Subject(found.about, found.type, self._scope) if found else None
        if kind in ("company", "project") and 2 < len(text) <= 160:
            about: AboutType = "Company" if kind == "company" else "Project"
            return Subject(text, about, "", self._province())
        return None

    def heading(self, cell: Cell) -> Subject | None:
        """The zone or place that heads a column, where a table compares them column by column; None if none does."""
        if self._columns.kind not in ("label", ""):
            return None
        text = bare_name(cell.text)
        if noun_before(text) and not read_label(text).units:
            return self._zone(cell, Row((cell,)), Around())
        found = self._place(text, "Province") or self._place(text, "District")
        return Subject(found.about, found.type, self._scope, found.province) if found else None

    def _province(self) -> str:
        place = self._around.place
        return "" if place is None else place.about if place.type == "Province" else place.province

    def _place(self, text: str, kind: str) -> Subject | None:
        found = [place for place in places().named(text) if place.kind == kind]
        if not found and kind == "District":
            typed = PLACE_TYPE.match(text)
            if (
                typed
                and typed[0].strip().lower().rstrip(".") not in ("tỉnh",)
                and text[typed.end() : typed.end() + 1].isupper()
            ):
                return Subject(text[typed.end() :].strip(), "District", "", self._province())
        if not found:
            return None
        place = next((p for p in found if self._zones.in_home(p)), found[0])
        return Subject(
            place.label, place.kind, "", self._zones.province_label(place) if place.kind == "District" else ""
        )

    def _zone(self, cell: Cell, row: Row, section: Around) -> Subject | None:
        text = bare_name(cell.text)
        found = noun_before(text)
        noun = found[0] if found else section.noun or self._columns.noun
        name = text[found[2] :] if found else text
        province, district, name = self._beside(name)
        name = " ".join(name.strip(" \"“”'-–").split())
        if (
            not noun
            or not name
            or len(name) > LONGEST_NAME
            or _NOT_A_NAME.match(fold_aligned(name))
            or not any(c.isupper() or c.isdigit() for c in name)
        ):
            return None
        if found and found[1].endswith("làng nghề"):
            name = f"làng nghề {name}"
        for index in self._columns.of("location"):
            if index < len(row.cells):
                for part in re.split(r"\s*[,;-]\s*", row.cells[index].text):
                    district, province = self._located(part, district, province)
        stages = (stage_of(folded_label(row.cells[i].text)) for i in self._columns.of("stage") if i < len(row.cells))
        stage: Stage = next((told for told in stages if told), "")
        start = cell.start + max(0, cell.text.find(text))
        zone = self._zones.add_label(
            f"{noun} {name}", noun, start, start + len(text), province=province or section.province or self._province(),
            district=district or section.district,
        )  # fmt: skip
        zone.stage = zone.stage or stage or section.stage
        return self.of_zone(zone)

    def of_zone(self, zone: Zone) -> Subject:
        """A zone as a subject."""
        return Subject(zone.label, self._zones.about_type(zone), "", zone.province)

    def _beside(self, name: str) -> tuple[str, str, str]:
        """Province and district that stand behind a name in brackets or after a comma, and the name without them."""
        province = district = ""
        for _ in range(3):
            tail = _TRAILING.search(name)
            if tail is None:
                break
            words = (tail[1] or tail[2] or "").strip()
            if tail[1] is not None and _PHASE.search(words):
                break
            for part in re.split(r"\s*,\s*", words):
                district, province = self._located(part, district, province)
            name = name[: tail.start()]
        return province, district, name

    def _located(self, text: str, district: str, province: str) -> tuple[str, str]:
        text = text.strip()
        if not text:
            return district, province
        candidates = places().named(text)
        inside = next((place for place in candidates if place.kind == "District" and self._zones.in_home(place)), None)
        typed = PLACE_TYPE.match(text)
        if inside is not None and not (typed and typed[0].lower().startswith("tỉnh")):
            return district or inside.label, province
        first = next(iter(candidates), None)
        if first is not None and first.kind == "Province":
            return district, province or first.label
        if first is not None and first.kind == "District" and typed:
            return district or first.label, province
        return district, province


def section_of(row: Row, subjects: Subjects, zones: ZoneList) -> Around | None:
    """What a section row ("II. Cụm công nghiệp", "Huyện Yên Phong") says of the rows below; None if nothing."""
    text = bare_name(row_text(row))
    folded = fold_aligned(text)
    noun = noun_before(text)
    if noun is not None and any(character.isupper() for character in text[noun[2] :]):
        return None  # a zone's own name
    around = Around()
    said = read_label(text)
    if said.nouns:
        around.noun, around.scope, around.stage = one_of(said.nouns), scope_of(said.nouns), said.stage
    candidates: tuple[Place, ...] = places().named(text)
    inside = next(
        (
            p
            for p in candidates
            if p.kind == "District" and (zones.in_home(p) or folded.startswith(("huyện", "quận", "thị xã")))
        ),
        None,
    )
    if inside is not None and not folded.startswith("tỉnh"):
        around.district = inside.label
        around.place = Subject(inside.label, "District", subjects.scope, zones.province_label(inside))
    elif candidates and candidates[0].kind == "Province":
        around.province = candidates[0].label
        around.place = Subject(candidates[0].label, "Province", subjects.scope)
    return around if around.noun or around.scope or around.place else None


def joined(before: Around, told: Around | None, *, fresh: bool) -> Around:
    """The sections in force: what a new one says, and what it leaves of those before (nothing if it is a main one)."""
    if told is None:
        return Around() if fresh else before
    if fresh:
        return told
    return Around(
        told.place or before.place,
        told.scope or before.scope,
        told.noun or before.noun,
        told.district or before.district,
        told.province or before.province,
        told.stage or before.stage,
    )
