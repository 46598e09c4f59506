"""An article written for these tests, what an extractor might read in it, and a maker of corrections."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.facts_rows import Row
from kg.review.anchor import anchored
from kg.review.apply import Reviewed, review
from kg.review.model import Correction, Placed, table_of
from kg.review.rows import gist, meet, states

TEXT = (
    "Khu công nghiệp ven sông\n"
    "Năm 2022, KCN Bến Lau và KCN Cồn Sẻ cùng cho thuê được 40 ha, tăng nhẹ so với năm trước đó của cả vùng.\n"
    "Theo Quyết định 12/QĐ-UBND, đến năm 2030 tỉnh có 9 khu công nghiệp; hiện 5 khu đã lấp đầy hơn một nửa.\n"
)
ARTICLE = "ven-song"


class Sample:
    """What the extractor might read in the article, and corrections of it."""

    text = TEXT

    def __init__(self) -> None:
        self.leased = self.observation("40 ha")
        self.twin = replace(self.leased, about="KCN Cồn Sẻ")
        self.planned = self.observation(
            "9 khu", about="Hải Phòng", about_type="Province", metric="count", unit="1", value=Decimal(9),
            scope="zones", from_="2030", to="2030", status="planned", province="", policy="12/QĐ-UBND",
        )  # fmt: skip
        self.zone = NamedZone(ARTICLE, "KCN Bến Lau", "Zone", "Hải Phòng", **self.at("KCN Bến Lau"))
        self.policy = NamedPolicy(ARTICLE, "12/QĐ-UBND", "decision", **self.at("12/QĐ-UBND"))
        self.sector = SectorStatement(
            ARTICLE, "KCN Bến Lau", "Zone", "has", "đóng tàu", quote="năm trước đó của cả vùng",
            province="Hải Phòng", **self.at("năm trước đó của cả vùng"),
        )  # fmt: skip
        observations = (self.leased, self.twin, self.planned)
        self.facts = ArticleFacts(ARTICLE, observations, (self.zone,), (self.policy,), "2023-01-05", (self.sector,))

    @staticmethod
    def at(quote: str) -> dict[str, Any]:
        return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote)}

    def observation(self, quote: str, **fields: Any) -> Observation:
        given: dict[str, Any] = {
            "article": ARTICLE, "about": "KCN Bến Lau", "about_type": "Zone", "metric": "leasedArea", "unit": "ha",
            "value": Decimal(40), "province": "Hải Phòng", "from_": "2022", "to": "2022",
        }  # fmt: skip
        return Observation(quote=quote, **(self.at(quote) | given | fields))

    def correction(
        self, kind: str, was: tuple[Row, ...] = (), row: Row | None = None, *, read: ArticleFacts | None = None,
        **fields: Any,
    ) -> Correction:  # fmt: skip
        """A correction as it is recorded when the extractor has read `read`, or else the facts above."""
        read = read or self.facts
        parts: tuple[Row, ...] = (*was, *((row,) if row else ()))
        rows: tuple[Row, ...] = (*read.observations, *read.zones, *read.policies, *read.sectors)
        near = [one for one in rows if any(meet(one, part) for part in parts)]
        said = {states(part) for part in parts}
        given: dict[str, Any] = {
            "kind": kind, "table": table_of(parts[0]) if parts else "observations", "article": ARTICLE,
            "author": "Người Xem", "recorded": "2026-02-03T04:05:06+00:00", "was": tuple(map(self.placed, was)),
            "row": self.placed(row) if row else None,
            "beside": tuple(sorted({gist(one) for one in near if states(one) not in said})),
        }  # fmt: skip
        return Correction(**(given | fields))

    @staticmethod
    def placed(row: Row) -> Placed:
        return Placed(row, anchored(TEXT, row.start, row.end))

    def review(self, *corrections: Correction, facts: ArticleFacts | None = None, text: str = TEXT) -> Reviewed:
        return review(facts or self.facts, text, corrections)


@pytest.fixture(scope="session")
def sample() -> Sample:
    return Sample()
