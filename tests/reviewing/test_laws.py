"""Whatever is edited: what people said stands, and a sheet that was taken once is taken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import preparing
from kg.extraction import explain, extract
from kg.facts import ArticleFacts

Round = Any  # of conftest.py, which cannot be imported
New = Callable[[], AbstractContextManager[Round]]
Row = dict[str, str]

EDITS: dict[str, st.SearchStrategy[str]] = {
    "about": st.sampled_from(["KCN Lai Vu", "KCN Lai Vu 2", "KCN =1+1", 'KCN "Hoa; Sen", lô B']),
    "value": st.integers(1, 90).map(str) | st.decimals(1, 90, places=2).map(str),
    "sector": st.sampled_from(["", "dệt may", "-mía", "@điện tử"]),
    "from": st.sampled_from(["2019", "2019-02", "2020-02-29"]),
    "bound": st.sampled_from(["exact", "approx", "atLeast", "below"]),
    "status": st.sampled_from(["actual", "planned"]),
    "province": st.sampled_from(["Hải Dương", "Hưng Yên"]),
}


@st.composite
def edited(draw: st.DrawFn, row: Row) -> Row:
    """One row, left alone, kept, rejected, or changed in some columns; observations of zones only, so that all pass."""
    action = draw(st.sampled_from(["", "keep", "reject", "change"]))
    note = draw(st.sampled_from(["", "=ghi chú", "xem lại"])) if action else ""
    if action != "change":
        return {**row, "review": action, "note": note}
    names = draw(st.lists(st.sampled_from(list(EDITS)), min_size=1, max_size=3, unique=True))
    cells = {name: draw(EDITS[name]) for name in names}
    cells |= {"to": cells["from"]} if "from" in cells else {}
    differs = {name for name, cell in cells.items() if cell != row[name]}
    return {
        **row,
        **cells,
        "review": draw(st.sampled_from(["", "change"])) if differs else "",
        "note": note if differs else "",
    }


def stated(rows: list[Row]) -> set[tuple[str, ...]]:
    names = ("quote", "about", "metric", "value", "sector", "from", "to", "bound", "status", "province")
    return {tuple(f"{float(row[name]):.2f}" if name == "value" else row[name] for name in names) for row in rows}


@contextmanager
def extractor(change: Callable[[ArticleFacts], ArticleFacts]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        lines = sys.modules["kg.reviewing.lines"]
        patch.setattr(lines, "extract", lambda article: change(extract(article)))
        patch.setattr(preparing, "explain", lambda article: replace(told := explain(article), facts=change(told.facts)))
        yield


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_edit_survives_any_extraction(new_round: New, data: st.DataObject) -> None:
    with new_round() as round_:
        before = round_.rows()
        zones = [row for row in before if row["about_type"] == "Zone"]
        others = [row for row in before if row["about_type"] != "Zone"]
        sheet = [data.draw(edited(row)) for row in zones]
        sheet += [{**row, "review": data.draw(st.sampled_from(["", "keep", "reject"]))} for row in others]
        report = round_.take(*(_guarded(row) for row in sheet))
        assert not report.problems
        wanted = stated([row for row in sheet if row["review"] != "reject"])
        assert stated([_unguarded(row) for row in round_.rows()]) == wanted

        graph = set(round_.store.quads())
        again = round_.take(*(_guarded(row) for row in sheet), at=1)
        assert not again.problems and not again.recorded, "taken once, it is taken"
        assert set(round_.store.quads()) == graph
        fresh = round_.rows()
        assert not round_.take(*fresh, at=2).recorded, "and what is exported then changes nothing"

        assert round_.load(force=True).complete
        assert stated([_unguarded(row) for row in round_.rows()]) == wanted

        said = [row for row in sheet if row["review"] == "keep" or _differs(row, before)]
        gone = stated([row for row in before if any(r["id"] == row["id"] and r["review"] == "reject" for r in sheet)])
        drop = data.draw(st.booleans())
        with extractor(lambda facts: replace(facts, observations=()) if drop else _otherwise(facts)):
            assert round_.load(force=True).complete
        now = stated([_unguarded(row) for row in round_.rows() if row["state"] not in ("withheld", "came back")])
        assert stated([row for row in said if row["review"] != "reject"]) <= now
        assert not gone & now
        round_.load(force=True)
        assert stated([_unguarded(row) for row in round_.rows()]) == wanted


def _otherwise(facts: ArticleFacts) -> ArticleFacts:
    """What an extractor might make of the same text that takes other times and other bounds."""
    return replace(facts, observations=tuple(replace(row, bound="approx", from_="2018") for row in facts.observations))


def _differs(row: Row, before: list[Row]) -> bool:
    [old] = [one for one in before if one["id"] == row["id"]]
    return stated([row]) != stated([old])


def _guarded(row: Row) -> Row:
    from kg.spreadsheets import guard

    return {name: cell if name == "value" else guard(cell) for name, cell in row.items()}


def _unguarded(row: Row) -> Row:
    from kg.spreadsheets import unguard

    return {name: unguard(cell) for name, cell in row.items()}
