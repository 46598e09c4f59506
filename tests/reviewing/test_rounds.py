"""Review rounds over a real store: rows out, edited sheets in, articles loaded again and changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.corrections import kept_corrections
from kg.errors import ReviewError
from kg.facts import Observation
from kg.reviewing import RoundReport, statuses, withdraw
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import open_store

Round = Any  # of conftest.py, which cannot be imported
Row = dict[str, str]
Use = Callable[[Callable[[Observation], Observation | None]], None]
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
ADDED = {"review": "add", "article": "hai-duong", "about": "KCN Lai Vu", "about_type": "Zone", "province": "Hải Dương"}


def quiet(report: RoundReport) -> bool:
    return not report.problems and not report.waiting


def test_a_sheet_that_nobody_touched_changes_nothing(round_: Round) -> None:
    before = set(round_.store.quads())
    for table in ("observations", "zones", "policies", "sectors"):
        rows = round_.rows(table)
        report = round_.take(*rows, table=table)
        assert quiet(report) and report.unchanged == len(rows) > 0 and not report.recorded
    assert set(round_.store.quads()) == before
    assert not round_.journal.exists()


def test_a_round(round_: Round) -> None:
    rows = round_.rows()
    by_quote = {row["quote"]: row for row in rows}
    by_quote["11"] |= {"review": "reject", "note": "là số của năm trước"}
    by_quote["95,25 ha"]["about"] = "KCN Lai Vu 2"
    by_quote["320"] |= {"review": "keep"}
    added = {**ADDED, "metric": "totalArea", "value": "212.5", "unit": "ha", "quote": "2.380 ha"}
    report = round_.take(*rows, added)
    assert quiet(report)
    assert sorted(one.kind for one in report.recorded) == ["add", "change", "confirm", "reject"]
    after = round_.values()
    assert ("Hải Dương", "count", "11") not in after
    assert {("KCN Lai Vu 2", "leasedArea", "95.25"), ("KCN Lai Vu", "totalArea", "212.5")} <= set(after)
    assert ("KCN Lai Vu", "leasedArea", "95.25") not in after
    levels = {row.about: row.confidence for row in round_.facts().observations if row.about.startswith("KCN")}
    assert levels == {"KCN Lai Vu": "reviewed", "KCN Lai Vu 2": "reviewed"}
    graph = set(round_.store.quads())
    assert quiet(round_.take(*rows, added)), "the same sheet again"
    assert set(round_.store.quads()) == graph
    state = {row["quote"] + row["about"]: (row["state"], row["by"], row["at"][:10]) for row in round_.rows()}
    assert state["95,25 haKCN Lai Vu 2"] == ("changed", "Người Xem", "2026-05-06")
    assert state["2.380 haKCN Lai Vu"][0] == "added" and state["320Hải Dương"][0] == "confirmed"
    assert round_.states() == ["applied"] * 4
    assert round_.values("nam-dinh") and "Người Xem" not in {
        row["by"] for row in round_.rows("observations", "nam-dinh")
    }


def test_corrections_survive_a_load_by_force_and_a_store_built_anew(round_: Round, tmp_path: Path) -> None:
    rows = round_.rows()
    rows[0]["review"] = "reject"
    rows[1]["value"] = "2390"
    assert quiet(round_.take(*rows))
    wanted = round_.values()
    assert round_.load(force=True).corrected == 2
    assert round_.values() == wanted
    with open_store(str(tmp_path / "new")) as store:
        assert round_.load(store=store).corrected == 2
        assert round_.values(store=store) == wanted
        assert statuses(store, BASE, kept_corrections(store, BASE, None)), "the new store has them too"
        round_.journal.unlink()
        assert round_.load(store=store, force=True).corrected == 2
        assert round_.values(store=store) == wanted
    assert round_.journal.exists(), "and gives them back to who has lost the file"


def test_a_load_takes_up_corrections_that_came_with_the_file(round_: Round, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "other")) as store:
        round_.load(store=store)
        rows = round_.rows()
        rows[0]["review"] = "reject"
        round_.take(*rows)
        report = round_.load(store=store)
        assert (report.articles, report.unchanged, report.corrected) == (2, 1, 1)
        assert round_.values(store=store) == round_.values()
        assert round_.load(store=store).unchanged == 2


def test_another_extractor_changes_nothing_of_what_people_said(round_: Round, other_extractor: Use) -> None:
    rows = {row["quote"]: row for row in round_.rows("observations", "hai-duong")}
    rows["11"]["review"] = "reject"
    rows["95,25 ha"]["about"] = "KCN Lai Vu 2"
    assert quiet(round_.take(*rows.values()))

    other_extractor(lambda row: None)
    round_.load(force=True)
    assert round_.values() == [("KCN Lai Vu 2", "leasedArea", "95.25")]

    cach = {"about": "KCN Lai Cách"}
    other_extractor(
        lambda row: replace(row, from_="2019", to="2019", **(cach if row.metric == "leasedArea" else {}))  # type: ignore[arg-type]
    )
    round_.load(force=True)
    values = round_.values()
    assert ("Hải Dương", "count", "11") not in values and ("KCN Lai Cách", "leasedArea", "95.25") not in values
    assert ("KCN Lai Vu 2", "leasedArea", "95.25") in values
    [withheld] = [row for row in round_.rows() if row["state"] == "withheld"]
    assert withheld["about"] == "KCN Lai Cách" and withheld["correction"]

    assert quiet(round_.take({**withheld, "review": "keep"}, at=1))
    assert ("KCN Lai Cách", "leasedArea", "95.25") in round_.values()
    assert "withheld" not in {row["state"] for row in round_.rows()}


def test_a_new_reading_where_a_row_was_rejected(round_: Round, other_extractor: Use) -> None:
    assert quiet(round_.take({**round_.row("320"), "review": "reject"}))
    other_extractor(lambda row: replace(row, metric="enterpriseCount") if row.quote == "320" else row)
    round_.load(force=True)
    new = round_.row("320")
    assert (new["metric"], new["state"]) == ("enterpriseCount", "new reading")
    assert quiet(round_.take({**new, "review": "reject"}, at=1))
    assert "320" not in {row["quote"] for row in round_.rows()}


def test_a_text_that_changed_around_the_quote_comes_back(round_: Round) -> None:
    changed = {**round_.row("95,25 ha"), "about": "KCN Lai Vu 2", "note": "tên đủ"}
    rejected = {**round_.row("58"), "review": "reject"}
    assert quiet(round_.take(changed, rejected))
    round_.write("hai-duong", round_.text.replace("đã cho thuê", "mới cho thuê"))
    report = round_.load()
    [returned] = report.came_back
    assert (returned.quote, returned.reason) == ("95,25 ha", "the text around the quote has changed")
    assert ("KCN Lai Vu", "leasedArea", "95.25") in round_.values(), "what is read now stands"
    assert ("Hải Dương", "count", "58") not in round_.values()
    [back] = [row for row in round_.rows() if row["state"] == "came back"]
    assert "the text around the quote has changed" in back["why"] and back["about"] == "KCN Lai Vu 2"
    assert round_.states().count("cameBack") == 1

    assert quiet(round_.take(back)), "left alone, it waits"
    assert round_.states().count("cameBack") == 1
    assert quiet(round_.take({**back, "review": "keep"}, at=1))
    assert ("KCN Lai Vu 2", "leasedArea", "95.25") in round_.values()
    assert ("KCN Lai Vu", "leasedArea", "95.25") not in round_.values()
    assert sorted(round_.states()) == ["applied", "moved", "superseded"]
    assert quiet(round_.take({**back, "review": "keep"}, at=1)), "the same sheet again"


def test_what_came_back_can_be_edited_rejected_anew_or_let_go(round_: Round) -> None:
    rows = [{**round_.row("95,25 ha"), "about": "KCN Lai Vu 2"}, {**round_.row("320"), "review": "reject"}]
    rows.append({**ADDED, "metric": "projectCount", "value": "320", "unit": "1", "quote": "320"})
    assert quiet(round_.take(*rows))
    changed = round_.text.replace("KCN Lai Vu", "KCN Lai Vu mới").replace("320", "Có 320").replace("95,25", "96,25")
    round_.write("hai-duong", changed)
    round_.load()
    back = {row["about"] + row["metric"]: row for row in round_.rows() if row["state"] == "came back"}
    assert len(back) == 3
    report = round_.take({**back["KCN Lai Vu 2leasedArea"], "review": "keep"}, at=1)
    assert "does not stand in the article's text" in str(report.problems[0])
    edited = {**back["KCN Lai Vu 2leasedArea"], "quote": "96,25 ha", "value": "96.25"}
    again = {**back["Hải DươngprojectCount"], "review": "reject"}
    gone = {**back["KCN Lai VuprojectCount"], "review": "withdraw"}
    assert quiet(round_.take(edited, again, gone, at=2))
    values = round_.values()
    assert ("KCN Lai Vu 2", "leasedArea", "96.25") in values
    assert not [value for value in values if value[1] == "projectCount"]
    assert "came back" not in {row["state"] for row in round_.rows()}


def test_a_text_that_changed_elsewhere_does_not_come_back(round_: Round) -> None:
    assert quiet(round_.take({**round_.row("95,25 ha"), "about": "KCN Lai Vu 2"}))
    round_.write("hai-duong", "Tin cập nhật\n\n" + round_.text)
    assert round_.load().came_back == []
    assert ("KCN Lai Vu 2", "leasedArea", "95.25") in round_.values()
    assert round_.states() == ["moved"]
    row = round_.row("95,25 ha")
    assert quiet(round_.take({**row, "value": "95.5"}, at=1)), "what has moved can be corrected further"
    assert ("KCN Lai Vu 2", "leasedArea", "95.5") in round_.values()
    assert sorted(round_.states()) == ["applied", "superseded"]


def test_a_correction_of_a_correction_and_its_withdrawal(round_: Round) -> None:
    round_.take({**round_.row("95,25 ha"), "value": "95.5"}, author="Một")
    report = round_.take({**round_.row("95,25 ha"), "value": "95.75"}, author="Hai", at=1)
    assert ("KCN Lai Vu", "leasedArea", "95.75") in round_.values()
    [second] = report.recorded
    options: dict[str, Any] = {"base_iri": BASE, "journal": round_.journal, "author": "Một"}
    undone = withdraw([second.id[:10]], round_.store, note="không phải", now=NOW.replace(second=40), **options)
    assert quiet(undone)
    assert ("KCN Lai Vu", "leasedArea", "95.5") in round_.values()
    round_.load(force=True)
    assert ("KCN Lai Vu", "leasedArea", "95.5") in round_.values()
    first = round_.row("95,25 ha")
    assert (first["by"], first["state"]) == ("Một", "changed")
    assert quiet(round_.take({**first, "review": "withdraw"}, at=50))
    assert ("KCN Lai Vu", "leasedArea", "95.25") in round_.values()
    for id_ in (second.id, first["correction"], "", "zz", undone.recorded[0].id):
        with pytest.raises(ReviewError, match=r"status|already|anew"):
            withdraw([id_], round_.store, **options)


def test_a_withdrawal_without_the_text_waits_for_the_next_load(round_: Round) -> None:
    [made] = round_.take({**round_.row("320"), "review": "reject"}).recorded
    path = round_.articles / "hai-duong.txt"
    path.rename(round_.folder / "away.txt")
    report = withdraw([made.id], round_.store, base_iri=BASE, journal=round_.journal, author="Ai")
    assert [(one.source, "--articles" in one.reason) for one in report.waiting] == [("hai-duong", True)]
    assert round_.states() == ["withdrawn", "waiting"]
    (round_.folder / "away.txt").rename(path)
    assert round_.load().unchanged == 1
    assert ("Hải Dương", "projectCount", "320") in round_.values()
    assert sorted(round_.states()) == ["applied", "withdrawn"]


def test_who_edits_an_old_sheet_overwrites_nobody(round_: Round) -> None:
    old = round_.row("95,25 ha")
    round_.take({**old, "value": "95.5"}, author="Một")
    report = round_.take({**old, "value": "95.75"}, author="Hai", at=1)
    assert "Một corrected this row on 2026-05-06" in str(report.problems[0])
    assert quiet(round_.take(old, author="Hai", at=2)), "unchanged, it says nothing"
    assert quiet(round_.take({**old, "value": "96"}, author="Một", at=3)), "one's own may be improved upon"
    assert ("KCN Lai Vu", "leasedArea", "96") in round_.values()
    assert quiet(round_.take({**old, "value": "95.5"}, author="Một", at=4)), "an edit made once is not made again"
    assert ("KCN Lai Vu", "leasedArea", "96") in round_.values()
    assert quiet(round_.take({**old, "review": "reject"}, author="Một", at=5))
    assert not [value for value in round_.values() if value[1] == "leasedArea"]


def test_zones_and_policies(round_: Round) -> None:
    zone = round_.row("KCN Lai Vu", "zones")
    assert zone["label"] == "KCN Lai Vu"
    added = {"review": "add", "article": "hai-duong", "label": "KCN Lai Vu mở rộng", "type": "Zone"}
    report = round_.take({**zone, "label": "KCN Lai Vu Xanh", "stage": "operating"}, added, table="zones")
    assert quiet(report)
    assert [(row.label, row.stage) for row in round_.facts().zones] == [
        ("KCN Lai Vu mở rộng", ""),
        ("KCN Lai Vu Xanh", "operating"),
    ]
    assert ("KCN Lai Vu Xanh", "leasedArea", "95.25") in round_.values(), "its figures go with it"
    followed = round_.row("95,25 ha")
    assert followed["state"] == "changed"
    [policy] = round_.rows("policies")
    assert quiet(round_.take({**policy, "number": "45/QĐ-TTg"}, table="policies", at=1))
    assert [row.number for row in round_.facts().policies] == ["45/QĐ-TTg"]
    refused = round_.take({**followed, "review": "withdraw"}, at=2)
    assert "kg review withdraw" in str(refused.problems[0])
    round_.load(force=True)
    assert ("KCN Lai Vu Xanh", "leasedArea", "95.25") in round_.values()


def test_statements_of_sectors(round_: Round) -> None:
    first, *others = round_.rows("sectors")
    assert quiet(round_.take({**first, "sector": "sản xuất điện"}, *others, table="sectors"))
    [row] = [row for row in round_.facts().sectors if row.sector == "sản xuất điện"]
    assert (row.subject_level, len(round_.facts().sectors)) == ("reviewed", 1 + len(others))
    round_.load(force=True)
    assert row in round_.facts().sectors
    changed = next(one for one in round_.rows("sectors") if one["state"] == "changed")
    assert quiet(round_.take({**changed, "review": "reject"}, table="sectors", at=1))
    assert len(round_.facts().sectors) == len(others)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"review": "delete"}, "column review: 'delete' is none of"),
        ({"review": "change"}, "nothing differs"),
        ({"review": "keep", "value": "5"}, "says keep, but value differ"),
        ({"review": "withdraw"}, "nothing to withdraw"),
        ({"note": "hm"}, "column note: a note on what?"),
        ({"review": "reject", "note": "x" * 2001}, "column note: 2001 characters"),
        ({"value": "viel"}, "column value"),
        ({"value": "999999999"}, "Plausible is"),
        ({"metric": "happiness"}, "column metric: 'happiness' is none of"),
        ({"unit": "USD"}, "column unit: leasedArea is told in ha"),
        ({"about_type": "Zoo"}, "column about_type"),
        ({"from": "2022-13"}, "column from"),
        ({"from": "2022-02-31"}, "no date of the calendar"),
        ({"from": "2023", "to": "2021"}, "begins"),
        ({"quote": "gibt es nicht"}, "column quote: 'gibt es nicht' does not stand"),
        ({"quote": "công nghiệp"}, "column start: 'công nghiệp' stands in the text"),
        ({"quote": "cho thuê"}, "The quote holds the number"),
        ({"start": "x"}, "column start"),
        ({"quote": "", "start": "5", "end": "2"}, "column start"),
        ({"about": "Lai Vu"}, "zone's name"),
        ({"id": "observation/0", "review": "reject"}, "no such row is in the store any more"),
        ({"id": "", "review": "reject"}, "has no id"),
        ({"article": "khong-co"}, "column article: no article 'khong-co'"),
        ({"value": "9525"}, "95.25 has become 9525"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_is_told_and_the_others_are_taken(round_: Round, change: Row, says: str) -> None:
    good = {**round_.row("320"), "review": "reject"}
    report = round_.take({**round_.row("95,25 ha"), **change}, good)
    assert [one.kind for one in report.recorded] == ["reject"]
    [problem] = report.problems
    assert "edited.csv, line 2" in str(problem) and says in str(problem)
    assert ("KCN Lai Vu", "leasedArea", "95.25") in round_.values()


def test_a_point_that_the_program_took_out_of_all_numbers(round_: Round) -> None:
    rows = [row | {"value": row["value"].replace(".", "")} for row in round_.rows()]
    rows[0]["review"] = "keep"
    report = round_.take(*rows)
    assert quiet(report) and [one.kind for one in report.recorded] == ["confirm"]


def test_one_row_is_asked_for_once(round_: Round) -> None:
    row = round_.row("95,25 ha")
    report = round_.take({**row, "value": "95.5"}, {**row, "value": "95.75"}, row)
    assert len(report.recorded) == 1 and report.unchanged == 1
    assert "line 2 asks something of the same row" in str(report.problems[0])
    assert quiet(round_.take({**row, "review": "add", "about": "KCN Lai Vu 3"}, at=1)), "copied, and a row of its own"
    assert {("KCN Lai Vu", "leasedArea", "95.5"), ("KCN Lai Vu 3", "leasedArea", "95.25")} <= set(round_.values())


def test_a_text_that_is_not_to_be_had_or_not_the_same(round_: Round, tmp_path: Path) -> None:
    row = {**round_.row("95,25 ha"), "value": "95.5"}
    path = round_.articles / "hai-duong.txt"
    path.write_text(round_.text + "Thêm.\n", encoding="utf-8")
    assert "has changed since it was loaded" in str(round_.take(row).problems[0])
    path.unlink()
    assert "--articles" in str(round_.take(row).problems[0])
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "hai-duong.txt").write_text(round_.text, encoding="utf-8")
    assert quiet(round_.take(row, articles=[tmp_path / "copy"]))
    assert ("KCN Lai Vu", "leasedArea", "95.5") in round_.values()


def test_articles_in_json_lines(round_: Round) -> None:
    odd = round_.text.replace("\n", "\r\n").replace("USD.", "USD. \x0b")  # what RDF cannot hold as it is
    lines = [json.dumps({"id": name, "text": odd}) for name in ("Bài số 1", "bai-2")]
    (round_.articles / "tin#1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    round_.load()
    [row] = [row for row in round_.rows("observations", "Bài số 1") if row["quote"] == "320"]
    assert quiet(round_.take({**row, "review": "reject"}))
    assert "320" not in {row["quote"] for row in round_.rows("observations", "Bài số 1")}
    assert "320" in {row["quote"] for row in round_.rows("observations", "bai-2")}


def test_an_author_has_a_name(round_: Round) -> None:
    for author in ("", "  ", "x" * 201):
        with pytest.raises(ReviewError, match="name"):
            round_.take(author=author)
