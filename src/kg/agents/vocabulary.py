"""What a model needs to know to write SPARQL: prefixes, classes, properties, codes, and a query as a model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.graph.prefixes import prefixes
from kg.store import Row, text

QUERY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term ?type ?comment ?domain ?range ?scheme WHERE {
  {
    VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty }
    ?term a ?type .
    OPTIONAL { ?term rdfs:comment ?said FILTER(LANG(?said) = "en") }
    OPTIONAL { ?term rdfs:label ?called FILTER(LANG(?called) = "en") }
    OPTIONAL { ?term rdfs:domain ?domain FILTER(ISIRI(?domain)) }
    OPTIONAL { ?term rdfs:range ?range FILTER(ISIRI(?range)) }
    BIND(COALESCE(?said, ?called) AS ?comment)
    FILTER(ISIRI(?term) && BOUND(?comment))
  }
  UNION
  {
    VALUES ?scheme { UNDEF }
    ?term skos:inScheme ?scheme ; skos:prefLabel ?comment .
    FILTER(LANG(?comment) = "en")
  }
}
ORDER BY ?scheme ?type ?term
"""
CODES = ("metrics", "scope", "stage", "status", "bound", "origin", "confidence")
_HEADINGS = {"Class": "Classes", "ObjectProperty": "Properties with things as values", "DatatypeProperty": "Others"}


def written(rows: Iterable[Row], base_iri: str, model: str) -> str:
    """The vocabulary as text: of the rows of `QUERY`, with a query to follow as a model."""
    known = prefixes(base_iri)
    lines: dict[str, list[str]] = defaultdict(list)
    used: set[str] = set()

    def short(iri: str) -> str:
        found = max((name for name in known if iri.startswith(known[name])), key=lambda n: len(known[n]), default="")
        used.add(found)
        return f"{found}:{iri[len(known[found]) :]}" if found else f"<{iri}>"

    for row in rows:
        scheme, type_ = text(row, "scheme").rpartition("/")[2], text(row, "type").rpartition("#")[2]
        heading = f"Codes: {scheme}" if scheme else _HEADINGS[type_]
        between = [short(text(row, name)) for name in ("domain", "range") if text(row, name)]
        ends = f" ({' → '.join(between)})" if between else ""
        line = f"{short(text(row, 'term'))}{ends}: {text(row, 'comment')}"
        if line not in lines[heading]:
            lines[heading].append(line)
    declared = [f"PREFIX {name}: <{known[name]}>" for name in known if name in used | {"rdf", "rdfs", "skos"}]
    parts = ["# Prefixes", *declared]
    for heading, said in lines.items():
        parts += ["", f"# {heading}", *said]
    return "\n".join([*parts, "", "# A query as a model (the ready query `series`)", model])
