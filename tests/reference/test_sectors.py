"""Wordings → sectors: the usual ones of Vietnamese articles, and the laws of looking them up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.reference.sectors import RELATIONS, Sectors, read_sectors, sectors, wording_key
from kg.resources import ontology_dir

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="module")
def known() -> Sectors:
    return sectors()


def mapped(known: Sectors, wording: str, version: str = "vsic-2018") -> str:
    """The mapping in a few letters: "broad 26", "narrow 13 14"; "" where there is none."""
    found = [match for match in known.match(wording) if match.sector.scheme == version]
    return " ".join([*sorted({match.relation for match in found}), *(match.sector.code for match in found)])


# What articles write, as it stands before a figure or in a list of what a zone wants.
USUAL = """
exact 10: thực phẩm | chế biến thực phẩm | ngành lương thực - thực phẩm | công nghiệp thực phẩm
broad 10: chế biến thủy sản | chế biến hải sản | thuỷ sản chế biến | mía đường | xay xát gạo
broad 10: bánh kẹo | thức ăn chăn nuôi | dầu ăn | tinh bột sắn | tôm đông lạnh | chế biến nông sản
broad 10: chế biến trái cây | sữa | giết mổ gia súc
exact 11: đồ uống | nước giải khát | bia - rượu - nước giải khát
broad 11: bia các loại | nước khoáng
exact 12: thuốc lá | sản xuất thuốc lá điếu
exact 13: dệt | ngành dệt | công nghiệp dệt
broad 13: sợi | sản xuất sợi | dệt nhuộm | vải các loại | hàng may sẵn (trừ trang phục)
narrow 13 14: dệt may | dệt - may | ngành dệt, may | hàng dệt may
narrow 13 14: sản phẩm dệt may | sản xuất dệt may xuất khẩu | Dệt và may mặc
exact 14: may mặc | may công nghiệp | hàng may mặc | trang phục | sản xuất trang phục | quần áo
narrow 13 14 15: dệt may - da giày | dệt may, da giày | dệt may và giày dép
exact 15: da giày | da giầy | giày da | sản xuất da giày | da - giày
broad 15: giày dép | giày, dép các loại | sản xuất giày thể thao | túi xách | vali
close 16: gỗ | chế biến gỗ | dăm gỗ | ván ép | viên nén gỗ
exact 17: giấy | giấy và bột giấy | sản xuất giấy
broad 17: bao bì carton | sản xuất bao bì carton
close 18: in ấn | in ấn bao bì
close 19 20: lọc hóa dầu | lọc - hóa dầu | công nghiệp lọc hoá dầu
exact 20: hóa chất | hoá chất | sản phẩm hóa chất | công nghiệp hóa chất
broad 20: phân bón | sản xuất phân bón | mỹ phẩm | sơn | thuốc bảo vệ thực vật
exact 21: dược phẩm | dược | thuốc tân dược | sản xuất thuốc, hóa dược và dược liệu
broad 22: nhựa | sản phẩm nhựa | plastic | cao su | sản phẩm từ cao su | săm lốp | chất dẻo
exact 22: cao su và plastic | nhựa - cao su
close 23: vật liệu xây dựng | VLXD | sản xuất VLXD | vật liệu xây dựng cao cấp
broad 23: xi măng | gạch | gạch ốp lát | gốm sứ | kính xây dựng | bê tông
exact 24: luyện kim | sản xuất kim loại | gang thép
broad 24: sắt thép | thép | sắt, thép | thép các loại | kim loại màu | thép xây dựng
close 25: cơ khí chính xác | gia công kim loại | kết cấu thép | khuôn mẫu | sản phẩm từ kim loại đúc sẵn
close 25 28: cơ khí | cơ khí chế tạo | ngành cơ khí | cơ khí, chế tạo máy | công nghiệp cơ khí
exact 26: điện tử | hàng điện tử | công nghiệp điện tử | sản phẩm điện tử, máy vi tính và sản phẩm quang học
broad 26: linh kiện điện tử | sản xuất linh kiện điện tử | bán dẫn | chip bán dẫn | điện thoại | điện thoại di động
broad 26: máy tính | thiết bị viễn thông | pin năng lượng mặt trời | linh kiện, phụ tùng điện tử
broad 26: sản xuất linh kiện điện tử cho ô tô
narrow 26 27: điện, điện tử | điện - điện tử | thiết bị điện, điện tử | điện tử, điện lạnh
close 27: dây và cáp điện | dây điện | điện gia dụng | đồ điện dân dụng | máy biến áp | ắc quy | pin
close 28: máy móc, thiết bị | máy móc thiết bị | máy nông nghiệp | robot | tự động hóa
exact 29: ô tô | sản xuất, lắp ráp ô tô | công nghiệp ô tô
broad 29: linh kiện ô tô | phụ tùng ô tô | sản xuất xe có động cơ
close 29 30: ô tô, xe máy | linh kiện ô tô, xe máy
broad 30: đóng tàu | ngành đóng tàu | đóng mới và sửa chữa tàu biển | đóng tàu và cấu kiện nổi | mô tô, xe máy | xe đạp
exact 31: nội thất | đồ nội thất | giường, tủ, bàn, ghế | đồ gỗ nội thất
broad 32: đồ chơi trẻ em | dụng cụ thể thao | thiết bị y tế | trang sức
exact 33: sửa chữa, bảo dưỡng và lắp đặt máy móc thiết bị
close 35: sản xuất và phân phối điện | điện gió | năng lượng tái tạo | nhiệt điện | thủy điện | điện mặt trời
narrow 35 36: sản xuất, phân phối điện, khí, nước
exact 36: cấp nước | nước sạch | cung cấp nước
exact 37: thoát nước và xử lý nước thải
close 38: xử lý rác thải | tái chế | tái chế phế liệu
exact A: nông, lâm, thủy sản | nông nghiệp, lâm nghiệp và thủy sản
exact B: khai khoáng | công nghiệp khai khoáng | khai thác khoáng sản
exact C: công nghiệp chế biến, chế tạo | chế biến, chế tạo | công nghiệp chế biến chế tạo
close C: công nghiệp hỗ trợ | công nghiệp phụ trợ
exact E: cung cấp nước; hoạt động quản lý và xử lý rác thải, nước thải
exact F: xây dựng | ngành xây dựng
exact G: bán buôn, bán lẻ | thương mại | bán buôn và bán lẻ; sửa chữa ô tô, xe máy
exact H: logistics | vận tải, kho bãi | dịch vụ logistics
exact I: dịch vụ lưu trú và ăn uống
exact J: thông tin và truyền thông
exact K: tài chính, ngân hàng và bảo hiểm | tài chính ngân hàng
exact 68: bất động sản | kinh doanh bất động sản | lĩnh vực kinh doanh bất động sản
close 62 63: công nghệ thông tin | phần mềm
close 55 56 79: du lịch | dịch vụ du lịch
exact 01: nông nghiệp
close 01 10: cà phê | chè | rau quả | nông sản
close 03 10: thủy sản | hải sản
close 06: dầu khí | dầu thô
close 05: than
narrow B C D E: công nghiệp | sản xuất công nghiệp
"""
PAIRS = [
    (wording, expected)
    for line in USUAL.strip().splitlines()
    for expected, _, wordings in [line.partition(": ")]
    for wording in wordings.split(" | ")
]


def test_the_usual_wordings_are_many() -> None:
    assert len({wording for wording, _ in PAIRS}) == len(PAIRS) >= 150


@pytest.mark.parametrize(("wording", "expected"), PAIRS)
def test_usual_wordings(known: Sectors, wording: str, expected: str) -> None:
    assert mapped(known, wording) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("điện tử, cơ khí chính xác", "close narrow 25 26"),  # the list is wider than the division of electronics
        ("hóa chất, công nghệ cao", "narrow 20"),  # an item that is not known makes the list wider too
        ("máy móc chế biến gỗ", "broad 28"),  # what a thing is comes first, what it is for behind
        ("thiết bị điện cho tàu", "broad 27"),
        ("sản xuất sản phẩm điện tử, máy vi tính", "exact 26"),  # a sector with a part of it is that sector
        ("sợi, vải, may", "close narrow 13 14"),
    ],
)
def test_lists_and_longer_wordings(known: Sectors, wording: str, expected: str) -> None:
    assert mapped(known, wording) == expected


@pytest.mark.parametrize(
    "wording",
    "| - |công nghiệp địa phương|khu vực nông thôn|sản phẩm|công nghệ cao|ngành|thợ may|12|đa ngành|"
    "công nghiệp hỗ trợ cho người dân|các ngành nghề khác".split("|"),
)
def test_what_names_no_sector_maps_to_none(known: Sectors, wording: str) -> None:
    assert known.match(wording) == ()


def test_one_code_in_two_versions_is_two_sectors(known: Sectors) -> None:
    assert mapped(known, "tài chính, ngân hàng", "vsic-2018") == "exact K"
    assert mapped(known, "tài chính, ngân hàng", "vsic-2025") == "exact L"
    assert mapped(known, "thông tin và truyền thông", "vsic-2025") == "narrow J K"
    assert mapped(known, "sửa chữa ô tô", "vsic-2018") == "close 45"
    assert mapped(known, "sửa chữa ô tô", "vsic-2025") == "close 46 47 95"
    older, newer = known.by_slug("sector/vsic-2018-63"), known.by_slug("sector/vsic-2025-63")
    assert (older.section, newer.section) == ("J", "K")
    assert older.label != newer.label
    assert known.by_slug("sector/vsic-2018-C").is_division is False


def test_every_title_of_a_version_means_its_sector(known: Sectors) -> None:
    for sector in known.all():
        found = {match.sector: match.relation for match in known.match(sector.label)}
        # A section and its only division share a title; the wording then means one of them.
        same = [
            s for s in known.all() if s.scheme == sector.scheme and wording_key(s.label) == wording_key(sector.label)
        ]
        assert {found.get(s) for s in same} & {"exact", "close"}, sector


@pytest.mark.parametrize("article", ["seed-001"])
def test_the_growth_rows_of_the_seed_map_to_divisions(known: Sectors, article: str) -> None:
    gold = SHARED / "gold" / "observations.csv"
    if not gold.is_file():
        pytest.skip("the shared gold tables are not here")
    with gold.open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["article"] == article and row["metric"] == "outputGrowth" and row["sector"]
        ]
    assert len(rows) == 7
    divisions = []
    for row in rows:
        for wording in row["sector"].split("|"):
            found = [match.sector for match in known.match(wording) if match.sector.scheme == "vsic-2018"]
            assert found and all(sector.is_division for sector in found), wording
        divisions.append(found[0].code)
    assert divisions == ["26", "29", "27", "30", "13", "27", "26"]


WORDS = st.sampled_from(
    "dệt may da giày điện tử cơ khí sản xuất ngành công nghiệp và , ; - ( ) linh kiện ô tô các loại khác x ß İ".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_wording_is_looked_up_without_trouble_and_alike(wording: str) -> None:
    known = sectors()
    found = known.match(wording)
    assert found == known.match(wording)
    assert all(match.relation in RELATIONS and match.sector.slug in known for match in found)
    assert len({match.sector for match in found}) == len(found)
    assert {m.sector.scheme for m in found} in (set(), {"vsic-2018", "vsic-2025"})


@given(
    st.sampled_from([wording for wording, _ in PAIRS]),
    st.sampled_from(["ngành ", "lĩnh vực ", "các ngành ", "nhóm hàng "]),
)
def test_neither_case_nor_marks_nor_the_word_sector_change_the_meaning(wording: str, before: str) -> None:
    known = sectors()
    expected = known.match(wording)
    assert known.match(wording.upper()) == expected
    assert known.match(f"  {wording} . ") == expected
    assert known.match(before + wording) == expected


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_the_key(wording: str) -> None:
    assert wording_key(wording_key(wording)) == wording_key(wording)


def test_a_file_without_sectors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sectors.ttl"
    with pytest.raises(OntologyError, match="build_sectors"):
        read_sectors(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(OntologyError, match="holds no sector"):
        read_sectors(path)
    assert (ontology_dir() / "sectors.ttl").is_file()
