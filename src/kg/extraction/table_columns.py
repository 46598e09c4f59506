"""What the columns of a table hold: names, numbers, times, units, places; and what the names are names of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.extraction.cues import ZONE_NOUNS
from kg.extraction.numbers import word_set
from kg.extraction.table_cells import is_number
from kg.extraction.table_labels import BARE_NOUNS, folded_label, read_label
from kg.extraction.table_units import unit_of
from kg.extraction.tables import Row, Table
from kg.extraction.times import find_times
from kg.extraction.zone_list import ZoneList
from kg.reference.places import places
from kg.vietnamese import fold, fold_aligned

Role = Literal["ordinal", "name", "time", "unit", "location", "stage", "value", "other"]
Kind = Literal[
    "zone", "province", "district", "region", "sector", "label", "investor", "company", "project", "time", ""
]

_ORDINAL_HEAD = re.compile(r"(?:s?tt|số tt|số thứ tự|no\.?|s\.t\.t\.?|#)")
_TIME_HEAD = re.compile(r"(?:các )?(?:năm|thời gian|thời kỳ|giai đoạn|tháng|quý|kỳ|thời điểm|kỳ báo cáo)")
_UNIT_HEAD = re.compile(r"(?:đvt|đơn vị tính|đơn vị|đv tính|đv)")
_LOCATION_HEAD = re.compile(r"(?:địa điểm|vị trí|địa bàn|huyện|địa chỉ|nơi|thuộc|tỉnh|xã|khu vực|thành phố|quận)")
_STAGE_HEAD = re.compile(r"(?:tình trạng|trạng thái|hiện trạng|tiến độ|tình hình|giai đoạn phát triển|ghi chú)")
_OTHER_HEAD = re.compile(
    r"(?:chủ đầu tư|nhà đầu tư|đơn vị (?:đầu tư|kinh doanh|chủ)|doanh nghiệp|công ty|chủ hạ tầng|quyết định|"
    r"ngành nghề|năm (?:thành lập|cấp|hoạt động|khởi công))"
)
_HEADS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"chỉ tiêu|nội dung|tiêu chí|hạng mục|thông số|thông tin|chỉ số|loại hình|hình thức|nguồn vốn"
            r"|nguồn kinh phí|^nguồn$|danh "
            r"mục(?! (?:dự án|khu|cụm|kcn|ccn))"
        ),
        "label",
    ),
    (re.compile(r"quốc gia|đối tác|vùng lãnh thổ|nước đầu tư|^nước$|quốc tịch"), "investor"),
    (re.compile(r"tên dự án|^(?:các )?dự án$|danh mục dự án"), "project"),
    (re.compile(r"công ty|doanh nghiệp|nhà đầu tư|tập đoàn"), "company"),
    (re.compile(r"(?:^|\s)ngành(?! nghề)|lĩnh vực|^sản phẩm|mặt hàng|nhóm hàng"), "sector"),
    (re.compile(r"^(?:các )?vùng(?: kinh tế)?$|^tên vùng"), "region"),
    (re.compile(r"huyện|quận|thị xã"), "district"),
    (re.compile(r"tỉnh"), "province"),
)
_PREFIX = re.compile(r"\s*(?:[-–+*•]|\(?\d{1,3}[.)]|\(?[a-zđIVX]{1,4}[.)])\s+")
_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số| toàn \w+| thể| chung)?|cộng|toàn tỉnh|toàn thành phố|toàn tp|toàn quốc|cả nước|chung|"
    r"tính chung|toàn huyện|toàn vùng)\s*[:.]?"
)
_TOTAL_HEAD = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|toàn tỉnh|toàn thành phố|toàn tp|toàn quốc|cả nước|tính chung)(?!\w)"
)
PLACE_TYPE = re.compile(r"(?:tỉnh|thành phố|tp\.?|t\.p\.?|huyện|quận|thị xã|tx\.?|h\.|q\.)\s*", re.IGNORECASE)
_NOUNS = sorted(
    (
        (wording, noun)
        for noun, wordings in ZONE_NOUNS.items()
        if "+" not in noun and noun not in BARE_NOUNS
        for wording in wordings
    ),
    key=lambda pair: -len(pair[0]),
)
_NOUN_BEFORE = re.compile(
    r"(?:tên\s+)?(?:các\s+)?(" + "|".join(re.escape(wording) for wording, _ in _NOUNS) + r")(?!\w)\.?\s*[:\"“]?\s*"
)
_CODES = dict(_NOUNS)
LONGEST_NAME = 70
"""So many characters a zone's name has at most."""
_PAIR = re.compile(r"\d[\d.,]*\s*/\s*\d[\d.,]*")
_TERM = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_LONGEST_PERIOD = 20  # years
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
    """Tell a table's columns apart by headers and cells. `context_nouns`: kinds of zones that its caption names."""
    body = [row for row in table.rows if row.kind in ("data", "total", "subtotal")]
    width = max((len(row.cells) for row in body), default=0)
    heads = [folded_label(cell.text) for cell in table.header] or [""] * width
    heads += [""] * (width - len(heads))
    roles: list[Role] = []
    for column in range(width):
        cells = [
            row.cells[column].text for row in body if column < len(row.cells) and row.cells[column].text not in _BLANKS
        ]
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
        kind, noun = _kind(
            heads[name], [row.cells[name].text for row in data if name < len(row.cells)], context_nouns, zones
        )
    for other in names:
        if other != name and roles[other] == "name":
            roles[other] = "location" if _LOCATION_HEAD.search(heads[other]) else "other"
    return Columns(tuple(roles), kind, name, noun)


