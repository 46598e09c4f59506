"""Commands that ask the store: `kg query` (canned queries) and `kg sparql`."""

from __future__ import annotations

import csv
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import USAGE, Commands, complain, flowed, print_rows, remark, stdout, table
from kg.cli.options import BaseIri, RowFormat, StoreLocation
from kg.errors import UnknownQuery

if TYPE_CHECKING:
    from kg.canned import CannedQuery
    from kg.canned import Parameter as QueryParameter
    from kg.store import Answer, Row, Solutions

_OWN_OPTIONS = frozenset(("format", "store", "base-iri", "help"))


def register(app: typer.Typer) -> None:
    """Add these commands to `kg`."""
    app.command(
        help=flowed(query),
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False},
    )(query)
    app.command(help=flowed(sparql))(sparql)


def query(ctx: typer.Context) -> None:
    """Ask one of the canned queries; `kg query --list` tells which there are.

    Examples:
      kg query --list
      kg query series --help                 its parameters
      kg query series --place "Hải Phòng" --metric registeredCapital
      kg query conflicts --format csv > conflicts.csv
    """
    # What can be asked stands in queries/, so the command line for it is made when it is needed.
    from kg.canned import canned_queries

    known = canned_queries()
    asked = next(iter(ctx.args), "")
    if asked and not asked.startswith("-") and asked not in known:
        near = get_close_matches(asked, known, n=3) or list(known)
        raise UnknownQuery(f"no canned query is called so; there are: {', '.join(near)}", where=asked)
    app = _canned_app(known)
    app(args=list(ctx.args), prog_name=ctx.command_path, standalone_mode=True)


def _canned_app(known: Mapping[str, CannedQuery]) -> typer.Typer:
    app = typer.Typer(
        cls=Commands,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=flowed(query),
        add_completion=False,
    )

    @app.callback(invoke_without_command=True)
    def chosen(
        ctx: typer.Context,
        list_: Annotated[bool, typer.Option("--list", help="List the queries and end.")] = False,
    ) -> None:
        if list_ or ctx.invoked_subcommand is None:
            rows = [
                (name, f"{asked.title.en}\n{asked.title.vi}", " ".join(map(_usage, asked.parameters)))
                for name, asked in known.items()
            ]
            stdout().print(table(("query", "title", "parameters"), rows))
            raise typer.Exit

    for name, asked in known.items():
        keywords = f"\n\nKeywords: {', '.join(asked.keywords)}" if asked.keywords else ""
        app.command(
            name,
            short_help=asked.title.en,
            help=f"{_literal(asked.title.en)}\n\n{_literal(asked.description.en)}\n\n{_literal(asked.description.vi)}"
            f"{_literal(keywords)}",
        )(_command(asked))
    return app


def _literal(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _option(parameter: QueryParameter) -> str:
    dashed = parameter.name.replace("_", "-")
    return f"--parameter-{dashed}" if dashed in _OWN_OPTIONS else f"--{dashed}"


def _usage(parameter: QueryParameter) -> str:
    return _option(parameter) if parameter.required else f"[{_option(parameter)}]"


def _command(asked: CannedQuery) -> Callable[..., None]:
    """The function behind `kg query NAME`. Typer reads the options off its signature, which is made here."""

    def run(format_: RowFormat, store: str | None, base_iri: str | None, **given: str | None) -> None:
        from kg.settings import load_settings
        from kg.store import store_of

        settings = load_settings(store=store, base_iri=base_iri)
        values = {name.removeprefix("value_"): value for name, value in given.items() if value is not None}
        with _interruptible(), store_of(settings, read_only=True) as opened:
            _print_answer(asked.run(opened, values, settings.base_iri), format_, settings.base_iri)

    parameters: list[tuple[str, Any, Any]] = []
    for parameter in asked.parameters:
        described = f"{parameter.description.en} ({parameter.type.en})"
        if parameter.example:
            described += f" Example: {parameter.example}"
        option = typer.Option(
            _option(parameter),
            metavar=parameter.type.name.upper(),
            help=_literal(described),
            show_default=parameter.default or False,
        )
        # A prefix, since a parameter may be called like a word of Python's own, `from` or `in`.
        name = f"value_{parameter.name}"
        if parameter.required:
            parameters.append((name, Annotated[str, option], Parameter.empty))
        else:
            parameters.append((name, Annotated[str | None, option], None))
    format_option = typer.Option("--format", help="How the rows are printed.")
    parameters += [
        ("format_", Annotated[RowFormat, format_option], RowFormat.TABLE),
        ("store", StoreLocation, None),
        ("base_iri", BaseIri, None),
    ]
    signature = Signature(
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, annotation, default in parameters
        ]
    )
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {name: annotation for name, annotation, _ in parameters}
    return run


