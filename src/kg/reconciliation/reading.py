"""Queries as clients send them, in JSON: read, and refused with what is wrong with them and where.

Source: Reconciliation Service API 0.2, sections 4.1 (queries) and 7.3 (data extension queries), with their schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from kg.errors import ParameterError
from kg.reconciliation.schema import properties, types

LONGEST = 500
"""Characters of a name that is asked for."""
MOST_CANDIDATES = 100


class _Model(BaseModel):
    # What later versions of the protocol add is passed over.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Identified(_Model):
    """An entity, a type or a property that was chosen before."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST)]


Value: TypeAlias = Identified | bool | int | float | Annotated[str, Field(max_length=LONGEST)]


def said(value: Value) -> str:
    """A value as text, an entity by its id."""
    return value.id if isinstance(value, Identified) else str(value).strip()


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _type_id(value: object) -> object:
    return value["id"] if isinstance(value, dict) and "id" in value else value


class PropertyFilter(_Model):
    """A property that the entity is to have, with one of these values."""

    pid: str
    v: Annotated[list[Value], BeforeValidator(_listed), Field(max_length=20)]


class ReconciliationQuery(_Model):
    """A name to be matched, or what else is known of the thing."""

    query: Annotated[str, Field(max_length=LONGEST)] = ""
    type: Annotated[
        list[Annotated[str, BeforeValidator(_type_id)]], BeforeValidator(_listed), Field(max_length=20)
    ] = []
    limit: Annotated[int, Field(ge=1)] = 10
    properties: Annotated[list[PropertyFilter], Field(max_length=20)] = []
    type_strict: Literal["any", "all", "should"] = "should"


class _Extended(_Model):
    id: str
    settings: Mapping[str, Any] = {}


class ExtensionQuery(_Model):
    """Entities and the properties whose values are wanted."""

    ids: list[Annotated[str, Field(max_length=LONGEST)]]
    properties: Annotated[list[_Extended], Field(max_length=40)]


_BATCH: TypeAdapter[dict[str, ReconciliationQuery]] = TypeAdapter(dict[str, ReconciliationQuery])


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """A batch of queries.

    Raises:
        ParameterError: it is none; `where` names the query and the field.
    """
    try:
        batch = _BATCH.validate_json(text)
    except ValidationError as error:
        raise _refused(error, "queries") from None
    for name, query in batch.items():
        if not query.query.strip() and not query.properties:
            raise ParameterError("needs a query, or properties", where=f"queries.{name}")
        for type_ in query.type:
            if type_ not in types():
                raise ParameterError(
                    f"there is no type {type_!r}; there are: {', '.join(types())}", where=f"queries.{name}.type"
                )
        for one in query.properties:
            if one.pid not in properties() or not properties()[one.pid].filters:
                there_are = ", ".join(name for name, known in properties().items() if known.filters)
                raise ParameterError(
                    f"no property {one.pid!r} narrows a query down; these do: {there_are}",
                    where=f"queries.{name}.properties",
                )
    return batch


def read_extension(text: str) -> ExtensionQuery:
    """A data extension query.

    Raises:
        ParameterError: it is none, or asks for a property that there is not.
    """
    try:
        asked = ExtensionQuery.model_validate_json(text)
    except ValidationError as error:
        raise _refused(error, "extend") from None
    for one in asked.properties:
        if one.id not in properties() or not properties()[one.id].extends:
            there_are = ", ".join(name for name, known in properties().items() if known.extends)
            raise ParameterError(f"there is no property {one.id!r} to fetch; there are: {there_are}", where="extend")
    return asked


def _refused(error: ValidationError, parameter: str) -> ParameterError:
    first = error.errors()[0]
    where = ".".join([parameter, *(str(part) for part in first["loc"])])
    return ParameterError(first["msg"], where=where)
