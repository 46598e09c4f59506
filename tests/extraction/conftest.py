"""What several tests of the extraction ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.articles.model import Article
from kg.extraction import explain
from kg.extraction.figures import Figure
from kg.extraction.likely_subjects import LikelySubjects
from kg.extraction.subject import Subject
from kg.facts import Level


@pytest.fixture(autouse=True)
def grammar_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Subjects are the grammar's, in all tests but those marked "both_readings".

    What the grammar reads is tested in single sentences, which the learnt weights were not made for and may leave open.
    """
    if request.node.get_closest_marker("both_readings") is not None:
        return

    def judge(_: LikelySubjects, figure: Figure, subject: Subject, level: Level) -> Subject:
        return subject

    monkeypatch.setattr(LikelySubjects, "judge", judge)


@pytest.fixture
def told() -> Callable[[str], list[str]]:
    """Each observation of a text as "subject (its scope) metric value", in the order of the text."""

    def tell(text: str) -> list[str]:
        rows = explain(Article("a", text, "a")).facts.observations
        return [
            " ".join(filter(None, (row.about, f"({row.scope})" if row.scope else "", row.metric, f"{row.value:f}")))
            for row in rows
        ]

    return tell


@pytest.fixture
def told_in_full() -> Callable[[str], list[str]]:
    """Each observation of a text as "about; metric; value; from/to; status where planned; sector"."""

    def tell(text: str) -> list[str]:
        rows = explain(Article("a", text, "a")).facts.observations
        return [
            "; ".join(
                filter(
                    None,
                    (
                        row.about,
                        row.metric,
                        f"{row.value:f}",
                        f"{row.from_}/{row.to}" if row.to else "",
                        row.status if row.status == "planned" else "",
                        row.sector,
                    ),
                )
            )
            for row in rows
        ]

    return tell
