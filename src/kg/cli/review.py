"""`kg review`: rows out for people to correct, what they corrected back in, and what became of it."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from kg.cli.console import (
    DONE,
    FAILED,
    LISTED,
    PARTIAL,
    Commands,
    complain,
    flowed,
    list_problems,
    print_rows,
    progress,
    remark,
)
from kg.cli.options import BaseIri, CorrectionsFile, RowFormat, StoreLocation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.corrections import Kept
    from kg.reviewing import RoundReport, Status
    from kg.settings import Settings
    from kg.store import Store


class Table(StrEnum):
    """The facts tables."""

    OBSERVATIONS = "observations"
    ZONES = "zones"
    POLICIES = "policies"
    SECTORS = "sectors"


class Delimiter(StrEnum):
    """What parts a sheet's cells."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


class State(StrEnum):
    """What became of a correction."""

    APPLIED = "applied"
    MOVED = "moved"
    CAME_BACK = "came-back"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"


Author = Annotated[
    str, typer.Option("--author", metavar="NAME", help="Who says so; kept and shown with each correction.")
]
Sources = Annotated[
    list[Path] | None,
    typer.Option(
        "--articles",
        metavar="PATH",
        show_default=False,
        help="Files and folders with the articles' texts; else they are read from where they were loaded.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group to `kg`."""
    group = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)
    group.command(help=flowed(export))(export)
    group.command(help=flowed(load))(load)
    group.command(help=flowed(status))(status)
    group.command(help=flowed(withdraw))(withdraw)
    app.add_typer(
        group,
        name="review",
        help="Correct what was read: rows out as a CSV, edited rows back in, under your name.\n\n"
        "The round: kg review export, a spreadsheet program, kg review load. See docs/review.md.",
    )


def export(
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write into this file instead of printing. A name that ends in / is a folder, which gets a sheet for "
            "each table.",
        ),
    ] = None,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", show_default=False, help="Only this article; may be given again."),
    ] = None,
    table: Annotated[Table, typer.Option("--table", help="Which table, where it is not a folder.")] = (
        Table.OBSERVATIONS
    ),
    pending: Annotated[
        bool, typer.Option("--pending", help="Only what waits for somebody: came back, withheld, new reading.")
    ] = False,
    delimiter: Annotated[Delimiter, typer.Option("--delimiter", help="What parts the cells.")] = Delimiter.COMMA,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    corrections: CorrectionsFile = None,
) -> None:
    """Write rows as a sheet: a CSV to edit in a spreadsheet program, and to load again.

    In the column `review` one writes keep (the row is right), change (the line is edited), reject (the article does
    not say that), add (a line of one's own) or withdraw (undo the correction). Lines left alone stay as they are.
    Corrections whose text has changed are among the rows, marked `came back`.

    Examples:
      kg review export --out review.csv
      kg review export --article hai-phong-9-thang-2024 --out review/      all tables
      kg review export --pending                                           what waits for somebody
    """
    from contextlib import ExitStack

    from kg.cli.files import writing
    from kg.review.sheet import DELIMITERS, SheetWriter
    from kg.reviewing import shown_rows

    folder = out is not None and (out.endswith("/") or Path(out).is_dir())
    with ExitStack() as stack:
        settings, opened, kept = stack.enter_context(opened_for_review(store, base_iri, corrections))
        if unknown := _unknown(opened, settings, article or ()):
            complain(f"{', '.join(unknown)}: no article of that id is stored; `kg query articles` lists them")
            raise typer.Exit(FAILED)
        writers = []
        for one in Table if folder else (table,):
            stream: TextIO = sys.stdout
            if out is not None:
                stream = stack.enter_context(writing(Path(out) / f"{one}.csv" if folder else Path(out)))
                stream.write("\ufeff")  # without it, spreadsheet programs take UTF-8 for something else
            writers.append(SheetWriter(one.value, stream, delimiter=DELIMITERS[delimiter.value]))
        count = stack.enter_context(progress("reading articles"))
        for number, (_, shown) in enumerate(shown_rows(opened, settings.base_iri, kept, article), 1):
            for writer in writers:
                writer.write(one for one in shown if one.state in PENDING or not pending)
            count(number)
    if out is not None:
        told = ", ".join(
            f"{writer.count} {one}" for one, writer in zip(Table if folder else (table,), writers, strict=True)
        )
        remark(f"{told} → {out}")


def load(
    sheets: Annotated[
        list[Path],
        typer.Argument(metavar="SHEET...", help="Edited sheets, or a folder of them.", show_default=False),
    ],
    *,
    author: Author,
    articles: Sources = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    corrections: CorrectionsFile = None,
) -> None:
    """Take edited sheets back: each edited line becomes a correction, kept under the author's name with the time.

    Corrections win over what the extractor reads, now and whenever articles are loaded again. They are in the store
    at once. A line that cannot be taken is listed with its place and the reason; the others are taken. Loading a sheet
    twice does no more than loading it once.

    Examples:
      kg review load review.csv --author "Nguyễn Thị Mẫu"
      kg review load review/ --author "Nguyễn Thị Mẫu" --articles articles
    """
    from kg.reviewing import load_sheets
    from kg.settings import load_settings
    from kg.store import store_of

    settings = load_settings(store=store, base_iri=base_iri, corrections=corrections)
    store_of(settings, read_only=True).close()  # where there is no store, none is to be made
    with store_of(settings) as opened:
        report = load_sheets(
            sheets,
            opened,
            base_iri=settings.base_iri,
            journal=settings.journal,
            author=author,
            articles=articles or (),
        )
    _finish(report, settings)


