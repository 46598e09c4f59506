"""What the extraction is developed and tested with is in the project's own words, not in other people's sentences."""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT / ".." / "shared"
LENGTH = 8
"""How many words (a Vietnamese word is a syllable) in a row nobody writes twice by chance, but for names."""
# Names are nobody's sentences: of offices, of measures in the statistics, of what the law calls a kind of project.
NAMES = re.compile(
    r"(?<!\w)(?:ban quản lý (?:các )?khu (?:công nghiệp|chế xuất và (?:khu )?công nghiệp|công nghệ cao và các khu"
    r"|kinh tế)(?: nghi sơn và các khu công nghiệp| cửa khẩu| công nghiệp| tỉnh| đông nam)?"
    r"|kkt nghi sơn và các khu công nghiệp|chi cục hải quan quản lý các khu chế xuất và khu công nghiệp"
    r"|trung tâm khuyến công và tư vấn phát triển công nghiệp|trung tâm khuyến công và xúc tiến thương mại"
    r"|trung tâm xúc tiến đầu tư thương mại|ban kinh tế ngân sách hđnd|phòng kinh tế và hạ tầng"
    r"|sở (?:lao động thương binh và xã hội|kế hoạch và đầu tư|giao thông vận tải)|liên đoàn lao động"
    r"|diện tích đất công nghiệp đã cho thuê|sản xuất công nghiệp tiểu thủ công nghiệp"
    r"|chỉ số phát triển sản xuất công nghiệp|vốn đầu tư phát triển toàn xã hội"
    r"|công nghiệp hỗ trợ và chế biến chế tạo|xây dựng và kinh doanh kết cấu hạ tầng khu công nghiệp"
    r"|bắc trung bộ và duyên hải miền trung"
    r"|cao tốc tp hcm long thành dầu giây|khu công nghiệp và đô thị becamex bình phước)(?!\w)"
)


def words(text: str) -> str:
    """The text's words with one space between and around them."""
    found = re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())
    return f" {' '.join(found)} "


def runs(plain: str) -> Iterator[str]:
    tokens = plain.split()
    for start in range(len(tokens) - LENGTH + 1):
        yield " ".join(tokens[start : start + LENGTH])


@cache
def theirs() -> frozenset[str]:
    """The runs of words of the articles by others, which lie beside the project and are no part of it."""
    found: set[str] = set()
    for path in (SHARED / "articles").glob("*.txt"):
        found.update(runs(words(path.read_text(encoding="utf-8"))))
    for path in (SHARED / "corpus").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                found.update(runs(words("\n".join(str(value) for value in json.loads(line).values()))))
    return frozenset(found)


@pytest.fixture(autouse=True)
def _articles_by_others() -> None:
    if not (SHARED / "articles").is_dir():
        pytest.skip("the articles by others are not here: ../shared/articles")


def copied(text: str, names: frozenset[str] = frozenset()) -> set[str]:
    """The runs of words that the text has in common with articles by others, its names left out."""
    plain = words(text)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, " | ")
    return {run for run in runs(NAMES.sub("|", plain)) if "|" not in run} & theirs()


def named(part: str) -> dict[str, frozenset[str]]:
    """The titles of documents and the names of zones by article, as the gold tables have them."""
    found: dict[str, set[str]] = {}
    for table, field in (("policies", "title"), ("zones", "label")):
        with (HERE / "articles" / part / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names = {words(name) for name in row[field].split("|") if name}
                found.setdefault(row["article"], set()).update(names)
    return {article: frozenset(names) for article, names in found.items()}


@pytest.mark.parametrize("part", ["dev", "held"])
def test_articles_are_our_own(part: str) -> None:
    names = named(part)
    ours = sorted((HERE / "articles" / part).glob("*.txt"))
    assert ours
    found = {path.name: copied(path.read_text(encoding="utf-8"), names.get(path.stem, frozenset())) for path in ours}
    assert {name: each for name, each in found.items() if each} == {}


def test_examples_are_our_own() -> None:
    """The tests' sentences, and those in the comments that explain the extraction."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.py") if path != Path(__file__)}
    for path in (ROOT / "src" / "kg" / "extraction").glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        texts[path.name] = "\n".join(line for line in lines if line.lstrip().startswith("#"))
    found = {name: copied(text) for name, text in texts.items()}
    assert {name: each for name, each in found.items() if each} == {}


def test_a_copied_sentence_is_found() -> None:
    path = min((SHARED / "articles").glob("*.txt"))
    sentence = max(path.read_text(encoding="utf-8").splitlines(), key=len)
    assert copied(f"Sáng nay, trời đẹp. {sentence}")
    assert not copied("Sáng nay, Ban Quản lý các khu công nghiệp tỉnh mua chín cái ghế, hai chậu cúc và một con mèo.")
