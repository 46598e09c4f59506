from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest

from kg import __version__
from kg.articles.model import Article
from kg.errors import FactsError
from kg.facts import ArticleFacts, NamedZone, Observation, SectorStatement
from kg.graph import ArticleGraph, emit
from kg.graph.emit import stated_unit
from kg.graph.vocabulary import vocabulary
from kg.settings import DEFAULT_BASE_IRI

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BASE = DEFAULT_BASE_IRI
PREFIXES = f"""
PREFIX kg: <{BASE}ontology#> PREFIX id: <{BASE}id/> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#> PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX schema: <https://schema.org/>
"""


def holds(graph: ArticleGraph, pattern: str) -> bool:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def test_a_figure_leads_from_its_value_to_the_characters_it_was_read_from(
    graph: ArticleGraph, article: Article
) -> None:
    assert graph.name.value == f"{BASE}graph/article/bai-1"
    assert holds(
        graph,
        f"""?o a kg:Observation, qb:Observation ; qb:dataSet <https://w3id.org/vnkg/id/dataset/observations> ;
          sdmx-dimension:refArea <https://w3id.org/vnkg/id/zone/hai-phong-kcn-song-bien> ;
          kg:aboutLabel "KCN Sông Biển" ; kg:metric <https://w3id.org/vnkg/id/metric/leasedArea> ; kg:cellKey ?cell ;
          sdmx-measure:obsValue 42.5 ; qudt:unit <http://qudt.org/vocab/unit/HA> ;
          sdmx-dimension:refPeriod "2021-12" ; kg:from "2021-12"^^xsd:gYearMonth ; kg:to "2021-12"^^xsd:gYearMonth ;
          kg:periodStart "2021-12-01"^^xsd:date ; kg:periodEnd "2021-12-31"^^xsd:date ;
          kg:status <https://w3id.org/vnkg/id/status/actual> ; kg:bound <https://w3id.org/vnkg/id/bound/exact> ;
          prov:wasDerivedFrom ?span ; prov:wasGeneratedBy ?run .
        ?span oa:hasSource ?article ; oa:hasSelector ?position, ?quote . ?position oa:start 55 ; oa:end 62 .
        ?quote oa:exact "42,5 ha" ; oa:prefix "Cuối năm 2021, KCN Sông Biển ở Hải Phòng cho thuê được " ;
          oa:suffix ", lấp đầy hơn 61%. CCN Đồi Thông" .
        ?run prov:used ?article ; prov:startedAtTime "2026-01-02T03:04:05+00:00"^^xsd:dateTime ;
          prov:wasAssociatedWith/schema:softwareVersion "{__version__}" .
        ?article dcterms:identifier "bai-1" ; dcterms:title "Khu công nghiệp cuối năm"@vi ; dcterms:source "bai-1.txt" ;
          dcterms:publisher "Báo Ví Dụ" ; dcterms:creator "Nguyễn Thị Mẫu" ; dcterms:issued "2022-01-15"^^xsd:date ;
          foaf:page <https://example.org/bai-1> ; kg:digest "{article.digest}" .""",
    )
    assert article.text[55:62] == "42,5 ha"


def test_confidence_is_the_weakest_of_three(graph: ArticleGraph) -> None:
    assert holds(
        graph,
        """?o sdmx-measure:obsValue 61.0 ; kg:confidence <https://w3id.org/vnkg/id/confidence/inherited> ;
        kg:subjectConfidence <https://w3id.org/vnkg/id/confidence/inherited> ;
        kg:timeConfidence <https://w3id.org/vnkg/id/confidence/stated> .""",
    )


def test_a_target_leads_to_its_policy_and_speaks_of_the_province_of_the_articles_time(graph: ArticleGraph) -> None:
    assert holds(
        graph,
        """?o sdmx-measure:obsValue 15.0 ; kg:targetOf ?policy ; kg:targetOfLabel "12/KH-UBND" ;
          sdmx-dimension:refArea <https://w3id.org/vnkg/id/province/hai-phong> ;
          kg:scope <https://w3id.org/vnkg/id/scope/zones> ; kg:stage <https://w3id.org/vnkg/id/stage/operating> .
        ?policy a kg:Policy ; dcterms:identifier "12/KH-UBND" ; kg:issuer "UBND thành phố Hải Phòng" ;
          kg:policyKind <https://w3id.org/vnkg/id/policy-kind/plan> ; dcterms:issued "2021-03"^^xsd:gYearMonth ;
          kg:periodEnd "2030-12-31"^^xsd:date ; prov:wasDerivedFrom/oa:hasSelector/oa:exact "12/KH-UBND" .""",
    )


