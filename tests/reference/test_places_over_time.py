"""Places through time, asked in SPARQL of a store that holds nothing but the reference data."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph import reference_graphs
from kg.settings import DEFAULT_BASE_IRI
from kg.vietnamese import slug

ROOT = Path(__file__).resolve().parents[2]
BASE = DEFAULT_BASE_IRI
GEONAMES = "https://sws.geonames.org/"
PREFIXES = f"""
    PREFIX kg: <{BASE}ontology#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
    PREFIX gn: <http://www.geonames.org/ontology#>
    PREFIX org: <http://www.w3.org/ns/org#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# ?unit existed on the day.
EXISTS = """FILTER NOT EXISTS {{ ?{unit} kg:begin ?{unit}Begin FILTER(?{unit}Begin > "{day}"^^xsd:date) }}
    FILTER NOT EXISTS {{ ?{unit} kg:end ?{unit}End FILTER(?{unit}End < "{day}"^^xsd:date) }}"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for name, triples in reference_graphs(BASE):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value.removeprefix(f"{BASE}id/") for term in solution) for solution in solutions]


def units(store: ox.Store, kind: str, day: str) -> set[str]:
    found = rows(store, f"SELECT ?unit {{ ?unit a kg:{kind} . {EXISTS.format(unit='unit', day=day)} }}")
    assert len(found) == len(set(found))
    return {row[0] for row in found}


@pytest.mark.parametrize(
    ("day", "provinces", "districts"),
    [
        ("2003-12-31", 61, None),
        ("2004-01-01", 64, None),
        ("2008-07-31", 64, None),
        ("2008-08-01", 63, None),
        ("2025-06-30", 63, 696),
        ("2025-07-01", 34, 0),
        ("2026-04-29", 34, 0),
        ("2026-09-20", 34, 0),
    ],
)
def test_how_many_there_were_on_a_day(store: ox.Store, day: str, provinces: int, districts: int | None) -> None:
    assert len(units(store, "Province", day)) == provinces
    if districts is not None:
        assert len(units(store, "District", day)) == districts


@pytest.mark.parametrize(
    ("day", "municipalities"),
    [("2024-12-31", 5), ("2025-06-30", 6), ("2026-04-29", 6), ("2026-04-30", 7), ("2026-09-20", 9)],
)
def test_kinds_of_provinces(store: ox.Store, day: str, municipalities: int) -> None:
    kinds = rows(store, f"SELECT ?kind {{ ?u a kg:Province ; kg:unitKind ?kind . {EXISTS.format(unit='u', day=day)} }}")
    counted = Counter(kind for (kind,) in kinds)
    assert counted["unit-kind/municipality"] == municipalities
    assert counted.total() == len(units(store, "Province", day))


def test_kinds_of_districts(store: ox.Store) -> None:
    kinds = rows(store, "SELECT ?kind ?name { ?u a kg:District ; kg:unitKind ?kind ; gn:officialName ?name }")
    assert {kind for kind, _ in kinds} == {
        f"unit-kind/{k}" for k in ("urban-district", "rural-district", "town", "provincial-city")
    }


def test_each_of_the_63_ends_in_exactly_one_of_the_34_by_a_dated_and_cited_event(store: ox.Store) -> None:
    became = rows(
        store,
        f"""SELECT ?old ?new ?day ?number {{
          ?old a kg:Province . {EXISTS.format(unit="old", day="2025-06-30")}
          ?new a kg:Province . {EXISTS.format(unit="new", day="2025-07-01")}
          OPTIONAL {{ ?event org:originalOrganization ?old ; org:resultingOrganization ?new ;
              dcterms:date ?on ; dcterms:source/dcterms:identifier ?text . FILTER(?old != ?new) }}
          FILTER(BOUND(?event) || ?old = ?new)
          BIND(COALESCE(STR(?on), "") AS ?day) BIND(COALESCE(?text, "") AS ?number) }}""",
    )
    merged = {old: (new, day, number) for old, new, day, number in became if day}
    unchanged = {old for old, new, day, _ in became if not day}
    assert len(became) == 63 == len(merged) + len(unchanged)
    assert len(merged) == 52
    assert {(day, number) for _, day, number in merged.values()} == {("2025-07-01", "202/2025/QH15")}
    assert {new for new, _, _ in merged.values()} | unchanged == units(store, "Province", "2025-07-01")
    assert merged["province/hai-duong"][0] == merged["province/hai-phong"][0] == "province/hai-phong-2025"


def test_an_event_joins_lifetimes(store: ox.Store) -> None:
    """What it begins with ends the day before or lives on in it; what it makes exists on its day."""
    joined = rows(
        store,
        """SELECT ?event ?day ?original ?end ?resulting ?begin ?until {
          ?event a org:ChangeEvent ; dcterms:date ?day ;
            org:originalOrganization ?original ; org:resultingOrganization ?resulting .
          OPTIONAL { ?original kg:end ?ended } OPTIONAL { ?resulting kg:begin ?began } OPTIONAL { ?resulting kg:end ?e }
          BIND(COALESCE(STR(?ended), "9999") AS ?end) BIND(COALESCE(STR(?began), "0000") AS ?begin)
          BIND(COALESCE(STR(?e), "9999") AS ?until) }""",
    )
    assert len(joined) > 80
    made = {(event, resulting) for event, _, _, _, resulting, _, _ in joined}
    for event, day, original, end, _, begin, until in joined:
        assert begin <= day <= until, event
        assert (event, original) in made or date.fromisoformat(end) + timedelta(days=1) == date.fromisoformat(day), (
            event
        )


def test_no_province_ends_without_an_event(store: ox.Store) -> None:
    lost = "SELECT ?u { ?u a kg:Province ; kg:end ?end FILTER NOT EXISTS { ?event org:originalOrganization ?u } }"
    assert rows(store, lost) == []


def test_events_are_dated_and_cite_a_document_that_is_described(store: ox.Store) -> None:
    events = rows(store, "SELECT DISTINCT ?e { ?e a org:ChangeEvent }")
    cited = rows(
        store,
        """SELECT DISTINCT ?e { ?e a org:ChangeEvent ; dcterms:date ?day ; dcterms:source ?document .
             ?document a kg:Policy ; dcterms:title ?title ; kg:issuer ?issuer .
             FILTER(DATATYPE(?day) = xsd:date)
             FILTER EXISTS { { ?document dcterms:identifier ?number } UNION { ?document rdfs:seeAlso ?page } } }""",
    )
    assert len(events) > 50
    assert set(cited) == set(events)


def test_no_code_without_its_list_and_no_list_without_its_year(store: ox.Store) -> None:
    loose = rows(
        store,
        """SELECT ?unit ?code { { ?unit a kg:Province } UNION { ?unit a kg:District } ?unit skos:notation ?code
             FILTER NOT EXISTS { ?list a kg:CodeList ; kg:begin ?begin ; dcterms:source ?source
               FILTER(?list = DATATYPE(?code)) } }""",
    )
    assert loose == []


@pytest.mark.parametrize(
    ("code", "until", "since"),
    [
        ("15", "Yên Bái", "Lào Cai"), ("24", "Bắc Giang", "Bắc Ninh"), ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"), ("80", "Long An", "Tây Ninh"), ("82", "Tiền Giang", "Đồng Tháp"),
    ],
)  # fmt: skip
def test_codes_that_changed_their_meaning(store: ox.Store, code: str, until: str, since: str) -> None:
    for code_list, day, label in (("gso-2004", "2025-06-30", until), ("gso-2025", "2025-07-01", since)):
        found = rows(
            store,
            f"""SELECT ?label {{ ?u a kg:Province ; rdfs:label ?label ;
                skos:notation "{code}"^^<{BASE}id/code-list/{code_list}> .
                FILTER(LANG(?label) = "vi") {EXISTS.format(unit="u", day=day)} }}""",
        )
        assert found == [(label,)]


def test_everything_named_is_named_in_both_languages(store: ox.Store) -> None:
    for predicate in ("rdfs:label", "gn:officialName"):
        one_sided = rows(
            store,
            f"""SELECT ?thing {{ ?thing {predicate} ?any . FILTER(STRSTARTS(STR(?thing), "{BASE}id/"))
              FILTER NOT EXISTS {{ ?thing {predicate} ?vi, ?en FILTER(LANG(?vi) = "vi" && LANG(?en) = "en") }} }}""",
        )
        assert one_sided == []


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01", "2026-10-01"])
def test_every_province_has_a_point_in_viet_nam_a_code_and_a_region(store: ox.Store, day: str) -> None:
    found = rows(
        store,
        f"""SELECT DISTINCT ?unit {{ ?unit a kg:Province ; geo:lat ?lat ; geo:long ?long ;
            skos:notation ?code ; kg:within ?region . ?region a kg:Region . {EXISTS.format(unit="unit", day=day)}
            FILTER(?lat > 8 && ?lat < 24 && ?long > 102 && ?long < 110) }}""",
    )
    assert {row[0] for row in found} == units(store, "Province", day)


def test_the_six_regions_of_the_34(store: ox.Store) -> None:
    found = rows(
        store,
        f"""SELECT ?region ?unit {{ ?unit a kg:Province ; kg:within ?region .
            {EXISTS.format(unit="unit", day="2025-10-05")} }}""",
    )
    assert sorted(Counter(region for region, _ in found).values()) == [3, 5, 5, 6, 6, 9]


def test_an_identifier_of_geonames_is_of_one_place(store: ox.Store) -> None:
    of = "SELECT ?unit ?match { ?unit kg:unitKind ?kind ; skos:%s ?match }"
    exact = rows(store, of % "exactMatch")
    assert len({match for _, match in exact}) == len({unit for unit, _ in exact}) == len(exact)
    assert all(match.startswith(GEONAMES) for _, match in exact)
    matched = {unit for unit, _ in exact + rows(store, of % "closeMatch")}
    assert units(store, "Province", "2025-06-30") | units(store, "Province", "2026-10-01") <= matched
    assert len(matched & units(store, "District", "2025-06-30")) > 670


def test_geonames_has_the_districts_in_the_provinces_that_theirs_became(store: ox.Store) -> None:
    """GeoNames tells for each district the province of 2025 that its land lies in: a check of the mergers."""
    ours = {
        row[0]: row[1]
        for row in rows(
            store,
            f"""SELECT ?code ?new {{ ?district a kg:District ; skos:notation ?code ; kg:within ?old .
                {EXISTS.format(unit="district", day="2025-06-30")}
                OPTIONAL {{ ?event org:originalOrganization ?old ; org:resultingOrganization ?merged .
                    ?event dcterms:date "2025-07-01"^^xsd:date }}
                BIND(COALESCE(?merged, ?old) AS ?province)
                ?province skos:notation ?new FILTER(DATATYPE(?new) = <{BASE}id/code-list/gso-2025>) }}""",
        )
    }
    path = ROOT / "scripts" / "sources" / "geonames.csv"
    with path.open(encoding="utf-8", newline="") as file:
        theirs = {row["code"]: row["province_2025"] for row in csv.DictReader(file) if row["list"] == "gso-2004"}
    both = ours.keys() & theirs.keys()
    assert len(both) > 680
    assert {code: (ours[code], theirs[code]) for code in both if ours[code] != theirs[code]} == {}


def test_names_of_one_day_are_told_apart_by_their_province(store: ox.Store) -> None:
    found = rows(
        store,
        f"""SELECT ?province ?name {{ ?district a kg:District ; kg:within ?province ; gn:officialName ?name .
            FILTER(LANG(?name) = "vi") {EXISTS.format(unit="district", day="2025-06-30")} }}""",
    )
    assert len(set(found)) == len(found) == 696
    assert {province for province, name in found if slug(name) == "huyen-an-lao"} == {
        "province/hai-phong",
        "province/binh-dinh",
    }
