"""What is kept around a quote: its sentence, never much more, always the very characters of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.quoting import LONGEST, around, of_sentence, shortened

TEXT = (
    "Khu công nghiệp mẫu lấp đầy\n\n"
    "Hôm qua, tỉnh Mẫu họp báo. Đến hết năm 2023, các khu công nghiệp của TP. Mẫu có 1.860,24 ha đất công nghiệp\n"
    "với hơn 310 dự án… và cơ khí. Sau đó có 12 dự án xin thêm đất để mở rộng nhà xưởng.\n"
)


def shown(quote: str, text: str = TEXT) -> str:
    start = text.index(quote)
    before, behind = of_sentence(*around(text, start, start + len(quote)))
    return f"{before}[{quote}]{behind}"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "1.860,24 ha",
            "Đến hết năm 2023, các khu công nghiệp của TP. Mẫu có [1.860,24 ha] đất công nghiệp\n"
            "với hơn 310 dự án… và cơ khí.",
        ),
        ("12 dự án", "Sau đó có [12 dự án] xin thêm đất để mở rộng nhà xưởng."),
        ("lấp đầy", "Khu công nghiệp mẫu [lấp đầy]"),
        ("Hôm qua", "[Hôm qua], tỉnh Mẫu họp báo."),
    ],
)
def test_the_sentence_of_a_quote_is_kept(quote: str, expected: str) -> None:
    assert shown(quote) == expected


def test_a_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = f"Khu {'công nghiệp ' * 40}có 15 dự án {'đang hoạt động ' * 40}."
    start = text.index("15")
    before, behind = around(text, start, start + 2)
    assert LONGEST - 12 < len(before) <= LONGEST
    assert LONGEST - 12 < len(behind) <= LONGEST
    told = of_sentence(before, behind)
    assert told[0].startswith(("… công", "… nghiệp"))
    assert told[1].endswith(" …")
    assert text[: start - len(before)].endswith(" ") or before.startswith(" ")


@given(st.text('aĐ .\n…"1', max_size=600), st.integers(0, 600), st.integers(0, 5))
def test_prefix_and_suffix_are_the_text_beside_the_quote(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    before, behind = around(text, start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(behind)
    assert len(before) <= LONGEST
    assert len(behind) <= LONGEST
    left, right = of_sentence(before, behind)
    assert left.removeprefix("… ").strip() in before
    assert right.removesuffix(" …").strip() in behind


def test_an_excerpt_is_cut_between_words() -> None:
    before, behind = "Đến hết năm 2023, các khu công nghiệp có ", " đất công nghiệp với hơn 310 dự án."
    assert shortened(before, behind, 20) == ("… khu công nghiệp có ", " đất công nghiệp …")
    assert shortened(before, behind, 90) == (before, behind)
