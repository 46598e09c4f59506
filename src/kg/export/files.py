"""The files that the data are offered as: their names, formats and media types, and how each is written.

Each is written as it is read, by a store opened for reading: memory does not grow with the data (but for the list of
articles, a short line each). The same snapshot gives the same bytes: the engine keeps quads in an order of its own,
which their terms alone decide, and gzip carries no time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.export import jsonld
from kg.export.columns import TABLES
from kg.export.packing import Packed, Sink, Written
from kg.export.rows import PublishedRow, article_rows, fact_rows
from kg.export.tables import csv_writer, parquet_writer
from kg.graph.dataset import ATTRIBUTION, LICENCE, TITLES
from kg.graph.prefixes import prefixes
from kg.store import Store
from kg.store.formats import DATASETS, GRAPHS, Format

_STEM: Final = "vnkg"
_MEDIA_TYPES: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_COMMENTED: Final = ("ttl", "nt", "nq", "trig")
"""The formats in which a line may be a comment."""
_WITH_NAMED_GRAPHS: Final = {format_.extension: format_ for format_ in DATASETS}
_RDF: Final[dict[str, Format]] = {format_.extension: format_ for format_ in GRAPHS} | _WITH_NAMED_GRAPHS


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file: `format` is its extension without `.gz`; `table` the table that it holds, "" for the graph."""

    name: str
    format: str
    table: str = ""

    @property
    def compressed(self) -> bool:
        """Whether it is compressed by gzip."""
        return self.name.endswith(".gz")

    @property
    def media_type(self) -> str:
        """The media type of what is in it, uncompressed."""
        return _MEDIA_TYPES.get(self.format) or _RDF[self.format].media_type


RDF_FILES: Final = tuple(
    ExportFile(f"{_STEM}.{extension}.gz", extension) for extension in ("nq", "trig", "jsonld", "ttl", "nt")
)
CSV_FILES: Final = tuple(ExportFile(f"{table}.csv.gz", "csv", table) for table in TABLES)
PARQUET_FILES: Final = tuple(ExportFile(f"{table}.parquet", "parquet", table) for table in TABLES)
FILES: Final = (*RDF_FILES, *CSV_FILES, *PARQUET_FILES)
"""What is offered: the graph with its named graphs (N-Quads, TriG, JSON-LD) or as one graph, and the tables."""
EXTENSIONS: Final = (*_RDF, *_MEDIA_TYPES)
"""The extensions that a single file can have."""


def file_named(name: str) -> ExportFile | None:
    """How to write a file of that name: by its extension, and for a table by its stem. None: no way is known.

    A CSV or Parquet file whose stem is no table's gets the observations.

    >>> file_named("graph.nq.gz")
    ExportFile(name='graph.nq.gz', format='nq', table='')
    """
    stem, dot, extension = name.lower().removesuffix(".gz").rpartition(".")
    if not dot:
        return None
    if extension in _MEDIA_TYPES:
        table = stem.rpartition("/")[2]
        return ExportFile(name, extension, table if table in TABLES else "observations")
    return ExportFile(name, extension) if extension in _RDF else None


def write_file(
    store: Store, base_iri: str, file: ExportFile, output: Sink, counted: Callable[[int], None] | None = None
) -> Written:
    """Write one of the files to an open stream. `counted` is told how many articles of a table were read so far.

    Raises:
        StoreError: the store cannot be read, or holds what the format cannot say.
        KgError: Parquet, and the extra for it is not installed.
    """
    if file.table:
        return write_tables(store, base_iri, {file: output}, counted)[file]
    packed = Packed(output, compressed=file.compressed)
    if file.format in _COMMENTED:
        packed.write(f"# {TITLES[1]}\n# {LICENCE}\n# {ATTRIBUTION}\n".encode())
    count = 0
    if file.format == "jsonld":

        def quads() -> Iterator[ox.Quad]:
            nonlocal count
            for quad in store.quads():
                count += 1
                yield quad

        jsonld.write(quads(), packed, base_iri)
    else:
        count = store.export(packed, _RDF[file.format], prefixes=prefixes(base_iri))  # type: ignore[arg-type]
    packed.close()
    return packed.written(count)


def write_tables(
    store: Store,
    base_iri: str,
    outputs: Mapping[ExportFile, Sink],
    counted: Callable[[int], None] | None = None,
) -> dict[ExportFile, Written]:
    """Write several tables in one pass over the articles, each to its open stream. Raises like `write_file`."""
    packed = {file: Packed(output, compressed=file.compressed) for file, output in outputs.items()}
    writers = {
        file: (csv_writer if file.format == "csv" else parquet_writer)(file.table, packed[file]) for file in outputs
    }
    counts = dict.fromkeys(outputs, 0)

    def write(file: ExportFile, rows: Sequence[PublishedRow]) -> None:
        writers[file].write(rows)
        counts[file] += len(rows)

    articles = [file for file in outputs if file.table == "articles"]
    for row in article_rows(store, base_iri) if articles else ():
        for file in articles:
            write(file, [row])
    if len(articles) < len(outputs):
        for tables in fact_rows(store, base_iri, counted):
            for file in outputs:
                if file.table in tables:
                    write(file, tables[file.table])
    for file, writer in writers.items():
        writer.close()
        packed[file].close()
    return {file: packed[file].written(counts[file]) for file in outputs}
