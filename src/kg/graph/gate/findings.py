"""What an article's graph tells of how it was read: numbers accounted for, facts that shapes refuse.

The facts that were refused, and the numbers, are not in the graph: only how many, and by which shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.articles.model import Article
from kg.extraction.explanation import Class
from kg.graph import vocabulary as v
from kg.graph.gate.gate import GateReport
from kg.graph.identifiers import identifiers
from kg.graph.model import ArticleGraph
from kg.graph.vocabulary import vocabulary


def with_findings(report: GateReport, article: Article, numbers: Mapping[Class, int], base_iri: str) -> ArticleGraph:
    """The graph that may enter, with what was found. `numbers` counts those `handled`, `ignored` and `signalled`."""
    node = identifiers(base_iri).extraction(article.id, article.digest)
    told = tuple(_told(report, node, numbers, base_iri))
    return replace(report.kept, head=(*report.kept.head, *told))


def _told(report: GateReport, node: ox.NamedNode, numbers: Mapping[Class, int], base_iri: str) -> Iterator[ox.Triple]:
    terms = vocabulary(base_iri)
    for predicate, count in (
        (terms.NUMBERS_USED, numbers.get("handled", 0)),
        (terms.NUMBERS_SET_ASIDE, numbers.get("ignored", 0)),
        (terms.NUMBERS_NOT_UNDERSTOOD, numbers.get("signalled", 0)),
        (terms.FACTS_REFUSED, report.refused),
    ):
        yield ox.Triple(node, predicate, ox.Literal(str(count), datatype=v.INTEGER))
    for predicate, found in ((terms.REFUSED_BY, report.rejected), (terms.WARNED_BY, report.warnings)):
        for shape in sorted({one.shape for one in found if one.named}):
            yield ox.Triple(node, predicate, ox.NamedNode(f"{base_iri}shapes#{shape}"))
