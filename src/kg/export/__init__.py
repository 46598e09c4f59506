"""The data as files: RDF in five formats, tables as CSV and Parquet, and what describes them. See docs/export.md."""

from kg.export.context import jsonld_context
from kg.export.datapackage import datapackage
from kg.export.files import (
    CSV_FILES,
    EXTENSIONS,
    FILES,
    PARQUET_FILES,
    RDF_FILES,
    ExportFile,
    file_named,
    write_file,
    write_tables,
)
from kg.export.packing import Written

__all__ = [
    "CSV_FILES",
    "EXTENSIONS",
    "FILES",
    "PARQUET_FILES",
    "RDF_FILES",
    "ExportFile",
    "Written",
    "datapackage",
    "file_named",
    "jsonld_context",
    "write_file",
    "write_tables",
]
