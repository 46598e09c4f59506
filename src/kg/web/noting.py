"""Noting what is worth knowing of a request, for its line in the log and for the figures of `/metrics`."""

from __future__ import annotations

from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import Scope

_KEY = "kg.noted"


def noted(where: HTTPConnection | Scope) -> dict[str, Any]:
    """What was noted of a request so far."""
    scope = where.scope if isinstance(where, HTTPConnection) else where
    values: dict[str, Any] = scope.setdefault(_KEY, {})
    return values


def note(where: HTTPConnection | Scope, **values: Any) -> None:
    """Note something: `query` (a digest), `rows`, `query_ms`, `data` (its version), `outcome`, ... None is nothing."""
    noted(where).update({name: value for name, value in values.items() if value is not None})
