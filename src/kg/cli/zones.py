"""`kg zones`: which names are one zone; what cannot be told; what people decide, and what they take back."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import DONE, FAILED, PARTIAL, Commands, complain, flowed, list_problems, print_rows, remark
from kg.cli.options import BaseIri, RowFormat, StoreLocation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.settings import Settings
    from kg.store import Store
    from kg.zones.decisions import ZoneDecision, ZoneRef
    from kg.zoning import Zoning

Author = Annotated[str, typer.Option("--author", metavar="NAME", help="Who says so; kept and shown with the decision.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept and shown with the decision.")]
Decisions = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        show_default=False,
        help="Where decisions are kept. [KG_ZONE_DECISIONS, else beside the store]",
    ),
]
ZoneArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="ZONE...",
        help="Zones by their names with their province (`KCN Mẫu, Hà Nam`), or by their IRIs or the ends of them "
        "(`zone/ha-nam-kcn-mau`).",
        show_default=False,
    ),
]
Format = Annotated[RowFormat, typer.Option("--format", help="How the rows are printed.")]


def register(app: typer.Typer) -> None:
    """Add this group to `kg`."""
    group = _group()
    for command in (list_, merge, split, undo, rebuild):
        group.command(command.__name__.rstrip("_"), help=flowed(command))(command)
    decisions = _group()
    decisions.command("list", help=flowed(decisions_list))(decisions_list)
    decisions.command("export", help=flowed(export))(export)
    decisions.command("import", help=flowed(import_))(import_)
    group.add_typer(decisions, name="decisions", help="What people decided: list it, pass it on, take it over.")
    app.add_typer(
        group,
        name="zones",
        help="Zones, clusters and economic zones as one thing across articles: which names are one, which may be.\n\n"
        "See docs/zones.md.",
    )


def _group() -> typer.Typer:
    return typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)


def list_(
    *,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Pairs that may be one zone, for a person to merge or split.")
    ] = False,
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="Only with these words in the name.", show_default=False)
    ] = "",
    format_: Format = RowFormat.TABLE,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """List the zones that articles name, and the names that are another one's.

    Examples:
      kg zones list --name "Đồng Văn"
      kg zones list --candidates
    """
    from kg.settings import load_settings
    from kg.store import store_of
    from kg.vietnamese import slug
    from kg.zone_desk import doubtful_zones, known_zones

    settings = load_settings(store=store, base_iri=base_iri)
    wanted = slug(name)
    with store_of(settings, read_only=True) as opened:
        if candidates:
            columns: tuple[str, ...] = (
                "doubt", "first", "firstName", "firstArticles", "second", "secondName", "secondArticles"
            )  # fmt: skip
            rows: list[tuple[str, ...]] = [
                (pair.doubt, pair.first.path, pair.first.label, str(pair.first.articles),
                 pair.second.path, pair.second.label, str(pair.second.articles))
                for pair in doubtful_zones(opened, settings.base_iri)
                if wanted in slug(pair.first.label) or wanted in slug(pair.second.label)
            ]  # fmt: skip
        else:
            columns = ("zone", "label", "articles", "is", "why")
            rows = [
                (one.path, one.label, str(one.articles), one.zone if one.why else "", one.why)
                for one in known_zones(opened, settings.base_iri)
                if wanted in slug(one.label) or wanted in one.path
            ]
    _print(columns, rows, format_)


def merge(
    zones: ZoneArguments,
    *,
    author: Author,
    reason: Reason,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    decisions: Decisions = None,
) -> None:
    """Say that zones are one: the first of them. The IRIs of the others go on to lead to it.

    Examples:
      kg zones merge "KCN Mẫu, Hà Nam" "KCN Ví Dụ, Hà Nam" --author "Nguyễn Thị Mẫu" --reason "renamed in 2020"
    """
    with _zoning(store, base_iri, decisions) as (settings, opened, zoning):
        from kg.zone_desk import decide

        found = _two(opened, settings, zones)
        decision, problems = decide(zoning, "merge", author=author, reason=reason, zones=found)
    _finish(decision, problems, f"{', '.join(zone.path for zone in found[1:])} → {found[0].path}")


def split(
    zones: ZoneArguments,
    *,
    author: Author,
    reason: Reason,
    article: Annotated[
        list[str] | None,
        typer.Option(
            "--article",
            metavar="ID",
            show_default=False,
            help="What this article calls the first zone is the second, which may be new; may be given again.",
        ),
    ] = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    decisions: Decisions = None,
) -> None:
    """Say that zones are not one, or, with --article, that some articles mean another zone than their words say.

    Examples:
      kg zones split "KCN Mẫu, Bắc Giang" "KCN Mẫu, Bắc Ninh" --author "Nguyễn Thị Mẫu" --reason "two investors"
      kg zones split "KCN Mẫu, Hồ Chí Minh" "KCN Mẫu, Bình Dương" --article bai-1 --author ... --reason "its district"
    """
    with _zoning(store, base_iri, decisions) as (settings, opened, zoning):
        from kg.errors import ZoneError
        from kg.zone_desk import decide, find_zone, new_zone, zone_for_article

        if not article:
            found = _two(opened, settings, zones)
            decision, problems = decide(zoning, "split", author=author, reason=reason, zones=found)
            told = [(decision, problems)]
        else:
            if len(zones) != 2:
                raise ZoneError("with --article it takes two zones: as it is called, and the one that is meant")
            name = find_zone(opened, settings.base_iri, zones[0])
            try:
                meant = find_zone(opened, settings.base_iri, zones[1])
            except ZoneError:
                meant = new_zone(settings.base_iri, name, zones[1])
            named = [zone_for_article(opened, settings.base_iri, one, name) for one in article]
            told = [
                decide(zoning, "move", author=author, reason=reason, zones=(one, meant), article=id_)
                for id_, one in zip(article, named, strict=True)
            ]
            found = [name, meant]
    problems = [problem for _, several in told for problem in several]
    _finish(told[-1][0], problems, " ≠ ".join(zone.path for zone in found))


def undo(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A decision by its id, or the beginning of it.")],
    *,
    author: Author,
    reason: Reason,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    decisions: Decisions = None,
) -> None:
    """Take a decision back: names are again what they would be without it. It stays on record, and so does this.

    Examples:
      kg zones undo 5f2c81d0 --author "Nguyễn Thị Mẫu" --reason "two zones after all"
    """
    with _zoning(store, base_iri, decisions) as (_, _, zoning):
        from kg.zone_desk import decide, named_decision

        undone = named_decision(zoning, id_)
        decision, problems = decide(zoning, "undo", author=author, reason=reason, revises=undone.id)
    _finish(decision, problems, f"undone: {_told(undone)}")


def rebuild(*, store: StoreLocation = None, base_iri: BaseIri = None, decisions: Decisions = None) -> None:
    """Make the list of known names anew from the articles' graphs: after these were written by other means than `kg`.

    Loading keeps it up to date by itself.
    """
    with _zoning(store, base_iri, decisions) as (_, _, zoning):
        count = zoning.registry.rebuild()
    remark(f"{count} names")


def _decisions(store: StoreLocation, base_iri: BaseIri) -> list[ZoneDecision]:
    """All decisions that a store keeps, in their order."""
    from kg.settings import load_settings
    from kg.store import store_of
    from kg.zone_desk import decisions_in

    settings = load_settings(store=store, base_iri=base_iri)
    with store_of(settings, read_only=True) as opened:
        return decisions_in(opened, settings.base_iri)


def decisions_list(
    *,
    format_: Format = RowFormat.TABLE,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """List the decisions: who said what, when, why, and whether it is in force."""
    from kg.zones.decisions import in_force

    found = _decisions(store, base_iri)
    force = {one.id for one in in_force(found)}
    columns = ("id", "kind", "zones", "article", "undoes", "inForce", "author", "recorded", "reason")
    rows = [
        (one.id, one.kind, ", ".join(zone.path for zone in one.zones), one.article, one.revises,
         "" if one.kind == "undo" else str(one.id in force).lower(), one.author, one.recorded, one.reason)
        for one in found
    ]  # fmt: skip
    _print(columns, rows, format_)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, JSON Lines.", show_default=False)],
    *,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Write all decisions into a file, one JSON object a line, to be passed on."""
    from kg.cli.files import writing

    found = _decisions(store, base_iri)
    with writing(file) as stream:
        for one in found:
            stream.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
    remark(f"{len(found)} decisions → {file}")


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that `kg zones decisions export` wrote.", show_default=False)
    ],
    *,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    decisions: Decisions = None,
) -> None:
    """Take over the decisions of a file: those that are here already stay one. A line that is none is listed."""
    from kg.zoning import zone_journal

    if not file.is_file():
        complain(f"{file}: there is no such file")
        raise typer.Exit(FAILED)
    found, problems = zone_journal(file).records()
    with _zoning(store, base_iri, decisions) as (_, _, zoning):
        new = [one for id_, one in found.items() if id_ not in zoning.all]
        warnings = zoning.record(new)
    list_problems(problems, "lines that are no decisions")
    for warning in warnings:
        complain(warning)
    remark(f"{len(new)} decisions, {len(found) - len(new)} were here")
    raise typer.Exit((PARTIAL if found else FAILED) if problems or warnings else DONE)