def test_a_zone_lies_where_the_article_says(graph: ArticleGraph) -> None:
    assert holds(
        graph,
        """<https://w3id.org/vnkg/id/cluster/hai-phong-ccn-doi-thong> a kg:Cluster ; rdfs:label "CCN Đồi Thông"@vi ;
          kg:locatedIn <https://w3id.org/vnkg/id/province/hai-phong> ;
          kg:inDistrict <https://w3id.org/vnkg/id/district/hai-phong-tien-lang> ;
          kg:mentionedIn <https://w3id.org/vnkg/id/article/bai-1> .""",
    )
    # The cluster's province stands only in the zones table; its observation is about the same cluster.
    assert holds(graph, "?o sdmx-dimension:refArea <https://w3id.org/vnkg/id/cluster/hai-phong-ccn-doi-thong> .")


@pytest.mark.parametrize(
    ("own", "published", "status", "province"),
    [
        ("2021", "2022-01-15", "actual", "hai-phong"),
        ("2024", "2026-01-15", "actual", "hai-phong"),
        ("2025-09", "2025-10", "actual", "hai-phong-2025"),
        ("", "2025-10", "actual", "hai-phong-2025"),
        ("2030", "2022", "planned", "hai-phong"),
        ("2030", "2026", "planned", "hai-phong-2025"),
        ("2030", "", "planned", "hai-phong"),
        ("2025-09", "", "actual", "hai-phong-2025"),
    ],
)
def test_a_place_is_that_of_the_figures_time_unless_it_lay_ahead(
    own: str, published: str, status: str, province: str, article: Article
) -> None:
    row = Observation(
        "bai-1", "Hải Phòng", "Province", "count", Decimal(15), "1", 0, 4, "Cuối", from_=own, to=own,
        status=status,  # type: ignore[arg-type]
    )  # fmt: skip
    facts = ArticleFacts("bai-1", (row,), published=published)
    graph = emit(replace(article, published=published), facts, BASE, WHEN)
    assert holds(graph, f"?o sdmx-dimension:refArea <{BASE}id/province/{province}> .")


def test_a_zone_lies_in_one_province_whatever_time_its_figures_are_of(article: Article) -> None:
    rows = tuple(
        Observation("bai-1", "KCN Mẫu", "Zone", "leasedArea", Decimal(1), "ha", 0, 4, "Cuối", from_=year, to=year,
                    province="Hải Phòng")
        for year in ("2020", "2025-09")
    )  # fmt: skip
    graph = emit(replace(article, published="2025-10"), ArticleFacts("bai-1", rows, published="2025-10"), BASE, WHEN)
    zone = f"<{BASE}id/zone/hai-phong-kcn-mau>"
    assert holds(graph, f"{zone} kg:locatedIn <{BASE}id/province/hai-phong-2025> .")
    assert not holds(graph, f"{zone} kg:locatedIn <{BASE}id/province/hai-phong> .")


@pytest.mark.parametrize(("label", "class_"), [("KCX Mẫu", "ExportProcessingZone"), ("KCNC Mẫu", "HighTechZone")])
def test_special_zones_have_their_class_too(label: str, class_: str, article: Article) -> None:
    facts = ArticleFacts("bai-1", zones=(NamedZone("bai-1", label, "Zone"),))
    assert holds(emit(article, facts, BASE, WHEN), f"?zone a kg:Zone, kg:{class_} .")


def test_emission_is_deterministic_and_without_blank_nodes(article: Article, facts: ArticleFacts) -> None:
    first, second = (emit(article, facts, BASE, WHEN).triples for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)
    assert not any(isinstance(term, ox.BlankNode) for t in first for term in (t.subject, t.object))


