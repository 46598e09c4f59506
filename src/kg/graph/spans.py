"""The text spans of an article: where its rows were read, as Web Annotation selectors (W3C, section 4.2)."""

from __future__ import annotations

import pyoxigraph as ox

from kg.articles.model import Article
from kg.graph import vocabulary as v
from kg.graph.identifiers import identifiers
from kg.graph.quoting import around
from kg.graph.text import carried
from kg.graph.vocabulary import vocabulary


class Spans:
    """Makes the spans of one article under a base IRI; those that several rows share are made once and kept."""

    def __init__(self, article: Article, base_iri: str) -> None:
        self._terms = vocabulary(base_iri)
        self._make = identifiers(base_iri)
        self._article = article
        self._node = self._make.article(article.id)
        self._known: dict[tuple[int, int, str | None], tuple[ox.NamedNode | None, list[ox.Triple]]] = {}

    def span(self, start: int, end: int, quote: str | None) -> tuple[ox.NamedNode | None, list[ox.Triple]]:
        """The text span of a row, and its triples.

        A position is only stated where the text has the quote there. A row without a quote (`quote` is None) takes
        the text's own, and has no span where there is no such place in the text.
        """
        key = (start, end, quote)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._span(start, end, quote)
        return known

    def _span(self, start: int, end: int, quote: str | None) -> tuple[ox.NamedNode | None, list[ox.Triple]]:
        text = self._article.text
        there = carried(text[start:end]) if 0 <= start < end <= len(text) else None
        exact = there if quote is None else quote
        if exact is None:
            return None, []
        placed = there == exact
        node = (
            self._make.span(self._article.id, start, end)
            if placed
            else self._make.unplaced_span(self._article.id, exact)
        )
        quoted = ox.NamedNode(node.value + "#quote")
        triples = [
            ox.Triple(node, v.A, self._terms.TEXT_SPAN),
            ox.Triple(node, v.A, v.SPECIFIC_RESOURCE),
            ox.Triple(node, v.HAS_SOURCE, self._node),
            ox.Triple(node, v.HAS_SELECTOR, quoted),
            ox.Triple(quoted, v.A, v.QUOTE_SELECTOR),
            ox.Triple(quoted, v.EXACT, ox.Literal(exact)),
        ]
        if placed:
            position = ox.NamedNode(node.value + "#position")
            before, behind = around(text, start, end)
            triples += [
                ox.Triple(quoted, v.PREFIX, ox.Literal(carried(before))),
                ox.Triple(quoted, v.SUFFIX, ox.Literal(carried(behind))),
                ox.Triple(node, v.HAS_SELECTOR, position),
                ox.Triple(position, v.A, v.POSITION_SELECTOR),
                ox.Triple(position, v.START, ox.Literal(str(start), datatype=v.INTEGER)),
                ox.Triple(position, v.END, ox.Literal(str(end), datatype=v.INTEGER)),
            ]
        return node, triples
