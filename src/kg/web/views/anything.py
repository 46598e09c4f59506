"""The page of anything else that the graph tells of: its properties as they are, and what refers to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyoxigraph as ox
from starlette.responses import Response

from kg.canned import TextPair
from kg.store import GRAPHS, Row, text
from kg.web.pages import shortened
from kg.web.views.concepts import called, concepts
from kg.web.views.found import Asked

# Of properties that are not ours, by their names without the namespace.
_PROPERTIES = {
    name: TextPair(vi, en)
    for name, vi, en in (
        ("type", "loại", "kind"),
        ("label", "tên", "name"),
        ("prefLabel", "tên", "name"),
        ("altLabel", "tên khác", "other name"),
        ("comment", "giải thích", "explanation"),
        ("definition", "định nghĩa", "definition"),
        ("title", "tên", "title"),
        ("date", "ngày", "date"),
        ("issued", "ngày ban hành, ngày đăng", "issued"),
        ("source", "nguồn", "source"),
        ("identifier", "số hiệu, mã", "identifier"),
        ("publisher", "nơi đăng", "publisher"),
        ("creator", "tác giả", "author"),
        ("originalOrganization", "đơn vị trước", "before"),
        ("resultingOrganization", "đơn vị sau", "after"),
        ("exact", "câu trích", "quote"),
        ("prefix", "chữ đứng trước", "words before it"),
        ("suffix", "chữ đứng sau", "words behind it"),
        ("start", "từ ký tự", "from character"),
        ("end", "đến ký tự", "to character"),
        ("hasSource", "trong bài", "in the article"),
        ("hasSelector", "chỗ trong bài", "place in it"),
        ("wasDerivedFrom", "đọc từ đoạn", "read from"),
        ("wasGeneratedBy", "do lần đọc", "by the reading"),
        ("wasAssociatedWith", "phần mềm hoặc người", "software or person"),
        ("startedAtTime", "lúc", "at"),
        ("used", "của bài", "of the article"),
        ("softwareVersion", "phiên bản", "version"),
        ("isPartOf", "là một phần của", "a part of"),
        ("seeAlso", "xem thêm", "see also"),
        ("refArea", "đối tượng", "subject"),
        ("inScheme", "thuộc danh mục", "in the list"),
        ("broader", "thuộc", "broader"),
        ("exactMatch", "trùng với", "the same as"),
        ("closeMatch", "gần với", "close to"),
    )
}
_SHOWN = 200  # and one more is asked for, to see whether there is
_LABEL = """
  OPTIONAL { ?other rdfs:label ?name FILTER(LANG(?name) IN ("vi", "")) }
  OPTIONAL { ?other skos:prefLabel ?preferred FILTER(LANG(?preferred) = "vi") }
  OPTIONAL { ?other dcterms:title ?title }
  OPTIONAL {
    ?other sdmx-measure:obsValue ?value ; ?measures ?metric . ?metric skos:prefLabel ?metricName .
    FILTER(STRENDS(STR(?measures), "ontology#metric") && LANG(?metricName) = "vi")
    OPTIONAL { ?other sdmx-dimension:refPeriod ?period }
    BIND(CONCAT(?metricName, ": ", STR(?value), COALESCE(CONCAT(" (", ?period, ")"), "")) AS ?figure)
  }
"""
_OUT = (
    """
SELECT DISTINCT ?p ?other (COALESCE(?preferred, ?name, ?title, ?figure) AS ?label) WHERE {
  ?thing ?p ?other .
"""
    + _LABEL
    + "} ORDER BY ?p ?label ?other"
)
_PARTS = """
SELECT DISTINCT ?p ?other WHERE {
  ?thing oa:hasSelector ?part . ?part ?p ?other FILTER(ISLITERAL(?other))
} ORDER BY ?p"""
_IN = (
    """
SELECT DISTINCT ?p ?other (COALESCE(?preferred, ?name, ?title, ?figure) AS ?label) WHERE {
  { SELECT DISTINCT ?p ?other WHERE { ?other ?p ?thing } LIMIT 201 }
"""
    + _LABEL
    + "} ORDER BY ?p ?label ?other"
)


async def show(asked: Asked) -> Response:
    """The page."""
    out = await asked.rows(_OUT, thing=asked.node)
    into = await asked.rows(_IN, thing=asked.node)
    if not out and not into:
        raise asked.missing()
    parts = await asked.rows(_PARTS, thing=asked.node)
    names = sorted(
        (term.language != asked.language, term.language not in ("vi", None), term.value)
        for row in out
        if _local_name(text(row, "p")) in ("label", "prefLabel", "title")
        and isinstance(term := row["other"], ox.Literal)
    )
    return asked.shown(
        "thing.html",
        names[0][2] if names else shortened(asked.node.value, asked.state.settings.base_iri),
        [],
        out=_grouped(asked, out),
        parts_of=_grouped(asked, parts),
        into=_grouped(asked, into[:_SHOWN]),
        more=len(into) > _SHOWN,
        formats=GRAPHS,
    )


def _grouped(asked: Asked, rows: list[Row]) -> dict[str, list[tuple[Any, str]]]:
    """By property, as the page's language calls it: the terms, each with its label."""
    groups: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for row in rows:
        groups[_property(asked, text(row, "p"))].append((row["other"], text(row, "label")))
    return dict(groups)


def _property(asked: Asked, iri: str) -> str:
    """What a property is called: ours as the ontology says, some of others as here, else its name."""
    name = _local_name(iri)
    own = f"kg:{name}"
    if iri.startswith(asked.state.terms.ontology) and own in concepts():
        return called(own, asked.language)
    pair = _PROPERTIES.get(name)
    return name if pair is None else pair.en if asked.language == "en" else pair.vi


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2] or iri
