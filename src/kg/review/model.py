"""A person's correction of what was read: what it takes the place of, what stands instead, who says so, when and why.

Corrections are never changed: who thinks again records another that revises the first, or withdraws it. So two sets of
them, kept in two places, are put together by their ids alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias, get_args

from kg.errors import FactsError, ReviewError
from kg.facts import NamedPolicy, NamedZone, Observation, SectorStatement
from kg.facts_rows import Row, row_fields, row_of
from kg.review.anchor import Anchor

Kind: TypeAlias = Literal["confirm", "change", "reject", "add", "withdraw"]
Table: TypeAlias = Literal["observations", "zones", "policies", "sectors"]

KINDS: tuple[Kind, ...] = get_args(Kind)
TABLES: tuple[Table, ...] = get_args(Table)
LONGEST_AUTHOR = 200
LONGEST_NOTE = 2000

_TABLE_OF: dict[type[Row], Table] = {
    Observation: "observations",
    NamedZone: "zones",
    NamedPolicy: "policies",
    SectorStatement: "sectors",
}


def table_of(row: Row) -> Table:
    """The table that a row belongs to."""
    return _TABLE_OF[type(row)]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the place in the text that it was read from."""

    row: Row
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, of one row of one article.

    `row` is what stands from now on (none for `reject` and `withdraw`). `was` are the rows that it takes the place of:
    first what the extractor read, then what corrections before this one put there; empty for `add` and `confirm`.
    `beside` are the gists (`kg.review.rows.gist`) of what the extractor read at the same place, and the person left as
    it is. `revises` is the id of the correction that this one takes the place of, or withdraws. `recorded` is an ISO
    8601 time in UTC, to the second. `id` is a hash of all the rest.

    Raises ReviewError where these do not fit together.
    """

    kind: Kind
    table: Table
    article: str
    author: str
    recorded: str
    note: str = ""
    was: tuple[Placed, ...] = ()
    row: Placed | None = None
    beside: tuple[str, ...] = ()
    revises: str = ""
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._check()
        told = json.dumps(self._told(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "id", hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32])

    def _check(self) -> None:
        if self.kind not in KINDS or self.table not in TABLES:
            raise ReviewError(f"there are no corrections {self.kind!r} of {self.table!r}")
        if not self.article or not self.author.strip() or len(self.author) > LONGEST_AUTHOR:
            raise ReviewError(f"a correction names its article, and its author in at most {LONGEST_AUTHOR} characters")
        if len(self.note) > LONGEST_NOTE:
            raise ReviewError(f"the note has {len(self.note)} characters; {LONGEST_NOTE} are the most")
        try:
            zone = datetime.fromisoformat(self.recorded).tzinfo
        except ValueError:
            zone = None
        if zone is None:
            raise ReviewError(f"{self.recorded!r} is no time with its zone, such as 2026-01-02T03:04:05+00:00")
        has_row = self.row is not None
        if has_row != (self.kind in ("confirm", "change", "add")) or bool(self.was) != (
            self.kind in ("change", "reject")
        ):
            raise ReviewError(f"a correction of kind {self.kind} has other rows than these")
        if self.kind == "withdraw" and not self.revises:
            raise ReviewError("what is withdrawn?")
        for placed in (*self.was, *((self.row,) if self.row else ())):
            if table_of(placed.row) != self.table or placed.row.article != self.article:
                raise ReviewError(f"a row of another article, or of another table than {self.table}")

    def _told(self) -> dict[str, Any]:
        told = {
            "kind": self.kind,
            "table": self.table,
            "article": self.article,
            "author": self.author,
            "recorded": self.recorded,
            "note": self.note,
            "was": [_placed(placed) for placed in self.was],
            "row": _placed(self.row) if self.row else None,
            "beside": list(self.beside),
            "revises": self.revises,
        }
        return {name: value for name, value in told.items() if value}

    def to_json(self) -> dict[str, Any]:
        """All of it, ready for `json.dumps`."""
        return {"id": self.id, **self._told()}


def from_json(told: object, where: str = "") -> Correction:
    """Build a correction from what `to_json` gave.

    Raises:
        ReviewError: it is none, or its id is not that of its contents: somebody has edited it.
    """
    if not isinstance(told, dict):
        raise ReviewError("no object: each line holds one correction", where=where)
    article, table = told.get("article"), told.get("table")
    if not isinstance(article, str) or table not in TABLES:
        raise ReviewError("it names no article, or none of the tables", where=where)

    def placed(held: Any) -> Placed:
        anchor = held["anchor"]
        return Placed(
            row_of(str(table), article, held["row"], where),
            Anchor(str(anchor["quote"]), int(anchor["before"]), int(anchor["after"]), str(anchor["digest"])),
        )

    try:
        made = Correction(
            kind=told["kind"],
            table=table,
            article=article,
            author=str(told["author"]),
            recorded=str(told["recorded"]),
            note=str(told.get("note", "")),
            was=tuple(map(placed, told.get("was", ()))),
            row=placed(told["row"]) if told.get("row") else None,
            beside=tuple(map(str, told.get("beside", ()))),
            revises=str(told.get("revises", "")),
        )
    except FactsError as error:
        raise ReviewError(error.message, where=error.where) from error
    except ReviewError as error:
        raise ReviewError(error.message, where=where) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReviewError(
            f"it lacks something, or holds something else than a correction does: {error!r}", where=where
        ) from error
    if told.get("id") != made.id:
        raise ReviewError(
            "its id is not that of its contents: corrections are not edited by hand; "
            "export the rows, change them and load them again",
            where=where,
        )
    return made


def _placed(placed: Placed) -> dict[str, Any]:
    anchor = placed.anchor
    return {
        "row": {name: cell for name, cell in row_fields(placed.row).items() if cell != ""},
        "anchor": {
            "quote": anchor.quote,
            "before": anchor.before,
            "after": anchor.after,
            "digest": anchor.digest,
        },
    }


def standing(corrections: Iterable[Correction]) -> dict[str, str]:
    """Of each correction of one article, by id: "" where it is in force, else "withdrawn" or the id that replaced it.

    A correction gives way to one that revises it, unless that was withdrawn. Of two that correct one and the same row
    without knowing of each other, as when two people's files are put together, the later one is in force.
    """
    known = {correction.id: correction for correction in corrections}
    withdrawn = {one.revises for one in known.values() if one.kind == "withdraw"} & known.keys()
    live = [one for one in known.values() if one.id not in withdrawn and one.kind != "withdraw"]
    found = {one.id: "" for one in known.values() if one.kind == "withdraw"} | dict.fromkeys(withdrawn, "withdrawn")
    by_target: dict[object, list[Correction]] = {}
    for one in live:
        by_target.setdefault(_target(one, known), []).append(one)
    for rivals in by_target.values():
        revised = {one.revises: one.id for one in sorted(rivals, key=_order)}
        last = max((one for one in rivals if one.id not in revised), key=_order)
        found |= {one.id: "" if one is last else revised.get(one.id, last.id) for one in rivals}
    return found


def _order(correction: Correction) -> tuple[str, str]:
    return datetime.fromisoformat(correction.recorded).astimezone(UTC).isoformat(), correction.id


def _target(correction: Correction, known: Mapping[str, Correction]) -> object:
    """The row that a chain of corrections began with."""
    first = correction
    while first.revises in known:
        first = known[first.revises]
    return first.table, first.was[0].row if first.was else first.row and first.row.row
