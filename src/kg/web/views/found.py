"""What is asked of the graph for one page, beside its figures: names, and the links to the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.store import Row, text
from kg.web.corrected import Said
from kg.web.errors import Refused
from kg.web.language import Language, explicit, language_of
from kg.web.pages import Shown, page
from kg.web.state import State
from kg.web.views.figures import PREFIXES, SHOWN, Figure, figures
from kg.web.views.sections import beside, sections, tiles

CHOSEN = {
    **dict.fromkeys(
        (
            "country",
            "region",
            "province",
            "district",
            "commune",
            "company",
            "project",
        ),
        "VALUES ?place { UNDEF }",
    ),
    # Under each of its names: docs/zones.md.
    **dict.fromkeys(
        ("zone", "cluster", "economic-zone"), "VALUES ?zone { UNDEF } ?zone (^dcterms:isReplacedBy)? ?place ."
    ),
    "metric": "VALUES ?metric { UNDEF }",
    "sector": "VALUES ?sectorNode { UNDEF } ?observation kg:sector ?sectorNode .",
    "policy": "VALUES ?policy { UNDEF } ?observation kg:targetOf ?policy .",
    "article": "VALUES ?article { UNDEF } ?span oa:hasSource ?article . ?observation prov:wasDerivedFrom ?span .",
    "observation": "VALUES ?observation { UNDEF }",
}
"""The graph pattern that chooses the figures of a thing, by the kind in its IRI."""
_VARIABLES = {
    **dict.fromkeys(("zone", "cluster", "economic-zone"), "zone"),
    **{"metric": "metric", "sector": "sectorNode", "policy": "policy", "article": "article"},
}


def binding(kind: str, node: ox.NamedNode) -> dict[str, ox.NamedNode]:
    """What the pattern of that kind is bound to."""
    return {"observation" if kind == "observation" else _VARIABLES.get(kind, "place"): node}


@dataclass(frozen=True, slots=True)
class Asked:
    """The request for one thing's page. `path` is `KIND/SLUG`; `corrections` are what people said of it."""

    request: Request
    state: State
    node: ox.NamedNode
    path: str
    corrections: tuple[Said, ...] = ()

    @property
    def kind(self) -> str:
        """The first part of the path."""
        return self.path.partition("/")[0]

    @property
    def language(self) -> Language:
        """The page's language."""
        return language_of(self.request)

    @property
    def show(self) -> Shown:
        """What shows terms in the page's language."""
        return Shown(self.state.settings.base_iri, self.language, kept=explicit(self.request) is not None)

    def node_of(self, path: str) -> ox.NamedNode:
        """The thing of that `KIND/SLUG`."""
        return ox.NamedNode(self.state.terms.things + path)

    def path_of(self, iri: str) -> str:
        """`KIND/SLUG` of a thing."""
        return iri.removeprefix(self.state.terms.things)

    async def rows(self, sparql: str, **bindings: ox.NamedNode | tuple[ox.NamedNode, ...]) -> list[Row]:
        """The rows of a SELECT, with our prefixes before it."""
        return await self.state.rows(PREFIXES.format(base=self.state.settings.base_iri) + sparql, bindings)

    async def figures(self) -> list[Figure]:
        """The figures of the thing."""
        return await figures(self.state, CHOSEN[self.kind], binding(self.kind, self.node))

    def missing(self) -> Refused:
        """The error where the graph says nothing of the thing."""
        return Refused(404, "not-found", f"the graph says nothing of {self.node.value}")

    def shown(self, template: str, title: str, found: list[Figure], **values: object) -> Response:
        """The page, with what all pages of things have."""
        cut = len(found) > SHOWN
        found = found[-SHOWN:] if cut else found
        data = "/data/" + quote(self.path, safe="/:@!$&'()*+,;=-._~%")
        given: dict[str, Any] = {
            "sections": sections(found, self.language, self.show),
            "tiles": tiles(found),
            "beside": beside(found),
            "cut": cut,
            "count": len(found),
            "corrections": self.corrections,
            **values,
        }
        return page(
            self.request,
            template,
            iri=self.node.value,
            title=title,
            data=data,
            with_figures=self.kind in CHOSEN,
            **given,
        )


def best_label(rows: list[Row], language: Language, name: str = "label") -> str:
    """Of the labels in a column the one in the page's language, else the Vietnamese, else any; "" for none."""
    ranked = sorted(
        (0 if term.language == language else 1 if term.language in ("vi", None) else 2, term.value)
        for row in rows
        if isinstance(term := row.get(name), ox.Literal)
    )
    return ranked[0][1] if ranked else ""


def unique(rows: list[Row], name: str) -> list[str]:
    """The values of a column, each once, empty ones left out."""
    return [value for value in dict.fromkeys(text(row, name) for row in rows) if value]
