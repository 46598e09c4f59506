"""The examples of the first run: all read, all telling what they are, rich enough to show the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.articles import EXTENSIONS, Article, read_articles

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    entries = list(read_articles([EXAMPLES]))
    read = {entry.id: entry for entry in entries if isinstance(entry, Article)}
    assert len(read) == len(entries), "an example cannot be read"
    return read


def test_all_are_read_with_their_metadata(articles: dict[str, Article]) -> None:
    assert len(articles) == 9
    for article in articles.values():
        assert article.title
        assert article.text.startswith(article.title)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", article.published), article.id
        assert article.publisher or article.author


def test_metadata_as_written(articles: dict[str, Article]) -> None:
    told = {
        name: (article.published, article.publisher, article.author, article.url) for name, article in articles.items()
    }
    ours = "Bản tin Công nghiệp mẫu"
    assert told == {
        "bac-giang-kcn-2023": ("2024-01-16", ours, "Thu Nga", ""),
        "bac-ninh-sau-hop-nhat-2025": ("2025-10-10", ours, "Khánh An", ""),
        "dong-nai-kcn-2022": ("2023-01-09", ours, "Lê Khánh Hạ", "https://example.org/vnkg/dong-nai-kcn-2022"),
        "dong-nai-so-cong-thuong-2022": ("2023-01-12", "Sở Công Thương Đồng Nai (bản tin mẫu)", "", ""),
        "hai-phong-9-thang-2024": ("2024-10-07", "", "Minh Vũ - Hải Yến", ""),
        "nam-dinh-ccn-2022": ("2022-08-15", ours, "Trần Thu Mai", ""),
        "quang-ngai-dung-quat-2021": (
            "2022-01-18",
            ours,
            "Võ Hạ Thu",
            "https://example.org/vnkg/quang-ngai-dung-quat-2021",
        ),
        "long-an-kcn-6-thang-2024": (
            "2024-07-10",
            ours,
            "Phan Lộc",
            "https://example.org/vnkg/long-an-kcn-6-thang-2024",
        ),
        "hung-yen-cong-nghiep-2024": ("2024-12-20", ours, "Ngọc Diệp", ""),
    }


def test_they_show_every_side(articles: dict[str, Article]) -> None:
    everything = "\n".join(article.text for article in articles.values())
    for shown in ("KCN ", "CCN ", "KKT ", "Quyết định số", "mục tiêu", "giảm", "Lũy kế", "giai đoạn", "khuyến công"):
        assert shown in everything
    assert max(article.published for article in articles.values()) > "2025-07-01"
    # The contradicting pair, the table, and the areas that do not give the occupancy stated.
    assert "tỷ lệ lấp đầy bình quân 86%" in articles["dong-nai-kcn-2022"].text
    assert "tỷ lệ lấp đầy 83,5%" in articles["dong-nai-so-cong-thuong-2022"].text
    assert "KCN Amata | 513 | 331,5 | 92,1\n" in articles["dong-nai-kcn-2022"].text
    assert "345 ha, đã cho thuê 310,5 ha, tỷ lệ lấp đầy 97%" in articles["bac-giang-kcn-2023"].text


def test_the_readme_names_every_file() -> None:
    named = set(re.findall(r"^\| `([^`]+)`", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {path.name for path in EXAMPLES.iterdir() if path.name.endswith(EXTENSIONS)}
