"""Commands that begin with articles: `kg facts`, `kg load`, `kg score`."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import (
    DONE,
    FAILED,
    INTERRUPTED,
    PARTIAL,
    complain,
    flowed,
    list_problems,
    list_rejections,
    progress,
    rejection_record,
    remark,
    stdout,
    table,
)
from kg.cli.options import Articles, BaseIri, FactsFormat, Processes, StoreLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.articles import ReadProblem
    from kg.articles.web import Web
    from kg.cluster import Cluster
    from kg.facts import ArticleFacts
    from kg.load_report import LoadReport
    from kg.settings import Settings


def register(app: typer.Typer) -> None:
    """Add these commands to `kg`."""
    app.command(help=flowed(facts))(facts)
    app.command(help=flowed(load))(load)
    app.command(help=flowed(score))(score)


def facts(
    paths: Articles,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write the tables into this folder.", show_default=False),
    ] = None,
    format_: Annotated[
        FactsFormat,
        typer.Option("--format", help="csv: the tables. json: one object an article, with all that is known."),
    ] = FactsFormat.CSV,
    processes: Processes = 0,
) -> None:
    """Print what articles say, as tables: observations, zones, policies. The store is not touched.

    With --out there is a fourth table, sectors: those that a place or zone has or wants.

    Examples:
      kg facts examples                      the tables, an empty line between them
      kg facts news.jsonl.gz --out tables    tables/observations.csv and so on
      kg facts page.html --format json       one JSON object an article
    """
    from kg.facts_tables import MAIN_TABLES, write_json_lines, write_table, write_tables
    from kg.pipeline import extract_all

    problems: list[ReadProblem] = []
    done = 0

    def counted(found: Iterable[ArticleFacts]) -> Iterator[ArticleFacts]:
        nonlocal done
        with progress("reading articles") as count:
            for entry in found:
                done += 1
                count(done)
                yield entry

    found = counted(extract_all(paths, problems, processes=processes))
    if format_ is FactsFormat.JSON:
        if out is None:
            write_json_lines(found, sys.stdout)
        else:
            from kg.cli.files import writing

            with writing(out / "facts.jsonl") as stream:
                write_json_lines(found, stream)
    elif out is not None:
        counts = write_tables(found, out)
        remark(", ".join(f"{count} {name}" for name, count in counts.items()) + f" → {out}")
    else:
        everything = list(found)
        for number, name in enumerate(MAIN_TABLES):
            if number:
                sys.stdout.write("\n")
            write_table(everything, name, sys.stdout)
    list_problems(problems, "could not be read")
    raise typer.Exit(_code(problems, done))


def _code(problems: list[ReadProblem], done: int) -> int:
    if not problems:
        return DONE
    return PARTIAL if done else FAILED


def load(
    paths: Articles,
    *,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
    processes: Processes = 0,
    dask: Annotated[
        bool,
        typer.Option(
            "--dask",
            help="Have a Dask cluster do it: that of the scheduler whose address comes next (tcp://...), else one "
            "on this machine with --processes workers.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Extract anew also what has not changed since it was loaded.")
    ] = False,
    count_anyhow: Annotated[
        bool,
        typer.Option("--count", help="Count what the store holds (VoID) even if it is large and little has changed."),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            show_default=False,
            help="Write all that was rejected or could not be read into this file, one JSON object a line.",
        ),
    ] = None,
) -> None:
    """Bring articles into the store: extract, emit RDF, validate, write.

    What was loaded before and has not changed is passed over; a changed article replaces its own graph and nothing
    else. A fact that violates a shape is kept out and listed, the article's other facts are loaded. People's
    corrections (`kg review`) are put in; those whose text has changed are listed. Serving and querying may go on
    meanwhile.

    Examples:
      kg load examples
      kg load 2024/*.html news.jsonl.gz crawl.warc.gz --report rejected.jsonl
      kg load https://bao.example/tin.rss       the pages that a feed leads to
      kg load --dask tcp://10.0.0.1:8786 s3://kho/bai-viet/
      kg load examples --force                  after a change of the extractor
    """
    from kg.articles import ReadProblem
    from kg.pipeline import load as load_articles
    from kg.settings import load_settings
    from kg.store import store_of
    from kg.store.statistics import write_statistics

    settings = load_settings(store=store, base_iri=base_iri)
    with store_of(settings) as opened:
        with _cluster(paths, processes, asked=dask) as cluster, progress("loading articles") as count:

            def told(done: LoadReport) -> None:
                count(done.articles, f"{done.facts} facts, {done.unchanged} unchanged")

            result = load_articles(
                paths,
                opened,
                base_iri=settings.base_iri,
                journal=settings.journal,
                zone_journal=settings.zone_journal,
                processes=processes,
                force=force,
                web=web_of(settings),
                cluster=cluster,
                progress=told,
            )
        if not result.interrupted:
            with progress("counting what there is"):
                write_statistics(opened, settings.base_iri, changed=result.written, anyhow=count_anyhow)
    list_problems(result.problems, "could not be read")
    list_problems(result.failures, "read, but not stored")
    list_rejections(result.rejected, "rejected facts")
    list_rejections(result.warnings, "loaded, but odd")
    list_problems(
        [ReadProblem(one.article, None, f"«{one.quote}»: {one.reason} [{one.id[:8]}]") for one in result.came_back],
        "corrections that came back for review (`kg review status`)",
    )
    if report is not None:
        _write_report(report, result)
    _print_result(result, settings.store)
    if result.interrupted:
        complain("ended by Ctrl-C; what is counted above is stored, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(_code([*result.problems, *result.failures], result.articles))


@contextmanager
def _cluster(paths: list[str], processes: int, *, asked: bool) -> Iterator[Cluster | None]:
    """The cluster that does it, if one was asked for; its address is taken out of the paths."""
    from kg.errors import ClusterError
    from kg.machine import cores

    addresses = [path for path in paths if path.startswith(("tcp://", "tls://", "ucx://"))]
    if addresses and (not asked or len(addresses) > 1):
        raise ClusterError("the address of a scheduler: give one, after --dask", where=addresses[-1])
    if not asked:
        yield None
        return
    from kg.cluster import Cluster

    for address in addresses:
        paths.remove(address)
    with Cluster.connect(addresses[0]) if addresses else Cluster.local(processes or cores()) as cluster:
        if cluster.dashboard:
            remark(f"Dask's dashboard: {cluster.dashboard}")
        yield cluster


def web_of(settings: Settings) -> Web:
    """Where articles are fetched from, as the settings say."""
    from kg.articles.fetching import FetchLimits
    from kg.articles.web import Web

    limits = FetchLimits(settings.fetch_delay, settings.fetch_timeout, settings.fetch_mb, settings.fetch_private)
    return Web(limits, kept=settings.fetched_folder, hours=settings.fetch_keep_hours)


def _print_result(result: LoadReport, location: str) -> None:
    columns = ("articles", "unchanged", "facts", "rejected", "problems", "seconds", "articles/s")
    row = (
        str(result.articles),
        str(result.unchanged),
        str(result.facts),
        str(result.refused),
        str(len(result.problems) + len(result.failures)),
        f"{result.seconds:.2f}",
        f"{result.rate:.0f}",
    )
    stdout().print(table(columns, [row], title=f"loaded into {location}", numbers=columns))


def _write_report(path: Path, result: LoadReport) -> None:
    from kg.cli.files import writing

    records: list[Any] = [
        {"kind": kind, "source": problem.source, "line": problem.line, "message": problem.reason}
        for kind, problems in (("unreadable", result.problems), ("failed", result.failures))
        for problem in problems
    ]
    records += [rejection_record(rejection, "rejected") for rejection in result.rejected]
    records += [rejection_record(rejection, "warning") for rejection in result.warnings]
    records += [
        {"kind": "came back", "article": one.article, "quote": one.quote, "message": one.reason, "correction": one.id}
        for one in result.came_back
    ]
    with writing(path) as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def score(
    gold: Annotated[Path, typer.Argument(help="Folder with the right tables.", show_default=False)],
    predicted: Annotated[Path, typer.Argument(help="Folder with the tables to judge.", show_default=False)],
    articles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The articles' texts: are the quotes where they say?", show_default=False),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List what was missed, wrong, or differs in detail.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
) -> None:
    """Compare tables of facts with the right ones: precision, recall and F1.

    Examples:
      kg facts articles --out predicted
      kg score gold predicted --articles articles --show
    """
    from kg.scoring import differences
    from kg.scoring import score as figures_of

    figures = figures_of(gold, predicted, articles)
    if show:
        for difference in differences(gold, predicted):
            remark(str(difference))
    if json_:
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    columns = ("gold", "predicted", "matched", "precision", "recall", "f1")
    tables = {name: said for name, said in figures.items() if isinstance(said, dict) and "f1" in said}
    rows = [(name, *(_figure(said[column]) for column in columns)) for name, said in tables.items()]
    console = stdout()
    console.print(table(("table", *columns), rows, numbers=columns))
    shares = {f"{name} right": share for name, share in figures.get("detail", {}).items()}
    if "province_right" in figures["zones"]:
        shares["province of zones right"] = figures["zones"]["province_right"]
    if "quotes_that_hold" in figures:
        shares["quotes that hold"] = figures["quotes_that_hold"]
    if shares:
        of_matched = [(name, _figure(share)) for name, share in shares.items()]
        console.print(table(("of the matched rows", "share"), of_matched, numbers=["share"]))


def _figure(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4f}"
