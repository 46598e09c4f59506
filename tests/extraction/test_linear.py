"""The cost of reading an article grows with its length and no faster, whatever the text repeats.

Work is counted, not timed: the calls that Python and its C functions get, which come out the same in every run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from kg.articles.model import Article
from kg.extraction import extract

pytestmark = pytest.mark.both_readings

PARAGRAPH = (
    "Đến hết tháng 9/2024, các khu công nghiệp tỉnh Hưng Yên thu hút 540 dự án, trong đó có 290 dự án FDI "
    "với tổng vốn đăng ký 6,8 tỷ USD; KCN Phố Nối A (huyện Văn Lâm) có diện tích 596 ha, tỷ lệ lấp đầy đạt 92,5%, tạo "
    "việc làm cho 38.000 lao động. "
)
SMALL, FACTOR = 6_000, 4


def _zones(number: int) -> str:
    return f"KCN Hòa Khánh {number}A rộng {number % 700 + 20} ha, lấp đầy {number % 80 + 10}%. "


def _short_and_long_names(number: int) -> str:
    return f"KCN Bình An {number}. KCN An Lộc Phú {'Thịnh ' * (number % 3)}Vượng{number} rộng 90 ha. "


def _projects(number: int) -> str:
    return f"Công ty TNHH Hoàng Long{number} đầu tư dự án nhà máy {number % 90 + 5} triệu USD tại Hải Phòng. "


def _years(number: int) -> str:
    year, projects, capital = 1990 + number % 40, number % 90 + 2, number % 30 + 3
    return f"Năm {year}, KCN Nomura thu hút {projects} dự án với vốn đăng ký {capital} triệu USD; "


def _same_value(number: int) -> str:
    return f"Tháng {number % 12 + 1}/{1960 + number % 70}, tỉnh Hưng Yên thu hút 12 dự án FDI. "


REPEATED: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda number: PARAGRAPH + "\n",
    "one line": lambda number: PARAGRAPH,
    "no full stop": lambda number: PARAGRAPH.replace(". ", ", "),
    "no space": lambda number: "KCNPhốNốiA596ha",
    "zones": lambda number: "KCN Phố Nối A, KCN Tràng Duệ 3, CCN An Hòa, ",
    "zones without glue": lambda number: "các KCN ",
    "different zones": _zones,
    "names in names": _short_and_long_names,
    "zones with two names": lambda number: f"KCN Đà Sơn{number} (KCN An Đồn{number}), WHA {number}. KCN WHA {number}, ",
    "short forms": lambda number: "Khu kinh tế Nghi Sơn (KKTNS) có 5 dự án. ",
    "parks": lambda number: f"KCN Sông Lô{number}. KCNC Hòa Lạc. Khu công nghệ cao có 5 dự án. ",
    "in the zone": lambda number: "KCN An Hạ. Doanh nghiệp trong khu có 500 lao động. ",
    "who speaks": lambda number: "Năm 2023, chúng tôi thu hút 30 dự án vào KCN An Hạ. ",
    "meetings": lambda number: "Sáng 25/7, tại Hà Nội, họp. ",
    "places": lambda number: "Hải Phòng, huyện Văn Lâm, Bắc Ninh và tỉnh Hưng Yên, ",
    "places of zones": lambda number: f"KCN Sông Lô{number} tại huyện Văn Lâm, tỉnh Hưng Yên và Bắc Ninh; ",
    "sectors": lambda number: "ưu tiên các ngành điện tử, dệt may (da), cơ khí; KCN Sông Lô chuyên sản xuất gỗ, ",
    "sector nouns": lambda number: "ngành ",
    "groups": lambda number: "các KCN của tỉnh, các cụm này và KKT, ",
    "firms": _projects,
    "listed firms": lambda number: "Công ty Hòa Phát, Công ty Hoàng Long, ",
    "years": _years,
    "same value": _same_value,
    "in turn": lambda number: "KCN Phố Nối A và KCN Tràng Duệ lần lượt có 118 và 27 doanh nghiệp, ",
    "numbers": lambda number: "12 345,6 7 ",
    "figures": lambda number: "KCN Nomura 5 dự án, 6 ha, 7 tỷ đồng, ",
    "figures in headings": lambda number: f"KCN Phố Nối {number} lấp đầy 92%\n\n- 596 ha\n- 540 dự án\n",
    "brackets": lambda number: "KCN Phố Nối A (596 ha, (Hưng Yên ((",
    "spelled": lambda number: "hai mươi dự án, KCN Nomura ",
    "capitals": lambda number: "Samsung-LG-A.B&C-",
    "spaces": lambda number: "KCN    ",
}


def _text(repeated: Callable[[int], str], length: int) -> str:
    parts: list[str] = []
    total = number = 0
    while total < length:
        parts.append(repeated(number))
        total, number = total + len(parts[-1]), number + 1
    return "Hưng Yên thu hút đầu tư vào các khu công nghiệp\n" + "".join(parts)


def _work(text: str) -> int:
    """The calls made while an article of that text is read."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        extract(Article("a", text, "a"))
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED)
def test_work_grows_with_the_text_and_no_faster(repeated: Callable[[int], str]) -> None:
    small, large = _text(repeated, SMALL), _text(repeated, SMALL * FACTOR)
    extract(Article("a", small, "a"))  # what is read once per process is not the text's
    assert _work(large) <= 1.5 * FACTOR * _work(small)
