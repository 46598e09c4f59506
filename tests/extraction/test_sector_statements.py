"""Sectors that places and zones have or want: what is read, of whom, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import extract
from kg.extraction.sector_lists import read_list
from kg.facts import SectorStatement
from kg.vietnamese import fold_aligned


def read(text: str) -> tuple[SectorStatement, ...]:
    return extract(Article("bai", text, "bai.txt")).sectors


def said(text: str) -> list[str]:
    """Each statement in a line: "KCN Sông Lô wants điện tử"."""
    return [
        " ".join(part for part in (row.about, row.scope and f"({row.scope})", row.relation, row.sector) if part)
        for row in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KCN Sông Lô thu hút các ngành điện tử, cơ khí chính xác.",
            ["KCN Sông Lô wants điện tử", "KCN Sông Lô wants cơ khí chính xác"],
        ),
        (
            "Tỉnh Hưng Yên ưu tiên thu hút đầu tư vào lĩnh vực công nghiệp hỗ trợ, điện tử và chế biến thực phẩm.",
            ["Hưng Yên wants công nghiệp hỗ trợ", "Hưng Yên wants điện tử", "Hưng Yên wants chế biến thực phẩm"],
        ),
        (
            "Ngành nghề thu hút đầu tư vào KCN Nam Sơn gồm: điện tử; dược phẩm; vật liệu xây dựng.",
            ["KCN Nam Sơn wants điện tử", "KCN Nam Sơn wants dược phẩm", "KCN Nam Sơn wants vật liệu xây dựng"],
        ),
        (
            "Các ngành nghề được phép đầu tư trong KCN Bắc Hà là may mặc, bao bì và chế biến nông sản.",
            ["KCN Bắc Hà wants may mặc", "KCN Bắc Hà wants bao bì", "KCN Bắc Hà wants chế biến nông sản"],
        ),
        (
            "KCN Thạch Bàn rộng 200 ha, do Công ty Hạ tầng Bàn Thạch đầu tư, ưu tiên các ngành điện tử, logistics.",
            ["KCN Thạch Bàn wants điện tử", "KCN Thạch Bàn wants logistics"],
        ),
        (
            "Bà Hoa, Giám đốc Sở Công Thương tỉnh Bắc Ninh, cho biết tỉnh sẽ tiếp tục thu hút ngành bán dẫn.",
            ["Bắc Ninh wants bán dẫn"],
        ),
        (
            "KCN Phố Mới và KCN Quế Nam ưu tiên thu hút ngành điện tử.",
            ["KCN Phố Mới wants điện tử", "KCN Quế Nam wants điện tử"],
        ),
        ("KCN Tân Mai được quy hoạch cho các ngành may mặc.", ["KCN Tân Mai wants may mặc"]),
        (
            "Các lĩnh vực ưu tiên thu hút vào các KCN tỉnh Hà Nam là công nghiệp hỗ trợ và chế biến, chế tạo.",
            ["Hà Nam (zones) wants công nghiệp hỗ trợ", "Hà Nam (zones) wants chế biến, chế tạo"],
        ),
        (
            "KCN Hòa Lạc Tây mới khởi công. Khu công nghiệp này ưu tiên các ngành bán dẫn, dược phẩm.",
            ["KCN Hòa Lạc Tây wants bán dẫn", "KCN Hòa Lạc Tây wants dược phẩm"],
        ),
        (
            "Theo quy hoạch, KCN Phong Phú là khu công nghiệp đa ngành, ưu tiên các ngành: hóa chất, dệt nhuộm.",
            ["KCN Phong Phú wants hóa chất", "KCN Phong Phú wants dệt nhuộm"],
        ),
    ],
)
def test_what_is_wanted(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CCN Làng Vòng sản xuất giày da, may mặc.", ["CCN Làng Vòng has giày da", "CCN Làng Vòng has may mặc"]),
        (
            "CCN Đồng Vàng chuyên sản xuất đồ gỗ mỹ nghệ và nội thất.",
            ["CCN Đồng Vàng has đồ gỗ mỹ nghệ", "CCN Đồng Vàng has nội thất"],
        ),
        (
            "Cụm công nghiệp Bình Yên hiện có 30 doanh nghiệp hoạt động trong các lĩnh vực dệt may, da giày.",
            ["CCN Bình Yên has dệt may", "CCN Bình Yên has da giày"],
        ),
        (
            "KCN Yên Mỹ Tây đã thu hút được 25 dự án, chủ yếu trong lĩnh vực linh kiện điện tử và nhựa.",
            ["KCN Yên Mỹ Tây has linh kiện điện tử", "KCN Yên Mỹ Tây has nhựa"],
        ),
        (
            "Các ngành công nghiệp chủ lực của Bắc Giang là điện tử, may mặc và phân bón.",
            ["Bắc Giang has điện tử", "Bắc Giang has may mặc", "Bắc Giang has phân bón"],
        ),
        (
            "Các KCN của tỉnh Bình Phước thu hút nhiều dự án trong lĩnh vực chế biến gỗ.",
            ["Bình Phước (zones) has chế biến gỗ"],
        ),
        (
            "Hiện CCN Đông Sơn có 15 cơ sở sản xuất gốm sứ, gạch ngói.",
            ["CCN Đông Sơn has gốm sứ", "CCN Đông Sơn has gạch ngói"],
        ),
    ],
)
def test_what_there_is(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Công ty TNHH Sao Mai tại KCN Sông Lô hoạt động trong lĩnh vực điện tử.",
        "Công ty Sao Mai chuyên sản xuất giày dép tại CCN Làng Vòng.",
        "Nhà máy trong KCN Sông Lô chuyên sản xuất linh kiện điện tử.",
        "Doanh nghiệp Ánh Sao (KCN Sông Lô) chuyên sản xuất giày dép.",
        "Tập đoàn Ánh Sao muốn đầu tư vào lĩnh vực năng lượng tại tỉnh Ninh Thuận.",
        "Ánh Sao là doanh nghiệp được UBND tỉnh Ninh Thuận thành lập, hoạt động trong lĩnh vực xây dựng.",
        "KCN Sông Lô cần tuyển 500 lao động ngành may.",
        "Tỉnh Nam Định có sinh viên học ngành điện tử.",
        "Ngân hàng ưu tiên cho vay lĩnh vực nông nghiệp tại tỉnh Nam Định.",
        "Đà Nẵng không thu hút các ngành dệt nhuộm, luyện kim.",
        "Sản xuất công nghiệp của Nam Định tăng 12%, trong đó ngành dệt may tăng 15%.",
        "Ngành điện tử của Bắc Ninh có 500 doanh nghiệp.",
        "Tỉnh Nam Định phát triển vùng nguyên liệu cho ngành gỗ.",
        "Tỉnh Nam Định ưu tiên xét tuyển thí sinh ngành giáo dục.",
        "Tỉnh Nam Định ưu tiên các lĩnh vực có lợi thế.",
        "Tỉnh Nam Định tập trung phát triển ngành công nghiệp của tỉnh.",
        "Ưu tiên thu hút các ngành điện tử, cơ khí.",  # nobody is named anywhere
        "",
    ],
)
def test_what_is_nobodys_sector(text: str) -> None:
    assert said(text) == []


def test_a_bulleted_list_is_the_zones_that_the_text_speaks_of() -> None:
    text = (
        "KCN An Phước được thành lập năm 2010.\nNgành nghề thu hút đầu tư:\n- Điện tử, điện lạnh;\n"
        "- Cơ khí chính xác;\n- Ngành dệt may.\nHạ tầng gồm đường, điện."
    )
    rows = read(text)
    assert {(row.about, row.relation, row.subject_level) for row in rows} == {("KCN An Phước", "wants", "inherited")}
    assert [row.sector for row in rows] == ["Điện tử", "điện lạnh", "Cơ khí chính xác", "dệt may"]
    assert [text[row.start : row.end] for row in rows] == [row.quote for row in rows]


def test_the_wording_stays_and_a_sector_is_said_once() -> None:
    text = (
        "Tỉnh Long An khuyến khích các dự án thuộc lĩnh vực Năng lượng sạch, công nghệ cao và logistics.\n"
        "Tỉnh Long An ưu tiên thu hút ngành logistics."
    )
    assert [(row.sector, row.quote, row.province) for row in read(text)] == [
        ("Năng lượng sạch", "Năng lượng sạch", ""),
        ("công nghệ cao", "công nghệ cao", ""),  # no sector of VSIC, and kept
        ("logistics", "logistics", ""),
    ]


def test_a_zone_tells_its_province() -> None:
    text = "Tỉnh Hưng Yên có nhiều khu. KCN Sông Lô (huyện Khoái Châu, tỉnh Hưng Yên) ưu tiên thu hút ngành điện tử."
    assert [(row.about, row.province, row.about_type) for row in read(text)] == [("KCN Sông Lô", "Hưng Yên", "Zone")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "điện tử, cơ khí chính xác (khuôn mẫu), công nghệ cao và công nghiệp hỗ trợ như linh kiện ô tô. Sau đó, gỗ",
            ["điện tử", "cơ khí chính xác", "?công nghệ cao", "công nghiệp hỗ trợ", "linh kiện ô tô"],
        ),
        ("sản xuất, lắp ráp ô tô; hóa chất; và logistics", ["sản xuất, lắp ráp ô tô", "hóa chất", "logistics"]),
        ("chế biến, chế tạo; bất động sản", ["chế biến, chế tạo", "bất động sản"]),
        ("dệt may, da giày với tổng vốn 30 triệu USD, gỗ", ["dệt may", "da giày"]),
        ("công nghiệp sạch, thân thiện môi trường", ["công nghiệp sạch"]),
        ("điện tử) và dệt may", ["điện tử"]),
        ("điện, điện tử, dệt, may", ["điện, điện tử", "dệt, may"]),
        ("vận tải hàng không, du lịch, ẩm thực", ["vận tải hàng không", "du lịch"]),
        ("công nghệ cao, điện tử", []),
        ("có lợi thế về gỗ", []),
        ("", []),
    ],
)
def test_lists(text: str, items: list[str]) -> None:
    folded = fold_aligned(text)
    found = read_list(folded, 0, len(folded))
    assert [("" if item.known else "?") + folded[item.start : item.end] for item in found] == items


PIECES = st.sampled_from(
    [
        "KCN Sông Lô", "CCN Làng Vòng", "tỉnh Hưng Yên", "Công ty Sao Mai", "tại", "ưu tiên thu hút", "các ngành",
        "lĩnh vực", "ngành nghề", "điện tử", "dệt may", ",", ";", ":", "(", ")", "\n- ", "\n", ".", "và", "như", "gồm",
        "chuyên sản xuất", "đã thu hút 20 dự án", "chủ lực", "của", "hoà", "hòa", "công nghệ cao", "…", " ",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_and_every_quote_stands_where_it_is_said_to(text: str) -> None:
    article = Article("bai", text, "bai.txt")
    rows = extract(article).sectors
    assert rows == extract(article).sectors
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    for row in rows:
        assert text[row.start : row.end] == row.quote
        assert row.sector and row.about and row.quote.strip() == row.quote
        assert row.about_type not in ("Company", "Project")
    assert len({(row.about, row.scope, row.relation, row.sector.lower(), row.province) for row in rows}) == len(rows)
