from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReviewError
from kg.review.model import Correction, from_json, standing

Sample = Any  # of conftest.py, which cannot be imported


def later(seconds: int) -> str:
    return f"2026-02-03T04:05:{6 + seconds:02}+00:00"


@pytest.mark.parametrize(
    "make",
    [
        lambda s: s.correction("change", (s.leased,), s.twin, note="nhầm khu\nthật", beside=("ab", "cd")),
        lambda s: s.correction("reject", (s.planned,)),
        lambda s: s.correction("add", row=s.zone),
        lambda s: s.correction("change", (s.policy,), replace(s.policy, title="Đề án", from_="2022")),
        lambda s: s.correction("confirm", row=s.leased),
        lambda s: s.correction("reject", (s.sector,)),
        lambda s: s.correction("withdraw", revises="0" * 32),
    ],
)
def test_a_correction_comes_back_from_json(sample: Sample, make: Callable[[Sample], Correction]) -> None:
    made = make(sample)
    told = json.loads(json.dumps(made.to_json(), ensure_ascii=False))
    assert from_json(told) == made
    assert from_json(told).id == told["id"]


def test_the_id_is_that_of_its_contents(sample: Sample) -> None:
    made = sample.correction("reject", (sample.leased,))
    assert made.id == sample.correction("reject", (sample.leased,)).id
    others = (replace(made, note="x"), replace(made, author="y"), sample.correction("reject", (sample.twin,)))
    assert len({made.id, *(other.id for other in others)}) == 4
    with pytest.raises(ReviewError, match="not edited by hand"):
        from_json({**made.to_json(), "note": "chen vào"}, "file, line 3")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "delete"},
        {"table": "rows"},
        {"author": " "},
        {"author": "x" * 201},
        {"note": "x" * 2001},
        {"recorded": "yesterday"},
        {"recorded": "2026-01-01T00:00:00"},
        {"was": ()},
        {"article": "another"},
        {"table": "zones"},
        {"kind": "withdraw", "was": ()},
        {"kind": "add"},
    ],
)
def test_what_does_not_fit_together_is_refused(sample: Sample, change: dict[str, Any]) -> None:
    with pytest.raises(ReviewError):
        replace(sample.correction("reject", (sample.leased,)), **change)


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"article": "a"}, {"article": "a", "table": "zones"}, {"article": 5, "table": "zones"},
     {"article": "a", "table": "zones", "kind": "add", "author": "b", "recorded": "c", "row": {"row": 5}}],
)  # fmt: skip
def test_what_is_no_correction_is_refused_with_its_place(told: object) -> None:
    with pytest.raises(ReviewError) as refused:
        from_json(told, "file, line 3")
    assert refused.value.where.startswith("file, line 3")


def test_a_broken_row_is_refused(sample: Sample) -> None:
    told = sample.correction("reject", (sample.leased,)).to_json()
    told["was"][0]["row"]["value"] = "nhiều"
    with pytest.raises(ReviewError, match="plain decimal"):
        from_json(told)


def test_a_revision_stands_for_what_it_revises_until_it_is_withdrawn(sample: Sample) -> None:
    first = sample.correction("change", (sample.leased,), sample.twin)
    second = sample.correction("reject", (sample.leased, sample.twin), revises=first.id, recorded=later(1))
    undone = sample.correction("withdraw", revises=second.id, recorded=later(2))
    assert standing([first]) == {first.id: ""}
    assert standing([second, first]) == {first.id: second.id, second.id: ""}
    assert standing([first, second, undone]) == {first.id: "", second.id: "withdrawn", undone.id: ""}


def test_of_two_that_do_not_know_of_each_other_the_later_is_in_force(sample: Sample) -> None:
    one = sample.correction("reject", (sample.leased,), author="A", recorded="2026-02-03T11:05:07+07:00")  # 04:05:07Z
    other = sample.correction("confirm", row=sample.leased, author="B")
    assert standing([one, other]) == standing([other, one]) == {one.id: "", other.id: one.id}
    revised = sample.correction("confirm", row=sample.leased, author="B", revises=other.id, recorded=later(9))
    assert standing([one, other, revised]) == {one.id: revised.id, other.id: revised.id, revised.id: ""}


def test_corrections_of_different_rows_stand_side_by_side(sample: Sample) -> None:
    both = [sample.correction("reject", (sample.leased,)), sample.correction("reject", (sample.twin,))]
    assert set(standing(both).values()) == {""}


@given(st.permutations(range(6)), st.data())
def test_the_order_does_not_matter_and_of_each_row_one_is_in_force(
    sample: Sample, order: list[int], data: st.DataObject
) -> None:
    made: list[Correction] = []
    targets: dict[str, object] = {}
    for number in range(6):
        revises = data.draw(st.sampled_from(["", *(one.id for one in made)]))
        kind = data.draw(st.sampled_from(["reject", "withdraw"])) if revises else "reject"
        row = data.draw(st.sampled_from([sample.leased, sample.twin]))
        recorded = later(data.draw(st.integers(0, 3)))
        was = (row,) if kind == "reject" else ()
        made.append(sample.correction(kind, was, revises=revises, recorded=recorded, note=str(number)))
        targets[made[-1].id] = targets[revises] if revises else row.about
    stands = standing(made)
    assert standing([made[number] for number in order]) == stands
    assert set(stands) == {one.id for one in made}
    for target in set(targets.values()):
        of = [one for one in made if one.kind == "reject" and targets[one.id] == target]
        left = [one for one in of if stands[one.id] != "withdrawn"]
        assert sum(not stands[one.id] for one in of) == (1 if left else 0)