def test_only_the_time_differs_between_two_loads_of_one_article(article: Article, facts: ArticleFacts) -> None:
    first = set(emit(article, facts, BASE, WHEN).triples)
    second = set(emit(article, facts, BASE, WHEN.replace(year=2027)).triples)
    assert {t.predicate.value.rpartition("#")[2] for t in first ^ second} == {"startedAtTime"}


def test_another_base_moves_every_iri_of_ours(article: Article, facts: ArticleFacts) -> None:
    base = "http://127.0.0.1:8000/"
    text = ox.serialize(emit(article, facts, base, WHEN).triples, format=ox.RdfFormat.N_TRIPLES)
    assert text and DEFAULT_BASE_IRI.encode() not in text
    assert f"<{base}id/province/hai-phong>".encode() in text


def test_a_quote_that_is_not_where_it_is_said_to_be_gets_no_position(emitted: Callable[..., ArticleGraph]) -> None:
    graph = emitted(0, start=3, end=10)
    assert holds(graph, '?span oa:hasSelector/oa:exact "42,5 ha" .')
    assert not holds(graph, '?span oa:hasSelector/oa:exact "42,5 ha" ; oa:hasSelector/oa:start ?start .')


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org/x", "https://exa mple.org/", "javascript:alert(1)", "https://["]
)
def test_a_url_that_is_none_of_the_web_is_no_page(url: str, article: Article, facts: ArticleFacts) -> None:
    assert not holds(emit(replace(article, url=url), facts, BASE, WHEN), "?article foaf:page ?page .")


def test_rows_of_another_article_are_refused(article: Article, facts: ArticleFacts) -> None:
    with pytest.raises(FactsError, match="bai-2"):
        emit(article, replace(facts, zones=(NamedZone("bai-2", "KCN Mẫu", "Zone"),)), BASE, WHEN)


HOSTILE = "a\x00\x1b\"'\\<>{}|^`\u202e\ud800\ufffe\U0010ffff\r\n\tấ"


def test_hostile_text_goes_through_every_syntax() -> None:
    article = Article(
        HOSTILE, HOSTILE * 9, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "https://example.org/" + HOSTILE
    )
    row = Observation(
        HOSTILE, HOSTILE, "Company", HOSTILE, Decimal("1E+5000000"), HOSTILE, 0, len(HOSTILE), HOSTILE, sector=HOSTILE,
        from_=HOSTILE, to=HOSTILE, province=HOSTILE, policy=HOSTILE,
    )  # fmt: skip
    graph = emit(article, ArticleFacts(HOSTILE, (row,), (NamedZone(HOSTILE, HOSTILE, "Zone"),)), BASE, WHEN)
    for format_ in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES):
        written = ox.serialize(graph.triples, format=format_)
        assert written
        read = {quad.triple for quad in ox.parse(io.BytesIO(written), format=format_)}
        if format_ is not ox.RdfFormat.RDF_XML:  # XML's parsers read a carriage return as a line feed
            assert read == set(graph.triples)
        assert len(read) == len(graph.triples)


def test_the_terms_of_a_base_are_made_once() -> None:
    assert vocabulary(BASE) is vocabulary(BASE)


@pytest.mark.parametrize(
    ("wording", "matches"),
    [
        ("Đóng tàu", {"vsic-2018-30 Broad", "vsic-2025-30 Broad"}),
        ("dệt may", {"vsic-2018-13 Narrow", "vsic-2018-14 Narrow", "vsic-2025-13 Narrow", "vsic-2025-14 Narrow"}),
        ("tài chính ngân hàng", {"vsic-2018-K Exact", "vsic-2025-L Exact"}),
        ("nghề không ai biết", set()),
        ("", set()),
    ],
)
def test_a_sector_is_kept_in_the_articles_words_and_mapped_to_both_versions(
    article: Article, facts: ArticleFacts, wording: str, matches: set[str]
) -> None:
    row = replace(facts.observations[0], sector=wording)
    graph = emit(article, replace(facts, observations=(row,)), BASE, WHEN)
    objects = [(t.predicate.value, t.object) for t in graph.facts[0].triples if not isinstance(t.object, ox.Triple)]
    said = [(predicate.rpartition("#")[2], term.value.rpartition("/")[2]) for predicate, term in objects]
    assert [value for name, value in said if name == "sectorLabel"] == ([wording] if wording else [])
    found = {f"{value} {name[6:-5]}" for name, value in said if name.startswith("sector") and name.endswith("Match")}
    assert found == matches
    assert {value for name, value in said if name == "sector"} == {match.split()[0] for match in matches}


