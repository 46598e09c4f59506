"""How figures are meant: status, stage, origin and sector, sentence by sentence and by templates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import extract
from kg.facts import Observation

_TITLE = "Hải Dương: Chuyện thu hút đầu tư và sản xuất công nghiệp\n\n"


def _rows(text: str, published: str = "2023-08-15") -> Sequence[Observation]:
    return extract(Article(id="a", text=_TITLE + text, source="a.txt", published=published)).observations


def _told(text: str, field: str) -> dict[str, str]:
    """Each figure's digits with what was found for it."""
    return {
        "".join(c for c in row.quote.split()[0] if c.isdigit() or c == ","): getattr(row, field) for row in _rows(text)
    }


# --- status ---------------------------------------------------------------------------------------------------------

_PLANNED = (
    "phấn đấu thu hút {}",
    "đặt mục tiêu thu hút {}",
    "dự kiến thu hút {}",
    "sẽ thu hút {}",
    "được giao chỉ tiêu thu hút {}",
    "được giao thu hút ít nhất {}",
    "đề ra mục tiêu thu hút {}",
    "có kế hoạch thu hút {}",
)
_ACTUAL = (
    "đã thu hút {}",
    "thu hút được {}",
    "thu hút {}, bằng 62% kế hoạch",
    "thu hút {}, vượt mục tiêu đề ra",
    "thực hiện tốt kế hoạch và đã thu hút {}",
    "thu hút {}, đạt 104% chỉ tiêu được giao",
)


@given(st.sampled_from(_PLANNED), st.integers(11, 999))
@settings(max_examples=40, deadline=None)
def test_words_of_a_plan_make_figures_planned(template: str, value: int) -> None:
    row, *_ = _rows("Tỉnh Hải Dương " + template.format(f"{value} triệu USD") + ".")
    assert (row.value, row.status) == (Decimal(value * 1_000_000), "planned")


@given(st.sampled_from(_ACTUAL), st.integers(11, 999))
@settings(max_examples=40, deadline=None)
def test_a_plan_that_a_result_is_measured_against_is_none(template: str, value: int) -> None:
    row, *_ = _rows("Tỉnh Hải Dương " + template.format(f"{value} triệu USD") + ".")
    assert (row.value, row.status) == (Decimal(value * 1_000_000), "actual")


@given(st.sampled_from(_PLANNED), st.sampled_from(_ACTUAL), st.integers(600, 999), st.integers(11, 400))
@settings(max_examples=40, deadline=None)
def test_a_plan_and_its_result_in_one_sentence(plan: str, result: str, planned: int, actual: int) -> None:
    goal, outcome = plan.format(f"{planned} triệu USD"), result.format(f"{actual} triệu USD")
    text = f"Năm 2023, tỉnh {goal}; 7 tháng đầu năm, tỉnh đã {outcome}."
    found = {
        row.value: row.status for row in _rows(text.replace("đã đã", "đã").replace("đã thu hút được", "thu hút được"))
    }
    assert found == {Decimal(planned * 1_000_000): "planned", Decimal(actual * 1_000_000): "actual"}


def test_what_follows_a_share_of_the_plan_stays_actual() -> None:
    text = (
        "Doanh thu của các KCN trong tỉnh 7 tháng đạt 3,5 tỷ USD, bằng 58% kế hoạch năm; xuất khẩu 2,9 "
        "tỷ USD, vượt 5% mục tiêu đề ra; "
        "nộp ngân sách 1.250 tỷ đồng."
    )
    assert set(_told(text, "status").values()) == {"actual"}


def test_result_and_plan_around_a_slash() -> None:
    rows = _rows("Kim ngạch xuất khẩu của tỉnh năm 2022 đạt 812,5/800 triệu USD, vượt 1,6% kế hoạch.")
    assert {row.value: row.status for row in rows} == {Decimal(812_500_000): "actual", Decimal(800_000_000): "planned"}


