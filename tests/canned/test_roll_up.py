"""Figures of provinces under those of a date: listed, added up, and rates computed anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.articles.model import Article
from kg.canned import canned_queries
from kg.facts import ArticleFacts, Observation
from kg.graph import emit, reference_graphs
from kg.pipeline import load
from kg.reference.metrics import metrics
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, open_store, text

Ask = Callable[..., list[dict[str, str]]]

MERGED = "2025-07-01"
BEFORE = "2025-06-30"

# Article, province, metric, value as written, year, and whatever else differs from an exact actual figure in ha.
_FIGURES: list[tuple[str, str, str, str, str, dict[str, str]]] = [
    ("hai-phong", "Hải Phòng", "leasedArea", "4000", "2021", {"scope": "zones"}),
    ("hai-phong", "Hải Phòng", "industrialLandArea", "5000", "2021", {"scope": "zones"}),
    ("hai-phong", "Hải Phòng", "leasedArea", "4500", "2022", {"scope": "zones"}),
    ("hai-phong", "Hải Phòng", "leasedArea", "6000", "2030", {"scope": "zones", "status": "planned"}),
    ("hai-phong", "Hải Phòng", "leasedArea", "120", "2021", {"scope": "clusters"}),
    ("hai-phong", "Hải Phòng", "leasedArea", "9000", "2021", {}),
    ("hai-phong", "Hải Phòng", "occupancyRate", "80", "2021", {"scope": "zones", "unit": "%"}),
    ("hai-duong", "Hải Dương", "leasedArea", "1000", "2021", {"scope": "zones", "bound": "atLeast"}),
    ("hai-duong", "Hải Dương", "industrialLandArea", "2000", "2021", {"scope": "zones"}),
    ("hai-duong", "Hải Dương", "occupancyRate", "50", "2021", {"scope": "zones", "unit": "%"}),
    ("hai-duong", "Hải Dương", "leasedArea", "77", "", {"scope": "clusters"}),
    ("bao-khac", "Hải Dương", "industrialLandArea", "2500", "2021", {"scope": "clusters"}),
    ("sau-sap-nhap", "Hải Phòng", "leasedArea", "5600", "2026", {"scope": "zones"}),
    ("ba-tinh", "Bắc Kạn", "projectCount", "10", "2023", {"unit": "1"}),
    ("ba-tinh", "Bắc Kạn", "projectCount", "12", "2023", {"unit": "1"}),
    ("ba-tinh", "Thái Nguyên", "projectCount", "200", "2023", {"unit": "1", "bound": "below"}),
    ("ba-tinh", "Quảng Ninh", "projectCount", "150", "2023", {"unit": "1"}),
    ("ba-tinh", "Hòa Bình", "projectCount", "60", "2023", {"unit": "1", "bound": "approx"}),
    ("chua-thue", "Lào Cai", "leasedArea", "0", "2020", {"scope": "clusters"}),
    ("chua-thue", "Lào Cai", "industrialLandArea", "780.46", "2020", {"scope": "clusters"}),
    ("xua", "Cần Thơ", "projectCount", "30", "2003", {"unit": "1"}),
    ("xua", "Hà Tây", "projectCount", "40", "2007", {"unit": "1"}),
    ("xua", "Hà Nội", "projectCount", "300", "2007", {"unit": "1"}),
]

_PUBLISHED = {"sau-sap-nhap": "2026-12-20", "xua": "2008-01-05"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("roll-up") / "store"
    with open_store(str(path)) as opened:
        opened.replace_graphs({name.value: triples for name, triples in reference_graphs(DEFAULT_BASE_IRI)})
        for article in dict.fromkeys(row[0] for row in _FIGURES):
            graph = emit(*_article(article), DEFAULT_BASE_IRI, datetime(2026, 1, 2, tzinfo=UTC))
            opened.replace_graphs({graph.name.value: graph.triples})
        opened.flush()
    with open_store(str(path), read_only=True) as opened:
        yield opened


def _article(name: str) -> tuple[Article, ArticleFacts]:
    written, observations = "", []
    for article, about, metric, value, year, other in _FIGURES:
        if article != name:
            continue
        unit = other.get("unit", "ha")
        quote = f"{value} {unit}"
        fields: dict[str, Any] = {"status": "actual", "bound": "exact", **other}
        start = len(written)
        written += f"{quote}. "
        observations.append(
            Observation(
                **{
                    **fields,
                    "article": name, "about": about, "about_type": "Province", "metric": metric, "unit": unit,
                    "value": Decimal(value), "from_": year, "to": year,
                    "start": start, "end": start + len(quote), "quote": quote,
                }
            )
        )  # fmt: skip
    published = {
        "title": f"Bài {name}",
        "url": f"https://bao.example/{name}",
        "published": _PUBLISHED.get(name, "2021-05-04"),
    }
    return Article(name, written, name, **published), ArticleFacts(name, tuple(observations), (), ())


@pytest.fixture
def ask(store: Store) -> Ask:
    def ask(query: str, **values: str) -> list[dict[str, str]]:
        answer = canned_queries()[query].run(store, values)
        return [{column: text(row, column) for column in answer.variables} for row in answer]

    return ask


def test_figures_stand_under_the_province_that_theirs_became(ask: Ask) -> None:
    rows = ask("roll-up-figures", metric="leasedArea", date=MERGED, province="Hải Phòng", year="2021")
    assert [(row["into"], row["about"], row["scope"], row["value"]) for row in rows] == [
        ("Hải Phòng", "Hải Phòng", "", "9000"),
        ("Hải Phòng", "Hải Dương", "clusters", "77"),  # no time of its own: that of the article
        ("Hải Phòng", "Hải Phòng", "clusters", "120"),
        ("Hải Phòng", "Hải Dương", "zones", "1000"),
        ("Hải Phòng", "Hải Phòng", "zones", "4000"),
    ]
    assert {row["place"] for row in rows} == {f"{DEFAULT_BASE_IRI}id/province/hai-phong-2025"}
    assert {row["member"].rpartition("/")[2] for row in rows} == {"hai-phong", "hai-duong"}
    for row in rows:
        assert row["quote"] and row["title"] and row["source"].startswith("https://bao.example/")


def test_on_a_day_before_the_merger_they_stay_apart(ask: Ask) -> None:
    rows = ask("roll-up-figures", metric="leasedArea", date=BEFORE)
    assert {(row["into"], row["about"]) for row in rows} == {
        (name, name) for name in ("Hải Phòng", "Hải Dương", "Lào Cai")
    }
    assert "5600" not in {row["value"] for row in rows}  # of the province that began afterwards


def test_without_a_date_it_is_today(ask: Ask) -> None:
    assert ask("roll-up-figures", metric="projectCount") == ask(
        "roll-up-figures", metric="projectCount", date=datetime.now(UTC).date().isoformat()
    )
    assert {row["into"] for row in ask("roll-up-figures", metric="leasedArea", province="Hải Dương")} == {"Hải Phòng"}


def test_a_province_that_was_split_is_none_of_those_that_came_of_it(ask: Ask) -> None:
    def about(date: str) -> set[str]:
        return {row["about"] for row in ask("roll-up-figures", metric="projectCount", date=date)}

    assert "Cần Thơ" in about("2003-12-31")
    assert "Cần Thơ" not in about("2004-01-01")


def test_rates_are_listed_and_say_that_they_do_not_add(ask: Ask) -> None:
    rows = ask("roll-up-figures", metric="occupancyRate", date=MERGED)
    assert {(row["value"], row["adds"]) for row in rows} == {("80", "ratio"), ("50", "ratio")}
    assert all("computed anew" in row["note"] for row in rows)


def test_sums_of_exactly_the_same(ask: Ask) -> None:
    rows = ask("roll-up", metric="leasedArea", date=MERGED, scope="zones", status="actual")
    told = {row["to"]: row for row in rows}
    assert set(told) == {"2021", "2022", "2026"}
    both = told["2021"]
    assert (both["into"], both["value"], both["unit"], both["bound"]) == ("Hải Phòng", "5000", "ha", "atLeast")
    assert (both["counted"], both["of"], both["missing"]) == ("2", "2", "")
    assert sorted(both["quotes"].split("; ")) == ["Hải Dương: 1000 ha", "Hải Phòng: 4000 ha"]
    assert len(both["observations"].split()) == 2
    assert set(both["sources"].split(" | ")) == {
        "https://bao.example/hai-phong",
        "https://bao.example/hai-duong",
    }
    alone = told["2022"]
    assert (alone["value"], alone["counted"], alone["of"], alone["missing"]) == ("4500", "1", "2", "Hải Dương")
    after = told["2026"]
    assert (after["value"], after["counted"], after["of"], after["missing"]) == ("5600", "1", "1", "")


def test_a_sum_is_what_its_observations_state(ask: Ask) -> None:
    for row in ask("roll-up", metric="projectCount", date=MERGED):
        values: dict[str, set[Decimal]] = {}
        for iri in row["observations"].split():
            (source,) = ask("where-from", observation=iri)
            values.setdefault(source["about"], set()).add(Decimal(source["value"]))
        assert Decimal(row["least"]) == sum(min(several) for several in values.values())
        assert Decimal(row["most"]) == sum(max(several) for several in values.values())
        assert row["value"] == (row["least"] if row["least"] == row["most"] else "")
        assert int(row["counted"]) == len(values)


def test_planned_and_actual_other_scopes_and_figures_without_a_time_are_not_added(ask: Ask) -> None:
    rows = ask("roll-up", metric="leasedArea", date=MERGED, province="Hải Phòng")
    assert [(row["scope"], row["status"], row["to"], row["value"]) for row in rows] == [
        ("", "actual", "2021", "9000"),
        ("clusters", "actual", "2021", "120"),
        ("zones", "actual", "2021", "5000"),
        ("zones", "actual", "2022", "4500"),
        ("zones", "actual", "2026", "5600"),
        ("zones", "planned", "2030", "6000"),
    ]


def test_contradicting_figures_leave_a_range_and_mixed_bounds_only_about(ask: Ask) -> None:
    (row,) = ask("roll-up", metric="projectCount", date=MERGED, province="Thái Nguyên", year="2023")
    assert (row["value"], row["least"], row["most"], row["bound"]) == ("", "210", "212", "below")
    assert "10 1 / 12 1" in row["quotes"] or "12 1 / 10 1" in row["quotes"]
    (row,) = ask("roll-up", metric="projectCount", date=MERGED, province="Hòa Bình", year="2023")
    assert (row["into"], row["value"], row["bound"]) == ("Phú Thọ", "60", "approx")
    assert set(row["missing"].split("; ")) == {"Phú Thọ", "Vĩnh Phúc"}
    assert row["of"] == "3"


def test_any_date_has_its_provinces(ask: Ask) -> None:
    def sums(date: str) -> set[tuple[str, str]]:
        return {(row["into"], row["value"]) for row in ask("roll-up", metric="projectCount", date=date, year="2007")}

    assert sums("2008-07-31") == {("Hà Tây", "40"), ("Hà Nội", "300")}
    assert sums("2008-08-01") == sums("2026-01-01") == {("Hà Nội", "340")}
    # Split in 2004 into two, which the merger of 2025 brought together again.
    assert ask("roll-up", metric="projectCount", date="2010-01-01", year="2003") == []
    (row,) = ask("roll-up", metric="projectCount", date="2026-01-01", year="2003")
    assert (row["into"], row["value"], row["missing"]) == ("Cần Thơ", "30", "Sóc Trăng")


@pytest.mark.parametrize("metric", sorted(metrics()))
def test_what_does_not_add_says_why(ask: Ask, metric: str) -> None:
    notes = [row["note"] for row in ask("roll-up", metric=metric) if row["note"]]
    adds = {row["adds"] for row in ask("roll-up-figures", metric=metric)}
    assert len(notes) == (metric in NOT_ADDED)
    assert adds <= ({"ratio", "not-additive"} if metric in NOT_ADDED else {"additive"})


NOT_ADDED = {"occupancyRate", "averageIncome", "countryCount", "outputGrowth", "exportGrowth", "importGrowth"}


def test_a_rate_is_computed_anew_from_its_parts(ask: Ask) -> None:
    """80 % of one and 50 % of the other are neither 130 % nor 65 %: 5000 of 7000 ha are leased."""
    (row,) = ask("roll-up-rates", date=MERGED, scope="zones")
    assert (row["into"], row["to"], row["rate"], row["above"], row["below"]) == (
        "Hải Phòng", "2021", "71.43", "5000", "7000",
    )  # fmt: skip
    assert (row["counted"], row["of"], row["missing"], row["bound"]) == ("2", "2", "", "approx")
    assert len(row["observations"].split()) == 4
    assert "Hải Dương: 1000 ha : 2000 ha" in row["quotes"]
    assert set(row["sources"].split(" | ")) == {"https://bao.example/hai-phong", "https://bao.example/hai-duong"}


def test_only_who_states_both_parts_of_a_rate_counts(ask: Ask) -> None:
    assert {(row["into"], row["rate"]) for row in ask("roll-up-rates", date=BEFORE, scope="zones")} == {
        ("Hải Phòng", "80"),
        ("Hải Dương", "50"),
    }
    # Of the clusters one province tells the leased area, the other the whole.
    assert ask("roll-up-rates", date=MERGED, scope="clusters", year="2021") == []
    assert ask("roll-up-rates", metric="outputGrowth", date=MERGED) == []


def test_nothing_of_something_is_a_rate_of_nought(ask: Ask) -> None:
    (row,) = ask("roll-up-rates", date=MERGED, year="2020")
    assert (row["into"], row["rate"], row["above"], row["below"]) == ("Lào Cai", "0", "0", "780.46")


def test_the_observations_of_a_sum_are_told_by_their_iris(ask: Ask, store: Store) -> None:
    (row,) = ask("roll-up-rates", date=MERGED, year="2020")
    stated = {
        text(one, "o")
        for one in store.select(f"""
        PREFIX kg: <{DEFAULT_BASE_IRI}ontology#> SELECT ?o {{ GRAPH ?g {{ ?o kg:aboutLabel "Lào Cai" }} }}""")
    }
    assert set(row["observations"].split()) == stated and len(stated) == 2


