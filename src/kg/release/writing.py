"""Writing a release: a folder with the data in all formats and what describes them, which is never changed again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import KgError
from kg.export import (
    CSV_FILES,
    PARQUET_FILES,
    RDF_FILES,
    ExportFile,
    Written,
    datapackage,
    jsonld_context,
    write_file,
    write_tables,
)
from kg.export.catalogue import Edition, Offered, catalogue, turtle, unique
from kg.export.packing import Packed
from kg.export.tables import CsvWriter
from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes
from kg.release.changes import ACTIVITY_STREAMS, COLUMNS, changes, read_table, rows, triples
from kg.release.describing import citation, provenance, readme
from kg.store import Store, text
from kg.store.statistics import statistics

VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}")
"""What a version may be called: `2026.1`, `1.0.0-rc.1`."""
FILE_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9.]{0,63}")
"""What a file of a release is called."""
SUMS: Final = "SHA256SUMS"
"""The file that lists all others with their checksums."""
_SOFTWARE: Final = """
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?software WHERE { ?extraction prov:wasAssociatedWith ?software } ORDER BY ?software"""


@dataclass(frozen=True, slots=True)
class Release:
    """What to release. `url` is where the folder will be on the web; `previous` an older release's folder, if any."""

    version: str
    issued: datetime
    url: str
    previous: Path | None = None
    parquet: bool = True
    counted: Callable[[int], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Released:
    """What became of it: the folder, what was written into each file, and the changes by kind."""

    folder: Path
    written: Mapping[str, Written]
    changes: Mapping[str, int]


def release(store: Store, base_iri: str, wanted: Release, out: Path) -> Released:
    """Write a release into the folder `out`/VERSION, which appears when it is complete.

    Raises:
        KgError: there is one of that version already, or it cannot be written, or Parquet is not installed.
        FactsError: the previous release's table cannot be read.
        StoreError: the store cannot be read.
    """
    if not VERSION.fullmatch(wanted.version):
        raise KgError("a version has letters, digits, and . _ + - behind the first of them", where=wanted.version)
    folder, part = out / wanted.version, out / f".{wanted.version}.part"
    if folder.exists():
        raise KgError("is there already, and a release does not change: choose another version", where=str(folder))
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        written, counts = _Writing(store, base_iri, wanted, part).write()
        part.replace(folder)
    except OSError as error:
        raise KgError(f"cannot be written: {error.strerror or error}", where=str(part)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Released(folder, written, counts)


class _Writing:
    """One release on its way."""

    def __init__(self, store: Store, base_iri: str, wanted: Release, folder: Path) -> None:
        self.store = store
        self.base_iri = base_iri
        self.wanted = wanted
        self.folder = folder
        self.dataset = f"{base_iri}id/dataset/observations"
        self.iri = f"{base_iri}release/{wanted.version}/"

    def write(self) -> tuple[Mapping[str, Written], Counter[str]]:
        data = self._data()
        counts: Counter[str] = Counter()
        previous, notes = "", ""
        told = {file.name: _holds(file, one) for file, one in data.items()}
        if self.wanted.previous is not None:
            before = _version(self.wanted.previous)
            previous = f"{self.base_iri}release/{before}/"
            self._changes(self.wanted.previous, counts)
            notes = f"Since {before}: " + ", ".join(
                f"{counts[kind]} observations {kind}" for kind in ("added", "changed", "removed")
            )
            told |= {"changes.csv.gz": notes, "changes.ttl.gz": "the same as ActivityStreams 2.0"}
        self._describe(data, previous, notes)
        told |= _DESCRIPTIONS
        self._text("README.md", readme(self.wanted.version, self.wanted.issued, told, notes))
        names = sorted(path.name for path in self.folder.iterdir())
        self._text(SUMS, "".join(f"{_sha256(self.folder / name)}  {name}\n" for name in names))
        return {file.name: one for file, one in data.items()}, counts

    def _data(self) -> dict[ExportFile, Written]:
        written = {}
        for file in RDF_FILES:
            with (self.folder / file.name).open("wb") as stream:
                written[file] = write_file(self.store, self.base_iri, file, stream)
        tables = (*CSV_FILES, *(PARQUET_FILES if self.wanted.parquet else ()))
        outputs = {file: (self.folder / file.name).open("wb") for file in tables}
        try:
            written |= write_tables(self.store, self.base_iri, outputs, self.wanted.counted)
        finally:
            for stream in outputs.values():
                stream.close()
        return written

    def _changes(self, previous: Path, counts: Counter[str]) -> None:
        table = self.folder / "changes.csv.gz"
        with table.open("wb") as stream:
            packed = Packed(stream, compressed=True)
            writer = CsvWriter(COLUMNS, packed, unguarded=COLUMNS)  # as they were read, so guarded already
            for row in rows(changes(previous, self.folder), counts):
                writer.write([row])
            writer.close()
            packed.close()
        with (self.folder / "changes.ttl.gz").open("wb") as stream:
            packed = Packed(stream, compressed=True)
            found = triples(read_table(table), f"{self.iri}#changes", self.wanted.issued.isoformat(timespec="seconds"))
            known = {**prefixes(self.base_iri), "as": ACTIVITY_STREAMS}
            ox.serialize(found, packed, format=ox.RdfFormat.TURTLE, prefixes=known)  # type: ignore[arg-type]
            packed.close()

    def _describe(self, data: Mapping[ExportFile, Written], previous: str, notes: str) -> None:
        wanted, url = self.wanted, self.wanted.url
        edition = Edition(self.dataset, self.iri, wanted.version, wanted.issued, previous, notes)
        offered = [Offered(file, url + file.name, one) for file, one in data.items()]
        described = unique(catalogue(self.base_iri, edition, offered, page=url))
        self._turtle("catalog.ttl", described)
        with (self.folder / "catalog.jsonld").open("wb") as stream:
            ox.serialize(described, stream, format=ox.RdfFormat.JSON_LD)
        self._turtle("void.ttl", self._statistics(one.url for one in offered if not one.file.table))
        software = [text(row, "software") for row in self.store.select(_SOFTWARE)]
        files = [one.url for one in offered]
        made = provenance(self.base_iri, self.iri, wanted.issued, files=files, software=software, previous=previous)
        self._turtle("prov.ttl", made)
        package = datapackage(data.items(), version=wanted.version, homepage=url)
        self._json("datapackage.json", package)
        self._json("context.jsonld", {"@context": jsonld_context(self.base_iri)})
        self._text("CITATION.cff", citation(wanted.version, wanted.issued, url))

    def _statistics(self, dumps: Iterable[str]) -> Iterator[ox.Triple]:
        """The store's statistics, said of the release."""
        node, dataset = ox.NamedNode(self.iri), ox.NamedNode(self.dataset)
        yield ox.Triple(node, v.A, ox.NamedNode(v.VOID + "Dataset"))
        for url in dumps:
            yield ox.Triple(node, ox.NamedNode(v.VOID + "dataDump"), ox.NamedNode(url))
        for triple in statistics(self.store, self.base_iri):
            yield ox.Triple(node, triple.predicate, triple.object) if triple.subject == dataset else triple

    def _turtle(self, name: str, told: Iterable[ox.Triple]) -> None:
        (self.folder / name).write_bytes(turtle(told, self.base_iri))

    def _json(self, name: str, told: object) -> None:
        self._text(name, json.dumps(told, ensure_ascii=False, indent=2) + "\n")

    def _text(self, name: str, told: str) -> None:
        (self.folder / name).write_text(told, encoding="utf-8")


_DESCRIPTIONS: Final = {
    "datapackage.json": "the tables' description (Frictionless Data Package)",
    "context.jsonld": "the JSON-LD context of the data",
    "catalog.ttl": "the catalogue (DCAT-AP 3.0)",
    "catalog.jsonld": "the same as JSON-LD",
    "void.ttl": "statistics (VoID)",
    "prov.ttl": "where it comes from (PROV-O)",
    "CITATION.cff": "how to cite it",
}


def _holds(file: ExportFile, written: Written) -> str:
    what = "rows" if file.table else "triples" if file.format in ("ttl", "nt") else "quads"
    return f"{written.count} {what}, {written.size} bytes"


def _version(previous: Path) -> str:
    """The version of a release, by its data package."""
    path = previous / "datapackage.json"
    try:
        version = json.loads(path.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KgError(f"tells no version ({error}): name the folder of a release", where=str(path)) from error
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise KgError(f"{version!r} is no version: name the folder of a release", where=str(path))
    return version


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