def test_the_plan_in_brackets_behind_its_share() -> None:
    found = _told("Toàn tỉnh thu hút 410 triệu USD, bằng 82% mục tiêu cả năm (500 triệu USD).", "status")
    assert found == {"410": "actual", "500": "planned"}


def test_parts_beside_each_other_have_their_own_capital() -> None:
    text = (
        "Các KCN Hải Dương: 1.398 dự án FDI, tổng vốn đăng ký 28 tỷ USD, vốn giải ngân 23 tỷ USD; "
        "681 dự án trong nước, tổng vốn đăng ký 79.384 tỷ đồng."
    )
    told = _told(text, "origin")
    assert [told[number] for number in ("28", "23", "79384")] == ["foreign", "foreign", "domestic"]


def test_a_plan_in_brackets_is_not_gone_on_with() -> None:
    text = "Năm 2022, Hải Dương thu hút 1.152 triệu USD (kế hoạch 700 triệu USD). Trong đó: cấp mới 61 dự án."
    assert _told(text, "status") == {"1152": "actual", "700": "planned", "61": "actual"}


def test_a_sign_tells_that_a_sector_grows() -> None:
    found = _told("Hải Dương, IIP năm 2019: chế biến thực phẩm +9,27%; dệt +11,5%; đóng tàu -18,65%.", "sector")
    assert list(found.values()) == ["chế biến thực phẩm", "dệt", "đóng tàu"]


def test_more_than_was_expected_is_a_result() -> None:
    text = "Năm 2018, xuất khẩu của Hải Dương cao hơn dự kiến, đạt 8,1 tỷ USD."
    assert _told(text, "status") == {"8,1": "actual"}


def test_a_figure_that_is_a_target_is_planned() -> None:
    assert _told("Thu hút 90 dự án là chỉ tiêu giao cho Hải Dương.", "status") == {"90": "planned"}


def test_a_plan_of_the_past_and_what_came_of_it() -> None:
    found = _told("Năm 2020, tỉnh đề ra mục tiêu thu hút 700 triệu USD nhưng chỉ thu hút được 520 triệu USD.", "status")
    assert found == {"700": "planned", "520": "actual"}


def test_what_a_zone_will_give_when_it_is_full() -> None:
    text = "KCN Phúc Điền có diện tích 82 ha, khi lấp đầy sẽ tạo việc làm cho 12.000 lao động."
    assert _told(text, "status") == {"82": "actual", "12000": "planned"}


def test_names_with_plan_words_plan_nothing() -> None:
    text = "Theo Sở Kế hoạch và Đầu tư, năm 2022 tỉnh Hải Dương thu hút 24 dự án, tổng vốn 673 triệu USD."
    assert set(_told(text, "status").values()) == {"actual"}


@pytest.mark.parametrize(
    "head", ["Phương hướng, nhiệm vụ năm 2024", "2. Mục tiêu năm 2024", "II. CHỈ TIÊU CHỦ YẾU NĂM 2024"]
)
def test_a_section_on_plans(head: str) -> None:
    text = (
        f"Toàn tỉnh thu hút 350 dự án.\n\n{head}\n- Kim ngạch xuất khẩu đạt 12 tỷ USD.\n- Thu hút 60 dự "
        f"án.\n- Hiện nay tỉnh có 9 KCN."
    )
    assert _told(text, "status") == {"350": "actual", "12": "planned", "60": "planned", "9": "actual"}


# --- ranges ---------------------------------------------------------------------------------------------------------


def test_both_ends_of_a_range_are_as_exact_as_they_are_told() -> None:
    assert [(r.value, r.bound) for r in _rows("Các KCN tỉnh Hải Dương sẽ thu hút 40 - 45 dự án.")] == [
        (Decimal(40), "exact"),
        (Decimal(45), "exact"),
    ]
    assert {r.bound for r in _rows("Các KCN tỉnh Hải Dương sẽ thu hút khoảng 40 - 45 dự án.")} == {"approx"}


