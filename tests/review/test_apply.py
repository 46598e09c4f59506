"""What people said wins over what the extractor reads, whatever it reads next time, as long as the text stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.facts import ArticleFacts, Observation
from kg.review.apply import review
from kg.review.model import Correction
from kg.review.rows import identity

Sample = Any  # of conftest.py, which cannot be imported


def about(facts: ArticleFacts) -> list[tuple[str, str]]:
    return [(row.about, str(row.value)) for row in facts.observations]


def test_without_corrections_nothing_changes(sample: Sample) -> None:
    assert sample.review().facts is sample.facts
    assert sample.review().outcomes == ()


def test_a_changed_row_stands_in_the_place_of_the_old_one(sample: Sample) -> None:
    right = replace(sample.leased, value=Decimal(20))
    made = sample.correction("change", (sample.leased,), right)
    found = sample.review(made)
    assert found.facts.observations == (right, sample.twin, sample.planned)
    [outcome] = found.outcomes
    assert (outcome.state, outcome.aside, outcome.withheld) == ("applied", [sample.leased], [])
    assert found.by[right].correction == made and found.by[right].before == sample.leased
    assert found.facts.zones == sample.facts.zones


def test_a_rejected_row_is_gone_and_what_stood_beside_it_stays(sample: Sample) -> None:
    found = sample.review(sample.correction("reject", (sample.leased,)))
    assert found.facts.observations == (sample.twin, sample.planned)
    assert found.outcomes[0].aside == [sample.leased]


def test_an_added_row_stands_where_its_quote_does(sample: Sample) -> None:
    added = sample.observation("5 khu", about="Hải Phòng", about_type="Province", metric="count", value=Decimal(5))
    early = replace(added, start=0, end=4, quote="Khu ")
    for row, at in ((added, 3), (early, 0)):
        rows = sample.review(sample.correction("add", row=row)).facts.observations
        assert rows.index(row) == at and len(rows) == 4


@pytest.mark.parametrize(
    "fields", [{}, {"from_": "2021"}, {"status": "planned", "bound": "approx"}, {"stage": "planned"}]
)
def test_a_later_extractor_that_reads_the_same_with_other_details_loses(sample: Sample, fields: dict[str, Any]) -> None:
    read = replace(sample.facts, observations=(replace(sample.leased, **fields), sample.twin))
    right = replace(sample.leased, about="KCN Bến Lau 2")
    for made, left in (
        (sample.correction("reject", (sample.leased,)), [("KCN Cồn Sẻ", "40")]),
        (sample.correction("change", (sample.leased,), right), [("KCN Bến Lau 2", "40"), ("KCN Cồn Sẻ", "40")]),
        (sample.correction("confirm", row=sample.leased), [("KCN Bến Lau", "40"), ("KCN Cồn Sẻ", "40")]),
    ):
        found = sample.review(made, facts=read)
        assert about(found.facts) == left
        assert not found.outcomes[0].withheld and not found.outcomes[0].new


def test_what_is_not_read_any_more_is_still_what_people_say(sample: Sample) -> None:
    nothing = replace(sample.facts, observations=(), zones=(), policies=())
    right = replace(sample.leased, value=Decimal(20))
    made = [
        sample.correction("change", (sample.leased,), right),
        sample.correction("reject", (sample.twin,)),
        sample.correction("add", row=sample.planned),
        sample.correction("confirm", row=sample.zone),
    ]
    found = sample.review(*made, facts=nothing)
    assert found.facts.observations == (right, sample.planned)
    assert found.facts.zones == (sample.zone,)
    assert all(outcome.state == "applied" for outcome in found.outcomes)


def test_when_the_extractor_learns_what_people_said_it_is_there_once(sample: Sample) -> None:
    right = replace(sample.leased, about="KCN Bến Lau 2")
    read = replace(sample.facts, observations=(right, sample.twin, sample.planned))
    found = sample.review(sample.correction("change", (sample.leased,), right), facts=read)
    assert found.facts.observations == (right, sample.twin, sample.planned)
    assert found.outcomes[0].aside == [sample.leased]


def test_a_new_reading_of_a_corrected_place_is_withheld_and_told(sample: Sample) -> None:
    new = replace(sample.leased, about="Hải Phòng", about_type="Province")
    read = replace(sample.facts, observations=(new, sample.twin))
    right = replace(sample.leased, about="KCN Bến Lau 2")
    for made in (sample.correction("change", (sample.leased,), right), sample.correction("add", row=right)):
        found = sample.review(made, facts=read)
        assert set(found.facts.observations) == {right, sample.twin}
        assert found.outcomes[0].withheld == [new] and new in found.outcomes[0].aside


def test_a_new_reading_where_a_row_was_rejected_enters_and_is_told(sample: Sample) -> None:
    new = replace(sample.leased, metric="totalArea")
    read = replace(sample.facts, observations=(sample.leased, new, sample.twin))
    found = sample.review(sample.correction("reject", (sample.leased,)), facts=read)
    assert found.facts.observations == (new, sample.twin)
    assert found.outcomes[0].new == [new] and not found.outcomes[0].withheld


def test_a_withheld_row_that_somebody_confirms_enters(sample: Sample) -> None:
    new = replace(sample.leased, about="Hải Phòng", about_type="Province")
    read = replace(sample.facts, observations=(sample.leased, new, sample.twin))
    right = replace(sample.leased, about="KCN Bến Lau 2")
    made = sample.correction("change", (sample.leased,), right)
    accepted = sample.correction("confirm", row=new, read=read)
    found = sample.review(made, accepted, facts=read)
    assert set(found.facts.observations) == {right, new, sample.twin}
    assert not any(outcome.aside == [new] for outcome in found.outcomes)


def test_two_corrections_at_one_place(sample: Sample) -> None:
    first = sample.correction("change", (sample.leased,), replace(sample.leased, value=Decimal(20)))
    second = sample.correction("change", (sample.twin,), replace(sample.twin, value=Decimal(21)))
    for made in ((first, second), (second, first)):
        assert about(sample.review(*made).facts) == [("KCN Bến Lau", "20"), ("KCN Cồn Sẻ", "21"), ("Hải Phòng", "9")]


def test_a_revision_and_its_withdrawal(sample: Sample) -> None:
    once = replace(sample.leased, value=Decimal(20))
    twice = replace(sample.leased, value=Decimal(30))
    first = sample.correction("change", (sample.leased,), once)
    second = sample.correction(
        "change", (sample.leased, once), twice, revises=first.id, recorded="2026-03-01T00:00:00Z"
    )
    undone = sample.correction("withdraw", revises=second.id, recorded="2026-03-02T00:00:00Z")
    found = sample.review(first, second)
    assert about(found.facts)[0] == ("KCN Bến Lau", "30")
    assert [outcome.state for outcome in found.outcomes] == ["superseded", "applied"]
    assert found.outcomes[1].aside == [sample.leased, once]
    assert about(sample.review(first, second, undone).facts)[0] == ("KCN Bến Lau", "20")
    read_again = replace(sample.facts, observations=(once, sample.twin))  # what a person has overruled is read now
    assert about(sample.review(first, second, facts=read_again).facts) == [("KCN Bến Lau", "30"), ("KCN Cồn Sẻ", "40")]


def test_changed_back_it_is_not_set_aside(sample: Sample) -> None:
    once = replace(sample.leased, value=Decimal(20))
    first = sample.correction("change", (sample.leased,), once)
    back = sample.correction(
        "change", (sample.leased, once), sample.leased, revises=first.id, recorded="2026-03-01T00:00Z"
    )
    found = sample.review(first, back)
    assert found.facts.observations == sample.facts.observations
    assert found.outcomes[1].aside == [once]


def test_a_text_that_changed_elsewhere_moves_the_row(sample: Sample) -> None:
    right = replace(sample.leased, value=Decimal(20))
    text = "Bài mới đăng lại.\n" + sample.text
    nothing = replace(sample.facts, observations=(), zones=(), policies=())
    found = sample.review(sample.correction("change", (sample.leased,), right), facts=nothing, text=text)
    [row] = found.facts.observations
    assert text[row.start : row.end] == row.quote == "40 ha"
    assert found.outcomes[0].state == "moved"
    read = replace(nothing, observations=(replace(sample.leased, start=row.start, end=row.end),))
    rejected = sample.review(sample.correction("reject", (sample.leased,)), facts=read, text=text)
    assert rejected.facts.observations == ()


@pytest.mark.parametrize("kind", ["change", "reject", "add", "confirm"])
def test_a_text_that_changed_around_the_quote_brings_it_back(sample: Sample, kind: str) -> None:
    text = sample.text.replace("cùng cho thuê", "chưa cho thuê")
    was = (sample.leased,) if kind in ("change", "reject") else ()
    row = replace(sample.leased, value=Decimal(20)) if kind != "reject" else None
    found = sample.review(sample.correction(kind, was, row), text=text)
    assert found.facts == sample.facts, "nothing is applied"
    assert [(outcome.state, outcome.aside) for outcome in found.outcomes] == [("cameBack", [])]
    assert "around the quote" in found.outcomes[0].reason


def test_only_what_has_changed_comes_back(sample: Sample) -> None:
    text = sample.text.replace("vùng.", "miền.") + "\nHết bài."
    planned = sample.correction("reject", (sample.planned,))
    assert sample.review(planned, text=text).outcomes[0].state == "cameBack"
    far = "Một dòng rất dài không nói gì. " * 10
    apart = sample.text.replace("\nTheo", f"\n{far}\nTheo")
    rows = replace(sample.facts, observations=(sample.leased,))
    made = sample.correction("reject", (sample.leased,), read=rows)
    assert review(rows, sample.text, [made]).facts.observations == ()
    assert sample.review(made, facts=rows, text=apart).outcomes[0].state == "cameBack", "100 characters after it count"


def test_a_zone_by_another_name_takes_its_figures_with_it(sample: Sample) -> None:
    right = replace(sample.zone, label="KCN Bến Lau 1", province="Hải Dương")
    found = sample.review(sample.correction("change", (sample.zone,), right))
    assert found.facts.zones == (right,)
    first = found.facts.observations[0]
    assert (first.about, first.province) == ("KCN Bến Lau 1", "Hải Dương")
    assert found.by[first].before == sample.leased and sample.leased in found.outcomes[0].aside
    assert found.facts.observations[1:] == (sample.twin, sample.planned)
    further = sample.correction("reject", (first,), recorded="2026-03-01T00:00:00Z")
    assert sample.review(found.by[first].correction, further).facts.observations == (sample.twin, sample.planned)


def test_statements_of_sectors_are_corrected_as_figures_are(sample: Sample) -> None:
    right = replace(sample.sector, sector="sửa chữa tàu", relation="wants")
    made = sample.correction("change", (sample.sector,), right)
    assert sample.review(made).facts.sectors == (right,)
    other = replace(sample.sector, sector="may mặc")
    read = replace(sample.facts, sectors=(sample.sector, other))
    found = sample.review(made, facts=read)
    assert found.facts.sectors == (right,) and found.outcomes[0].withheld == [other]
    assert sample.review(sample.correction("reject", (sample.sector,)), facts=read).facts.sectors == (other,)
    zone = replace(sample.zone, province="Hải Dương")
    [followed] = sample.review(sample.correction("change", (sample.zone,), zone)).facts.sectors
    assert followed.province == "Hải Dương"


def test_a_policy_by_another_number_keeps_its_targets_and_a_rejected_one_has_none(sample: Sample) -> None:
    right = replace(sample.policy, number="12/QĐ-TTg")
    found = sample.review(sample.correction("change", (sample.policy,), right))
    assert found.facts.observations[2].policy == "12/QĐ-TTg"
    rejected = sample.review(sample.correction("reject", (sample.policy,)))
    assert rejected.facts.policies == () and rejected.facts.observations[2].policy == ""


def test_a_zone_rejected_by_name_stays_out_wherever_it_is_named(sample: Sample) -> None:
    read = replace(sample.facts, zones=(replace(sample.zone, start=0, end=3, stage="operating"),))
    found = sample.review(sample.correction("reject", (sample.zone,)), facts=read)
    assert found.facts.zones == ()


def test_corrections_of_another_article_are_a_mistake(sample: Sample) -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        review(ArticleFacts("elsewhere"), sample.text, [sample.correction("reject", (sample.leased,))])


VALUES = st.sampled_from([Decimal(40), Decimal(20), Decimal(9)])
NAMES = st.sampled_from(["KCN Bến Lau", "KCN Cồn Sẻ", "Hải Phòng"])
DATES = st.sampled_from(["", "2021", "2022-05"])


@st.composite
def readings(draw: st.DrawFn, sample: Sample) -> list[Observation]:
    base = draw(st.sampled_from([sample.leased, sample.planned]))
    rows = st.builds(
        lambda value, name, date: replace(base, value=value, about=name, from_=date, to=date), VALUES, NAMES, DATES
    )
    return draw(st.lists(rows, max_size=4, unique=True))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_the_extractor_reads_people_have_the_last_word(sample: Sample, data: st.DataObject) -> None:
    """Corrections made over one extraction hold over any other, and applying them again changes nothing."""
    first = replace(sample.facts, observations=tuple(data.draw(readings(sample))))
    made: list[Correction] = []
    stays: list[Observation] = []
    rejected: list[Observation] = []
    for number, row in enumerate(first.observations):
        action = data.draw(st.sampled_from(["leave", "reject", "change", "confirm"]))
        kept = row
        if action == "change":
            kept = replace(row, value=data.draw(VALUES), about=data.draw(NAMES))
        if action == "change" and (kept in first.observations or kept in stays):
            continue
        was = (row,) if action in ("reject", "change") else ()
        if action != "leave":
            own = None if action == "reject" else kept
            made.append(sample.correction(action, was, own, read=first, recorded=f"2026-01-01T00:00:0{number}Z"))
            (rejected if action == "reject" else stays).append(kept)
    other = data.draw(st.none() | readings(sample))
    later = first if other is None else replace(first, observations=tuple(other))
    found = sample.review(*made, facts=later)
    there = [identity(row) for row in found.facts.observations]
    for row in stays:
        assert there.count(identity(row)) == 1
        assert row in found.by
    for row in rejected:
        assert identity(row) not in there
    told = {identity(row) for outcome in found.outcomes for row in (*outcome.aside, *outcome.new)}
    for row in later.observations:
        assert identity(row) in there or identity(row) in told or row in stays, "nothing goes in silence"
    assert all(identity(row) not in there for outcome in found.outcomes for row in outcome.aside)
    if later == first:
        touched = {identity(part.row) for one in made for part in one.was}
        untouched = [row for row in first.observations if identity(row) not in touched]
        assert {identity(row) for row in untouched} <= set(there)
        assert not any(outcome.withheld or outcome.new for outcome in found.outcomes)
    again = sample.review(*made, facts=replace(found.facts, observations=found.facts.observations))
    assert {identity(row) for row in again.facts.observations} == set(there)


def test_two_who_put_the_same_row_there_put_it_there_once(sample: Sample) -> None:
    right = replace(sample.leased, about="KCN Bến Lau 2")
    made = (sample.correction("change", (sample.leased,), right), sample.correction("add", row=right, author="Khác"))
    rows = sample.review(*made).facts.observations
    assert len(rows) == 3 and set(rows) == {right, sample.twin, sample.planned}
