"""The JSON-LD context of our data: the prefixes, and of each property whether its values are IRIs or of one datatype.

Source: JSON-LD 1.1, section 4.2.3 (type coercion) and 9.15 (context definitions).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes
from kg.graph.turtle import read_turtle
from kg.resources import ontology_dir

NAME: Final = "context.jsonld"
"""Where the context is below the base IRI."""

_OBJECT_PROPERTY: Final = ox.NamedNode(v.OWL + "ObjectProperty")
_DATATYPE_PROPERTY: Final = ox.NamedNode(v.OWL + "DatatypeProperty")
_RANGE: Final = ox.NamedNode(v.RDFS + "range")
# Of the reused vocabularies: the properties whose values are things, in our data without exception or nearly so.
_THINGS: Final = {
    v.DCTERMS: "isPartOf language license spatial",
    v.FOAF: "page",
    v.OA: "hasSelector hasSource",
    v.OWL: "inverseOf sameAs",
    v.PROV: "used wasAssociatedWith wasDerivedFrom wasGeneratedBy wasInformedBy wasInvalidatedBy wasRevisionOf",
    v.QB: "attribute codeList component dataSet dimension measure structure",
    v.QUDT: "unit",
    v.RDFS: "domain range seeAlso subClassOf subPropertyOf",
    v.SDMX_DIMENSION: "refArea",
    v.SH: "class datatype nodeKind path property severity targetClass",
    v.SKOS: "broadMatch broader closeMatch exactMatch inScheme narrowMatch topConceptOf",
    v.VOID: "vocabulary",
}
_TYPED: Final = {
    v.OA + "end": v.XSD + "integer",
    v.OA + "start": v.XSD + "integer",
    v.PROV + "startedAtTime": v.XSD + "dateTime",
    v.SDMX_MEASURE + "obsValue": v.XSD + "decimal",
}


@lru_cache(maxsize=4)
def coercions(base_iri: str) -> dict[str, str]:
    """Property → `@id`, where its values are things, or the datatype of its values. The others have none.

    A value that is not so is written as an object of its own, so the context makes what is read shorter, never wrong.
    """
    found = dict(_TYPED)
    for namespace, names in _THINGS.items():
        found |= {namespace + name: "@id" for name in names.split()}
    triples = read_turtle(ontology_dir() / "kg.ttl", base_iri)
    kinds = {triple.subject: triple.object for triple in triples if triple.predicate == v.A}
    for triple in triples:
        term = triple.subject
        if not isinstance(term, ox.NamedNode):
            continue
        if triple.predicate == v.A and triple.object == _OBJECT_PROPERTY:
            found[term.value] = "@id"
        elif triple.predicate == _RANGE and kinds.get(term) == _DATATYPE_PROPERTY:
            assert isinstance(triple.object, ox.NamedNode)
            datatype = triple.object.value
            if datatype.startswith(v.XSD) and datatype != v.XSD + "string":
                found[term.value] = datatype
    return found


@lru_cache(maxsize=4)
def jsonld_context(base_iri: str) -> dict[str, object]:
    """The context's definitions, what stands under `@context`; always in the same order."""
    namespaces = prefixes(base_iri)
    told: dict[str, object] = dict(namespaces)
    for iri, coercion in sorted(coercions(base_iri).items()):
        told[shortened(iri, namespaces)] = {"@id": iri, "@type": shortened(coercion, namespaces)}
    return told


def shortened(iri: str, namespaces: dict[str, str]) -> str:
    """An IRI as `prefix:rest`, where one of the namespaces ends at its last `#` or `/`; else as it is."""
    by_namespace = _by_namespace(tuple(namespaces.items()))
    path, hash_, _ = iri.partition("#")
    for end in (len(path) + 1 if hash_ else 0, path.rfind("/") + 1):
        prefix = by_namespace.get(iri[:end]) if end < len(iri) else None
        if prefix and not iri.startswith("//", end):  # `prefix://x` is never a compact IRI
            return f"{prefix}:{iri[end:]}"
    return iri


@lru_cache(maxsize=4)
def _by_namespace(namespaces: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {namespace: prefix for prefix, namespace in namespaces}