def test_words_of_a_plan_that_belong_to_another_figure() -> None:
    assert (
        _told("Hải Dương có 35 KCN được quy hoạch, 24 KCN trong số đó đã cho thuê 900 ha.", "status")["24"] == "actual"
    )
    assert (
        _told("Nhà đầu tư nước ngoài cam kết rót vào các KCN tỉnh Hải Dương 300 triệu USD.", "status")["300"]
        == "actual"
    )
    assert (
        _told("Hải Dương nhắm mốc năm 2030 các KCN có 28 dự án lớn, tổng vốn FDI lũy kế đạt 12 tỷ USD.", "status")["12"]
        == "planned"
    )


def test_capital_of_the_first_part_before_the_other_part() -> None:
    text = "Các KCN tỉnh Hải Dương có 54 dự án FDI, tổng vốn đăng ký 11 tỷ USD và 67 dự án trong nước với 460 tỷ đồng."
    assert _told(text, "origin") == {"54": "foreign", "11": "foreign", "67": "domestic", "460": "domestic"}


def test_figures_set_are_planned() -> None:
    text = "Ban Quản lý các KCN tỉnh Hải Dương đặt ra con số 18 dự án FDI mới trong năm 2024."
    assert _told(text, "status") == {"18": "planned"}
    assert _told("Các KCN tỉnh Hải Dương rộng 900 ha, sau khi các ưu đãi bị bãi bỏ vẫn kín.", "status") == {
        "900": "actual"
    }


def test_the_estimate_of_this_year_behind_a_target() -> None:
    told = _told("Hải Dương đặt mục tiêu IIP năm 2024 tăng 9 - 9,5%; năm 2023 ước tăng 10,2%.", "status")
    assert told == {"9": "planned", "10,2": "actual"}


def test_foreign_workers_by_the_words_before_them() -> None:
    text = "Các KCN tỉnh Hải Dương có 68.400 lao động, lao động nước ngoài 1.150 người."
    assert _told(text, "origin") == {"68400": "", "1150": "foreign"}


def test_zones_on_the_plans() -> None:
    for text in ("Hải Dương được quy hoạch 17 KCN.", "Hải Dương có 17 KCN trong quy hoạch."):
        assert _told(text, "stage")["17"] == "planned"
    told = _told("Hải Dương có 17 KCN trong quy hoạch, mới thành lập 5 KCN.", "stage")
    assert told == {"17": "planned", "5": "established"}


# --- stage ----------------------------------------------------------------------------------------------------------


def test_stages_of_counted_zones_and_what_goes_with_them() -> None:
    text = (
        "Tỉnh Hải Dương đã thành lập 47 cụm công nghiệp, tổng diện tích 2.310 ha; trong đó "
        "29 cụm công nghiệp đã đi vào hoạt động, lấp đầy 74%; "
        "11 cụm công nghiệp đang xây dựng hạ tầng, 7 cụm công nghiệp đang giải phóng mặt bằng."
    )
    assert _told(text, "stage") == {
        "47": "established", "2310": "established", "29": "operating", "74": "operating", "11": "construction",
        "7": "construction",
    }  # fmt: skip


def test_enterprises_at_work_in_zones_say_nothing_of_the_zones() -> None:
    (count,) = [
        row for row in _rows("Có 1.240 doanh nghiệp đang hoạt động trong 27 KCN của tỉnh.") if row.metric == "count"
    ]
    assert count.stage == ""


def test_planned_zones_have_no_stage_yet() -> None:
    (count, *_) = _rows("Đến năm 2030, tỉnh sẽ thành lập 15 KCN.")
    assert (count.status, count.stage) == ("planned", "")


# --- origin ---------------------------------------------------------------------------------------------------------

_FOREIGN = ("dự án FDI", "dự án đầu tư nước ngoài", "dự án có vốn đầu tư nước ngoài", "dự án vốn nước ngoài")
_DOMESTIC = ("dự án DDI", "dự án trong nước", "dự án đầu tư trong nước")


