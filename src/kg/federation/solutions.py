"""Solutions as they stand in a query: `VALUES (?a ?b) { (<x> 1) (<y> UNDEF) }`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import pyoxigraph as ox

from kg.errors import ServiceError
from kg.store.base import AnyTerm

UNDEF = "UNDEF"


@dataclass(frozen=True, slots=True)
class Table:
    """Some variables, and the terms that they have in each solution, as SPARQL writes them."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def values(self) -> str:
        """As a data block."""
        names = " ".join(f"?{name}" for name in self.names)
        rows = " ".join("(" + " ".join(row) + ")" for row in self.rows)
        return f"VALUES ({names}) {{ {rows} }}"

    def only(self, names: Sequence[str]) -> Table:
        """These columns alone, each row once."""
        columns = [self.names.index(name) for name in names]
        return Table(tuple(names), tuple(dict.fromkeys(tuple(row[column] for column in columns) for row in self.rows)))

    def without(self, name: str) -> dict[str, Table]:
        """By the term of one column, the rows that have it, without that column."""
        column = self.names.index(name)
        rest = self.names[:column] + self.names[column + 1 :]
        groups: dict[str, list[tuple[str, ...]]] = {}
        for row in self.rows:
            groups.setdefault(row[column], []).append(row[:column] + row[column + 1 :])
        return {term: Table(rest, tuple(rows)) for term, rows in groups.items()}

    def batches(self, size: int) -> Iterable[Table]:
        """At most so many rows at a time."""
        for start in range(0, len(self.rows), size):
            yield Table(self.names, self.rows[start : start + size])


NOTHING_KNOWN = Table((), ((),))
"""One solution that says nothing: what a SERVICE SILENT gives that has failed."""


def table(names: Sequence[str], rows: Iterable[Mapping[str, AnyTerm]]) -> Table:
    """Solutions as terms of a query."""
    blanks: dict[str, str] = {}
    return Table(
        tuple(names),
        tuple(tuple(written(row[name], blanks) if name in row else UNDEF for name in names) for row in rows),
    )


def written(term: AnyTerm, blanks: dict[str, str]) -> str:
    """A term as it can stand among data. It is made anew, so that what no term may hold is found.

    A blank node has no name that a query could use; it becomes an IRI of its own, the same within `blanks`.

    Raises:
        ServiceError: it holds what a term of its kind may not, or is a triple.
    """
    try:
        if isinstance(term, ox.NamedNode):
            return str(ox.NamedNode(term.value))
        if isinstance(term, ox.BlankNode):
            return blanks.setdefault(term.value, f"<urn:uuid:{uuid4()}>")
        if isinstance(term, ox.Literal):
            if term.language is not None:
                return str(ox.Literal(term.value, language=term.language))
            return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value)))
    except ValueError as error:
        raise ServiceError(f"gives a term that is none: {error}") from error
    raise ServiceError("gives a triple as a term, which is not taken")
