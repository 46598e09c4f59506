from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
import reasonable

ROOT = Path(__file__).resolve().parents[2]
KG = "https://w3id.org/vnkg/ontology#"
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # where owlrl reports

PREFIXES = """
    PREFIX kg: <https://w3id.org/vnkg/ontology#>
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

# The rules of OWL 2 RL that conclude `false` (https://www.w3.org/TR/owl2-profiles/, tables 4 to 8), over a closure.
FALSE_RULES = {
    "cls-nothing2": "SELECT ?x ('owl:Nothing' AS ?why) { ?x a owl:Nothing }",
    "cax-dw": "SELECT ?x ?why { ?a owl:disjointWith ?b . ?x a ?a, ?b BIND(CONCAT(STR(?a), ' ', STR(?b)) AS ?why) }",
    "cax-adc": """SELECT ?x ?why { ?axiom a owl:AllDisjointClasses ; owl:members ?list .
        ?list rdf:rest*/rdf:first ?a, ?b FILTER(STR(?a) < STR(?b)) . ?x a ?a, ?b
        BIND(CONCAT(STR(?a), ' ', STR(?b)) AS ?why) }""",
    "eq-diff1": "SELECT ?x ('different from what it is' AS ?why) { ?x owl:sameAs ?y ; owl:differentFrom ?y }",
    "prp-irp": "SELECT ?x (STR(?p) AS ?why) { ?p a owl:IrreflexiveProperty . ?x ?p ?x }",
    "prp-asyp": "SELECT ?x (STR(?p) AS ?why) { ?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x }",
    "prp-pdw": "SELECT ?x (STR(?p) AS ?why) { ?p owl:propertyDisjointWith ?q . ?x ?p ?y ; ?q ?y }",
    "cls-com": "SELECT ?x (STR(?a) AS ?why) { ?a owl:complementOf ?b . ?x a ?a, ?b }",
}

Triples = Iterable[tuple[object, object, object]]


@pytest.fixture(scope="session")
def ontology_files() -> list[Path]:
    return sorted((ROOT / "ontology").glob("*.ttl"))


@pytest.fixture(scope="session")
def ontology(ontology_files: list[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ontology_files:
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")


@pytest.fixture(scope="session")
def inconsistencies() -> Callable[[rdflib.Graph], list[str]]:
    """What is wrong with a graph: its OWL 2 RL closure by `reasonable`, and in it each rule that concludes false."""

    def check(graph: rdflib.Graph) -> list[str]:
        reasoner = reasonable.PyReasoner()
        reasoner.from_graph(graph)
        closed = rdflib.Graph()
        for triple in reasoner.reason():
            closed.add(triple)
        store = ox.Store()
        store.load(closed.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
        found = []
        for rule, query in FALSE_RULES.items():
            solutions = store.query(PREFIXES + query)
            assert isinstance(solutions, ox.QuerySolutions)
            found += [f"{rule}: {solution['x']} {solution['why']}" for solution in solutions]
        return sorted(set(found))

    return check


@pytest.fixture(scope="session")
def owlrl_errors() -> Callable[[rdflib.Graph], list[str]]:
    """What a second reasoner says, which reports by itself (slower: for small graphs)."""

    def check(graph: rdflib.Graph) -> list[str]:
        closed = rdflib.Graph()
        for triple in graph:
            closed.add(triple)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
        found = [str(message) for message in closed.objects(None, ERROR)]
        return found + [str(thing) for thing in closed.subjects(rdflib.RDF.type, rdflib.OWL.Nothing)]

    return check