def status(
    *,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", show_default=False, help="Only this article; may be given again."),
    ] = None,
    state: Annotated[
        list[State] | None, typer.Option("--state", show_default=False, help="Only these; may be given again.")
    ] = None,
    format_: Annotated[RowFormat, typer.Option("--format", help="How the rows are printed.")] = RowFormat.TABLE,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    corrections: CorrectionsFile = None,
) -> None:
    """List the corrections: who said what of which row, when, and whether it is in force.

    applied: in force. moved: in force, the text has changed elsewhere. came-back: not in force, since the text around
    the quote has changed; review it again. superseded, withdrawn: another correction is in its place, or none. waiting:
    its article has not been loaded since.

    Examples:
      kg review status
      kg review status --state came-back
    """
    from kg.reviewing import statuses

    with opened_for_review(store, base_iri, corrections, needed=False) as (settings, opened, kept):
        found = statuses(opened, settings.base_iri, kept)
    wanted = {str(one) for one in state or State}
    rows = [_told(one) for one in found if _state(one) in wanted and (not article or one.correction.article in article)]
    names = list(_COLUMNS)
    if format_ is RowFormat.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif format_ is RowFormat.CSV:
        from kg.spreadsheets import guard

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([guard(row[name]) for name in names] for row in rows)
    else:
        print_rows(names, [[row[name] for name in names] for row in rows])
        counts = Counter(map(_state, found))
        said = ", ".join(f"{counts[one]} {one}" for one in map(str, State) if counts[one])
        remark(f"{len(found)} corrections" + (f": {said}" if said else ""))


def withdraw(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Corrections by their ids, or the beginnings of them.", show_default=False
        ),
    ],
    *,
    author: Author,
    note: Annotated[str, typer.Option("--note", help="Why.", show_default=False)] = "",
    articles: Sources = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    corrections: CorrectionsFile = None,
) -> None:
    """Withdraw corrections: what stood there before them stands again. They stay on record, and so does this.

    Examples:
      kg review withdraw 5f2c81d0 --author "Nguyễn Thị Mẫu" --note "the article is right"
    """
    from kg.reviewing import withdraw as undo
    from kg.settings import load_settings
    from kg.store import store_of

    settings = load_settings(store=store, base_iri=base_iri, corrections=corrections)
    store_of(settings, read_only=True).close()  # where there is no store, none is to be made
    with store_of(settings) as opened:
        report = undo(
            ids,
            opened,
            base_iri=settings.base_iri,
            journal=settings.journal,
            author=author,
            note=note,
            articles=articles or (),
        )
    _finish(report, settings)


PENDING = frozenset(("came back", "withheld", "new reading"))
_COLUMNS = ("id", "state", "kind", "article", "quote", "row", "was", "author", "recorded", "note", "reason")


@contextmanager
def opened_for_review(
    store: str | None, base_iri: str | None, corrections: str | None, *, needed: bool = True
) -> Iterator[tuple[Settings, Any, Kept]]:
    """The settings, the store to read, and the corrections kept; the store is None where there is none and none is
    needed.
    """
    from kg.corrections import kept_corrections
    from kg.errors import StoreError
    from kg.settings import load_settings
    from kg.store import store_of

    settings = load_settings(store=store, base_iri=base_iri, corrections=corrections)
    try:
        opened = store_of(settings, read_only=True)
    except StoreError:
        if needed:
            raise
        yield settings, None, _complained(kept_corrections(None, settings.base_iri, settings.journal))
        return
    with opened:
        yield settings, opened, _complained(kept_corrections(opened, settings.base_iri, settings.journal))


def _complained(kept: Kept) -> Kept:
    list_problems(kept.problems, "corrections that cannot be read")
    return kept


def _unknown(opened: Store, settings: Settings, articles: Sequence[str]) -> list[str]:
    from kg.graph import identifiers
    from kg.store import article_digests

    make = identifiers(settings.base_iri)
    known = article_digests(opened, settings.base_iri) if articles else {}
    return [article for article in articles if make.article(article).value not in known]


def _state(status: Status) -> str:
    return {"cameBack": "came-back"}.get(status.state, status.state)


def _told(status: Status) -> dict[str, str]:
    from kg.facts_rows import describe

    one = status.correction
    placed = one.row or (one.was[-1] if one.was else None)
    return {
        "id": one.id,
        "state": _state(status),
        "kind": one.kind,
        "article": one.article,
        "quote": placed.anchor.quote if placed else "",
        "row": describe(one.row.row) if one.row else "",
        "was": describe(one.was[-1].row) if one.was else f"correction {one.revises}" if one.revises else "",
        "author": one.author,
        "recorded": one.recorded,
        "note": one.note,
        "reason": status.reason,
    }


def _finish(report: RoundReport, settings: Settings) -> None:
    problems = report.problems
    if problems:
        complain(f"not taken: {len(problems)}")
        for problem in problems[:LISTED]:
            remark(f"  {problem}")
        if len(problems) > LISTED:
            remark(f"  ... and {len(problems) - LISTED} more")
    list_problems(report.waiting, "withdrawn, and to be seen when the article is loaded again (`kg load`)")
    counts = Counter(correction.kind for correction in report.recorded)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    kept = f" → {settings.journal}" if settings.journal and counts else ""
    remark(
        f"{counts.total()} corrections"
        + (f": {said}" if said else "")
        + f"; {report.unchanged} rows as they were{kept}"
    )
    raise typer.Exit((PARTIAL if report.recorded or report.unchanged else FAILED) if problems else DONE)
