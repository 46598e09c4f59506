"""kg.ttl itself: both languages, the OWL 2 RL subset, and every term that is used anywhere is defined."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, URIRef

from kg.graph.vocabulary import vocabulary
from kg.reference.metrics import metrics
from kg.settings import DEFAULT_BASE_IRI

ROOT = Path(__file__).resolve().parents[2]
KG = f"{DEFAULT_BASE_IRI}ontology#"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

# All that kg.ttl uses of OWL. Over named classes only, each of these is inside OWL 2 RL; whoever needs more checks
# https://www.w3.org/TR/owl2-profiles/#OWL_2_RL first.
USED_OF_OWL = {
    *KINDS, OWL.Ontology, OWL.TransitiveProperty, OWL.AllDisjointClasses, OWL.members, OWL.versionIRI, OWL.versionInfo,
}  # fmt: skip


def own_terms(graph: rdflib.Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(KG)}


def declared(graph: rdflib.Graph, kind: URIRef) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}


def languages(graph: rdflib.Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, predicate) if isinstance(o, rdflib.Literal))


def test_terms_have_label_and_comment_in_both_languages(terms: rdflib.Graph) -> None:
    assert len(own_terms(terms)) > 50
    for term in own_terms(terms):
        for predicate in (RDFS.label, RDFS.comment):
            assert languages(terms, term, predicate) == ["en", "vi"], f"{predicate} of {term}"


def test_concepts_have_label_and_definition_in_both_languages(ontology: rdflib.Graph) -> None:
    concepts = declared(ontology, SKOS.Concept)
    # What a sector is, the decision says that its scheme names; a wording is no more than its words.
    sectors = {c for c in concepts if "/sector/" in c or "/sector-wording/" in c}
    assert len(concepts - sectors) > 40 and len(sectors) > 200
    for concept in concepts:
        assert languages(ontology, concept, SKOS.prefLabel) == ["en", "vi"], concept
        assert concept in sectors or languages(ontology, concept, SKOS.definition) == ["en", "vi"], concept
        assert len(list(ontology.objects(concept, SKOS.inScheme))) == 1, concept
    for scheme in ontology.objects(None, SKOS.inScheme):
        assert isinstance(scheme, URIRef)
        assert languages(ontology, scheme, RDFS.label) == ["en", "vi"], scheme


def test_every_value_of_the_facts_table_has_its_concept(ontology: rdflib.Graph) -> None:
    from typing import get_args

    from kg import facts

    columns = {
        "status": facts.Status, "bound": facts.Bound, "scope": facts.Scope, "stage": facts.Stage,
        "origin": facts.Origin, "confidence": facts.Level, "policy-kind": facts.PolicyKind,
        "sector-relation": facts.SectorRelation,
    }  # fmt: skip
    for name, values in columns.items():
        scheme = URIRef(f"{DEFAULT_BASE_IRI}id/scheme/{name}")
        defined = {str(concept) for concept in ontology.subjects(SKOS.inScheme, scheme)}
        assert defined == {f"{DEFAULT_BASE_IRI}id/{name}/{value}" for value in get_args(values) if value}


def test_every_unit_is_described(terms: rdflib.Graph) -> None:
    unit = URIRef("http://qudt.org/schema/qudt/Unit")
    described = {str(term): str(terms.value(term, SKOS.notation)) for term in declared(terms, unit)}
    # The others are there to convert to: no value is stored in them.
    only_converted_to = {"http://qudt.org/vocab/unit/M2": "m2", "http://qudt.org/vocab/unit/KM2": "km2"}
    assert described == {**vocabulary(DEFAULT_BASE_IRI).unit_codes, **only_converted_to}
    assert {code for metric in metrics().values() for code in metric.units} <= set(described.values())
    for term in declared(terms, unit):
        assert languages(terms, term, RDFS.label) == ["en", "vi"]


def test_a_metric_points_at_the_units_that_its_values_are_told_in(ontology: rdflib.Graph) -> None:
    qudt = rdflib.Namespace("http://qudt.org/schema/qudt/")
    nodes = {code: URIRef(iri) for iri, code in vocabulary(DEFAULT_BASE_IRI).unit_codes.items()}
    for metric in metrics().values():
        applicable = set(ontology.objects(URIRef(f"{DEFAULT_BASE_IRI}id/metric/{metric.id}"), qudt.applicableUnit))
        assert applicable == {nodes[code] for code in metric.units}, metric.id


def test_units_convert_within_their_kind_and_money_does_not(terms: rdflib.Graph) -> None:
    qudt = rdflib.Namespace("http://qudt.org/schema/qudt/")
    factors = {
        str(terms.value(unit, SKOS.notation)): terms.value(unit, qudt.conversionMultiplier)
        for unit in declared(terms, qudt.Unit)
    }
    ha, m2, km2 = (Decimal(str(factors[unit])) for unit in ("ha", "m2", "km2"))
    assert ha / m2 == 10_000
    assert ha / km2 == Decimal("0.01")
    assert factors["VND"] is factors["USD"] is factors["VND/month"] is None
    areas = {
        str(terms.value(unit, SKOS.notation))
        for unit in terms.subjects(qudt.hasQuantityKind, URIRef("http://qudt.org/vocab/quantitykind/Area"))
    }
    assert areas == {"ha", "m2", "km2"}


def test_only_owl_2_rl_is_used(terms: rdflib.Graph) -> None:
    used = {term for triple in terms for term in triple if isinstance(term, URIRef) and term.startswith(str(OWL))}
    assert used <= USED_OF_OWL
    classes, objects, data = (declared(terms, kind) for kind in KINDS[:3])
    for child, parent in terms.subject_objects(RDFS.subClassOf):
        assert {child, parent} <= classes
    for child, parent in terms.subject_objects(RDFS.subPropertyOf):
        assert {child, parent} <= objects or {child, parent} <= data
    for property_, domain in terms.subject_objects(RDFS.domain):
        assert property_ in objects | data and domain in classes
    for property_, range_ in terms.subject_objects(RDFS.range):
        # Of the datatypes only those that OWL 2 RL has: neither xsd:date nor xsd:gYear is among them.
        allowed = classes if property_ in objects else {RDFS.Literal, XSD.string, XSD.integer, XSD.decimal}
        assert range_ in allowed, property_


def test_every_term_is_declared_once_and_as_one_kind(terms: rdflib.Graph) -> None:
    kinds = [declared(terms, kind) for kind in KINDS]
    for one, ones in enumerate(kinds):
        for other in kinds[one + 1 :]:
            assert not ones & other
    everything = set.union(*kinds)
    assert own_terms(terms) <= everything
    builtin = (str(RDF), str(RDFS), str(OWL), str(XSD))
    for predicate in set(terms.predicates()):
        assert predicate in everything or str(predicate).startswith(builtin), predicate


def test_properties_are_used_as_declared(ontology: rdflib.Graph) -> None:
    for property_ in declared(ontology, OWL.ObjectProperty):
        for value in ontology.objects(None, property_):
            assert not isinstance(value, rdflib.Literal), f"{property_} {value}"
    for property_ in declared(ontology, OWL.DatatypeProperty):
        for value in ontology.objects(None, property_):
            assert isinstance(value, rdflib.Literal), f"{property_} {value}"


def test_reference_data_uses_defined_terms_only(ontology: rdflib.Graph, terms: rdflib.Graph) -> None:
    used = {t for triple in ontology for t in triple if isinstance(t, URIRef) and t.startswith(KG)}
    assert used <= own_terms(terms)


def test_code_uses_defined_terms_only(terms: rdflib.Graph) -> None:
    used = {node.value for node in vars(vocabulary(DEFAULT_BASE_IRI)).values() if isinstance(node, ox.NamedNode)}
    own = {iri for iri in used if iri.startswith(KG)}
    assert len(own) > 20
    assert own <= {str(term) for term in own_terms(terms)}


@pytest.mark.parametrize("path", sorted((ROOT / "queries").glob("*.rq")), ids=lambda path: path.name)
def test_queries_use_defined_terms_only(terms: rdflib.Graph, path: Path) -> None:
    query = re.sub(r"(?m)(^|\s)#.*$", "", path.read_text(encoding="utf-8"))
    used = {KG + name for name in re.findall(r"\bkg:([A-Za-z]\w*)", query)}
    used |= set(re.findall(rf"<({re.escape(KG)}[^>]+)>", query))
    assert used <= {str(term) for term in own_terms(terms)}


@pytest.mark.parametrize("path", sorted((ROOT / "shapes").glob("*.ttl")), ids=lambda path: path.name)
def test_shapes_use_defined_terms_only(terms: rdflib.Graph, path: Path) -> None:
    shapes = rdflib.Graph().parse(path)
    statements = {t for triple in shapes for t in triple if isinstance(t, URIRef) and t.startswith(KG)}
    # A shape may have an IRI of its own beside the terms, which is no term.
    assert {term for term in statements if not term.endswith("Shape")} <= own_terms(terms)
