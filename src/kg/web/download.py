"""`/download`, `/context.jsonld`: all of the data as files, made when they are asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.export import FILES, PARQUET_FILES, ExportFile, datapackage, jsonld_context
from kg.export.catalogue import file_title
from kg.store.formats import best
from kg.web.errors import Refused, responses
from kg.web.negotiation import accept
from kg.web.pages import page
from kg.web.requests import own_address
from kg.web.sending import GZIP, AsMade, head, not_modified, takes_gzip, whole
from kg.web.state import State, state_of

router = APIRouter(tags=["Downloads"])

_LD = "application/ld+json"


def offered() -> tuple[ExportFile, ...]:
    """The files that this server can make."""
    return FILES if find_spec("pyarrow") else tuple(file for file in FILES if file not in PARQUET_FILES)


@router.get(
    "/download",
    summary="List the files to download",
    description="The graph and the tables as files, with formats and addresses; as a page, or as JSON.",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {}, "application/json": {}}}, **responses(500, 503)},
)
async def listed(request: Request) -> Response:
    """The list."""
    state = state_of(request)
    address = own_address(request)
    if best(accept(request), ["application/json", "text/html"]) != "text/html":
        files = [
            {"name": file.name, "url": f"{address}/download/{file.name}", "mediaType": file.media_type}
            for file in offered()
        ]
        return JSONResponse({"data": state.pool.version, "files": files}, headers={"Vary": "Accept"})
    return listing(request, state)


def listing(request: Request, state: State) -> Response:
    """The page of what can be downloaded."""
    files = [(file, file_title(file), state.preparing.there(file)) for file in offered()]
    sizes = {file.name: there.path.stat().st_size for file, _, there in files if there}
    return page(
        request,
        "download.html",
        headers={"Vary": "Accept"},
        graphs=[(file, title) for file, title, _ in files if not file.table],
        tables=[(file, title) for file, title, _ in files if file.table],
        sizes=sizes,
        version=state.pool.version,
        releases=state.releases.versions(),
    )


@router.head("/download/datapackage.json", include_in_schema=False)
@router.get(
    "/download/datapackage.json",
    summary="Describe the tables",
    description="The tables' columns, words and keys, as a Frictionless Data Package.",
    responses=responses(500, 503),
    response_class=JSONResponse,
)
async def package(request: Request) -> Response:
    """The data package."""
    state = state_of(request)
    described = datapackage(
        [(file, None) for file in offered()], version=state.pool.version, homepage=f"{own_address(request)}/download"
    )
    return JSONResponse(described)


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"*/*": {}}},
    **responses(404, 500, 503),
}


@router.head("/download/{name}", include_in_schema=False)
@router.get(
    "/download/{name}",
    summary="Download a file",
    description="One of the files that /download lists: with `.gz` compressed, without it as it is (coded by gzip on"
    " the way, if the client takes that), with `.sha256` behind it its checksum. Ranges are possible once it was made.",
    responses=_RESPONSES,
    response_class=Response,
)
async def download(request: Request, name: str) -> Response:
    """A file, or its checksum."""
    state = state_of(request)
    file = next((file for file in offered() if name.removesuffix(".sha256") in (file.name, _plain(file))), None)
    if file is None:
        raise Refused(404, "not-found", "there is no such file; /download lists them")
    if name.endswith(".sha256"):
        if name != f"{file.name}.sha256":
            raise Refused(404, "not-found", f"there is a checksum of {file.name}")
        prepared = await state.preparing.get(file, whole=True)
        return Response(prepared.path.with_name(name).read_bytes(), media_type="text/plain")
    return await _send(request, state, file, name)


async def _send(request: Request, state: State, file: ExportFile, name: str) -> Response:
    generation = state.pool.settled
    coded = file.compressed and name != file.name
    gzip = coded and takes_gzip(request)
    # `x.nq.gz` and `x.nq` coded by gzip are the same bytes, but two representations.
    way = "-coded" if gzip else "-plain" if coded else ""

    def headers(stamp: int) -> dict[str, str]:
        media_type = GZIP if file.compressed and not coded else file.media_type
        moment = datetime.fromtimestamp(stamp / 1e9, UTC)
        told = head(request, name, media_type, f"{stamp:x}-{file.name}{way}", moment)
        if coded:
            told["Vary"] = "Accept-Encoding"
        if gzip:
            told["Content-Encoding"] = "gzip"
        return told

    if (same := not_modified(request, headers(generation.stamp))) is not None:
        return same
    if request.method == "HEAD":
        there = state.preparing.there(file)
        told = headers(generation.stamp)
        answer = Response(headers=told)
        del answer.headers["content-length"]
        if there and (gzip or not coded):
            answer.headers["content-length"] = str(there.path.stat().st_size)
        return answer
    prepared = await state.preparing.get(file)
    told = headers(prepared.generation.stamp) | {"X-Data-Version": str(prepared.generation)}
    if prepared.making is None and (gzip or not coded):
        return whole(prepared.path, told)
    return AsMade(prepared, told, decompressed=coded and not gzip)


def _plain(file: ExportFile) -> str:
    return file.name.removesuffix(".gz")


@router.get(
    "/context.jsonld",
    summary="Get the JSON-LD context",
    description="Prefixes, and which properties have things or which datatype as values: `{base}context.jsonld`.",
    responses={200: {"content": {_LD: {}}}, **responses(500)},
    response_class=Response,
)
async def context(request: Request) -> Response:
    """The context."""
    told = json.dumps({"@context": jsonld_context(state_of(request).settings.base_iri)}, ensure_ascii=False)
    return Response(told, headers={"Content-Type": f"{_LD}; charset=utf-8", "Cache-Control": "public, max-age=3600"})
