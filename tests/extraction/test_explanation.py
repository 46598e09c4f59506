from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import read_articles
from kg.articles.model import Article
from kg.extraction import Extraction, explain
from kg.extraction.explanation import CLASSES, Explanation, explain_lines, explanation
from kg.extraction.explanation_page import explain_html
from kg.facts import ArticleFacts
from kg.facts_rows import describe

pytestmark = pytest.mark.both_readings

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXT = (
    "Hà Nam: 4 khu công nghiệp\n\n"
    "Ngày 12/3/2022, Sở cho biết đến hết năm 2021 tỉnh Hà Nam có 4 khu công nghiệp với tổng diện tích 830,5 ha. "
    "Quyết định số 15/QĐ-UBND nêu giá thuê 80 USD/m2. Ông nhắc tới 77 điều lạ.\n"
)


def told(text: str, name: str = "bai") -> Explanation:
    return explanation(Article(name, text, f"{name}.txt", title="Một bài", published="2022-03-12"))


def accounted(found: Explanation) -> None:
    """Each digit lies in exactly one mark, no run of digits in two, and every mark says something."""
    text = found.article.text
    for digits in re.finditer(r"\d+", text):
        around = [mark for mark in found.marks if mark.start < digits.end() and digits.start() < mark.end]
        assert len(around) == 1, text[digits.start() - 20 : digits.end() + 20]
        assert around[0].start <= digits.start() and digits.end() <= around[0].end
    for mark in found.marks:
        assert mark.kind in CLASSES
        assert bool(mark.rows) == (mark.kind == "handled")
        assert bool(mark.reason) != bool(mark.rows)
    assert sum(found.counts.values()) == len(found.marks)
    assert "".join(words for words, _ in found.segments()) == text


def test_each_number_is_of_one_class() -> None:
    found = told(TEXT)
    accounted(found)
    classes = {found.article.text[mark.start : mark.end]: mark for mark in found.marks}
    assert classes["830,5 ha"].rows[0].metric == "totalArea"
    assert classes["15"].reason == "a document's number"
    assert classes["2021"].reason == "part of a date"
    assert classes["80 USD/m2"].kind == "ignored"


def signalling(text: str, number: str) -> Explanation:
    """The explanation of a text whose extraction has no rule for one number."""
    article = Article("bai", text, "bai.txt", title="Một bài", published="2022-03-12")
    whole = explain(article)
    at = text.index(number)
    ignored = tuple(
        replace(i, known=i.quantity.start != at, reason="odd" if i.quantity.start == at else i.reason)
        for i in whole.ignored
    )
    return explanation(article, Extraction(whole.facts, ignored))


def test_what_the_extraction_signals_is_signalled() -> None:
    found = signalling(TEXT, "77")
    accounted(found)
    assert [(mark.start, mark.reason) for mark in found.marks if mark.kind == "signalled"] == [
        (TEXT.index("77"), "odd")
    ]


def test_a_row_that_is_lost_is_signalled() -> None:
    """What no rule accounts for shows even where the extraction itself passes it over."""
    article = Article("bai", TEXT, "bai.txt", published="2022-03-12")
    whole = explain(article)
    kept = tuple(row for row in whole.facts.observations if row.metric != "totalArea")
    lost = Extraction(ArticleFacts("bai", kept), ())
    signalled = {TEXT[mark.start : mark.end] for mark in explanation(article, lost).marks if mark.kind == "signalled"}
    assert {"830,5 ha", "80 USD/m2", "15", "77"} <= signalled


def test_a_headline_that_repeats_is_no_loss() -> None:
    found = told(TEXT)
    first = found.marks[0]
    assert (first.start, first.kind) == (TEXT.index("4"), "ignored")
    assert first.reason.startswith("repeats")


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_examples_are_accounted_for(path: Path) -> None:
    for article in read_articles([path]):
        if isinstance(article, Article):
            accounted(explanation(article))


_WORDS = st.sampled_from((

        "Tỉnh Hà Nam",
        "có",
        "khu công nghiệp",
        "KCN Sao Khuê",
        "diện tích",
        "12",
        "3,5",
        "1.250",
        "ha",
        "%",
        "tỷ đồng",
        "triệu USD",

        "năm 2021",
        "dự án",
        "hai",
        "mười",
        "số",
        "/",
        "-",
        "|",
        "\n",
        "\n\n",
        "\t",
        ".",
        ",",
        "(",
        ")",
        "15/3/2020",
        "36/QĐ-UBND",
    "9 tháng", "²", "½", "٣", "e\u0301", "ba\u0301o 7", "07h30", "1.2.3.4", "\u00a0", "<b>", "&amp;", "\x00",
))  # fmt: skip


@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_any_text_is_accounted_for(text: str) -> None:
    accounted(told(text))


@given(st.text(max_size=120))
def test_any_characters_are_accounted_for(text: str) -> None:
    accounted(told(text))


def test_lines_hold_the_text_and_what_its_numbers_are() -> None:
    lines = ["".join(piece.text for piece in line) for line in explain_lines(signalling(TEXT, "77"))]
    assert lines[1] == "10 numbers: 2 handled, 7 ignored, 1 signalled"
    body = next(line for line in lines if line.startswith("Ngày"))
    assert "tổng diện tích [830,5 ha✓2]." in body
    assert "[77!3]" in body
    plain = re.sub(r"\[([^\[\]]*?)(?:·|[✓!]\d+)\]", r"\1", body)
    assert plain == TEXT.splitlines()[2]
    assert any(line.startswith("    ✓2 Hà Nam · zones · totalArea = 830.5 ha · 2021-12") for line in lines)
    assert any("15 (a document's number)" in line for line in lines)


class _Page(HTMLParser):
    """Collects the page's elements, and the text inside the article's own part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self._inside = 0
        self._skip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if "href" in told else []
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "div" and told.get("class") == "text":
            self._inside = len(self.open)
        self._skip = tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._skip = False
        if len(self.open) < self._inside:
            self._inside = 0

    def handle_data(self, data: str) -> None:
        if self._inside and not self._skip:
            self.text += data


def page(*found: Explanation) -> _Page:
    parser = _Page()
    parser.feed(explain_html(*found))
    parser.close()
    assert not parser.open
    return parser


def test_the_page_stands_alone_and_shows_the_text() -> None:
    found = told(TEXT)
    read = page(found)
    assert read.text == TEXT
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    html = explain_html(found)
    assert "2 handled" in html
    assert "a document&#x27;s number" in html
    (area,) = (row for mark in found.marks for row in mark.rows if row.metric == "totalArea")
    assert f'title="{describe(area)}"' in html


def test_articles_share_a_page_without_sharing_anchors() -> None:
    read = page(told(TEXT, "mot"), told(TEXT, "hai"))
    assert len(read.ids) == len(set(read.ids))
    assert read.tags.count("article") == 2


@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_text_is_escaped_on_the_page(text: str) -> None:
    shown = page(told(text)).text
    assert len(shown) == len(text)
    assert all(b in (a, "\ufffd") for a, b in zip(text, shown, strict=True))
    explain_html(told(text)).encode()
