"""What several tests of the extraction ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.articles.model import Article
from kg.extraction import explain


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