@contextmanager
def _zoning(store: str | None, base_iri: str | None, decisions: str | None) -> Iterator[tuple[Settings, Store, Zoning]]:
    """The settings, the store to write, and what brings names and decisions together."""
    from kg.settings import load_settings
    from kg.store import store_of
    from kg.zoning import Zoning

    settings = load_settings(store=store, base_iri=base_iri, zone_decisions=decisions)
    store_of(settings, read_only=True).close()  # where there is no store, none is to be made
    with store_of(settings) as opened:
        zoning = Zoning(opened, settings.base_iri, settings.zone_journal)
        list_problems(zoning.problems, "decisions that cannot be read")
        yield settings, opened, zoning
        opened.flush()


def _two(opened: Store, settings: Settings, zones: Sequence[str]) -> list[ZoneRef]:
    from kg.zone_desk import find_zone

    return [find_zone(opened, settings.base_iri, zone) for zone in zones]


def _told(decision: ZoneDecision) -> str:
    return f"{decision.kind} {', '.join(zone.path for zone in decision.zones)}".strip()


def _finish(decision: ZoneDecision, problems: Sequence[str], said: str) -> None:
    remark(f"{said}  [decision {decision.id[:8]}]")
    for problem in problems:
        complain(problem)
    raise typer.Exit(PARTIAL if problems else DONE)


def _print(columns: Sequence[str], rows: Sequence[Sequence[str]], format_: RowFormat) -> None:
    if format_ is RowFormat.JSON:
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        typer.echo(json.dumps(named, ensure_ascii=False, indent=2))
    elif format_ is RowFormat.CSV:
        from kg.spreadsheets import guard

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guard(cell) for cell in row] for row in rows)
    else:
        print_rows(columns, rows)
        remark(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}")
