"""The pages of the ontology and of the shapes."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.store import GRAPHS, Bindings, text
from kg.web.language import language_of
from kg.web.pages import page
from kg.web.state import State

_TERMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term ?type (SAMPLE(?name) AS ?label) (SAMPLE(?said) AS ?comment) (SAMPLE(?d) AS ?domain)
  (SAMPLE(?r) AS ?range) (SAMPLE(?s) AS ?super)
WHERE {
  GRAPH ?graph {
    ?term a ?type .
    OPTIONAL { { ?term rdfs:label ?name } UNION { ?term skos:prefLabel ?name } FILTER(LANG(?name) = ?language) }
    OPTIONAL { { ?term rdfs:comment ?said } UNION { ?term skos:definition ?said } FILTER(LANG(?said) = ?language) }
    OPTIONAL { ?term rdfs:domain ?d }
    OPTIONAL { ?term rdfs:range ?r }
    OPTIONAL { { ?term rdfs:subClassOf ?s } UNION { ?term rdfs:subPropertyOf ?s } FILTER(ISIRI(?s)) }
  }
} GROUP BY ?term ?type ORDER BY ?type ?term"""
_SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?shape ?target ?path ?message ?severity ?property WHERE {
  GRAPH ?graph {
    ?shape a sh:NodeShape .
    OPTIONAL { ?shape sh:targetClass|sh:targetNode ?target }
    OPTIONAL { ?shape sh:property ?property . FILTER(ISIRI(?property))
      OPTIONAL { ?property sh:path ?path FILTER(ISIRI(?path)) }
      OPTIONAL { ?property sh:severity ?severity } }
    OPTIONAL { ?property sh:message ?message FILTER(LANG(?message) = ?language) }
  }
} ORDER BY ?shape ?property"""
_VERSION = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?version ?iri WHERE { ?ontology owl:versionInfo ?version ; owl:versionIRI ?iri } LIMIT 1"""


async def ontology_page(request: Request, state: State) -> Response:
    """Classes, properties and concepts, each with what it means."""

    bindings: Bindings = {"graph": state.terms.graph("ontology"), "language": ox.Literal(language_of(request))}
    rows = await state.rows(_TERMS, bindings)
    own = [row for row in rows if text(row, "term").startswith(state.terms.base)]
    version = await state.rows(_VERSION)
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    groups = {
        kind: [row for row in own if text(row, "type").rpartition("#")[2] == kind and "#" in text(row, "term")]
        for kind in kinds
    }
    listed = {text(row, "term") for rows_ in groups.values() for row in rows_}
    concepts = {
        text(row, "term"): row for row in own if text(row, "term") not in listed and "/id/" in text(row, "term")
    }
    return page(
        request,
        "ontology.html",
        headers={"Vary": "Accept"},
        groups=groups,
        concepts=list(concepts.values()),
        base=state.terms.ontology,
        version=text(version[0], "version") if version else "",
        version_iri=text(version[0], "iri") if version else "",
        formats=GRAPHS,
    )


async def shapes_page(request: Request, state: State) -> Response:
    """The shapes, each with what it demands."""

    bindings: Bindings = {"graph": state.terms.graph("shapes"), "language": ox.Literal(language_of(request))}
    shapes: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in await state.rows(_SHAPES, bindings):
        shape = shapes.setdefault(text(row, "shape"), {"targets": [], "demands": []})
        target = {"iri": text(row, "target")}
        if target["iri"] and target not in shape["targets"]:
            shape["targets"].append(target)
        demand = {name: text(row, name) for name in ("property", "path", "message", "severity")}
        if demand["property"] and demand["property"] not in [one["property"] for one in shape["demands"]]:
            shape["demands"].append(demand)
    version = await state.rows(_VERSION)
    return page(
        request,
        "shapes.html",
        headers={"Vary": "Accept"},
        shapes=shapes,
        base=state.terms.base + "shapes#",
        version=text(version[0], "version") if version else "",
        formats=GRAPHS,
    )
