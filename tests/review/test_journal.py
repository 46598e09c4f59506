from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReviewError
from kg.review.journal import append_to_journal, read_journal

Sample = Any  # of conftest.py, which cannot be imported


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "somewhere" / "corrections.jsonl"


def test_what_is_added_is_read_in_its_order(sample: Sample, journal: Path) -> None:
    first, second = sample.correction("reject", (sample.twin,)), sample.correction("add", row=sample.zone, note="mới")
    assert read_journal(journal) == ({}, [])
    append_to_journal(journal, [first])
    append_to_journal(journal, [second])
    append_to_journal(journal, [])
    found, problems = read_journal(journal)
    assert (list(found.values()), problems) == ([first, second], [])
    assert "mới" in journal.read_text(encoding="utf-8"), "people read it, so letters stay letters"


def test_two_files_put_together_are_one(sample: Sample, journal: Path) -> None:
    made = [sample.correction("reject", (row,)) for row in (sample.leased, sample.twin)]
    append_to_journal(journal, made)
    lines = journal.read_text(encoding="utf-8")
    journal.write_text(lines + lines, encoding="utf-8")
    assert list(read_journal(journal)[0].values()) == made


def test_a_broken_line_is_told_and_the_others_are_read(sample: Sample, journal: Path) -> None:
    append_to_journal(journal, [sample.correction("reject", (sample.twin,))])
    with journal.open("ab") as file:
        file.write(b'{"kind": "reject"\n\n\xff\n[]\n')
    append_to_journal(journal, [sample.correction("reject", (sample.leased,))])
    found, problems = read_journal(journal)
    assert len(found) == 2
    assert [(problem.source, problem.line) for problem in problems] == [(str(journal), line) for line in (2, 4, 5)]
    assert all(problem.reason for problem in problems)


def test_who_was_cut_off_in_the_middle_of_a_line_spoils_no_other(sample: Sample, journal: Path) -> None:
    append_to_journal(journal, [sample.correction("reject", (sample.twin,))])
    journal.write_bytes(journal.read_bytes() + b'{"kind": "rej')
    append_to_journal(journal, [sample.correction("reject", (sample.leased,))])
    found, problems = read_journal(journal)
    assert len(found) == 2
    assert [problem.line for problem in problems] == [2]


def test_what_cannot_be_read_or_written_says_so(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        read_journal(tmp_path)
    with pytest.raises(ReviewError, match="KG_CORRECTIONS"):
        append_to_journal(tmp_path, [sample.correction("reject", (sample.leased,))])
