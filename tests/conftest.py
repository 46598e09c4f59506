"""Options of the whole test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        default=False,
        help="write the approved files (tests/shapes/examples/*.report.txt) anew, to be looked at with git diff",
    )


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether approved files are to be written anew instead of compared."""
    return bool(request.config.getoption("--rewrite-golden"))
