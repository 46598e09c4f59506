from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SettingsError
from kg.facts import NamedPolicy, Observation
from kg.graph.identifiers import article_slug, cell_key, identifiers, observation_key
from kg.settings import DEFAULT_BASE_IRI
from kg.vietnamese import name_slug

MAKE = identifiers(DEFAULT_BASE_IRI)
THINGS = DEFAULT_BASE_IRI + "id/"
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


def subject(kind: str, name: str, province: str = "", *dates: str) -> str:
    return MAKE.subject(kind, name, province, "bai-1", *(dates or ("",))).node.value.removeprefix(THINGS)


@given(ANY_TEXT)
def test_any_name_has_a_short_slug_of_plain_letters(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name_slug(name))
    assert len(name_slug(name)) <= 90


@given(st.lists(ANY_TEXT, min_size=2, max_size=2, unique=True))
def test_two_articles_never_share_a_slug(ids: list[str]) -> None:
    first, second = map(article_slug, ids)
    assert first != second
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._~-]*", first)


def test_ids_that_differ_only_in_what_a_slug_drops_are_two_articles() -> None:
    assert article_slug("bai-1") == "bai-1"
    assert len({article_slug(id_) for id_ in ("bai-1", "bai 1", "bài-1", "bai-1/", "a" * 200, "a" * 201)}) == 6


def test_a_province_is_the_one_of_its_time() -> None:
    assert subject("Province", "Hải Phòng", "", "2021") == "province/hai-phong"
    assert subject("Province", "Hải Phòng", "", "2025-08") == "province/hai-phong-2025"
    assert subject("Province", "Hải Dương", "", "2030", "2022") == "province/hai-duong"
    assert subject("Province", "TP HCM", "", "2020") == subject("Province", "Hồ Chí Minh", "", "2020")


def test_a_place_that_the_gazetteer_does_not_know_has_an_iri_all_the_same() -> None:
    assert subject("Province", "Tân Ví Dụ") == "province/tan-vi-du"
    assert subject("District", "Ví Dụ", "Hải Phòng") == "district/hai-phong-vi-du"
    assert subject("Region", "Vùng Nào Đó") == "region/vung-nao-do"
    assert subject("Country", "Ruritania") == "country/ruritania"
    assert subject("Commune", "Ví Dụ", "Hà Nam") == "commune/ha-nam-vi-du"


def test_known_places_are_the_gazetteers() -> None:
    assert subject("Country", "Việt Nam") == "country/viet-nam"
    assert subject("District", "Thủy Nguyên", "Hải Phòng", "2020") == "district/hai-phong-thuy-nguyen"
    assert subject("District", "Thuỷ Nguyên", "Hải Phòng", "2026") == "district/hai-phong-thuy-nguyen"


def test_a_zones_slug_carries_its_province_through_the_merger() -> None:
    before = subject("Zone", "KCN Sông Biển", "Hải Phòng", "2021")
    assert before == subject("Zone", "KCN Sông Biển", "Hải Phòng", "2026") == "zone/hai-phong-kcn-song-bien"
    assert subject("Zone", "KCN Sông Biển") == "zone/kcn-song-bien"
    assert subject("Cluster", "CCN Sông Biển", "TP HCM") == "cluster/ho-chi-minh-ccn-song-bien"
    assert subject("EconomicZone", "KKT Sông Biển", "Hải Phòng") == "economic-zone/hai-phong-kkt-song-bien"


def test_projects_are_their_articles_and_companies_their_names() -> None:
    assert subject("Project", "Nhà máy Mẫu", "Hải Phòng") == "project/bai-1-nha-may-mau"
    assert subject("Company", "Công ty Mẫu", "Hải Phòng") == "company/cong-ty-mau"


