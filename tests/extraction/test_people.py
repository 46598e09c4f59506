"""People at work told by what they do or what is done with them; those whom firms are short of are planned."""

from __future__ import annotations

import pytest

from kg.articles.model import Article
from kg.extraction import extract
from kg.extraction.extract import explain
from kg.extraction.figures import Reason


def _rows(text: str) -> list[tuple[str, str, int, str]]:
    facts = extract(Article("a", text, "a.txt"))
    return [(o.about, o.metric, int(o.value), o.status) for o in facts.observations if o.unit == "1"]


@pytest.mark.parametrize(
    ("text", "metric", "status"),
    [
        ("Các KCN Hải Dương đông thợ. Gần 61.000 người có việc làm ổn định.", "workerCount", "actual"),
        ("Các KCN Hải Dương hút nhiều lao động, cả thảy đang sử dụng 61.000 người.", "workerCount", "actual"),
        ("Người lao động trong các KCN Hải Dương là 61.000 người.", "workerCount", "actual"),
        ("Về lao động, năm qua các KCN Hải Dương tuyển mới 61.000 người.", "jobsCreated", "actual"),
        ("Nguồn nhân lực mà các KCN Hải Dương cần bổ sung chừng 61.000 người.", "jobsCreated", "planned"),
        ("Cuối năm nay các KCN Hải Dương cần thêm hơn 61.000 lao động.", "jobsCreated", "planned"),
    ],
)
def test_people_are_told_by_what_is_done_with_them(text: str, metric: str, status: str) -> None:
    assert _rows(text) == [("Hải Dương", metric, 61_000, status)]


def test_the_next_sentence_counts_the_same_for_another_place() -> None:
    text = "Các KCN ở Hưng Yên thu hút 42.000 công nhân. Hải Dương chỉ có 36.000 người, phân nửa ở xa đến."
    assert [(about, value) for about, _, value, _ in _rows(text)] == [("Hưng Yên", 42_000), ("Hải Dương", 36_000)]
    assert _rows("Hưng Yên đông dân. Các khu công nghiệp thưa. Hải Dương chỉ có 36.000 người.") == []


def test_country_people_who_found_new_work() -> None:
    text = "Hải Dương: nhờ khuyến công, 1.240 lao động nông thôn được giải quyết việc làm mới."
    assert _rows(text) == [("Hải Dương", "jobsCreated", 1240, "actual")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hải Dương đưa 3.000 người đi làm việc ở nước ngoài.", Reason.NOT_EMPLOYED),
        ("Ở KCN Lai Vu, 400 người làm việc tại công ty dệt Hoa Sen.", Reason.SINGLE_ENTERPRISES),
        ("Hội chợ ở KCN Lai Vu thu hút 5.000 người.", Reason.COUNTS_NOTHING),
    ],
)
def test_people_who_are_not_at_work_here(text: str, reason: Reason) -> None:
    assert _rows(text) == []
    assert [i.reason for i in explain(Article("a", text, "a.txt")).ignored] == [reason]
