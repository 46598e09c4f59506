"""HTML pages: templates that escape everything, and what they need to show terms of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg import __version__
from kg.reference.metrics import metrics
from kg.store import AnyTerm
from kg.web.words import column_label

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float"))
# In the path of an address these stand as they are (RFC 3987 allows letters of all scripts there).
_SAFE = "/:@!$&'()*+,;=-._~"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["label"] = column_label
    return environment


def page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """Render a template."""
    from kg.web.state import state_of  # noqa: PLC0415 - the state needs errors, and errors need pages

    show = Shown(state_of(request).settings.base_iri)
    text = _environment().get_template(template).render(request=request, show=show, version=__version__, **values)
    return HTMLResponse(text, status, dict(headers or {}))


def local_path(iri: str, base_iri: str) -> str | None:
    """Where this server answers for an IRI, whatever its host; None for IRIs that are not under the base."""
    if not iri.startswith(base_iri):
        return None
    path, _, fragment = iri[len(base_iri) :].partition("#")
    if not path.startswith(("id/", "graph/")) and path != "ontology":
        return None
    return "/" + quote(path, safe=_SAFE + "%") + (f"#{quote(fragment, safe=_SAFE + '%')}" if fragment else "")


class Shown:
    """Shows terms in a page: IRIs of ours as links to here, others as links out, numbers as Vietnamese has them."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri

    def cell(self, term: AnyTerm | None, labels: Mapping[str, str] | None = None) -> Markup:
        """A term as HTML, everything in it escaped."""
        if term is None:
            return Markup("")
        if isinstance(term, ox.NamedNode):
            return self.link(term.value, (labels or {}).get(term.value, ""))
        if isinstance(term, ox.Literal):
            number = _number(term)
            if number is not None:
                return Markup('<data value="{}">{}</data>').format(term.value, vietnamese_number(number))
            if term.value.startswith(("http://", "https://")) and " " not in term.value:
                return self.link(term.value)
            if term.language:
                return Markup('<span lang="{}">{}</span>').format(term.language, term.value)
            return Markup("{}").format(term.value)
        return Markup("{}").format(str(term))

    def link(self, iri: str, label: str = "") -> Markup:
        """A link to an IRI: to this server where it is ours, out where it is of the web, else just its text."""
        local = local_path(iri, self.base_iri)
        if local is not None:
            return Markup('<a href="{}">{}</a>').format(local, label or shortened(iri, self.base_iri))
        if iri.startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(iri, label or iri)
        return Markup("{}").format(label or iri)

    def code(self, column: str, term: AnyTerm | None, words: Mapping[str, str]) -> Markup:
        """A cell of a canned query's table: codes of the ontology's lists get their Vietnamese label."""
        if isinstance(term, ox.Literal) and column == "year":  # a number, but no quantity: not 2.024
            return Markup("{}").format(term.value)
        if isinstance(term, ox.Literal) and term.value:
            if column == "metric" and term.value in metrics():
                return Markup('<span title="{}">{}</span>').format(term.value, metrics()[term.value].label)
            word = words.get(
                f"{column.rstrip('AB').removeprefix('planned').removeprefix('actual').lower()}/{term.value}"
            )
            if word:
                return Markup('<span title="{}">{}</span>').format(term.value, word)
        return self.cell(term)


def shortened(iri: str, base_iri: str) -> str:
    """An IRI of ours without what all of them begin with."""
    return iri[len(base_iri) :].removeprefix("id/")


def _number(term: ox.Literal) -> Decimal | None:
    if term.datatype.value not in _NUMBERS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def vietnamese_number(number: Decimal) -> str:
    """A number as Vietnamese writes it.

    >>> vietnamese_number(Decimal("4507830000000")), vietnamese_number(Decimal("-94.06"))
    ('4.507.830.000.000', '-94,06')
    """
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))
