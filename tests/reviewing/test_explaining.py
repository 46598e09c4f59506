"""An article explained with what people said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.articles import Article, ReadProblem, read_articles
from kg.corrections import kept_corrections
from kg.extraction.explanation import explain_lines
from kg.extraction.explanation_page import explain_html
from kg.reviewing import explained
from kg.settings import DEFAULT_BASE_IRI as BASE

Round = Any  # of conftest.py, which cannot be imported


def article(path: Path) -> Article:
    [read] = read_articles([path])
    assert not isinstance(read, ReadProblem)
    return read


def lines(round_: Round) -> str:
    kept = kept_corrections(round_.store, BASE, round_.journal)
    told = explained(article(round_.articles / "hai-duong.txt"), kept.of.get("hai-duong", ()))
    return "\n".join("".join(piece.text for piece in line) for line in explain_lines(told))


def test_rows_tell_who_put_them_there_and_places_who_took_them_away(round_: Round) -> None:
    added = {
        "review": "add", "article": "hai-duong", "about": "Hải Dương", "about_type": "Province", "note": "số văn bản",
        "metric": "countryCount", "value": "45", "unit": "1", "quote": "45",
    }  # fmt: skip
    changed = {**round_.row("95,25 ha"), "value": "95.5", "note": "xem bảng"}
    assert not round_.take(changed, {**round_.row("320"), "review": "reject"}, added).problems
    told = lines(round_)
    assert "[95,25 ha✓" in told and "leasedArea = 95.5 ha" in told
    assert "reviewed · changed by Người Xem on 2026-05-06 (xem bảng)" in told
    assert "[320·]" in told and "320 (no fact: Hải Dương · zones · projectCount = 320" in told
    assert "rejected by Người Xem on 2026-05-06" in told
    assert "[45" in told and "added by Người Xem on 2026-05-06 (số văn bản)" in told, (
        "also where the extractor saw none"
    )


def test_what_came_back_and_what_is_withheld_are_told(round_: Round, other_extractor: Any) -> None:
    assert not round_.take({**round_.row("95,25 ha"), "about": "KCN Lai Vu 2"}).problems
    html = explain_html(explained(article(round_.articles / "hai-duong.txt"), ()))
    assert "Remarks" not in html
    round_.write("hai-duong", round_.text.replace("đã cho thuê", "mới cho thuê"))
    told = lines(round_)
    assert "! came back for review: changed by Người Xem on 2026-05-06, of «95,25 ha»: the text around" in told
    assert "KCN Lai Vu · leasedArea = 95.25 ha" in told
    kept = kept_corrections(round_.store, BASE, round_.journal).of["hai-duong"]
    assert "<h3>Remarks</h3>" in explain_html(explained(article(round_.articles / "hai-duong.txt"), kept))
