"""The facts as files: three CSV tables (`docs/facts.md`), or JSON Lines with one object an article.

The CSV holds the tables' columns, nothing more; cells are written as they are, since this is an interface between
programs. The JSON holds all fields of `kg.facts`, so it alone gives back exactly the facts that went in.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TextIO, TypeVar, get_args

from kg.errors import FactsError
from kg.facts import (
    OBSERVATION_COLUMNS,
    POLICY_COLUMNS,
    ZONE_COLUMNS,
    AboutType,
    ArticleFacts,
    Bound,
    Level,
    NamedPolicy,
    NamedZone,
    Observation,
    Origin,
    PolicyKind,
    Scope,
    Stage,
    Status,
    ZoneType,
    plain_decimal,
)

COLUMNS = {"observations": OBSERVATION_COLUMNS, "zones": ZONE_COLUMNS, "policies": POLICY_COLUMNS}
"""The tables' names, which are their files' names without `.csv`, and their columns."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "about_type": get_args(AboutType),
    "scope": get_args(Scope),
    "stage": get_args(Stage),
    "origin": get_args(Origin),
    "status": get_args(Status),
    "bound": get_args(Bound),
    "type": get_args(ZoneType),
    "kind": get_args(PolicyKind),
    "subject_level": get_args(Level),
    "metric_level": get_args(Level),
    "time_level": get_args(Level),
}
_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NEEDED = frozenset(("article", "about", "metric", "unit", "quote", "label"))
_DATES = frozenset(("from", "to", "date", "published"))
_INTEGERS = frozenset(("start", "end"))


def write_tables(facts: Iterable[ArticleFacts], directory: Path) -> dict[str, int]:
    """Write observations.csv, zones.csv and policies.csv, an article at a time; tell how many rows each got.

    The directory is made where missing. The files appear under their names only when all is written, so a run
    that breaks off leaves older tables as they were. Raises FactsError when the directory cannot be written.
    """
    counts = dict.fromkeys(COLUMNS, 0)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writers = {}
            for table, columns in COLUMNS.items():
                stream = stack.enter_context(_part(directory, table).open("w", encoding="utf-8", newline=""))
                writers[table] = _Writer(stream, columns)
            for article in facts:
                for table, rows in rows_of(article).items():
                    writers[table].write(rows)
                    counts[table] += len(rows)
        for table in COLUMNS:
            _part(directory, table).replace(directory / f"{table}.csv")
    except OSError as error:
        raise FactsError(
            f"the tables cannot be written ({error.strerror or error}): name a directory that can", where=str(directory)
        ) from error
    finally:
        for table in COLUMNS:
            with suppress(OSError):
                _part(directory, table).unlink()
    return counts


def rows_of(facts: ArticleFacts) -> dict[str, list[dict[str, str]]]:
    """One article's rows, by table."""
    return {
        "observations": [row.row() for row in facts.observations],
        "zones": [row.row() for row in facts.zones],
        "policies": [row.row() for row in facts.policies],
    }


def write_table(facts: Iterable[ArticleFacts], table: str, stream: TextIO) -> int:
    """Write one of the three tables as CSV to an open text stream; tell how many rows. For printing."""
    writer = _Writer(stream, COLUMNS[table])
    count = 0
    for article in facts:
        rows = rows_of(article)[table]
        writer.write(rows)
        count += len(rows)
    return count


def read_tables(directory: Path) -> list[ArticleFacts]:
    """Read the three tables back, articles in the order in which they first occur.

    A table that is missing counts as empty, but not all three. Further columns (notes) are passed over. What the CSV
    does not hold has its default. Raises FactsError with file, line and column for anything amiss.
    """
    if not any((directory / f"{table}.csv").is_file() for table in COLUMNS):
        raise FactsError(
            "holds none of observations.csv, zones.csv, policies.csv: name the directory that `kg facts --out` wrote",
            where=str(directory),
        )
    observations: dict[str, list[Observation]] = {}
    zones: dict[str, list[NamedZone]] = {}
    policies: dict[str, list[NamedPolicy]] = {}
    _collect(directory, "observations", _observation, observations)
    _collect(directory, "zones", _zone, zones)
    _collect(directory, "policies", _policy, policies)
    return [
        ArticleFacts(
            article,
            tuple(observations.get(article, ())),
            tuple(zones.get(article, ())),
            tuple(policies.get(article, ())),
        )
        for article in dict.fromkeys([*observations, *zones, *policies])
    ]


