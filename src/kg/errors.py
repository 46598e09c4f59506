"""Every error that this package raises on purpose, in one small tree.

::

    KgError
    ├── SettingsError          a setting has a value that cannot be used
    ├── FactsError             a facts table (CSV) is not as `docs/facts.md` says
    ├── ReviewError            a correction, or a file of them, cannot be used
    ├── OntologyError          ontology/, shapes/ or queries/ hold something unusable
    ├── StoreError             the store cannot be opened, read or written
    │   ├── StoreLocked        another process has it open for writing
    │   └── StoreBusy          more queries at once than it takes
    ├── RdfSyntaxError         RDF that cannot be read, with line and column
    ├── NotConformant          the SHACL shapes refuse what was to be written
    ├── ZoneError              a decision about names of zones cannot be made, read or kept
    ├── WorkerDied             a process that reads articles ended without an answer
    ├── ClusterError           a Dask cluster does not answer, or cannot be used
    ├── ServerError            the server cannot be started
    └── QueryError             a query (SPARQL or canned) cannot be answered as asked
        ├── QuerySyntaxError   malformed SPARQL, with line and column
        ├── QueryTimeout       it took longer than its time limit and was stopped
        ├── QueryTooLarge      it needed more memory than its limit and was stopped
        ├── ResultTooLarge     its answer has more rows or bytes than an answer may have
        ├── ServiceError       another server that it calls has failed
        ├── UnknownQuery       no canned query of that name
        └── ParameterError     a parameter is missing, unknown or of the wrong type

Each message says what was wrong, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class KgError(Exception):
    """Base of all errors raised on purpose. `where` names the file, line, setting or parameter at fault."""

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class SettingsError(KgError):
    """A setting has a value that cannot be used."""


class FactsError(KgError):
    """A facts table is not as `docs/facts.md` says."""


class ReviewError(KgError):
    """A correction, or a file of corrections, cannot be used."""


class OntologyError(KgError):
    """The ontology, shapes or queries hold something unusable."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class StoreLocked(StoreError):  # noqa: N818 - reads as what happened
    """Another process has the store open for writing."""


class StoreBusy(StoreError):  # noqa: N818 - reads as what happened
    """More queries are running and waiting than the store takes at once."""


class RdfSyntaxError(KgError):
    """RDF that cannot be read. `line` and `column` count from 1; 0 where the parser does not tell."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(message, where=f"line {line}, column {column}" if line else "")
        self.line = line
        self.column = column


class NotConformant(KgError):  # noqa: N818 - reads as what happened
    """The SHACL shapes refuse what was to be written.

    `report` has for each violation the `graph`, the `shape` and its `message`, the `focus` node and the `value`.
    """

    def __init__(self, message: str, *, report: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(message)
        self.report = tuple(report)


class ZoneError(KgError):
    """A decision about names of zones cannot be made as asked, read, or kept."""


class WorkerDied(KgError):  # noqa: N818 - reads as what happened
    """A process that reads articles ended without an answer."""


class ClusterError(KgError):
    """A Dask cluster does not answer, or cannot be used."""


class ServerError(KgError):
    """The server cannot be started."""


class QueryError(KgError):
    """A query cannot be answered as asked."""


class QuerySyntaxError(QueryError):
    """Malformed SPARQL. `line` and `column` count from 1; 0 where the parser does not tell."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(message, where=f"line {line}, column {column}" if line else "")
        self.line = line
        self.column = column


class QueryTimeout(QueryError):  # noqa: N818 - reads as what happened
    """A query took longer than its time limit and was stopped."""


class QueryTooLarge(QueryError):  # noqa: N818 - reads as what happened
    """A query needed more memory than its limit and was stopped."""


class ResultTooLarge(QueryError):  # noqa: N818 - reads as what happened
    """An answer has more rows or bytes than an answer may have."""


class ServiceError(QueryError):
    """Another server that a query calls has failed: cannot be reached, or answers wrongly, too much or too late."""


class UnknownQuery(QueryError):  # noqa: N818 - reads as what happened
    """There is no canned query of that name."""


class ParameterError(QueryError):
    """A parameter is missing, unknown, or of the wrong type."""
