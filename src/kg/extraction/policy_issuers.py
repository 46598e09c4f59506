"""Who issued a document: from the letters of its number, or from the words around it."""

from __future__ import annotations

import re

from kg.extraction.policy_words import MINISTRIES, NAME

_LOCAL = (
    r"(?:\s+(?P<level>tỉnh|thành phố|Thành phố|Tỉnh|TP\.?|Tp\.?|huyện|quận|thị xã|xã|phường))?"
    rf"(?:\s+(?P<place>{NAME}))?"
)
ISSUER = re.compile(
    r"(?:(?P<premier>(?:Phó )?Thủ tướng(?: Chính phủ)?|TTg)|(?P<government>Chính phủ)"
    r"|(?P<standing>(?:Ủy|Uỷ) ban Thường vụ Quốc hội|UBTVQH)|(?P<assembly>Quốc hội)"
    r"|(?P<politburo>Bộ Chính trị)|(?P<secretariat>Ban Bí thư)"
    r"|(?P<central>Ban Chấp hành Trung ương(?: Đảng)?(?: khóa [IVX]+)?|Trung ương Đảng)"
    rf"|(?:Chủ tịch |Phó Chủ tịch )?(?P<committee>UBND|(?:Ủy|Uỷ) ban [Nn]hân dân|HĐND|Hội đồng [Nn]hân dân){_LOCAL}"
    rf"|(?:Ban (?:Thường vụ|Chấp hành) )?(?:(?P<party>Tỉnh|Thành) ?(?:ủy|uỷ)|Đảng bộ"
    rf" (?P<members>tỉnh|thành phố|Thành phố|TP))(?:\s+(?P<partyplace>{NAME}))?"
    r"|(?P<ministry>Bộ (?:trưởng Bộ )?(?:Công [Tt]hương|Kế hoạch (?:và|[-&–]) Đầu tư|Tài chính|Xây dựng|"
    r"Tài nguyên (?:và|[-&–]) [Mm]ôi trường|"
    r"Nông nghiệp (?:và|[-&–]) (?:Phát triển nông thôn|Môi trường|PTNT)|Khoa học (?:và|[-&–]) [Cc]ông nghệ|"
    r"Thông tin (?:và|[-&–]) [Tt]ruyền thông|Nội vụ|Lao động(?:,)? ?(?:[-–] )?Thương binh (?:và|[-&–]) Xã hội|"
    r"LĐ[-– ]*TB ?&? ?XH|"
    r"Giao thông [Vv]ận tải|GTVT|Y tế|Giáo dục (?:và|[-&–]) [Đđ]ào tạo|GD[-– ]?ĐT|KH[-– ]?ĐT|Quốc phòng|Công an|"
    r"Tư pháp|Ngoại giao|"
    r"Văn hóa,? Thể thao (?:và|[-&–]) Du lịch|Công nghiệp))"
    rf"|(?P<department>Sở Công [Tt]hương|Sở Kế hoạch (?:và|[-&–]) Đầu tư|Sở Xây dựng|Sở Tài nguyên (?:và|"
    rf"[-&–]) [Mm]ôi trường)(?:\s+(?:tỉnh\s+|thành phố\s+|TP\.?\s*)?(?P<depplace>{NAME}))?"
    rf"|(?P<bank>Ngân hàng Nhà nước(?: Việt Nam)?|NHNN)"
    rf"|(?P<board>Ban [Qq]uản lý (?:các )?(?:Khu|KCN|KKT)[^,.;\n]{{0,40}}?(?=\s+(?:ban hành|phê duyệt|ký|về|đã|"
    rf"vừa)|[,.;\n]|$)))"
)

_STATE = {
    "premier": "Thủ tướng Chính phủ",
    "government": "Chính phủ",
    "standing": "Ủy ban Thường vụ Quốc hội",
    "assembly": "Quốc hội",
    "politburo": "Bộ Chính trị",
    "secretariat": "Ban Bí thư",
    "central": "Ban Chấp hành Trung ương",
    "bank": "Ngân hàng Nhà nước Việt Nam",
}


