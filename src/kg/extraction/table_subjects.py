"""Whom the rows of a table are about: what its columns hold, and what the cells of its name column name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extraction.cues import ZONE_NOUNS
from kg.extraction.numbers import word_set
from kg.extraction.table_cells import is_number
from kg.extraction.table_labels import BARE_NOUNS, folded_label, read_label, scope_of, stage_of, unit_of
from kg.extraction.tables import Cell, Row, Table
from kg.extraction.times import find_times
from kg.extraction.whom import Subject
from kg.extraction.zone_list import Zone, ZoneList
from kg.facts import AboutType, Scope, Stage
from kg.reference.places import Place, places
from kg.vietnamese import fold, fold_aligned

Role = Literal["ordinal", "name", "time", "unit", "location", "stage", "value", "other"]
Kind = Literal["zone", "province", "district", "sector", "label", "investor", "company", "project", "time", ""]

_ORDINAL_HEAD = re.compile(r"(?:s?tt|số tt|số thứ tự|no\.?|s\.t\.t\.?|#)")
_TIME_HEAD = re.compile(r"(?:các )?(?:năm|thời gian|thời kỳ|giai đoạn|tháng|quý|kỳ|thời điểm|kỳ báo cáo)")
_UNIT_HEAD = re.compile(r"(?:đvt|đơn vị tính|đơn vị|đv tính|đv)")
_LOCATION_HEAD = re.compile(r"(?:địa điểm|vị trí|địa bàn|huyện|địa chỉ|nơi|thuộc|tỉnh|xã|khu vực|thành phố|quận)")
_STAGE_HEAD = re.compile(r"(?:tình trạng|trạng thái|hiện trạng|tiến độ|tình hình|giai đoạn phát triển|ghi chú)")
_OTHER_HEAD = re.compile(r"(?:chủ đầu tư|nhà đầu tư|đơn vị (?:đầu tư|kinh doanh|chủ)|doanh nghiệp|công ty|chủ hạ tầng|quyết định|ngành nghề|năm (?:thành lập|cấp|hoạt động|khởi công))")
_HEADS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"chỉ tiêu|nội dung|tiêu chí|hạng mục|thông số|thông tin|chỉ số|loại hình|hình thức|nguồn vốn|danh mục(?! (?:dự án|khu|cụm|kcn|ccn))"), "label"),
    (re.compile(r"quốc gia|đối tác|vùng lãnh thổ|nước đầu tư|^nước$|quốc tịch"), "investor"),
    (re.compile(r"tên dự án|^(?:các )?dự án$|danh mục dự án"), "project"),
    (re.compile(r"công ty|doanh nghiệp|nhà đầu tư|tập đoàn"), "company"),
    (re.compile(r"(?:^|\s)ngành(?! nghề)|lĩnh vực|^sản phẩm|mặt hàng|nhóm hàng"), "sector"),
    (re.compile(r"huyện|quận|thị xã"), "district"),
    (re.compile(r"tỉnh"), "province"),
)
_PREFIX = re.compile(r"\s*(?:[-–+*•]|\(?\d{1,3}[.)]|\(?[a-zđIVX]{1,4}[.)])\s+")
_NOT_A_NAME = re.compile(
    r"(?:khác|các|còn lại|trong đó|giai đoạn|gđ|phân khu|tổng|cộng|toàn|trung bình|bình quân|tính chung|nguồn|ghi chú|chia ra|số|ngoài|khu vực|đang|đã|chưa|năm|quý|tháng|\()",
)
_TOTAL = re.compile(r"(?:tổng(?: cộng| số| toàn \w+| thể| chung)?|cộng|toàn tỉnh|toàn thành phố|toàn tp|toàn quốc|cả nước|chung|tính chung|toàn huyện|toàn vùng)\s*[:.]?")
_TOTAL_HEAD = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng|toàn tỉnh|toàn thành phố|toàn tp|toàn quốc|cả nước|tính chung)(?!\w)")
_PLACE_TYPE = re.compile(r"(?:tỉnh|thành phố|tp\.?|t\.p\.?|huyện|quận|thị xã|tx\.?|h\.|q\.)\s*", re.IGNORECASE)
_NOUNS = sorted(
    ((wording, noun) for noun, wordings in ZONE_NOUNS.items() if "+" not in noun and noun not in BARE_NOUNS for wording in wordings), key=lambda pair: -len(pair[0])
)
_NOUN_BEFORE = re.compile(r"(?:tên\s+)?(?:các\s+)?(" + "|".join(re.escape(wording) for wording, _ in _NOUNS) + r")(?!\w)\.?\s*[:\"“]?\s*")
_CODES = dict(_NOUNS)
_TRAILING = re.compile(r"\s*(?:\(([^()]*)\)|,\s*(.+))$")
_PHASE = re.compile(r"giai đoạn|gđ|mở rộng|khu [a-z0-9]+$|^[0-9ivx]{1,4}(?:\s*[+,&-]\s*[0-9ivx]{1,4}){0,3}$", re.IGNORECASE)
_LONGEST_NAME = 70
_BLANKS = word_set("- – — . … x n/a")


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table holds; `kind` says what the rows' names are ("" where that cannot be told)."""

    roles: tuple[Role, ...]
    kind: Kind
    name: int
    noun: str

    def of(self, role: Role) -> list[int]:
        """The columns of one role."""
        return [index for index, found in enumerate(self.roles) if found == role]