@pytest.mark.parametrize(
    ("quote", "unit"),
    [
        ("350.000 m2", "M2"), ("2,5 triệu m²", "M2"), ("12 Km2", "KM2"), ("12 km vuông", "KM2"),
        ("8.000 mét vuông", "M2"), ("42,5 ha", ""), ("12 héc-ta", ""), ("42,5", ""), ("tám mươi lăm", ""),
    ],
)  # fmt: skip
def test_an_area_brought_into_hectares_tells_its_stated_unit(facts: ArticleFacts, quote: str, unit: str) -> None:
    area = replace(facts.observations[0], quote=quote)
    found = stated_unit(area)
    assert (found.value.rpartition("/")[2] if found else "") == unit
    assert stated_unit(replace(area, unit="1")) is None


def test_the_stated_unit_is_in_the_graph(facts: ArticleFacts) -> None:
    text = "KCN Sông Biển rộng 350.000 m2."
    article = Article("bai-2", text, "bai-2.txt")
    start = text.index("350.000")
    row = replace(
        facts.observations[0], article="bai-2", quote="350.000 m2", start=start, end=start + 10, value=Decimal(35)
    )
    graph = emit(article, ArticleFacts("bai-2", (row,)), BASE, WHEN)
    assert holds(
        graph,
        """?o sdmx-measure:obsValue "35"^^xsd:decimal ; qudt:unit <http://qudt.org/vocab/unit/HA> ;
          kg:statedUnit <http://qudt.org/vocab/unit/M2> .""",
    )


def test_a_sector_that_a_zone_wants_leads_to_its_characters(article: Article) -> None:
    start = article.text.index("thành phố")
    wants = SectorStatement(
        "bai-1", "KCN Sông Biển", "Zone", "wants", "đóng tàu", start, start + 9, "thành phố", province="Hải Phòng"
    )
    of_zones = replace(wants, about="Hải Phòng", about_type="Province", province="", scope="zones", relation="has")
    graph = emit(article, ArticleFacts("bai-1", sectors=(wants, of_zones)), BASE, WHEN)
    zone, sector = f"<{BASE}id/zone/hai-phong-kcn-song-bien>", f"<{BASE}id/sector/vsic-2018-30>"
    assert holds(
        graph,
        f"""?s a kg:SectorStatement ; sdmx-dimension:refArea {zone} ; kg:aboutLabel "KCN Sông Biển" ;
              kg:sectorRelation <{BASE}id/sector-relation/wants> ; kg:sectorLabel "đóng tàu" ;
              kg:sector {sector} ; kg:sectorBroadMatch {sector} ; prov:wasGeneratedBy ?run ; prov:wasDerivedFrom ?span .
            ?span oa:hasSelector ?position, ?quote . ?position oa:start {start} . ?quote oa:exact "thành phố" .
            {zone} kg:wantsSector {sector} ; a kg:Zone ; kg:locatedIn <{BASE}id/province/hai-phong> .""",
    )
    # What a province's zones have is not said of the province.
    assert holds(graph, f"?s kg:sectorRelation <{BASE}id/sector-relation/has> ; kg:scope <{BASE}id/scope/zones> .")
    assert not holds(graph, f"<{BASE}id/province/hai-phong> kg:hasSector ?any .")


def test_a_sector_of_a_company_is_kept_out_by_the_gate(article: Article) -> None:
    from kg.graph.gate import Gate

    start = article.text.index("thành phố")
    fine = SectorStatement("bai-1", "KCN Sông Biển", "Zone", "has", "may mặc", start, start + 9, "thành phố")
    wrong = replace(fine, about="Công ty Giấy", about_type="Company")
    report = Gate(BASE).check(emit(article, ArticleFacts("bai-1", sectors=(fine, wrong)), BASE, WHEN))
    assert report.refused == 1
    assert [rejection.shape for rejection in report.rejected] == ["SectorStatement-subjectType"]
    assert len(report.kept.facts) == 1
