"""An article written for these tests, its facts made by hand, and its graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kg.articles.model import Article
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation
from kg.graph import ArticleGraph, emit
from kg.settings import DEFAULT_BASE_IRI

TEXT = (
    "Cuối năm 2021, KCN Sông Biển ở Hải Phòng cho thuê được 42,5 ha, lấp đầy hơn 61%. "
    "CCN Đồi Thông (huyện Tiên Lãng) mới mời được tám dự án. "
    "Theo Kế hoạch 12/KH-UBND, đến năm 2030 thành phố phấn đấu có 15 khu."
)
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def observation(quote: str, **fields: Any) -> Observation:
    start = TEXT.index(quote)
    given: dict[str, Any] = {
        "article": "bai-1", "about": "KCN Sông Biển", "about_type": "Zone", "metric": "leasedArea",
        "value": Decimal("42.5"), "unit": "ha", "province": "Hải Phòng", "from_": "2021-12", "to": "2021-12",
    }  # fmt: skip
    return Observation(start=start, end=start + len(quote), quote=quote, **(given | fields))


@pytest.fixture
def article() -> Article:
    return Article(
        id="bai-1",
        text=TEXT,
        source="bai-1.txt",
        title="Khu công nghiệp cuối năm",
        published="2022-01-15",
        publisher="Báo Ví Dụ",
        author="Nguyễn Thị Mẫu",
        url="https://example.org/bai-1",
    )


@pytest.fixture
def facts() -> ArticleFacts:
    def at(name: str) -> dict[str, Any]:
        return {"start": TEXT.index(name), "end": TEXT.index(name) + len(name)}

    return ArticleFacts(
        article="bai-1",
        observations=(
            observation("42,5 ha"),
            observation(
                "61%", metric="occupancyRate", value=Decimal("61"), unit="%", bound="atLeast", subject_level="inherited"
            ),
            observation(
                "tám dự án", about="CCN Đồi Thông", about_type="Cluster", metric="projectCount", value=Decimal(8),
                unit="1", origin="domestic", from_="", to="", time_level="inferred",
            ),
            observation(
                "15 khu", about="Hải Phòng", about_type="Province", metric="count", value=Decimal(15), unit="1",
                scope="zones", stage="operating", from_="2030", to="2030", status="planned", province="",
                policy="12/KH-UBND",
            ),
        ),
        zones=(
            NamedZone("bai-1", "KCN Sông Biển", "Zone", province="Hải Phòng", stage="operating", **at("KCN Sông Biển")),
            NamedZone("bai-1", "CCN Đồi Thông", "Cluster", province="Hải Phòng", district="Tiên Lãng"),
        ),
        policies=(
            NamedPolicy(
                "bai-1", "12/KH-UBND", "plan", issuer="UBND thành phố Hải Phòng", date="2021-03", title="Kế hoạch",
                from_="2021", to="2030", **at("12/KH-UBND"),
            ),
        ),
        published="2022-01-15",
    )  # fmt: skip


@pytest.fixture
def graph(article: Article, facts: ArticleFacts) -> ArticleGraph:
    return emit(article, facts, DEFAULT_BASE_IRI, WHEN)


@pytest.fixture
def emitted(article: Article, facts: ArticleFacts) -> Callable[..., ArticleGraph]:
    """Emits the article's facts with the observation of that index changed."""

    def change(index: int, **fields: Any) -> ArticleGraph:
        rows = list(facts.observations)
        rows[index] = replace(rows[index], **fields)
        return emit(article, replace(facts, observations=tuple(rows)), DEFAULT_BASE_IRI, WHEN)

    return change
