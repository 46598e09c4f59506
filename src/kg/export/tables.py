"""The published tables as CSV and as Parquet, written as the rows come.

CSV: RFC 4180, UTF-8, with a header. A text that a spreadsheet would run as a formula gets an apostrophe
(`kg.spreadsheets.guard`). Parquet: numbers as doubles beside their exact digits, dates as dates, texts as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.errors import KgError
from kg.export.columns import TABLES, Column
from kg.export.packing import Sink
from kg.export.rows import PublishedRow
from kg.graph.dataset import ATTRIBUTION, LICENCE
from kg.spreadsheets import guard

if TYPE_CHECKING:
    import pyarrow as pa

EXACT: Final = "_exact"
"""Parquet has each number twice: as a double, and under its column's name with this behind it as its digits."""
_ROW_GROUP: Final = 20_000
"""So many rows are held at most."""


class TableWriter(Protocol):
    """Writes one table to a binary stream."""

    def write(self, rows: Iterable[PublishedRow]) -> None:
        """Write rows."""

    def close(self) -> None:
        """Write what is held back, and the end; the stream stays open."""


def csv_writer(table: str, output: Sink) -> TableWriter:
    """A writer of a table as CSV."""
    columns = TABLES[table]
    unguarded = {column.name for column in columns if not column.is_text}
    return CsvWriter([column.name for column in columns], output, unguarded=unguarded)


def parquet_writer(table: str, output: Sink) -> TableWriter:
    """A writer of a table as Parquet.

    Raises:
        KgError: the extra `parquet` is not installed.
    """
    try:
        import pyarrow  # noqa: F401, PLC0415 - an extra: 170 MB that most who export do not need
    except ImportError as error:
        raise KgError("Parquet needs the extra `parquet`: pip install 'vnkg[parquet]'", where="pyarrow") from error
    return _ParquetWriter(TABLES[table], output)


class CsvWriter:
    """Writes CSV with these columns. A text that a spreadsheet would run as a formula is guarded, numbers are not.

    `unguarded` names the columns that hold no words of others.
    """

    def __init__(self, columns: Sequence[str], output: Sink, *, unguarded: Container[str] = ()) -> None:
        self._columns = [(name, name not in unguarded) for name in columns]
        self._output = output
        self._text = io.StringIO()
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._csv.writerow(columns)

    def write(self, rows: Iterable[PublishedRow]) -> None:
        """Write rows."""
        for row in rows:
            self._csv.writerow([guard(row[name]) if guarded else row[name] for name, guarded in self._columns])
        self.close()

    def close(self) -> None:
        """Write what is held back."""
        self._output.write(self._text.getvalue().encode("utf-8"))
        self._text.seek(0)
        self._text.truncate()


class _ParquetWriter:
    def __init__(self, columns: tuple[Column, ...], output: Sink) -> None:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        self._columns = columns
        self._schema = arrow_schema(columns)
        self._rows: list[PublishedRow] = []
        self._batch = pa.RecordBatch
        self._writer = pq.ParquetWriter(pa.PythonFile(output, mode="w"), self._schema, compression="zstd")

    def write(self, rows: Iterable[PublishedRow]) -> None:
        for row in rows:
            self._rows.append(row)
            if len(self._rows) >= _ROW_GROUP:
                self._flush()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        cells: dict[str, list[Any]] = {}
        for column in self._columns:
            texts = [row[column.name] for row in self._rows]
            cells[column.name] = [_value(column, text) for text in texts]
            if column.type == "number":
                cells[column.name + EXACT] = [text or None for text in texts]
        self._writer.write_batch(self._batch.from_pydict(cells, schema=self._schema))
        self._rows.clear()


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The schema of a table's Parquet file, with licence and attribution in its metadata."""
    import pyarrow as pa  # noqa: PLC0415

    types = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "date": pa.date32()}
    fields = []
    for column in columns:
        told = {"description": column.description}
        fields.append(pa.field(column.name, types[column.type], metadata=told))
        if column.type == "number":
            fields.append(pa.field(column.name + EXACT, pa.string(), metadata=told))
    return pa.schema(fields, metadata={"license": LICENCE, "attribution": ATTRIBUTION})


def _value(column: Column, text: str) -> str | float | int | date | None:
    if not text:
        return None
    if column.type == "number":
        return float(text)
    if column.type == "integer":
        return int(text)
    return date.fromisoformat(text) if column.type == "date" else text
