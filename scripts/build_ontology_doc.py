"""Write the tables of classes, properties and concepts in docs/ontology.md from ontology/kg.ttl.

Run `python scripts/build_ontology_doc.py`. What stands before the line `<!-- terms -->` is written by hand and stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "ontology.md"
MARK = "<!-- terms -->"


def text(graph: rdflib.Graph, subject: URIRef, predicate: URIRef, language: str) -> str:
    """The literal of that language, fit for a cell of a table."""
    found = [o for o in graph.objects(subject, predicate) if isinstance(o, rdflib.Literal) and o.language == language]
    return str(found[0]).replace("|", "\\|") if found else ""


def name(graph: rdflib.Graph, term: URIRef) -> str:
    """The prefixed name."""
    return f"`{graph.namespace_manager.curie(term)}`"


def names(graph: rdflib.Graph, terms: Iterable[object]) -> str:
    """The prefixed names, in order; what has no IRI is passed over."""
    return ", ".join(sorted(name(graph, term) for term in terms if isinstance(term, URIRef)))


def own(graph: rdflib.Graph, *types: URIRef) -> list[URIRef]:
    """Our own terms of these types, by name."""
    namespace = str(dict(graph.namespaces())["kg"])
    found = {s for type_ in types for s in graph.subjects(RDF.type, type_) if isinstance(s, URIRef)}
    return sorted(term for term in found if term.startswith(namespace))


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A Markdown table."""
    lines = [header, ("---",) * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def sections(graph: rdflib.Graph) -> str:
    """The part of the document behind the mark."""
    classes = (
        (
            name(graph, term),
            text(graph, term, RDFS.label, "vi"),
            names(graph, graph.objects(term, RDFS.subClassOf)),
            text(graph, term, RDFS.comment, "en"),
        )
        for term in own(graph, OWL.Class)
    )
    properties = (
        (
            name(graph, term),
            text(graph, term, RDFS.label, "vi"),
            names(graph, graph.objects(term, RDFS.domain)),
            names(graph, graph.objects(term, RDFS.range)),
            text(graph, term, RDFS.comment, "en"),
        )
        for term in own(graph, OWL.ObjectProperty, OWL.DatatypeProperty)
    )
    concepts = []
    for scheme in sorted(s for s in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(s, URIRef)):
        for concept in sorted(c for c in graph.subjects(SKOS.inScheme, scheme) if isinstance(c, URIRef)):
            label, definition = text(graph, concept, SKOS.prefLabel, "vi"), text(graph, concept, SKOS.definition, "en")
            path = "/".join(str(concept).split("/")[-2:])
            concepts.append((f"`id/{path}`", label, definition))
    lines = ["", "### Classes", "", *table(("class", "tiếng Việt", "is a", "what it is"), classes)]
    lines += ["", "### Properties", ""]
    lines += table(("property", "tiếng Việt", "of", "value", "what it says"), properties)
    lines += ["", "### Concepts", "", *table(("concept", "tiếng Việt", "what it means"), concepts)]
    return "\n".join(lines) + "\n"


def document() -> str:
    """The whole document: what is written by hand, and the tables as kg.ttl gives them."""
    graph = rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")
    by_hand, mark, _ = DOCUMENT.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise SystemExit(f"{DOCUMENT.name} has lost its line {MARK}; put it where the tables shall begin")
    return f"{by_hand}{MARK}\n{sections(graph)}"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"wrote {DOCUMENT}\n")


if __name__ == "__main__":
    main()
