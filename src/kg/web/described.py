"""The OpenAPI description: FastAPI's, with each canned query's own addresses in it."""

from __future__ import annotations

from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kg.canned import CannedQuery, Parameter, canned_queries
from kg.web.errors import Problem, responses

_TYPES = {"integer": "integer", "year": "integer", "decimal": "number"}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The description of all routes, as OpenAPI 3.1."""
    told = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        license_info=app.license_info,
    )
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    paths = cast(dict[str, Any], told["paths"])
    for methods in paths.values():
        for operation in methods.values():
            if "422" in operation["responses"]:  # the framework's own shape, which nothing here has
                operation["responses"]["422"] = responses(422)[422]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for query in canned_queries().values():
        for extension, media in (("csv", "text/csv"), ("json", "application/json")):
            paths[f"/queries/{query.name}.{extension}"] = {"get": _operation(query, extension, media)}
    return told


def _operation(query: CannedQuery, extension: str, media: str) -> dict[str, Any]:
    needed = f" At least one of: {', '.join(query.at_least_one)}." if query.at_least_one else ""
    return {
        "tags": ["Canned queries"],
        "summary": f"{query.title.vi} · {query.title.en} ({extension.upper()})",
        "description": f"{query.description.vi}\n\n{query.description.en}{needed}",
        "operationId": f"{query.name.replace('-', '_')}_{extension}",
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": {
            "200": {"description": "The table", "content": {media: {}}},
            **{str(status): said for status, said in responses(400, 500, 503).items()},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _TYPES.get(parameter.type.name, "string")}
    if parameter.type.choices() and parameter.type.name != "metric":
        schema["enum"] = list(parameter.type.choices())
    if parameter.default:
        schema["default"] = parameter.default
    told = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "schema": schema,
        "description": f"{parameter.description.vi} · {parameter.description.en}. {parameter.type.en}",
    }
    return told | ({"example": parameter.example} if parameter.example else {})
