"""`/reconcile`: tables' names matched with our IRIs, as OpenRefine and others ask for it.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ (Reconciliation Service API
0.2). `/reconcile` speaks Vietnamese, `/reconcile/en` English; what they match is the same.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.canned import TextPair
from kg.errors import ParameterError
from kg.reconciliation import Entity, Reconciler, read_batch, read_extension
from kg.reconciliation.extending import proposed
from kg.reconciliation.matching import Candidate
from kg.reconciliation.schema import EntityType, Property, properties, type_of, types
from kg.search.words import plain
from kg.store.formats import best
from kg.web.errors import Refused, responses
from kg.web.language import Language, language_of
from kg.web.negotiation import accept
from kg.web.pages import local_path, page, rendered
from kg.web.reconciliation_manifest import BATCH, manifest, told_in, type_told
from kg.web.requests import FORM, Parameters, body, content_type, in_address, in_utf8, own_address, parsed
from kg.web.state import State, state_of
from kg.web.steady import steady

router = APIRouter(tags=["Reconciliation"])

EXTENDED = 1000
"""Entities whose properties are fetched at once."""
_SUGGESTED = 10
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_JSON: dict[str, Any] = {"description": "As the specification has it", "content": {"application/json": {}}}
_MANIFEST = {"description": "As the specification has it; a page", "content": {"application/json": {}, "text/html": {}}}
_SERVICE: dict[int | str, dict[str, Any]] = {200: _JSON, **responses(400, 404, 408, 413, 415, 422, 429, 500, 503)}
_ID = Annotated[str, Query(description="What the suggestion or the match gave as `id`.", max_length=500)]
_PREFIX = Annotated[str, Query(description="What was typed.", max_length=500)]
_CURSOR = Annotated[int, Query(description="So many suggestions are left out.", ge=0, le=1000)]
_PARAMETERS: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": description}
        for name, description in (
            ("queries", "A batch of queries, JSON."),
            ("extend", "A data extension query, JSON."),
            ("callback", "JSONP: the function that the answer is handed to."),
        )
    ]
}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                }
            }
        },
    }
}


@router.get(
    "/reconcile",
    summary="Reconcile: the service's manifest; queries by GET",
    description="Reconciliation Service API 0.2; for OpenRefine, this address. Without parameters: the manifest, or for"
    " who browses a page.",
    responses={**_SERVICE, 200: _MANIFEST},
    openapi_extra=_PARAMETERS,
    response_class=Response,
)
@steady
async def by_get(request: Request) -> Response:
    """The manifest, or the answer to what the parameters ask."""
    return await _got(request, "vi")


@router.get(
    "/reconcile/{language}",
    summary="Reconcile, in vi or en: the service's manifest; queries by GET",
    description="As `/reconcile`, with names and descriptions in that language.",
    responses={**_SERVICE, 200: _MANIFEST},
    openapi_extra=_PARAMETERS,
    response_class=Response,
)
@steady
async def by_get_in(request: Request, language: str) -> Response:
    """The same in a language."""
    return await _got(request, language)


async def _got(request: Request, language: str) -> Response:
    spoken = _language(language)
    parameters = Parameters(in_address(request))
    asks = any(name in parameters for name in ("queries", "extend", "callback"))
    if not asks and best(accept(request), ["application/json", "text/html"]) == "text/html":
        return _page(request)
    answer = await _answer(request, spoken, parameters, manifest_too=True)
    answer.headers["Vary"] = "Accept"
    return answer


@router.post(
    "/reconcile",
    summary="Reconcile: match a batch, or fetch properties",
    description="`queries`: a batch of reconciliation queries; `extend`: a data extension query; as a form.",
    responses=_SERVICE,
    openapi_extra=_FORM,
    response_class=Response,
)
async def by_post(request: Request) -> Response:
    """The answer to what the form asks."""
    return await _posted(request, "vi")


@router.post(
    "/reconcile/{language}",
    summary="Reconcile, in vi or en: match a batch, or fetch properties",
    description="As `/reconcile`, with names and descriptions in that language.",
    responses=_SERVICE,
    openapi_extra=_FORM,
    response_class=Response,
)
async def by_post_in(request: Request, language: str) -> Response:
    """The same in a language."""
    return await _posted(request, language)


async def _posted(request: Request, language: str) -> Response:
    media, of_media = content_type(request)
    if media != FORM:
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {FORM}")
    in_utf8(of_media)
    raw = await body(request, state_of(request).settings.request_mb)
    return await _answer(request, _language(language), Parameters([*parsed(raw), *in_address(request)]))


@router.get(
    "/reconcile/{language}/suggest/entity",
    summary="Reconcile: suggest entities",
    description="Things whose names have these words, the last one as a beginning.",
    responses=_SERVICE,
    response_class=Response,
)
@steady
async def suggest_entity(request: Request, language: str, prefix: _PREFIX = "", cursor: _CURSOR = 0) -> Response:
    """Entities that may be meant."""
    spoken = _language(language)
    found = await _reconciler(state_of(request)).suggest(prefix, skip=cursor, most=_SUGGESTED) if prefix.strip() else []
    told = [
        {
            "id": one.id,
            "name": one.name,
            "description": told_in(spoken, one.description()),
            "notable": [type_told(type_of(one.kind), spoken)],
        }
        for one in found
    ]
    return _json(request, {"result": told})


@router.get(
    "/reconcile/{language}/suggest/{what}",
    summary="Reconcile: suggest types or properties",
    description="`what` is `type` or `property`: those whose name or id has what was typed.",
    responses=_SERVICE,
    response_class=Response,
)
async def suggest(request: Request, language: str, what: str, prefix: _PREFIX = "", cursor: _CURSOR = 0) -> Response:
    """Types or properties that may be meant."""
    spoken = _language(language)
    offered: list[tuple[str, TextPair, dict[str, Any]]]
    if what == "type":
        offered = [(one.id, one.name, type_told(one, spoken)) for one in types().values()]
    elif what == "property":
        offered = [(one.id, one.name, _property(one, spoken)) for one in properties().values() if one.filters]
    else:
        raise Refused(404, "not-found", f"{what} is not suggested; entity, type and property are")
    wanted = plain(prefix)
    told = [entry for id_, name, entry in offered if any(wanted in plain(called) for called in (id_, name.vi, name.en))]
    return _json(request, {"result": told[cursor:]})


@router.get(
    "/reconcile/{language}/flyout/{what}",
    summary="Reconcile: what a suggestion is, in a few lines of HTML",
    description="`what` is `entity`, `type` or `property`.",
    responses=_SERVICE,
    response_class=Response,
)
@steady
async def flyout(request: Request, language: str, what: str, id: _ID) -> Response:
    """A few lines on an entity, a type or a property."""
    spoken = _language(language)
    known: EntityType | Property | None = None
    if what == "entity":
        entity = await _entity(request, id)
        html = _fragment(request, entity, spoken)
    else:
        known = types().get(id) if what == "type" else properties().get(id) if what == "property" else None
        if known is None:
            raise Refused(404, "not-found", f"there is no {what} {id!r}")
        about = told_in(spoken, known.description) if isinstance(known, Property) else ""
        html = rendered(
            "reconciled.html", whole=False, language=spoken, name=told_in(spoken, known.name), about=[about]
        )
    return _json(request, {"id": id, "html": html})


@router.get(
    "/reconcile/{language}/preview",
    summary="Reconcile: a small page about an entity",
    description="For a frame of 420 by 200 pixels.",
    responses={200: {"content": {"text/html": {}}}, **responses(404, 422, 500, 503)},
    response_class=HTMLResponse,
)
@steady
async def preview(request: Request, language: str, id: _ID) -> Response:
    """The page."""
    spoken = _language(language)
    html = _fragment(request, await _entity(request, id), spoken, whole=True)
    # Pages of ours may be framed by nobody; this one is made for it, and has no scripts.
    return HTMLResponse(html, headers={"Content-Security-Policy": _FRAMED, "Content-Language": spoken})


@router.get(
    "/reconcile/{language}/properties",
    summary="Reconcile: the properties that entities of a type have",
    description="Data extension property proposals. Without a type: all.",
    responses=_SERVICE,
    response_class=Response,
)
async def propose(
    request: Request,
    language: str,
    type: Annotated[str, Query(description="A type's id.", max_length=500)] = "",
    limit: Annotated[int | None, Query(description="So many at most.", ge=1)] = None,
) -> Response:
    """Properties whose values can be fetched."""
    spoken = _language(language)
    if type and type not in types():
        raise Refused(404, "not-found", f"there is no type {type!r}; there are: {', '.join(types())}", where="type")
    kinds = types()[type].kinds if type else [kind for one in types().values() for kind in one.kinds]
    told: dict[str, Any] = {
        "type": type,
        "properties": [{"id": one.id, "name": told_in(spoken, one.name)} for one in proposed(kinds)[:limit]],
    }
    if limit is not None:
        told["limit"] = limit
    return _json(request, told)


def _page(request: Request) -> Response:
    """What it is and how to use it, for who follows a link here."""
    language = language_of(request)
    return page(
        request,
        "reconcile.html",
        headers={"Vary": "Accept"},
        address=f"{own_address(request)}/reconcile{'/en' if language == 'en' else ''}",
        types=[told_in(language, one.name) for one in types().values()],
        properties=[
            (told_in(language, one.name), told_in(language, one.description))
            for one in properties().values()
            if one.filters
        ],
    )


async def _answer(
    request: Request, language: Language, parameters: Parameters, *, manifest_too: bool = False
) -> Response:
    state = state_of(request)
    callback = parameters.optional("callback")
    if "queries" in parameters:
        batch = read_batch(parameters.one("queries"))
        if len(batch) > BATCH:
            raise Refused(413, "too-large", f"{len(batch)} queries; a batch has at most {BATCH}", where="queries")
        found = await _reconciler(state).match(batch)
        told = {name: {"result": [_candidate(one, language) for one in all_]} for name, all_ in found.items()}
        return _json(request, told, callback)
    if "extend" in parameters:
        asked = read_extension(parameters.one("extend"))
        if len(asked.ids) > EXTENDED:
            raise Refused(413, "too-large", f"{len(asked.ids)} entities; at most {EXTENDED} at once", where="extend")
        extended = await _reconciler(state).extend(asked)
        meta = [
            {"id": one.id, "name": told_in(language, one.name)}
            | ({"type": {"id": one.type, "name": told_in(language, types()[one.type].name)}} if one.type else {})
            for one in extended.properties
        ]
        return _json(request, {"meta": meta, "rows": extended.rows}, callback)
    if manifest_too:
        return _json(request, manifest(own_address(request), state.settings.base_iri, language), callback)
    raise ParameterError("the form has neither queries nor extend")


def _candidate(one: Candidate, language: Language) -> dict[str, Any]:
    entity = one.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "description": told_in(language, entity.description()),
        "type": [{key: told for key, told in type_told(type_of(entity.kind), language).items() if key != "broader"}],
        "score": one.score,
        "features": [{"id": name, "value": worth} for name, worth in one.features],
        "match": one.match,
    }


def _property(one: Property, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": told_in(language, one.name),
        "description": told_in(language, one.description),
    }


def _reconciler(state: State) -> Reconciler:
    async def find(questions: Any, *, kinds: Any, limit: int) -> Any:
        return (await state.searcher.find_each(questions, kinds=kinds, limit=limit))[0]

    return Reconciler(state.settings.base_iri, find, state.rows)


async def _entity(request: Request, id_: str) -> Entity:
    entity = await _reconciler(state_of(request)).entity(id_)
    if entity is None:
        raise Refused(404, "not-found", f"there is no entity {id_!r}", where="id")
    return entity


def _fragment(request: Request, entity: Entity, language: Language, *, whole: bool = False) -> str:
    state = state_of(request)
    about = [
        told_in(language, entity.description()),
        ", ".join(entity.names[1:6]),
    ]
    address = f"{own_address(request)}{local_path(state.terms.things + entity.id, state.settings.base_iri) or ''}"
    return rendered("reconciled.html", whole=whole, language=language, name=entity.name, about=about, address=address)


def _language(given: str) -> Language:
    if given == "en":
        return "en"
    if given == "vi":
        return "vi"
    raise Refused(404, "not-found", f"the service speaks vi and en, not {given!r}")


def _json(request: Request, told: object, callback: str | None = None) -> Response:
    """JSON, or as the client wants it a script that hands it to a function of the client's (JSONP)."""
    called = callback if callback is not None else request.query_params.get("callback", "")
    if not called:
        return JSONResponse(told, media_type="application/json; charset=utf-8")
    if len(called) > 100 or not _CALLBACK.fullmatch(called):
        raise Refused(400, "parameter", "this is no name of a function", where="callback")
    # What ends a line in a script (U+2028, U+2029) is escaped with all that is not ASCII.
    return Response(f"/**/{called}({json.dumps(told)});", media_type="text/javascript; charset=utf-8")