def _role(head: str, cells: list[str], column: int, before: list[Role]) -> Role:
    if _ORDINAL_HEAD.fullmatch(head) or (
        column == 0
        and not head
        and cells
        and all(re.fullmatch(r"\d{1,3}[.)]?|[IVX]+|[A-Z]", c) for c in cells)
        and _counts(cells)
    ):
        return "ordinal"
    if cells and sum(_is_term(text) for text in cells) >= 0.6 * len(cells):
        return "other"
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


def _counts(cells: list[str]) -> bool:
    numbers = [int(c.rstrip(".)")) for c in cells if c.rstrip(".)").isdigit()]
    return len(numbers) < 2 or all(b == a + 1 or b == 1 for a, b in pairwise(numbers))


def _is_term(text: str) -> bool:
    """Whether a cell tells the years that a zone is let for ("2002-2052"), no time of its figures."""
    term = _TERM.fullmatch(text.strip())
    return term is not None and int(term[2]) - int(term[1]) > _LONGEST_PERIOD


def _is_time(text: str) -> bool:
    found = find_times(text)
    return (
        len(found) == 1
        and len(text) - (found[0].end - found[0].start) <= 12
        and not is_number(text.replace(text[found[0].start : found[0].end], "", 1).strip() or "x")
    )


def noun_before(text: str) -> tuple[str, str, int] | None:
    """The zone noun that a name begins with: its code, its folded wording, where the name goes on; None if none."""
    found = _NOUN_BEFORE.match(fold_aligned(text))
    return (_CODES[found[1]], found[1], found.end()) if found else None


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
        return "zone", "CCN" if bare.endswith("cụm") else one_of(
            [noun for noun in context_nouns if noun != "CCN"]
        ) or "KCN"
    for pattern, kind in _HEADS:
        if pattern.search(head) and not (kind == "province" and "huyện" in head):
            if kind != "district" or not _mostly(cells, "Province", zones):
                return kind, ""
            return "province", ""
    named = [text for text in cells if not is_total(text)]
    if not named:
        return "", ""
    zoned = sum(noun_before(bare_name(text)) is not None for text in named)
    if zoned * 2 > len(named):
        return "zone", ""
    if sum(_says_what(text) for text in named) * 2 >= len(named):
        return "label", ""
    for kind_, place_kind in (("district", "District"), ("province", "Province")):
        if _mostly(named, place_kind, zones):
            return kind_, ""  # type: ignore[return-value]
    noun = one_of(context_nouns)
    if noun and head not in ("", "đơn vị") and sum(_proper(text) for text in named) == len(named):
        return "zone", noun
    return "", ""


def _says_metric(text: str) -> bool:
    label = read_label(text)
    return bool(label.names or (label.generic and label.units))


def _says_what(text: str) -> bool:
    """Whether a row's name is no name: it tells a measure, or which part of all the row covers."""
    label = read_label(text)
    return _says_metric(text) or bool(label.stage or label.origin)


def one_of(nouns: Sequence[str]) -> str:
    """The kind of zones that all are of; "" where they differ."""
    return nouns[0] if len(set(nouns)) == 1 else ""


def _mostly(cells: Sequence[str], kind: str, zones: ZoneList) -> bool:
    named = [text for text in cells if not _TOTAL_HEAD.match(fold_aligned(bare_name(text)))]
    hits = 0
    for text in named:
        found = [place for place in places().named(bare_name(text)) if place.kind == kind]
        hits += any(kind != "District" or zones.in_home(place) or PLACE_TYPE.match(bare_name(text)) for place in found)
    return bool(named) and hits * 2 > len(named)


def _proper(text: str) -> bool:
    bare = bare_name(text)
    return bool(bare) and bare[0].isupper() and len(bare) <= LONGEST_NAME


def bare_name(text: str) -> str:
    """A cell's words without list marks and quotation marks."""
    prefix = _PREFIX.match(text)
    return (text[prefix.end() :] if prefix else text).strip(' .:;-–"“”')


def is_total(text: str) -> bool:
    """Whether a row's label says that the row is the sum of others (and names no measure)."""
    folded = fold_aligned(bare_name(text))
    if _TOTAL.fullmatch(folded):
        return True
    head = _TOTAL_HEAD.match(folded)
    return head is not None and not _says_metric(text)


def row_text(row: Row) -> str:
    """The first cell of a row with words in it: no ordinal, no number of a section."""
    texts = (cell.text for cell in row.cells)
    return next((text for text in texts if len(fold(text)) > 3 or (len(text) > 2 and text.isupper())), "")