def to_json(facts: ArticleFacts) -> dict[str, Any]:
    """All that is known of one article's facts, ready for `json.dumps`. Values are strings, since they are exact."""
    return {
        "article": facts.article,
        "published": facts.published,
        "observations": [
            {**_fields_of(row), "value": plain_decimal(row.value), "confidence": row.confidence}
            for row in facts.observations
        ],
        "zones": [_fields_of(row) for row in facts.zones],
        "policies": [_fields_of(row) for row in facts.policies],
    }


def from_json(data: object, where: str = "") -> ArticleFacts:
    """Build the facts from what `to_json` gave. Raises FactsError, with `where` before the place inside the object."""
    if not isinstance(data, dict) or not isinstance(data.get("article"), str):
        raise FactsError('no object with an "article" (a string): one object an article is expected', where=where)
    article = data["article"]
    fields_by_name: dict[str, Any] = data
    published = _Cells({"published": str(fields_by_name.get("published") or "")}, where).date("published")

    def rows(key: str, build: Callable[[_Cells], _Row]) -> tuple[_Row, ...]:
        listed = fields_by_name.get(key, [])
        if not isinstance(listed, list):
            raise FactsError(f'"{key}" is no list', where=where)
        built = []
        for n, row in enumerate(listed):
            place = f"{where}, {key}[{n}]" if where else f"{key}[{n}]"
            if not isinstance(row, dict):
                raise FactsError("no object", where=place)
            texts = {name: "" if cell is None else str(cell) for name, cell in row.items()}
            built.append(build(_Cells({**texts, "article": article}, place)))
        return tuple(built)

    return ArticleFacts(
        article, rows("observations", _observation), rows("zones", _zone), rows("policies", _policy), published
    )


def write_json_lines(facts: Iterable[ArticleFacts], stream: TextIO) -> int:
    """Write one JSON object an article and line; tell how many articles."""
    count = 0
    for article in facts:
        stream.write(json.dumps(to_json(article), ensure_ascii=False) + "\n")
        count += 1
    return count


def read_json_lines(path: Path) -> Iterator[ArticleFacts]:
    """Read what `write_json_lines` wrote, an article at a time. Raises FactsError with file and line."""
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    where = f"{path}, line {number}"
                    try:
                        data = json.loads(line)
                    except (ValueError, RecursionError) as error:
                        raise FactsError(f"no valid JSON ({error}): each line is one object", where=where) from error
                    yield from_json(data, where)
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError(f"cannot be read ({error})", where=str(path)) from error


# --- rows ---------------------------------------------------------------------------------------------------------

_Row = TypeVar("_Row", Observation, NamedZone, NamedPolicy)


class _Writer:
    """CSV with LF line ends. Python leaves a lone CR unquoted then, so rows with one are quoted throughout."""

    def __init__(self, stream: TextIO, columns: tuple[str, ...]) -> None:
        self.plain = csv.DictWriter(stream, columns, lineterminator="\n")
        self.quoted = csv.DictWriter(stream, columns, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self.plain.writeheader()

    def write(self, rows: Iterable[Mapping[str, str]]) -> None:
        for row in rows:
            (self.quoted if any("\r" in cell for cell in row.values()) else self.plain).writerow(row)


def _part(directory: Path, table: str) -> Path:
    return directory / f".{table}.csv.part"


def _fields_of(row: Observation | NamedZone | NamedPolicy) -> dict[str, Any]:
    """A row's fields by their names in the tables; the article stands above them."""
    return {item.name.rstrip("_"): getattr(row, item.name) for item in fields(row) if item.name != "article"}


class _Cells:
    """One row's cells, with the place to name when one of them is amiss."""

    def __init__(self, cells: Mapping[str, str], where: str) -> None:
        self.cells = cells
        self.where = where

    def refuse(self, column: str, reason: str) -> FactsError:
        return FactsError(reason, where=f"{self.where}, column {column}" if self.where else f"column {column}")

    def text(self, column: str) -> str:
        cell = self.cells.get(column, "")
        if not cell and column in _NEEDED:
            raise self.refuse(column, "empty, but every row needs it")
        return cell

    def choice(self, column: str, default: str = "") -> Any:
        cell = self.cells.get(column) or default
        if cell not in _CHOICES[column]:
            known = ", ".join(choice or "(empty)" for choice in _CHOICES[column])
            raise self.refuse(column, f"{cell!r} is none of: {known}")
        return cell

    def date(self, column: str) -> str:
        cell = self.cells.get(column, "")
        if cell and not _PARTIAL_DATE.fullmatch(cell):
            raise self.refuse(column, f"{cell!r} is no partial ISO date: write 2022, 2022-08 or 2022-08-01")
        return cell

    def integer(self, column: str, *, needed: bool = True) -> int:
        cell = self.cells.get(column, "")
        if not cell and not needed:
            return 0
        if not (cell.isascii() and cell.isdigit()) or len(cell) > 15:
            raise self.refuse(column, f"{cell!r} is no offset: a whole number from 0 is needed")
        return int(cell)

    def decimal(self, column: str) -> Decimal:
        cell = self.cells.get(column, "")
        try:
            value = Decimal(cell)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value.adjusted()) > 40 or "_" in cell:
            raise self.refuse(column, f"{cell!r} is no plain decimal: write it like 4507830000000 or 94.06")
        return value


