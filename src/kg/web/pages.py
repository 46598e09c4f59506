"""HTML pages: templates that escape everything, and what they need to show terms of the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg import __version__
from kg.reference.metrics import metrics
from kg.store import AnyTerm
from kg.web.language import Language, explicit, language_of
from kg.web.views.concepts import called, kind_name
from kg.web.words import column_label
from kg.web.writing import amount as written_amount
from kg.web.writing import day as written_day
from kg.web.writing import number as written_number
from kg.web.writing import period as written_period
from kg.web.writing import unit_word

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float"))
# In the path of an address these stand as they are (RFC 3987 allows letters of all scripts there).
_PARTIAL_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
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
    environment.filters["capfirst"] = lambda word: word[:1].upper() + word[1:]
    return environment


def page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """Render a template, in the language that the request wants (RFC 9110, section 12.5.5: `Vary` says so)."""
    from kg.web.state import state_of  # noqa: PLC0415 - the state needs errors, and errors need pages

    language = language_of(request)
    show = Shown(state_of(request).settings.base_iri, language, kept=explicit(request) is not None)
    text = (
        _environment()
        .get_template(template)
        .render(
            request=request,
            show=show,
            _=show.either,
            language=language,
            other_language="vi" if language == "en" else "en",
            other_address=_in_the_other_language(request, language),
            called=lambda name, given=language: called(name, given),
            kind_name=lambda kind: kind_name(kind, language),
            software_version=__version__,
            **values,
        )
    )
    told = {**(headers or {}), "Content-Language": language}
    vary = [part for part in told.get("Vary", "").split(", ") if part]
    told["Vary"] = ", ".join([*vary, "Accept-Language"])
    return HTMLResponse(text, status, told)


def rendered(template: str, **values: Any) -> str:
    """A template that is no page of this site, rendered."""
    return _environment().get_template(template).render(**values)


def _in_the_other_language(request: Request, language: Language) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    query = urlencode([*asked, ("lang", "vi" if language == "en" else "en")])
    return f"{quote(request.url.path, safe=_SAFE)}?{query}"


def local_path(iri: str, base_iri: str) -> str | None:
    """Where this server has the page of an IRI, whatever its host; None for IRIs that are not under the base."""
    if not iri.startswith(base_iri):
        return None
    path, _, fragment = iri[len(base_iri) :].partition("#")
    if path.startswith("id/"):
        path = "page/" + path[3:]
    elif path.startswith("graph/"):
        path = "page/" + path
    elif path not in ("ontology", "shapes", "quality") and not path.startswith("ontology/"):
        return None
    return "/" + quote(path, safe=_SAFE + "%") + (f"#{quote(fragment, safe=_SAFE + '%')}" if fragment else "")


class Shown:
    """Shows terms in a page: IRIs of ours as links to here, others as links out, numbers as the language has them.

    `kept`: the address asks for the language, so that links go on asking for it.
    """

    def __init__(self, base_iri: str, language: Language = "vi", *, kept: bool = False) -> None:
        self.base_iri = base_iri
        self.language = language
        self.kept = kept

    def either(self, vietnamese: str, english: str) -> str:
        """The text in the page's language."""
        return english if self.language == "en" else vietnamese

    def at(self, address: str) -> str:
        """An address of this server, which keeps the language if it was asked for."""
        if not self.kept:
            return address
        path, hash_, fragment = address.partition("#")
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}{hash_}{fragment}"

    def page(self, iri: str) -> str:
        """The address of the page of an IRI of ours; "" where there is none."""
        local = local_path(iri, self.base_iri)
        return self.at(local) if local else ""

    def number(self, value: Decimal | int | float, places: int = 20) -> str:
        """A number as the language writes it."""
        return written_number(value if isinstance(value, Decimal) else Decimal(str(value)), self.language, places)

    def amount(self, value: Decimal, unit: str) -> str:
        """A value with its unit, money in millions or billions."""
        return written_amount(value, unit, self.language)

    def unit(self, unit: str) -> str:
        """The word of a unit, "" for counts."""
        return unit_word(unit, self.language)

    def day(self, date: str) -> str:
        """A date as the language writes it."""
        return written_day(date, self.language)

    def period(self, stated: str) -> str:
        """A `refPeriod`, as 2024 or 2024-01/2024-09, as the language writes it."""
        first, _, last = stated.partition("/")
        return written_period(first, last or first, self.language)

    def cell(self, term: AnyTerm | None, labels: Mapping[str, str] | None = None) -> Markup:
        """A term as HTML, everything in it escaped."""
        if term is None:
            return Markup("")
        if isinstance(term, ox.NamedNode):
            return self.link(term.value, (labels or {}).get(term.value, ""))
        if isinstance(term, ox.Literal):
            number = _number(term)
            if number is not None:
                written = written_number(number, self.language)
                return Markup('<data value="{}">{}</data>').format(term.value, written)
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
            return Markup('<a href="{}">{}</a>').format(self.at(local), label or shortened(iri, self.base_iri))
        if iri.startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(iri, label or iri)
        return Markup("{}").format(label or iri)

    def code(self, column: str, term: AnyTerm | None, words: Mapping[str, str], called: Callable[[str], str]) -> Markup:
        """A cell of a canned query's table: codes are told in words, figures by a short link."""
        if isinstance(term, ox.NamedNode):
            kind, _, name = shortened(term.value, self.base_iri).partition("/")
            if kind == "observation":
                return self.link(term.value, self.either("xem", "see"))
            if kind == "metric":
                return self.link(term.value, called(f"metric/{name}"))
        if isinstance(term, ox.Literal) and column == "year":  # a number, but no quantity: not 2.024
            return Markup("{}").format(term.value)
        if isinstance(term, ox.Literal) and term.value:
            if column == "metric" and term.value in metrics():
                return Markup('<span title="{}">{}</span>').format(term.value, called(f"metric/{term.value}"))
            kind = column.rstrip("AB").removeprefix("planned").removeprefix("actual").lower()
            path = f"{kind}/{term.value}"
            if path in words:
                return Markup('<span title="{}">{}</span>').format(term.value, called(path))
            if kind == "unit":
                return Markup("{}").format(unit_word(term.value, self.language))
            if _PARTIAL_DATE.fullmatch(term.value):
                return Markup('<span title="{}">{}</span>').format(term.value, self.day(term.value))
            separate = term.value.split()
            if len(separate) > 1 and all(one.startswith(self.base_iri) for one in separate):
                links = (self.link(one, str(place)) for place, one in enumerate(separate, start=1))
                return Markup(", ").join(links)
        return self.cell(term)


def shortened(iri: str, base_iri: str) -> str:
    """An IRI of ours without what all of them begin with."""
    return iri[len(base_iri) :].removeprefix("id/")


def is_number(term: ox.Literal) -> bool:
    """Whether it is shown as a number."""
    return _number(term) is not None


def _number(term: ox.Literal) -> Decimal | None:
    if term.datatype.value not in _NUMBERS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None
