"""What scripts/build_sectors.py builds: VSIC as SKOS, whole, in both languages, matched, codes with their lists."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/vnkg/"
Rows = Callable[[str], list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_sectors", ROOT / "scripts" / "build_sectors.py")
    assert spec and spec.loader
    sys.path.insert(0, str(ROOT / "scripts"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows() -> Rows:
    store = ox.Store()
    store.load(path=str(ROOT / "ontology" / "sectors.ttl"), format=ox.RdfFormat.TURTLE)
    prefixes = (
        f"PREFIX kg: <{BASE}ontology#> PREFIX sector: <{BASE}id/sector/> PREFIX scheme: <{BASE}id/scheme/>"
        " PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/>"
        " PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )

    def rows(query: str) -> list[tuple[str, ...]]:
        solutions = store.query(prefixes + query)
        assert isinstance(solutions, ox.QuerySolutions)
        return [tuple(term.value for term in solution) for solution in solutions]

    return rows


def test_the_committed_file_is_what_the_sources_give(script: ModuleType) -> None:
    assert (ROOT / "ontology" / "sectors.ttl").read_text(encoding="utf-8") == script.turtle()


@pytest.mark.parametrize(("version", "sections", "divisions"), [("vsic-2018", 21, 88), ("vsic-2025", 22, 87)])
def test_each_version_is_whole(rows: Rows, version: str, sections: int, divisions: int) -> None:
    top = rows(f"SELECT ?s {{ scheme:{version} skos:hasTopConcept ?s . ?s skos:topConceptOf scheme:{version} }}")
    below = rows(
        f"SELECT ?s {{ ?s skos:inScheme scheme:{version} ; skos:broader ?t . ?t skos:topConceptOf scheme:{version} }}"
    )
    assert (len(top), len(below)) == (sections, divisions)
    assert len(rows(f"SELECT ?s {{ ?s skos:inScheme scheme:{version} ; a kg:Sector }}")) == sections + divisions
    sourced = rows(f"SELECT ?source {{ scheme:{version} dcterms:source ?source }}")
    assert [len(row) for row in sourced] == [1]


def test_every_code_tells_its_list_and_the_list_its_year(rows: Rows) -> None:
    found = rows("SELECT DISTINCT (STR(DATATYPE(?code)) AS ?list) { ?sector skos:notation ?code }")
    lists = {f"{BASE}id/code-list/{name}" for name in ("vsic-2018", "vsic-2025", "isic-4", "isic-5")}
    assert {row[0] for row in found} == lists
    dated = rows(
        "SELECT DISTINCT ?list { ?list dcterms:source ?s { ?list kg:begin ?d } UNION { ?list dcterms:issued ?d } }"
    )
    assert {row[0] for row in dated} == lists


def test_one_code_means_two_things(rows: Rows) -> None:
    meanings = rows(
        f"""SELECT ?label {{ VALUES (?n ?code) {{
              (1 "K"^^<{BASE}id/code-list/vsic-2018>) (2 "K"^^<{BASE}id/code-list/vsic-2025>) }}
              ?sector skos:notation ?code ; skos:prefLabel ?label FILTER(LANG(?label) = "vi") }} ORDER BY ?n"""
    )
    assert [row[0].split(",")[0].split(";")[0] for row in meanings] == ["Hoạt động tài chính", "Hoạt động viễn thông"]


def test_everything_named_is_named_in_both_languages(rows: Rows) -> None:
    for predicate in ("rdfs:label", "skos:prefLabel", "rdfs:comment"):
        one_sided = rows(
            f"""SELECT ?thing {{ ?thing {predicate} ?any
                 FILTER NOT EXISTS {{ ?thing {predicate} ?vi, ?en FILTER(LANG(?vi) = "vi" && LANG(?en) = "en") }} }}"""
        )
        assert one_sided == []


def test_every_sector_is_matched_with_the_isic_category_of_its_code(rows: Rows) -> None:
    matched = rows(
        """SELECT ?sector ?isic { ?sector a kg:Sector ; skos:notation ?code ; skos:exactMatch|skos:closeMatch ?isic .
             ?isic skos:notation ?same ; dcterms:title ?title FILTER(STR(?code) = STR(?same) && !STRSTARTS(STR(?isic),
             "https://w3id.org/vnkg/id/sector/")) }"""
    )
    assert len(matched) == len(set(matched)) == 21 + 88 + 22 + 87
    for sector, isic in matched:
        assert ("vsic-2018" in sector) == ("/ISIC/rev4/" in isic)


def test_the_versions_are_matched_with_each_other(rows: Rows) -> None:
    def matches(old: str) -> set[tuple[str, str]]:
        found = rows(
            f"""SELECT ?match ?new {{ sector:vsic-2018-{old} ?match ?new . ?new ?match sector:vsic-2018-{old} .
                  ?new skos:inScheme scheme:vsic-2025 }}"""
        )
        return {(match.rpartition("#")[2], new.rpartition("-")[2]) for match, new in found}

    assert matches("26") == {("exactMatch", "26")}
    assert matches("30") == {("closeMatch", "30"), ("relatedMatch", "25")}
    assert matches("45") == {("relatedMatch", "46"), ("relatedMatch", "47"), ("relatedMatch", "95")}
    kept = rows(
        "SELECT ?a { ?a skos:inScheme scheme:vsic-2018 ; skos:exactMatch ?b . ?b skos:inScheme scheme:vsic-2025 }"
    )
    assert len(kept) == 71


def test_mappings_keep_the_rules_of_skos(rows: Rows) -> None:
    """SKOS S46: an exact match is no broad, narrow or related one; S27: what is broader is not related."""
    for other in ("broadMatch", "narrowMatch", "relatedMatch"):
        assert rows(f"SELECT ?a ?b {{ ?a skos:exactMatch ?b ; skos:{other} ?b }}") == []
    assert rows("SELECT ?a ?b { ?a skos:broader ?b ; skos:relatedMatch ?b }") == []


def test_every_wording_maps_to_both_versions(rows: Rows) -> None:
    for version in ("vsic-2018", "vsic-2025"):
        unmapped = rows(
            f"""SELECT ?w {{ ?w skos:inScheme scheme:sector-wordings FILTER NOT EXISTS {{
                  ?w skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?s .
                  ?s skos:inScheme scheme:{version} }} }}"""
        )
        assert unmapped == []


def test_sources_that_do_not_fit_are_refused(script: ModuleType) -> None:
    import copy
    import tomllib

    data = tomllib.loads((ROOT / "scripts" / "sectors.toml").read_text(encoding="utf-8"))
    row = {"wordings": "dệt", "english": "textiles", "match": "exact", "codes": "13", "codes_2025": ""}
    for rows, reason in (
        ([row, {**row, "wordings": "vải|Dệt"}], "stands there twice"),
        ([{**row, "codes": "45"}], "no 45 in vsic-2025"),
        ([{**row, "match": "same"}], "no same"),
    ):
        with pytest.raises(SystemExit, match=reason):
            list(script.Builder(data, rows).nodes())
    short = copy.deepcopy(data)
    del short["scheme"][0]["divisions"]["45"]
    with pytest.raises(SystemExit, match="are not those of isic-4"):
        list(script.Builder(short, []).nodes())


def test_check_tells_whether_the_file_is_stale(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "OUTPUT", tmp_path / "sectors.ttl")
    for arguments, code in ((["--check"], 1), ([], 0), (["--check"], 0)):
        monkeypatch.setattr(sys, "argv", ["build_sectors.py", *arguments])
        assert script.main() == code
    assert "up to date" in capsys.readouterr().out
