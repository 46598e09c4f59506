"""The page at `/sparql`: an editor with our prefixes, terms and examples; a plain form where no scripts run."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.canned import canned_queries
from kg.graph.prefixes import prefixes
from kg.graph.vocabulary import RDF, RDFS, rebase
from kg.reference.turtle import KG, RDF_TYPE, Statements, iris
from kg.resources import ontology_dir
from kg.store import GRAPHS, TABLES
from kg.web.language import Language, language_of
from kg.web.pages import page
from kg.web.requests import own_address
from kg.web.state import state_of

_START = """\
SELECT ?article ?title WHERE {
  ?article a kg:Article .
  OPTIONAL { ?article dcterms:title ?title }
}
LIMIT 20"""
# The editor sets sizes and positions as style attributes and has its icons in its style sheet.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


async def editor(request: Request) -> Response:
    """The page."""
    state = state_of(request)
    return page(
        request,
        "sparql.html",
        headers={"Vary": "Accept", "Content-Security-Policy": _POLICY},
        tables=TABLES,
        graphs=GRAPHS,
        held=await state.held(),
        base=own_address(request),
        setup=_setup(state.settings.base_iri, language_of(request)),
    )


def _setup(base_iri: str, language: Language) -> dict[str, Any]:
    """What the editor is told: prefixes, terms to complete, and examples with their titles."""
    english = language == "en"
    classes, properties = [], [f"{RDF}type", f"{RDFS}label"]
    for subject, said in Statements(ontology_dir() / "kg.ttl").by_subject.items():
        iri = str(subject.value)
        kinds = {kind.rpartition("#")[2] for kind in iris(said, RDF_TYPE)}
        if "Class" in kinds and iri.startswith(KG):
            classes.append(rebase(iri, base_iri))
        elif kinds & {"ObjectProperty", "DatatypeProperty", "AnnotationProperty"}:
            properties.append(rebase(iri, base_iri))
    examples = [
        {
            "title": query.title.en if english else query.title.vi,
            "query": _shown(query.query(base_iri).text, query.title.en if english else query.title.vi),
        }
        for query in canned_queries().values()
    ]
    return {
        "endpoint": "/sparql",
        "prefixes": prefixes(base_iri),
        "classes": classes,
        "properties": properties,
        "examples": examples,
        "start": _START,
        "words": {"chart": "Chart" if english else "Biểu đồ"},
    }


def _shown(sparql: str, title: str) -> str:
    """A canned query's text with its title instead of its whole head."""
    lines = [line for line in sparql.splitlines() if not line.startswith("#+")]
    return f"# {title}\n" + "\n".join(lines).strip() + "\n"
