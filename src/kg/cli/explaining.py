"""`kg explain`: why each figure of an article is a row, or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import DONE, FAILED, PARTIAL, flowed, list_problems, remark, stdout
from kg.cli.options import Articles, BaseIri, CorrectionsFile, StoreLocation

if TYPE_CHECKING:
    from kg.extraction.explanation import Explanation, Style

_STYLES: dict[Style, str] = {
    "": "",
    "title": "bold",
    "handled": "bold green",
    "ignored": "dim",
    "signalled": "bold red",
    "note": "italic",
    "summary": "bold",
}


def register(app: typer.Typer) -> None:
    """Add this command to `kg`."""
    app.command(help=flowed(explain))(explain)


def explain(
    paths: Articles,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", show_default=False, help="Write one page of HTML instead."),
    ] = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    corrections: CorrectionsFile = None,
) -> None:
    """Show articles with every number marked: its row, why it has none, or that no rule accounts for it.

    People's corrections (`kg review`) are in force, and told with who made them.

    Examples:
      kg explain examples/bac-giang-kcn-2023.txt
      kg explain examples --html why.html
    """
    from kg.articles import ReadProblem, read_articles
    from kg.cli.review import opened_for_review
    from kg.reviewing import explained

    problems: list[ReadProblem] = []
    done: list[Explanation] = []
    with opened_for_review(store, base_iri, corrections, needed=False) as (_, _, kept):
        corrected = kept.of
    for read in read_articles(paths):
        if isinstance(read, ReadProblem):
            problems.append(read)
            continue
        told = explained(read, corrected.get(read.id, ()))
        if html is None:
            _print(told, first=not done)
        done.append(told)
    if html is not None and done:
        _write(html, done)
    list_problems(problems, "could not be read")
    raise typer.Exit((PARTIAL if done else FAILED) if problems else DONE)


def _print(told: Explanation, *, first: bool) -> None:
    from rich.text import Text

    from kg.extraction.explanation import explain_lines

    console = stdout()
    if not first:
        console.print()
    for line in explain_lines(told):
        console.print(Text.assemble(*((piece.text, _STYLES[piece.style]) for piece in line)), soft_wrap=True)


def _write(path: Path, done: list[Explanation]) -> None:
    from kg.cli.files import writing
    from kg.extraction.explanation_page import explain_html

    with writing(path) as stream:
        stream.write(explain_html(*done))
    numbers = {kind: sum(told.counts[kind] for told in done) for kind in done[0].counts}
    said = ", ".join(f"{count} {kind}" for kind, count in numbers.items())
    articles = "1 article" if len(done) == 1 else f"{len(done)} articles"
    remark(f"{articles}, {sum(numbers.values())} numbers: {said} → {path}")
