"""An article explained (`kg explain`) with what people said of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kg.articles import Article
from kg.extraction import explain
from kg.extraction.explanation import Explanation, Remarks, explanation
from kg.facts_rows import Row, describe
from kg.graph.corrections import SAID
from kg.preparing import corrected
from kg.review.apply import Outcome
from kg.review.model import Correction


def explained(article: Article, corrections: Collection[Correction]) -> Explanation:
    """Account for every number of an article, with people's corrections of it in force where they are."""
    extraction = explain(article)
    if not corrections:
        return explanation(article, extraction)
    reviewed = corrected(article, extraction.facts, corrections)
    rows: dict[Row, str] = {row: _said(origin.correction) for row, origin in reviewed.by.items()}
    places = [
        (row.start, row.end, _aside(row, outcome)) for outcome in reviewed.outcomes for row in outcome.aside if row.end
    ]
    others = [
        f"came back for review: {_said(outcome.correction)}, of «{_quote(outcome.correction)}»: {outcome.reason}"
        for outcome in reviewed.outcomes
        if outcome.state == "cameBack"
    ]
    others += [
        f"withheld: {describe(row)}, beside «{_quote(outcome.correction)}»: {_said(outcome.correction)}"
        for outcome in reviewed.outcomes
        for row in outcome.withheld
    ]
    return explanation(article, replace(extraction, facts=reviewed.facts), Remarks(rows, places, others))


def _said(correction: Correction) -> str:
    done = SAID[correction.kind][1].lower()
    note = f" ({correction.note})" if correction.note else ""
    return f"{done} by {correction.author} on {correction.recorded[:10]}{note}"


def _aside(row: Row, outcome: Outcome) -> str:
    what = "withheld" if row in outcome.withheld else "no fact"
    return f"{what}: {describe(row)}: {_said(outcome.correction)}"


def _quote(correction: Correction) -> str:
    return (correction.row or correction.was[-1]).anchor.quote
