"""The canned queries in queries/: each answers right, and every figure comes with its quote and source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.canned import canned_queries
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, open_store, text

Ask = Callable[..., list[dict[str, str]]]

# Queries whose rows are no figures.
_COUNTS = {"coverage", "articles", "sectors", "sectors-not-mapped"}


@pytest.fixture(scope="module")
def store(sample_store: Path) -> Iterator[Store]:
    with open_store(str(sample_store), read_only=True) as opened:
        yield opened


@pytest.fixture
def ask(store: Store) -> Ask:
    def ask(name: str, **values: str) -> list[dict[str, str]]:
        answer = canned_queries()[name].run(store, values)
        return [{column: text(row, column) for column in answer.variables} for row in answer]

    return ask


def test_all_that_are_promised_are_there() -> None:
    assert set(canned_queries()) >= {
        "articles",
        "compare-provinces",
        "conflicts",
        "converted",
        "corrections",
        "coverage",
        "figures-by-sector",
        "growth-by-sector",
        "occupancy-that-does-not-add-up",
        "planned-and-actual",
        "policies",
        "province-profile",
        "sectors",
        "sectors-not-mapped",
        "sectors-of-places",
        "series",
        "where-from",
        "zone-figures",
        "zones-of-province",
    }


@pytest.mark.parametrize("name", sorted(set(canned_queries()) - _COUNTS))
def test_every_figure_has_its_quote_and_source(ask: Ask, name: str) -> None:
    examples = {
        parameter.name: parameter.example
        for parameter in canned_queries()[name].parameters
        if parameter.required or parameter.name in canned_queries()[name].at_least_one[:1]
    } | {"compare-provinces": {"year": "2024"}, "zone-figures": {"zone": "KCN Thử Nghiệm"}}.get(name, {})
    rows = ask(name, **examples)
    assert rows
    for row in rows:
        quotes = [value for column, value in row.items() if "quote" in column.lower() and "actual" not in column]
        sources = [value for column, value in row.items() if "source" in column.lower() and "actual" not in column]
        assert sources and all(sources)
        if row.get("value") or row.get("occupancy") or row.get("valueA"):
            assert quotes and all(quotes)


@pytest.mark.parametrize("place", ["Hải Phòng", "hai phong", "TP. Hải Phòng", "province/hai-phong"])
def test_series(ask: Ask, place: str) -> None:
    rows = ask("series", place=place, metric="leasedArea")
    assert [(row["value"], row["quote"], row["source"]) for row in rows] == [
        ("117.49", "117,49 ha", "https://bao.example/hai-lan-noi"),
        ("120.21", "120,21 ha", "https://bao.example/hai-lan-noi"),
    ]
    assert {(row["unit"], row["scope"], row["status"], row["bound"]) for row in rows} == {
        ("ha", "clusters", "actual", "exact")
    }


def test_series_of_a_zone_by_its_bare_name_and_of_both_sides_of_a_merger(ask: Ask) -> None:
    rows = ask("series", place="thử nghiệm", metric="tỷ lệ lấp đầy")
    assert [(row["from"], row["value"]) for row in rows] == [("2022", "50"), ("2023", "65")]
    assert [row["value"] for row in ask("series", place="Hải Phòng", metric="projectCount")] == ["1234"]
    assert ask("series", place="province/hai-phong", metric="projectCount") == []


def test_series_filters_by_scope_and_status(ask: Ask) -> None:
    exports = {"place": "Hải Phòng", "metric": "exportValue"}
    assert [row["value"] for row in ask("series", **exports)] == ["35000000000", "40000000000"]
    assert [row["value"] for row in ask("series", **exports, status="planned")] == ["40000000000"]
    assert ask("series", **exports, scope="zones") == []
    assert len(ask("series", place="Hải Phòng", metric="leasedArea", scope="clusters")) == 2


def test_profile_holds_the_province_and_its_zones(ask: Ask) -> None:
    rows = ask("province-profile", province="Hải Phòng")
    assert {row["about"] for row in rows} == {"Hải Phòng", "KCN Thử Nghiệm"}
    assert {row["type"] for row in rows} == {"province", "zone"}
    assert len(rows) == len({row["observation"] for row in rows}) == 14
    assert {row["value"] for row in ask("province-profile", province="Bắc Ninh")} == {"4000000000", "-7"}


def test_comparison(ask: Ask) -> None:
    rows = ask("compare-provinces", metric="registeredCapital", year="2024")
    assert [(row["about"], row["value"], row["bound"]) for row in rows] == [
        ("Bắc Ninh", "4000000000", "atLeast"),
        ("Hải Phòng", "2500000000", "exact"),
    ]
    assert ask("compare-provinces", metric="registeredCapital", year="2023") == []


def test_zones_with_their_latest_occupancy(ask: Ask) -> None:
    rows = {row["label"]: row for row in ask("zones-of-province", province="hai phong")}
    assert set(rows) == {"KCN Thử Nghiệm", "CCN Chưa Có Số"}
    zone, cluster = rows["KCN Thử Nghiệm"], rows["CCN Chưa Có Số"]
    assert (zone["occupancy"], zone["to"], zone["quote"], zone["type"]) == ("65", "2023", "65%", "zone")
    assert zone["district"] == "Kiến Thụy"
    assert (cluster["occupancy"], cluster["source"]) == ("", "articles/lap-day.txt")


def test_plans_beside_results(ask: Ask) -> None:
    (row,) = ask("planned-and-actual", place="Hải Phòng")
    assert (row["plannedValue"], row["plannedTo"], row["plannedQuote"]) == ("40000000000", "2025", "40 tỷ USD")
    assert (row["actualValue"], row["actualTo"], row["actualQuote"]) == ("35000000000", "2024", "35 tỷ USD")
    assert row["policy"].startswith(f"{DEFAULT_BASE_IRI}id/policy/99-qd-ubnd")


def test_conflicts_within_an_article(ask: Ask) -> None:
    rows = ask("conflicts", place="Hải Phòng")
    assert [(row["valueA"], row["valueB"], row["sameArticle"], row["differencePercent"]) for row in rows] == [
        ("117.49", "120.21", "true", "2.2627")
    ]
    assert (rows[0]["quoteA"], rows[0]["quoteB"]) == ("117,49 ha", "120,21 ha")
    assert ask("conflicts", metric="leasedArea", tolerance="3") == []
    assert ask("conflicts", metric="leasedArea", most="2") == []
    assert len(ask("conflicts")) == 1  # other times, other sectors, a bound: no conflict


def test_growth_by_sector(ask: Ask) -> None:
    rows = ask("growth-by-sector", place="Hải Phòng", year="2024")
    assert [(row["sector"], row["value"]) for row in rows] == [("điện tử", "15.14"), ("dệt may", "-3.5")]
    assert ask("growth-by-sector", year="2020") == []


def test_figures_of_a_division_whatever_articles_call_it(ask: Ask) -> None:
    assert [
        (row["code"], row["match"], row["wording"], row["value"]) for row in ask("figures-by-sector", sector="26")
    ] == [("26", "exact", "điện tử", "15.14")]
    section = ask("figures-by-sector", sector="C", place="Hải Phòng", metric="outputGrowth", year="2024")
    assert [(row["code"], row["match"], row["value"]) for row in section] == [
        ("13", "narrow", "-3.5"),
        ("14", "narrow", "-3.5"),
        ("26", "exact", "15.14"),
    ]
    newer = ask("figures-by-sector", sector="vsic-2025-13")
    assert [(row["code"], row["wording"], row["quote"]) for row in newer] == [("13", "dệt may", "3,5%")]
    assert [row["code"] for row in ask("figures-by-sector", sector="dệt may")] == ["13", "14"]
    assert ask("figures-by-sector", sector="30") == []


def test_sectors_that_have_figures_and_wordings_that_have_no_sector(ask: Ask) -> None:
    for version in ("vsic-2018", "vsic-2025"):
        rows = ask("sectors", version=version)
        assert [(row["code"], row["figures"], row["wordings"]) for row in rows] == [
            ("13", "1", "dệt may"),
            ("14", "1", "dệt may"),
            ("26", "1", "điện tử"),
        ]
        assert all(version in row["sector"] for row in rows)
    assert [(row["wording"], row["facts"]) for row in ask("sectors-not-mapped")] == [
        ("=1+1<img src=x>", "1"),
        ("nghề lạ", "1"),
    ]


def test_sectors_that_places_have_or_want(ask: Ask) -> None:
    rows = ask("sectors-of-places", place="Hải Phòng")
    assert [(row["scope"], row["relation"], row["wording"], row["divisions"]) for row in rows] == [
        ("zones", "has", "nghề lạ", ""),
        ("zones", "has", "đóng tàu", "30"),
    ]
    (row,) = ask("sectors-of-places", sector="26", relation="wants")
    assert (row["about"], row["relation"], row["quote"], row["divisions"]) == (
        "KCN Thử Nghiệm",
        "wants",
        "điện tử",
        "26",
    )
    assert row["before"].endswith("Khu ưu tiên ") and row["after"].startswith("; các KCN")
    assert [row["wording"] for row in ask("sectors-of-places", sector="C")] == ["đóng tàu", "điện tử"]
    assert ask("sectors-of-places", sector="26", relation="has") == []


@pytest.mark.parametrize(
    ("to", "computed"), [("km2", ["1.1749", "1.2021"]), ("m2", ["1174900", "1202100"]), ("ha", ["117.49", "120.21"])]
)
def test_areas_in_another_unit(ask: Ask, to: str, computed: list[str]) -> None:
    rows = ask("converted", place="Hải Phòng", metric="leasedArea", to=to)
    assert [row["computed"] for row in rows] == computed
    assert [(row["value"], row["unit"], row["computedUnit"]) for row in rows] == [
        ("117.49", "ha", to),
        ("120.21", "ha", to),
    ]


def test_money_and_what_is_of_another_kind_is_not_converted(ask: Ask) -> None:
    exports = {"place": "Hải Phòng", "metric": "exportValue"}
    assert ask("converted", **exports, to="VND") == ask("converted", **exports, to="km2") == []
    assert ask("converted", place="Hải Phòng", metric="leasedArea", to="%") == []


def test_policies_with_their_targets(ask: Ask) -> None:
    rows = ask("policies")
    assert [(row["number"], row["policyTitle"], row["value"]) for row in rows] == [
        ("", "Chương trình không có mục tiêu", ""),
        ("99/QĐ-UBND", "", "40000000000"),
    ]
    assert rows[1]["quote"] == "40 tỷ USD"
    assert len(ask("policies", text="qđ-ubnd")) == 1


def test_where_a_figure_comes_from(ask: Ask) -> None:
    (row,) = ask("where-from", value="117.49")
    assert (row["before"], row["quote"], row["after"]) == (
        "Cụm đã cho thuê ",
        "117,49 ha",
        " trong số 124,91 ha, đạt 94,06%.",
    )
    assert (row["start"], row["end"], row["published"]) == ("16", "25", "2024-10-05")
    assert row["readAt"].startswith("2026-01-02T03:04:05") and row["software"].startswith("vnkg-")
    path = row["observation"].removeprefix(f"{DEFAULT_BASE_IRI}id/")
    assert ask("where-from", observation=path) == ask("where-from", observation=row["observation"]) == [row]


def test_where_a_corrected_figure_comes_from(ask: Ask) -> None:
    (row,) = ask("where-from", value="1234")
    assert (row["correctedBy"], row["correctedAt"], row["note"]) == ("Người Xem", "2026-04-01T08:00:00Z", "là dự án")
    assert row["formerly"].startswith("Hải Phòng · workerCount = 1234")
    assert (row["readAt"], row["software"]) == ("", "")


def test_corrections(ask: Ask) -> None:
    rejected, changed = ask("corrections")
    assert (rejected["kind"], rejected["observation"], changed["kind"]) == ("reject", "", "change")
    assert rejected["formerly"].startswith("Hải Phòng · zones · count = 1234")
    assert changed["observation"] and changed["quote"] == "1.234" and changed["label"] == "Hải Phòng"
    assert {row["state"] for row in (rejected, changed)} == {"applied"}
    assert ask("corrections", article="SAU HỢP NHẤT") == [rejected, changed]
    assert ask("corrections", article="nowhere") == ask("corrections", only="cameBack") == []


def test_articles_with_what_each_gave(ask: Ask) -> None:
    rows = {row["id"]: row for row in ask("articles")}
    assert len(rows) == 6
    assert [rows["lap-day"][name] for name in ("observations", "zones", "policies")] == ["4", "2", "0"]
    assert [rows["ke-hoach"][name] for name in ("observations", "zones", "policies")] == ["2", "0", "2"]
    assert [row["id"] for row in ask("articles", text="LẤP ĐẦY")] == ["lap-day"]


def test_occupancy_that_does_not_add_up(ask: Ask) -> None:
    rows = ask("occupancy-that-does-not-add-up")
    assert [(row["about"], row["stated"], row["computed"], row["differencePoints"]) for row in rows] == [
        ("KCN Thử Nghiệm", "65", "30", "35"),
        ("KCN Thử Nghiệm", "50", "30", "20"),
    ]
    assert ask("occupancy-that-does-not-add-up", tolerance="40") == []
    assert ask("occupancy-that-does-not-add-up", place="Hải Phòng") == []


def test_coverage(ask: Ask) -> None:
    rows = {(row["about"], row["metric"], row["year"]): row for row in ask("coverage", place="Hải Phòng")}
    assert rows["Hải Phòng", "leasedArea", ""]["figures"] == "2"
    assert rows["Hải Phòng", "leasedArea", ""]["articles"] == "1"
    assert rows["Hải Phòng", "exportValue", "2025"]["planned"] == "1"
    assert [row["figures"] for row in ask("coverage", metric="outputGrowth", year="2024")] == ["1", "2"]


def test_another_base_iri(tmp_path: Path, store: Store) -> None:
    base = "https://example.org/kg/"
    query = canned_queries()["series"].query(base)
    assert f"<{base}ontology#>" in query.text and DEFAULT_BASE_IRI not in query.text