def _observation(row: _Cells) -> Observation:
    start, end = row.integer("start"), row.integer("end")
    quote = row.text("quote")
    if end - start != len(quote):
        raise row.refuse("end", f"the quote has {len(quote)} characters, but start and end are {end - start} apart")
    return Observation(
        article=row.text("article"),
        about=row.text("about"),
        about_type=row.choice("about_type"),
        metric=row.text("metric"),
        value=row.decimal("value"),
        unit=row.text("unit"),
        start=start,
        end=end,
        quote=quote,
        scope=row.choice("scope"),
        stage=row.choice("stage"),
        sector=row.text("sector"),
        origin=row.choice("origin"),
        from_=row.date("from"),
        to=row.date("to"),
        status=row.choice("status"),
        bound=row.choice("bound"),
        province=row.text("province"),
        policy=row.text("policy"),
        subject_level=row.choice("subject_level", "stated"),
        metric_level=row.choice("metric_level", "stated"),
        time_level=row.choice("time_level", "stated"),
    )


def _zone(row: _Cells) -> NamedZone:
    return NamedZone(
        article=row.text("article"),
        label=row.text("label"),
        type=row.choice("type"),
        province=row.text("province"),
        district=row.text("district"),
        stage=row.choice("stage"),
        start=row.integer("start", needed=False),
        end=row.integer("end", needed=False),
    )


def _policy(row: _Cells) -> NamedPolicy:
    if not row.text("number") and not row.text("title"):
        raise row.refuse("number", "number and title are both empty: one of them must name the policy")
    return NamedPolicy(
        article=row.text("article"),
        number=row.text("number"),
        kind=row.choice("kind"),
        issuer=row.text("issuer"),
        date=row.date("date"),
        title=row.text("title"),
        from_=row.date("from"),
        to=row.date("to"),
        start=row.integer("start", needed=False),
        end=row.integer("end", needed=False),
    )


def _collect(directory: Path, table: str, build: Callable[[_Cells], _Row], into: dict[str, list[_Row]]) -> None:
    path = directory / f"{table}.csv"
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            if missing := [column for column in COLUMNS[table] if column not in header]:
                raise FactsError(
                    f"the header lacks {', '.join(missing)}: it must have {', '.join(COLUMNS[table])}",
                    where=f"{path}, line 1",
                )
            line = reader.line_num + 1
            for cells in reader:
                where = f"{path}, line {line}"
                line = reader.line_num + 1
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise FactsError(f"{len(cells)} cells, but the header has {len(header)} columns", where=where)
                row = build(_Cells(dict(zip(header, cells, strict=True)), where))
                into.setdefault(row.article, []).append(row)
    except csv.Error as error:
        raise FactsError(f"broken CSV ({error})", where=f"{path}, line {reader.line_num}") from error
    except UnicodeDecodeError as error:
        raise FactsError(f"byte {error.start} is not valid UTF-8: save the table in UTF-8", where=str(path)) from error
    except OSError as error:
        raise FactsError(f"cannot be read ({error.strerror or error})", where=str(path)) from error
