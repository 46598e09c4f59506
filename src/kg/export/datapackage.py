"""`datapackage.json`: what is in the tables, for programs (Data Package and Table Schema, version 1, as Frictionless
reads them; https://specs.frictionlessdata.io/).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.export.columns import TABLE_TITLES, TABLES, Column
from kg.export.files import ExportFile
from kg.export.packing import Written
from kg.export.tables import EXACT
from kg.graph.dataset import CREATOR, DESCRIPTIONS, KEYWORDS, LICENCE, LICENCE_NAME, TITLES

NAME = "datapackage.json"


def datapackage(files: Iterable[tuple[ExportFile, Written | None]], *, version: str, homepage: str) -> dict[str, Any]:
    """The description of those of the files that are tables; sizes and checksums where they are given."""
    return {
        "profile": "data-package",
        "name": "vnkg",
        "title": TITLES[1],
        "description": DESCRIPTIONS[1],
        "version": version,
        "homepage": homepage,
        "keywords": [english for _, english in KEYWORDS],
        "licenses": [
            {"name": LICENCE_NAME, "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}
        ],
        "contributors": [{"title": CREATOR, "role": "author"}],
        "resources": [_resource(file, written) for file, written in files if file.table],
    }


def _resource(file: ExportFile, written: Written | None) -> dict[str, Any]:
    parquet = file.format == "parquet"
    told: dict[str, Any] = {
        "name": f"{file.table}-parquet" if parquet else file.table,
        "title": TABLE_TITLES[file.table],
        "path": file.name,
        "format": file.format,
        "mediatype": file.media_type,
    }
    if not parquet:
        told |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
        if file.compressed:
            told["compression"] = "gz"
    if written:
        told |= {"bytes": written.size, "hash": f"sha256:{written.sha256}"}
    told["schema"] = _schema(file.table, TABLES[file.table], parquet=parquet)
    return told


def _schema(table: str, columns: tuple[Column, ...], *, parquet: bool) -> dict[str, Any]:
    fields = []
    for column in columns:
        fields.append(_field(column))
        if parquet and column.type == "number":
            fields.append({"name": column.name + EXACT, "type": "string", "description": column.description})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table == "articles":
        schema["primaryKey"] = ["article"]
    elif not parquet:
        schema["foreignKeys"] = [{"fields": ["article"], "reference": {"resource": "articles", "fields": ["article"]}}]
    return schema


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.iri:
        told["format"] = "uri"
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = [choice for choice in column.choices if choice]
    if constraints:
        told["constraints"] = constraints
    return told