@pytest.mark.parametrize(
    ("number", "issuer", "date", "slug"),
    [
        ("3164/QĐ-UBND", "UBND tỉnh Hải Dương", "2021-10-29", "3164-qd-ubnd-hai-duong-2021"),
        ("3164/QĐ-UBND", "", "", "3164-qd-ubnd"),
        ("12/KH-UBND", "Ủy ban nhân dân TP. Hà Nội", "", "12-kh-ubnd-ha-noi"),
        ("7/QĐ-BQL", "Ban Quản lý KKT Hải Phòng", "", "7-qd-bql-ban-quan-ly-kkt-hai-phong"),
        ("1107/QĐ-TTg", "Thủ tướng Chính phủ", "2006-08-21", "1107-qd-ttg-2006"),
        ("68/2017/NĐ-CP", "Chính phủ", "2017-05-25", "68-2017-nd-cp"),
        ("830/NQ-UBTVQH14", "Ủy ban Thường vụ Quốc hội", "2019-12-17", "830-nq-ubtvqh14"),
        ("28/2012/TT-BCT", "Bộ Công Thương", "", "28-2012-tt-bct"),
    ],
)
def test_a_policy_is_its_number_within_its_issuer_and_year(number: str, issuer: str, date: str, slug: str) -> None:
    row = NamedPolicy("bai-1", number, "decision", issuer=issuer, date=date)
    assert MAKE.policy(row).value == f"{THINGS}policy/{slug}"


def test_policies_without_a_number_are_kept_apart_by_issuer_or_article() -> None:
    row = NamedPolicy("bai-1", "", "plan", title="Kế hoạch năm 2022")
    assert MAKE.policy(row).value.endswith("policy/plan-ke-hoach-nam-2022-bai-1")
    assert MAKE.policy(row) != MAKE.policy(replace(row, article="bai-2"))
    issued = replace(row, issuer="UBND tỉnh Hà Nam")
    assert MAKE.policy(issued) == MAKE.policy(replace(issued, article="bai-2"))


def test_an_observation_is_what_it_states_and_not_how_sure_it_is() -> None:
    row = Observation("a", "KCN X", "Zone", "leasedArea", Decimal("1.50"), "ha", 0, 4, "1,50")
    assert observation_key(row) == observation_key(replace(row, value=Decimal("1.5"), time_level="inferred"))
    changes = [
        {"value": Decimal(2)}, {"start": 1}, {"from_": "2020"}, {"to": "2020"}, {"bound": "approx"}, {"article": "b"},
        {"about": "KCN Y"}, {"province": "Hà Nam"}, {"policy": "1/KH"}, {"stage": "planned"}, {"sector": "thép"},
    ]  # fmt: skip
    keys = {observation_key(replace(row, **change)) for change in changes}  # type: ignore[arg-type]
    assert len(keys | {observation_key(row)}) == len(changes) + 1


def test_a_cell_is_what_is_measured_and_not_what_is_stated_of_it() -> None:
    row = Observation("a", "KCN X", "Zone", "leasedArea", Decimal("1.50"), "ha", 0, 4, "1,50", from_="2021", to="2021")
    zone = MAKE.subject("Zone", "KCN X", "Hà Nam", "a", "").node
    stated = [
        {"value": Decimal(2)}, {"start": 1}, {"bound": "approx"}, {"article": "b"}, {"quote": "2"}, {"policy": "1/KH"},
        {"about": "Khu công nghiệp X"}, {"time_level": "inferred"}, {"stage": "operating"},
    ]  # fmt: skip
    assert {cell_key(zone, replace(row, **change)) for change in stated} == {cell_key(zone, row)}  # type: ignore[arg-type]
    measured = [
        {"metric": "landArea"}, {"unit": "%"}, {"scope": "zones"}, {"sector": "thép"}, {"origin": "foreign"},
        {"status": "planned"}, {"from_": "2020"}, {"to": "2022"}, {"from_": "", "to": "2021"},
    ]  # fmt: skip
    cells = {cell_key(zone, replace(row, **change)) for change in measured}  # type: ignore[arg-type]
    other = cell_key(MAKE.subject("Zone", "KCN Y", "Hà Nam", "a", "").node, row)
    assert len(cells | {cell_key(zone, row), other}) == len(measured) + 2


@pytest.mark.parametrize("base", ["https://example.org/kg#", "no iri/", "https://example.org/kg"])
def test_a_base_under_which_no_iris_can_be_made_is_refused(base: str) -> None:
    with pytest.raises(SettingsError) as caught:
        identifiers(base)
    assert caught.value.where == "KG_BASE_IRI"
