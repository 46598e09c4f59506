from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.reference.places import Place, Places, places, read_places
from kg.vietnamese import fold

DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31)).map(date.isoformat)


@pytest.fixture(scope="module")
def known() -> Places:
    return places()


def alive(known: Places, kind: str, day: str) -> list[Place]:
    return [place for place in known.all() if place.kind == kind and place.existed_at(day)]


def test_units_of_a_day(known: Places) -> None:
    assert len(alive(known, "Province", "2025-06-30")) == 63
    assert len(alive(known, "Province", "2025-07-01")) == 34
    assert len(alive(known, "District", "2025-06-30")) == 696
    assert alive(known, "District", "2025-07-01") == []


def test_each_of_the_63_is_or_becomes_one_of_the_34(known: Places) -> None:
    today = {place.slug for place in alive(known, "Province", "2025-07-01")}
    ends = set()
    for place in alive(known, "Province", "2025-06-30"):
        after = known.became(place, "2025-07-01")
        assert after is not None
        assert after.slug in today
        ends.add(after.slug)
    assert ends == today


def test_names_are_there_in_both_languages(known: Places) -> None:
    for place in known.all():
        assert place.label and place.english
        assert place.prefix or place.kind in ("Country", "Region")
        assert place.within or place.kind == "Country"
        assert not place.label.lower().startswith(("tỉnh ", "huyện ", "thị xã "))


@pytest.mark.parametrize(
    ("name", "day", "slug"),
    [
        ("Hải Phòng", "2013-03", "province/hai-phong"),
        ("Hải Phòng", "2025-07", "province/hai-phong-2025"),
        ("Hải Phòng", "2025", "province/hai-phong"),
        ("Hải Phòng", "", "province/hai-phong"),
        ("HẢI DƯƠNG", "2021", "province/hai-duong"),
        ("Hải Dương", "2026-02", "province/hai-duong"),
        ("Hà Nội", "2026", "province/ha-noi"),
        ("TP.HCM", "2020", "province/ho-chi-minh"),
        ("TPHCM", "2026", "province/ho-chi-minh-2025"),
        ("Thành phố Hồ Chí Minh", "2019", "province/ho-chi-minh"),
        ("Sài Gòn", "2019", "province/ho-chi-minh"),
        ("BR-VT", "2019", "province/ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "2019", "province/ba-ria-vung-tau"),
        ("Thừa Thiên - Huế", "2013", "province/thua-thien-hue"),
        ("Huế", "2013", "province/thua-thien-hue"),
        ("Huế", "2025-02", "province/hue"),
        ("Thừa Thiên Huế", "2025-02", "province/hue"),
        ("Hà Tây", "2008-05", "province/ha-tay"),
        ("Đắc Lắc", "2012", "province/dak-lak"),
        ("Daklak", "2012", "province/dak-lak"),
        ("Hoà Bình", "2012", "province/hoa-binh"),
        ("Bắc Cạn", "2012", "province/bac-kan"),
        ("tỉnh Quảng Ninh", "2012", "province/quang-ninh"),
        ("TP. Đà Nẵng", "2012", "province/da-nang"),
    ],
)
def test_province_of_a_name_at_a_date(known: Places, name: str, day: str, slug: str) -> None:
    found = known.province_at(name, day)
    assert found is not None
    assert found.slug == slug


def test_unknown_names_are_no_province(known: Places) -> None:
    assert known.province_at("Thường Tín", "2020") is None
    assert known.province_at("", "2020") is None
    assert known.named("huyện Hải Phòng") == ()


@pytest.mark.parametrize(
    ("name", "province", "day", "slug"),
    [
        ("An Lão", "Hải Phòng", "2013", "district/hai-phong-an-lao"),
        ("An Lão", "Bình Định", "2013", "district/binh-dinh-an-lao"),
        ("Thường Tín", "Hà Nội", "2026", "district/ha-noi-thuong-tin"),
        ("Thường Tín", "Hà Tây", "2007", "district/ha-noi-thuong-tin"),
        ("Thuỷ Nguyên", "TP Hải Phòng", "2013", "district/hai-phong-thuy-nguyen"),
        ("Huế", "Thừa Thiên Huế", "2019", "district/thua-thien-hue-hue"),
        ("Hương Thủy", "Thừa Thiên - Huế", "2019", "district/hue-huong-thuy"),
        ("thị xã Kỳ Anh", "Hà Tĩnh", "2019", "district/ha-tinh-thi-xa-ky-anh"),
        ("huyện Kỳ Anh", "Hà Tĩnh", "2019", "district/ha-tinh-huyen-ky-anh"),
        ("Quận 1", "TP HCM", "", "district/ho-chi-minh-quan-1"),
        ("Q.9", "TP HCM", "2018", "district/ho-chi-minh-quan-9"),
        ("Thủ Đức", "TP HCM", "2018", "district/ho-chi-minh-quan-thu-duc"),
        ("Thủ Đức", "TP HCM", "2022", "district/ho-chi-minh-thu-duc"),
        ("Đak Glei", "Kontum", "2016", "district/kon-tum-dak-glei"),
        ("thị xã Phú Mĩ", "BR-VT", "2019", "district/ba-ria-vung-tau-phu-my"),
        ("TP Phan Rang-Tháp Chàm", "Ninh Thuận", "2022", "district/ninh-thuan-phan-rang-thap-cham"),
    ],
)
def test_district_of_a_province(known: Places, name: str, province: str, day: str, slug: str) -> None:
    found = known.district_in(name, province, day)
    assert found is not None
    assert found.slug == slug


def test_a_district_of_another_province_is_not_found(known: Places) -> None:
    assert known.district_in("Thường Tín", "Hải Phòng") is None
    assert known.district_in("Thường Tín", "Atlantis") is None


@pytest.mark.parametrize(
    ("slug", "day", "became"),
    [
        ("province/hai-duong", "2025-06-30", "province/hai-duong"),
        ("province/hai-duong", "2025-07-01", "province/hai-phong-2025"),
        ("province/ha-tay", "2026-01-01", "province/ha-noi"),
        ("province/thua-thien-hue", "2025-01-01", "province/hue"),
        ("province/binh-phuoc", "2026-04-29", "province/dong-nai-2025"),
        ("province/binh-phuoc", "2026-04-30", "province/dong-nai-2026"),
        ("province/quang-ninh", "2026-08-31", "province/quang-ninh"),
        ("province/quang-ninh", "2026-09-01", "province/quang-ninh-2026"),
        ("district/quang-ninh-hoanh-bo", "2020-01-01", "district/quang-ninh-ha-long"),
        ("province/ha-noi", "2026-01-01", "province/ha-noi"),
        ("province/dak-lak-until-2003", "2010-01-01", None),  # split in two
        ("district/ha-noi-tu-liem", "2015-01-01", None),  # split in two
        ("district/ha-noi-thuong-tin", "2025-07-01", None),  # ended with its level
        ("district/quang-ninh-hoanh-bo", "2026-01-01", None),
    ],
)
def test_what_places_became(known: Places, slug: str, day: str, became: str | None) -> None:
    found = known.became(known.by_slug(slug), day)
    assert (found and found.slug) == became


@pytest.mark.parametrize(
    ("name", "day", "slug"),
    [
        ("Đắk Lắk", "", "province/dak-lak"),
        ("Đắk Lắk", "2003-06", "province/dak-lak-until-2003"),
        ("Đắk Lắk", "2004", "province/dak-lak"),
        ("Cần Thơ", "2012", "province/can-tho"),
        ("Hậu Giang", "2003", "province/hau-giang"),
        ("Đồng Nai", "2026-03", "province/dong-nai-2025"),
        ("Đồng Nai", "2026-06", "province/dong-nai-2026"),
        ("Quảng Ninh", "2026-10", "province/quang-ninh-2026"),
        ("Bắc Ninh", "2026-10", "province/bac-ninh-2026"),
    ],
)
def test_provinces_that_were_split_or_became_cities(known: Places, name: str, day: str, slug: str) -> None:
    found = known.province_at(name, day)
    assert found is not None
    assert found.slug == slug


def test_regions(known: Places) -> None:
    for name in ("Đồng bằng Sông Hồng", "ĐBSCL", "miền Trung", "Tây Nguyên", "Đông Nam bộ", "miền Trung, Tây Nguyên"):
        (region,) = known.named(name, "Region")
        assert region.kind == "Region"
    assert known.by_slug("province/hai-phong").within == "region/dong-bang-song-hong"
    (country,) = known.named("Việt Nam")
    assert country.slug == "country/viet-nam"


@given(DAYS)
def test_no_two_provinces_of_one_label_are_alive_on_one_day(day: str) -> None:
    labels = [fold(place.label) for place in alive(places(), "Province", day)]
    assert len(labels) == len(set(labels))


@given(st.sampled_from(places().all()), DAYS)
def test_every_place_is_found_by_each_of_its_names(place: Place, day: str) -> None:
    for name in (place.label, *place.aliases):
        assert place in places().named(name.upper(), place.kind)
        assert (place in places().named(name, place.kind, day)) == (place.begin <= day <= (place.end or "9999"))


@given(st.sampled_from([place for place in places().all() if place.end]))
def test_a_lifetime_ends_between_two_days(place: Place) -> None:
    last = date.fromisoformat(place.end)
    assert place.existed_at(last.isoformat())
    assert place.existed_at(place.end[:7]) and place.existed_at(place.end[:4])
    assert not place.existed_at((last + timedelta(days=1)).isoformat())


def test_a_missing_file_is_an_ontology_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"places\.ttl: cannot be read"):
        read_places(tmp_path / "places.ttl")


