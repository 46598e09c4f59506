"""Corrections → graph, and back.

An article's graph tells of each of its corrections what it says and what became of it; the rows that are no facts for
it are described, and are no observations or mentions. That is made anew with each load. The corrections themselves are
kept in a graph of their own beside it, `{base}graph/correction/ID`, each as it was recorded: no load touches these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

import pyoxigraph as ox

from kg.articles.model import ReadProblem
from kg.errors import ReviewError
from kg.facts import Observation, SectorStatement
from kg.facts_rows import Row, describe, row_fields
from kg.graph import vocabulary as v
from kg.graph.identifiers import identifiers
from kg.graph.reading import Queryable
from kg.graph.text import carried
from kg.graph.vocabulary import vocabulary
from kg.review.apply import Outcome
from kg.review.model import Correction, Kind, from_json, table_of

SAID: dict[Kind, tuple[str, str]] = {
    "confirm": ("Xác nhận", "Confirmed"),
    "change": ("Sửa", "Changed"),
    "reject": ("Bác bỏ", "Rejected"),
    "add": ("Thêm", "Added"),
    "withdraw": ("Rút lại", "Withdrawn"),
}
"""What was done, in Vietnamese and in English."""


def review_digest(corrections: Iterable[Correction]) -> str:
    """SHA-256 (hex) over a set of corrections; "" where there is none."""
    ids = sorted(correction.id for correction in corrections)
    return hashlib.sha256(" ".join(ids).encode("ascii")).hexdigest() if ids else ""


def time_literal(correction: Correction) -> ox.Literal:
    """When it was recorded, as xsd:dateTime."""
    return ox.Literal(datetime.fromisoformat(correction.recorded).isoformat(), datatype=v.DATE_TIME)


def outcome_triples(outcomes: Iterable[Outcome], article: ox.NamedNode, base_iri: str) -> Iterator[ox.Triple]:
    """What an article's graph says of its corrections.

    It conforms to the shapes whatever the rows are, since it stands where a violation would keep out the whole article.
    """
    outcomes = tuple(outcomes)
    digest = review_digest(outcome.correction for outcome in outcomes)
    terms, make = vocabulary(base_iri), identifiers(base_iri)
    if digest:
        yield ox.Triple(article, terms.REVIEW_DIGEST, ox.Literal(digest))
    for outcome in outcomes:
        correction = outcome.correction
        node, person = make.correction(correction.id), make.person(correction.author)
        yield ox.Triple(node, v.A, terms.CORRECTION)
        yield ox.Triple(node, v.A, v.ACTIVITY)
        for language, label in zip(("vi", "en"), _labels(correction), strict=True):
            yield ox.Triple(node, v.LABEL, ox.Literal(label, language=language))
        yield ox.Triple(node, terms.CORRECTION_KIND, make.concept("correction-kind", correction.kind))
        yield ox.Triple(node, terms.CORRECTION_STATE, make.concept("correction-state", outcome.state))
        yield ox.Triple(node, v.USED, article)
        yield ox.Triple(node, v.ASSOCIATED_WITH, person)
        yield ox.Triple(node, v.CREATOR, ox.Literal(carried(correction.author)))
        yield ox.Triple(node, v.ENDED, time_literal(correction))
        if correction.note:
            yield ox.Triple(node, v.DESCRIPTION, ox.Literal(carried(correction.note)))
        if correction.revises:
            yield ox.Triple(node, v.INFORMED_BY, make.correction(correction.revises))
        if outcome.reason and outcome.state != "superseded":
            yield ox.Triple(node, terms.STATE_REASON, ox.Literal(outcome.reason, language="en"))
        yield ox.Triple(person, v.A, v.PERSON)
        yield ox.Triple(person, v.LABEL, ox.Literal(carried(correction.author)))
        for row in outcome.withheld:
            yield ox.Triple(node, terms.WITHHOLDS, make.row(row))
        for row in outcome.new:
            yield ox.Triple(node, terms.NEW_READING, make.row(row))
        before = None
        for row in outcome.aside:
            aside = make.row(row)
            yield ox.Triple(aside, v.A, terms.SET_ASIDE_ROW)
            yield ox.Triple(aside, v.A, v.ENTITY)
            yield ox.Triple(aside, v.LABEL, ox.Literal(_described(row)))
            yield ox.Triple(aside, v.INVALIDATED_BY, node)
            yield ox.Triple(aside, v.INVALIDATED_AT, time_literal(correction))
            yield ox.Triple(aside, terms.ROW_AS_JSON, ox.Literal(row_json(row)))
            if row in outcome.was:
                if before:
                    yield ox.Triple(aside, v.REVISION_OF, before)
                before = aside


def _labels(correction: Correction) -> tuple[str, str]:
    when = datetime.fromisoformat(correction.recorded)
    vietnamese, english = SAID[correction.kind]
    author = carried(correction.author)
    return f"{vietnamese}: {author}, {when.day}/{when.month}/{when.year}", f"{english}: {author}, {when:%Y-%m-%d}"


def _described(row: Row) -> str:
    return f"{describe(row)} «{row.quote}»" if isinstance(row, Observation | SectorStatement) else describe(row)


def row_json(row: Row) -> str:
    """A row with its table and article, whole, as one JSON object."""
    return json.dumps({"table": table_of(row), "article": row.article, **row_fields(row)}, ensure_ascii=False)


def record_triples(corrections: Iterable[Correction], base_iri: str) -> list[ox.Triple]:
    """What the graph of one article's corrections holds."""
    terms, make = vocabulary(base_iri), identifiers(base_iri)
    return [
        ox.Triple(
            make.correction(correction.id),
            terms.RECORD,
            ox.Literal(json.dumps(correction.to_json(), ensure_ascii=False)),
        )
        for correction in sorted(corrections, key=lambda one: (one.recorded, one.id))
    ]


def read_records(store: Queryable, base_iri: str) -> tuple[dict[str, Correction], list[ReadProblem]]:
    """All corrections that a store keeps, by id, and those records of them that cannot be read."""
    terms = vocabulary(base_iri)
    found: dict[str, Correction] = {}
    problems: list[ReadProblem] = []
    for row in store.query(f"SELECT ?node ?record WHERE {{ ?node <{terms.RECORD.value}> ?record }}"):
        where = str(row["node"].value)
        try:
            correction = from_json(json.loads(str(row["record"].value)))
        except (ReviewError, ValueError, RecursionError) as error:
            problems.append(ReadProblem(where, None, f"the store's record of this correction is broken: {error}"))
        else:
            found[correction.id] = correction
    return dict(sorted(found.items(), key=lambda item: (item[1].recorded, item[0]))), problems