def home_name(home: str, home_kind: str) -> str:
    """Write the article's province with its prefix: `tỉnh Hải Dương`, `thành phố Hà Nội`; empty when unknown."""
    if not home:
        return ""
    if home_kind.lower() in {"thành phố", "tp", "tp.", "city", "municipality"} or home in _CITIES:
        return f"thành phố {home}"
    return f"tỉnh {home}"


_CITIES = frozenset({"Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế"})
_LEVELS = {"tp": "thành phố", "tp.": "thành phố"}


def _place(level: str | None, place: str | None, home: str) -> str:
    """Write the place of a committee: as stated, completed by the article's province."""
    level = (level or "").lower()
    level = _LEVELS.get(level, level)
    if place and "-" not in place and "–" not in place and len(place.split()) > 3:
        place = " ".join(place.split()[:2])  # a person's name follows: "UBND TP Đà Nẵng Huỳnh Đức Thơ"
    if place and place.split()[0] not in {"Quyết", "Nghị", "Kế", "Đề", "Chương", "Chỉ", "Tỉnh", "Ông", "Bà"}:
        return " ".join(f"{level} {place}".split())
    if level in {"", "tỉnh", "thành phố"}:
        return home or level
    return level


def _from_match(found: re.Match[str], home: str) -> str:
    for group, issuer in _STATE.items():
        if found[group]:
            return issuer
    if found["committee"]:
        body = "HĐND" if found["committee"].startswith(("HĐ", "Hội")) else "UBND"
        return f"{body} {_place(found['level'], found['place'], home)}".strip()
    if found["party"] or found["members"]:
        party = found["party"] or ("Tỉnh" if found["members"] == "tỉnh" else "Thành")
        place = found["partyplace"] or home.removeprefix("tỉnh ").removeprefix("thành phố ")
        return f"{party} ủy {place}".strip()
    if found["ministry"]:
        return re.sub(r"^Bộ trưởng ", "", found["ministry"])
    if found["department"]:
        place = found["depplace"] or home.removeprefix("tỉnh ").removeprefix("thành phố ")
        return f"{found['department']} {place}".strip()
    return " ".join(found["board"].split()) if found["board"] else ""


def issuer_in(text: str, start: int, end: int, home: str, *, last: bool = False) -> str:
    """Return the first (or last) issuer named in `text[start:end]`, written out; empty when there is none.

    `home` is the article's province with its prefix (`home_name`): what "UBND tỉnh" stands for.
    """
    issuer = ""
    for found in ISSUER.finditer(text, start, end):
        issuer = _from_match(found, home)
        if not last:
            break
    return issuer


def issuer_at(text: str, position: int, home: str) -> tuple[str, int]:
    """Return the issuer that stands exactly at `position` and where its name ends; `("", position)` for none."""
    found = ISSUER.match(text, position)
    return (_from_match(found, home), found.end()) if found else ("", position)


def issuer_of_letters(office: str, home: str) -> str:
    """Return who issues documents of these letters; empty for letters that do not tell.

    >>> issuer_of_letters("UBND", "tỉnh Hải Dương"), issuer_of_letters("TTg", ""), issuer_of_letters("QH15", "")
    ('UBND tỉnh Hải Dương', 'Thủ tướng Chính phủ', 'Quốc hội')
    """
    offices = office.replace("/", "-").split("-")
    if all(part in MINISTRIES for part in offices):
        return ", ".join(MINISTRIES[part] for part in offices)
    if office.startswith("UBTVQH"):
        return "Ủy ban Thường vụ Quốc hội"
    if office.startswith("QH"):
        return "Quốc hội"
    place = home.removeprefix("tỉnh ").removeprefix("thành phố ")
    party = "Thành ủy" if home.startswith("thành phố") else "Tỉnh ủy"
    known = {
        "TTg": "Thủ tướng Chính phủ",
        "CP": "Chính phủ",
        "UBND": f"UBND {home}",
        "UB": f"UBND {home}",
        "HĐND": f"HĐND {home}",
        "TU": f"{party} {place}",
        "CTN": "Chủ tịch nước",
    }
    return known.get(office, "").strip()
