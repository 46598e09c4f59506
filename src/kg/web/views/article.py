"""The page of an article: what was read from it, quote by quote in their order. Its text stays its author's."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.responses import Response

from kg.graph.quoting import of_sentence, shortened
from kg.store import Row, text
from kg.web.views.figures import Figure
from kg.web.views.found import Asked

_ARTICLE = """
SELECT ?title ?published ?publisher ?author ?source ?page ?digest WHERE {
  VALUES ?article { UNDEF }
  ?article kg:digest ?digest .
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:creator ?author }
  OPTIONAL { ?article dcterms:source ?source }
  OPTIONAL { ?article foaf:page ?page }
} LIMIT 1"""
_SPANS = """
SELECT DISTINCT ?span ?exact ?prefix ?suffix ?start ?derived ?of ?kind ?number ?policyTitle ?label WHERE {
  VALUES ?article { UNDEF }
  ?span oa:hasSource ?article ; oa:hasSelector ?quote . ?quote oa:exact ?exact .
  ?derived prov:wasDerivedFrom ?span .
  OPTIONAL { ?quote oa:prefix ?prefix ; oa:suffix ?suffix }
  OPTIONAL { ?span oa:hasSelector ?position . ?position oa:start ?start }
  OPTIONAL { ?derived kg:mentionOf ?of
    OPTIONAL { ?derived rdfs:label ?label } OPTIONAL { ?derived dcterms:identifier ?number }
    OPTIONAL { ?derived dcterms:title ?policyTitle } }
} LIMIT 3000"""


@dataclass(slots=True)
class Quote:
    """One span of the article, with some words beside it, and all that was read from it.

    `named` are (IRI, label) of zones and policies.
    """

    start: int
    exact: str
    before: str
    behind: str
    figures: list[Figure] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)


async def show(asked: Asked) -> Response:
    """The page."""
    rows = await asked.rows(_ARTICLE, article=asked.node)
    if not rows:
        raise asked.missing()
    article = rows[0]
    found = await asked.figures()
    quotes = _quotes(await asked.rows(_SPANS, article=asked.node), found)
    title = text(article, "title") or asked.path.partition("/")[2]
    said = {name: text(article, name) for name in ("published", "publisher", "author", "source", "page")}
    return asked.shown(
        "article.html",
        title,
        found,
        article=said,
        quotes=quotes,
        graph=asked.state.terms.graph(asked.path).value,
    )


def _quotes(rows: list[Row], found: list[Figure]) -> list[Quote]:
    by_observation = {figure.observation: figure for figure in found}
    quotes: dict[str, Quote] = {}
    for row in rows:
        start = text(row, "start")
        quote = quotes.setdefault(
            text(row, "span"),
            Quote(
                int(start) if start else 1 << 30,
                text(row, "exact"),
                *shortened(*of_sentence(text(row, "prefix"), text(row, "suffix"))),
            ),
        )
        figure = by_observation.get(text(row, "derived"))
        if figure is not None and figure not in quote.figures:
            quote.figures.append(figure)
        elif text(row, "of"):
            label = text(row, "label") or text(row, "number") or text(row, "policyTitle")
            quote.named[text(row, "of")] = label or text(row, "of").rpartition("/")[2]
    return sorted((one for one in quotes.values() if one.figures or one.named), key=lambda one: (one.start, one.exact))
