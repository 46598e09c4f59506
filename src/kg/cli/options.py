"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

Articles = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Articles: .txt, .html, .jsonl, .warc files (the last two also as .gz), and folders of them.",
        show_default=False,
    ),
]
StoreLocation = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="FOLDER", help="Where the graph is kept. [KG_STORE, else var/store]", show_default=False
    ),
]
BaseIri = Annotated[
    str | None,
    typer.Option(
        "--base-iri",
        metavar="IRI",
        help="What the graph's own IRIs begin with. [KG_BASE_IRI, else the published one]",
        show_default=False,
    ),
]
CorrectionsFile = Annotated[
    str | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        show_default=False,
        help="Where corrections are kept. [KG_CORRECTIONS, else beside the store]",
    ),
]
Processes = Annotated[
    int,
    typer.Option(
        "--processes", "-j", min=0, help="How many processes read articles. 0: one a core. 1: none but this one."
    ),
]


class RowFormat(StrEnum):
    """How the rows of an answer are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class FactsFormat(StrEnum):
    """How facts are written."""

    CSV = "csv"
    JSON = "json"
