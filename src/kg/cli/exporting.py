"""Commands that write the data into files: `kg export`, `kg release`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import USAGE, complain, flowed, progress, remark
from kg.cli.options import BaseIri, StoreLocation

if TYPE_CHECKING:
    from kg.export import ExportFile, Written
    from kg.store import Store


def register(app: typer.Typer) -> None:
    """Add these commands to `kg`."""
    app.command(help=flowed(export))(export)
    app.command(help=flowed(release))(release)


def export(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="The file to write; its extension says how: .nq .trig .jsonld (with the named graphs), .ttl .nt .rdf "
            "(the triples of all graphs), .csv .parquet (a table: observations, unless the file is called as another "
            "one), each also with .gz. A name that ends in / is a folder, which gets all tables.",
            show_default=False,
        ),
    ],
    *,
    parquet: Annotated[bool, typer.Option("--parquet", help="A folder gets the tables as Parquet, too.")] = False,
    gzip: Annotated[bool, typer.Option("--gzip", help="A folder gets its CSV files compressed.")] = False,
    checksum: Annotated[
        bool, typer.Option("--checksum", help="Write FILE.sha256 beside the file, for `sha256sum --check`.")
    ] = False,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Write everything into a file. It appears under its name when it is complete; memory does not grow with the data.

    Cells of CSV files that a spreadsheet program would run as a formula get an apostrophe. A folder of tables gets
    datapackage.json, which describes them, and SHA256SUMS.

    Examples:
      kg export graph.nq.gz         all quads: another store gets the same from it
      kg export graph.ttl           all triples, for people to read
      kg export observations.csv    the figures as a table
      kg export tables/ --parquet   articles, observations, zones, policies, sectors
    """
    from kg.export import EXTENSIONS, file_named
    from kg.settings import load_settings
    from kg.store import store_of

    path = Path(file)
    folder = file.endswith("/") or path.is_dir()
    wanted = None if folder else file_named(path.name)
    if not folder and wanted is None:
        known = ", ".join(f".{extension}" for extension in EXTENSIONS)
        extension = path.suffix.lower() or "no extension"
        complain(f"{file}: cannot tell the format by {extension!r}; there are: {known}, each with .gz, or a folder/")
        raise typer.Exit(USAGE)
    settings = load_settings(store=store, base_iri=base_iri)
    with store_of(settings, read_only=True) as opened:
        if wanted is None:
            written = _tables(opened, settings.base_iri, path, parquet=parquet, gzip=gzip)
            told = ", ".join(
                f"{told.count} {name.partition('.')[0]}" for name, told in written.items() if ".csv" in name
            )
            remark(f"{told} → {path}/")
        else:
            one = _file(opened, settings.base_iri, path, wanted)
            if checksum:
                _write_text(path.with_name(f"{path.name}.sha256"), f"{one.sha256}  {path.name}\n")
            remark(f"{one.count} {_counted(wanted)} → {file}")


def release(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="What it is called, as 2026.1", show_default=False)],
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The release is the folder VERSION in this one.")
    ] = Path("var/releases"),
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", metavar="DIR", help="An older release to tell the changes from.", show_default=False
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="Where it will be on the web. [{base}release/VERSION/]", show_default=False
        ),
    ] = None,
    issued: Annotated[
        datetime | None,
        typer.Option(
            "--issued",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
            help="When it is issued (UTC). [now]",
            show_default=False,
        ),
    ] = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Write a release: the data in all formats, described for portals (DCAT-AP, VoID, PROV) and for people.

    With --previous, a change feed as CSV and RDF: observations added, changed, removed. A release does not change:
    where its folder is there already, nothing is written. With the same --issued, the same data give the same files.

    Examples:
      kg release 2026.1
      kg release 2026.2 --previous var/releases/2026.1
    """
    from datetime import UTC
    from importlib.util import find_spec

    from kg import release as releases
    from kg.settings import load_settings
    from kg.store import store_of

    settings = load_settings(store=store, base_iri=base_iri)
    parquet = find_spec("pyarrow") is not None
    if not parquet:
        remark("without Parquet: that needs the extra `parquet`, pip install 'vnkg[parquet]'")
    moment = issued.replace(tzinfo=UTC) if issued else datetime.now(UTC).replace(microsecond=0)
    address = (url or f"{settings.base_iri}release/{version}").rstrip("/") + "/"
    with store_of(settings, read_only=True) as opened, progress("reading articles") as count:
        wanted = releases.Release(version, moment, address, previous, parquet, count)
        made = releases.release(opened, settings.base_iri, wanted, out)
    if previous:
        told = ", ".join(f"{made.changes.get(kind, 0)} {kind}" for kind in ("added", "changed", "removed"))
        remark(f"observations since {previous}: {told}")
    remark(f"{len(made.written)} files of data → {made.folder}/")


def _file(store: Store, base_iri: str, path: Path, wanted: ExportFile) -> Written:
    from kg.cli.files import writing_bytes
    from kg.export import write_file

    with progress("writing") as count, writing_bytes(path) as stream:
        return write_file(store, base_iri, wanted, stream, count)


def _tables(store: Store, base_iri: str, folder: Path, *, parquet: bool, gzip: bool) -> Mapping[str, Written]:
    import json

    from kg import __version__
    from kg.cli.files import writing_bytes
    from kg.export import CSV_FILES, PARQUET_FILES, datapackage, file_named, write_tables

    csv = [file if gzip else file_named(file.name.removesuffix(".gz")) for file in CSV_FILES]
    files = [file for file in (*csv, *(PARQUET_FILES if parquet else ())) if file]
    with progress("reading articles") as count, ExitStack() as stack:
        outputs = {file: stack.enter_context(writing_bytes(folder / file.name)) for file in files}
        written = write_tables(store, base_iri, outputs, count)
    described = datapackage(written.items(), version=__version__, homepage=base_iri)
    _write_text(folder / "datapackage.json", json.dumps(described, ensure_ascii=False, indent=2) + "\n")
    sums = "".join(f"{one.sha256}  {file.name}\n" for file, one in written.items())
    _write_text(folder / "SHA256SUMS", sums)
    return {file.name: one for file, one in written.items()}


def _write_text(path: Path, text: str) -> None:
    from kg.cli.files import writing

    with writing(path) as stream:
        stream.write(text)


def _counted(file: ExportFile) -> str:
    if file.table:
        return file.table
    return "quads" if file.format in ("nq", "trig", "jsonld") else "triples"
