"""The lines of a sheet that are about one article, taken as corrections.

What a line says depends on three things: what was exported under its id, what stands there now, and what the person
wrote. Nothing is guessed: a line that can be taken in two ways is refused, with the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.articles import Article
from kg.errors import FactsError, ReviewError
from kg.extraction import extract
from kg.facts import Observation, SectorStatement
from kg.facts_rows import BUILDERS, Cells, Row
from kg.graph.dates import days
from kg.graph.identifiers import row_id
from kg.graph.text import carried
from kg.preparing import corrected
from kg.reference.metrics import metrics
from kg.review.anchor import anchored
from kg.review.apply import Outcome
from kg.review.cells import DATES, lost_its_point, taken, text
from kg.review.model import LONGEST_NOTE, Correction, Kind, Placed, standing
from kg.review.place import placed
from kg.review.rows import gist, identity, meet, states
from kg.review.sheet import ACTIONS, Line, Shown, edited_columns

_BLANK: Mapping[str, str] = {"status": "actual", "bound": "exact"}
_PLACE = frozenset(("start", "end", "quote"))


@dataclass(frozen=True, slots=True)
class Author:
    """Who loads the sheet, and when (ISO 8601)."""

    name: str
    time: str


@dataclass(frozen=True, slots=True)
class _Taking:
    """What a line asks for. `at` are the rows by whose places it is told what stands beside them."""

    kind: Kind
    was: tuple[Placed, ...] = ()
    row: Placed | None = None
    at: tuple[Row, ...] = ()
    revises: str = ""


class Desk:
    """Takes the lines about one article: first `asks` of each, then, with the article's text, `take`."""

    def __init__(self, article: str, shown: Iterable[Shown], corrections: Iterable[Correction], author: Author) -> None:
        self.article = article
        self.points_lost = 0
        self._shown = {one.id: one for one in shown}
        self._corrections = {one.id: one for one in corrections}
        self._author = author
        self._seen: dict[str, str] = {}
        self._text = ""
        self._read: tuple[Row, ...] = ()
        self._own: dict[tuple[object, ...], Outcome] = {}

    def asks(self, line: Line) -> bool:
        """Whether the line asks for anything, be it nonsense; without the article's text."""
        base = self._shown.get(text(line, "id"))
        if base and lost_its_point(line, base.cells().get("value", "")):
            self.points_lost += 1
        if base is None or text(line, "review") or text(line, "note"):
            return True
        try:
            return bool(self._differing(line, base, "change")[1])
        except ReviewError:
            return True

    def open(self, article: Article) -> None:
        """Have the article at hand, whose text is the one that was loaded."""
        self._text = carried(article.text)
        reviewed = corrected(article, extract(article), self._corrections.values())
        read = reviewed.read
        self._read = (*read.observations, *read.zones, *read.policies, *read.sectors)
        self._own = {identity(one.row): one for one in reviewed.outcomes if one.in_force and one.row}

    def take(self, line: Line) -> Correction | None:
        """The correction that a line asks for; None where things are so already.

        Raises:
            ReviewError: it cannot be done, or can be understood in two ways.
        """
        action = text(line, "review").lower()
        note = carried(text(line, "note"))
        if action not in ACTIONS:
            raise line.refuse(f"{action!r} is none of: {', '.join(filter(None, ACTIONS))}, or nothing", "review")
        if len(note) > LONGEST_NOTE:
            raise line.refuse(f"{len(note)} characters; {LONGEST_NOTE} are the most", "note")
        id_ = text(line, "id")
        base = self._shown.get(id_)
        if action == "add" or not id_:
            taking = self._added(line, base, action)
        elif base is None:
            taking = self._gone(line, id_, action)
        else:
            taking = self._about(line, base, action)
        return self._made(line, taking, note) if taking else None

    def _made(self, line: Line, taking: _Taking, note: str) -> Correction:
        said = {states(row) for row in taking.at}
        near = {row for row in self._read if any(meet(row, at) for at in taking.at) and states(row) not in said}
        try:
            return Correction(
                taking.kind, line.table, self.article, self._author.name, self._author.time, note, taking.was,
                taking.row, tuple(sorted({gist(row) for row in near})), taking.revises,
            )  # fmt: skip
        except ReviewError as error:
            raise line.refuse(error.message) from error

    # --- a row of the sheet ---------------------------------------------------------------------------------------

    def _about(self, line: Line, base: Shown, action: str) -> _Taking | None:
        """What is asked for a row that stands in the sheet as it does in the store."""
        cells, differing = self._differing(line, base, action)
        if action == "keep" and differing - (_PLACE if base.state == "came back" else set()):
            raise line.refuse(
                f"says keep, but {', '.join(sorted(differing))} differ: write `change`, or undo", "review"
            )
        if action == "change" and not differing:
            raise line.refuse("says change, but nothing differs from what was exported", "review")
        if not action and not differing:
            if text(line, "note"):
                raise line.refuse("a note on what? write `keep` into review to say that the row is right", "note")
            return None
        self._once(line, base.id)
        if base.state == "came back":
            return self._returned(line, base, action, cells)
        own = self._own.get(identity(base.row))
        if action == "withdraw":
            if own is None:
                raise line.refuse(self._nothing_to_withdraw(base), "review")
            return _Taking("withdraw", revises=own.correction.id)
        if action == "reject":
            return self._instead(line, "reject", base, own, None)
        if action == "keep":
            return None if own else self._standing(line, "confirm", base.row)
        row = self._row(line, cells)
        if identity(row) == identity(base.row):
            return None
        if base.state == "withheld":
            return self._standing(line, "add", row)
        return self._instead(line, "change", base, own, row)

    def _instead(self, line: Line, kind: Kind, base: Shown, own: Outcome | None, row: Row | None) -> _Taking:
        """A correction of the row, or a revision of the correction that put it there."""
        new = self._placed(line, row) if row else None
        at = (row,) if row else ()
        if own is None or own.row is None or own.correction.row is None:
            return _Taking(kind, (self._placed(line, base.row),), new, (base.row, *at))
        was = (*own.correction.was, own.correction.row)
        return _Taking(kind, was, new, (*own.was, own.row, *at), own.correction.id)

    def _standing(self, line: Line, kind: Kind, row: Row) -> _Taking:
        if isinstance(row, Observation):
            row = replace(row, subject_level="reviewed", metric_level="reviewed", time_level="reviewed")
        elif isinstance(row, SectorStatement):
            row = replace(row, subject_level="reviewed")
        return _Taking(kind, row=self._placed(line, row), at=(row,))

    def _returned(self, line: Line, base: Shown, action: str, cells: Mapping[str, str]) -> _Taking:
        """What is asked of a correction that came back: to be made anew in the text as it is now, or to be let go."""
        old = self._corrections[base.correction]
        if action == "withdraw":
            return _Taking("withdraw", revises=old.id)
        if action == "reject" and old.kind != "reject":
            raise line.refuse(
                "the row is not in force: reject what the extractor reads now, and write `withdraw` here", "review"
            )
        row = self._row(line, cells)
        if old.kind == "reject":
            return _Taking("reject", (*old.was[:-1], self._placed(line, row)), None, (row,), old.id)
        edited = states(row) != states(base.row)
        kind: Kind = "change" if old.was else "add" if edited or old.kind == "add" else "confirm"
        return _Taking(kind, old.was, self._placed(line, row), (row,), old.id)

    def _nothing_to_withdraw(self, base: Shown) -> str:
        if base.correction:
            return f"the row follows from another correction: `kg review withdraw {base.correction}`"
        return "nobody has corrected this row, so there is nothing to withdraw"

    # --- other rows -----------------------------------------------------------------------------------------------

    def _added(self, line: Line, base: Shown | None, action: str) -> _Taking | None:
        """A row that the person has written, or copied (`base`) and changed."""
        if action not in ("", "add"):
            raise line.refuse(f"says {action}, but has no id: to add a row write `add`; else export again", "id")
        exported = base.cells() if base else {}
        cells = {column: taken(line, column, exported.get(column, "")) for column in edited_columns(line.table)}
        row = self._row(
            line, {**cells, **{name: cells[name] or blank for name, blank in _BLANK.items() if name in cells}}
        )
        there = {identity(one.row): one for one in self._shown.values() if one.state != "came back"}.get(identity(row))
        if there:
            return self._standing(line, "confirm", there.row) if there.state == "withheld" else None
        # Who loads a sheet twice adds its rows once, also if somebody has corrected them since.
        if any(one.row and identity(one.row.row) == identity(row) for one in self._unwithdrawn()):
            return None
        return self._standing(line, "add", row)

    def _gone(self, line: Line, id_: str, action: str) -> _Taking | None:
        """A row that is not in the store any more: was it corrected since, perhaps by this very sheet?"""
        made = next((one for one in self._unwithdrawn() if self._was(one, id_)), None)
        if made is None:
            raise line.refuse("no such row is in the store any more: export the rows again, and edit those", "id")
        made = self._latest(made)
        mine = made.author == self._author.name
        if id_.startswith("correction/") or action == "withdraw":
            if mine and action != "withdraw":
                return None
            raise line.refuse(self._meanwhile(made), "id")
        was_then = next(one for one in made.was if row_id(one.row) == id_)
        base = Shown(id_, was_then.row, was_then.anchor.quote)
        cells, differing = self._differing(line, base, action)
        if (not action and not differing) or (action == "reject" and made.kind == "reject"):
            return None
        self._once(line, id_)
        row = self._row(line, cells) if action in ("", "change") else None
        if row and any(one.row and identity(one.row.row) == identity(row) for one in self._unwithdrawn()):
            return None
        if not mine or action == "keep":
            raise line.refuse(self._meanwhile(made), "id")
        was = (*made.was, *((made.row,) if made.row else ()))
        at = (*(one.row for one in was), *((row,) if row else ()))
        return _Taking("change" if row else "reject", was, self._placed(line, row) if row else None, at, made.id)

    @staticmethod
    def _meanwhile(made: Correction) -> str:
        return f"{made.author} corrected this row on {made.recorded[:10]}: export the rows again, and edit those"

    def _was(self, one: Correction, id_: str) -> bool:
        return id_ == f"correction/{one.revises}" or any(row_id(placed.row) == id_ for placed in one.was)

    def _unwithdrawn(self) -> list[Correction]:
        stands = standing(self._corrections.values())
        return [one for one in self._corrections.values() if stands[one.id] != "withdrawn" and one.kind != "withdraw"]

    def _latest(self, made: Correction) -> Correction:
        stands = standing(self._corrections.values())
        while stands[made.id]:
            made = self._corrections[stands[made.id]]
        return made

    # --- cells → row ----------------------------------------------------------------------------------------------

    def _once(self, line: Line, id_: str) -> None:
        if id_ in self._seen:
            raise line.refuse(f"{self._seen[id_]} asks something of the same row: keep one, or write `add`", "id")
        self._seen[id_] = line.where

    def _differing(self, line: Line, base: Shown, action: str) -> tuple[dict[str, str], set[str]]:
        """What the line says in each column, and the columns in which that differs from what was exported."""
        exported = base.cells()
        cells = {}
        for column in edited_columns(line.table):
            if column == "value" and lost_its_point(line, exported["value"]):
                cells["value"] = self._without_point(line, exported["value"], action)
            elif column != "article":
                cells[column] = taken(line, column, exported[column])
        return cells, {column for column, cell in cells.items() if cell != exported[column]}

    def _without_point(self, line: Line, exported: str, action: str) -> str:
        if self.points_lost > 1:
            return exported
        if action == "change":
            return text(line, "value")
        raise line.refuse(
            f"{exported} has become {text(line, 'value')}: write `change` into review if that is meant; if the program "
            "did it, have it read the columns as text",
            "value",
        )

    def _row(self, line: Line, cells: Mapping[str, str]) -> Row:
        found = placed(line, self._text, {name: carried(cell) for name, cell in cells.items()})
        levels = dict.fromkeys(("subject_level", "metric_level", "time_level"), "reviewed")
        try:
            row = BUILDERS[line.table](Cells({**found, **levels, "article": self.article}, line.where))
        except FactsError as error:
            raise ReviewError(error.message, where=error.where) from error
        for column in DATES & found.keys():
            if found[column] and not days(found[column]):
                raise line.refuse(f"{found[column]!r} is no date of the calendar", column)
        if isinstance(row, Observation):
            metric = metrics().get(row.metric)
            if metric is None:
                raise line.refuse(f"{row.metric!r} is none of: {', '.join(metrics())}", "metric")
            if row.unit not in metric.units:
                raise line.refuse(f"{row.metric} is told in {', '.join(metric.units)}, not in {row.unit!r}", "unit")
        return row

    def _placed(self, line: Line, row: Row) -> Placed:
        try:
            return Placed(row, anchored(self._text, row.start, row.end))
        except ValueError as error:
            raise line.refuse(f"{error}: has the article changed since it was loaded?", "start") from error
