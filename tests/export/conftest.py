from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store, open_store


@pytest.fixture
def sample(sample_store: Path) -> Iterator[Store]:
    """The sample store, opened for reading."""
    with open_store(str(sample_store), read_only=True) as store:
        yield store