@given(
    st.sampled_from(_FOREIGN), st.sampled_from(_DOMESTIC), st.booleans(),
    st.sampled_from((
        "{a} với tổng vốn {x} và {b} với tổng vốn {y}", "{a}, vốn đăng ký {x}; {b}, vốn đăng ký {y}",
        "{a} và {b}, tổng vốn đăng ký lần lượt là {x} và {y}", "{a} và {b} với vốn đăng ký tương ứng {x} và {y}",
    )),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_capital_has_the_origin_of_its_projects(foreign: str, domestic: str, swapped: bool, template: str) -> None:
    counts, amounts = [f"235 {foreign}", f"96 {domestic}"], ["421 triệu USD", "9.870 tỷ đồng"]
    if swapped:
        counts, amounts = counts[::-1], amounts[::-1]
    text = "Tỉnh Hải Dương có " + template.format(a=counts[0], b=counts[1], x=amounts[0], y=amounts[1]) + "."
    assert _told(text, "origin") == {"235": "foreign", "421": "foreign", "96": "domestic", "9870": "domestic"}


def test_the_capital_of_all_is_not_that_of_a_part() -> None:
    for part in (", trong đó có 18 dự án FDI", " (18 dự án FDI)"):
        text = f"Các CCN của tỉnh có 632 dự án{part}, tổng vốn đăng ký 6.980 tỷ đồng và 121 triệu USD."
        assert _told(text, "origin") == {"632": "", "18": "foreign", "6980": "", "121": ""}


def test_both_together_are_neither() -> None:
    assert _told("Tỉnh có 560 dự án trong và ngoài nước, tổng vốn 8 tỷ USD.", "origin") == {"560": "", "8": ""}


def test_dollars_are_not_foreign_by_themselves() -> None:
    assert _told("Tỉnh thu hút 45 dự án, tổng vốn 300 triệu USD.", "origin") == {"45": "", "300": ""}


def test_investors_of_a_country_are_foreign() -> None:
    text = "Các doanh nghiệp Hàn Quốc đã đầu tư 120 dự án vào tỉnh với tổng vốn 2.300 triệu USD."
    assert _told(text, "origin") == {"120": "foreign", "2300": "foreign"}


def test_trade_of_the_foreign_sector_and_of_all() -> None:
    text = (
        "Kim ngạch xuất khẩu của tỉnh đạt 1.046 triệu USD, tăng 11%, trong đó khu vực FDI đạt 901 triệu USD, tăng 12%; "
        "nhập khẩu của tỉnh đạt 718 triệu USD, tăng 6%."
    )
    assert _told(text, "origin") == {"1046": "", "11": "", "901": "foreign", "12": "foreign", "718": "", "6": ""}


def test_markets_at_home_are_no_domestic_capital() -> None:
    text = "Ngành này phục vụ thị trường trong nước, tạo việc làm cho 51.000 lao động của tỉnh."
    assert set(_told(text, "origin").values()) == {""}


# --- sector ---------------------------------------------------------------------------------------------------------

_SECTORS = (
    "dệt", "sản xuất trang phục", "sản xuất xe có động cơ", "sản xuất thiết bị điện", "chế biến, chế tạo",
    "khai khoáng",
    "sản xuất và phân phối điện", "cung cấp nước, xử lý rác thải",
    "sản xuất da và các sản phẩm có liên quan", "đóng tàu",
)  # fmt: skip
_VERBS = ("tăng", "giảm", "tăng mạnh", "giảm sâu", "ước tăng", "chỉ tăng", "tiếp tục tăng")


@given(
    st.lists(
        st.tuples(st.sampled_from(_SECTORS), st.sampled_from(_VERBS)), min_size=2, max_size=5, unique_by=lambda p: p[0]
    )
)
@settings(max_examples=60, deadline=None)
def test_growth_by_sector(parts: list[tuple[str, str]]) -> None:
    listed = "; ".join(f"{sector} {verb} {n + 3},{n + 1}%" for n, (sector, verb) in enumerate(parts))
    found = [row.sector for row in _rows(f"Chỉ số sản xuất công nghiệp của tỉnh tăng 9,2%. Trong đó, {listed}.")]
    assert found == ["", *(sector for sector, _ in parts)]


@given(
    st.lists(st.sampled_from(_SECTORS), min_size=2, max_size=5, unique=True),
    st.sampled_from(("ngành", "nhóm ngành", "")),
)
@settings(max_examples=40, deadline=None)
def test_growth_in_brackets(sectors: list[str], word: str) -> None:
    listed = "; ".join(f"{word} {sector} (+{n + 11},5%)".strip() for n, sector in enumerate(sectors))
    rows = _rows(f"IIP của tỉnh tăng 9,2%. Các ngành tăng cao như: {listed}.")
    assert [row.sector for row in rows] == ["", *sectors]


def test_capital_by_sector() -> None:
    text = (
        "Công nghiệp chế biến, chế tạo thu hút nhiều nhất với 250 dự án, tổng vốn 810 triệu USD; kinh "
        "doanh bất động sản đứng thứ hai "
        "với 12 dự án, vốn đăng ký 90 triệu USD."
    )
    assert _told(text, "sector") == {
        "250": "Công nghiệp chế biến, chế tạo", "810": "Công nghiệp chế biến, chế tạo",
        "12": "kinh doanh bất động sản", "90": "kinh doanh bất động sản",
    }  # fmt: skip


def test_exports_by_product_and_by_market() -> None:
    text = (
        "Xuất khẩu hàng may mặc của tỉnh đạt 110 triệu USD, tăng 9%; xuất khẩu sang Hoa Kỳ đạt 200 triệu USD, tăng 15%."
    )
    found = _told(text, "sector")
    assert found["9"] == found["110"]
    assert found["200"] == found["15"] == ""


def test_the_whole_industry_is_no_sector() -> None:
    for subject in (
        "Sản xuất công nghiệp",
        "Giá trị sản xuất công nghiệp của tỉnh",
        "IIP toàn tỉnh",
        "Toàn ngành công nghiệp",
    ):
        assert all(row.sector == "" for row in _rows(f"{subject} tăng 8,5% so với cùng kỳ."))


def test_rates_and_land_of_the_zones_at_work() -> None:
    rows = _rows(_TITLE + "Tỷ lệ lấp đầy của các CCN đang hoạt động ở Hải Dương đạt 58%.")
    assert [(row.metric, row.stage) for row in rows] == [("occupancyRate", "operating")]
    rows = _rows(_TITLE + "Tỷ lệ lấp đầy của các CCN ở Hải Dương đạt 58%.")
    assert [(row.metric, row.stage) for row in rows] == [("occupancyRate", "")]


def test_scenarios_and_what_may_be_are_planned() -> None:
    for words in ("kịch bản tăng trưởng đòi hỏi IIP cả năm tăng", "cả năm IIP có thể tăng"):
        (row,) = _rows(_TITLE + f"Ông Nam nhận định {words} 12%.")
        assert (row.metric, row.status) == ("outputGrowth", "planned")
    (row,) = _rows(_TITLE + "Nhu cầu vốn hạ tầng cho các CCN của tỉnh là 680 tỷ đồng.")
    assert (row.metric, row.status) == ("infrastructureCapital", "planned")


def test_what_a_forecast_is_compared_with_is_actual() -> None:
    told = _told(_TITLE + "Dự báo cả năm 2023, IIP của tỉnh tăng 8,2%, thấp hơn mức tăng 9,5% của năm 2022.", "status")
    assert list(told.values()) == ["planned", "actual"]


def test_an_origin_told_behind_the_capital_or_of_most_only() -> None:
    text = "Các KCN thu hút 356 triệu USD đối với dự án FDI (bằng 96% cùng kỳ) và 2.140 tỷ đồng đối với dự án DDI."
    assert _told(text, "origin")["2140"] == "domestic"
    text = "Các KCN tỉnh tiếp nhận 35 dự án (phần lớn là dự án FDI) với tổng vốn đăng ký 312 triệu USD."
    assert _told(text, "origin") == {"35": "", "312": ""}
    text = "Các KCN có 900 dự án FDI, cùng hàng nghìn dự án trong nước, tạo việc làm cho 4,1 triệu lao động."
    assert _told(text, "origin") == {"900": "foreign", "4,1": ""}


def test_what_there_is_before_what_is_planned() -> None:
    found = _told("Tỉnh quy hoạch mở rộng KKT Nam Hải từ 20.776 ha lên hơn 80.000 ha.", "status")
    assert found == {"20776": "actual", "80000": "planned"}
    found = _told("Đến năm 2030 tỉnh quy hoạch 62 CCN. Trong đó, có 37 CCN đã có quyết định thành lập.", "status")
    assert found == {"62": "planned", "37": "actual"}


def test_a_plan_told_of_a_policy_holds_for_its_period() -> None:
    text = (
        "UBND tỉnh ban hành Quyết định số 99/QĐ-UBND phê duyệt Chương trình khuyến công tỉnh Hải Dương giai đoạn "
        "2016-2020. Theo đó, tỉnh dự kiến dành 32 tỷ đồng thực hiện các đề án khuyến công."
    )
    assert [(row.status, row.from_, row.to) for row in _rows(text, "")] == [("planned", "2016", "2020")]


def test_about_so_many() -> None:
    assert {row.bound for row in _rows("KCN Phúc Điền có trên dưới 3.800 lao động.")} == {"approx"}


def test_the_origin_that_a_paragraph_opens_with() -> None:
    text = "Về đầu tư nước ngoài, tổng vốn thu hút đạt 87 triệu USD. Trong đó cấp mới 12 dự án."
    assert _told(text, "origin") == {"87": "foreign", "12": "foreign"}


def test_the_sector_that_the_sentence_before_told_of() -> None:
    text = "Khu vực đầu tư nước ngoài vẫn dẫn đầu. Xuất khẩu của khu vực này đạt 101 tỷ USD; nhập khẩu đạt 83 tỷ USD."
    assert _told(text, "origin") == {"101": "foreign", "83": "foreign"}


def test_what_firms_of_an_origin_sell_and_pay() -> None:
    text = "Doanh thu của các doanh nghiệp FDI ước 264 triệu USD, xuất khẩu 198 triệu USD, nộp ngân sách 96 triệu USD."
    assert _told(text, "origin") == {"264": "foreign", "198": "foreign", "96": "foreign"}


def test_growth_beside_foreign_capital_is_of_all() -> None:
    assert _told("Tỉnh đặt mục tiêu thu hút 3 tỷ USD vốn FDI, IIP tăng 14%.", "origin") == {"3": "foreign", "14": ""}


def test_stages_of_zones_counted_together() -> None:
    text = "Tỉnh hiện có 2 khu công nghiệp và 5 cụm công nghiệp đang hoạt động."
    assert _told(text, "stage") == {"2": "operating", "5": "operating"}
    text = "Tỉnh có 18 KCX, KCN đã được thành lập (3 KCX và 15 KCN)."
    assert _told(text, "stage") == {"18": "established", "3": "established", "15": "established"}
    assert _told("Các CCN đang hoạt động thu hút 571 dự án.", "stage") == {"571": "operating"}


def test_a_sector_before_brackets() -> None:
    text = "Các nhóm hàng xuất khẩu giảm sâu là sắt thép (giảm 38%), thủy sản (giảm 9%)."
    assert set(_told(text, "sector").values()) <= {"sắt thép", "thủy sản", ""}


def test_a_target_that_somebody_keeps_to_is_planned() -> None:
    assert _told("Ban bám sát mục tiêu năm 2026: thu hút 95 dự án.", "status") == {"95": "planned"}


def test_what_is_realised_of_a_plan_is_planned_too() -> None:
    text = "Phấn đấu cả năm cấp mới 25 dự án; vốn thực hiện 3.500 tỷ đồng."
    assert set(_told(text, "status").values()) == {"planned"}
