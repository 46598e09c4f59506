"""Facts → graph → facts: the RDF of an article, reading it back, the reference graphs, and the SHACL gate."""

from kg.graph.emit import emit
from kg.graph.identifiers import identifiers
from kg.graph.model import ArticleGraph, FactTriples
from kg.graph.reading import read_facts
from kg.graph.text import settled
from kg.graph.vocabulary import vocabulary

__all__ = ["ArticleGraph", "FactTriples", "emit", "identifiers", "read_facts", "settled", "vocabulary"]
