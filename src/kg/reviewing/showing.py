"""What is to be seen of the store in a review: its rows with their state, and its corrections."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from kg.corrections import Kept
from kg.facts import ArticleFacts, Observation, SectorStatement
from kg.facts_rows import Row
from kg.graph import identifiers, read_facts
from kg.graph.identifiers import row_id
from kg.graph.review_reading import StoredReview, read_review, stored_states
from kg.review.model import Correction, Kind, standing
from kg.review.sheet import Shown
from kg.store import Store

_DONE: dict[Kind, str] = {"confirm": "confirmed", "change": "changed", "add": "added", "reject": "changed"}


@dataclass(frozen=True, slots=True)
class Status:
    """A correction and what became of it: a state of `kg.review.apply`, or `waiting` until its article is loaded."""

    correction: Correction
    state: str
    reason: str = ""


def statuses(store: Store | None, base_iri: str, kept: Kept) -> list[Status]:
    """Each correction with what became of it, in the order in which they were recorded."""
    stored = stored_states(store, base_iri) if store is not None else {}
    found = []
    for corrections in kept.of.values():
        stands = standing(corrections)
        for one in corrections:
            instead = stands[one.id]
            if instead:
                state, reason = ("withdrawn", "") if instead == "withdrawn" else ("superseded", instead)
            else:
                state, reason = stored.get(one.id, ("waiting", "its article has not been loaded since"))
                if state in ("superseded", "withdrawn"):
                    state, reason = "waiting", "its article has not been loaded since"
            found.append(Status(one, state, reason))
    return sorted(found, key=lambda status: (status.correction.recorded, status.correction.id))


def shown_rows(
    store: Store, base_iri: str, kept: Kept, articles: Collection[str] | None = None
) -> Iterator[tuple[str, list[Shown]]]:
    """Of each article (all of the store, or those of these ids) the rows that a sheet shows, each table in its order.

    Raises:
        QueryError, StoreError: the store cannot answer.
    """
    returned: dict[str, list[Status]] = {}
    for status in statuses(store, base_iri, kept):
        if status.state == "cameBack":
            returned.setdefault(status.correction.article, []).append(status)
    for facts in _facts(store, base_iri, articles):
        stored = read_review(store, base_iri, facts.article, corrected=facts.article in kept.of)
        rows: list[Row] = [*facts.observations, *facts.zones, *facts.policies, *facts.sectors]
        shown = [_shown(row, stored, kept) for row in rows]
        shown += [
            Shown(
                row_id(row), row, *_context(stored, key, row), "withheld",
                "read at the place of a correction, and not judged so far", correction=id_,
            )
            for key, (id_, row) in stored.withheld.items()
        ]  # fmt: skip
        shown += [_returned(status) for status in returned.get(facts.article, ())]
        yield facts.article, sorted(shown, key=lambda one: one.row.start)


def _facts(store: Store, base_iri: str, articles: Collection[str] | None) -> Iterator[ArticleFacts]:
    if articles is None:
        return read_facts(store, base_iri)
    make = identifiers(base_iri)
    return chain.from_iterable(
        read_facts(store, base_iri, make.article(article).value) for article in dict.fromkeys(articles)
    )


def _context(stored: StoredReview, key: str, row: Row) -> tuple[str, str, str]:
    quote, before, after = stored.context.get(key, ("", "", ""))
    return (row.quote if isinstance(row, Observation | SectorStatement) else quote), before, after


def _shown(row: Row, stored: StoredReview, kept: Kept) -> Shown:
    id_ = row_id(row)
    key = id_.partition("/")[2]
    state = why = by = at = ""
    correction = stored.by.get(key, "")
    if correction:
        made = kept.all.get(correction)
        state = _DONE.get(made.kind, "changed") if made else "changed"
        if made:
            why, by, at = made.note, made.author, made.recorded
    elif key in stored.new:
        correction = stored.new[key]
        state, why = "new reading", "another row was rejected at this place"
    return Shown(id_, row, *_context(stored, key, row), state, why, by, at, correction)


def _returned(status: Status) -> Shown:
    correction = status.correction
    placed = correction.row or correction.was[-1]
    why = f"{correction.kind}: {status.reason}" + (f"; {correction.note}" if correction.note else "")
    return Shown(
        f"correction/{correction.id}", placed.row, placed.anchor.quote, "", "", "came back", why,
        correction.author, correction.recorded, correction.id,
    )  # fmt: skip
