"""Which format a request is answered in (RFC 9110, section 12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.store import Format, negotiate
from kg.store.formats import best
from kg.web.errors import Refused


def accept(request: Request) -> str:
    """All Accept headers as one."""
    return ", ".join(request.headers.getlist("accept"))


def accepted(request: Request, offered: Sequence[Format], what: str = "there is") -> Format:
    """The format among those offered that a request likes best.

    Raises:
        Refused: it takes none of them.
    """
    format_ = negotiate(accept(request), tuple(offered))
    if format_ is None:
        there_are = ", ".join(format_.media_type for format_ in offered)
        raise Refused(406, "not-acceptable", f"{what}: {there_are}")
    return format_


def browses(request: Request, offered: Sequence[Format]) -> bool:
    """Whether a page is liked better than all formats offered, as by those who browse."""
    media = [media for format_ in offered for media in format_.media_types]
    return best(accept(request), [*media, "text/html"]) == "text/html"


def written(triples: Iterable[ox.Triple], format_: Format, prefixes: Mapping[str, str]) -> Response:
    """The triples in a format of graphs that was negotiated."""
    assert isinstance(format_.engine, ox.RdfFormat)
    content = ox.serialize(triples, format=format_.engine, prefixes=dict(prefixes))
    assert content is not None
    return Response(content, headers={"Content-Type": format_.content_type, "Vary": "Accept"})