def sparql(
    query_or_file: Annotated[
        str,
        typer.Argument(metavar="QUERY-OR-FILE", help="SPARQL 1.1, or a file that holds it, or - for standard input."),
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Tables: table (default), json, xml, csv, tsv. Graphs: turtle (default), ntriples, jsonld, rdfxml.",
        ),
    ] = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Ask the store in SPARQL. The default graph is the union of all graphs.

    The prefixes kg:, prov:, oa:, qb:, skos: and the like need not be declared.

    Examples:
      kg sparql 'SELECT ?zone ?name { ?zone a kg:Zone ; rdfs:label ?name }'
      kg sparql question.rq --format csv > answer.csv
      kg sparql 'CONSTRUCT WHERE { ?zone a kg:Zone ; ?p ?o }' --format turtle
    """
    from kg.cli.prefixes import ask, write_graph
    from kg.settings import load_settings
    from kg.store import GRAPHS, TABLES, Solutions, Triples, named_format, store_of

    settings = load_settings(store=store, base_iri=base_iri)
    text = _query_text(query_or_file)
    with _interruptible(), store_of(settings, read_only=True) as opened:
        answer: Answer = ask(opened, text, settings.base_iri)
        if isinstance(answer, Triples):
            graph_format = named_format(format_ or "turtle", GRAPHS)
            write_graph(answer, graph_format, sys.stdout.buffer, settings.base_iri)
        elif format_ in (None, "table"):
            if isinstance(answer, Solutions):
                _print_answer(answer, RowFormat.TABLE, settings.base_iri)
            else:
                typer.echo("true" if answer else "false")
        else:
            answer.serialize(named_format(format_, TABLES), sys.stdout.buffer)
    sys.stdout.flush()


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if "{" in given or "\n" in given:
        return given
    path = Path(given)
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        complain(f"{given}: neither a query (it has no braces) nor a file")
        raise typer.Exit(USAGE) from error
    except (OSError, UnicodeDecodeError) as error:
        complain(f"{given}: cannot be read as a query: {error}")
        raise typer.Exit(USAGE) from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process while the engine works: it would not look up until its answer is there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _print_answer(answer: Solutions, format_: RowFormat, base_iri: str) -> None:
    from kg.canned import guarded, json_value

    columns = answer.variables
    if format_ is RowFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guarded(row.get(name)) for name in columns] for row in answer)
    elif format_ is RowFormat.JSON:
        rows: Sequence[dict[str, Any]] = [{name: json_value(row.get(name)) for name in columns} for row in answer]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        short = _shortener(base_iri)
        cells = [[short(row, name) for name in columns] for row in answer]
        print_rows(columns, cells)
        remark(f"{len(cells)} {'row' if len(cells) == 1 else 'rows'}")


def _shortener(base_iri: str) -> Callable[[Row, str], str]:
    """Writes a cell for people to read: IRIs of well-known namespaces with their prefix."""
    import pyoxigraph as ox

    from kg.graph.prefixes import prefixes
    from kg.store import text

    known = [(namespace, f"{prefix}:") for prefix, namespace in prefixes(base_iri).items()]

    def short(row: Row, name: str) -> str:
        if isinstance(row.get(name), ox.NamedNode):
            iri = text(row, name)
            return next((prefix + iri[len(space) :] for space, prefix in known if iri.startswith(space)), iri)
        return text(row, name)

    return short
