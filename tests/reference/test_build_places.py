from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/vnkg/"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", ROOT / "scripts" / "build_places.py")
    assert spec and spec.loader
    sys.path.insert(0, str(ROOT / "scripts"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(ROOT / "ontology" / "places.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    prefixes = (
        f"PREFIX kg: <{BASE}ontology#> PREFIX org: <http://www.w3.org/ns/org#> PREFIX dcterms: <http://purl.org/dc/terms/>"
        " PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    solutions = store.query(prefixes + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value for term in solution) for solution in solutions]


def test_the_committed_file_is_what_the_sources_give(script: ModuleType) -> None:
    assert (ROOT / "ontology" / "places.ttl").read_text(encoding="utf-8") == script.turtle()


def test_every_code_tells_its_list(store: ox.Store) -> None:
    lists = {f"{BASE}id/code-list/{name}" for name in ("gso-2004", "gso-2025", "iso-3166-2")}
    codes = rows(store, "SELECT ?place (STR(DATATYPE(?code)) AS ?list) { ?place skos:notation ?code }")
    assert {code_list for _, code_list in codes} == lists
    dated = rows(store, "SELECT DISTINCT ?list { ?list a kg:CodeList ; kg:begin ?begin ; dcterms:source ?source }")
    assert {row[0] for row in dated} == lists


@pytest.mark.parametrize(
    ("code_list", "day", "places"),
    [
        ("gso-2004", "2025-06-30", 63 + 696),
        ("iso-3166-2", "2025-06-30", 63),
        ("iso-3166-2", "2008-01-01", 64),
        ("gso-2025", "2025-07-01", 34),
    ],
)
def test_on_one_day_a_code_is_one_places(store: ox.Store, code_list: str, day: str, places: int) -> None:
    codes = rows(
        store,
        f"""SELECT (STR(?code) AS ?plain) {{ ?place skos:notation ?code
              FILTER(DATATYPE(?code) = <{BASE}id/code-list/{code_list}>)
              FILTER NOT EXISTS {{ ?place kg:end ?end FILTER(STR(?end) < "{day}") }}
              FILTER NOT EXISTS {{ ?place kg:begin ?begin FILTER(STR(?begin) > "{day}") }} }}""",
    )
    assert len(set(codes)) == len(codes) == places


def test_later_changes_are_those_that_one_comes_to_step_by_step(store: ox.Store) -> None:
    told = rows(store, "SELECT ?place ?event { ?place kg:laterChange ?event }")
    followed = """SELECT DISTINCT ?place ?event {
      ?first org:originalOrganization ?place .
      ?place (^org:originalOrganization/org:resultingOrganization)*/^org:originalOrganization ?event }"""
    assert sorted(told) == sorted(rows(store, followed))
    assert len(told) > len(rows(store, "SELECT ?place ?event { ?event org:originalOrganization ?place }"))


def test_two_things_never_share_an_iri(script: ModuleType) -> None:
    builder = script.Builder({})
    builder.node("province/ha-noi", "kg:Province")
    with pytest.raises(SystemExit, match="two things"):
        builder.node("province/ha-noi", "kg:Province")


def test_check_tells_whether_the_file_is_stale(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "OUTPUT", tmp_path / "places.ttl")
    monkeypatch.setattr(sys, "argv", ["build_places.py", "--check"])
    assert script.main() == 1
    monkeypatch.setattr(sys, "argv", ["build_places.py"])
    assert script.main() == 0
    monkeypatch.setattr(sys, "argv", ["build_places.py", "--check"])
    assert script.main() == 0
    assert "up to date" in capsys.readouterr().out
