"""Counting the rows of a table while it is written, from its bytes alone.

The engine writes answers in its own threads, row by row and fast; taking them apart again only to count them would cost
more than making them. In each table format something stands once a row and nowhere else, since it would be escaped
within a value.
"""

from __future__ import annotations

from kg.store.formats import Format

# JSON: `},{"` begins a further row, `:[{"` the first one. Within a string the quotation mark has a backslash before it.
# XML: `<` is `&lt;` within a value. CSV: a line ends outside of quotes. TSV, N-Triples, N-Quads: no value holds the end
# of a line.
_MARKS = {
    "json": (b'},{"', b':[{"'),
    "xml": (b"<result>", b"<result/>"),
    "tsv": (b"\n",),
    "ntriples": (b"\n",),
    "nquads": (b"\n",),
}
_LONGEST = max(len(mark) for marks in _MARKS.values() for mark in marks)
_HEADER = frozenset({"csv", "tsv"})


class RowCounter:
    """Counts the rows (of a graph: the triples) of an answer whose pieces it is shown.

    `rows` is None where the format does not tell: Turtle, TriG, JSON-LD, RDF/XML.

    A row of JSON without any value in it (`{}`) is not counted.
    """

    def __init__(self, format_: Format) -> None:
        self._marks = _MARKS.get(format_.name, ())
        self._csv = format_.name == "csv"
        self._counts = bool(self._marks) or self._csv
        self._found = -1 if format_.name in _HEADER else 0
        self._tail = b""
        self._quoted = False

    @property
    def rows(self) -> int | None:
        """How many there were so far."""
        return max(0, self._found) if self._counts else None

    def see(self, piece: bytes) -> None:
        """Count what is in the next piece."""
        if self._csv:
            parts = piece.split(b'"')
            self._found += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
            self._quoted ^= not len(parts) % 2
            return
        for mark in self._marks:
            kept = self._tail[len(self._tail) - len(mark) + 1 :] if len(mark) > 1 else b""
            self._found += (kept + piece).count(mark)
        if self._marks:
            self._tail = (self._tail + piece)[1 - _LONGEST :]


def rows_of(format_: Format, answer: bytes) -> int | None:
    """The rows of a whole answer, as `RowCounter` counts them."""
    if format_.name == "json":
        return answer.count(_MARKS["json"][0]) + answer.count(_MARKS["json"][1])
    counter = RowCounter(format_)
    counter.see(answer)
    return counter.rows