def read_columns(table: Table, context_nouns: tuple[str, ...], zones: ZoneList) -> Columns:
    """Tell the columns of a table apart by their headers and cells. `context_nouns`: kinds of zones that caption, title say."""
    body = [row for row in table.rows if row.kind in ("data", "total", "subtotal")]
    width = max((len(row.cells) for row in table.rows), default=0)
    heads = [folded_label(cell.text) for cell in table.header] or [""] * width
    heads += [""] * (width - len(heads))
    roles: list[Role] = []
    for column in range(width):
        cells = [row.cells[column].text for row in body if column < len(row.cells) and row.cells[column].text not in _BLANKS]
        roles.append(_role(heads[column], [text for text in cells if text], column, roles))
    names = [index for index, role in enumerate(roles) if role == "name"]
    data = [row for row in table.rows if row.kind == "data"]
    if not names:
        kind: Kind = "time" if "time" in roles else ""
        return Columns(tuple(roles), kind, roles.index("time") if kind else 0, "")
    name = names[0]
    cells = [row.cells[name].text for row in data if name < len(row.cells) and row.cells[name].text]
    kind, noun = _kind(heads[name], cells, context_nouns, zones)
    if len(names) > 1 and kind in ("district", "province") and _is_zone_head(heads[names[1]]):
        # "Huyện | Tên cụm | ...": the rows are about what stands in the narrower column
        roles[name], name = "location", names[1]
        kind, noun = _kind(heads[name], [row.cells[name].text for row in data if name < len(row.cells)], context_nouns, zones)
    for other in names:
        if other != name and roles[other] == "name":
            roles[other] = "location" if _LOCATION_HEAD.search(heads[other]) else "other"
    return Columns(tuple(roles), kind, name, noun)


def _role(head: str, cells: list[str], column: int, before: list[Role]) -> Role:
    if _ORDINAL_HEAD.fullmatch(head) or (column == 0 and not head and cells and all(re.fullmatch(r"\d{1,3}[.)]?|[IVX]+|[A-Z]", c) for c in cells) and _counts(cells)):
        return "ordinal"
    if (_TIME_HEAD.fullmatch(head) or not head) and cells and sum(_is_time(c) for c in cells) >= 0.6 * len(cells):
        return "time"
    if _UNIT_HEAD.fullmatch(head) and cells and sum(unit_of(c) is not None for c in cells) >= 0.6 * len(cells):
        return "unit"
    if cells and sum(is_number(c) or _PAIR.fullmatch(c) is not None for c in cells) >= 0.5 * len(cells):
        return "value"
    if _STAGE_HEAD.match(head):
        return "stage"
    if "name" in before and _LOCATION_HEAD.match(head):
        return "location"
    if "name" in before and (_OTHER_HEAD.match(head) or not _is_zone_head(head)):
        return "other"
    return "name" if cells else "other"


_PAIR = re.compile(r"\d[\d.,]*\s*/\s*\d[\d.,]*")


