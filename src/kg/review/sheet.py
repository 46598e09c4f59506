"""The sheet of a review round: a CSV that people open in a spreadsheet program, edit, and save again.

One table a sheet. The columns are those of the facts table (`docs/facts.md`), what the CSV of facts has no room for
(`EXTRA`), what the person fills in (`review`, `note`), and what is there to be read (`TOLD`). `id` leads back to the
row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal, TextIO, TypeAlias

from kg.errors import ReviewError
from kg.facts import OBSERVATION_COLUMNS, POLICY_COLUMNS, SECTOR_COLUMNS, ZONE_COLUMNS, Observation
from kg.facts_rows import Row, row_fields
from kg.review.model import TABLES, Table, table_of
from kg.spreadsheets import guard, unguard

Action: TypeAlias = Literal["", "keep", "change", "reject", "add", "withdraw"]
ACTIONS: tuple[Action, ...] = ("", "keep", "change", "reject", "add", "withdraw")

FILLED_IN = ("review", "note")
EXTRA: Mapping[Table, tuple[str, ...]] = {
    "observations": ("province", "policy"),
    "zones": ("start", "end", "quote"),
    "policies": ("start", "end", "quote"),
    "sectors": ("province",),
}
TOLD = ("before", "after", "confidence", "state", "why", "by", "at", "correction", "id")
FACTS: Mapping[Table, tuple[str, ...]] = {
    "observations": OBSERVATION_COLUMNS,
    "zones": ZONE_COLUMNS,
    "policies": POLICY_COLUMNS,
    "sectors": SECTOR_COLUMNS,
}
# By these columns a sheet is known, also one from which people have taken others out.
_TELLING: Mapping[Table, tuple[str, ...]] = {
    "observations": ("article", "metric", "value"),
    "zones": ("article", "label", "type"),
    "policies": ("article", "number", "kind"),
    "sectors": ("article", "sector", "relation"),
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def columns(table: Table) -> tuple[str, ...]:
    """All columns of a table's sheet."""
    return (*FILLED_IN, *FACTS[table], *EXTRA[table], *TOLD)


def edited_columns(table: Table) -> tuple[str, ...]:
    """The columns that say what a row states and where; a person may change all but `article`."""
    return (*FACTS[table], *EXTRA[table])


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it stands in a sheet. `id` is the end of its IRI: `observation/HASH`, `mention/HASH`, `correction/ID`.

    `state` is "" for what the extractor read and nobody has looked at; else how the row became what it is (`confirmed`,
    `changed`, `added`), or what is wanted of the reader: `came back` (a correction that is not in force any more, for
    the reason in `why`), `withheld` and `new reading` (see `kg.review.apply`). `correction` is the id of the correction
    that the state comes from.
    """

    id: str
    row: Row
    quote: str
    before: str = ""
    after: str = ""
    state: str = ""
    why: str = ""
    by: str = ""
    at: str = ""
    correction: str = ""

    def cells(self) -> dict[str, str]:
        """The row's cells by column, as text, without any guard."""
        row = self.row
        told = {name: str(cell) for name, cell in row_fields(row).items()}
        return {
            **told,
            "article": row.article,
            "quote": self.quote,
            "review": "",
            "note": "",
            "before": " ".join(self.before.split()),
            "after": " ".join(self.after.split()),
            "confidence": row.confidence if isinstance(row, Observation) else "",
            "state": self.state,
            "why": self.why,
            "by": self.by,
            "at": self.at,
            "correction": self.correction,
            "id": self.id,
        }


