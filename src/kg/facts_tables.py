"""The facts as files: CSV tables (`docs/facts.md`), or JSON Lines with one object an article.

The CSV holds the tables' columns, nothing more; cells are written as they are, since this is an interface between
programs. The JSON holds all fields of `kg.facts`, so it alone gives back exactly the facts that went in.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TextIO, TypeVar

from kg.errors import FactsError
from kg.facts import (
    OBSERVATION_COLUMNS,
    POLICY_COLUMNS,
    SECTOR_COLUMNS,
    ZONE_COLUMNS,
    ArticleFacts,
    NamedPolicy,
    NamedZone,
    Observation,
    SectorStatement,
)
from kg.facts_rows import Cells, observation_of, policy_of, row_fields, row_of, sector_of, zone_of
from kg.reference.sectors import sectors as sectors_of_vsic

COLUMNS = {
    "observations": OBSERVATION_COLUMNS,
    "zones": ZONE_COLUMNS,
    "policies": POLICY_COLUMNS,
    "sectors": SECTOR_COLUMNS,
}
"""The tables' names, which are their files' names without `.csv`, and their columns."""
MAIN_TABLES = ("observations", "zones", "policies")
"""The tables that are printed and compared; the sectors stand beside them."""


def write_tables(facts: Iterable[ArticleFacts], directory: Path) -> dict[str, int]:
    """Write the tables into a directory, an article at a time; tell how many rows each got.

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
        "sectors": [row.row() for row in facts.sectors],
    }


def write_table(facts: Iterable[ArticleFacts], table: str, stream: TextIO) -> int:
    """Write one of the tables as CSV to an open text stream; tell how many rows. For printing."""
    writer = _Writer(stream, COLUMNS[table])
    count = 0
    for article in facts:
        rows = rows_of(article)[table]
        writer.write(rows)
        count += len(rows)
    return count


def read_tables(directory: Path) -> list[ArticleFacts]:
    """Read the tables back, articles in the order in which they first occur.

    A table that is missing counts as empty, but not all of the main three. Further columns (notes) are passed over.
    What the CSV does not hold has its default. Raises FactsError with file, line and column for anything amiss.
    """
    if not any((directory / f"{table}.csv").is_file() for table in MAIN_TABLES):
        raise FactsError(
            "holds none of observations.csv, zones.csv, policies.csv: name the directory that `kg facts --out` wrote",
            where=str(directory),
        )
    observations: dict[str, list[Observation]] = {}
    zones: dict[str, list[NamedZone]] = {}
    policies: dict[str, list[NamedPolicy]] = {}
    _collect(directory, "observations", observation_of, observations)
    _collect(directory, "zones", zone_of, zones)
    _collect(directory, "policies", policy_of, policies)
    sectors: dict[str, list[SectorStatement]] = {}
    _collect(directory, "sectors", sector_of, sectors)
    return [
        ArticleFacts(
            article,
            tuple(observations.get(article, ())),
            tuple(zones.get(article, ())),
            tuple(policies.get(article, ())),
            sectors=tuple(sectors.get(article, ())),
        )
        for article in dict.fromkeys([*observations, *zones, *policies, *sectors])
    ]


def to_json(facts: ArticleFacts) -> dict[str, Any]:
    """All that is known of one article's facts, ready for `json.dumps`. Values are strings, since they are exact."""
    return {
        "article": facts.article,
        "published": facts.published,
        "observations": [{**row_fields(row), "confidence": row.confidence} for row in facts.observations],
        "zones": [row_fields(row) for row in facts.zones],
        "policies": [row_fields(row) for row in facts.policies],
        "sectors": [{**row_fields(row), "concepts": _concepts(row.sector)} for row in facts.sectors],
    }


def from_json(data: object, where: str = "") -> ArticleFacts:
    """Build the facts from what `to_json` gave. Raises FactsError, with `where` before the place inside the object."""
    if not isinstance(data, dict) or not isinstance(data.get("article"), str):
        raise FactsError('no object with an "article" (a string): one object an article is expected', where=where)
    article = data["article"]
    fields_by_name: dict[str, Any] = data
    published = Cells({"published": str(fields_by_name.get("published") or "")}, where).date("published")

    def rows(key: str) -> tuple[Any, ...]:
        listed = fields_by_name.get(key, [])
        if not isinstance(listed, list):
            raise FactsError(f'"{key}" is no list', where=where)
        places = (f"{where}, {key}[{n}]" if where else f"{key}[{n}]" for n in range(len(listed)))
        return tuple(row_of(key, article, told, place) for told, place in zip(listed, places, strict=True))

    return ArticleFacts(article, rows("observations"), rows("zones"), rows("policies"), published, rows("sectors"))


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

_Row = TypeVar("_Row", Observation, NamedZone, NamedPolicy, SectorStatement)


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


def _concepts(wording: str) -> list[str]:
    """The sectors of VSIC that a wording means, and how: `broad vsic-2018-26`. For readers: it is not read back."""
    return [
        f"{match.relation} {match.sector.slug.removeprefix('sector/')}" for match in sectors_of_vsic().match(wording)
    ]


def _collect(directory: Path, table: str, build: Callable[[Cells], _Row], into: dict[str, list[_Row]]) -> None:
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
                row = build(Cells(dict(zip(header, cells, strict=True)), where))
                into.setdefault(row.article, []).append(row)
    except csv.Error as error:
        raise FactsError(f"broken CSV ({error})", where=f"{path}, line {reader.line_num}") from error
    except UnicodeDecodeError as error:
        raise FactsError(f"byte {error.start} is not valid UTF-8: save the table in UTF-8", where=str(path)) from error
    except OSError as error:
        raise FactsError(f"cannot be read ({error.strerror or error})", where=str(path)) from error
