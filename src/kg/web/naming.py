"""Paths of this server and IRIs of the graph: `/id/x` here is `{base}id/x`, wherever the server runs."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.web.errors import Refused

# What the path of an IRI may hold as it is (RFC 3987), beside letters and digits of any script.
_SAFE = "/:@!$&'()*+,;=-._~%"
_LAST_CONTROL = "\x9f"


def node(base_iri: str, path: str) -> ox.NamedNode:
    """The IRI of a path, which has come decoded. What an IRI cannot hold is percent-encoded, as it is in the data.

    Raises:
        Refused: there can be no such IRI.
    """
    try:
        return ox.NamedNode(base_iri + "".join(c if c > _LAST_CONTROL else quote(c, safe=_SAFE) for c in path))
    except ValueError:
        raise Refused(404, "not-found", "there can be no such IRI") from None


def graph_iri(given: str, base_iri: str, address: str) -> str:
    """The IRI that `?graph=` names; ours are known by this server's address, too.

    Raises:
        Refused: it is no absolute IRI (Graph Store Protocol, 4.2).
    """
    own = f"{address}/graph/"
    if given.startswith(own):
        return node(base_iri, f"graph/{unquote(given[len(own) :])}").value
    try:
        return ox.NamedNode(given).value
    except ValueError:
        raise Refused(400, "protocol", "this is no absolute IRI, so it names no graph", where="graph") from None
