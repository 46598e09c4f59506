"""The prefixes that the graph is written with, where people read it: exports, answers, queries on the command line."""

from __future__ import annotations

from kg.graph import vocabulary as v

KINDS = (
    "additivity",
    "article",
    "bound",
    "cluster",
    "code-list",
    "commune",
    "company",
    "confidence",
    "correction",
    "correction-kind",
    "correction-state",
    "country",
    "dataset",
    "district",
    "economic-zone",
    "event",
    "extraction",
    "mention",
    "metric",
    "observation",
    "origin",
    "policy",
    "person",
    "policy-kind",
    "project",
    "province",
    "region",
    "scheme",
    "scope",
    "sector",
    "sector-relation",
    "sector-statement",
    "software",
    "span",
    "stage",
    "status",
    "unit-kind",
    "zone",
    "zone-candidate",
    "zone-decision",
    "zone-decision-kind",
    "zone-doubt",
    "zone-resolution",
)
"""Things that have a prefix of their own, `zone:hai-phong-kcn-nomura`: a prefixed name cannot hold a slash as it is."""


def prefixes(base_iri: str) -> dict[str, str]:
    """Prefix → namespace, of our own terms under `base_iri` and of the vocabularies reused."""
    return {
        "kg": f"{base_iri}ontology#",
        **{kind: f"{base_iri}id/{kind}/" for kind in KINDS},
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
