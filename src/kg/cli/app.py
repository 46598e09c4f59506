"""The `kg` command itself: what it says of itself, and how its commands are put together."""

from __future__ import annotations

from typing import Annotated

import typer

from kg import __version__
from kg.cli import agents, articles, explaining, exporting, queries, review, serving, stored, zones
from kg.cli.console import Commands

HELP = """
A knowledge graph of Viet Nam's industrial development, read out of articles.

The way of the data, each step with its command:
  kg facts examples                   articles → the tables of facts
  kg load examples                    articles → facts → RDF → gate → store
  kg review export                    rows for people to correct, and back again
  kg zones list --candidates          names that may be one zone, for people to decide
  kg query --list                     what can be asked without SPARQL
  kg sparql 'ASK { ?s ?p ?o }'        anything else
  kg export graph.ttl                 everything, as a file
  kg serve                            everything, over HTTP
  kg mcp                              everything, for agents
"""
EPILOG = (
    "Exit codes: 0 done · 1 an error, nothing or not all of it was done · 2 the command was not understood · "
    "3 some of the input was bad, the rest is done · 130 ended by Ctrl-C. "
    "Settings: environment variables, see `kg settings`; options win over them."
)


app = typer.Typer(
    name="kg",
    cls=Commands,
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


for module in (articles, explaining, review, zones, queries, stored, exporting, serving, agents):
    module.register(app)
