"""`/release/VERSION/`: the releases that `kg release` wrote, as they are."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.store.formats import best
from kg.web.errors import Refused, responses
from kg.web.negotiation import accept
from kg.web.pages import page
from kg.web.sending import GZIP, head, not_modified, whole
from kg.web.state import state_of

router = APIRouter(tags=["Downloads"])

_MEDIA_TYPES = {
    ".gz": GZIP,
    ".parquet": "application/vnd.apache.parquet",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".md": "text/markdown",
}
_RDF = ["text/turtle", "application/ld+json"]


@router.head("/release/{version}/", include_in_schema=False)
@router.get(
    "/release/{version}/",
    summary="See a release",
    description="The files of a release; as RDF its catalogue.",
    response_class=Response,
    responses={
        200: {"content": {"text/html": {}, "text/turtle": {}, "application/ld+json": {}}},
        **responses(404, 500),
    },
)
async def listed(request: Request, version: str) -> Response:
    """The list of its files, or its catalogue."""
    releases = state_of(request).releases
    names = releases.names(version)
    if not names:
        raise Refused(404, "not-found", "there is no such release; /download lists them")
    liked = best(accept(request), ["text/html", *_RDF])
    if liked in _RDF:
        return await file(request, version, "catalog.ttl" if liked == _RDF[0] else "catalog.jsonld")
    paths = [(name, path.stat().st_size) for name in names if (path := releases.path(version, name))]
    return page(request, "release.html", headers={"Vary": "Accept"}, version=version, files=paths)


@router.head("/release/{version}/{name}", include_in_schema=False)
@router.get(
    "/release/{version}/{name}",
    summary="Download a file of a release",
    description="A release does not change: neither do its files.",
    response_class=Response,
    responses={200: {"description": "The file"}, **responses(404, 500)},
)
async def file(request: Request, version: str, name: str) -> Response:
    """A file of it."""
    path = state_of(request).releases.path(version, name)
    if path is None:
        raise Refused(404, "not-found", "there is no such file of a release; /download lists the releases")
    there = path.stat()
    told = head(
        request,
        name,
        _MEDIA_TYPES.get(path.suffix, "text/plain"),
        f"{there.st_mtime_ns:x}-{there.st_size:x}-{name}",
        datetime.fromtimestamp(there.st_mtime, UTC),
    )
    return not_modified(request, told) or whole(path, told)
