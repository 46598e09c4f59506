"""Commands on what is stored: `kg validate`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import DONE, FAILED, complain, flowed, print_rows, progress, rejection_record, remark
from kg.cli.options import BaseIri, StoreLocation

if TYPE_CHECKING:
    from kg.graph.gate import Rejection
    from kg.store import Store


class ReportFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this command to `kg`."""
    app.command(help=flowed(validate))(validate)


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
    from kg.store import store_of

    settings = load_settings(store=store, base_iri=base_iri)
    found: list[Rejection] = []
    with store_of(settings, read_only=True) as opened:
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


def _article_graphs(store: Store, base_iri: str, article: str | None) -> list[str]:
    from kg.graph import identifiers
    from kg.store import article_digests

    iris = identifiers(base_iri)
    loaded = article_digests(store, base_iri)
    if article is not None:
        return [iris.article_graph(article).value] if iris.article(article).value in loaded else []
    things, graphs = f"{base_iri}id/article/", f"{base_iri}graph/article/"
    return sorted(graphs + iri.removeprefix(things) for iri in loaded)
