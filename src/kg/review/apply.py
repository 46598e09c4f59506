"""Facts as the extractor read them, and corrections → the facts as people have them.

What a person says of a place in the text wins over what the extractor reads there, whichever version of it:

- A row that states what was rejected, or what was replaced, is out; also one that differs from it in details alone
  (`kg.review.rows.gist`).
- A row that the extractor read beside it, and the person saw and left, stays.
- Any other row at the place is a new reading. Who changed, added or confirmed a row has said what is so: the new
  reading is *withheld*. Who rejected one has said what is not so: the new reading enters. Both are told of, and never
  passed over in silence.

A correction whose passage has changed (`kg.review.anchor`) is not applied. It comes back for review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, TypeVar, cast, get_args

from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.facts_rows import Row
from kg.review.anchor import Lost, located
from kg.review.model import TABLES, Correction, Placed, standing
from kg.review.rows import gist, identity, meet, moved, states

State: TypeAlias = Literal["applied", "moved", "cameBack", "superseded", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)

_Row = TypeVar("_Row", Observation, NamedZone, NamedPolicy, SectorStatement)


@dataclass(slots=True)
class Outcome:
    """What became of one correction in one text, and what it did.

    `applied`: in force; `moved`: in force, but at another offset since the text has changed elsewhere; `cameBack`: not
    in force, for the `reason` given; `superseded`: `reason` is the id of the correction in its place; `withdrawn`.
    `was` and `row` are the correction's own, where they stand in this text (`start` and `end` are 0 if nowhere).
    `aside` are the rows that are no facts because of it, `withheld` those of them that nobody has judged so far, `new`
    the facts that the extractor reads at the place since.
    """

    correction: Correction
    state: State
    reason: str = ""
    was: tuple[Row, ...] = ()
    row: Row | None = None
    aside: list[Row] = field(default_factory=list)
    withheld: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)

    @property
    def in_force(self) -> bool:
        """Whether the facts are as it says."""
        return self.state in ("applied", "moved")


@dataclass(frozen=True, slots=True)
class Origin:
    """Which correction put a row there, and what stood there before, if anything did."""

    correction: Correction
    before: Row | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Facts with the corrections in them, what became of each, and the origin of each row that is people's.

    `read` is what the extractor read, with the names of zones and policies as people have them.
    """

    facts: ArticleFacts
    read: ArticleFacts
    outcomes: tuple[Outcome, ...] = ()
    by: Mapping[Row, Origin] = field(default_factory=dict)


def review(facts: ArticleFacts, text: str, corrections: Iterable[Correction]) -> Reviewed:
    """Put one article's corrections into what the extractor read out of its `text`.

    Corrections of other articles are a mistake (ValueError). The order in which they are given does not matter.
    """
    given = sorted(corrections, key=lambda one: (one.recorded, one.id))
    if not given:
        return Reviewed(facts, facts)
    if others := {one.article for one in given} - {facts.article}:
        raise ValueError(f"corrections of {others} for {facts.article!r}")
    stands = standing(given)
    outcomes = [_outcome(one, stands[one.id], text) for one in given]
    acting = [one for one in outcomes if one.in_force and one.correction.kind != "withdraw"]
    by: dict[Row, Origin] = {}
    of = {table: [one for one in acting if one.correction.table == table] for table in TABLES}
    zones = _settled(facts.zones, of["zones"], by)
    policies = _settled(facts.policies, of["policies"], by)
    names = _Names(acting, zones, policies, by)
    read = replace(facts, observations=names.follow(facts.observations), sectors=names.follow(facts.sectors))
    observations = _settled(read.observations, of["observations"], by)
    sectors = _settled(read.sectors, of["sectors"], by)
    everything: tuple[Row, ...] = (*observations, *zones, *policies, *sectors)
    kept = {identity(row) for row in everything}
    present = set(everything)
    for outcome in acting:
        was = [
            at for at, placed in zip(outcome.was, outcome.correction.was, strict=True) if at.end or not placed.row.end
        ]
        aside = {identity(row): row for row in (*was, *outcome.aside)}
        outcome.aside = [row for key, row in aside.items() if key not in kept]
    corrected = replace(facts, observations=observations, zones=zones, policies=policies, sectors=sectors)
    return Reviewed(corrected, read, tuple(outcomes), {row: origin for row, origin in by.items() if row in present})


def _outcome(correction: Correction, stands: str, text: str) -> Outcome:
    if stands:
        return Outcome(correction, "withdrawn") if stands == "withdrawn" else Outcome(correction, "superseded", stands)
    if correction.kind == "withdraw":
        return Outcome(correction, "applied")
    places = [located(text, placed.row.start, placed.anchor) for placed in correction.was]
    was = tuple(map(_at, correction.was, places))
    if correction.row:
        place = located(text, correction.row.row.start, correction.row.anchor)
        row: Row | None = _at(correction.row, place)
        first = correction.row.row.start
    else:
        place, row, first = places[-1], None, correction.was[-1].row.start
    if isinstance(place, Lost):
        return Outcome(correction, "cameBack", place.reason, was, row)
    state: State = "applied" if place == first else "moved"
    return Outcome(correction, state, "the text has changed elsewhere" if state == "moved" else "", was, row)


