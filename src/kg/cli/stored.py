"""Commands on what is stored: `kg validate`, `kg export`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import DONE, FAILED, USAGE, complain, flowed, print_rows, progress, rejection_record, remark
from kg.cli.options import BaseIri, StoreLocation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.facts import ArticleFacts
    from kg.graph.gate import Rejection
    from kg.store import Store


class ReportFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add these commands to `kg`."""
    app.command(help=flowed(validate))(validate)
    app.command(help=flowed(export))(export)


def validate(
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Only this article's graph.", show_default=False)
    ] = None,
    format_: Annotated[ReportFormat, typer.Option("--format", help="json: one object a line.")] = ReportFormat.TABLE,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Check what is stored against the SHACL shapes: every article's graph, and the reference data.

    Ends with exit code 1 where a shape is violated; warnings are listed and do no harm. Loading checks by the same
    shapes, so something turns up here when shapes have changed since, or the store was written by other means.

    Examples:
      kg validate
      kg validate --article hai-phong-9-thang-2024
      kg validate --format json | jq .message
    """
    from kg.graph.gate import Gate
    from kg.settings import load_settings
    from kg.store import open_store

    settings = load_settings(store=store, base_iri=base_iri)
    found: list[Rejection] = []
    with open_store(settings.store, read_only=True) as opened:
        graphs = _article_graphs(opened, settings.base_iri, article)
        if article is not None and not graphs:
            complain(f"{article}: no article of that id is stored; `kg query articles` lists them")
            raise typer.Exit(FAILED)
        gate = Gate(settings.base_iri)
        with progress("validating") as count:
            if article is None:
                found += gate.check_reference()
            for number, rejection in enumerate(gate.check_store(opened, graphs), 1):
                found.append(rejection)
                count(number, rejection.article)
    if format_ is ReportFormat.JSON:
        for rejection in found:
            typer.echo(json.dumps(rejection_record(rejection, rejection.severity.lower()), ensure_ascii=False))
    elif found:
        columns = ("severity", "article", "quote", "message", "value", "shape", "focus")
        print_rows(columns, [[getattr(rejection, column) for column in columns] for rejection in found])
    violations = sum(rejection.severity == "Violation" for rejection in found)
    remark(f"{len(graphs)} articles checked: {violations} violations, {len(found) - violations} warnings")
    raise typer.Exit(FAILED if violations else DONE)


def export(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="The file to write; its extension says how: .nq .trig .jsonld (with the named graphs), .ttl .nt .rdf "
            "(the triples of all graphs), .csv (the observations). A name that ends in / is a folder, which gets "
            "the three tables.",
            show_default=False,
        ),
    ],
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Write everything into a file. It appears under its name when it is complete.

    Examples:
      kg export graph.nq            all quads: another store gets the same from it
      kg export graph.ttl           all triples, for people to read
      kg export observations.csv    the figures as a table
      kg export tables/             observations.csv, zones.csv, policies.csv
    """
    from kg.graph.prefixes import prefixes
    from kg.settings import load_settings
    from kg.store import DATASETS, GRAPHS, open_store

    formats = {f".{format_.extension}": format_ for format_ in (*GRAPHS, *DATASETS)}
    path = Path(file)
    tables = file.endswith("/") or path.is_dir()
    extension = path.suffix.lower()
    if not tables and extension not in {*formats, ".csv"}:
        known = ", ".join(sorted({*formats, ".csv"}))
        complain(f"{file}: cannot tell the format by {extension or 'no extension'!r}; there are: {known}, or a folder/")
        raise typer.Exit(USAGE)
    settings = load_settings(store=store, base_iri=base_iri)
    with open_store(settings.store, read_only=True) as opened:
        if tables or extension == ".csv":
            remark(_export_facts(opened, settings.base_iri, path, tables=tables))
        else:
            from kg.cli.files import writing_bytes

            with writing_bytes(path) as stream:
                count = opened.export(stream, formats[extension], prefixes=prefixes(settings.base_iri))
            remark(f"{count} {'quads' if formats[extension] in DATASETS else 'triples'} → {file}")


def _export_facts(store: Store, base_iri: str, path: Path, *, tables: bool) -> str:
    from kg.facts_tables import write_table, write_tables
    from kg.graph import read_facts

    with progress("reading articles") as count:

        def counted() -> Iterator[ArticleFacts]:
            for number, found in enumerate(read_facts(store, base_iri), 1):
                count(number)
                yield found

        if tables:
            counts = write_tables(counted(), path)
            return ", ".join(f"{count} {name}" for name, count in counts.items()) + f" → {path}/"
        from kg.cli.files import writing

        with writing(path) as stream:
            return f"{write_table(counted(), 'observations', stream)} observations → {path}"


def _article_graphs(store: Store, base_iri: str, article: str | None) -> list[str]:
    from kg.graph import identifiers
    from kg.store import article_digests

    iris = identifiers(base_iri)
    loaded = article_digests(store, base_iri)
    if article is not None:
        return [iris.article_graph(article).value] if iris.article(article).value in loaded else []
    things, graphs = f"{base_iri}id/article/", f"{base_iri}graph/article/"
    return sorted(graphs + iri.removeprefix(things) for iri in loaded)
