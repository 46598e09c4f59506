"""Facts → graph → facts: the RDF of an article, reading it back, the reference graphs, and the SHACL gate.

The gate is in `kg.graph.gate`; it is not imported here, since it brings rdflib and pySHACL with it.
"""

from kg.graph.emit import emit
from kg.graph.identifiers import Identifiers, identifiers
from kg.graph.model import ArticleGraph, FactTriples
from kg.graph.reading import ReadArticle, read_articles, read_facts
from kg.graph.references import dataset_description, reference_graphs
from kg.graph.text import settled

__all__ = [
    "ArticleGraph",
    "FactTriples",
    "Identifiers",
    "ReadArticle",
    "dataset_description",
    "emit",
    "identifiers",
    "read_articles",
    "read_facts",
    "reference_graphs",
    "settled",
]