def _at(placed: Placed, place: int | Lost) -> Row:
    """The row at its place in the text; one that has lost it has no span, so that it meets no observation."""
    return replace(placed.row, start=0, end=0) if isinstance(place, Lost) else moved(placed.row, place)


def _settled(read: Sequence[_Row], acting: Sequence[Outcome], by: dict[Row, Origin]) -> tuple[_Row, ...]:
    """One table: the extractor's rows that stay, and people's rows where what they replace stood."""
    if not acting:
        return tuple(read)
    kept: list[bool] = []
    first_out: dict[str, int] = {}
    for number, row in enumerate(read):
        verdicts = [(_verdict(row, outcome), outcome) for outcome in acting if _concerns(outcome, row)]
        out: list[Outcome] = [outcome for verdict, outcome in verdicts if verdict == "out"]
        withheld: list[Outcome] = [outcome for verdict, outcome in verdicts if verdict == "withheld" and not out]
        for outcome in (*out, *withheld):
            first_out.setdefault(outcome.correction.id, number)
            if outcome.row is None or states(outcome.row) != states(row):
                outcome.aside.append(row)
        for outcome in withheld:
            outcome.withheld.append(row)
        kept.append(not out and not withheld)
        if kept[-1]:
            for verdict, outcome in verdicts:
                if verdict == "new":
                    outcome.new.append(row)
    instead: dict[int, list[_Row]] = {}
    placed: set[Row] = set()
    for outcome in acting:
        own = cast("_Row | None", outcome.row)
        if own is not None and own not in placed:
            placed.add(own)
            by[own] = Origin(outcome.correction, outcome.was[-1] if outcome.was else None)
            later = next((number for number, row in enumerate(read) if row.start > own.start), len(read))
            instead.setdefault(first_out.get(outcome.correction.id, later), []).append(own)
    rows: list[_Row] = []
    for number in range(len(read) + 1):
        rows += sorted(instead.get(number, ()), key=lambda row: row.start)
        if number < len(read) and kept[number]:
            rows.append(read[number])
    return tuple(rows)


def _concerns(outcome: Outcome, row: Row) -> bool:
    return any(meet(row, other) for other in (*outcome.was, *((outcome.row,) if outcome.row else ())))


def _verdict(row: Row, outcome: Outcome) -> Literal["out", "stays", "withheld", "new"]:
    """What a correction says of a row that the extractor reads at its place."""
    own = outcome.row
    said = states(row)
    if (own and states(own) == said) or any(states(was) == said for was in outcome.was):
        return "out"
    told = gist(row)
    if told in outcome.correction.beside:
        return "stays"
    if any(gist(other) == told for other in (*outcome.was, *((own,) if own else ()))):
        return "out"
    return "withheld" if own else "new"


class _Names:
    """The names that people gave to zones and policies, for the rows that are about these.

    A zone is its type, name and province; who corrects these corrects whom the rows are about. A rejected policy has no
    targets; what is said of a rejected zone is for those rows' own corrections.
    """

    def __init__(
        self,
        acting: Sequence[Outcome],
        zones: Sequence[NamedZone],
        policies: Sequence[NamedPolicy],
        by: dict[Row, Origin],
    ) -> None:
        self._by = by
        self._zones: dict[tuple[str, str, str], tuple[NamedZone, Outcome]] = {}
        self._policies: dict[str, tuple[str, Outcome]] = {}
        there = {(zone.type, zone.label, zone.province) for zone in zones}
        keys = {policy.key for policy in policies}
        for outcome in acting:
            own = outcome.row
            for was in outcome.was:
                if isinstance(was, NamedZone) and isinstance(own, NamedZone):
                    if (was.type, was.label, was.province) not in there:
                        self._zones[was.type, was.label, was.province] = own, outcome
                elif isinstance(was, NamedPolicy) and was.key not in keys:
                    self._policies[was.key] = own.key if isinstance(own, NamedPolicy) else "", outcome

    def follow(self, read: Sequence[_Row]) -> tuple[_Row, ...]:
        """The rows, by these names; those that they change are the corrections'."""
        if not self._zones and not self._policies:
            return tuple(read)
        return tuple(map(self._followed, read))

    def _followed(self, row: _Row) -> _Row:
        changed: Observation | SectorStatement
        if not isinstance(row, Observation | SectorStatement):
            return row
        changed, cause = row, None
        zone = self._zones.get((row.about_type, row.about, row.province))
        if zone:
            own, cause = zone
            changed = replace(changed, about_type=own.type, about=own.label, province=own.province)
        policy = self._policies.get(row.policy) if isinstance(row, Observation) and row.policy else None
        if policy:
            key, cause = policy
            changed = replace(changed, policy=key)
        if cause is not None and changed != row:
            cause.aside.append(row)
            self._by.setdefault(changed, Origin(cause.correction, row))
        return changed
