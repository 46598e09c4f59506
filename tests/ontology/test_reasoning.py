"""The ontology, the reference data and emitted articles contradict nothing; what would, is noticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pyoxigraph as ox
import pytest
import rdflib
import reasonable

from kg.articles.model import Article
from kg.facts import (
    AboutType,
    ArticleFacts,
    Bound,
    Level,
    NamedPolicy,
    NamedZone,
    Observation,
    Origin,
    PolicyKind,
    Scope,
    SectorRelation,
    SectorStatement,
    Stage,
    Status,
    ZoneType,
)
from kg.graph.emit import emit
from kg.reference.metrics import metrics
from kg.settings import DEFAULT_BASE_IRI

Check = Callable[[rdflib.Graph], list[str]]

NAMES: dict[str, tuple[str, str]] = {
    "Country": ("Việt Nam", ""),
    "Region": ("Đồng bằng sông Hồng", ""),
    "Province": ("Hải Phòng", ""),
    "District": ("Thủy Nguyên", "Hải Phòng"),
    "Commune": ("Đông Sơn", "Hải Phòng"),
    "Zone": ("KCX Bến Đá", "Hải Phòng"),
    "Cluster": ("CCN Bến Đá", "Hải Phòng"),
    "EconomicZone": ("KKT Bến Đá", "Hải Phòng"),
    "Project": ("Nhà máy giấy Bến Đá", "Hải Phòng"),
    "Company": ("Công ty Giấy Bến Đá", "Hải Phòng"),
}
TEXT = "Nhà máy giấy Bến Đá có 12 dự án, theo Quyết định 45/QĐ-UBND."
QUOTE = "12 dự án"


def every_kind_of_fact() -> ArticleFacts:
    """Facts that use each value of each column at least once."""
    start = TEXT.index(QUOTE)
    common = {"article": "a-1", "start": start, "end": start + len(QUOTE), "quote": QUOTE}
    columns: dict[str, tuple[str, ...]] = {
        "about_type": get_args(AboutType), "scope": get_args(Scope), "stage": get_args(Stage),
        "origin": get_args(Origin), "status": get_args(Status), "bound": get_args(Bound),
        "subject_level": get_args(Level), "metric_level": get_args(Level), "time_level": get_args(Level),
        "metric": tuple(metrics()), "unit": tuple({unit: 0 for metric in metrics().values() for unit in metric.units}),
        "from_": ("", "2021", "2021-03", "2021-03-04"), "sector": ("", "giấy"), "policy": ("", "45/QĐ-UBND"),
    }  # fmt: skip
    observations = []
    for number in range(max(map(len, columns.values()))):
        row = {column: values[number % len(values)] for column, values in columns.items()}
        about, province = NAMES[row["about_type"]]
        fields = common | row | {"about": about, "province": province, "to": row["from_"], "value": Decimal(number)}
        observations.append(Observation(**fields))  # type: ignore[arg-type]
    zones = [
        NamedZone("a-1", NAMES[kind][0], kind, "Hải Phòng", "Thủy Nguyên", stage, start, start + 3)
        for kind in get_args(ZoneType)
        for stage in get_args(Stage)
    ]
    policies = [
        NamedPolicy("a-1", f"{number}/QĐ-UBND", kind, "UBND TP Hải Phòng", "2021-03-04", "Đề án giấy", "2021", "2025")
        for number, kind in enumerate(get_args(PolicyKind), 45)
    ]
    sectors = [
        SectorStatement("a-1", *NAMES[kind][:1], kind, relation, "giấy", start, start + 3, TEXT[start : start + 3])
        for kind in ("Province", "Zone")
        for relation in get_args(SectorRelation)
    ]
    return ArticleFacts("a-1", tuple(observations), tuple(zones), tuple(policies), "2021-03-05", tuple(sectors))


@pytest.fixture(scope="module")
def emitted() -> rdflib.Graph:
    article = Article(
        "a-1", TEXT, "a-1.txt", "Giấy Bến Đá", "2021-03-05", "Báo Thử", "Người viết", "https://example.org/a"
    )
    graph = emit(article, every_kind_of_fact(), DEFAULT_BASE_IRI, datetime(2026, 1, 2, tzinfo=UTC))
    data = ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=data, format="nt")


def classes(terms: rdflib.Graph) -> list[rdflib.URIRef]:
    return sorted(s for s in terms.subjects(rdflib.RDF.type, rdflib.OWL.Class) if isinstance(s, rdflib.URIRef))


def test_reference_data_and_an_article_are_consistent(
    ontology: rdflib.Graph, emitted: rdflib.Graph, inconsistencies: Check
) -> None:
    assert len(emitted) > 500
    assert inconsistencies(ontology + emitted) == []


def test_a_second_reasoner_agrees(terms: rdflib.Graph, emitted: rdflib.Graph, owlrl_errors: Check) -> None:
    assert owlrl_errors(terms + emitted) == []


def test_every_class_is_satisfiable(terms: rdflib.Graph, inconsistencies: Check, owlrl_errors: Check) -> None:
    graph = terms + rdflib.Graph()
    for number, class_ in enumerate(classes(terms)):
        graph.add((rdflib.URIRef(f"https://example.org/{number}"), rdflib.RDF.type, class_))
    assert inconsistencies(graph) == []
    assert owlrl_errors(graph) == []


CONTRADICTIONS = [
    ("ex:x a kg:Province, kg:Article .", "x", "Article"),
    ("ex:x a kg:Zone, kg:Cluster .", "x", "Cluster"),
    ("ex:x a kg:ExportProcessingZone, kg:EconomicZone .", "x", "EconomicZone"),
    ("ex:x kg:metric ex:m . ex:m a kg:Policy .", "m", "Policy"),
    ("ex:x a kg:Article ; kg:targetOf ex:p .", "x", "Observation"),
    ("ex:x a kg:Company . ex:z kg:locatedIn ex:x .", "x", "Company"),
    ("ex:x a kg:Project, kg:District .", "x", "Project"),
]


@pytest.fixture(scope="module")
def noticed(terms: rdflib.Graph, inconsistencies: Check, owlrl_errors: Check) -> tuple[list[str], list[str]]:
    """What both reasoners say of all contradictions together, each about things of its own."""
    graph = terms + rdflib.Graph()
    for number, (statements, _, _) in enumerate(CONTRADICTIONS):
        prefixes = f"@prefix kg: <{DEFAULT_BASE_IRI}ontology#> . @prefix ex: <https://example.org/{number}/> ."
        graph.parse(data=f"{prefixes} {statements}", format="turtle")
    return inconsistencies(graph), owlrl_errors(graph)


@pytest.mark.parametrize("number", range(len(CONTRADICTIONS)), ids=[statements for statements, _, _ in CONTRADICTIONS])
def test_a_contradiction_is_noticed_by_both(noticed: tuple[list[str], list[str]], number: int) -> None:
    _, thing, says = CONTRADICTIONS[number]
    for found in noticed:
        told = [line for line in found if f"https://example.org/{number}/{thing}" in line]
        assert any(f"ontology#{says}" in line for line in told), found


def test_a_class_that_nothing_can_be_in_is_noticed(terms: rdflib.Graph, inconsistencies: Check) -> None:
    graph = terms + rdflib.Graph()
    kg = rdflib.Namespace(f"{DEFAULT_BASE_IRI}ontology#")
    graph.add((kg.Region, rdflib.RDFS.subClassOf, kg.Province))
    graph.add((rdflib.URIRef("https://example.org/x"), rdflib.RDF.type, kg.Region))
    assert inconsistencies(graph) != []


def test_what_lies_in_a_district_lies_in_its_province(ontology: rdflib.Graph) -> None:
    base = rdflib.Namespace(f"{DEFAULT_BASE_IRI}id/")
    kg = rdflib.Namespace(f"{DEFAULT_BASE_IRI}ontology#")
    zone = rdflib.URIRef("https://example.org/zone")
    graph = ontology + rdflib.Graph()
    graph.add((zone, kg.inDistrict, base["district/hai-phong-thuy-nguyen"]))
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    closed = set(reasoner.reason())
    for place in ("district/hai-phong-thuy-nguyen", "province/hai-phong", "region/dong-bang-song-hong"):
        assert (zone, kg.within, base[place]) in closed
    assert (zone, kg.within, base["province/hai-phong-2025"]) not in closed
