"""Taking sheets back: lines → corrections, kept, and put into the store at once."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kg.articles import Article, ReadProblem, read_articles
from kg.corrections import Kept, record, synchronised
from kg.errors import ReviewError
from kg.graph import identifiers
from kg.graph.review_reading import article_sources
from kg.graph.text import carried
from kg.preparing import Job, Prepared, Preparer
from kg.review.model import LONGEST_AUTHOR, Correction, standing
from kg.review.sheet import Line, read_sheet, sheet_files
from kg.reviewing.lines import Author, Desk
from kg.reviewing.showing import shown_rows
from kg.store import Store
from kg.zoning import Zoning


@dataclass(slots=True)
class RoundReport:
    """What became of the lines of some sheets: the corrections recorded, how many lines changed nothing, and which
    could not be taken. `waiting` are articles whose corrections act only when the article is loaded again, and why.
    """

    recorded: list[Correction] = field(default_factory=list)
    unchanged: int = 0
    problems: list[ReviewError | ReadProblem] = field(default_factory=list)
    waiting: list[ReadProblem] = field(default_factory=list)


def load_sheets(
    paths: Sequence[Path],
    store: Store,
    *,
    base_iri: str,
    journal: Path | None,
    author: str,
    articles: Sequence[Path] = (),
    now: datetime | None = None,
) -> RoundReport:
    """Take the sheets at `paths` as corrections by `author`: record them, and put them into the store.

    The texts of the articles concerned are read again, from `articles`, else from where they were loaded. Each line is
    judged alone: what cannot be done is among the problems, the others are done.

    Raises:
        ReviewError: the author's name, or the file of corrections, cannot be used.
        StoreError, QueryError: the store cannot answer or be written.
        OntologyError: ontology/ or shapes/ hold something unusable.
    """
    by = _author(author, now)
    report = RoundReport()
    kept = synchronised(store, base_iri, journal)
    report.problems += kept.problems
    sources = article_sources(store, base_iri)
    desks: dict[str, tuple[Desk, list[Line]]] = {}
    lines_of = _by_article(_lines(paths, report), sources, report)
    for article, shown in shown_rows(store, base_iri, kept, lines_of.keys()):
        lines = lines_of[article]
        desk = Desk(article, shown, kept.of.get(article, ()), by)
        asking = [line for line in lines if desk.asks(line)]
        report.unchanged += len(lines) - len(asking)
        if asking:
            desks[article] = desk, asking
    found = _texts(desks.keys(), sources, articles)
    gate = _Gate(base_iri, kept)
    for article, (desk, lines) in desks.items():
        read = found[article]
        if isinstance(read, str):
            report.problems += [line.refuse(read) for line in lines]
            continue
        desk.open(read)
        if new := _taken(desk, lines, report):
            gate.pass_(read, new, report)
    record(store, base_iri, journal, kept, report.recorded)
    gate.write(store)
    store.flush()
    return report


def withdraw(
    ids: Sequence[str],
    store: Store,
    *,
    base_iri: str,
    journal: Path | None,
    author: str,
    note: str = "",
    articles: Sequence[Path] = (),
    now: datetime | None = None,
) -> RoundReport:
    """Withdraw corrections, each named by its id or the beginning of it: what stood before them stands again.

    Raises: as `load_sheets`; also ReviewError where an id names none, several, or one that is not in force.
    """
    by = _author(author, now)
    report = RoundReport()
    kept = synchronised(store, base_iri, journal)
    report.problems += kept.problems
    for id_ in dict.fromkeys(ids):
        one = _named(id_, kept)
        report.recorded.append(
            Correction("withdraw", one.table, one.article, by.name, by.time, carried(note), revises=one.id)
        )
    together = record(store, base_iri, journal, kept, report.recorded)
    sources = article_sources(store, base_iri)
    concerned = dict.fromkeys(one.article for one in report.recorded)
    gate = _Gate(base_iri, together)
    for article, read in _texts([one for one in concerned if one in sources], sources, articles).items():
        if isinstance(read, str):
            report.waiting.append(ReadProblem(article, None, read))
        else:
            gate.pass_(read, [], report)
    gate.write(store)
    store.flush()
    return report


def _author(name: str, now: datetime | None) -> Author:
    clean = carried(unicodedata.normalize("NFC", " ".join(name.split())))
    if not clean or len(clean) > LONGEST_AUTHOR:
        raise ReviewError(f"an author has a name, of at most {LONGEST_AUTHOR} characters", where="--author")
    return Author(clean, (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"))


def _named(id_: str, kept: Kept) -> Correction:
    wanted = id_.rpartition("/")[2]
    found = [one for one in kept.all.values() if wanted and one.id.startswith(wanted)]
    if len(found) != 1:
        there = f"{len(found)} corrections begin so" if found else "there is no such correction"
        raise ReviewError(f"{there}; `kg review status` lists them", where=id_)
    [one] = found
    instead = standing(kept.of[one.article])[one.id]
    if one.kind == "withdraw" or instead:
        reason = (
            "a withdrawal cannot be withdrawn: correct the row anew"
            if one.kind == "withdraw"
            else (
                "it is withdrawn already" if instead == "withdrawn" else f"another is in its place: withdraw {instead}"
            )
        )
        raise ReviewError(reason, where=id_)
    return one


def _lines(paths: Sequence[Path], report: RoundReport) -> Iterable[Line]:
    for file in sheet_files(paths):
        if isinstance(file, ReviewError):
            report.problems.append(file)
            continue
        sheet = read_sheet(file)
        report.problems += sheet.problems
        yield from sheet.lines


def _by_article(lines: Iterable[Line], known: Collection[str], report: RoundReport) -> dict[str, list[Line]]:
    """The lines of each article that the store has. A spreadsheet may have recomposed the letters of its id."""
    composed = {unicodedata.normalize("NFC", article): article for article in known}
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        told = line.cells.get("article", "")
        article = told if told in known else composed.get(unicodedata.normalize("NFC", told.strip()))
        if article is None:
            report.problems.append(line.refuse(f"no article {told!r} is in the store: load it first", "article"))
        else:
            found[article].append(line)
    return found


def _taken(desk: Desk, lines: Iterable[Line], report: RoundReport) -> list[tuple[Line, Correction]]:
    found = []
    for line in lines:
        try:
            correction = desk.take(line)
        except ReviewError as error:
            report.problems.append(error)
        else:
            if correction is None:
                report.unchanged += 1
            else:
                found.append((line, correction))
    return found


def _texts(
    wanted: Collection[str], sources: dict[str, tuple[str, str]], articles: Sequence[Path]
) -> dict[str, Article | str]:
    """The articles of these ids as they were loaded; why not, for those that are not to be had so."""
    paths = list(articles) or [path for article in wanted for path in _paths(sources[article][0])]
    found: dict[str, Article | str] = {}
    unread: dict[str, str] = {}
    for read in read_articles(dict.fromkeys(paths)) if wanted else ():
        if isinstance(read, ReadProblem):
            unread[read.source] = read.reason
        elif read.id in wanted:
            same = read.digest == sources[read.id][1]
            found[read.id] = read if same else "the article has changed since it was loaded: load it, and export again"
    for article in wanted:
        source = sources[article][0]
        reason = next((unread[str(path)] for path in _paths(source) if str(path) in unread), "it is not there")
        found.setdefault(
            article,
            f"the article's text cannot be read again from {source} ({reason}); "
            "name the file or folder that holds it with --articles",
        )
    return found


def _paths(source: str) -> Iterable[Path]:
    """The file that an article was read from: a record of a file is named `file#id`, and both may hold a `#`."""
    if source.startswith(("http:", "https:")):
        return
    ends = [len(source), *(at for at, character in enumerate(source) if character == "#")]
    yield next((Path(source[:end]) for end in ends if Path(source[:end]).is_file()), Path(source))


class _Gate:
    """Sends articles with new corrections through the shapes, and holds what is to be written."""

    def __init__(self, base_iri: str, kept: Kept) -> None:
        self._base = base_iri
        self._kept = kept
        self._preparer: Preparer | None = None
        self._prepared: list[Prepared] = []

    def pass_(self, article: Article, new: list[tuple[Line, Correction]], report: RoundReport) -> None:
        """Keep what conforms; corrections whose rows do not are among the report's problems, the others recorded."""
        self._preparer = self._preparer or Preparer(self._base)
        make = identifiers(self._base)
        before = tuple(self._kept.of.get(article.id, ()))
        while True:
            job = Job(article, (*before, *dict.fromkeys(correction for _, correction in new)))
            prepared = self._preparer(job)
            if prepared.failure:
                report.problems += [line.refuse(f"not recorded: {prepared.failure}") for line, _ in new]
                report.problems += [] if new else [ReadProblem(article.source, None, prepared.failure)]
                return
            refused = {rejection.fact: rejection for rejection in prepared.rejected}
            passing = []
            for line, correction in new:
                row = correction.row.row if correction.row else None
                rejection = refused.get(make.row(row).value) if row else None
                if rejection:
                    value = f" (it is {rejection.value!r})" if rejection.value else ""
                    report.problems.append(line.refuse(f"{rejection.message}{value} [{rejection.shape}]"))
                else:
                    passing.append((line, correction))
            if len(passing) == len(new):
                break
            new = passing
        report.recorded += dict.fromkeys(correction for _, correction in new)
        self._prepared.append(prepared)

    def write(self, store: Store) -> None:
        """Write the articles' graphs."""
        zoning = Zoning(store, self._base)
        for prepared in self._prepared:
            zoning.write(prepared.graph, prepared.triples)