SEEDS = Path(__file__).resolve().parents[3] / "shared" / "articles"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles of ../shared are not here")
def test_seeds_of_two_provinces_under_the_one_of_today(tmp_path: Path) -> None:
    """Hải Dương (2021) and Hải Phòng (2013, 2021, 2024) stay provinces of their time; today's Hải Phòng has both."""
    path = tmp_path / "store"
    with open_store(str(path)) as store:
        load([SEEDS], store, base_iri=DEFAULT_BASE_IRI)
        rows = canned_queries()["roll-up-figures"].run(
            store, {"metric": "count", "province": "Hải Phòng", "date": "2026-01-01"}
        )
        told = [{column: text(row, column) for column in rows.variables} for row in rows]
    assert {row["into"] for row in told} == {"Hải Phòng"}
    assert {row["place"].rpartition("/")[2] for row in told} == {"hai-phong-2025"}
    members = {(row["member"].rpartition("/")[2], row["article"].rpartition("/")[2]) for row in told}
    assert {member for member, _ in members} == {"hai-phong", "hai-duong"}
    assert ("hai-duong", "seed-004") in members
    assert {article for member, article in members if member == "hai-phong"} >= {"seed-000", "seed-001", "seed-003"}
    assert all(row["quote"] and row["source"] for row in told)