@pytest.mark.parametrize("content", ["<a> <b> .", "", "<http://a> <http://b> <http://c> ."])
def test_an_unusable_file_is_an_ontology_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "places.ttl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"places\.ttl: .*scripts/build_places\.py"):
        read_places(path)


def test_what_was_merged_into_provinces(known: Places) -> None:
    assert known.absorbed("Hải Phòng") == {"Hải Dương"}
    assert {"Hà Tây"} <= known.absorbed("Hà Nội")
    assert known.absorbed("Đồng Nai") == {"Bình Phước"}  # by way of the province of 2025
    assert known.absorbed("Cao Bằng") == known.absorbed("Tân Ví Dụ") == frozenset()
    old, new = known.by_slug("province/hai-phong"), known.by_slug("province/hai-phong-2025")
    lost = known.by_slug("province/hai-duong")
    assert known.merged_into(lost, new) and known.merged_into(old, new)
    assert not known.merged_into(new, new) and not known.merged_into(lost, old)
    assert known.holds_others(new, "2025-07") and known.holds_others(new, "") and not known.holds_others(old, "2025")
    ha_noi = known.by_slug("province/ha-noi")
    assert known.holds_others(ha_noi, "2008-08") and not known.holds_others(ha_noi, "2008-07")
    assert not known.holds_others(ha_noi, "") and not known.holds_others(known.by_slug("province/cao-bang"), "2026")
    assert known.holds_others(known.by_slug("province/hue"), "2026")  # it was called Thừa Thiên Huế