class SheetWriter:
    """Writes the rows of one table as a sheet: a header when it is made, then what `write` is given.

    Cells that a spreadsheet would run are guarded (`kg.spreadsheets`), but numbers are not. `stream` must not
    translate line ends.
    """

    def __init__(self, table: Table, stream: TextIO, *, delimiter: str = ",") -> None:
        self._table = table
        self._writer = csv.DictWriter(
            stream, columns(table), delimiter=delimiter, extrasaction="ignore", lineterminator="\r\n"
        )
        self._writer.writeheader()
        self.count = 0

    def write(self, shown: Iterable[Shown]) -> None:
        """Write those of the rows that are of this table."""
        for one in shown:
            if table_of(one.row) == self._table:
                cells = one.cells()
                self._writer.writerow({name: cell if name == "value" else guard(cell) for name, cell in cells.items()})
                self.count += 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet that came back: its cells by column, guards taken off. A column may be missing."""

    where: str
    table: Table
    cells: Mapping[str, str]

    def refuse(self, reason: str, column: str = "") -> ReviewError:
        """The error to raise for this line."""
        return ReviewError(reason, where=f"{self.where}, column {column}" if column else self.where)


@dataclass(slots=True)
class Sheet:
    """A sheet that came back: its lines, and what of it cannot be read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[ReviewError] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Read a sheet as spreadsheet programs save one.

    UTF-8 with or without a byte order mark, or UTF-16 with one; commas, semicolons or tabs; any line ends; columns in
    any order, further ones passed over. What is no sheet, or no line of one, is among the problems, each with its
    place.
    """
    sheet = Sheet()
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        sheet.problems.append(ReviewError(f"cannot be read: {error.strerror or error}", where=str(path)))
        return sheet
    except UnicodeDecodeError:
        reason = "it is not in UTF-8, so letters are lost: save it as “CSV UTF-8”"
        sheet.problems.append(ReviewError(reason, where=str(path)))
        return sheet
    delimiter, table, problem = _dialect(text)
    if problem:
        sheet.problems.append(ReviewError(problem, where=f"{path}, line 1"))
        return sheet
    assert table is not None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _names(next(reader))
        while _is_hint(header):
            header = _names(next(reader))
        line = reader.line_num + 1
        for cells in reader:
            where = f"{path}, line {line}"
            line = reader.line_num + 1
            if any(cells[len(header) :]):
                reason = f"{len(cells)} cells, but the header has {len(header)} columns: is a quotation mark missing?"
                sheet.problems.append(ReviewError(reason, where=where))
            elif any(cell.strip() for cell in cells):
                # Programs leave out empty cells at the end of a line.
                filled = zip_longest(header, cells[: len(header)], fillvalue="")
                told = {name: unguard(cell.replace("\r\n", "\n")) for name, cell in filled}
                sheet.lines.append(Line(where, table, told))
    except csv.Error as error:
        where = f"{path}, line {reader.line_num}"
        sheet.problems.append(ReviewError(f"broken CSV ({error}); what follows is not read", where=where))
    return sheet


def sheet_files(paths: Sequence[Path]) -> Iterator[Path | ReviewError]:
    """The sheets at these paths; of a folder, the files that `kg review export DIR/` writes."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [file for file in (path / f"{table}.csv" for table in TABLES) if file.is_file()]
        yield from found
        if not found:
            named = ", ".join(f"{table}.csv" for table in TABLES)
            yield ReviewError(f"the folder holds none of {named}", where=str(path))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def _is_hint(cells: Sequence[str]) -> bool:
    """Whether this is the first line `sep=;`, by which a spreadsheet program is told the delimiter."""
    return cells[0].startswith("sep=") if cells else False


def _dialect(text: str) -> tuple[str, Table | None, str]:
    """The delimiter and the table, or what is wrong with the header."""
    lines = [line for line in re.split(r"\r\n|\r|\n", text, maxsplit=2)[:2] if not line.lower().startswith("sep=")]
    first = lines[0] if lines else ""
    for delimiter in DELIMITERS.values():
        names = _names(next(csv.reader([first], delimiter=delimiter), []))
        for table, telling in _TELLING.items():
            if set(telling) <= set(names):
                twice = sorted({name for name in names if name in columns(table) and names.count(name) > 1})
                return delimiter, table, f"the header has {', '.join(twice)} twice" if twice else ""
    known = "; ".join(", ".join(telling) for telling in _TELLING.values())
    return ",", None, f"no header of a sheet: it needs the columns {known} (as `kg review export` writes them)"