def _counts(cells: list[str]) -> bool:
    numbers = [int(c.rstrip(".)")) for c in cells if c.rstrip(".)").isdigit()]
    return len(numbers) < 2 or all(b == a + 1 or b == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def _is_time(text: str) -> bool:
    found = find_times(text)
    return len(found) == 1 and len(text) - (found[0].end - found[0].start) <= 12 and not is_number(text.replace(text[found[0].start : found[0].end], "", 1).strip() or "x")


def _is_zone_head(head: str) -> bool:
    return bool(_NOUN_BEFORE.match(head)) or head in ("khu", "cụm", "tên khu", "tên cụm", "khu, cụm")


def _kind(head: str, cells: list[str], context_nouns: tuple[str, ...], zones: ZoneList) -> tuple[Kind, str]:
    """What the name column's cells are, and of which kind of zones (code) where they are zones."""
    bare = re.sub(r"^(?:tên|danh sách|danh mục)\s+(?:các\s+)?(?=khu|cụm|kcn|ccn|kkt|kcx)", "", head)
    found = _NOUN_BEFORE.match(bare)
    told = read_label(head).nouns
    if found or (told and bare.startswith(("khu", "cụm", "k,", "k/"))):
        codes = ({_CODES[found[1]]} if found else set()) | set(told)
        return "zone", codes.pop() if len(codes) == 1 else ""
    if bare in ("khu", "tên khu", "cụm", "tên cụm"):
        return "zone", "CCN" if bare.endswith("cụm") else _one([noun for noun in context_nouns if noun != "CCN"]) or "KCN"
    for pattern, kind in _HEADS:
        if pattern.search(head) and not (kind == "province" and "huyện" in head):
            if kind != "district" or not _mostly(cells, "Province", zones):
                return kind, ""
            return "province", ""
    named = [text for text in cells if text]
    if not named:
        return "", ""
    zoned = sum(_NOUN_BEFORE.match(fold_aligned(_bare(text))) is not None for text in named)
    if zoned * 2 > len(named):
        return "zone", ""
    if sum(_says_metric(text) for text in named) * 2 >= len(named):
        return "label", ""
    for kind_, place_kind in (("district", "District"), ("province", "Province")):
        if _mostly(named, place_kind, zones):
            return kind_, ""  # type: ignore[return-value]
    noun = _one(list(context_nouns))
    if noun and head not in ("", "đơn vị") and sum(_proper(text) for text in named) == len(named):
        return "zone", noun
    return "", ""


def _says_metric(text: str) -> bool:
    label = read_label(text)
    return bool(label.names or (label.generic and label.units))


def _one(nouns: list[str]) -> str:
    return nouns[0] if len(set(nouns)) == 1 else ""


def _mostly(cells: Sequence[str], kind: str, zones: ZoneList) -> bool:
    named = [text for text in cells if not _TOTAL_HEAD.match(fold_aligned(_bare(text)))]
    hits = 0
    for text in named:
        found = [place for place in places().named(_bare(text)) if place.kind == kind]
        hits += any(kind != "District" or zones.in_home(place) or _PLACE_TYPE.match(_bare(text)) for place in found)
    return bool(named) and hits * 2 > len(named)


def _proper(text: str) -> bool:
    bare = _bare(text)
    return bool(bare) and bare[0].isupper() and len(bare) <= _LONGEST_NAME


def _bare(text: str) -> str:
    prefix = _PREFIX.match(text)
    return (text[prefix.end() :] if prefix else text).strip(" .:;-–\"“”")


# --- what a cell names --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Around:
    """Where the rows lie: what caption, title and section rows say of place and kinds of zones."""

    place: Subject | None
    scope: Scope
    noun: str = ""
    district: str = ""
    province: str = ""
    stage: Stage = ""


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
            counted = {noun for cell in table.header for label in [read_label(cell.text)] if label.metric(None) == "count" for noun in (label.nouns or _nouns_in(label.text))}
            return scope_of(tuple(counted)) or self._around.scope
        nouns: Counter[str] = Counter()
        section = ""
        for row in table.rows:
            if row.kind == "section":
                section = next(iter(read_label(_text(row)).nouns), section)
            elif row.kind in ("data", "ragged") and self._columns.name < len(row.cells):
                found = _NOUN_BEFORE.match(fold_aligned(_bare(row.cells[self._columns.name].text)))
                noun = _CODES[found[1]] if found else section or self._columns.noun
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
            if not re.search(r"cả nước|toàn quốc", folded) and (place is None or place.type not in ("Region", "Country")):
                return None
            place = place if place and place.type == "Region" else Subject("Việt Nam", "Country")
        if place is None or place.type in ("Zone", "Cluster", "EconomicZone"):
            return place
        return Subject(place.about, place.type, scope, place.province)

    def whole(self) -> Subject | None:
        """The subject of rows that name none (years, metrics): the table's place or zone."""
        place = self._around.place
        if place is None or place.type in ("Zone", "Cluster", "EconomicZone"):
            return place
        return Subject(place.about, place.type, self._scope, place.province)

    def named(self, cell: Cell, row: Row, section: Around) -> Subject | None:
        """The subject that a cell of the name column names."""
        kind = self._columns.kind
        text = _bare(cell.text)
        if kind == "zone":
            return self._zone(cell, row, section)
        if kind in ("province", "district"):
            found = self._place(text, "Province" if kind == "province" else "District")
            return Subject(found.about, found.type, self._scope, found.province) if found else None
        if kind in ("company", "project") and 2 < len(text) <= 160:
            about: AboutType = "Company" if kind == "company" else "Project"
            return Subject(text, about, "", self._province())
        return None

    def heading(self, cell: Cell) -> Subject | None:
        """The zone or place that heads a column, where a table compares them column by column; None if none does."""
        if self._columns.kind not in ("label", ""):
            return None
        text = _bare(cell.text)
        if _NOUN_BEFORE.match(fold_aligned(text)) and not read_label(text).units:
            return self._zone(cell, Row((cell,)), Around(None, ""))
        found = self._place(text, "Province") or self._place(text, "District")
        return Subject(found.about, found.type, self._scope, found.province) if found else None

    def _province(self) -> str:
        place = self._around.place
        return "" if place is None else place.about if place.type == "Province" else place.province

    def _place(self, text: str, kind: str) -> Subject | None:
        found = [place for place in places().named(text) if place.kind == kind]
        if not found and kind == "District":
            typed = _PLACE_TYPE.match(text)
            if typed and typed[0].strip().lower().rstrip(".") not in ("tỉnh",) and text[typed.end() : typed.end() + 1].isupper():
                return Subject(text[typed.end() :].strip(), "District", "", self._province())
        if not found:
            return None
        place = next((p for p in found if self._zones.in_home(p)), found[0])
        return Subject(place.label, place.kind, "", self._zones.province_label(place) if place.kind == "District" else "")

    def _zone(self, cell: Cell, row: Row, section: Around) -> Subject | None:
        text = _bare(cell.text)
        found = _NOUN_BEFORE.match(fold_aligned(text))
        noun = _CODES[found[1]] if found else section.noun or self._columns.noun
        name = text[found.end() :] if found else text
        province, district, name = self._beside(name)
        name = " ".join(name.strip(" \"“”'-–").split())
        if not noun or not name or len(name) > _LONGEST_NAME or _NOT_A_NAME.match(fold_aligned(name)) or not any(c.isupper() or c.isdigit() for c in name):
            return None
        if found and found[1].endswith("làng nghề"):
            name = f"làng nghề {name}"
        for index in self._columns.of("location"):
            if index < len(row.cells):
                for part in re.split(r"\s*[,;-]\s*", row.cells[index].text):
                    district, province = self._located(part, district, province)
        stage = next((found for i in self._columns.of("stage") if i < len(row.cells) and (found := stage_of(folded_label(row.cells[i].text)))), "")
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
        typed = _PLACE_TYPE.match(text)
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
    text = _bare(_text(row))
    folded = fold_aligned(text)
    around = Around(None, "")
    said = read_label(text)
    if said.nouns:
        around.noun, around.scope, around.stage = _one(list(said.nouns)), scope_of(said.nouns), said.stage
    candidates: tuple[Place, ...] = places().named(text)
    inside = next((p for p in candidates if p.kind == "District" and (zones.in_home(p) or folded.startswith(("huyện", "quận", "thị xã")))), None)
    if inside is not None and not folded.startswith("tỉnh"):
        around.district = inside.label
        around.place = Subject(inside.label, "District", subjects.scope, zones.province_label(inside))
    elif candidates and candidates[0].kind == "Province":
        around.province = candidates[0].label
        around.place = Subject(candidates[0].label, "Province", subjects.scope)
    return around if around.noun or around.scope or around.place else None


def is_total(text: str) -> bool:
    """Whether a row's label says that the row is the sum of others (and names no measure)."""
    folded = fold_aligned(_bare(text))
    if _TOTAL.fullmatch(folded):
        return True
    head = _TOTAL_HEAD.match(folded)
    return head is not None and not _says_metric(text)


def row_text(row: Row) -> str:
    """The first cell of a row with letters, without ordinals."""
    return _text(row)


def _text(row: Row) -> str:
    return next((cell.text for cell in row.cells if len(fold(cell.text)) > 3 or (cell.text and cell.text.isupper() and len(cell.text) > 2)), "")


def _nouns_in(text: str) -> tuple[str, ...]:
    return tuple(code for wording, code in _NOUNS if re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", text))
