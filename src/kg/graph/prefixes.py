"""The prefixes that the graph is written with, where people read it: exports, answers, queries on the command line."""

from __future__ import annotations

from kg.graph import vocabulary as v


def prefixes(base_iri: str) -> dict[str, str]:
    """Prefix → namespace, of our own terms under `base_iri` and of the vocabularies reused."""
    return {
        "kg": f"{base_iri}ontology#",
        "id": f"{base_iri}id/",
        "rdf": v.RDF,
        "rdfs": v.RDFS,
        "owl": v.OWL,
        "xsd": v.XSD,
        "skos": v.SKOS,
        "dcterms": v.DCTERMS,
        "foaf": v.FOAF,
        "prov": v.PROV,
        "oa": v.OA,
        "qb": v.QB,
        "sdmx-dimension": v.SDMX_DIMENSION,
        "sdmx-measure": v.SDMX_MEASURE,
        "qudt": v.QUDT,
        "unit": v.QUDT_UNIT,
        "schema": v.SCHEMA,
        "dcat": v.DCAT,
        "void": v.VOID,
        "sh": v.SH,
    }
