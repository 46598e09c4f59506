"""The page of a named graph: how large it is, what it tells of, and where to get it."""

from __future__ import annotations

from starlette.responses import Response

from kg.store import GRAPHS, text
from kg.web.pages import page
from kg.web.views.found import Asked

_SIZE = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } }"


async def show(asked: Asked) -> Response:
    """The page; the path is `graph/NAME`."""
    name = asked.path.removeprefix("graph/")
    terms = asked.state.terms
    graph = terms.graph(name)
    count = int(text((await asked.rows(_SIZE, graph=graph))[0], "count"))
    if not count:
        raise asked.missing()
    about = terms.things + name if name.startswith("article/") else ""
    return page(asked.request, "graph.html", iri=graph.value, name=name, count=count, about=about, formats=GRAPHS)
