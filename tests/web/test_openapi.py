"""What the OpenAPI description allows, and what it does not: no answer is a 500, each is as the description says.

EXAMPLES says how many requests of either kind each operation gets. Without it each third operation gets one, from a
random one on: to make up requests takes longer than to answer them.
"""

from __future__ import annotations

import os
import random
from contextlib import suppress
from itertools import islice
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
_CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


def _as_text(context: schemathesis.SerializationContext, value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_answers_are_as_the_description_says(client: httpx.Client, mode: schemathesis.GenerationMode) -> None:
    described = client.get("/openapi.json").json()
    sent = {
        media for path in described["paths"].values() for operation in path.values() for media in _bodies(operation)
    }
    for media in sent - {"application/x-www-form-urlencoded", "multipart/form-data"}:
        schemathesis.serializer(media)(_as_text)
    schema = schemathesis.openapi.from_dict(described)
    schema.config.update(base_url=str(client.base_url))
    asked = 0
    step, first = (1, 0) if EXAMPLES else (3, random.randrange(3))
    for found in islice(schema.get_all_operations(), first, None, step):
        assert isinstance(found, Ok), found
        operation = found.ok()

        @settings(
            max_examples=max(EXAMPLES, 1),
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.validate_response(case.call(), checks=_CHECKS)

        with suppress(Unsatisfiable):  # nothing is wrong to ask of some
            ask()
    assert asked > 10


def _bodies(operation: dict[str, Any]) -> list[str]:
    return list(operation.get("requestBody", {}).get("content", ()))
