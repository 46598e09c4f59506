"""The units that tables state in headers, captions and cells: "(triệu USD)", "Đơn vị tính: ha", "1.000 người"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.extraction.numbers import working_copy
from kg.extraction.units import per_at, scale_at, unit_at

_UNIT_HEAD = re.compile(r"^(?:đơn vị(?: tính)?|đvt|tính bằng|tính theo)\s*:?\s*")
_THOUSANDS = re.compile(r"^(1(?:[.,]000)+)\s*")
_COUNTED = re.compile(
    r"(?:người|lao động|công nhân|lđ|dự án|da|dn|doanh nghiệp|kcn|ccn|kkt|khu|cụm|khu công nghiệp|cụm công "
    r"nghiệp|đề án|quốc gia|nước|cơ sở|việc làm|"
    r"giấy phép|giấy chứng nhận|lượt|số lượng|cái|chiếc|dự án, lượt|nhà máy|hộ|đơn vị|số)"
)
_UNIT_PARTS = re.compile(r"\s*(?:[;,]|\svà\s|\s-\s)\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a table states it: its code ("1" for counts), and what the numbers in it are multiplied by."""

    code: str
    factor: Decimal = Decimal(1)


def unit_of(text: str) -> Unit | None:
    """The unit that a text is, whole: "triệu USD", "1.000 người", "ha", "dự án"; None if it is none."""
    low = _UNIT_HEAD.sub("", " ".join(working_copy(text).split()).strip(" .:;*()"))
    factor = Decimal(1)
    thousands = _THOUSANDS.match(low)
    if thousands:
        factor, low = Decimal(re.sub(r"\D", "", thousands[1])), low[thousands.end() :]
    if not low:
        return None
    low = re.sub(r"^tr\.? ?(?=đ|usd)", "triệu ", low)
    at, last = 0, ""
    scale = scale_at(low, 0)
    if scale is not None:
        factor *= scale[0]
        at, last = scale[1], scale[2]
    at += len(low[at:]) - len(low[at:].lstrip(" "))
    code, multiple, stop = unit_at(low, at)
    if code:
        code, stop = per_at(low, stop, code)
        return Unit(code, factor * multiple) if stop == len(low) else None
    rest = low[at:]
    if not rest:
        return Unit("VND" if last in ("tỷ", "tỉ") else "1", factor)
    return Unit("1", factor) if _COUNTED.fullmatch(rest) else None


def units_of(text: str) -> tuple[Unit, ...]:
    """The units that a text lists: "ha, tỷ đồng"."""
    whole = unit_of(text)
    if whole is not None:
        return (whole,)
    parts = [unit_of(part) for part in _UNIT_PARTS.split(text)]
    return tuple(part for part in parts if part is not None)
